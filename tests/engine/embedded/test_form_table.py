"""Strings that fit a pattern, found all at once, against a look at each of them."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from searcher.engine.embedded.searching.form_table import Codes, fitting
from searcher.query.nodes import Fuzzy, Pattern, Prefix, Wildcard
from searcher.query.places import fitting as fitting_one_by_one

LETTERS = st.sampled_from(["ab", "abé", "aЖ😀\n", "a\ud800"])
WORDS = LETTERS.flatmap(lambda letters: st.lists(st.text(letters, max_size=6), max_size=12))
PATTERNS = st.one_of(
    st.builds(Wildcard, st.text("abé*?😀", min_size=1, max_size=6)),
    st.builds(Prefix, st.text("abé", max_size=3)),
    st.builds(Fuzzy, st.text("abé", min_size=1, max_size=7), st.integers(1, 2), st.integers(0, 8)),
)


def codes_of(words: list[str]) -> Codes:
    """Words one after the other, as a segment holds them."""
    encoded = [word.encode("utf-8", "surrogatepass") for word in words]
    start = np.cumsum([0, *map(len, encoded)]).astype(np.uint32)
    return Codes.of(np.frombuffer(b"".join(encoded), np.uint8), start)


@given(PATTERNS, WORDS)
@example(Wildcard("*ab*b"), ["b", "ab"])
@example(Wildcard("a*??*a"), ["a", "aaa", "aa", "abba"])
@example(Fuzzy("ab", 2), ["", "b", "baa", "abab", "ababa"])
@example(Fuzzy("abba", 1, 6), ["abba", "abbaa", "abb"])
def test_fitting_finds_what_a_look_at_each_finds(pattern: Pattern, words: list[str]) -> None:
    """All strings that fit are found, in order, in whatever script, and no other."""
    found = fitting(pattern, codes_of(words)).tolist()

    kept = fitting_one_by_one(pattern, words)
    assert [words[number] for number in found] == kept
    assert found == sorted(set(found))


@given(WORDS)
def test_texts_of_codes_are_the_strings(words: list[str]) -> None:
    """What was taken apart into code points is put together again."""
    assert codes_of(words).texts() == words
