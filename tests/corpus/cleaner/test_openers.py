"""Openers and phrases: what is looked up at once is what trying every pattern would find."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searcher.corpus.cleaner.beginnings import LONGEST, beginnings
from searcher.corpus.cleaner.held import HeldTexts
from searcher.corpus.cleaner.openers import opener_reason, phrase_reason, rows_for
from searcher.corpus.cleaner.tables import Row, opener_table, phrase_table, read_rows
from searcher.corpus.cleaner.unicode import key

OPENERS = opener_table("openers.txt")
PHRASES = phrase_table("phrases.txt")
SIGNS = [(held.split("|"), pattern) for _, _, held, pattern in read_rows("signs.txt")]
FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("row", OPENERS, ids=lambda row: row.pattern[:30])
def test_opener_is_known_by_its_first_characters(row: Row) -> None:
    """Whatever a pattern of the table matches begins with one of the texts it is looked up by."""

    @FEW
    @given(line=st.from_regex(row.pattern, fullmatch=True))
    def check(line: str) -> None:
        assert row in rows_for(line[:LONGEST])

    assert min(map(len, beginnings(row.pattern))) > 0  # else it belongs into phrases.txt
    check()


@pytest.mark.parametrize("row", PHRASES, ids=lambda row: row.pattern[:30])
def test_phrase_holds_one_of_its_texts(row: Row) -> None:
    """Whatever a phrase's pattern matches holds one of the texts it is looked up by."""

    @FEW
    @given(line=st.from_regex(row.pattern, fullmatch=True))
    def check(line: str) -> None:
        assert any(text in line for text in row.held)

    check()


@pytest.mark.parametrize(("held", "pattern"), SIGNS, ids=[pattern[:30] for _, pattern in SIGNS])
def test_sign_holds_one_of_its_texts(held: list[str], pattern: str) -> None:
    """Whatever a publisher's sign matches holds one of the texts it is looked up by, case folded."""

    @FEW
    @given(line=st.from_regex(pattern.replace("NAME", "Harbour Post").replace("END", ""), fullmatch=True))
    def check(line: str) -> None:
        assert any(text in key(line) for text in held)

    check()


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("sign up", {"sign u"}),
        (r"(?:a|an|the) (?:x|y)", {"a x", "a y", "an x", "an y", "the x", "the y"}),
        (r"(?:please )?be\b", {"please", "be"}),
        (r"\(?photos of", {"(photo", "photos"}),
        (r"\d+ of", {"0"}),
        (r"no\w* (?:way|how)", {"no", "no way", "no how"}),
        (r"[ab]c", {""}),
        (r"a(?!b)c{2}d", {"acc", "ac"}),
    ],
)
def test_beginnings_of_pattern(pattern: str, expected: set[str]) -> None:
    """Literals, alternatives and optional parts are followed; a set ends a text there."""
    found = beginnings(pattern)
    assert found <= expected
    assert all(any(text.startswith(one) for one in found) for text in expected)


def test_beginnings_of_capturing_group_is_an_error() -> None:
    """A group that the tables have no use for is a mistake in them, and said so."""
    with pytest.raises(ValueError, match="neither"):
        beginnings("(a|b)")


@FEW
@given(
    lines=st.lists(st.text(alphabet="abé ", max_size=9), max_size=8),
    held=st.lists(st.lists(st.text(alphabet="abé", min_size=1, max_size=6), min_size=1), max_size=4),
)
def test_held_texts_name_the_lines_that_hold_them(lines: list[str], held: list[list[str]]) -> None:
    """A line leads to exactly the patterns of which it holds a text."""
    expected = {
        i: places
        for i, line in enumerate(lines)
        if (places := [place for place, texts in enumerate(held) if any(text in line for text in texts)])
    }
    assert HeldTexts(held).lines("\n".join(lines).encode()) == expected


LINES = [
    "sign up for our free weekly newsletter",
    "• share this on facebook",
    "never miss a story",
    "we may earn a commission",
    "12 comments",
    "the council met on monday",
    "all rights reserved by the harbour post",
    "١٢ comments",
]


@pytest.mark.parametrize("line", LINES)
def test_opener_reason_is_the_first_match_of_all_patterns(line: str) -> None:
    """Looking up by beginnings gives what asking every row in order gives."""
    head = line.lstrip("• ")
    words = line.count(" ") + 1
    slow = [row for row in OPENERS if words <= row.most_words and re.match(row.pattern, head)]
    assert opener_reason(line, words) == (slow[0].reason if slow else None)
    further = [row for row in PHRASES if words <= row.most_words and re.match(row.pattern, head)]
    assert phrase_reason(range(len(PHRASES)), line, words) == (further[0].reason if further else None)


def test_opener_that_begins_with_a_letter_is_known_by_three_letters_of_it() -> None:
    """No text that an opener may begin with is shorter than the look before it, or has a digit so early."""
    starts = {text for row in OPENERS for text in beginnings(row.pattern) if text[:1].isalpha()}
    assert not [text for text in starts if len(text) < 3 or "0" in text[:3]]
