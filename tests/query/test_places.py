from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.analysis import Token, analyze
from searcher.query.nodes import Compound, Fuzzy, Match, Near, Phrase, Prefix, Unit, Wildcard, Word
from searcher.query.parser import parse
from searcher.query.places import (
    FORM_WEIGHT,
    STEM_WEIGHT,
    UNCASED_WEIGHT,
    TextOccurrences,
    fitting,
    literal_prefix,
    places,
)
from searcher.records import Place


def unit(written: str) -> Unit:
    """The unit of a query that is one match."""
    node = parse(written).node
    (leaf,) = node.should if hasattr(node, "should") else (node,)
    assert isinstance(leaf, Match)
    return leaf.unit


def standing(query: str | Unit, text: str, *, stemmed: bool = True) -> list[Place]:
    """Where a query stands in a text."""
    tokens = analyze(text, "en" if stemmed else "de")
    return places(unit(query) if isinstance(query, str) else query, TextOccurrences(tokens, stemmed=stemmed))


ROWS: list[tuple[str, str, list[tuple[int, int, float]]]] = [
    ("troops", "troops and troop", [(0, 0, FORM_WEIGHT), (2, 2, STEM_WEIGHT)]),
    ("=troops", "troops and troop", [(0, 0, FORM_WEIGHT)]),
    ("US", "us and U.S. and US", [(0, 0, UNCASED_WEIGHT), (2, 2, 1), (4, 4, 1)]),
    ("us", "us and U.S.", [(0, 0, 1), (2, 2, 1)]),
    ("self-mobilize", "self-mobilization", [(0, 1, STEM_WEIGHT)]),
    ("self-mobilize", "self-mobilize, selfmobilize, self mobilize", [(0, 1, 1), (2, 2, 1), (3, 4, 1)]),
    ("self-mobilize", "mobilization of the self", []),
    ("selfmobilize", "self-mobilize", [(0, 1, 1)]),
    ("mobilize", "self-mobilize", [(1, 1, 1)]),
    ('"self-mobilized army"', "self-mobilized army, selfmobilized army", [(0, 2, 1), (3, 4, 1)]),
    ('"the army"', "the the army army", [(1, 2, 1)]),
    ('"US army"', "us army, US army", [(0, 1, UNCASED_WEIGHT), (2, 3, 1)]),
    ("mob*", "mob self-mobs mobs", [(0, 0, 1), (2, 2, 1), (3, 3, 1)]),
    ("self*", "self-mobs", [(0, 0, 1)]),
    ("selfm*", "self-mobs", [(0, 1, 1)]),
    ("*s", "us is we", [(0, 0, 1), (1, 1, 1)]),
    ("zelenskyy~", "Zelensky", [(0, 0, 1)]),
    ('"20 000 men"', "20,000 men", [(0, 1, 1)]),
    ("20,000", "20 000 men", [(0, 1, 1)]),
]


@pytest.mark.parametrize(("query", "text", "expected"), ROWS, ids=[f"{row[0]} in {row[1]}" for row in ROWS])
def test_places_of(query: str, text: str, expected: list[tuple[int, int, float]]) -> None:
    """A unit stands where the table says, in full in its own form, less in another."""
    assert standing(query, text) == [Place(*row) for row in expected]


def word(form: str, *, exact: bool = False) -> Word:
    """A word of a query, by its form."""
    token = analyze(form)[0]
    return Word(token.form, token.term, exact=exact)


def test_phrase_goes_on_behind_either_of_two_beginnings() -> None:
    """A pattern that fits a word and its compound finds the phrase behind both."""
    phrase = Phrase((Prefix("self"), word("army")))
    assert standing(phrase, "self army; self-mobilized army") == [Place(0, 1), Place(2, 4)]
    assert standing(Phrase((Prefix("self"), word("mobilized"))), "self-mobilized") == [Place(0, 1)]


def test_word_and_joined_form_with_one_stem_both_stand() -> None:
    """Where a part and the compound it begins share a stem, a phrase goes on behind both."""
    assert standing(Phrase((word("run"), word("s"))), "run-s") == [Place(0, 1)]
    assert standing(Phrase((word("run"), word("fast"))), "run-s fast") == [Place(0, 2, STEM_WEIGHT)]
    assert standing(word("run"), "run-s") == [Place(0, 0)]


def test_text_that_is_not_stemmed_matches_by_form() -> None:
    """A word of a text that is not English is found by its form alone."""
    assert standing("Organisation", "Organisation", stemmed=False) == [Place(0, 0)]
    assert standing("organise", "Organisation", stemmed=False) == []


WORDS = "abc"
texts = st.lists(st.sampled_from(WORDS), max_size=12)
queries = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3)


