"""A comparison tells a difference from chance."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.relevance.comparing import changes, compare, randomisation_p
from searcher.relevance.judging import judge

differences = st.lists(st.integers(-4, 4).map(lambda number: number / 4), max_size=9)


def slow_p(given: list[float]) -> float:
    """The share of all ways to swap the runs that make the sum at least as large."""
    met = abs(sum(given))
    sums = [
        abs(sum(sign * one for sign, one in zip(signs, given, strict=True)))
        for signs in product((1, -1), repeat=len(given))
    ]
    return sum(found >= met - 1e-9 for found in sums) / len(sums)


@given(differences)
def test_p_is_that_of_all_ways_to_swap(given: list[float]) -> None:
    """The drawn p is the exact one but for what drawing costs."""
    assert randomisation_p(given) == pytest.approx(slow_p(given), abs=0.02)


@given(differences)
def test_p_depends_on_the_differences_alone(given: list[float]) -> None:
    """Neither the order of the topics nor which run is called the baseline matters, nor trying again."""
    turned = [-one for one in reversed(given)]
    assert randomisation_p(given) == randomisation_p(given)
    assert randomisation_p(turned) == pytest.approx(randomisation_p(given), abs=0.02)
    assert randomisation_p([*given, 0.0]) == randomisation_p(given)


def test_p_is_small_for_a_steady_difference_and_large_for_noise() -> None:
    """Fifty topics that all gain are no chance; fifty that gain and lose alike are; no p is 0."""
    assert 0 < randomisation_p([0.1] * 50) < 0.001
    noise = np.random.default_rng(3).normal(0, 0.1, 50)
    assert randomisation_p(list(noise - noise.mean())) > 0.9


def test_p_of_nothing_is_one() -> None:
    """Without topics, or without a difference, there is no evidence."""
    assert randomisation_p([]) == randomisation_p([0.0, 0.0]) == 1.0


def test_wins_ties_losses_and_changes() -> None:
    """Topics that gained, kept and lost are counted, and the largest change comes first."""
    qrels = {"1": {"a": 1}, "2": {"a": 1}, "3": {"a": 1}, "4": {"a": 1}}
    top, second = {"a": 2.0, "b": 1.0}, {"a": 1.0, "b": 2.0}
    before = judge(qrels, qrels, {"1": second, "2": top, "3": top, "4": {}})
    after = judge(qrels, qrels, {"1": top, "2": top, "3": second, "4": top})
    found = compare(before, after)["RR"]
    assert (found.wins, found.ties, found.losses) == (2, 1, 1)
    assert found.difference == pytest.approx((0.5 + 0 - 0.5 + 1) / 4)
    assert [change.topic for change in changes(before, after, "RR")] == ["4", "1", "3", "2"]
    assert [change.is_one for change in changes(before, after, "RR")] == [True, True, True, False]
