"""The entities of a commit: which there are, where they are named, and which share passages.

Naming (entities by passages) → counts, rankings, places; see `searcher.engine.base.EntityIndex`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from searcher.analysis.folding import fold
from searcher.engine.association import LEAST_SHARED, SURPRISING, is_above_chance, log_likelihood
from searcher.engine.embedded.searching.naming import Naming
from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.postings import Segment
from searcher.records import ENTITY_TYPES, Association, Entity, EntityType


class EmbeddedEntities:
    """A `searcher.engine.base.EntityIndex` over the segments of one commit."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._naming = naming = Naming(segments)
        self._mentions = naming.sums(naming.count)
        self._passages = np.diff(naming.start)
        # Rows are ascending, and so are the documents of their passages.
        document = naming.document[naming.passage]
        is_first = np.diff(document, prepend=-1) != 0
        is_first[naming.start[:-1]] = True  # every entity has a passage
        self._documents = naming.sums(is_first)
        self._type = np.array([kind for _, kind in naming.keys], np.uint8)

    @cached_property
    def _order(self) -> Array:
        """All entities: most documents first, then most mentions, then by name and type."""
        order: Array = np.lexsort((-self._mentions, -self._documents))
        return order

    @cached_property
    def _folded(self) -> str:
        """The folded names, a line each."""
        return "\n".join(_folded(name) for name, _ in self._naming.keys)

    @cached_property
    def _line_starts(self) -> Array:
        lines = np.array([len(line) + 1 for line in self._folded.split("\n")], np.int64)
        return lines.cumsum() - lines

    def count(self, *, type: EntityType | None = None, prefix: str = "") -> int:
        """See `EntityIndex.count`."""
        return len(self._chosen(type, prefix))

    def ranked(
        self, *, type: EntityType | None = None, prefix: str = "", limit: int | None = None, offset: int = 0
    ) -> list[Entity]:
        """See `EntityIndex.ranked`."""
        beyond = None if limit is None else offset + limit
        return [self._entity(number) for number in self._chosen(type, prefix)[offset:beyond].tolist()]

    def named(self, name: str) -> list[Entity]:
        """See `EntityIndex.named`."""
        keys = self._naming.keys
        first = bisect_left(keys, (name, 0))
        same = [n for n in range(first, min(first + len(ENTITY_TYPES), len(keys))) if keys[n][0] == name]
        same = same or list(self._naming.others.get(name, ()))
        if not same and (folded := _folded(name)):
            same = self._lines(rf"^{re.escape(folded)}$").tolist()
        ranked = sorted(same, key=lambda n: (-self._documents[n], -self._mentions[n], n))
        return [self._entity(number) for number in ranked]

    def associated(
        self, name: str, type: EntityType, *, other: EntityType | None = None, limit: int | None = None
    ) -> list[Association]:
        """See `EntityIndex.associated`."""
        number = self._number(name, type)
        if number is None:
            return []
        naming = self._naming
        is_shared = np.zeros(len(naming.document), np.bool_)
        is_shared[naming.passage[naming.row(number)]] = True
        meets = is_shared[naming.passage]
        shared, own = naming.sums(meets), int(self._passages[number])
        shared[number] = 0
        if other is not None:
            shared[self._type != ENTITY_TYPES.index(other)] = 0
        found = (shared >= LEAST_SHARED).nonzero()[0]
        found = found[is_above_chance(shared[found], own, self._passages[found], naming.passages)]
        scores = log_likelihood(shared[found], own, self._passages[found], naming.passages)
        best = np.lexsort((found, -scores))
        best = best[scores[best] >= SURPRISING][:limit]
        return [
            Association(
                *self._identity(one),
                int(shared[one]),
                len(np.unique(naming.document[naming.passage[row := naming.row(one)][meets[row]]])),
                int(self._passages[one]),
                score,
            )
            for one, score in zip(found[best].tolist(), scores[best].tolist(), strict=True)
        ]

    def passages(self, names: Sequence[tuple[str, EntityType]], limit: int) -> list[tuple[str, int]]:
        """See `EntityIndex.passages`."""
        numbers = [self._number(*name) for name in names]
        if not numbers or limit < 1:
            return []
        naming = self._naming
        passage: Array | None = None
        least = total = np.zeros(0, np.int64)
        for number in numbers:
            if number is None:
                return []
            row = naming.row(number)
            own, count = naming.passage[row], naming.count[row].astype(np.int64)
            if passage is None:
                passage, least, total = own, count, count
                continue
            passage, old, new = np.intersect1d(passage, own, assume_unique=True, return_indices=True)
            least, total = np.minimum(least[old], count[new]), total[old] + count[new]
        assert passage is not None  # there is a name
        document = naming.document[passage]
        order = np.lexsort((passage, -total, -least, document))
        order = order[np.diff(document[order], prepend=-1) != 0]  # the best passage of each document
        order = order[np.lexsort((-naming.day[document[order]], -total[order], -least[order]))]
        worth = np.stack((-least, -total, -naming.day[document]))[:, order]
        if len(order) > limit:  # and those that are as good as the last one wanted
            equal = (worth == worth[:, limit - 1 : limit]).all(axis=0)
            order = order[: 1 + int(equal.nonzero()[0][-1])]
        held = zip(document[order].tolist(), passage[order].tolist(), strict=True)
        places = [(naming.doc_id(holder), naming.ordinal(at)) for holder, at in held]
        best = sorted(zip(*worth[:, : len(order)].tolist(), places, strict=True))[:limit]
        return [place for *_, place in best]

    def _chosen(self, type: EntityType | None, prefix: str) -> Array:
        """The entities of a type that have a word beginning so, in order."""
        is_chosen = np.ones(len(self._naming.keys), np.bool_)
        if type is not None:
            is_chosen = self._type == ENTITY_TYPES.index(type)
        if begins := _folded(prefix):
            fits = np.zeros_like(is_chosen)
            fits[self._lines(rf"(?<!\w){re.escape(begins)}")] = True
            is_chosen = is_chosen & fits
        return self._order[is_chosen[self._order]]

    def _lines(self, pattern: str) -> Array:
        """The entities whose folded names a pattern fits somewhere, ascending; it matches no line end."""
        found = [match.start() for match in re.finditer(pattern, self._folded, re.M)]
        return np.unique(self._line_starts.searchsorted(np.array(found, np.int64), "right") - 1)

    def _number(self, name: str, type: EntityType) -> int | None:
        keys, key = self._naming.keys, (name, ENTITY_TYPES.index(type))
        at = bisect_left(keys, key)
        return at if at < len(keys) and keys[at] == key else None

    def _identity(self, number: int) -> tuple[str, EntityType]:
        name, kind = self._naming.keys[number]
        return name, ENTITY_TYPES[kind]

    def _entity(self, number: int) -> Entity:
        return Entity(*self._identity(number), int(self._documents[number]), int(self._mentions[number]))


def _folded(name: str) -> str:
    """A name as it is compared: case, accents, the curve of apostrophes and the width of blanks set aside."""
    return " ".join(fold(name).replace("’", "'").replace("‘", "'").split())
