"""Text standing: where matches stand, for engines that keep no positions.

The doc_ids of a TopDocs → its documents, fetched, and their texts, analysed again: the slow way, which an
engine's own `Standing` has to agree with. It also marks a whole document that no search found.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

import numpy as np

from searcher.analysis import Token, analyze, is_stemmed
from searcher.query.highlight import highlight, token_spans, worth_marking
from searcher.query.nodes import Match
from searcher.query.places import TextOccurrences, places, places_within
from searcher.query.speakers import said_by
from searcher.query.top_docs import PlaceTable, Ranges, ShownPassage
from searcher.records import Document, Marked, Passage, PassageBounds, Place, Span

Fetch = Callable[[Sequence[str]], list[Document | None]]
"""Stored documents by their ids, None for one that is not there."""


class TextStanding:
    """A `searcher.query.top_docs.Standing` made of the documents themselves.

    A document that was deleted since the search has no text to stand in: `living` leaves it out, it has no
    places, and asking for it is a KeyError.
    """

    def __init__(self, doc_ids: Sequence[str], leaves: Sequence[Match], fetch: Fetch) -> None:
        self._doc_ids, self._leaves, self._fetch = doc_ids, leaves, fetch
        self._documents: dict[int, Document | None] = {}

    def living(self, begin: int, end: int) -> list[int]:
        """The documents of begin to end that are still there; fetches them, all at once."""
        wanted = [number for number in range(begin, end) if number not in self._documents]
        fetched = self._fetch([self._doc_ids[number] for number in wanted]) if wanted else []
        self._documents.update(zip(wanted, fetched, strict=True))
        return [number for number in range(begin, end) if self._documents[number] is not None]

    def places(self, begin: int, end: int) -> PlaceTable:
        """See `Standing`."""
        passages: list[tuple[int, int, int, int]] = []
        rows: list[tuple[int, int, int, float]] = []
        for number in self.living(begin, end):
            document = self._document(number)
            bounds = bounds_of(document)
            starts = [bound.token_start for bound in bounds]
            found: dict[int, list[tuple[int, int, int, float]]] = {}
            for match, standing in enumerate(self._text_places(document)):
                for place in standing:
                    at = max(bisect_right(starts, place.first) - 1, 0)
                    found.setdefault(at, []).append((match, *place))
            for at in sorted(found):
                tokens = bounds[at].token_end - bounds[at].token_start
                passages.append((number - begin, at, tokens, len(rows)))
                rows += sorted(found[at])
        numbers, ordinals, lengths, begins = np.array(passages, np.int64).reshape(-1, 4).T
        leaf, first, last = np.array([row[:3] for row in rows], np.int64).reshape(-1, 3).T
        weight = np.array([row[3] for row in rows], np.float64)
        return PlaceTable(numbers, ordinals, lengths, begins, leaf, first, last, weight)

    def _text_places(self, document: Document) -> Sequence[Sequence[Place]]:
        if document.is_headline_alone:
            return ()
        return text_places(document, self._leaves)

    def headline_places(self, document: int) -> Sequence[Sequence[Place]]:
        """See `Standing`."""
        return headline_places(self._document(document), self._leaves)

    def documents(self, documents: Sequence[int]) -> list[Document]:
        """See `Standing`.

        Raises:
            KeyError: one is no longer there.
        """
        return [self._document(number) for number in documents]

    def _document(self, document: int) -> Document:
        self.living(document, document + 1)
        found = self._documents[document]
        if found is None:
            raise KeyError(self._doc_ids[document])
        return found

    def passages(self, wanted: Sequence[tuple[int, int]]) -> list[ShownPassage]:
        """See `Standing`."""
        return [self._passage(document, ordinal) for document, ordinal in wanted]

    def _passage(self, document: int, ordinal: int) -> ShownPassage:
        found = self._document(document)
        bounds = bounds_of(found)[ordinal]
        text = found.text[bounds.start : bounds.end]
        start = bounds.start + len(text) - len(text.lstrip())
        text = text.strip()
        return Passage(ordinal, start, start + len(text), text), bounds.token_start, bounds.token_end

    def spans(
        self, documents: Sequence[int], shown: Sequence[ShownPassage], ranges: Sequence[Ranges]
    ) -> list[tuple[Span, ...]]:
        """See `Standing`."""
        return [
            tuple(token_spans(passage.text, self._document(document).language, zip(*own, strict=True), begin))
            for document, (passage, begin, _), own in zip(documents, shown, ranges, strict=True)
        ]

    def headline_spans(self, document: int, ranges: Ranges) -> tuple[Span, ...]:
        """See `Standing`."""
        found = self._document(document)
        return tuple(token_spans(found.headline or "", found.language, zip(*ranges, strict=True)))


def bounds_of(document: Document) -> Sequence[PassageBounds]:
    """Where the passages of a document are; one that was not split is a single one."""
    size = len(document.text)  # no text has more words than characters
    return document.passages or (PassageBounds(0, size, 0, size),)


def text_places(document: Document, leaves: Sequence[Match]) -> tuple[Sequence[Place], ...]:
    """Where each match stands in the text of a document, which is analysed for it."""
    tokens = analyze(document.text, document.language)
    occurrences = TextOccurrences(tokens, stemmed=is_stemmed(document.language))
    return tuple(
        ()
        if leaf.field == "headline"
        else places_within(leaf.unit, occurrences, _quotations(document, leaf, tokens))
        if leaf.speakers
        else places(leaf.unit, occurrences)
        for leaf in leaves
    )


def _quotations(document: Document, leaf: Match, tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The tokens of the quotations that a match is looked for in: half-open positions."""
    words = [token for token in tokens if token.last == token.position]
    starts, ends = [token.start for token in words], [token.end for token in words]
    return [
        (bisect_left(starts, quote.start), bisect_right(ends, quote.end))
        for quote in said_by(document, leaf.speakers)
    ]


def headline_places(document: Document, leaves: Sequence[Match]) -> tuple[Sequence[Place], ...]:
    """Where each match stands in the headline of a document; no headline is a quotation."""
    tokens = analyze(document.headline or "", document.language)
    occurrences = TextOccurrences(tokens, stemmed=is_stemmed(document.language))
    return tuple(
        () if leaf.field == "text" or leaf.speakers else places(leaf.unit, occurrences) for leaf in leaves
    )


def mark(document: Document, leaves: Sequence[Match]) -> Marked:
    """The spans of the whole text and of the headline of a document that matches stand at."""
    text, headline = (
        [place for standing in found for place in worth_marking(standing)]
        for found in (text_places(document, leaves), headline_places(document, leaves))
    )
    return Marked(
        highlight(document.text, document.language, text),
        highlight(document.headline or "", document.language, headline),
    )
