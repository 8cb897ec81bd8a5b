"""Own words: looking where a line may be anything at all finds what asking every question finds."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searcher.corpus.cleaner.date import is_dateline
from searcher.corpus.cleaner.labels import LABELS, label_reason
from searcher.corpus.cleaner.marks import marks_of
from searcher.corpus.cleaner.openers import PHRASES, phrase_reason
from searcher.corpus.cleaner.paragraphs import Paragraph, paragraph, read
from searcher.corpus.cleaner.reasons import Reason
from searcher.corpus.cleaner.rules import ends_in_credit, is_byline, is_credit, is_pictured, opens_letter
from searcher.corpus.cleaner.signs import SIGNS, name_in
from searcher.corpus.cleaner.tables import opener_table
from searcher.corpus.cleaner.unicode import normalise

MANY = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
OPENERS = opener_table("openers.txt")
BULLETS = "•●▪◦‣·*_#-|>»( "
PIECES = st.one_of(
    st.sampled_from(sorted(LABELS)),
    st.sampled_from(
        [
            "By",
            "Von",
            "Di",
            "Di:",
            "Door",
            "Av",
            "От",
            "Автор:",
            "dı",
            "Jane",
            "Doe",
            "Fb",
            "Share",
            "12",
            "3.4",
            "2020",
            "|",
            "/",
            ":",
            "·",
            "—",
            "©",
            "(",
            ")",
            "(left)",
        ]
    ),
    st.sampled_from(
        ["Jane Roe / Harbour News", "Photo by Jane Roe", "via", "Harbour Images)", "courtesy of", "(c)"]
    ),
    st.sampled_from(
        ["Dear readers", "© 2020 Harbour Post", "A message from The Post", "12 May 2020", "Updated"]
    ),
    st.sampled_from(["the council met", "and voted.", "she said:", "don't", "İ", "é", "“So it is”", "中"]),
    st.sampled_from(OPENERS).flatmap(lambda row: st.from_regex(row.pattern, fullmatch=True)),
    st.sampled_from(PHRASES).flatmap(lambda row: st.from_regex(row.pattern, fullmatch=True)),
    st.text(alphabet="abyB .,1/|:©(é", min_size=1, max_size=5),
)
CASES = st.sampled_from([str, str.upper, str.title, str.capitalize])
LINES = st.builds(
    lambda pieces, space, case: normalise(case(space.join(pieces))).replace("\n", " ").strip(),
    st.lists(PIECES, min_size=1, max_size=5),
    st.sampled_from([" ", "", " - "]),
    CASES,
).filter(bool)


def all_asked(line: Paragraph) -> Reason | None:
    """Ask a line every question, in order."""
    text, key, words, final, *_ = line
    head = key[:400].lstrip(BULLETS)
    opened = [row.reason for row in OPENERS if words <= row.most_words and re.match(row.pattern, head)]
    by_itself = label_reason(key) or (opened[0] if opened else None)
    if by_itself:
        return by_itself
    if words <= 14 and ((not final and is_byline(text)) or is_dateline(text)):
        return "byline"
    credited = (not final and is_credit(text)) or (words <= 90 and ends_in_credit(text))
    if credited or (words <= 40 and not final and is_pictured(text)):
        return "caption"
    further = phrase_reason(range(len(PHRASES)), key, words)
    return further or ("donation" if opens_letter(key) else None)


@MANY
@given(line=LINES)
def test_line_is_what_asking_every_question_finds(line: str) -> None:
    """No look that spares a line its questions loses an answer."""
    assert paragraph(line).own == all_asked(paragraph(line))


@MANY
@given(line=LINES)
def test_line_keeps_every_sign_that_matches(line: str) -> None:
    """Whatever sign of the publisher stands in a line is among those it may be."""
    matching = {place for place in range(len(SIGNS)) if name_in(line[:500], place)}
    assert matching <= set(paragraph(line).signs)


@MANY
@given(lines=st.lists(LINES, max_size=8))
def test_line_reads_the_same_among_others(lines: list[str]) -> None:
    """A line is the same alone, beside others, twice on a page and when it was read before."""
    assert read(lines + lines) == [paragraph(line) for line in lines] * 2


def test_lines_beyond_what_is_remembered_read_the_same() -> None:
    """However many lines were read in between, a line reads as it did."""
    before = paragraph("Sign up for our newsletter")
    for start in range(0, 40_000, 10_000):
        read([f"line {number}" for number in range(start, start + 10_000)])
    assert paragraph("Sign up for our newsletter") == before
    assert before.own == "newsletter"


def test_marks_are_what_is_neither_letter_nor_everyday_punctuation() -> None:
    """Digits, slashes, bars, colons, brackets and what is beyond ASCII are marks; each line has its own."""
    assert marks_of("a plain line, isn't it?\na/b | c: (1)\n\né".encode()) == [
        b"",
        b"/|:(1)",
        b"",
        "é".encode(),
    ]
