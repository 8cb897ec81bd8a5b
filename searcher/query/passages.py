"""Passages ranked: which stretch of a document answers the query best.

PlaceTable → a score for every passage that holds a match: BM25 on the passage with the collection's idf,
plus a bonus for query words that stand close together and in order. All places are worked on at once; a
passage in which nothing of the query stands scores 0 and is not listed.

The places of one match in one passage are called a *group*. As places are sorted, groups are runs of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from searcher.query.top_docs import PlaceTable

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Integers = npt.NDArray[np.integer[Any]]

PROXIMITY_WEIGHT = 0.5
"""Share of the rarer word's idf that two neighbouring query words earn by standing side by side."""

FEW = 24
"""Places up to which one after the other takes less time than some dozens of array operations."""

_LENGTHS = 1024  # passages are shorter, as a rule
_FAR = 12  # positions beyond which two words are not close
_ROOM = 1 << 34  # more than twice the positions of a segment

# What a gap earns: the one from a word to the next in the query, and the one back to it; others earn 0.
_AHEAD = np.array([0.0, *(1 / gap for gap in range(1, _FAR + 1)), 0.0])
_BACK = _AHEAD / 2


class Formula(Hashable, Protocol):
    """What is needed of `searcher.engine.bm25.Bm25`; the pipeline hands it in."""

    def dampings(self, lengths: Integers, average: float) -> Floats:
        """What is added to a frequency below the line: a word earns f / (f + damping) of its idf."""
        ...


class PassageScores(NamedTuple):
    """The passages of a PlaceTable, scored.

    Attributes:
        best: score of the best passage of each document, 0 when none holds a match.
        starts: where the passages of each document begin in the table; one more than there are documents.
        scores: of each passage.
    """

    best: list[float]
    starts: list[int]
    scores: list[float]

    def ranked(self, document: int, most: int = 1) -> list[int]:
        """The numbers in the table of a document's best passages that score above 0, best first."""
        best = self.best[document]
        if best <= 0:
            return []
        first, beyond = self.starts[document], self.starts[document + 1]
        if most == 1:
            return [self.scores.index(best, first)]
        order = sorted(range(first, beyond), key=self.scores.__getitem__, reverse=True)
        return [number for number in order[:most] if self.scores[number] > 0]


def score_passages(
    table: PlaceTable, documents: int, idfs: Sequence[float], formula: Formula, average: float
) -> PassageScores:
    """Score every passage that holds a match.

    Args:
        table: where the matches stand.
        documents: how many documents were asked for.
        idfs: one for each match of the query, boost included, >= 0.
        formula: BM25.
        average: length of a usual passage in tokens.

    Cost: O(places log places), no Python loop; about 10 array operations, 40 where words stand together.
    """
    if len(table.first) <= FEW:
        return _score_few(table, documents, idfs, formula, average)
    if len(idfs) == 1:
        scores = _gains(table.weight, table.begin, table.tokens, idfs[0], formula, average)
    else:
        scores = _score_groups(table, np.array(idfs), formula, average)
    starts = table.document.searchsorted(np.arange(documents + 1))
    best = np.zeros(documents)
    np.maximum.at(best, table.document, scores)
    return PassageScores(best.tolist(), starts.tolist(), scores.tolist())


def _score_few(
    table: PlaceTable, documents: int, idfs: Sequence[float], formula: Formula, average: float
) -> PassageScores:
    """The same scores (but for the order in which floats are added), one place after the other."""
    leaf, first, last, weight = [column.tolist() for column in table[4:]]
    begins = [*table.begin.tolist(), len(leaf)]
    dampings = _dampings(table.tokens, formula, average).tolist()
    best, starts, scores = [0.0] * documents, [0] * (documents + 1), []
    for number, document in enumerate(table.document.tolist()):
        row, beyond = begins[number], begins[number + 1]
        score, gain, before = 0.0, 0.0, row
        while row < beyond:
            begin, match, freq = row, leaf[row], 0.0
            while row < beyond and leaf[row] == match:
                freq += weight[row]
                row += 1
            if before < begin:  # there is a match before this one
                near = _near(first, last, before, begin, row)
                gain += PROXIMITY_WEIGHT * min(idfs[leaf[before]], idfs[match]) * near
                score += gain
            gain, before = freq * idfs[match] / (freq + dampings[number]), begin
        score += gain
        scores.append(score)
        starts[document + 1] += 1
        if score > best[document]:
            best[document] = score
    return PassageScores(best, list(accumulate(starts)), scores)


