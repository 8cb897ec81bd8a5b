"""Weighing: the lists of a query with what their weights are multiplied with, and the threshold to reach.

What `pruning` works with: exact scores, ceilings (what a document scores at most,
from stored bounds), and the score that k documents are known to reach.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from searcher.engine.embedded.searching.gathering import LeafList
from searcher.engine.embedded.searching.ranking import Scored
from searcher.engine.embedded.segment.layout import Array

ROOM = 1 - 1e-9
"""Bounds and thresholds are compared with a little room, as sums of floats depend on their order."""

NONE_SCORED = Scored(np.zeros(0, np.uint32), np.zeros(0))


class Weighed(NamedTuple):
    """A list and what its weights are multiplied with, > 0."""

    list: LeafList
    factor: float

    @property
    def most(self) -> float:
        """No document scores more in this list."""
        return self.list.ceiling * self.factor

    def scores(self, at: Array | None = None) -> Array:
        """The exact scores of documents by their number in the list."""
        return self.list.weights(at) * self.factor

    def scores_of(self, docs: Array) -> Array:
        """The exact scores of any documents, 0 for those that are not in the list."""
        at, is_held = _numbers(self.list, docs)
        scores: Array = self.list.weights(at) * self.factor
        return scores * is_held

    def ceilings(self, at: Array | None = None) -> Array:
        """What documents score at most, by their number; exact where no bounds are stored."""
        bounds = self.list.bounds
        if bounds is None:
            return self.scores(at)
        return (self.list.ceilings * self.factor).take(bounds if at is None else bounds.take(at))

    def ceilings_of(self, docs: Array) -> Array:
        """The same for any documents, 0 for those that are not in the list."""
        at, is_held = _numbers(self.list, docs)
        return self.ceilings(at) * is_held

    def reaching(self, threshold: float) -> Array | None:
        """The numbers of the documents whose bound reaches a threshold; None for all of them."""
        bounds = self.list.bounds
        if bounds is None or threshold <= 0:
            return None
        level = int(self.list.ceilings.searchsorted(threshold / self.factor * ROOM))
        return (bounds >= level).nonzero()[0] if level else None

    def best(self, part: Part) -> Array:
        """Scores of some of the best documents that are allowed."""
        best = self.list.best
        if best is None:
            return NONE_SCORED.scores
        docs, weights = best
        if part.is_filtered and part.allowed is not None:
            weights = weights[part.allowed.take(docs)]
        return weights * self.factor

    def reached(self, part: Part, wanted: int) -> float:
        """A score that so many allowed documents reach, 0 when none is known."""
        if not part.is_filtered:
            return self.list.reached(wanted) * self.factor
        best = self.best(part)
        return float(highest_of(best, wanted).min()) if len(best) >= wanted else 0.0


def _numbers(held: LeafList, docs: Array) -> tuple[Array, Array]:
    at = held.docs.searchsorted(docs)
    at[at == len(held)] = 0
    return at, held.docs.take(at) == docs


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

    @property
    def postings(self) -> int:
        """The length of all lists together."""
        return sum([len(weighed.list.docs) for weighed in self.weighed])


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
        if len(scores) >= self.wanted:
            self.raise_to(float(highest_of(scores, self.wanted).min()))

    def raise_to(self, score: float) -> None:
        """Heed a score that k documents reach."""
        self.value = max(self.value, score)


def highest_of(scores: Array, wanted: int) -> Array:
    """The `wanted` highest of some scores, in no order; all when there are not so many."""
    if len(scores) <= wanted:
        return scores
    return np.partition(scores, len(scores) - wanted)[len(scores) - wanted :]
