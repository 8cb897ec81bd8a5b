"""Carried: which facet values the documents of a segment have, and which entities their mentions name.

An entity is 3 × the number of its value + its type, see `identities`.
"""

from __future__ import annotations

import numpy as np

from searcher.engine.embedded.segment.identities import TYPES
from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.postings import Segment


def docs_with(segment: Segment, values: Array) -> Array:
    """The documents that carry any of some facet values, ascending, deleted ones among them."""
    is_wanted = np.zeros(len(segment.values), np.bool_)
    is_wanted[values] = True
    carried = is_wanted[segment.arrays["facet.value"]].nonzero()[0]
    return once(segment.facet_start.all().searchsorted(carried, "right") - 1)


def entities_of(segment: Segment, docs: Array, mentions: Array) -> Array:
    """The entities that mentions name.

    Args:
        docs: the document of each mention; mentions: their numbers, of the same shape.
    """
    place, kind = np.divmod(segment.arrays["mention.entity"][mentions].astype(np.int64), TYPES)
    values = segment.arrays["facet.value"][place + segment.facet_start.take(docs)]
    entities: Array = TYPES * values.astype(np.int64) + kind
    return entities


def once(ascending: Array) -> Array:
    """Each of some ascending numbers once."""
    distinct: Array = ascending[np.diff(ascending, prepend=-1) > 0]
    return distinct
