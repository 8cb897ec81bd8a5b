"""Explaining a passage: what the best passage of an article earns by the matches in it.

    for each match idf × boost × f / (f + K), and what two earn by standing close together

That is told by `passages.score_passages` itself, which is asked what the passage would earn if only some of
its places were there.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from searcher.query.explanation import Explanation, counted, damped, earned, named, summed
from searcher.query.found import AVERAGE_PASSAGE, Batch
from searcher.query.passages import score_passages
from searcher.query.top_docs import PlaceTable

if TYPE_CHECKING:
    import numpy.typing as npt

_NOTHING = 1e-12  # what equal scores may differ by, as sums of floats depend on their order


def explain_passage(batch: Batch) -> Explanation | None:
    """What the best passage of a document earns; None where its text holds nothing of the query.

    Args:
        batch: of this document alone.
    """
    listed, asked = batch.scores.scores, batch.asked
    if not listed:
        return None
    table = _of_passage(batch.table, listed.index(max(listed)))

    def score(*leaves: int) -> float:
        """What the passage would earn by some of the matches alone."""
        held = _of_rows(table, np.isin(table.leaf, leaves))
        return score_passages(held, 1, asked.idfs, asked.formula, AVERAGE_PASSAGE).scores[0]

    damping = damped(asked.formula, int(table.tokens[0]), AVERAGE_PASSAGE, "length of the passage in words")
    parts = []
    present = list(dict.fromkeys(table.leaf.tolist()))
    for number in present:
        frequency = counted("f, in the passage", table.weight[table.leaf == number].tolist())
        idf = Explanation(asked.idfs[number], "idf and boost, as above")
        parts.append(earned(named(asked.leaves[number]), [idf], frequency, damping))
    for one, other in pairwise(present):
        bonus = score(one, other) - score(one) - score(other)
        if bonus > _NOTHING:
            close = f"{named(asked.leaves[one])} close to {named(asked.leaves[other])}"
            parts.append(Explanation(bonus, close))
    return summed(f"the best passage, number {int(table.ordinal[0]) + 1}", parts)


def _of_passage(table: PlaceTable, number: int) -> PlaceTable:
    """The part of a table that is about one of its passages."""
    ends = [*table.begin.tolist(), len(table.first)]
    one, zero = slice(number, number + 1), np.zeros(1, np.intp)
    of_one = table._replace(document=zero, ordinal=table.ordinal[one], tokens=table.tokens[one], begin=zero)
    return _of_rows(of_one, slice(ends[number], ends[number + 1]))


def _of_rows(table: PlaceTable, rows: slice | npt.NDArray[np.bool_]) -> PlaceTable:
    """A table of one passage with some of its places."""
    _, _, _, _, leaf, first, last, weight = table
    return table._replace(leaf=leaf[rows], first=first[rows], last=last[rows], weight=weight[rows])
