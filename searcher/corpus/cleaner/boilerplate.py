"""Boilerplate: paragraphs that are not the journalist's. Paragraphs → one reason each, or None.

What a paragraph says by itself (`own`), what it says below the one above it (sections, captions), and
what the page says twice. Where the article lies among the rest is `body`'s question.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from searcher.corpus.cleaner.paragraphs import Paragraph
from searcher.corpus.cleaner.reasons import Reason
from searcher.corpus.cleaner.rules import ends_caption, opens_letter
from searcher.corpus.cleaner.sections import mark_sections

# A caption known by the credit below it.
_CAPTION_WORDS: Final = range(4, 41)
_COPY_WORDS_MIN: Final = 8
_COPY_REACH: Final = 2
_STRETCH_WORDS_MIN: Final = 120
_STRETCH_LINES: Final = 40


def rule_reasons(paragraphs: Sequence[Paragraph]) -> list[Reason | None]:
    """Judge each paragraph by itself, by the section it stands in and by its copies on the page."""
    reasons = [p.own for p in paragraphs]
    if reasons and reasons[0] == "caption":
        # No text begins with a picture's credit, but headlines look like credits.
        reasons[0] = "donation" if opens_letter(paragraphs[0].key) else None
    mark_sections(paragraphs, reasons)
    _mark_copies(paragraphs, reasons)
    return reasons


def mark_captions(paragraphs: Sequence[Paragraph], reasons: list[Reason | None]) -> None:
    """Mark the sentence that a credit line ends: on a page most credits stand under their caption.

    Not for a text without its page: there a sentence is more likely the journalist's.
    """
    for i in [i for i, reason in enumerate(reasons) if i and reason == "caption"]:
        above = paragraphs[i - 1]
        credited = reasons[i - 1] is None and ends_caption(paragraphs[i].text)
        if credited and above.final and above.words in _CAPTION_WORDS and above.text[0] not in "\"“‘'«":
            reasons[i - 1] = "caption"


def _mark_copies(paragraphs: Sequence[Paragraph], reasons: list[Reason | None]) -> None:
    """Mark what a page holds a second time for another width of screen: a caption, or a whole stretch.

    A line that only returns (a question put to each of many) is no copy.
    """
    keys = [p.key for p in paragraphs]
    first_at = dict(zip(reversed(keys), range(len(keys) - 1, -1, -1), strict=True))
    run: list[int] = []
    stretch = 0
    for i, original in enumerate(map(first_at.__getitem__, keys)):
        if original == i:
            continue
        paragraph = paragraphs[i]
        if run and run[-1] != i - 1:
            run, stretch = [], 0
        run.append(i)
        stretch += paragraph.words if paragraph.final else 0
        near = i - original <= _COPY_REACH and paragraph.words >= _COPY_WORDS_MIN
        for j in run if stretch >= _STRETCH_WORDS_MIN else [i] if near else ():
            reasons[j] = reasons[j] or "repeated"
        if len(run) > _STRETCH_LINES:
            first = paragraphs[run.pop(0)]
            stretch -= first.words if first.final else 0
