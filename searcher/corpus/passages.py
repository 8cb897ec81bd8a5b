"""Passages: stretches of a document short enough to read at a glance.

A document's text → bounds that follow each other, cover it and cut where a reader would: at the end
of a paragraph near the wished length, else at the end of a sentence, and inside a sentence only when
that sentence alone is far too long.

`split` cuts one text, `split_batch` the many whose tokens a `Vocabulary` gave. Sentences are looked for
only where a cut can fall; the shortest texts need none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from searcher.analysis import analyze
from searcher.analysis.sentences import next_word, sentence_end
from searcher.records import PassageBounds

if TYPE_CHECKING:
    from searcher.analysis.vocabulary import TokenArrays

WISHED_TOKENS = 120
"""Length of a passage: two or three paragraphs of news, what fits a screen with its neighbours."""

_ENOUGH = WISHED_TOKENS * 3 // 4  # a paragraph end from here on is a better cut than any later sentence
_LONGEST = WISHED_TOKENS * 3 // 2
_SHORTEST = WISHED_TOKENS // 4  # a last passage below this joins the one before
_SHORTEST_CUT = _ENOUGH + _SHORTEST  # of fewer tokens no cut is made


def split(text: str, language: str | None = None) -> tuple[PassageBounds, ...]:
    """Where the passages of a text begin and end.

    Args:
        text: of a document, paragraphs divided by line ends.
        language: as for `analyze`; token positions depend on it.

    Returns:
        bounds in order: the first begins at 0, each next one where the last ended, the last ends at
        len(text); the same for token positions. Empty for an empty text.
    """
    return _cut(text, [token.start for token in analyze(text, language) if token.last == token.position])


def split_batch(texts: Sequence[str], tokens: TokenArrays) -> list[tuple[PassageBounds, ...]]:
    """Where the passages of many texts begin and end, each cut as `split` cuts it.

    Args:
        texts: as they were given to `Vocabulary.analyze_batch`; tokens: what it returned.
    """
    passages: list[tuple[PassageBounds, ...]] = []
    end = 0
    for text, length in zip(texts, tokens.lengths.tolist(), strict=True):
        end += length
        if length >= _SHORTEST_CUT:
            passages.append(_cut(text, tokens.start[end - length : end].tolist()))
        else:
            passages.append((PassageBounds(0, len(text), 0, length),) if text else ())
    return passages


def _cut(text: str, starts: Sequence[int]) -> tuple[PassageBounds, ...]:
    """The passages of a text whose tokens begin at `starts`."""
    if not text:
        return ()
    points, firsts = zip(*_begins(text, starts), strict=True)
    ends, beyonds = (*points[1:], len(text)), (*firsts[1:], len(starts))
    return tuple(map(PassageBounds, points, ends, firsts, beyonds))


def _begins(text: str, starts: Sequence[int]) -> list[tuple[int, int]]:
    """Where the passages of a text begin that is not empty: code point and token of each."""
    begins = [(0, 0)]
    begun = 0  # token with which the current passage begins
    skipped = -1
    start = next_word(text, 0)  # of a sentence
    # With fewer tokens left, what follows a cut would be too short, and join the passage again.
    while len(starts) - begun >= _SHORTEST_CUT and start < len(text):
        if skipped != begun:
            skipped = begun
            start = max(start, _skip(text, starts, begun))
        first = bisect_left(starts, start, begun)
        if first - begun >= (_ENOUGH if "\n" in text[max(0, start - 2) : start] else WISHED_TOKENS):
            begins.append((start, first))
            begun = first
            continue
        end = sentence_end(text, start)
        beyond = bisect_left(starts, end, first)
        # A sentence that alone would be too long a passage comes in pieces.
        inner = (
            range(first + WISHED_TOKENS, beyond - _SHORTEST, WISHED_TOKENS)
            if beyond - first > _LONGEST
            else ()
        )
        pieces = [(start, first), *((starts[token], token) for token in inner)]
        for (at, token), until in zip(pieces, (*inner, beyond), strict=True):
            length = token - begun
            if length >= WISHED_TOKENS or (length > 0 and until - begun > _LONGEST):
                begins.append((at, token))
                begun = token
        start = next_word(text, end)
    if len(begins) > 1 and len(starts) - begun < _SHORTEST and len(starts) - begins[-2][1] <= 2 * _LONGEST:
        begins.pop()
    return begins


def _skip(text: str, starts: Sequence[int], begun: int) -> int:
    """The beginning of a sentence in the text before which no cut can fall, or 0.

    A cut falls where a sentence begins: after enough tokens at a line end, after as many as wished
    anywhere, and earlier only when the sentence that begins there would end too late.
    """
    end = text.find("\n", starts[begun + _ENOUGH - 1], starts[begun + WISHED_TOKENS - 1])
    if end < 0:
        end = sentence_end(text, starts[begun + WISHED_TOKENS - 1])
        latest = begun + _LONGEST
        if latest < len(starts) and starts[latest] < end:
            return 0
    return next_word(text, end)
