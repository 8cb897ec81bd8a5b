"""Text form: a page's scraped lines, chrome and all. Raw text → Draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from searcher.corpus.cleaner.authors import bio_author, byline_authors
from searcher.corpus.cleaner.body import body_range, has_furniture
from searcher.corpus.cleaner.boilerplate import rule_reasons
from searcher.corpus.cleaner.date import read_date
from searcher.corpus.cleaner.draft import Draft
from searcher.corpus.cleaner.ends import drop_ends, mark_own_voice
from searcher.corpus.cleaner.headline import find_headline, find_title, folded, repeats, without_site
from searcher.corpus.cleaner.language import detect
from searcher.corpus.cleaner.paragraphs import Paragraph, split
from searcher.corpus.cleaner.reasons import Reason
from searcher.corpus.cleaner.source import find_source
from searcher.corpus.cleaner.unicode import normalise

# A publication date stands right above or below the article, on a line of its own.
_DATELINE_REACH: Final = 12
_DATELINE_WORDS: Final = 14


def read_text(content: str) -> Draft:
    """Find the article among the lines of a scraped page."""
    paragraphs = split(normalise(content))
    reasons = rule_reasons(paragraphs)
    title = find_title(paragraphs)
    headline, site = title or (None, None)
    headline_at = _mark_headline(paragraphs, reasons, headline)
    whole = range(len(paragraphs))
    body = body_range(paragraphs, reasons, headline_at) if has_furniture(reasons) else whole
    if headline is None:
        found = find_headline(paragraphs, reasons, body)
        if found is not None:
            headline, site = without_site(paragraphs[found].text)
            reasons[found] = "headline"
            _mark_headline(paragraphs, reasons, headline)
    source = find_source(paragraphs, reasons, site)
    mark_own_voice(paragraphs, reasons, source)
    drop_ends(paragraphs, reasons, body)
    kept = [p.text for p, reason in zip(paragraphs, reasons, strict=True) if reason is None]
    return Draft(
        paragraphs=paragraphs,
        reasons=reasons,
        headline=headline,
        source=source,
        date=find_date(paragraphs, reasons, body),
        language=detect("\n".join(kept[:40])),
        authors=find_authors(paragraphs, reasons, body),
    )


def _mark_headline(
    paragraphs: Sequence[Paragraph], reasons: list[Reason | None], headline: str | None
) -> list[int]:
    """Mark every repetition of the headline; return where they stand."""
    key = folded(headline) if headline else ""
    places = [i for i, p in enumerate(paragraphs) if key and repeats(p, key)]
    for i in places:
        reasons[i] = "headline"
    return places


def _near(body: range, count: int) -> list[int]:
    """Return positions outside the body, the nearest above it first, then those below it."""
    above = range(body.start - 1, max(-1, body.start - 1 - _DATELINE_REACH), -1)
    return [*above, *body, *range(body.stop, min(count, body.stop + _DATELINE_REACH))]


def find_date(paragraphs: Sequence[Paragraph], reasons: Sequence[Reason | None], body: range) -> str | None:
    """Return the date of the line nearest to the body that is nothing but a byline or a date."""
    for i in _near(body, len(paragraphs)):
        if reasons[i] in ("byline", "navigation") and paragraphs[i].words <= _DATELINE_WORDS:
            date = read_date(paragraphs[i].text)
            if date:
                return date
    return None


def find_authors(
    paragraphs: Sequence[Paragraph], reasons: Sequence[Reason | None], body: range
) -> tuple[str, ...]:
    """Return whom the nearest byline names, or else whom the note about the writer introduces."""
    bios = []
    for i in _near(body, len(paragraphs)):
        if reasons[i] == "byline":
            text = paragraphs[i].text
            below = paragraphs[i + 1].text if i + 1 < len(paragraphs) else ""
            names = byline_authors(text) or (
                byline_authors(f"{text} {below}") if paragraphs[i].words == 1 else ()
            )
            if names:
                return names
            bio = bio_author(text)
            if bio:
                bios.append(bio)
    return tuple(bios[:1])
