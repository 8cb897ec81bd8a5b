"""Results: what a search gives back, passages chosen when they are first looked at.

TopDocs → hits. The documents come ranked from the engine; here the passages of the first ones are
scored and the order is made final. The number of documents looked at does not depend on how many are
shown, so the first ten of a hundred are the ten of a search for ten.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from searcher.analysis import analyze, is_stemmed
from searcher.query.filters import mentions_of
from searcher.query.highlight import highlight, merge, worth_marking
from searcher.query.nodes import Match, Node, matches
from searcher.query.passages import Formula, score_passages
from searcher.query.places import TextOccurrences, places
from searcher.records import (
    Document,
    FacetCount,
    Note,
    Passage,
    PassageBounds,
    Place,
    ScoredDocument,
    Span,
    TopDocs,
    Total,
)

RESCORED = 50
"""Documents whose passages are scored, best first; at least so many are asked of the engine."""

PASSAGE_WEIGHT = 0.5
"""What the best passage's score adds to its document's."""

AVERAGE_PASSAGE = 120.0
"""Tokens of a usual passage."""


class Snippet(NamedTuple):
    """A passage with its highlights, ready to show."""

    passage: str
    highlights: tuple[Span, ...]

    def text(self) -> str:
        """The passage as it is."""
        return self.passage

    def html(self) -> str:
        """The passage escaped for HTML, what matched inside <mark>."""
        return self.marked("<mark>", "</mark>", html.escape)

    def marked(self, before: str, after: str, escape: Callable[[str], str] = str) -> str:
        """The passage with something put before and after each highlight."""
        pieces: list[str] = []
        at = 0
        for start, end in self.highlights:
            pieces += [escape(self.passage[at:start]), before, escape(self.passage[start:end]), after]
            at = end
        pieces.append(escape(self.passage[at:]))
        return "".join(pieces)


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage of one document.

    Attributes:
        rank: of the document, 1 for the first; passages of one document share it.
        score: of the document joined with its best passage; falls with the rank.
        highlights: spans of passage.text; headline_highlights: spans of document.headline.
    """

    rank: int
    score: float
    document: Document
    passage: Passage
    highlights: tuple[Span, ...]
    headline_highlights: tuple[Span, ...] = ()

    @property
    def snippet(self) -> Snippet:
        """The passage with its highlights."""
        return Snippet(self.passage.text, self.highlights)


class _Ranked(NamedTuple):
    score: float
    document: Document
    found: ScoredDocument
    text_places: tuple[Sequence[Place], ...]
    passages: list[float]


