"""Own word: what a line is when read by itself. Lines → a reason each, or None, and the publisher's signs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from searcher.corpus.cleaner.date import is_dateline
from searcher.corpus.cleaner.held import HeldTexts
from searcher.corpus.cleaner.labels import LABELS, SHARE_BEGINNINGS, label_reason
from searcher.corpus.cleaner.marks import DIGITS, marks_of
from searcher.corpus.cleaner.openers import PHRASES, may_open, opener_reason, phrase_reason
from searcher.corpus.cleaner.reasons import Reason
from searcher.corpus.cleaner.rules import (
    BYLINE_BEGINNINGS,
    CREDIT_HELD,
    ends_in_credit,
    is_byline,
    is_credit,
    is_pictured,
    opens_letter,
)
from searcher.corpus.cleaner.signs import SIGNS

_FIRST_SIGN: Final = len(PHRASES)
_CREDIT: Final = _FIRST_SIGN + len(SIGNS)
_BYLINE_WORDS: Final = 14
# A caption with its credit, and a caption known by a word like "(left)".
_CREDITED_WORDS: Final = 90
_PICTURED_WORDS: Final = 40


def own_words(
    texts: Sequence[str], keys: Sequence[str], words: Sequence[int], final: Sequence[bool]
) -> tuple[list[Reason | None], list[tuple[int, ...]]]:
    """Judge each line by itself.

    Args:
        texts, keys, words, final: of each line, as in `paragraphs.Paragraph`; same order.

    Returns:
        What each line is, or None if it may be the journalist's; and the places of the `signs.SIGNS` that
        it may be.
    """
    held = _held().lines(keys)
    credited = {i for i, places in held.items() if places[-1] == _CREDIT}
    reasons = list(map(LABELS.get, keys))
    for i, (key, marks) in enumerate(zip(keys, marks_of(keys), strict=True)):
        if not reasons[i] and (marks or i in credited or may_be_told(key)):
            reasons[i] = _own_reason(texts[i], key, words[i], final[i], marks, i in credited)
    signs: list[tuple[int, ...]] = [()] * len(keys)
    for i, places in held.items():
        phrases = [place for place in places if place < _FIRST_SIGN]
        if phrases and reasons[i] is None:
            reasons[i] = phrase_reason(phrases, keys[i], words[i])
        signs[i] = tuple(place - _FIRST_SIGN for place in places if _FIRST_SIGN <= place < _CREDIT)
    for i in [i for i, key in enumerate(keys) if key[:5] == "dear " and reasons[i] is None]:
        reasons[i] = "donation" if opens_letter(keys[i]) else None
    return reasons, signs


def may_be_told(key: str) -> bool:
    """Tell, fast, whether a line that is no plain label and has no marks may be told by its ends."""
    if not (key[0].isalpha() and key[-1].isalpha()):
        return True
    beginning = key[:3]
    return beginning in BYLINE_BEGINNINGS or beginning in SHARE_BEGINNINGS or may_open(key)


@cache
def _held() -> HeldTexts:
    """Return what phrases, signs and credits hold, in this order."""
    return HeldTexts([*(row.held for row in PHRASES), *(sign.held for sign in SIGNS), CREDIT_HELD])


def _own_reason(text: str, key: str, words: int, final: bool, marks: bytes, credited: bool) -> Reason | None:
    """Return what a line is by its own words, but for the phrases, or None if it may be the journalist's.

    Args:
        marks: those of `marks.marks_of`: what has none has no date and no brackets.
        credited: whether the line holds what a credit without marks cannot do without.
    """
    own = label_reason(key) or opener_reason(key, words)
    if own:
        return own
    if words <= _BYLINE_WORDS and not final and is_byline(text, key):
        return "byline"
    if marks and words <= _BYLINE_WORDS and is_dateline(text):
        return "byline"
    return "caption" if (credited or marks.strip(DIGITS)) and _is_caption(text, words, final) else None


def _is_caption(text: str, words: int, final: bool) -> bool:
    if not final and is_credit(text):
        return True
    if words <= _CREDITED_WORDS and ends_in_credit(text):
        return True
    return words <= _PICTURED_WORDS and not final and is_pictured(text)
