"""Facets: which there are, and how many of their values are told.

    all documents that match → by name of a facet, its values, each with how many documents carry it

Of names (publishers, people …) the most frequent are told, ties by value; of the periods of a calendar the
latest, in order: between two of them no other one has a match. A document counts once for each of its
values; one without a date counts in no period.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from searcher.records import ENTITY_TYPES

NAMES = ("source", "entity", *ENTITY_TYPES, "speaker")
"""Facets of names: an entity is one whatever its type, a person only where a document names it as one, and a
speaker is who or whatever a document quotes."""

PERIODS: Mapping[str, int] = {"year": 4, "month": 7, "day": 10, "date": 7}
"""Facets of dates, and how many characters of YYYY-MM-DD tell a period; a date is shown by its month."""

SHORT = ("source", "entity", "date")
"""Those that are counted when no facet is named."""

_MOST_NAMES = 10  # what is read at a glance
_MOST_PERIODS = 240  # twenty years of months

DEFAULT_SIZES: Mapping[str, int] = dict.fromkeys(NAMES, _MOST_NAMES) | dict.fromkeys(PERIODS, _MOST_PERIODS)
"""Values that are told at most when no number is given."""


def sizes(facets: bool | Mapping[str, int]) -> dict[str, int]:
    """What is asked of an engine: names of facets, and how many values of each at most.

    Args:
        facets: True for the usual ones; or names with sizes.

    Raises:
        ValueError: there is no facet of a name, or its size is not positive.

    >>> sizes(True), sizes({"person": 5})
    ({'source': 10, 'entity': 10, 'date': 240}, {'person': 5})
    """
    if not isinstance(facets, Mapping):
        return usual(SHORT) if facets else {}
    for name, size in facets.items():
        if name not in DEFAULT_SIZES:
            raise ValueError(f"there is no facet {name!r}; there are {', '.join(DEFAULT_SIZES)}")
        if size < 1:
            raise ValueError(f"facet {name}={size}: how many values? At least 1")
    return dict(facets)


def usual(names: Iterable[str]) -> dict[str, int]:
    """Facets, each with its default size."""
    return {name: DEFAULT_SIZES[name] for name in names}
