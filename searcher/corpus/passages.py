"""Passages: stretches of a document short enough to read at a glance.

A document's text → bounds that follow each other, cover it and cut where a reader would: at the end
of a paragraph near the wished length, else at the end of a sentence, and inside a sentence only when
that sentence alone is far too long.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from searcher.analysis import Token, analyze, sentences
from searcher.records import PassageBounds

WISHED_TOKENS = 120
"""Length of a passage: two or three paragraphs of news, what fits a screen with its neighbours."""

_ENOUGH = WISHED_TOKENS * 3 // 4  # a paragraph end from here on is a better cut than any later sentence
_LONGEST = WISHED_TOKENS * 3 // 2
_SHORTEST = WISHED_TOKENS // 4  # a last passage below this joins the one before


def split(text: str, language: str | None = None) -> tuple[PassageBounds, ...]:
    """Where the passages of a text begin and end.

    Args:
        text: of a document, paragraphs divided by line ends.
        language: as for `analyze`; token positions depend on it.

    Returns:
        bounds in order: the first begins at 0, each next one where the last ended, the last ends at
        len(text); the same for token positions. Empty for an empty text.
    """
    if not text:
        return ()
    tokens = [token for token in analyze(text, language) if token.last == token.position]
    starts = [token.start for token in tokens]
    cuts: list[int] = []  # code points where a passage begins, without the first
    begun = 0  # token position where the current passage begins
    for start, end in _pieces(text, tokens, starts):
        first, beyond = bisect_left(starts, start), bisect_left(starts, end)
        length = first - begun
        after_paragraph = "\n" in text[max(0, start - 2) : start]
        too_long = length > 0 and beyond - begun > _LONGEST
        if too_long or length >= (_ENOUGH if after_paragraph else WISHED_TOKENS):
            cuts.append(start)
            begun = first
    if cuts and len(tokens) - begun < _SHORTEST:
        last = cuts.pop()
        previous = cuts[-1] if cuts else 0
        if len(tokens) - bisect_left(starts, previous) > 2 * _LONGEST:
            cuts.append(last)
    edges = [0, *cuts, len(text)]
    return tuple(
        PassageBounds(start, end, bisect_left(starts, start), bisect_left(starts, end))
        for start, end in pairwise(edges)
    )


def _pieces(text: str, tokens: Sequence[Token], starts: Sequence[int]) -> list[tuple[int, int]]:
    """Sentences, and parts of those that alone would be too long a passage."""
    pieces: list[tuple[int, int]] = []
    for start, end in sentences(text):
        first, beyond = bisect_left(starts, start), bisect_left(starts, end)
        at = start
        for cut in range(first + WISHED_TOKENS, beyond - _SHORTEST, WISHED_TOKENS):
            if beyond - first > _LONGEST:
                pieces.append((at, tokens[cut].start))
                at = tokens[cut].start
        pieces.append((at, end))
    return pieces
