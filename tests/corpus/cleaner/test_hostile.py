"""Text written to hurt: every rule answers in bounded time."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from searcher.corpus.cleaner import REASONS, clean
from searcher.corpus.cleaner.labels import label_reason
from searcher.corpus.cleaner.rules import is_credit, opener_reason
from searcher.corpus.cleaner.tables import label_table, opener_table, read_rows
from searcher.records import RawDocument

SIZE = 100_000
UNITS = [
    "a", "A", " ", ".", "/", "A/", "A ", "By ", "(", '"', "a\n", "Ab Cd\n", "we ", "\u00a0", "1\u00a0",
    "\u200b", "© ", "1", "1/", "- ", "share ", "support our ", "photo ", "get in ", "A, ", "{", "<", "中",
    "a\u0301", "A via ", "a:\n", "dear readers\n", "Same words again for everyone to read now.\n", "@",
    "http://", "Read more: ", "-\n",
]  # fmt: skip
LONGEST_S = 3.0  # generous: each takes well below half a second on one core of 2020


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("before", ["", "By ", "sign up for "])
def test_clean_repeated_unit_takes_bounded_time(before: str, unit: str) -> None:
    """A hundred thousand characters of any one thing are cleaned in a moment."""
    start = time.process_time()
    clean(RawDocument("a.txt", "a.txt", "text", before + unit * (SIZE // len(unit)) + "!", ""))
    assert time.process_time() - start < LONGEST_S


@pytest.mark.parametrize("row", opener_table("openers.txt"), ids=lambda row: row.pattern[:30])
def test_opener_pattern_takes_bounded_time(row: object) -> None:
    """No opener can be made to backtrack without end by its own words repeated."""
    import re

    pattern = re.compile(row.pattern)  # type: ignore[attr-defined] # a Row, whatever the parametrisation says
    start = time.process_time()
    for word in ("sign up for ", "the ", "a.", "share ", ", "):
        pattern.match(word * (SIZE // len(word)))
    assert time.process_time() - start < LONGEST_S


def test_tables_hold_known_reasons_only() -> None:
    """Every label and opener drops for a reason that the one list of reasons explains."""
    assert set(label_table("labels.txt").values()) <= set(REASONS)
    assert {row.reason for row in opener_table("openers.txt")} <= set(REASONS)
    assert all(len(row) == 3 for row in read_rows("signs.txt"))


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
