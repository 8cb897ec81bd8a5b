"""Measures give what ir_measures gives, and what a pencil gives."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from math import log2

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st

import searcher.relevance
from searcher.relevance.judging import DEPTH, judge, ranking
from searcher.relevance.measures import MEASURES

MODULES = [module.name for module in pkgutil.iter_modules(searcher.relevance.__path__, "searcher.relevance.")]
THEIRS = [ir_measures.parse_measure(name) for name in MEASURES]

doc_ids = st.integers(0, 150).map(lambda number: f"d{number}")
topics = st.sampled_from(["1", "2", "3", "q-é"])
# Few numbers, so that many scores are equal; and some that differ in double precision alone.
scores = st.integers(-3, 12).map(float) | st.sampled_from([0.1, 0.30000000001, 0.3, 20.123456, 20.1234561])
runs = st.dictionaries(topics, st.dictionaries(doc_ids, scores, max_size=140))
qrels = st.dictionaries(topics, st.dictionaries(doc_ids, st.integers(-2, 4), min_size=1), min_size=1)


def theirs(
    judgments: Mapping[str, Mapping[str, int]], run: Mapping[str, Mapping[str, float]]
) -> dict[str, dict[str, float]]:
    """What ir_measures gives: topic → measure → number."""
    plain = {topic: dict(found) for topic, found in run.items()}
    found: dict[str, dict[str, float]] = {}
    for metric in ir_measures.iter_calc(THEIRS, {t: dict(g) for t, g in judgments.items()}, plain):
        found.setdefault(metric.query_id, {})[str(metric.measure)] = metric.value
    return found


@given(qrels, runs)
def test_measures_are_those_of_ir_measures(
    judgments: dict[str, dict[str, int]], run: dict[str, dict[str, float]]
) -> None:
    """For any judgments and any run, equal scores included, each number is that of ir_measures."""
    telling = {topic: grades for topic, grades in judgments.items() if max(grades.values()) > 0}
    if not telling:
        with pytest.raises(ValueError, match="relevant"):
            judge(judgments, judgments, run)
        return
    judged = judge(judgments, judgments, run)
    expected = theirs(telling, run)
    assert judged.topics.keys() == telling.keys()
    for topic, values in judged.topics.items():
        # A topic for which the run says nothing is not reported by all their providers; it counts 0 in means.
        assert values == pytest.approx(expected.get(topic) or dict.fromkeys(MEASURES, 0.0), abs=1e-9)
    means = ir_measures.calc_aggregate(THEIRS, telling, run)
    assert judged.means == pytest.approx({str(measure): mean for measure, mean in means.items()}, abs=1e-9)


@given(runs)
def test_measures_are_between_0_and_1(run: dict[str, dict[str, float]]) -> None:
    """No number is below 0 or above 1, and a run of all relevant documents alone has nDCG, AP, RR of 1."""
    judgments = {topic: dict.fromkeys(found, 1) for topic, found in run.items() if found}
    if judgments:
        judged = judge(judgments, judgments, run)
        for values in judged.topics.values():
            assert all(0 <= value <= 1 for value in values.values())
            assert [values["nDCG@10"], values["AP"], values["RR"]] == pytest.approx([1, 1, 1])


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (["a", "x", "b"], [(3 + 1 / log2(4)) / (3 + 1 / log2(3)), (1 + 2 / 3) / 2, 1, 2 / 5, 1]),
        (["x", "b", "y"], [(1 / log2(3)) / (3 + 1 / log2(3)), 1 / 4, 1 / 2, 1 / 5, 1 / 2]),
        (["c", "x"], [0, 0, 0, 0, 0]),
        ([], [0, 0, 0, 0, 0]),
    ],
    ids=["both", "one, second", "a negative grade", "nothing"],
)
def test_measures_by_hand(found: Sequence[str], expected: Sequence[float]) -> None:
    """With a of grade 3, b of 1 and c of −1, the numbers are those that a pencil gives."""
    run = {"7": {doc_id: float(-rank) for rank, doc_id in enumerate(found)}}
    judged = judge(["7"], {"7": {"a": 3, "b": 1, "c": -1, "x": 0}}, run)
    assert list(judged.topics["7"].values()) == pytest.approx(expected)
    assert judged.means == judged.topics["7"]


@pytest.mark.parametrize(("rank", "expected"), [(10, 1 / log2(11)), (11, 0)])
def test_ndcg_ends_at_ten(rank: int, expected: float) -> None:
    """A relevant document counts in nDCG@10 at rank 10, and no more at rank 11."""
    assert MEASURES["nDCG@10"]([0] * (rank - 1) + [1], [1]) == pytest.approx(expected)


def test_recall_ends_at_a_hundred() -> None:
    """A relevant document at rank 100 counts in R@100, one at 101 does not; AP counts both."""
    ranked = [0] * 99 + [1, 1]
    assert MEASURES["R@100"](ranked, [1, 1]) == 0.5
    assert MEASURES["AP"](ranked, [1, 1]) == pytest.approx((1 / 100 + 2 / 101) / 2)


def test_equal_scores_are_taken_by_falling_id() -> None:
    """Of documents with equal scores, or equal in single precision, the last id is first, as in trec_eval."""
    found = {"B": 1.00000001, "a": 1.0, "c": 1.0, "b": 2.0}
    assert ranking(found) == ["b", "c", "a", "B"]
    for doc_id, rank in zip(ranking(found), (1, 2, 3, 4), strict=True):
        assert theirs({"1": {doc_id: 1}}, {"1": found})["1"]["RR"] == 1 / rank


def test_means_leave_out_topics_without_a_relevant_document() -> None:
    """A topic with nothing to find is left out; one that has something, and found nothing, counts 0."""
    judgments = {"1": {"a": 1}, "2": {"b": 0}, "3": {"c": 1}}
    judged = judge(["1", "2", "3", "4"], judgments, {"1": {"a": 1.0}, "2": {"b": 1.0}})
    assert list(judged.topics) == ["1", "3"]
    assert judged.means["RR"] == 0.5


def test_runs_are_as_deep_as_at_trec() -> None:
    """A run holds a thousand documents for each topic."""
    assert DEPTH == 1000


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples_are_true(name: str) -> None:
    """What a docstring shows as an example is what happens."""
    assert doctest.testmod(importlib.import_module(name)).failed == 0