def _near(first: Sequence[int], last: Sequence[int], before: int, begin: int, beyond: int) -> float:
    """How close the places from row `before` are to those from row `begin`, as `_closeness` tells."""
    nearest = 0.0
    for one in range(before, begin):
        at = bisect_right(first, first[one], begin, beyond)
        if at < beyond and 0 < (gap := first[at] - last[one]) <= _FAR:
            nearest = max(nearest, 1 / gap)
        if at > begin and 0 < (gap := first[one] - last[at - 1]) <= _FAR:
            nearest = max(nearest, 0.5 / gap)
    return nearest


def _dampings(tokens: Integers, formula: Formula, average: float) -> Floats:
    """The dampings of passages, by their lengths."""
    known = _known_dampings(formula, average)
    if known is None:
        return formula.dampings(tokens, average)
    return known.take(tokens, mode="clip")


@lru_cache(maxsize=8)
def _known_dampings(formula: Formula, average: float) -> Floats | None:
    """Dampings by length, where longer passages have that of the last; None for a formula without such."""
    known = formula.dampings(np.arange(_LENGTHS), average)
    return known if known[-1] == known[-2] else None


def _gains(
    weight: Floats,
    begin: Integers,
    tokens: Integers,
    idf: float | Floats,
    formula: Formula,
    average: float,
) -> Floats:
    """What each group earns by BM25: those places earn together that begin at `begin`."""
    freqs = np.add.reduceat(weight, begin) if len(begin) < len(weight) else weight
    below = _dampings(tokens, formula, average)
    below += freqs
    gains: Floats = freqs * idf
    gains /= below
    return gains


def _score_groups(table: PlaceTable, idfs: Floats, formula: Formula, average: float) -> Floats:
    """The scores of passages that several matches may stand in."""
    leaf = table.leaf
    begins_passage = np.zeros(len(leaf), dtype=bool)
    begins_passage[table.begin] = True
    begins_group = begins_passage.copy()
    begins_group[1:] |= leaf[1:] != leaf[:-1]
    at = begins_group.nonzero()[0]
    idf = idfs.take(leaf.take(at))
    if len(at) == len(table.begin):
        return _gains(table.weight, at, table.tokens, idf, formula, average)
    is_first = begins_passage.take(at)  # of the groups of its passage
    passage = is_first.cumsum()
    gain = _gains(table.weight, at, table.tokens.take(passage - 1), idf, formula, average)
    # Neighbouring groups have neighbouring numbers when they are of one passage, and only then.
    number = begins_group.cumsum()
    number += begins_passage.cumsum()
    closeness = _closeness(number, table.first, table.last)
    if len(at) < len(leaf):
        closeness = np.maximum.reduceat(closeness, at)
    near = np.minimum(idf[:-1], idf[1:])
    near *= closeness[:-1]
    near *= PROXIMITY_WEIGHT
    gain[:-1] += near
    return np.add.reduceat(gain, is_first.nonzero()[0])


def _closeness(number: Integers, first: Integers, last: Integers) -> Floats:
    """How close each place is to one of the next group, the nearest behind or before it.

    1 for the next position, less with every position between and when it stands before, 0 if far.
    `number` is that of each place's group, rising.
    """
    start = number * _ROOM + first
    end = start + (last - first)
    wanted = start + _ROOM  # the same position in the next group
    at = start.searchsorted(wanted, side="right")
    # Where the next group has no place on that side, the gap is to another group: far, or below 0.
    ahead = start.take(at, mode="clip") - end - _ROOM
    back = wanted - end[at - 1]
    closeness: Floats = np.maximum(_AHEAD.take(ahead, mode="clip"), _BACK.take(back, mode="clip"))
    return closeness
