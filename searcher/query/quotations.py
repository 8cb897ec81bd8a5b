"""Quotations: who is quoted with which words, article after article.

Results of a search that asks for speakers → each of their quotations, or those alone that hold its words
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import overload

from searcher.query.highlight import merge
from searcher.query.nodes import matches
from searcher.query.results import Results
from searcher.query.speakers import ANYBODY, said_by, speakers_of
from searcher.records import Note, Span


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that an article quotes directly.

    Attributes:
        speaker: the canonical name of who says them, or a role; text: the words, without quotation marks.
        start, end: where they stand in the text of the article.
        highlights: spans of `text` that the query matches.
    """

    speaker: str
    text: str
    doc_id: str
    headline: str | None
    source: str | None
    date: str | None
    path: str
    start: int
    end: int
    highlights: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Quotations(Sequence[Quotation]):
    """Quotations, in the order of the articles, then of the text.

    Attributes:
        notes: what the reader should know, see `Results.notes`.
    """

    quotations: tuple[Quotation, ...]
    notes: tuple[Note, ...] = ()

    @overload
    def __getitem__(self, at: int) -> Quotation: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Quotation, ...]: ...
    def __getitem__(self, at: int | slice) -> Quotation | tuple[Quotation, ...]:
        return self.quotations[at]

    def __len__(self) -> int:
        return len(self.quotations)


def quotations_of(results: Results, offset: int = 0, limit: int | None = None) -> Quotations:
    """The quotations that an answer is made of.

    Args:
        results: of a search for speakers, with all passages of each document.
        offset: how many of the first to pass over; limit: how many at most, None for all.
    """
    beyond = None if limit is None else offset + limit
    return Quotations(tuple(islice(_found(results), offset, beyond)), results.notes)


def _found(results: Results) -> Iterator[Quotation]:
    every = speakers_of(results.node)
    speakers = tuple(unit for unit in every if unit != ANYBODY) or every
    has_words = any(leaf.speakers for leaf in matches(results.node))
    for _, hits in groupby(results.hits, key=lambda hit: hit.rank):
        shown = list(hits)
        document = shown[0].document
        marked = merge(
            Span(hit.passage.start + start, hit.passage.start + end)
            for hit in shown
            for start, end in (hit.highlights if has_words else ())
        )
        for quote in said_by(document, speakers):
            start, end = quote.start, quote.end
            own = tuple(
                Span(max(first, start) - start, min(beyond, end) - start)
                for first, beyond in marked
                if first < end and start < beyond
            )
            if own or not has_words:
                yield Quotation(
                    quote.speaker or "",
                    document.text[start:end],
                    document.doc_id,
                    document.headline,
                    document.source,
                    document.date,
                    document.path,
                    start,
                    end,
                    own,
                )
