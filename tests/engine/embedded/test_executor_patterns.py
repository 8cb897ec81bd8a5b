"""Forms that fit a pattern, found all at once, against a look at each of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from articles import article
from hypothesis import given
from hypothesis import strategies as st
from oracle import Oracle
from searching import searcher_of

from searcher.query.nodes import Fuzzy, Wildcard
from searcher.query.parser import parse
from searcher.query.places import fitting

written = st.text("abé.\n\U0001f600", max_size=6)


def fits(pattern: str, form: str) -> bool:
    """Whether a form fits a wildcard pattern, letter by letter."""
    if not pattern:
        return not form
    if pattern[0] == "*":
        return any(fits(pattern[1:], form[at:]) for at in range(len(form) + 1))
    return bool(form) and pattern[0] in ("?", form[0]) and fits(pattern[1:], form[1:])


def distance(one: str, other: str) -> int:
    """The edits from one word to another."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, wanted in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != wanted))
    return row[-1]


@given(st.text("ab.?*", min_size=1, max_size=5), st.lists(written, unique=True, max_size=12))
def test_forms_that_fit_a_wildcard_are_those_that_fit_one_by_one(pattern: str, forms: list[str]) -> None:
    """One search through all forms finds what a look at each does, in order, line ends in them or not."""
    assert fitting(Wildcard(pattern), forms) == [form for form in forms if fits(pattern, form)]


@given(
    st.text("abé", min_size=1, max_size=5),
    st.integers(1, 2),
    st.integers(0, 1),
    st.lists(written, unique=True, max_size=12),
)
def test_forms_near_a_word_are_those_that_are_near_one_by_one(
    word: str, edits: int, shared: int, forms: list[str]
) -> None:
    """Forms a few edits away are found in their order, whatever their distance."""
    expected = [form for form in forms if form.startswith(word[:shared]) and distance(word, form) <= edits]
    assert fitting(Fuzzy(word, edits, shared), forms) == expected


@pytest.mark.parametrize("query", ["*ed", "b?nk", "*n*", "benk~", "b*", '"b* of"', "?il", "\U0001f600*"])
def test_patterns_find_what_the_oracle_finds(tmp_path: Path, query: str) -> None:
    """Patterns of many and of few forms, ASCII or not, find every document with one of them."""
    words = ("bank", "banks", "banked", "bénk", "oil", "ended", "of", "наука", "n")
    documents = [article(f"d{n:03}", f"{words[n % 9]} of {words[n % 7]} {n}th") for n in range(150)]
    node = parse(query).node
    for segments in (1, 2):
        searcher = searcher_of(tmp_path, documents, segments=segments)
        for _ in range(2):  # what is kept from the first answers the second
            assert set(searcher.search(node, limit=200).doc_ids) == set(Oracle(documents).search(node))


@pytest.mark.parametrize(
    "query",
    [
        "source:al*",
        "source:aljaz*",
        "source:*a",
        "source:*2",
        'source:"al* daily"',
        "source:jazera~",
        "source:?l",
    ],
)
def test_patterns_in_names_find_what_the_oracle_finds(tmp_path: Path, query: str) -> None:
    """A pattern fits parts and joined forms of names, and no sign that the index keeps with them."""
    sources = ("Al-Jazeera", "Al-Jazeera Daily", "The Al Daily", "Élan 2", "R&D", None, "Ala")
    documents = [article(f"d{n}", "words", source=source) for n, source in enumerate(sources)]
    node = parse(query).node
    for segments in (1, 2):
        searcher = searcher_of(tmp_path, documents, segments=segments)
        assert set(searcher.search(node, limit=20).doc_ids) == set(Oracle(documents).search(node))


@pytest.mark.parametrize(
    "query", ["doc_id:*1", "doc_id:d?", "path:*.txt", "path:d1*", "path:D*", "doc_id:*é*"]
)
def test_patterns_of_keys_find_what_the_oracle_finds(tmp_path: Path, query: str) -> None:
    """A pattern over ids or paths is compared as typed, capitals and all."""
    documents = [article(f"d{n}{'é' * (n % 3)}", "words") for n in range(25)]
    node = parse(query).node
    for segments in (1, 2):
        searcher = searcher_of(tmp_path, documents, segments=segments)
        assert set(searcher.search(node, limit=50).doc_ids) == set(Oracle(documents).search(node))
