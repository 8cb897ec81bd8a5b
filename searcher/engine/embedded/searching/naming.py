"""Naming: how often each entity is named in each passage, over all segments of a commit.

Segments → a sparse table of entities by passages. Entities are numbered by name and type, passages segment
after segment; deleted documents have their numbers, and nothing is named in them. It is made when somebody
first asks for it and kept with the commit: 8 bytes for each entity of each passage, 4 for each passage.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple, TypeAlias

import numpy as np

from searcher.engine.embedded.commit.damage import damage_reported
from searcher.engine.embedded.searching.form_table import Codes
from searcher.engine.embedded.segment.identities import NOT_SHOWN
from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.postings import Segment
from searcher.records import ENTITY_TYPES

Key: TypeAlias = tuple[str, int]
"""The name of an entity, and the number of its type in ENTITY_TYPES."""

_TYPES = len(ENTITY_TYPES)


class Naming:
    """The table of one commit.

    Attributes:
        keys: name and type of each entity as it is shown, ascending; others: by other names that entities
            have in some documents, which entities.
        start: shape (entities + 1,), where the row of each begins in `passage` and `count`.
        passage: the passages in which it is named, ascending; count: how often, at least once.
        document: of each passage, numbered through all segments; day: of each document, 0 for none.
        passages: how many there are in live documents.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        named = [_named(segment) for segment in segments]
        every = dict.fromkeys(chain.from_iterable(part.keys for part in named))
        self.keys: list[Key] = sorted(key for key in every if key is not None)
        numbers: dict[Key | None, int] = {key: number for number, key in enumerate(self.keys)}
        self.others: dict[str, set[int]] = {}
        for part in named:
            for name, key in part.others:
                if key is not None:
                    self.others.setdefault(name, set()).add(numbers[key])
        numbers[None] = -1
        passages = [len(part.document) for part in named]
        before = np.cumsum([0, *passages])
        self._documents_before = np.cumsum([0, *(segment.count for segment in segments)])
        pairs = _joined(
            _pairs(part, np.array([numbers[key] for key in part.keys], np.int64), first, before[-1])
            for part, first in zip(named, before.tolist(), strict=False)
        )
        pairs.sort()
        is_first = np.diff(pairs, prepend=-1) > 0
        at = is_first.nonzero()[0]
        entity, passage = np.divmod(pairs[at], max(before[-1], 1))
        self.start: Array = entity.searchsorted(np.arange(len(self.keys) + 1))
        self.passage: Array = passage.astype(np.uint32)
        self.count: Array = np.diff(at, append=len(pairs)).astype(np.uint32)
        self.document: Array = _joined(
            part.document + first for part, first in zip(named, self._documents_before.tolist(), strict=False)
        ).astype(np.uint32)
        self.day: Array = _joined(segment.arrays["doc.day"] for segment in segments)
        self.passages = sum(part.passages for part in named)

    def row(self, entity: int) -> slice:
        """Where the passages of an entity are in `passage` and `count`."""
        return slice(int(self.start[entity]), int(self.start[entity + 1]))

    def sums(self, counts: Array) -> Array:
        """The sum of each entity's row, of something counted beside `passage`."""
        before = np.concatenate(([0], counts.cumsum(dtype=np.int64)))
        sums: Array = np.diff(before[self.start])
        return sums

    def doc_id(self, document: int) -> str:
        """The id of a document."""
        number = int(self._documents_before.searchsorted(document, "right")) - 1
        segment = self._segments[number]
        with damage_reported(segment.folder):
            return segment.doc_id(document - int(self._documents_before[number]))

    def ordinal(self, passage: int) -> int:
        """The number of a passage in its document."""
        return passage - int(self.document.searchsorted(self.document[passage]))


class _Named(NamedTuple):
    """The mentions in the live documents of one segment; its entities are numbers 3 · value + type.

    Attributes:
        entities: ascending; keys: as what each is shown, None for not at all; others: names of those that
            are shown as something else than they stand.
        entity, passage: of each mention.
        document: of each passage; passages: how many are of live documents.
    """

    entities: Array
    keys: list[Key | None]
    others: list[tuple[str, Key | None]]
    entity: Array
    passage: Array
    document: Array
    passages: int


def _named(segment: Segment) -> _Named:
    arrays, documents = segment.arrays, np.arange(segment.count)
    document = documents.repeat(np.diff(arrays["passage.start"]))
    holder = documents.repeat(np.diff(segment.mention_start.all()))
    place, kind = np.divmod(arrays["mention.entity"], np.uint8(_TYPES))
    value = arrays["facet.value"][segment.facet_start.all()[holder] + place]
    entity = value.astype(np.int64) * _TYPES + kind
    # The last passage that begins at a mention or before it, documents one after the other.
    begins = document << 32 | arrays["passage.begin"]
    passage = begins.searchsorted(holder << 32 | arrays["mention.begin"], "right") - 1
    passages = len(document)
    if segment.alive is not None:
        is_live = segment.alive[holder]
        entity, passage = entity[is_live], passage[is_live]
        passages = int(segment.alive[document].sum())
    is_named = np.zeros(len(segment.values) * _TYPES, np.bool_)
    is_named[entity] = True
    entities = is_named.nonzero()[0]
    return _Named(entities, *_keys(segment, entities), entity, passage, document, passages)


def _keys(segment: Segment, entities: Array) -> tuple[list[Key | None], list[tuple[str, Key | None]]]:
    """As what entities are shown, and the names of those that are shown otherwise than they stand.

    Args:
        entities: of the segment, ascending.
    """
    values, kinds = np.divmod(entities, _TYPES)
    names = Codes.of(segment.arrays["value.bytes"], segment.arrays["value.start"]).take(values).texts()
    own = list(zip(names, kinds.tolist(), strict=True))
    identities = segment.identities
    keys: list[Key | None] = [*own]
    others = []
    if identities is not None:
        where, is_changed = identities.find(entities)
        text, types = identities.names.names.text, identities.names.types.tolist()
        numbers = identities.shown[where[is_changed]].tolist()
        for at, number in zip(is_changed.nonzero()[0].tolist(), numbers, strict=True):
            keys[at] = None if number == NOT_SHOWN else (text(number), types[number])
            others.append((own[at][0], keys[at]))
    return keys, others


def _pairs(named: _Named, numbers: Array, first: int, passages: int) -> Array:
    """entity · passages + passage of each mention whose entity is shown.

    Args:
        numbers: of the entities of the segment, -1 for one that is not shown.
        first: number of the segment's first passage; passages: those of all segments.
    """
    begin = np.zeros(int(named.entities.max(initial=-1)) + 1, np.int64)
    begin[named.entities] = numbers * passages + first
    pairs: Array = begin[named.entity]
    pairs += named.passage
    return pairs if (numbers >= 0).all() else pairs[pairs >= 0]


def _joined(parts: Iterable[Array]) -> Array:
    """Parts of a column as one; of nothing, none."""
    return np.concatenate([np.zeros(0, np.int64), *parts])
