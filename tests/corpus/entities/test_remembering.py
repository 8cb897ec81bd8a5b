"""What is remembered is what the function gives, and does not grow without bound."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from searcher.corpus.entities.remembering import Remembered


@given(st.lists(st.integers(0, 30)), st.integers(2, 20))
def test_remembered_gives_what_the_function_does(keys: list[int], most: int) -> None:
    """Every look-up has the function's value, whatever was forgotten before."""
    squares = Remembered(lambda key: key * key, most)
    assert [squares[key] for key in keys] == [key * key for key in keys]


def test_remembered_asks_once_for_what_is_asked_for_often() -> None:
    """A key that keeps being asked for is not forgotten when many others come."""
    asked = []

    def function(key: int) -> int:
        asked.append(key)
        return key

    remembered = Remembered(function, 20)
    for key in range(1, 100):
        assert (remembered[0], remembered[key]) == (0, key)
    assert asked.count(0) == 1


def test_remembered_forgets_what_is_not_asked_for() -> None:
    """New keys take the place of old ones."""
    asked = []
    remembered = Remembered(asked.append, 20)
    for key in (0, *range(100), 0):
        _ = remembered[key]
    assert asked.count(0) == 2
    assert len(remembered) <= 10
