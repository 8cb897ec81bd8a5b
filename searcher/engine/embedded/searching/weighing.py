"""Weighing: the lists of a query with what their weights are multiplied with, and the threshold to reach.

What `pruning` works with: exact scores, ceilings (what a document scores at most,
from stored bounds), and the score that k documents are known to reach.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from searcher.engine.embedded.searching.lists import highest
from searcher.engine.embedded.searching.ranking import NONE_SCORED
from searcher.engine.embedded.searching.rows import common
from searcher.engine.embedded.segment.layout import Array

if TYPE_CHECKING:
    from searcher.engine.embedded.searching.gathering import LeafList

ROOM = 1 - 1e-9
"""Bounds and thresholds are compared with a little room, as sums of floats depend on their order."""


class Weighed:
    """A list and what its weights are multiplied with, > 0; that of a word is kept from query to query.

    Attributes:
        docs: those of the list; most: no document scores more in it.
    """

    __slots__ = ("_reached", "docs", "factor", "list", "most")

    def __init__(self, found: LeafList, factor: float) -> None:
        self.list, self.factor = found, factor
        self.docs: Array = found.docs
        self.most = found.ceiling * factor
        self._reached: dict[int, float] = {}

    def scores(self, at: Array | None = None) -> Array:
        """The exact scores of documents by their number in the list."""
        return self.list.weights(at) * self.factor

    def scores_of(self, docs: Array) -> Array:
        """The exact scores of any documents, 0 for those that are not in the list."""
        return self._of(docs, self.scores)

    def ceilings(self, at: Array | None = None) -> Array:
        """What documents score at most, by their number; exact where that is as quick."""
        bounds = self.list.bounds
        if bounds is None or self.list.is_short:
            return self.scores(at)
        return (self.list.ceilings * self.factor).take(bounds if at is None else bounds.take(at))

    def ceilings_of(self, docs: Array) -> Array:
        """The same for any documents, 0 for those that are not in the list."""
        return self._of(docs, self.ceilings)

    def _of(self, docs: Array, kind: Callable[[Array], Array]) -> Array:
        mine, its = common(docs, self.docs)
        if len(mine) == len(docs):
            return kind(its)
        found = np.zeros(len(docs))
        found[mine] = kind(its)
        return found

    def reaching(self, threshold: float) -> Array | None:
        """The numbers of the documents whose bound reaches a threshold; None for all of them."""
        bounds = self.list.bounds
        if bounds is None or threshold <= 0:
            return None
        level = int(self.list.ceilings.searchsorted(threshold / self.factor * ROOM))
        return (bounds >= level).nonzero()[0] if level else None

    def reached(self, part: Part, wanted: int) -> float:
        """A score that so many allowed documents reach, 0 when none is known."""
        if part.is_filtered and part.allowed is not None:
            best = self.list.best
            return 0.0 if best is None else highest(best[1][part.allowed.take(best[0])], wanted) * self.factor
        known = self._reached.get(wanted)
        if known is None:
            known = self._reached[wanted] = self.list.reached(wanted) * self.factor
        return known


class Part(NamedTuple):
    """What is asked of one segment.

    Attributes:
        weighed: the lists of the matches, in query order; those that no document is in are left out.
        allowed: bool for each document, None when all are; deleted ones are not.
        is_filtered: whether others are left out than deleted ones.
        size: documents in the segment.
    """

    weighed: Sequence[Weighed]
    allowed: Array | None
    size: int
    is_filtered: bool = False


class Threshold:
    """The score that the k best documents seen so far reach; 0 while there are not so many."""

    def __init__(self, wanted: int) -> None:
        self.wanted = wanted
        self.value = 0.0
        self._scores = NONE_SCORED.scores

    def see(self, scores: Array) -> None:
        """Take in exact scores of documents that were not seen before."""
        if len(self._scores):
            scores = np.concatenate((self._scores, scores))
        self._scores = highest_of(scores, self.wanted)
        self.raise_by(self._scores)

    def raise_by(self, scores: Array) -> None:
        """Heed exact scores of some documents, without counting them as seen."""
        self.raise_to(highest(scores, self.wanted))

    def raise_to(self, score: float) -> None:
        """Heed a score that k documents reach."""
        if score > self.value:
            self.value = score


def highest_of(scores: Array, wanted: int) -> Array:
    """The `wanted` highest of some scores, in no order; all when there are not so many."""
    if len(scores) <= wanted:
        return scores
    return np.partition(scores, len(scores) - wanted)[len(scores) - wanted :]
