"""Where the matches of a query stand in the documents it found, from the arrays of their segments.

    ranked documents + lists of the leaves → places, passages, code points

Nothing is read before it is asked for, and of the documents that are asked for alone. Token positions count
from the beginning of a text; in the arrays they count through the body of a segment.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import is_
from pathlib import Path
from typing import Protocol

import numpy as np

from searcher.engine.embedded.commit.damage import reports_damage
from searcher.engine.embedded.searching.ranking import Ranked
from searcher.engine.embedded.searching.texts import SegmentTexts, beginning_of, spans_of
from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.posting_lists import ranges
from searcher.engine.embedded.segment.stored import load_document, load_documents
from searcher.query.lazy import lazy
from searcher.query.top_docs import PlaceTable, Ranges, ShownPassage
from searcher.records import Document, Passage, Place, Span


class Placed(Protocol):
    """What is needed of the list of a match, see `searcher.engine.embedded.searching.lists`."""

    def __len__(self) -> int: ...

    def placed(self, docs: Array, begin: Array, end: Array) -> tuple[Array, Array, Array, Array]:
        """How many places there are in a stretch of each of some documents, and all of these."""
        ...


_NO = np.zeros(0, np.intp)
_NO_PLACES = PlaceTable(_NO, _NO, _NO, _NO, _NO, _NO, _NO, np.zeros(0))


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

    @lazy
    def _located(self) -> list[tuple[int, int]]:
        """Segment and docnum of each document."""
        return list(zip(self._ranked.segments.tolist(), self._ranked.docnums.tolist(), strict=True))

    @reports_damage
    def places(self, begin: int, end: int) -> PlaceTable:
        """See `Standing.places`; positions are those in the body of each document's segment."""
        docnums = self._ranked.docnums[begin:end]
        if len(self._texts) == 1:
            return self._places_in(0, docnums)
        segments = self._ranked.segments[begin:end]
        tables = []
        for number in np.unique(segments).tolist():
            of_segment = (segments == number).nonzero()[0]
            table = self._places_in(number, docnums[of_segment])
            tables.append(table._replace(document=of_segment.take(table.document)))
        return _in_order(tables)

    def _places_in(self, number: int, docs: Array) -> PlaceTable:
        """The places in documents of one segment, counted from the first of them."""
        texts = self._texts[number]
        held = [(leaf, lists[number]) for leaf, lists in enumerate(self._lists) if len(lists[number])]
        if not held or not len(docs):
            return _NO_PLACES
        segment = texts.segment
        begin, end = segment.text_base.take(docs), segment.base.take(docs + 1)
        document = np.arange(len(docs))
        columns = []
        for leaf, found in held:
            count, first, last, weight = found.placed(docs, begin, end)
            columns.append((first, last, weight, document.repeat(count), leaf))
        if len(held) == 1:
            first, last, weight, stretch, leaf = columns[0]
            leaves = np.full(len(first), leaf)
        else:
            firsts, lasts, weights, stretches, numbers = zip(*columns, strict=True)
            leaves = np.array(numbers).repeat([len(column) for column in firsts])
            first, weight, stretch = (
                np.concatenate(firsts),
                np.concatenate(weights),
                np.concatenate(stretches),
            )
            is_single = all(map(is_, firsts, lasts))
            last = first if is_single else np.concatenate(lasts)
        passage = texts.positions.searchsorted(first.astype(np.uint32, copy=False), "right")
        if len(held) > 1:
            # Each leaf's places are in order; equal passages keep the order of leaves and positions.
            order = (stretch * (len(texts.positions) + 1) + passage).argsort(kind="stable")
            stretch, passage, leaves = stretch.take(order), passage.take(order), leaves.take(order)
            first, weight = first.take(order), weight.take(order)
            last = first if is_single else last.take(order)
        if not len(passage):
            return _NO_PLACES
        begins = np.empty(len(passage), bool)
        begins[0] = True
        np.not_equal(passage[1:], passage[:-1], out=begins[1:])
        at = begins.nonzero()[0]
        holder = stretch.take(at)
        held_passage = passage.take(at)
        held_passage -= 1
        return PlaceTable(
            holder,
            held_passage - texts.first_passage.take(docs).take(holder),
            texts.passage_tokens.take(held_passage),
            at,
            leaves,
            first,
            last,
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
            if not len(lists[number]):
                placed.append([])
                continue
            edges = (np.array([at], np.uint32) for at in (docnum, begin, end))
            _, first, last, weight = lists[number].placed(*edges)
            rows = zip(first.tolist(), last.tolist(), weight.tolist(), strict=True)
            placed.append([Place(one - begin, other - begin, tenths / 10) for one, other, tenths in rows])
        return placed

    @reports_damage
    def documents(self, documents: Sequence[int]) -> Sequence[Document]:
        """See `Standing.documents`."""
        located, texts = self._located, self._texts
        if len(texts) == 1:
            return load_documents(texts[0].segment, [located[document][1] for document in documents])
        wanted = map(located.__getitem__, documents)
        return [load_document(texts[number].segment, docnum) for number, docnum in wanted]

    @reports_damage
    def passages(self, wanted: Sequence[tuple[int, int]]) -> list[ShownPassage]:
        """See `Standing.passages`."""
        located, texts = self._located, self._texts
        shown = []
        for document, ordinal in wanted:
            number, docnum = located[document]
            shown.append(texts[number].passage(docnum, ordinal))
        return shown

    @reports_damage
    def spans(
        self, documents: Sequence[int], shown: Sequence[ShownPassage], ranges: Sequence[Ranges]
    ) -> list[tuple[Span, ...]]:
        """See `Standing.spans`."""
        located, texts = self._located, self._texts
        tokens, beginnings = [], []
        for document, (passage, begin, beyond) in zip(documents, shown, strict=True):
            number, docnum = located[document]
            tokens.append(texts[number].tokens(docnum, begin, beyond))
            beginnings.append(beginning_of(passage.text))
        return spans_of(shown, tokens, beginnings, ranges)

    @reports_damage
    def headline_spans(self, document: int, ranges: Ranges) -> tuple[Span, ...]:
        """See `Standing.headline_spans`."""
        number, docnum = self._located[document]
        tokens = self._texts[number].headline_tokens(docnum)
        (found,) = self.documents([document])
        headline = found.headline or ""
        shown = (Passage(0, 0, len(headline), headline), 0, len(tokens))
        return spans_of([shown], [tokens], [tokens[0] >> 5 if tokens else 0], [ranges])[0]


def _in_order(tables: Sequence[PlaceTable]) -> PlaceTable:
    """Tables of different documents as one."""
    tables = [table for table in tables if len(table.first)]
    if len(tables) < 2:
        return tables[0] if tables else _NO_PLACES
    joined = PlaceTable(*(np.concatenate(column) for column in zip(*tables, strict=True)))
    offsets = np.cumsum([0, *(len(table.first) for table in tables[:-1])])
    begin = joined.begin + offsets.repeat([len(table.begin) for table in tables])
    count = np.diff(begin, append=len(joined.first))
    # The passages of a document are of one table, and in order.
    order = joined.document.argsort(kind="stable")
    places = ranges(begin.take(order), count.take(order))
    sorted_counts = count.take(order)
    first = joined.first.take(places)
    is_single = all(table.last is table.first for table in tables)
    return PlaceTable(
        joined.document.take(order),
        joined.ordinal.take(order),
        joined.tokens.take(order),
        sorted_counts.cumsum() - sorted_counts,
        joined.leaf.take(places),
        first,
        first if is_single else joined.last.take(places),
        joined.weight.take(places),
    )
