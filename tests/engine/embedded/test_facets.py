"""Facets of the embedded engine: the most frequent values of several segments are those of all documents."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from articles import article
from fake_engine import facet_values
from hypothesis import given
from hypothesis import strategies as st
from searching import searcher_of
from test_oracle import relaxed

from searcher.query.facets import NAMES, PERIODS
from searcher.query.nodes import Boolean
from searcher.records import Document, EntityType

EVERYTHING = Boolean()
KINDS: tuple[EntityType, ...] = ("person", "organisation", "place")


def named(number: int, names: list[str]) -> Document:
    """An article that names some people, organisations and places."""
    entities = {name: (KINDS[(number + len(name)) % 3], [name]) for name in {*names}}
    day = f"{1990 + number % 7}-0{1 + number % 9}-{10 + number % 11}"
    return article(f"d{number:04}", " and ".join(names), source=names[0], date=day, entities=entities)


def expected(documents: list[Document], facet: str, size: int) -> list[tuple[str, int]]:
    """What a facet tells, counted by hand."""
    counts = Counter(value for document in documents for value in facet_values(document, facet))
    if facet in PERIODS:
        return sorted(counts.items())[-size:]
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:size]


@pytest.mark.parametrize("segments", [1, 2, 5])
@pytest.mark.parametrize("size", [1, 2, 7, 500, 10_000])
def test_frequent_values_stand_out_among_very_many(tmp_path: Path, segments: int, size: int) -> None:
    """Whether few or all of a thousand names are told, counts are exact and ties go by value."""
    documents = [
        named(n, [f"Name {n}", f"Other {n * 7 % 400}", f"Often {n % 3}", f"Ümlaut {n % 40}"])
        for n in range(600)
    ]
    gone = [named(600 + n, ["Often 1", f"Gone {n}"]) for n in range(90)]
    searcher = searcher_of(tmp_path, documents, segments=segments, dead=gone)
    found = searcher.search(EVERYTHING, limit=3, facets=dict.fromkeys((*NAMES, *PERIODS), size)).facets
    for facet, counts in found.items():
        assert list(counts) == expected(documents, facet, size)


names = st.lists(st.sampled_from([f"N{n}" for n in range(60)]), min_size=1, max_size=4)


@relaxed
@given(st.lists(names, min_size=1, max_size=60), st.integers(1, 4), st.integers(1, 5))
def test_values_are_those_of_all_segments(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[list[str]], segments: int, size: int
) -> None:
    """A value that is the first of no segment may be the first of all of them together."""
    documents = [named(number, own) for number, own in enumerate(drawn)]
    searcher = searcher_of(tmp_path_factory.mktemp("index"), documents, segments=segments)
    found = searcher.search(EVERYTHING, limit=0, facets=dict.fromkeys(NAMES, size)).facets
    for facet, counts in found.items():
        assert list(counts) == expected(documents, facet, size)
