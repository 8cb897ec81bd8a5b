"""End: what is left hanging below an article. Kept paragraphs → those that are still not the journalist's.

A subhead whose section was all chrome, the titles of other articles, a note that says who the writer is, the
publisher's words about itself: each would pass for text, and only its place shows what it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Final

from searcher.corpus.cleaner.paragraphs import Paragraph
from searcher.corpus.cleaner.reasons import Reason
from searcher.corpus.cleaner.rules import BIO, MISSION

_BIO_WORDS_MAX: Final = 90
_SUBHEAD_WORDS_MAX: Final = 8
_TEASERS: Final = range(2, 11)
_TEASER_WORDS: Final = range(4, 21)
_TEASER_COMMAS_MAX: Final = 2
_TITLE_WORDS_MIN: Final = 3
_TITLE_SHARE_MIN: Final = 0.7
_NAME_CHARACTERS: Final = 160
_UNTOLD: Final = (None, "navigation", "repeated")
_ARTICLES: Final = frozenset(("", "The ", "At ", "At The ", "At the ", "• "))


def drop_outside(reasons: list[Reason | None], body: range) -> None:
    """Mark what lies outside the body."""
    for i in chain(range(body.start), range(body.stop, len(reasons))):
        if reasons[i] is None:
            reasons[i] = "navigation"


def drop_ends(paragraphs: Sequence[Paragraph], reasons: list[Reason | None]) -> None:
    """Mark what is left hanging at the end of what is kept."""
    kept = [i for i, reason in enumerate(reasons) if reason is None]
    for _ in range(_teasers([paragraphs[i] for i in kept])):
        reasons[kept.pop()] = "related"
    while len(kept) > 1:
        reason = _hanging(paragraphs, kept[-2], kept[-1])
        if reason is None:
            return
        reasons[kept.pop()] = reason


def _hanging(paragraphs: Sequence[Paragraph], above: int, last: int) -> Reason | None:
    paragraph = paragraphs[last]
    if paragraph.words <= _BIO_WORDS_MAX and BIO.match(paragraph.text):
        return "byline"
    # A list item has a list above it; a subhead at the very end of the page is the article's last line.
    listed = not paragraphs[above].final or paragraphs[above].text.endswith(":")
    subhead = not paragraph.final and paragraph.words <= _SUBHEAD_WORDS_MAX and not listed
    return "navigation" if subhead and last + 1 < len(paragraphs) else None


def _teasers(kept: Sequence[Paragraph]) -> int:
    """Return how many titles of other articles end the text: two or more, in the capitals of titles."""
    count = 0
    while count < len(kept) and _is_teaser(kept[-1 - count]):
        count += 1
    if count not in _TEASERS or count == len(kept) or kept[-1 - count].text.endswith(":"):
        return 0
    return count


def _is_teaser(paragraph: Paragraph) -> bool:
    if paragraph.final or paragraph.words not in _TEASER_WORDS:
        return False
    words = [word for word in paragraph.text.split() if len(word) > 3 and word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in words)
    in_title_case = len(words) >= _TITLE_WORDS_MIN and capitals >= _TITLE_SHARE_MIN * len(words)
    return in_title_case and paragraph.text.count(",") <= _TEASER_COMMAS_MAX


def mark_own_voice(paragraphs: Sequence[Paragraph], reasons: list[Reason | None], source: str | None) -> None:
    """Mark what the publisher says of itself and its mission; what it did for the article stays."""
    if not source:
        return
    name = source.removeprefix("The ")
    for i in [i for i, paragraph in enumerate(paragraphs) if name in paragraph.text]:
        paragraph = paragraphs[i]
        if reasons[i] in _UNTOLD:
            before, _, after = paragraph.text[:_NAME_CHARACTERS].partition(name)
            if before in _ARTICLES and MISSION.match(after):
                reasons[i] = "promo"
