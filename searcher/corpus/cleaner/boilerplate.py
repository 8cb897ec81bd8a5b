"""Boilerplate: paragraphs that are not the journalist's. Paragraphs → one reason each, or None.

What a paragraph says by itself (the rules), what it says below the one above it (sections, captions), and
what the page says twice. Where the article lies among the rest is `body`'s question.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from searcher.corpus.cleaner.date import is_dateline
from searcher.corpus.cleaner.labels import label_reason
from searcher.corpus.cleaner.openers import opener_reason, phrase_reasons
from searcher.corpus.cleaner.paragraphs import Paragraph
from searcher.corpus.cleaner.reasons import Reason
from searcher.corpus.cleaner.rules import (
    ends_caption,
    ends_in_credit,
    is_byline,
    is_credit,
    is_pictured,
    may_credit,
)
from searcher.corpus.cleaner.sections import mark_sections, opens_letter

# The lines of menus and buttons come again on every page of a site: what so many, so short ones say by
# themselves is remembered. That takes a few megabytes at most.
_REMEMBERED_LINES: Final = 1 << 14
_REMEMBERED_CHARACTERS: Final = 120
_BYLINE_WORDS: Final = 14
# A caption with its credit, a caption known by a word like "(left)", a caption known by the credit below it.
_CREDITED_WORDS: Final = 90
_PICTURED_WORDS: Final = 40
_CAPTION_WORDS: Final = range(4, 41)
_COPY_WORDS_MIN: Final = 8
_COPY_REACH: Final = 2
_STRETCH_WORDS_MIN: Final = 120
_STRETCH_LINES: Final = 40


def own_reason(paragraph: Paragraph) -> Reason | None:
    """Return what the paragraph is when read by itself, or None if it may be the journalist's."""
    text, key, words, final = paragraph
    own = label_reason(key) or opener_reason(key, words)
    if own:
        return own
    if words <= _BYLINE_WORDS and not final and is_byline(text, key):
        return "byline"
    if key.replace(" ", "").isalpha() and not may_credit(text):
        return None  # a line of letters alone, as most are, has no date, no brackets and no credit's marks
    if words <= _BYLINE_WORDS and is_dateline(text):
        return "byline"
    return "caption" if _is_caption(paragraph) else None


_remembered_reason = lru_cache(maxsize=_REMEMBERED_LINES)(own_reason)


def _is_caption(paragraph: Paragraph) -> bool:
    text, _, words, final = paragraph
    if not final and is_credit(text):
        return True
    if words <= _CREDITED_WORDS and ends_in_credit(text):
        return True
    return words <= _PICTURED_WORDS and not final and is_pictured(text)


def rule_reasons(paragraphs: Sequence[Paragraph]) -> list[Reason | None]:
    """Judge each paragraph by itself, by the section it stands in and by its copies on the page."""
    phrases = phrase_reasons([p.key for p in paragraphs], [p.words for p in paragraphs])
    reasons = [
        (_remembered_reason(p) if len(p.text) <= _REMEMBERED_CHARACTERS else own_reason(p)) or phrases.get(i)
        for i, p in enumerate(paragraphs)
    ]
    if reasons and reasons[0] == "caption":
        reasons[0] = None  # no text begins with a picture's credit, but headlines look like credits
    for i, paragraph in enumerate(paragraphs):
        if reasons[i] is None and opens_letter(paragraph):
            reasons[i] = "donation"
    mark_sections(paragraphs, reasons)
    _mark_copies(paragraphs, reasons)
    return reasons


def mark_captions(paragraphs: Sequence[Paragraph], reasons: list[Reason | None]) -> None:
    """Mark the sentence that a credit line ends: on a page most credits stand under their caption.

    Not for a text without its page: there a sentence is more likely the journalist's.
    """
    for i in range(1, len(paragraphs)):
        above = paragraphs[i - 1]
        credited = reasons[i] == "caption" and reasons[i - 1] is None and ends_caption(paragraphs[i].text)
        if credited and above.final and above.words in _CAPTION_WORDS and above.text[0] not in "\"“‘'«":
            reasons[i - 1] = "caption"


def _mark_copies(paragraphs: Sequence[Paragraph], reasons: list[Reason | None]) -> None:
    """Mark what a page holds a second time for another width of screen: a caption, or a whole stretch.

    A line that only returns (a question put to each of many) is no copy.
    """
    first_at: dict[str, int] = {}
    run: list[int] = []
    stretch = 0
    for i, paragraph in enumerate(paragraphs):
        original = first_at.setdefault(paragraph.key, i)
        if original == i:
            run, stretch = [], 0
            continue
        run.append(i)
        stretch += paragraph.words if paragraph.final else 0
        near = i - original <= _COPY_REACH and paragraph.words >= _COPY_WORDS_MIN
        for j in run if stretch >= _STRETCH_WORDS_MIN else [i] if near else ():
            reasons[j] = reasons[j] or "repeated"
        if len(run) > _STRETCH_LINES:
            first = paragraphs[run.pop(0)]
            stretch -= first.words if first.final else 0
