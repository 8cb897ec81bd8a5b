"""Where the matches of a query stand in the documents it found, from the arrays of their segments.

    ranked documents + lists of the leaves → places, passages, code points

Nothing is read before it is asked for, and of the documents that are asked for alone. Token positions count
from the beginning of a text; in the arrays they count through the body of a segment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np

from searcher.analysis import analyze
from searcher.engine.embedded.commit.damage import reports_damage
from searcher.engine.embedded.searching.occurrences import ranges
from searcher.engine.embedded.searching.ranking import Ranked
from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.postings import Segment
from searcher.engine.embedded.segment.stored import load_document
from searcher.query.top_docs import PlaceTable
from searcher.records import Document, Passage, PassageBounds, Place, Span


class Placed(Protocol):
    """What is needed of the list of a match, see `searcher.engine.embedded.searching.lists`."""

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
        self._tokens = segment.arrays.view("passage.tokens")
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

    def passage(self, docnum: int, ordinal: int) -> tuple[PassageBounds, str]:
        """Where a passage lies in its text, and its own text."""
        number = self._passage_start[docnum] + ordinal
        text = self._text_start[docnum]
        is_last = number + 1 == self._passage_start[docnum + 1]
        end = self._text_start[docnum + 1] if is_last else text + self._byte[number + 1]
        passage = str(self._text[text + self._byte[number] : end], "utf-8", "surrogatepass")
        begin, token = self._begin[number], self._position[number] - self.text_base[docnum]
        return PassageBounds(begin, begin + len(passage), token, token + self._tokens[number]), passage

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

    def __init__(
        self, texts: Sequence[SegmentTexts], ranked: Ranked, lists: Sequence[Sequence[Placed]]
    ) -> None:
        """Args: lists: for each match of the query its list in each segment."""
        self._texts, self._ranked, self._lists = texts, ranked, lists

    @property
    def folder(self) -> Path:
        """The folder of the index."""
        return self._texts[0].segment.folder

    @cached_property
    def _located(self) -> list[tuple[int, int]]:
        """Segment and docnum of each document."""
        return list(zip(self._ranked.segments.tolist(), self._ranked.docnums.tolist(), strict=True))

    @reports_damage
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
        document = np.arange(len(docs))
        if len(held) == 1:
            leaf, found = held[0]
            start, count = found.stretches(begin, end)
            first, last, weight = found.places_at(ranges(start, count))
            stretch = document.repeat(count)
            leaves = np.zeros(len(first), np.int64)
            leaves += leaf
        else:
            rows, sizes, stretches = [], [], []
            for _, found in held:
                start, count = found.stretches(begin, end)
                at = ranges(start, count)
                rows.append(found.places_at(at))
                sizes.append(len(at))
                stretches.append(document.repeat(count))
            first, last, weight = [np.concatenate(column) for column in zip(*rows, strict=True)]
            stretch = np.concatenate(stretches)
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
            passage - texts.first_passage.take(docs).take(stretch),
            texts.passage_tokens.take(passage),
            leaves,
            first - base,
            last - base,
            weight / 10,
        )

    @reports_damage
    def headline_places(self, document: int) -> Sequence[Sequence[Place]]:
        """See `Standing.headline_places`."""
        number, docnum = self._located[document]
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

    @reports_damage
    def document(self, document: int) -> Document:
        """See `Standing.document`."""
        number, docnum = self._located[document]
        return load_document(self._texts[number].segment, docnum)

    @reports_damage
    def passage(self, document: int, ordinal: int) -> tuple[Passage, PassageBounds]:
        """See `Standing.passage`."""
        number, docnum = self._located[document]
        bounds, text = self._texts[number].passage(docnum, ordinal)
        shown = text.strip()
        start = bounds.start + len(text) - len(text.lstrip())
        return Passage(ordinal, start, start + len(shown), shown), bounds

    @reports_damage
    def spans(
        self, document: int, passage: Passage, bounds: PassageBounds, places: Sequence[tuple[int, int]]
    ) -> list[Span]:
        """See `Standing.spans`."""
        number, docnum = self._located[document]
        _, _, begin, beyond = bounds
        tokens = self._texts[number].tokens(docnum, begin, beyond)
        beginning = _beginning(passage.text)
        if beginning < 0:
            beginning, tokens = 0, bytes(len(tokens))  # found from the text
        return _spans(passage.text, tokens, beginning, begin, places)

    @reports_damage
    def headline_spans(self, document: int, places: Sequence[tuple[int, int]]) -> list[Span]:
        """See `Standing.headline_spans`."""
        number, docnum = self._located[document]
        tokens = self._texts[number].headline_tokens(docnum)
        headline = self.document(document).headline or ""
        return _spans(headline, tokens, tokens[0] >> 5 if tokens else 0, 0, places)


def _beginning(text: str) -> int:
    """The code point at which the first word of a text begins, -1 if it takes analysis to tell."""
    first = text[:1]
    if first.isascii() and first.isalnum():
        return 0
    found = _WORD.search(text)
    return -1 if found is None or _MAYBE_NO_WORD.match(found[0]) else found.start()


def _spans(
    text: str, tokens: bytes, beginning: int, token_start: int, places: Sequence[tuple[int, int]]
) -> list[Span]:
    """Code points of some places.

    Args:
        tokens: one byte each; beginning: code point at which the first one begins.
        token_start: position of the first one, in the counting of `places`, which ascend.
    """
    if not tokens:
        return []
    known = tokens.find(0)  # up to there, every token fits its byte
    if known >= 0 and any(last - token_start >= known for _, last in places):
        return _spans_from_text(text, token_start, places)
    taken = tokens.translate(_TAKEN)
    # The gap before the first token is no part of this text, or counted in `beginning` already.
    start, done = beginning - (tokens[0] >> 5), 0
    spans: list[Span] = []
    for first, last in places:
        begin, beyond = first - token_start, last - token_start + 1
        if begin < done:  # before the passage, or where the place before this one began
            begin = done
        if begin < beyond and begin < len(tokens):
            if begin > done:
                start += sum(taken[done:begin])
                done = begin
            spans.append(Span(start + (tokens[begin] >> 5), start + sum(taken[begin:beyond])))
    return spans


def _spans_from_text(text: str, token_start: int, places: Sequence[tuple[int, int]]) -> list[Span]:
    """The same for a text of which some token does not fit its byte."""
    starts, ends = _offsets(text)
    spans: list[Span] = []
    for first, last in places:
        begin, end = max(first - token_start, 0), min(last - token_start, len(ends) - 1)
        if begin <= end:
            spans.append(Span(starts[begin], ends[end]))
    return spans


@lru_cache(maxsize=64)
def _offsets(text: str) -> tuple[list[int], list[int]]:
    """Where each token of a text begins and ends."""
    tokens = [token for token in analyze(text) if token.position == token.last]
    return [token.start for token in tokens], [token.end for token in tokens]
