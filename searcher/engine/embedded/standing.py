"""Where the matches of a query stand in the documents it found, from the arrays of their segments.

    ranked documents + lists of the leaves → places, passages, code points

Nothing is read before it is asked for, and of the documents that are asked for alone. Token positions count
from the beginning of a text; in the arrays they count through the body of a segment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Protocol

import numpy as np

from searcher.analysis import analyze
from searcher.engine.embedded.layout import Array
from searcher.engine.embedded.occurrences import ranges
from searcher.engine.embedded.postings import Segment
from searcher.engine.embedded.ranking import Ranked
from searcher.engine.embedded.stored import load_document
from searcher.query.top_docs import PlaceTable
from searcher.records import Document, Passage, PassageBounds, Place, Span


class Placed(Protocol):
    """What is needed of the list of a match, see `searcher.engine.embedded.lists`."""

    def __len__(self) -> int: ...

    def stretches(self, begin: Array, end: Array) -> tuple[Array, Array]:
        """The numbers of the places in some stretches of positions."""
        ...

    def places_at(self, at: Array) -> tuple[Array, Array, Array]:
        """Places by number."""
        ...


_TAKEN = bytes((byte >> 5) + (byte & 31) for byte in range(256))
"""Code points that a token takes with the gap before it, by its byte in `token`."""

_WORD = re.compile(r"[^\W_ʹʻʼʽʾʿ]")
"""What a word begins with, see `searcher.analysis.tokenizer`."""

_MAYBE_NO_WORD = re.compile("[\u0374\u0640\ufc5e-\ufc63\ufcf2-\ufcf4\ufe70-\ufe7f]")
"""Letters to Unicode that fold to nothing: a lone one is no word, so the first word may be another."""

_NO_ROWS = np.zeros(0, np.int64)
_NO_PLACES = PlaceTable(_NO_ROWS, _NO_ROWS, _NO_ROWS, _NO_ROWS, _NO_ROWS, _NO_ROWS, np.zeros(0))


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
        self._byte = segment.arrays.view("passage.byte")
        self._text_start = segment.arrays.view("text.start")
        self._text = segment.arrays.view("text.bytes")
        self._token = segment.arrays.view("token")

    @cached_property
    def positions(self) -> Array:
        """Where each passage begins in the body, ascending.

        The passages of an article that is a headline alone lead beyond its text, which is empty.
        """
        positions = self.segment.arrays["passage.position"]
        if (positions[1:] >= positions[:-1]).all():
            return positions
        return np.minimum.accumulate(positions[::-1])[::-1]

    def passage(self, docnum: int, ordinal: int) -> tuple[int, int, str]:
        """Where a passage begins in its text, in code points and in tokens, and its own text."""
        number = self._passage_start[docnum] + ordinal
        text = self._text_start[docnum]
        is_last = number + 1 == self._passage_start[docnum + 1]
        end = self._text_start[docnum + 1] if is_last else text + self._byte[number + 1]
        raw = self._text[text + self._byte[number] : end]
        position = self._position[number] - self.text_base[docnum]
        return self._begin[number], position, str(raw, "utf-8", "surrogatepass")

    def size(self, docnum: int, ordinal: int) -> int:
        """The tokens of a passage."""
        return int(self.passage_tokens[self._passage_start[docnum] + ordinal])

    def tokens(self, docnum: int, first: int, beyond: int) -> bytes:
        """One byte for each token of a text; zeros for an article that is a headline alone."""
        begin = self.text_base[docnum]
        if begin + beyond >= self.base[docnum + 1]:
            return bytes(beyond - first)
        return bytes(self._token[begin + first : begin + beyond])

    def headline_tokens(self, docnum: int) -> bytes:
        """One byte for each token of a headline."""
        return bytes(self._token[self.base[docnum] : self.text_base[docnum] - 1])


class ArrayStanding:
    """A `searcher.query.top_docs.Standing` over the segments of one commit."""

    __slots__ = ("_lists", "_ranked", "_texts")

    def __init__(
        self, texts: Sequence[SegmentTexts], ranked: Ranked, lists: Sequence[Sequence[Placed]]
    ) -> None:
        """Args: lists: for each match of the query its list in each segment."""
        self._texts, self._ranked, self._lists = texts, ranked, lists

    def places(self, begin: int, end: int) -> PlaceTable:
        """See `Standing.places`."""
        docnums = self._ranked.docnums[begin:end]
        if len(self._texts) == 1:
            return self._places_in(0, None, docnums)
        segments = self._ranked.segments[begin:end]
        tables = []
        for number in np.unique(segments).tolist():
            of_segment = (segments == number).nonzero()[0]
            tables.append(self._places_in(number, of_segment, docnums[of_segment]))
        if not tables:
            return _NO_PLACES
        columns = [np.concatenate(column) for column in zip(*tables, strict=True)]
        order = columns[0].argsort(kind="stable")  # a document's rows are of one segment, and in order
        return PlaceTable._make(column[order] for column in columns)

    def _places_in(self, number: int, numbers: Array | None, docs: Array) -> PlaceTable:
        """The rows of documents of one segment; `numbers` are theirs among those asked for, if not 0, 1 …"""
        texts = self._texts[number]
        held = [(leaf, lists[number]) for leaf, lists in enumerate(self._lists) if len(lists[number])]
        if not held or not len(docs):
            return _NO_PLACES
        segment = texts.segment
        begin, end = segment.text_base.take(docs), segment.base.take(docs + 1)
        starts, counts = [], []
        for _, found in held:
            start, count = found.stretches(begin, end)
            starts.append(start)
            counts.append(count)
        every = counts[0] if len(held) == 1 else np.concatenate(counts)
        at = ranges(starts[0] if len(held) == 1 else np.concatenate(starts), every)
        document = np.arange(len(docs))
        if len(held) == 1:
            leaf, found = held[0]
            first, last, weight = found.places_at(at)
            stretch = document.repeat(every)
            leaves = np.full(len(at), leaf)
        else:
            pieces, done = [], 0
            sizes = [int(count.sum()) for count in counts]
            for (_, found), size in zip(held, sizes, strict=True):
                pieces.append(found.places_at(at[done : done + size]))
                done += size
            first, last, weight = (np.concatenate(column) for column in zip(*pieces, strict=True))
            stretch = np.concatenate([document] * len(held)).repeat(every)
            leaves = np.array([leaf for leaf, _ in held]).repeat(sizes)
        passage = texts.positions.searchsorted(first.astype(np.uint32, copy=False), "right") - 1
        if len(held) > 1:
            # Each leaf's rows are in order; equal passages keep the order of leaves and positions.
            order = (stretch * len(texts.positions) + passage).argsort(kind="stable")
            stretch, passage, leaves = stretch.take(order), passage.take(order), leaves.take(order)
            first, last, weight = first.take(order), last.take(order), weight.take(order)
        base = begin.astype(np.int64).take(stretch)
        return PlaceTable(
            stretch if numbers is None else numbers.take(stretch),
            passage - texts.first_passage.take(docs.take(stretch)),
            texts.passage_tokens.take(passage).astype(np.int64),
            leaves,
            first - base,
            last - base,
            weight / 10,
        )

    def headline_places(self, document: int) -> Sequence[Sequence[Place]]:
        """See `Standing.headline_places`."""
        number, docnum = self._at(document)
        texts = self._texts[number]
        begin, end = texts.base[docnum], texts.text_base[docnum]
        placed: list[list[Place]] = []
        for lists in self._lists:
            start, count = lists[number].stretches(np.array([begin], np.uint32), np.array([end], np.uint32))
            if not count[0]:
                placed.append([])
                continue
            first, last, weight = lists[number].places_at(ranges(start, count))
            rows = zip(first.tolist(), last.tolist(), weight.tolist(), strict=True)
            placed.append([Place(one - begin, other - begin, tenths / 10) for one, other, tenths in rows])
        return placed

    def document(self, document: int) -> Document:
        """See `Standing.document`."""
        number, docnum = self._at(document)
        return load_document(self._texts[number].segment, docnum)

    def passage(self, document: int, ordinal: int) -> tuple[Passage, PassageBounds]:
        """See `Standing.passage`."""
        number, docnum = self._at(document)
        begin, token, text = self._texts[number].passage(docnum, ordinal)
        shown = text.strip()
        start = begin + len(text) - len(text.lstrip())
        return (
            Passage(ordinal, start, start + len(shown), shown),
            PassageBounds(begin, begin + len(text), token, token + self._texts[number].size(docnum, ordinal)),
        )

    def spans(self, document: int, ordinal: int, places: Sequence[tuple[int, int]]) -> list[Span]:
        """See `Standing.spans`."""
        number, docnum = self._at(document)
        texts = self._texts[number]
        _, token, text = texts.passage(docnum, ordinal)
        text = text.strip()
        tokens = texts.tokens(docnum, token, token + texts.size(docnum, ordinal))
        beginning = _WORD.search(text)
        if beginning is None or _MAYBE_NO_WORD.match(beginning[0]):
            tokens = bytes(len(tokens))  # found from the text
        return _spans(text, tokens, beginning.start() if beginning else 0, token, places)

    def headline_spans(self, document: int, places: Sequence[tuple[int, int]]) -> list[Span]:
        """See `Standing.headline_spans`."""
        number, docnum = self._at(document)
        tokens = self._texts[number].headline_tokens(docnum)
        headline = self.document(document).headline or ""
        return _spans(headline, tokens, tokens[0] >> 5 if tokens else 0, 0, places)

    def _at(self, document: int) -> tuple[int, int]:
        return int(self._ranked.segments[document]), int(self._ranked.docnums[document])


def _spans(
    text: str, tokens: bytes, beginning: int, token_start: int, places: Sequence[tuple[int, int]]
) -> list[Span]:
    """Code points of some places.

    Args:
        tokens: one byte each; beginning: code point at which the first one begins.
        token_start: position of the first one, in the counting of `places`.
    """
    spans: list[Span] = []
    for first, last in places:
        begin, end = max(first - token_start, 0), min(last - token_start, len(tokens) - 1)
        if begin > end:
            continue
        if 0 in tokens[: end + 1]:
            starts, ends = _offsets(text)
            if begin < len(starts):
                spans.append(Span(starts[begin], ends[min(end, len(ends) - 1)]))
            continue
        # The gap before the first token is no part of this text, or counted in `beginning` already.
        taken = tokens[: end + 1].translate(_TAKEN)
        start = beginning - (tokens[0] >> 5) + sum(taken[:begin])
        spans.append(Span(start + (tokens[begin] >> 5), start + sum(taken[begin:])))
    return spans


@lru_cache(maxsize=64)
def _offsets(text: str) -> tuple[list[int], list[int]]:
    """Where each token of a text begins and ends, for a text of which some token does not fit its byte."""
    tokens = [token for token in analyze(text) if token.position == token.last]
    return [token.start for token in tokens], [token.end for token in tokens]
