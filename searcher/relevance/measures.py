"""A measure: one number that says how good a ranking is for one topic.

    grades of the ranked documents, grades of all judged documents ─▶ a number from 0 to 1

A document that nobody judged has grade 0, and a negative grade counts as 0; a grade above 0 is relevant. The
definitions are those of trec_eval (https://github.com/usnistgov/trec_eval), under the names that
ir_measures gives them (https://ir-measur.es).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import islice
from math import log2

Measure = Callable[[Sequence[int], Sequence[int]], float]
"""(grades of the ranked documents, best first; positive grades of the judged ones, falling) → 0 to 1."""


def ndcg(ranked: Sequence[int], ideal: Sequence[int], *, depth: int) -> float:
    """Normalised discounted cumulative gain: the gain of the first documents over the best there can be.

    DCG = Σ grade / log2(rank + 1), over ranks 1 to depth

    Source: Järvelin and Kekäläinen, Cumulated Gain-based Evaluation of IR Techniques, TOIS 20(4), 2002; with
    the discount of Burges et al. 2005 and the grade itself as the gain, as trec_eval's ndcg_cut has it.

    >>> round(ndcg([0, 2, 0, 1], [2, 1, 1], depth=10), 4)
    0.5406
    """
    return _dcg(ranked[:depth]) / _dcg(ideal[:depth])


def _dcg(grades: Sequence[int]) -> float:
    return sum(grade / log2(rank + 1) for rank, grade in enumerate(grades, 1) if grade > 0)


def average_precision(ranked: Sequence[int], ideal: Sequence[int]) -> float:
    """The precision at the rank of each relevant document, averaged over all relevant documents.

    Source: Harman, Overview of the First TREC Conference, 1993; trec_eval's map.

    >>> average_precision([1, 0, 1], [1, 1, 1])
    0.5555555555555555
    """
    ranks = [rank for rank, grade in enumerate(ranked, 1) if grade > 0]
    return sum(found / rank for found, rank in enumerate(ranks, 1)) / len(ideal)


def reciprocal_rank(ranked: Sequence[int], ideal: Sequence[int]) -> float:
    """One over the rank of the first relevant document, 0 without one.

    Source: Voorhees, The TREC-8 Question Answering Track Report, 1999; trec_eval's recip_rank.

    >>> reciprocal_rank([0, 0, 1, 1], [1, 1])
    0.3333333333333333
    """
    return next((1 / rank for rank, grade in enumerate(ranked, 1) if grade > 0), 0.0)


def precision(ranked: Sequence[int], ideal: Sequence[int], *, depth: int) -> float:
    """The relevant share of the first `depth` ranks; ranks without a document are not relevant.

    Source: Cleverdon, Mills and Keen, Factors Determining the Performance of Indexing Systems, 1966;
    trec_eval's P.

    >>> precision([1, 0, 1], [1, 1, 1], depth=5)
    0.4
    """
    return _relevant(ranked, depth) / depth


def recall(ranked: Sequence[int], ideal: Sequence[int], *, depth: int) -> float:
    """The share of the relevant documents that stands in the first `depth` ranks.

    Source: as for `precision`; trec_eval's recall.

    >>> recall([1, 0, 1], [1, 1, 1, 1], depth=100)
    0.5
    """
    return _relevant(ranked, depth) / len(ideal)


def _relevant(ranked: Sequence[int], depth: int) -> int:
    return sum(grade > 0 for grade in islice(ranked, depth))


MEASURES: Mapping[str, Measure] = {
    "nDCG@10": partial(ndcg, depth=10),
    "AP": average_precision,
    "RR": reciprocal_rank,
    "P@5": partial(precision, depth=5),
    "R@100": partial(recall, depth=100),
}
"""What is measured, by name; the first is the one to look at first."""
