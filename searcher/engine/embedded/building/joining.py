"""Joining: which acronyms some live document uses for a long form, as mentions of that tell.

(acronym, long form) pairs, entities of segments ─▶ those of the pairs that are joined
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from searcher.engine.embedded.segment.carried import docs_with, entities_of
from searcher.engine.embedded.segment.identities import TYPES
from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.posting_lists import ranges
from searcher.engine.embedded.segment.postings import Segment
from searcher.identities import Key, Pairs


class Named(Protocol):
    """Entities of a segment: numbers, ascending, with their names and types."""

    @property
    def segment(self) -> Segment:
        """Whose they are."""

    @property
    def entities(self) -> Array:
        """See `segment.identities`."""

    @property
    def keys(self) -> list[Key]:
        """In the same order."""


def joined(pairs: Pairs, parts: Sequence[Named]) -> Pairs:
    """The acronyms that some live document uses for a long form: a mention of this is written like that."""
    open_pairs: dict[Key, set[str]] = {}  # of each long form
    for (acronym, _), form in pairs:
        open_pairs.setdefault(form, set()).add(acronym)
    for part in parts if open_pairs else ():
        _strike_out(part, open_pairs)
    return [(acronym, form) for acronym, form in pairs if acronym[0] not in open_pairs[form]]


def _strike_out(part: Named, acronyms: Mapping[Key, set[str]]) -> None:
    """Strike out the acronyms that documents of a segment use, long form by long form."""
    segment, arrays = part.segment, part.segment.arrays
    wanted = {
        entity: acronyms[key]
        for entity, key in zip(part.entities.tolist(), part.keys, strict=True)
        if key in acronyms
    }
    lengths = np.zeros(TYPES * len(segment.values), np.uint32)  # a bit for each length looked for
    for entity, own in wanted.items():
        lengths[entity] = sum({1 << len(acronym) for acronym in own})
    docs = docs_with(segment, np.flatnonzero(lengths.reshape(-1, TYPES).max(axis=1)))
    if segment.alive is not None:
        docs = docs[segment.alive.take(docs)]
    first = segment.mention_start.take(docs)
    mentions = segment.mention_start.take(docs + 1) - first
    docs, mentions = docs.repeat(mentions), ranges(first, mentions)
    is_short = arrays["mention.length"][mentions] < lengths.itemsize * 8
    docs, mentions = docs[is_short], mentions[is_short]
    entities = entities_of(segment, docs, mentions)
    size, begin = (arrays[f"mention.{name}"][mentions] for name in ("length", "begin"))
    fits = (lengths[entities] >> size & 1).nonzero()[0]
    for number, entity, long in zip(fits.tolist(), entities[fits].tolist(), size[fits].tolist(), strict=True):
        own = wanted[entity]
        if any(len(acronym) == long for acronym in own):
            first_char = int(begin[number])
            own.discard(segment.texts.text(int(docs[number]))[first_char : first_char + long])
