"""The five articles the project began with, line by line; skipped where they are absent."""

from __future__ import annotations

from pathlib import Path

import pytest

from searcher.corpus.cleaner import clean
from searcher.records import Cleaned, RawDocument

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the given articles are not beside this checkout")

# The numbers of the lines that are the journalist's, counted from 1.
BODY = {
    "000": [3, 5, 7, 9, *range(14, 29, 2)],
    "001": list(range(2, 12)),
    "002": list(range(1, 15)),
    "003": list(range(7, 32, 2)),
    "004": list(range(4, 37, 2)),
}
HEADLINES = {"000": 1, "001": 1, "002": None, "003": 3, "004": 1}
SOURCES = {
    "000": "Newsweek",
    "001": None,
    "002": "The Moscow Times",
    "003": "The Moscow Times",
    "004": None,
}
REASONS = {
    ("000", 11): "headline",
    ("000", 12): "caption",
    ("000", 32): "promo",
    ("000", 36): "byline",
    ("000", 39): "byline",
    ("000", 43): "promo",
    ("002", 15): "donation",
    ("002", 18): "donation",
    ("002", 22): "donation",
    ("003", 1): "donation",
    ("003", 5): "caption",
    ("003", 33): "newsletter",
    ("003", 35): "newsletter",
    ("003", 48): "donation",
    ("003", 56): "donation",
    ("004", 39): "comments",
}


def read(name: str) -> tuple[list[str], Cleaned]:
    """Return the lines of a seed and what the cleaner makes of it."""
    path = next(SEEDS.glob(f"{name}_*.txt"))
    content = path.read_text(encoding="utf-8")
    result = clean(RawDocument(path.name, path.name, "text", content, ""))
    assert isinstance(result, Cleaned)
    return [" ".join(line.split()) for line in content.split("\n")], result


@pytest.mark.parametrize("name", BODY)
def test_clean_given_seed_keeps_exactly_the_body(name: str) -> None:
    """Every paragraph of the journalist is kept as it stands, and no other line."""
    lines, result = read(name)
    kept = [result.document.text[start:end] for start, end in result.paragraphs]
    assert kept == [lines[number - 1] for number in BODY[name]]


@pytest.mark.parametrize("name", BODY)
def test_clean_given_seed_accounts_for_every_other_line(name: str) -> None:
    """What is not in the text is listed as dropped, in the seed's order."""
    lines, result = read(name)
    others = [line for number, line in enumerate(lines, 1) if line and number not in BODY[name]]
    assert [text for text, _ in result.dropped] == others


@pytest.mark.parametrize("name", BODY)
def test_clean_given_seed_finds_its_headline(name: str) -> None:
    """The headline is the line that is one; a text that begins with its first sentence has none."""
    lines, result = read(name)
    number = HEADLINES[name]
    assert result.document.headline == (lines[number - 1] if number else None)


@pytest.mark.parametrize("name", BODY)
def test_clean_given_seed_names_the_publisher_not_the_cited(name: str) -> None:
    """The source is who speaks for itself in the text; papers that are only cited are not."""
    _, result = read(name)
    assert result.document.source == SOURCES[name]


@pytest.mark.parametrize("name", BODY)
def test_clean_given_seed_takes_no_date_from_a_caption(name: str) -> None:
    """None of the five says when it was published, though a caption has a date."""
    _, result = read(name)
    assert result.document.date is None
    assert result.document.language == "en"


@pytest.mark.parametrize(("name", "number"), REASONS)
def test_clean_given_seed_says_why_a_line_went(name: str, number: int) -> None:
    """Each dropped line carries the reason a reader would give."""
    lines, result = read(name)
    assert dict(result.dropped)[lines[number - 1]] == REASONS[name, number]
