"""Shown values: the facet values of documents as the identities of a commit show them.

What a document carries as its segment has it is in facet.value, each value once. Of values that are shown as
others, each of a document's types may be another entity, and it may be one that the document carries already.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from searcher.engine.embedded.segment.carried import once
from searcher.engine.embedded.segment.identities import TYPES
from searcher.engine.embedded.segment.kinds import ENTITY_KIND
from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.posting_lists import ranges
from searcher.engine.embedded.segment.postings import Segment


class Carried(NamedTuple):
    """The values that some documents carry, as their segment has them.

    Attributes:
        docs: docnums of shape (n,), ascending; start: where the values of each begin in facet.value.
        held_by: how many each has; values: of shape (sum of held_by,).
    """

    docs: Array
    start: Array
    held_by: Array
    values: Array

    @classmethod
    def of(cls, segment: Segment, docs: Array) -> Carried:
        """The values of some documents."""
        start = segment.facet_start.take(docs)
        held_by = segment.facet_start.take(docs.astype(np.int64) + 1) - start
        return cls(docs, start, held_by, segment.arrays["facet.value"][ranges(start, held_by)])

    def types(self, segment: Segment) -> Array:
        """Whether a document names a value as a person, an organisation, a place.

        Returns:
            bool of shape (3, values), a row for each of ENTITY_TYPES.
        """
        start = segment.mention_start.take(self.docs)
        mentions = segment.mention_start.take(self.docs.astype(np.int64) + 1) - start
        entity = segment.arrays["mention.entity"][ranges(start, mentions)]
        is_of_type = np.zeros(TYPES * len(self.values), np.bool_)
        is_of_type[(TYPES * (self.held_by.cumsum() - self.held_by)).repeat(mentions) + entity] = True
        return is_of_type.reshape(-1, TYPES).T


class Moved(NamedTuple):
    """What documents carry otherwise than their segment has it.

    Attributes:
        stays: bool for each of the values carried, whether it is shown as it stands.
        holder: of what comes in the place of others, the document, numbered in order; value: its number,
            extra ones among them; type: as what it is shown; speaks: whether it is a speaker.
    """

    stays: Array
    holder: Array
    value: Array
    type: Array
    speaks: Array


def moved(segment: Segment, carried: Carried) -> Moved | None:
    """What some documents carry otherwise; None when all is as it stands."""
    identities = segment.identities
    if identities is None:
        return None
    kinds = segment.arrays["value.kind"]
    leaves = identities.holds(len(kinds))[carried.values]
    if not leaves.any():
        return None
    holder = np.arange(len(carried.docs)).repeat(carried.held_by)[leaves]
    # Only of the documents that carry such a value it is asked which types it has there.
    own = Carried.of(segment, carried.docs[once(holder)])
    entry = identities.holds(len(kinds))[own.values].nonzero()[0]
    speaks = kinds[own.values[entry]] != ENTITY_KIND
    of_type = own.types(segment)[:, entry]
    of_type[0] |= speaks  # a speaker is of no type
    kind, at = of_type.nonzero()
    entities = TYPES * own.values[entry[at]].astype(np.int64) + kind
    place, is_changed = identities.find(entities)
    value = np.where(is_changed, identities.values[place], entities // TYPES).astype(np.int64)
    types = np.where(is_changed, identities.types[place], kind).astype(np.uint8)
    shown = (types < TYPES).nonzero()[0]
    return Moved(~leaves, holder[at[shown]], value[shown], types[shown], speaks[at[shown]])


def added(carried: Carried, moved: Moved, chosen: Array, counts: Array) -> Array:
    """The values that come in the place of others and that the document does not carry anyway.

    Args:
        chosen: which of `moved` are meant, bool; counts: which of the values carried are counted as they
            stand, bool.

    Returns:
        numbers of values, each as often as there are such documents.
    """
    new = moved.holder[chosen] << 32 | moved.value[chosen]
    new.sort()  # not np.unique, which takes ten times as long
    new = once(new)
    kept = np.arange(len(carried.docs)).repeat(carried.held_by) << 32 | carried.values
    place = np.minimum(kept.searchsorted(new), len(kept) - 1)
    is_there = (kept[place] == new) & counts[place]
    values: Array = new[~is_there] & 0xFFFFFFFF
    return values
