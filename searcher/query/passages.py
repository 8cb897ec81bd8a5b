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
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from searcher.query.top_docs import PlaceTable

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Integers = npt.NDArray[np.int64]

PROXIMITY_WEIGHT = 0.5
"""Share of the rarer word's idf that two neighbouring query words earn by standing side by side."""

_FAR = 12  # positions beyond which two words are not close
_ROOM = 1 << 32  # more than there are positions in a text, or passages in a document

# What a gap earns: the one from a word to the next in the query, and the one back to it; others earn 0.
_AHEAD = np.array([0.0, *(1 / gap for gap in range(1, _FAR + 1)), 0.0])
_BACK = _AHEAD / 2


class Formula(Protocol):
    """What is needed of `searcher.engine.bm25.Bm25`; the pipeline hands it in."""

    def dampings(self, lengths: Integers, average: float) -> Floats:
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
    keys = table.document * _ROOM + table.ordinal
    begins_passage = np.empty(count, dtype=bool)
    begins_passage[0] = True
    np.not_equal(keys[1:], keys[:-1], out=begins_passage[1:])
    at = begins_passage.nonzero()[0]
    if len(idfs) == 1:
        freqs = np.add.reduceat(table.weight, at)
        scores = idfs[0] * freqs / (freqs + formula.dampings(table.tokens[at], average))
    else:
        scores = _score_groups(table, begins_passage, at, np.array(idfs), formula, average)
    starts = table.document[at].searchsorted(np.arange(documents + 1))
    has_any = starts[1:] > starts[:-1]
    best = np.zeros(documents)
    best[has_any] = np.maximum.reduceat(scores, starts[:-1][has_any])
    return PassageScores(
        best.tolist(), starts.tolist(), table.ordinal[at].tolist(), scores.tolist(), [*at.tolist(), count]
    )


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
    idf = idfs[table.leaf[at]]
    freqs = np.add.reduceat(table.weight, at)
    gain = idf * freqs / (freqs + formula.dampings(table.tokens[at], average))
    if len(at) == len(passage_at):
        return gain
    # Neighbouring groups have neighbouring numbers when they are of one passage, and only then.
    number = (begins_group.astype(np.int64) + begins_passage).cumsum()
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
