"""Passages ranked: which stretch of a document answers the query best.

Places of the query's matches in one document → a score for each of its passages: BM25 on the passage
with the collection's idf, plus a bonus for query words that stand close together and in order.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Protocol

from searcher.records import PassageBounds, Place

PROXIMITY_WEIGHT = 0.5
"""Share of the rarer word's idf that two neighbouring query words earn by standing side by side."""

_FAR = 12  # positions beyond which two words are not close


class Formula(Protocol):
    """What is needed of `searcher.engine.bm25.Bm25`; the pipeline hands it in."""

    def weight(self, freq: float, length: float, average: float) -> float:
        """The share of its idf that a word earns."""
        ...


def score_passages(
    bounds: Sequence[PassageBounds],
    places: Sequence[Sequence[Place]],
    idfs: Sequence[float],
    formula: Formula,
    average: float,
) -> list[float]:
    """Score every passage of a document.

    Args:
        bounds: of the passages, in order.
        places: for each match of the query, where it stands in the text.
        idfs: one for each match, boost included.
        formula: BM25.
        average: length of a usual passage in tokens.

    Returns:
        one score a passage, >= 0; 0 where nothing of the query stands.
    """
    starts = [bound.token_start for bound in bounds]
    found: list[defaultdict[int, list[Place]]] = [defaultdict(list) for _ in bounds]
    for i, standing in enumerate(places):
        for place in standing:
            found[max(bisect_right(starts, place.first) - 1, 0)][i].append(place)
    return [
        _score(by_match, idfs, formula, bound.token_end - bound.token_start, average)
        for bound, by_match in zip(bounds, found, strict=True)
    ]


def _score(
    found: Mapping[int, Sequence[Place]], idfs: Sequence[float], formula: Formula, length: int, average: float
) -> float:
    """Score a passage by the places that begin in it, by number of match in query order."""
    score = 0.0
    for i, standing in found.items():
        score += idfs[i] * formula.weight(sum(place.weight for place in standing), length, average)
    for i, j in pairwise(found):
        score += PROXIMITY_WEIGHT * min(idfs[i], idfs[j]) * _closeness(found[i], found[j])
    return score


def _closeness(left: Sequence[Place], right: Sequence[Place]) -> float:
    """1 for places side by side in order, less with every position between and out of order, 0 if far."""
    best = 0.0
    firsts = [place.first for place in right]
    for place in left:
        at = bisect_right(firsts, place.first)
        if at < len(right):
            gap = right[at].first - place.last
            if 0 < gap <= _FAR:
                best = max(best, 1 / gap)
        if at > 0:
            gap = place.first - right[at - 1].last
            if 0 < gap <= _FAR:
                best = max(best, 0.5 / gap)
    return best
