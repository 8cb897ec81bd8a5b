"""What writings of a name share."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.identities import writings as module
from searcher.identities.writings import writing, writings


def test_doctests() -> None:
    """The examples of the module hold."""
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [("The Hague", "Hague"), ("O'Neill", "O’Neill"), ("al-Assad", "Al Assad"), ("U.S.", "US"),
     ("NATO", "Nato"), ("Łódź", "Lodz"), ("J.P. Morgan", "JP Morgan")],
)  # fmt: skip
def test_writing_is_shared(one: str, other: str) -> None:
    """Case, accents, apostrophes, hyphens, dots and a leading “the” do not part two writings."""
    assert writing(one) == writing(other)


@given(st.lists(st.text(max_size=12)))
def test_many_at_once_are_as_one_by_one(names: list[str]) -> None:
    """No name changes the writing of another, whatever signs are in it."""
    assert writings(names) == [writing(name) for name in names]
