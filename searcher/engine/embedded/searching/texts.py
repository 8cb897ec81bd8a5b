"""The texts of a segment: passages by number, and the code points of tokens in them.

    docnum + ordinal → passage;  token positions in it → spans

Of each token one byte is stored: the code points before it and its own. Where that is not enough, the text is
analysed again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache, partial
from itertools import accumulate, chain, pairwise

import numpy as np

from searcher.analysis import analyze
from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.postings import Segment
from searcher.query.lazy import lazy
from searcher.query.top_docs import Ranges, ShownPassage
from searcher.records import Passage, Span

_TAKEN = bytes((byte >> 5) + (byte & 31) for byte in range(256))
"""Code points that a token takes with the gap before it, by its byte in `token`."""

_GAPS = bytes(byte >> 5 for byte in range(256))
"""Those of the gap."""

_WORD = re.compile(r"[^\W_ʹʻʼʽʾʿ]")
"""What a word begins with, see `searcher.analysis.tokenizer`."""

_MAYBE_NO_WORD = re.compile("[\u0374\u0640\ufc5e-\ufc63\ufcf2-\ufcf4\ufe70-\ufe7f]")
"""Letters to Unicode that fold to nothing: a lone one is no word, so the first word may be another."""


class SegmentTexts:
    """The passages and tokens of a segment; what is read one by one is read through memoryviews."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self.base = segment.arrays.view("doc.base")
        self.text_base = segment.arrays.view("doc.text_base")
        self.first_passage = segment.arrays["passage.start"]
        self.passage_tokens = segment.arrays["passage.tokens"]
        self._passage_start = segment.arrays.view("passage.start")
        self._position = segment.arrays.view("passage.position")
        self._begin = segment.arrays.view("passage.begin")
        self._tokens = segment.arrays.view("passage.tokens")
        self._byte = segment.arrays.view("passage.byte")
        self._text_start = segment.arrays.view("text.start")
        self._text = segment.arrays.view("text.bytes")
        self._token = segment.arrays.view("token")

    @lazy
    def positions(self) -> Array:
        """Where each passage begins in the body, ascending.

        The passages of an article that is a headline alone lead beyond its text, which is empty.
        """
        positions = self.segment.arrays["passage.position"]
        if (positions[1:] >= positions[:-1]).all():
            return positions
        return np.minimum.accumulate(positions[::-1])[::-1]

    def passage(self, docnum: int, ordinal: int) -> ShownPassage:
        """A passage and its positions in the body."""
        number = self._passage_start[docnum] + ordinal
        text = self._text_start[docnum]
        is_last = number + 1 == self._passage_start[docnum + 1]
        end = self._text_start[docnum + 1] if is_last else text + self._byte[number + 1]
        passage = str(self._text[text + self._byte[number] : end], "utf-8", "surrogatepass")
        shown = passage.strip()
        start = self._begin[number]
        if not passage.startswith(shown[:1]):
            start += len(passage) - len(passage.lstrip())
        begin = self._position[number]
        return Passage(ordinal, start, start + len(shown), shown), begin, begin + self._tokens[number]

    def tokens(self, docnum: int, begin: int, beyond: int) -> bytes:
        """One byte for each token of a text; zeros for an article that is a headline alone."""
        if beyond >= self.base[docnum + 1]:
            return bytes(beyond - begin)
        return bytes(self._token[begin:beyond])

    def headline_tokens(self, docnum: int) -> bytes:
        """One byte for each token of a headline."""
        return bytes(self._token[self.base[docnum] : self.text_base[docnum] - 1])


def beginning_of(text: str) -> int:
    """The code point at which the first word of a text begins, -1 if it takes analysis to tell."""
    first = text[:1]
    if first.isalnum() and first.isascii():
        return 0
    found = _WORD.search(text)
    return -1 if found is None or _MAYBE_NO_WORD.match(found[0]) else found.start()


def spans_of(
    shown: Sequence[ShownPassage],
    tokens: Sequence[bytes],
    beginnings: Sequence[int],
    ranges: Sequence[Ranges],
) -> list[tuple[Span, ...]]:
    """Code points of some ranges of tokens, in several passages at once.

    Args:
        tokens: one byte for each token of a passage; beginnings: code point at which its first one begins, -1
            if that is not known; ranges: of positions in it.
    """
    counts = [len(first) for first, _ in ranges]
    first = np.array(list(chain.from_iterable([first for first, _ in ranges])))
    if not len(first):
        return [()] * len(ranges)
    row = b"".join(tokens)
    # Where each token ends, as if the passages stood behind each other. What that is too much in a passage,
    # and the gap before its first token, which is not in it or is in its beginning, is taken back.
    taken = np.frombuffer(row.translate(_TAKEN), np.uint8)
    gaps = np.frombuffer(row.translate(_GAPS), np.uint8)
    ends = np.zeros(len(row) + 1, np.intp)
    taken.cumsum(out=ends[1:])
    offsets = list(accumulate(map(len, tokens), initial=0))[:-1]
    shift = np.array([offset - begin for offset, (_, begin, _) in zip(offsets, shown, strict=True)]).repeat(
        counts
    )
    before = [
        (own[0] >> 5) - beginning if own else 0 for own, beginning in zip(tokens, beginnings, strict=True)
    ]
    too_much = (ends.take(offsets) + before).repeat(counts)
    first += shift
    last = first
    if not all(last is first for first, last in ranges):
        last = np.array(list(chain.from_iterable([last for _, last in ranges])))
        last += shift
    begins = ends.take(first) + gaps.take(first) - too_much
    beyond = ends[1:].take(last) - too_much
    every = list(map(_span, zip(begins.tolist(), beyond.tolist(), strict=True)))
    borders = list(accumulate(counts, initial=0))
    spans = [tuple(every[begin:end]) for begin, end in pairwise(borders)]
    if 0 in row or -1 in beginnings:
        for number, (own, beginning) in enumerate(zip(tokens, beginnings, strict=True)):
            if 0 in own or beginning < 0:
                spans[number] = _spans_from_text(shown[number], ranges[number])
    return spans


_span = partial(tuple.__new__, Span)


def _spans_from_text(shown: ShownPassage, ranges: Ranges) -> tuple[Span, ...]:
    """The same for a passage of which some token does not fit its byte."""
    passage, begin, _ = shown
    starts, ends = _offsets(passage.text)
    found = [
        (first - begin, last - begin)
        for first, last in zip(*ranges, strict=True)
        if first - begin < len(starts)
    ]
    return tuple(Span(starts[first], ends[min(last, len(ends) - 1)]) for first, last in found)


@lru_cache(maxsize=64)
def _offsets(text: str) -> tuple[list[int], list[int]]:
    """Where each token of a text begins and ends."""
    tokens = [token for token in analyze(text) if token.position == token.last]
    return [token.start for token in tokens], [token.end for token in tokens]
