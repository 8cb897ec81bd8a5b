"""A judgment of a run: what each measure gives for each topic, and on average.

    topics, qrels, run ─▶ Judged: topic → measure → number, and the means

Topics that have no relevant document say nothing about a ranking: they are left out. Topics that have, and
for which the run holds nothing, count 0.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from statistics import fmean
from typing import NamedTuple

from searcher.relevance.measures import MEASURES

DEPTH = 1000
"""Documents of a run for each topic, as at TREC: deep enough for AP and R@100."""

Grades = Mapping[str, int]
"""doc_id → grade, of the documents that were judged for one topic."""
Qrels = Mapping[str, Grades]
"""topic → its grades."""
Scores = Mapping[str, float]
"""doc_id → score, of the documents that were found for one topic."""
Run = Mapping[str, Scores]
"""topic → what was found for it."""


class Judged(NamedTuple):
    """A run that was judged.

    Attributes:
        topics: topic → measure → number, in the order in which the topics were given.
        means: measure → mean over those topics.
    """

    topics: dict[str, dict[str, float]]
    means: dict[str, float]


def judge(topics: Iterable[str], qrels: Qrels, run: Run) -> Judged:
    """Take every measure of a run.

    Args:
        topics: to be judged; those without a relevant document are left out.
        qrels: what is relevant.
        run: what was found.

    Raises:
        ValueError: none of the topics has a relevant document.
    """
    judged = {
        topic: judge_topic(qrels[topic], run.get(topic, {}))
        for topic in topics
        if is_telling(qrels.get(topic, {}))
    }
    if not judged:
        raise ValueError("none of the topics has a relevant document")
    means = {name: fmean(values[name] for values in judged.values()) for name in MEASURES}
    return Judged(judged, means)


def is_telling(grades: Grades) -> bool:
    """Whether any document is relevant."""
    return any(grade > 0 for grade in grades.values())


def judge_topic(grades: Grades, scores: Scores) -> dict[str, float]:
    """Take every measure of what was found for one topic, for which some document is relevant."""
    ranked = [grades.get(doc_id, 0) for doc_id in ranking(scores)]
    ideal = sorted((grade for grade in grades.values() if grade > 0), reverse=True)
    return {name: measure(ranked, ideal) for name, measure in MEASURES.items()}


def ranking(scores: Scores) -> list[str]:
    """Documents in the order in which trec_eval judges them: by score, equal ones by doc_id, both falling.

    Whoever judges the same run elsewhere shall find the same numbers. So the ranks that a run file states are
    not used, and scores are compared in single precision, as trec_eval keeps them.

    >>> ranking({"a": 1.0, "b": 2.0, "c": 1.0})
    ['b', 'c', 'a']
    """
    single = array("f", scores.values())
    return [doc_id for _, doc_id in sorted(zip(single, scores, strict=True), reverse=True)]
