"""Passages ranked: which stretch of a document answers the query best.

PlaceTable → a score for every passage that holds a match: BM25 on the passage with the collection's idf,
plus a bonus for query words that stand close together and in order. All rows are worked on at once; a
passage in which nothing of the query stands scores 0 and is not listed.

The rows of one passage and one match are called a *group*. As rows are sorted, groups and passages are
runs of rows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from searcher.query.top_docs import PlaceTable

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Integers = npt.NDArray[np.int64]

PROXIMITY_WEIGHT = 0.5
"""Share of the rarer word's idf that two neighbouring query words earn by standing side by side."""

FEW = 24
"""Rows up to which one after the other takes less time than some dozens of array operations."""

_FAR = 12  # positions beyond which two words are not close
_ROOM = 1 << 32  # more than there are positions in a text, or passages in a document

# What a gap earns: the one from a word to the next in the query, and the one back to it; others earn 0.
_AHEAD = np.array([0.0, *(1 / gap for gap in range(1, _FAR + 1)), 0.0])
_BACK = _AHEAD / 2


class Formula(Protocol):
    """What is needed of `searcher.engine.bm25.Bm25`; the pipeline hands it in."""

    def dampings(self, lengths: npt.NDArray[np.integer[Any]], average: float) -> Floats:
        """What is added to a frequency below the line: a word earns f / (f + damping) of its idf."""
        ...


class PassageScores(NamedTuple):
    """The passages of some documents that hold a match, in order of document and ordinal.

    Attributes:
        best: score of the best passage of each document, 0 when none holds a match.
        starts: where the passages of each document begin below; one more than there are documents.
        ordinals, scores: of each passage.
        rows: where the rows of each passage begin in the table; one more than there are passages.
    """

    best: list[float]
    starts: list[int]
    ordinals: list[int]
    scores: list[float]
    rows: list[int]

    def ranked(self, document: int, most: int = 1) -> list[int]:
        """Ordinals of a document's best passages, at least one, at most `most`, best first.

        Those after the first score above 0; without any that does it is the document's first passage.
        """
        best = self.best[document]
        if best <= 0:
            return [0]
        first, beyond = self.starts[document], self.starts[document + 1]
        if most == 1:
            return [self.ordinals[self.scores.index(best, first)]]
        order = sorted(range(first, beyond), key=self.scores.__getitem__, reverse=True)
        return [self.ordinals[i] for i in order[:most] if self.scores[i] > 0]

    def rows_of(self, document: int, ordinal: int | None = None) -> slice:
        """The rows of a document in the table, up to and with those of a passage when it is named."""
        first, beyond = self.starts[document], self.starts[document + 1]
        if ordinal is not None:
            beyond = bisect_right(self.ordinals, ordinal, first, beyond)
        return slice(self.rows[first], self.rows[beyond])


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

    Cost: O(rows log rows), no Python loop; about 20 array operations, 40 where words stand together.
    """
    count = len(table.document)
    if not count:
        return PassageScores([0.0] * documents, [0] * (documents + 1), [], [], [0])
    if count <= FEW:
        return _score_few(table, documents, idfs, formula, average)
    keys = table.document * _ROOM
    keys += table.ordinal
    begins_passage = np.empty(count, dtype=bool)
    begins_passage[0] = True
    np.not_equal(keys[1:], keys[:-1], out=begins_passage[1:])
    at = begins_passage.nonzero()[0]
    if len(idfs) == 1:
        scores = _gains(table, at, idfs[0], formula, average)
    else:
        scores = _score_groups(table, begins_passage, at, np.array(idfs), formula, average)
    holder = table.document.take(at)
    starts = holder.searchsorted(np.arange(documents + 1))
    best = np.zeros(documents)
    np.maximum.at(best, holder, scores)
    return PassageScores(
        best.tolist(),
        starts.tolist(),
        table.ordinal.take(at).tolist(),
        scores.tolist(),
        [*at.tolist(), count],
    )


def _score_few(
    table: PlaceTable, documents: int, idfs: Sequence[float], formula: Formula, average: float
) -> PassageScores:
    """The same scores (but for the order in which floats are added), one row after the other."""
    dampings = formula.dampings(table.tokens, average).tolist()
    leaf, first, last, weight = (column.tolist() for column in table[3:])
    passages = list(zip(table.document.tolist(), table.ordinal.tolist(), strict=True))
    best, scores, ordinals, rows = [0.0] * documents, [], [], []
    starts = [0] * (documents + 1)
    row, count = 0, len(passages)
    while row < count:
        passage, score, gain, before = passages[row], 0.0, 0.0, row
        rows.append(row)
        while row < count and passages[row] == passage:
            begin, match, freq = row, leaf[row], 0.0
            while row < count and leaf[row] == match and passages[row] == passage:
                freq += weight[row]
                row += 1
            if before < begin:  # there is a match before this one
                near = _near(first, last, before, begin, row)
                gain += PROXIMITY_WEIGHT * min(idfs[leaf[before]], idfs[match]) * near
                score += gain
            gain, before = freq * idfs[match] / (freq + dampings[begin]), begin
        score += gain
        document, ordinal = passage
        best[document] = max(best[document], score)
        scores.append(score)
        ordinals.append(ordinal)
        starts[document + 1] += 1
    return PassageScores(best, list(accumulate(starts)), ordinals, scores, [*rows, count])


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


def _gains(
    table: PlaceTable, group_at: Integers, idf: float | Floats, formula: Formula, average: float
) -> Floats:
    """What each group earns by BM25."""
    freqs = np.add.reduceat(table.weight, group_at)
    below = formula.dampings(table.tokens.take(group_at), average)
    below += freqs
    freqs *= idf
    freqs /= below
    return freqs


def _score_groups(
    table: PlaceTable,
    begins_passage: npt.NDArray[np.bool_],
    passage_at: Integers,
    idfs: Floats,
    formula: Formula,
    average: float,
) -> Floats:
    """The scores of passages that several matches may stand in, each listed in `passage_at`."""
    begins_group = begins_passage.copy()
    begins_group[1:] |= table.leaf[1:] != table.leaf[:-1]
    at = begins_group.nonzero()[0]
    idf = idfs.take(table.leaf.take(at))
    gain = _gains(table, at, idf, formula, average)
    if len(at) == len(passage_at):
        return gain
    # Neighbouring groups have neighbouring numbers when they are of one passage, and only then.
    number = np.add.accumulate(begins_group.astype(np.int64) + begins_passage)
    closeness = np.maximum.reduceat(_closeness(number, table.first, table.last), at)
    gain[:-1] += PROXIMITY_WEIGHT * np.minimum(idf[:-1], idf[1:]) * closeness[:-1]
    return np.add.reduceat(gain, begins_passage[at].nonzero()[0])


def _closeness(number: Integers, first: Integers, last: Integers) -> Floats:
    """How close each place is to one of the next group, the nearest behind or before it.

    1 for the next position, less with every position between and when it stands before, 0 if far.
    `number` is that of each row's group, rising.
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