class Results:
    """The answer to a query.

    Attributes:
        query: as it was typed; node: as it was read.
        total: how many documents match.
        facets: counts over all matching documents, when asked for.
        took_ms: from the query's text to the ranked documents.
    """

    def __init__(
        self,
        query: str,
        node: Node,
        top: TopDocs,
        fetch: Callable[[Sequence[str]], list[Document | None]],
        formula: Formula,
        *,
        limit: int,
        offset: int = 0,
        per_document: int = 1,
        by_relevance: bool = True,
        notes: Callable[[], Sequence[Note]] = tuple,
        took_ms: float = 0.0,
    ) -> None:
        self.query, self.node, self.top = query, node, top
        self.total: Total = top.total
        self.facets: dict[str, tuple[FacetCount, ...]] = top.facets
        self._make_notes = notes
        self.took_ms = took_ms
        self._fetch, self._formula = fetch, formula
        self._limit, self._offset = limit, offset
        self._per_document, self._by_relevance = per_document, by_relevance
        self._leaves: tuple[Match, ...] = tuple(matches(node))

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """What the reader should know; worked out when first asked for, as the nearest words take a while."""
        return tuple(self._make_notes())

    @cached_property
    def documents(self) -> list[tuple[str, float]]:
        """(doc_id, score) of the documents in final order: what a run file lists."""
        wanted = slice(self._offset, self._offset + self._limit)
        if not self._is_reordered:
            return [(found.doc_id, found.score) for found in self.top.documents[wanted]]
        first = [(ranked.found.doc_id, ranked.score) for ranked in self._rescored]
        return (first + [(found.doc_id, found.score) for found in self.top.documents[RESCORED:]])[wanted]

    @cached_property
    def hits(self) -> list[Hit]:
        """The best passages, best first; the further ones of a document right behind its best."""
        begin, end = self._offset, self._offset + self._limit
        if self._is_reordered:
            shown = self._rescored[begin:end]
            shown = shown + self._rank(self.top.documents[max(begin, RESCORED) : end])
        else:
            shown = self._rank(self.top.documents[begin:end])
        return [
            self._hit(rank, ranked, ordinal)
            for rank, ranked in enumerate(shown, begin + 1)
            for ordinal in self._choose(ranked)
        ]

    @property
    def _is_reordered(self) -> bool:
        """Whether passages have a say in the order: not in one by date, nor without words to score."""
        return self._by_relevance and bool(self._leaves)

    @cached_property
    def _rescored(self) -> list[_Ranked]:
        """The first documents, in final order."""
        ranked = [
            item._replace(score=item.score + PASSAGE_WEIGHT * max(item.passages))
            for item in self._rank(self.top.documents[:RESCORED])
        ]
        return sorted(ranked, key=lambda item: (-item.score, item.found.doc_id))

    def _rank(self, found: Sequence[ScoredDocument]) -> list[_Ranked]:
        """Documents with the scores of their passages; one deleted meanwhile is left out."""
        idfs = [idf * leaf.boost for idf, leaf in zip(self.top.idfs, self._leaves, strict=True)]
        ranked: list[_Ranked] = []
        for scored, document in zip(found, self._fetch([item.doc_id for item in found]), strict=True):
            if document is not None:
                standing = self._text_places(scored, document)
                scores = score_passages(_bounds(document), standing, idfs, self._formula, AVERAGE_PASSAGE)
                ranked.append(_Ranked(scored.score, document, scored, standing, scores))
        return ranked

    def _text_places(self, found: ScoredDocument, document: Document) -> tuple[Sequence[Place], ...]:
        if found.text_places is not None:
            return found.text_places
        if document.text == document.headline:
            return tuple(() for _ in self._leaves)  # an article that is a headline alone
        return places_in(document.text, document.language, self._leaves, "text")

    def _choose(self, ranked: _Ranked) -> list[int]:
        """The passages to show of a document: the best ones in falling order of score."""
        order = sorted(range(len(ranked.passages)), key=lambda i: (-ranked.passages[i], i))
        return order[:1] + [i for i in order[1 : self._per_document] if ranked.passages[i] > 0]

    def _hit(self, rank: int, ranked: _Ranked, ordinal: int) -> Hit:
        document = ranked.document
        headline_places = ranked.found.headline_places
        if headline_places is None:
            headline_places = places_in(document.headline or "", document.language, self._leaves, "headline")
        marked = [place for standing in ranked.text_places for place in worth_marking(standing)]
        in_headline = [place for standing in headline_places for place in worth_marking(standing)]
        headline_highlights = highlight(document.headline or "", document.language, in_headline)
        mentions = () if self._leaves else mentions_of(self.node, document)
        if mentions:
            ordinal = next(i for i, bound in enumerate(_bounds(document)) if mentions[0].start < bound.end)
        passage, bound = _passage(document, ordinal)
        if mentions:
            highlights = merge(
                Span(start - passage.start, min(end, passage.end) - passage.start)
                for start, end in mentions
                if passage.start <= start < passage.end
            )
        elif document.text == document.headline:
            highlights = headline_highlights  # an article that is a headline alone
        else:
            marked = [place for place in marked if place.first < bound.token_end]
            highlights = highlight(passage.text, document.language, marked, bound.token_start)
        return Hit(rank, ranked.score, document, passage, highlights, headline_highlights)


def places_in(
    text: str, language: str | None, leaves: Sequence[Match], field: str
) -> tuple[Sequence[Place], ...]:
    """Where each match stands in a text that is analysed for it: for engines that keep no positions."""
    occurrences = TextOccurrences(analyze(text, language), stemmed=is_stemmed(language))
    return tuple(places(leaf.unit, occurrences) if leaf.field in (None, field) else () for leaf in leaves)


def mark(text: str, language: str | None, leaves: Sequence[Match], field: str) -> tuple[Span, ...]:
    """The spans of a whole text, or headline, that matches stand at."""
    found = places_in(text, language, leaves, field)
    return highlight(text, language, [place for standing in found for place in worth_marking(standing)])


def _bounds(document: Document) -> Sequence[PassageBounds]:
    """Where the passages of a document are; one that was not split is a single one."""
    size = len(document.text)  # no text has more words than characters
    return document.passages or (PassageBounds(0, size, 0, size),)


def _passage(document: Document, ordinal: int) -> tuple[Passage, PassageBounds]:
    """A passage of a document, without white space at its ends."""
    bound = _bounds(document)[ordinal]
    text = document.text[bound.start : bound.end]
    start = bound.start + len(text) - len(text.lstrip())
    text = text.strip()
    return Passage(ordinal, start, start + len(text), text), bound
