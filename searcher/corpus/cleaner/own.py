"""Own word: what a line is when read by itself. Lines → a reason each, or None, and the publisher's signs.

Each kind of line has a question of its own, and a question is put only to the lines that have what its
answer cannot do without: most lines are asked nothing but whether they are a plain label.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from searcher.corpus.cleaner.date import DATE_MARKS_MIN, is_dateline
from searcher.corpus.cleaner.held import HeldTexts
from searcher.corpus.cleaner.labels import LABELS, label_reason, may_be_labels
from searcher.corpus.cleaner.marks import marks_of
from searcher.corpus.cleaner.openers import PHRASES, may_open, opener_reason, phrase_reason
from searcher.corpus.cleaner.reasons import Reason
from searcher.corpus.cleaner.rules import (
    BYLINE_BEGINNINGS,
    CREDIT_HELD,
    CREDIT_MARKS,
    EMPHASIS,
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
    page = "\n".join(keys).encode()
    marks = marks_of(page)
    held = _held().lines(page)
    reasons = list(map(LABELS.get, keys))
    for i in may_be_labels(keys, marks):
        reasons[i] = reasons[i] or label_reason(keys[i])
    for i in may_open(keys):
        reasons[i] = reasons[i] or opener_reason(keys[i], words[i])
    for i, key in enumerate(keys):
        begins = key.lstrip(EMPHASIS)[:3] in BYLINE_BEGINNINGS
        if begins and not (reasons[i] or final[i]) and words[i] <= _BYLINE_WORDS and is_byline(texts[i]):
            reasons[i] = "byline"
    for i, mark in enumerate(marks):
        if mark and not reasons[i]:
            if len(mark) >= DATE_MARKS_MIN and words[i] <= _BYLINE_WORDS and is_dateline(texts[i]):
                reasons[i] = "byline"
            elif not CREDIT_MARKS.isdisjoint(mark) and _is_caption(texts[i], words[i], final[i]):
                reasons[i] = "caption"
    for i, places in held.items():
        if places[-1] == _CREDIT and not reasons[i] and _is_caption(texts[i], words[i], final[i]):
            reasons[i] = "caption"
    signs: list[tuple[int, ...]] = [()] * len(keys)
    for i, places in held.items():
        phrases = [place for place in places if place < _FIRST_SIGN]
        if phrases and reasons[i] is None:
            reasons[i] = phrase_reason(phrases, keys[i], words[i])
        signs[i] = tuple(place - _FIRST_SIGN for place in places if _FIRST_SIGN <= place < _CREDIT)
    for i in [i for i, key in enumerate(keys) if key[:5] == "dear " and reasons[i] is None]:
        reasons[i] = "donation" if opens_letter(keys[i]) else None
    return reasons, signs


@cache
def _held() -> HeldTexts:
    """Return what phrases, signs and credits hold, in this order."""
    return HeldTexts([*(row.held for row in PHRASES), *(sign.held for sign in SIGNS), CREDIT_HELD])


def _is_caption(text: str, words: int, final: bool) -> bool:
    if not final and is_credit(text):
        return True
    if words <= _CREDITED_WORDS and ends_in_credit(text):
        return True
    return words <= _PICTURED_WORDS and not final and is_pictured(text)
