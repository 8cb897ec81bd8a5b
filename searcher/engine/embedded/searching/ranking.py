"""Ranking: scored documents → the best ones in order.

Order is by score or date, then doc_id, so that it never depends on document numbers: an index that
was refreshed many times lists its hits as one that was built at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.postings import Segment


class Scored(NamedTuple):
    """Documents of one segment, ascending, and their scores, float64."""

    docs: Array
    scores: Array


NONE_SCORED = Scored(np.zeros(0, np.uint32), np.zeros(0))


class Ranked(NamedTuple):
    """Documents in order.

    Attributes:
        scores: of each; segments, docnums: which document it is, arrays. All of one length.
    """

    scores: list[float]
    segments: Array
    docnums: Array

    def first(self, limit: int) -> Ranked:
        """The first of them."""
        return Ranked(self.scores[:limit], self.segments[:limit], self.docnums[:limit])


_NONE = Ranked([], np.zeros(0, np.intp), np.zeros(0, np.uint32))

_FEW = 1024
"""Documents up to which ids of equal ones are read one by one, 1 µs each, rather than ranked as arrays."""


class Ranking:
    """Puts documents of some segments in order."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._ranks: dict[int, Array | None] = {}

    def by_score(self, scored: Sequence[Scored], limit: int) -> Ranked:
        """The first `limit` of documents by falling score, then doc_id."""
        held = [number for number, found in enumerate(scored) if len(found.docs)]
        if not held or limit <= 0:
            return _NONE
        if len(held) == 1:
            return self._by_score_in(held[0], *scored[held[0]], limit)
        docs = np.concatenate([scored[number].docs for number in held])
        scores = np.concatenate([scored[number].scores for number in held])
        segments = np.array(held).repeat([len(scored[number].docs) for number in held])
        key = -scores
        if len(key) > 4 * limit:
            kept = (key <= np.partition(key, limit - 1)[limit - 1]).nonzero()[0]
            docs, segments, key = docs.take(kept), segments.take(kept), key.take(kept)
        if len(key) > _FEW:
            return self._first([(-found.scores, found) for found in scored], limit)
        order = key.argsort(kind="stable")
        ordered = key.take(order)
        is_equal = ordered[1:] == ordered[:-1]
        if is_equal.any():
            order = np.lexsort((self._ranks_in(segments, docs, held), segments, key))
            if (is_equal & (np.diff(segments.take(order)) != 0)).any():
                order = self._by_ids(order, is_equal, segments, docs, limit)
        order = order[:limit]
        return Ranked((-ordered[:limit]).tolist(), segments.take(order), docs.take(order))

    def _by_score_in(self, number: int, docs: Array, scores: Array, limit: int) -> Ranked:
        """The same for documents of one segment."""
        key = -scores
        if len(key) > 4 * limit:
            kept = (key <= np.partition(key, limit - 1)[limit - 1]).nonzero()[0]
            docs, scores, key = docs.take(kept), scores.take(kept), key.take(kept)
        ranks = self._ranks_of(number)
        order = key.argsort(kind="stable") if ranks is None else np.lexsort((ranks.take(docs), key))
        order = order[:limit]
        segments = np.zeros(len(order), np.intp)
        if number:
            segments += number
        return Ranked(scores.take(order).tolist(), segments, docs.take(order))

    def by_date(self, scored: Sequence[Scored], limit: int, sort: Literal["newest", "oldest"]) -> Ranked:
        """The first `limit` by date, undated ones last, then by falling score and doc_id."""
        keyed = []
        for segment, found in zip(self._segments, scored, strict=True):
            day = segment.arrays["doc.day"][found.docs].astype(np.float64)
            key = np.where(day > 0, -day if sort == "newest" else day, np.inf)
            keyed.append((key, found))
        return self._first(keyed, limit)

    def _first(self, keyed: Sequence[tuple[Array, Scored]], limit: int) -> Ranked:
        """The first documents by ascending key, then falling score, then doc_id."""
        firsts = []
        for number, (key, found) in enumerate(keyed):
            if len(found.docs) and limit > 0:
                firsts.append((number, *self._first_of_segment(number, key, found, limit)))
        if len(firsts) == 1:
            number, _, scores, docs = firsts[0]
            segments = np.zeros(len(docs), np.int64)
            return Ranked(scores.tolist(), segments + number if number else segments, docs)
        if not firsts:
            return _NONE
        keys = np.concatenate([key for _, key, _, _ in firsts])
        scores = np.concatenate([scores for _, _, scores, _ in firsts])
        segments = np.concatenate([np.full(len(docs), number) for number, _, _, docs in firsts])
        docs = np.concatenate([docs for _, _, _, docs in firsts])
        order = np.lexsort((-scores, keys))
        keys, falling = keys[order], scores[order]
        is_equal = (keys[1:] == keys[:-1]) & (falling[1:] == falling[:-1])
        if is_equal.any():
            order = self._by_ids(order, is_equal, segments, docs, limit)
        order = order[:limit]
        return Ranked(scores[order].tolist(), segments[order], docs[order])

    def _first_of_segment(
        self, number: int, key: Array, found: Scored, limit: int
    ) -> tuple[Array, Array, Array]:
        docs, scores = found
        if len(key) > 4 * limit:
            last = np.partition(key, limit - 1)[limit - 1]
            kept = (key <= last).nonzero()[0]
            key, docs, scores = key.take(kept), docs.take(kept), scores.take(kept)
        order = key.argsort(kind="stable")
        ordered = key.take(order)
        if (ordered[1:] == ordered[:-1]).any():
            ranks = self._ranks_of(number)
            order = np.lexsort((docs if ranks is None else ranks.take(docs), -scores, key))
        order = order[:limit]
        return key.take(order), scores.take(order), docs.take(order)

    def _ranks_of(self, number: int) -> Array | None:
        """The place of each document of a segment in the order of ids; None when that is docnum order."""
        if number not in self._ranks:
            order = self._segments[number].arrays["id.order"]
            numbers = np.arange(len(order), dtype=np.uint32)
            ranks: Array | None = None
            if not (order == numbers).all():
                ranks = np.empty_like(numbers)
                ranks[order] = numbers
            self._ranks[number] = ranks
        return self._ranks[number]

    def _ranks_in(self, segments: Array, docs: Array, held: Sequence[int]) -> Array:
        """The place of documents of some segments in the order of ids, of their own segment alone."""
        found = docs
        for number in held:
            ranks = self._ranks_of(number)
            if ranks is not None:
                own = segments == number
                found = found.copy() if found is docs else found
                found[own] = ranks.take(docs[own])
        return found

    def _by_ids(self, order: Array, is_equal: Array, segments: Array, docs: Array, limit: int) -> Array:
        """An order in which documents that are equal so far go by doc_id.

        Args:
            order: places in `segments` and `docs`; is_equal: whether each of them is equal to the next, one
                item less; limit: how far the order matters.
        """
        placed: list[int] = order.tolist()
        equal: list[bool] = [*is_equal.tolist(), False]
        beyond = 0
        for begin in is_equal[:limit].nonzero()[0].tolist():
            if begin < beyond:
                continue
            beyond = equal.index(False, begin) + 1
            tied = placed[begin:beyond]
            ids = {at: self.doc_id(int(segments[at]), int(docs[at])) for at in tied}
            placed[begin:beyond] = sorted(tied, key=ids.__getitem__)
        return np.array(placed)

    def doc_id(self, number: int, docnum: int) -> str:
        """The id of a document of a segment."""
        return self._segments[number].doc_id(docnum)


class DocIds(Sequence[str]):
    """The ids of ranked documents, each read when it is asked for."""

    def __init__(self, segments: Sequence[Segment], ranked: Ranked) -> None:
        self._segments, self._ranked = segments, ranked

    def __len__(self) -> int:
        return len(self._ranked.docnums)

    def __getitem__(self, number):  # type: ignore[no-untyped-def] # of Sequence: a number or a slice
        if isinstance(number, slice):
            return [self[i] for i in range(*number.indices(len(self)))]
        return self._segments[self._ranked.segments[number]].doc_id(self._ranked.docnums[number])

    def __eq__(self, other: object) -> bool:
        return list(self) == other if isinstance(other, list | tuple | DocIds) else NotImplemented

    __hash__ = None  # type: ignore[assignment] # as a list has none
