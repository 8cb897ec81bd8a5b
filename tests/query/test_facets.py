"""Facets: which can be asked for."""

from __future__ import annotations

import pytest

from searcher.query.facets import DEFAULT_SIZES, sizes


def test_true_means_the_usual_facets() -> None:
    """Publishers, names and months are counted when no facet is named, and nothing when none is wanted."""
    assert sizes(True) == {"source": 10, "entity": 10, "date": 240}
    assert sizes(False) == sizes({}) == {}


def test_named_facets_are_those_asked_for() -> None:
    """Facets that are named are counted alone, with the sizes that were given."""
    assert sizes({"month": 24, "person": 1}) == {"month": 24, "person": 1}


def test_unknown_facet_lists_those_there_are() -> None:
    """The error for a name that is no facet lists all of them."""
    with pytest.raises(ValueError, match="no facet 'planet'; there are source, entity, person") as error:
        sizes({"planet": 5})
    assert all(name in str(error.value) for name in DEFAULT_SIZES)


@pytest.mark.parametrize("size", [0, -1])
def test_size_has_to_be_positive(size: int) -> None:
    """No values, or fewer, cannot be asked for."""
    with pytest.raises(ValueError, match=f"facet source={size}: how many values"):
        sizes({"source": size})
