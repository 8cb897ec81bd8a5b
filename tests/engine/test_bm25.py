import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.engine.bm25 import Bm25


def test_idf_is_never_negative() -> None:
    """A word of every document still tells a little, one of none nothing, a rarer one more."""
    assert Bm25.idf(10, 10) > 0
    assert Bm25.idf(10, 0) == 0
    assert Bm25.idf(0, 0) == 0
    assert Bm25.idf(3, 5) > 0  # counts that do not fit together
    assert [Bm25.idf(10, n) for n in range(1, 11)] == sorted(
        (Bm25.idf(10, n) for n in range(1, 11)), reverse=True
    )


def test_formula_is_lucenes() -> None:
    """idf and weight are those of Lucene's BM25Similarity without its constant factor."""
    formula = Bm25(k1=1.2, b=0.75)
    assert formula.idf(1000, 10) == pytest.approx(math.log(1 + 990.5 / 10.5))
    assert formula.weight(3, 20, 10) == pytest.approx(3 / (3 + 1.2 * (0.25 + 0.75 * 2)))


@given(st.floats(0.1, 100), st.floats(0, 10_000), st.floats(0, 1000))
def test_weight_rises_with_freq_and_falls_with_length(freq: float, length: float, average: float) -> None:
    """A weight is between 0 and 1, more for more occurrences, less for a longer text."""
    formula = Bm25()
    weight = formula.weight(freq, length, average)
    assert 0 < weight < 1
    assert weight <= formula.weight(freq * 2, length, average)
    assert weight >= formula.weight(freq, length * 2, average)
    assert formula.weight(0, length, average) == 0


def test_length_is_capped() -> None:
    """Beyond the cap a longer text weighs no less."""
    formula = Bm25(length_cap=4)
    assert formula.weight(1, 40, 10) == formula.weight(1, 4000, 10) < formula.weight(1, 39, 10)


@pytest.mark.parametrize(
    "parameters",
    [{"k1": -1}, {"k1": math.nan}, {"b": 1.1}, {"b": -0.1}, {"headline_weight": -1}, {"length_cap": 0}],
    ids=str,
)
def test_parameters_out_of_range_are_errors(parameters: dict[str, float]) -> None:
    """A parameter outside of its range is the caller's mistake."""
    with pytest.raises(ValueError, match=next(iter(parameters))):
        Bm25(**parameters)
