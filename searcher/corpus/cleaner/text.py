"""Text form: a page's scraped lines, chrome and all. Raw text → Draft."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Final

from searcher.corpus.cleaner.authors import bio_author, byline_authors
from searcher.corpus.cleaner.body import body_range, has_furniture
from searcher.corpus.cleaner.boilerplate import mark_captions, rule_reasons
from searcher.corpus.cleaner.date import read_date
from searcher.corpus.cleaner.draft import Draft
from searcher.corpus.cleaner.ends import drop_ends, drop_outside, mark_own_voice
from searcher.corpus.cleaner.headline import find_headline, find_title, folded, repeats, without_site
from searcher.corpus.cleaner.language import detect
from searcher.corpus.cleaner.paragraphs import Paragraph, split
from searcher.corpus.cleaner.reasons import Reason
from searcher.corpus.cleaner.source import find_source
from searcher.corpus.cleaner.unicode import normalise

# Date and author stand above the article, sometimes among its first lines, or right below it.
_REACH_ABOVE: Final = 40
_REACH_INSIDE: Final = 6
_REACH_BELOW: Final = 12
_DATELINE_WORDS: Final = 14
_BARE_DATE_WORDS: Final = 5
_LANGUAGE_PARAGRAPHS: Final = 40


def read_text(content: str) -> Draft:
    """Find the article among the lines of a scraped page."""
    paragraphs = split(normalise(content))
    reasons = rule_reasons(paragraphs)
    title = find_title(paragraphs)
    headline, site = title or (None, None)
    headline_at = _mark_headline(paragraphs, reasons, headline)
    if has_furniture(reasons):
        mark_captions(paragraphs, reasons)
        body = body_range(paragraphs, reasons, headline_at)
    else:
        body = range(len(paragraphs))
    if headline is None:
        found = find_headline(paragraphs, reasons, body)
        if found is not None:
            headline, site = without_site(paragraphs[found].text.lstrip("# "))
            reasons[found] = "headline"
            _mark_headline(paragraphs, reasons, headline)
    drop_outside(reasons, body)
    source = find_source(paragraphs, reasons, site)
    if headline and source:
        headline, _ = without_site(headline, source)
    mark_own_voice(paragraphs, reasons, source)
    drop_ends(paragraphs, reasons)
    kept = (p.text for p, reason in zip(paragraphs, reasons, strict=True) if reason is None)
    return Draft(
        paragraphs=paragraphs,
        reasons=reasons,
        headline=headline,
        source=source,
        date=find_date(paragraphs, reasons, body),
        language=detect("\n".join(islice(kept, _LANGUAGE_PARAGRAPHS))),
        authors=find_authors(paragraphs, reasons, body),
    )


def _mark_headline(
    paragraphs: Sequence[Paragraph], reasons: list[Reason | None], headline: str | None
) -> list[int]:
    """Mark every repetition of the headline; return where they stand."""
    key = folded(headline) if headline else ""
    first = key.partition(" ")[0]
    places = [i for i, p in enumerate(paragraphs) if first and first in p.key and repeats(p, key)]
    for i in places:
        reasons[i] = "headline"
    return places


def _near(body: range, count: int) -> list[int]:
    """Return the positions around the body's ends, in the order in which they are to be believed."""
    above = range(body.start - 1, max(-1, body.start - 1 - _REACH_ABOVE), -1)
    below = range(body.stop, min(count, body.stop + _REACH_BELOW))
    return [*above, *body[:_REACH_INSIDE], *below, *body[_REACH_INSIDE:][-_REACH_BELOW:]]


def find_date(paragraphs: Sequence[Paragraph], reasons: Sequence[Reason | None], body: range) -> str | None:
    """Return the date of the line nearest to the body that is nothing but a byline or a date.

    Never a caption's: that is the picture's date.
    """
    for i in _near(body, len(paragraphs)):
        words = paragraphs[i].words
        bare = reasons[i] == "navigation" and words <= _BARE_DATE_WORDS
        if bare or (reasons[i] == "byline" and words <= _DATELINE_WORDS):
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
            lines = paragraphs[i : i + 2] if paragraphs[i].words == 1 else paragraphs[i : i + 1]
            names = byline_authors(" ".join(line.text for line in lines))
            if names:
                return names
            bios.append(bio_author(paragraphs[i].text))
    return tuple(filter(None, bios))[:1]
