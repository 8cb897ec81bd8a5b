"""Text written to hurt: every rule answers in bounded time."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from searcher.corpus.cleaner import REASONS, clean
from searcher.corpus.cleaner.authors import bio_author, byline_authors
from searcher.corpus.cleaner.beginnings import beginnings
from searcher.corpus.cleaner.date import is_dateline, read_date
from searcher.corpus.cleaner.headline import without_site
from searcher.corpus.cleaner.labels import label_reason
from searcher.corpus.cleaner.openers import opener_reason
from searcher.corpus.cleaner.paragraphs import paragraph
from searcher.corpus.cleaner.rules import ends_caption, ends_in_credit, is_byline, is_credit, is_pictured
from searcher.corpus.cleaner.source import find_source
from searcher.corpus.cleaner.tables import Row, label_table, opener_table, phrase_table, read_rows
from searcher.corpus.cleaner.unicode import key
from searcher.records import RawDocument

SIZE = 100_000
UNITS = [
    "a", "A", " ", ".", "/", "A/", "A ", "By ", "(", '"', "a\n", "Ab Cd\n", "we ", "\u00a0", "1\u00a0",
    "\u200b", "© ", "1", "1/", "- ", "share ", "support our ", "photo ", "get in ", "A, ", "{", "<", "中",
    "a\u0301", "A via ", "a:\n", "dear readers\n", "Same words again for everyone to read now.\n", "@",
    "http://", "Read more: ", "-\n",
]  # fmt: skip
LONGEST_S = 3.0  # generous: each takes well below half a second on one core of 2020
LONGEST_OF_A_PATTERN_S = (
    0.3  # the slowest of them takes .045 s on a quiet core: what backtracks takes minutes
)
ROWS = [*opener_table("openers.txt"), *phrase_table("phrases.txt")]
QUESTIONS = [
    label_reason,
    is_credit,
    ends_in_credit,
    ends_caption,
    is_pictured,
    is_dateline,
    read_date,
    without_site,
    byline_authors,
    bio_author,
    is_byline,
    lambda line: opener_reason(key(line), 1),
    paragraph,
    lambda line: find_source([paragraph(line)], ["navigation"]),
]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("before", ["", "By ", "sign up for "])
def test_clean_repeated_unit_takes_bounded_time(before: str, unit: str) -> None:
    """A hundred thousand characters of any one thing are cleaned in a moment."""
    start = time.process_time()
    clean(RawDocument("a.txt", "a.txt", "text", before + unit * (SIZE // len(unit)) + "!", ""))
    assert time.process_time() - start < LONGEST_S


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.pattern[:30])
@pytest.mark.parametrize("unit", ["sign up for ", "the ", "a.", "share ", ", ", "1", "may earn a "])
def test_opener_pattern_takes_bounded_time(row: Row, unit: str) -> None:
    """No opener can be made to backtrack without end by words repeated, its own first."""
    pattern = re.compile(row.pattern)
    hostile = "".join(beginnings(row.pattern) or row.held)[:50] + unit * (SIZE // len(unit))
    start = time.process_time()
    pattern.match(hostile)
    assert time.process_time() - start < LONGEST_OF_A_PATTERN_S


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_question_takes_bounded_time(question: Callable[[str], object], unit: str) -> None:
    """No question about a line of a hundred thousand characters takes long."""
    hostile = (unit * (SIZE // len(unit))).replace("\n", " ")
    question("Tables are read, and patterns compiled, with the first line of all")
    start = time.process_time()
    question(hostile)
    assert time.process_time() - start < LONGEST_OF_A_PATTERN_S


def test_tables_hold_known_reasons_only() -> None:
    """Every label and opener drops for a reason that the one list of reasons explains."""
    assert set(label_table("labels.txt").values()) <= set(REASONS)
    assert {row.reason for row in ROWS} <= set(REASONS)
    assert all(len(row) == 4 for row in read_rows("signs.txt"))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("share (12)", "share"),
        ("| print", "share"),
        ("---", "navigation"),
        ("3", "navigation"),
        ("a perfectly fine sentence", None),
    ],
)
def test_label_ignores_counters_and_marks(line: str, expected: str | None) -> None:
    """A label is known with or without its counter."""
    assert label_reason(line) == expected


def test_rules_tell_credit_from_sentence() -> None:
    """A credit is names and slashes; a sentence with a slash is none."""
    assert is_credit("Jane Roe / Harbour News Agency")
    assert not is_credit("The either/or question came up again")
    assert opener_reason("the council met on monday", 5) is None


def test_text_cleaning_loads_no_html_library() -> None:
    """A folder of texts is cleaned without loading lxml, bs4 or trafilatura."""
    code = (
        "import sys; from searcher.corpus.cleaner import clean; from searcher.records import RawDocument;"
        "clean(RawDocument('a', 'a', 'text', 'The council met on Monday and voted.', ''));"
        "print([name for name in ('lxml', 'bs4', 'trafilatura') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
