"""The log-likelihood ratio: what it is for tables worked out by hand, and what holds for all."""

from __future__ import annotations

import numpy as np
import pytest
from fake_entities import log_likelihood as slow
from hypothesis import given
from hypothesis import strategies as st

from searcher.engine.association import is_above_chance, log_likelihood


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, int, int]:
    """Passages that hold both, the one, the other, and all of them."""
    both, one, other, neither = (draw(st.integers(0, 10**6)) for _ in range(4))
    return both, both + one, both + other, both + one + other + neither


def test_log_likelihood_of_dunning() -> None:
    """The first row of Dunning's table (1993): “the swiss”, 110 of 2,442 and 111 of 31,777 words, 270.72."""
    (score,) = log_likelihood(np.array([110]), 110 + 2442, np.array([110 + 111]), 110 + 2442 + 111 + 29114)
    assert score == pytest.approx(270.72, abs=0.01)


@given(tables())
def test_log_likelihood_is_that_of_each_cell(table: tuple[int, int, int, int]) -> None:
    """The arrays tell what the sum over the four cells tells, and it is the same from either side."""
    both, one, other, total = table
    found = log_likelihood(np.array([both, both]), one, np.array([other, other]), total)
    assert found.tolist() == pytest.approx([slow(both, one, other, total)] * 2, abs=1e-3)
    assert found[0] == pytest.approx(
        log_likelihood(np.array([both]), other, np.array([one]), total)[0], abs=1e-3
    )
    assert found[0] >= -1e-3


@given(tables())
def test_what_chance_would_give_is_not_above_it(table: tuple[int, int, int, int]) -> None:
    """Two names are above chance when the share of the other is larger beside the one than everywhere."""
    both, one, other, total = table
    (found,) = is_above_chance(np.array([both]), one, np.array([other]), total)
    assert found == (both * total > one * other)