def exact(words: Sequence[str]) -> tuple[Word, ...]:
    """Words that match their form alone."""
    return tuple(Word(form, form, exact=True) for form in words)


def occurrences(text: Sequence[str]) -> TextOccurrences:
    """A text of words without any analysis."""
    return TextOccurrences((Token(form, form, None, i, i, 0, 0) for i, form in enumerate(text)), stemmed=True)


@given(texts, queries)
def test_phrases_are_slices_of_the_text(text: list[str], query: list[str]) -> None:
    """A phrase stands exactly where the text has its words as a slice."""
    size = len(query)
    expected = [Place(i, i + size - 1) for i in range(len(text)) if text[i : i + size] == query]
    assert places(Phrase(exact(query)), occurrences(text)) == expected


@given(texts, st.lists(st.sampled_from(WORDS), min_size=2, max_size=2), st.integers(1, 4))
def test_two_near_words_are_those_with_the_other_in_reach(
    text: list[str], query: list[str], distance: int
) -> None:
    """Of two words near each other, every place is found that has another of the other within reach."""
    expected = {
        Place(i, i)
        for i, form in enumerate(text)
        for mine, other in (query, query[::-1])
        for j, near in enumerate(text)
        if form == mine and near == other and 0 < abs(i - j) <= distance
    }
    assert set(places(Near(exact(query), distance), occurrences(text))) == expected


@given(texts, st.permutations(WORDS), st.integers(1, 3))
def test_three_near_words_hang_together(text: list[str], query: list[str], distance: int) -> None:
    """Three words are near when they can be put in a row of neighbours that are near each other."""
    where = [[i for i, form in enumerate(text) if form == wanted] for wanted in query]
    rows = [sorted(row) for row in product(*where)]
    expected = any(b - a <= distance and c - b <= distance for a, b, c in rows)
    assert bool(places(Near(exact(query), distance), occurrences(text))) == expected


def test_near_wants_two_occurrences() -> None:
    """A compound is not near its own part."""
    near = Near((unit("self-mobilize"), word("mobilize")), 3)
    assert standing(near, "self-mobilize") == []
    assert standing(near, "self-mobilize and mobilize") == [Place(0, 1), Place(3, 3)]


def test_near_in_a_long_text_is_quick() -> None:
    """Looking for neighbours takes no longer than sorting, however often the words occur."""
    text = occurrences(["a", "b"] * 20_000)
    begun = time.perf_counter()
    assert len(places(Near(exact("ab"), 40_000), text)) == 40_000
    assert time.perf_counter() - begun < 10


FITS: list[tuple[Prefix | Wildcard | Fuzzy, str]] = [
    (Prefix("mob"), "mob mobs"),
    (Prefix(""), "mob mobs amob b moob"),
    (Wildcard("m?b"), "mob"),
    (Wildcard("m*b"), "mob moob"),
    (Wildcard("*o*b*"), "mob mobs amob moob"),
    (Wildcard("m**b"), "mob moob"),
    (Wildcard("*"), "mob mobs amob b moob"),
    (Wildcard("?"), "b"),
    (Wildcard("m.b"), ""),
    (Fuzzy("mob", 1), "mob mobs amob moob"),
    (Fuzzy("mob", 1, 2), "mob mobs moob"),
    (Fuzzy("mob", 2), "mob mobs amob b moob"),
]


@pytest.mark.parametrize(("pattern", "expected"), FITS, ids=[str(row[0])[:40] for row in FITS])
def test_forms_that_fit(pattern: Prefix | Wildcard | Fuzzy, expected: str) -> None:
    """Patterns fit the forms that the table says."""
    assert list(fitting(pattern, ["mob", "mobs", "amob", "b", "moob"])) == expected.split()


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=8))
def test_literal_prefix_never_hides_a_fit(pattern: str, form: str) -> None:
    """Every form that fits a pattern begins with its literal prefix."""
    for made in (Wildcard(pattern), Prefix(pattern), Fuzzy(pattern, 1, 1)):
        if fitting(made, [form]):
            assert form.startswith(literal_prefix(made))


def test_hostile_wildcard_is_quick() -> None:
    """A pattern of many stars against a form that almost fits takes no time to speak of."""
    begun = time.perf_counter()
    assert not list(fitting(Wildcard("*a" * 60 + "*b"), ["a" * 128] * 100))
    assert time.perf_counter() - begun < 2


def test_compound_of_parts_that_are_apart_is_none() -> None:
    """A compound's parts count as a row only."""
    compound = unit("self-mobilize")
    assert isinstance(compound, Compound)
    assert standing(compound, "self, then mobilize") == []
