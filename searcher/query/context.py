"""Context: the sentences around a passage.

    text, where a passage begins and ends → what stands before it, what stands behind

Both are cut at the ends of sentences and touch the passage: `before + passage + after` is a stretch of the
text. Of a passage that is cut inside a sentence, the rest of that counts as one.
"""

from __future__ import annotations

from typing import NamedTuple

from searcher.analysis import sentences as sentences_of
from searcher.analysis.sentences import next_word, sentence_end

_WINDOW = 400  # characters looked through for each sentence before a passage, to begin with


class Context(NamedTuple):
    """What stands around a passage, white space included: line ends between paragraphs, blanks between
    sentences."""

    before: str
    after: str


def around(text: str, start: int, end: int, sentences: int) -> Context:
    """The sentences before and behind a stretch of a text.

    Args:
        text: of a document; start, end: code points of the stretch.
        sentences: how many on each side at most, >= 0.

    Raises:
        ValueError: sentences is negative.
    """
    if sentences < 0:
        raise ValueError(f"sentences={sentences}: how many? At least 0")
    return Context(text[_begin(text, start, sentences) : start], text[end : _end(text, end, sentences)])


def _begin(text: str, start: int, count: int) -> int:
    """Where the sentences before a code point begin."""
    if not count:
        return start
    size = _WINDOW * count
    while True:
        first = max(0, start - size)
        spans = sentences_of(text[first:start])
        if len(spans) > count or not first:  # the first one may have begun before what was looked through
            return first + spans[-count:][0].start if spans else start
        size *= 2


def _end(text: str, end: int, count: int) -> int:
    """Where the sentences behind a code point end."""
    at = end
    for _ in range(count):
        begin = next_word(text, at)
        if begin == len(text):
            break
        at = sentence_end(text, begin)
    return end + len(text[end:at].rstrip())
