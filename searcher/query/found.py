"""Found: the hits of a search, each of their values worked out when it is first asked for.

    numbers of documents in a TopDocs → hits

What is asked of one hit will be asked of its neighbours: it is read for ten of them at once. Ten hits of
which only the headlines are printed cost ten headlines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress
from typing import Any, NamedTuple

import numpy as np

from searcher.query.crossing import Places, grown
from searcher.query.filters import mentions_of
from searcher.query.highlight import merge, worth_marking
from searcher.query.hits import Hit, quotes_in
from searcher.query.lazy import lazy
from searcher.query.nodes import Match, Node
from searcher.query.passages import Formula, PassageScores, score_passages
from searcher.query.places import UNCASED_WEIGHT
from searcher.query.speakers import said_by, speakers_of
from searcher.query.text_standing import Fetch
from searcher.query.top_docs import PlaceTable, Ranges, ShownPassage, Standing
from searcher.query.widening import RUN_WORDS
from searcher.records import Document, Passage, Quote, Span

AVERAGE_PASSAGE = 120.0
"""Tokens of a usual passage."""

_NO_END = 1 << 62
_TOGETHER = 10  # hits that are read at once


_Shown = tuple[int, float, int, int | None]
"""Rank, score and number of a document, and which passage in the batch's table, None for the best."""


class Asked(NamedTuple):
    """What the batches of one answer share."""

    node: Node
    leaves: tuple[Match, ...]
    idfs: Sequence[float]  # boost included
    formula: Formula
    fetch: Fetch  # held so that what the standing reads from stays open as long as a hit is in use


class Batch:
    """Documents begin to end of a TopDocs, and where the query stands in them."""

    def __init__(self, asked: Asked, standing: Standing, begin: int, end: int) -> None:
        self.asked, self.standing = asked, standing
        self._begin, self._end = begin, end

    def hits(self, ranked: Iterable[tuple[int, float]], rank: int, per_document: int) -> list[Hit]:
        """Hits of some of the documents.

        Args:
            ranked: number and score of each, in order; rank: of the first.
            per_document: passages to show of each at most.
        """
        shown: list[_Shown]
        if per_document == 1 or not self.asked.leaves:
            shown = [(at, score, number, None) for at, (number, score) in enumerate(ranked, rank)]
        else:
            shown = [
                (at, score, number, listed)
                for at, (number, score) in enumerate(ranked, rank)
                for listed in self.scores.ranked(number - self._begin, per_document) or (None,)
            ]
        hits: list[Hit] = []
        for first in range(0, len(shown), _TOGETHER):
            page = _Page(self, shown[first : first + _TOGETHER])
            for place, (at, score, _, _) in enumerate(page.shown):
                hit = _new(_FoundHit)
                _set(hit, "__dict__", {"rank": at, "score": score, "_page": page, "_place": place})
                hits.append(hit)
        return hits

    @lazy
    def scores(self) -> PassageScores:
        """The scores of their passages."""
        asked = self.asked
        return score_passages(self.table, self._end - self._begin, asked.idfs, asked.formula, AVERAGE_PASSAGE)

    @lazy
    def table(self) -> PlaceTable:
        """Where the query stands in them."""
        return self.standing.places(self._begin, self._end)

    @lazy
    def _rows(self) -> list[int]:
        """Where the places of each passage begin; one more than there are passages."""
        return [*self.table.begin.tolist(), len(self.table.first)]

    @lazy
    def _has_uncased(self) -> bool:
        """Whether some places are none to show, if others are; see `worth_marking`."""
        weight = self.table.weight
        return bool(len(weight)) and bool(weight.min() <= UNCASED_WEIGHT)

    def best(self, number: int) -> int | None:
        """The best passage of a document, by its number in the table.

        Of a document where nothing scores it is the first one, None if nothing stands there.
        """
        scores, document = self.scores, number - self._begin
        if best := scores.ranked(document):
            return best[0]
        first, beyond = scores.starts[document], scores.starts[document + 1]
        return first if first < beyond and not self.table.ordinal[first] else None

    @lazy
    def may_cross(self) -> bool:
        """Whether what was asked may go on from one passage into the next."""
        return self._in_a_row or self.table.last is not self.table.first

    @property
    def _in_a_row(self) -> bool:
        """Whether so many words were asked for that they are meant in a row."""
        return len(self.asked.leaves) >= RUN_WORDS

    def grown(self, number: int, listed: int, shown: ShownPassage) -> ShownPassage:
        """A passage of the table, with what was asked whole; see `crossing.grown`."""
        first, last = self.table.first, self.table.last
        starts, document = self.scores.starts, number - self._begin
        begin, beyond = self._rows[listed], self._rows[listed + 1]
        before = self._rows[listed - 1] if listed > starts[document] else begin
        own, lasts = last[begin:beyond].tolist(), last[before:begin].tolist()
        if not self._in_a_row:
            return grown(self.standing, number, Places(own, lasts), shown)
        behind = self._rows[listed + 2] if listed + 1 < starts[document + 1] else beyond
        firsts, own_firsts = first[beyond:behind].tolist(), first[begin:beyond].tolist()
        return grown(self.standing, number, Places(own, lasts, own_firsts, firsts), shown)

    def ranges(self, number: int, listed: int, shown: ShownPassage, *, is_grown: bool) -> Ranges:
        """What to mark in a passage of a document.

        Args:
            listed: its number in the table; is_grown: whether it is more than that.
        """
        _, begin, beyond = shown
        table, row = self.table, self._rows[listed]
        own = slice(row, self._rows[listed + 1])
        firsts = table.first[own].tolist()
        lasts = firsts if table.last is table.first else table.last[own].tolist()
        starts, document = self.scores.starts, number - self._begin
        first_row = self._rows[starts[document]]
        if is_grown or (lasts is not firsts and first_row < row and table.last[first_row:row].max() >= begin):
            # A place reaches in from another passage.
            own = slice(first_row, self._rows[starts[document + 1]])
            firsts, lasts = table.first[own].tolist(), table.last[own].tolist()
        if self._has_uncased:
            worth = self._worth_marking(document, own)
            firsts, lasts = list(compress(firsts, worth)), list(compress(lasts, worth))
        if firsts == lasts and not is_grown:
            firsts = sorted({*firsts}) if len(self.asked.leaves) > 1 else firsts
            return firsts, firsts
        return _apart(sorted(zip(firsts, lasts, strict=True)), begin, beyond)

    def _worth_marking(self, document: int, rows: slice) -> list[bool]:
        """Which of a document's places to show; see `highlight.worth_marking`."""
        table, starts = self.table, self.scores.starts
        whole = slice(self._rows[starts[document]], self._rows[starts[document + 1]])
        is_meant = table.weight > UNCASED_WEIGHT
        preferred = np.unique(table.leaf[whole][is_meant[whole]])
        worth: list[bool] = (is_meant[rows] | ~np.isin(table.leaf[rows], preferred)).tolist()
        return worth

    def first_mention(self, document: Document) -> tuple[int, tuple[Span, ...]]:
        """The passage of the first entity that the query's filters name, and the places of all of them."""
        mentions = mentions_of(self.asked.node, document)
        inside = (i for i, bounds in enumerate(document.passages) if mentions[0].start < bounds.end)
        return (next(inside, 0) if mentions else 0), mentions


def _apart(places: Iterable[tuple[int, int]], begin: int, beyond: int) -> Ranges:
    """The parts of ascending places that lie in positions begin to beyond, those that share one as one."""
    firsts: list[int] = []
    lasts: list[int] = []
    for first, last in places:
        first, last = max(first, begin), min(last, beyond - 1)
        if lasts and first <= lasts[-1]:
            lasts[-1] = max(last, lasts[-1])
        elif first <= last:
            firsts.append(first)
            lasts.append(last)
    return firsts, lasts


class _Page:
    """Hits that are read together."""

    def __init__(self, batch: Batch, shown: list[_Shown]) -> None:
        self._batch, self.shown = batch, shown

    @lazy
    def _numbers(self) -> list[int]:
        """The number of each document."""
        return [number for _, _, number, _ in self.shown]

    @lazy
    def document(self) -> Sequence[Document]:
        """The document of each hit."""
        return self._batch.standing.documents(self._numbers)

    @lazy
    def _mentions(self) -> Sequence[tuple[int, tuple[Span, ...]]]:
        """For a query without words: the passage to show, and what its filters name in the whole text."""
        return [self._batch.first_mention(document) for document in self.document]

    @lazy
    def _listed(self) -> list[int | None]:
        """The passage of each hit in the batch's table, None when nothing stands in it."""
        best = self._batch.best
        return [best(number) if listed is None else listed for _, _, number, listed in self.shown]

    @lazy
    def _stored(self) -> Sequence[ShownPassage]:
        batch = self._batch
        if not batch.asked.leaves:
            ordinals = [ordinal for ordinal, _ in self._mentions]
        else:
            of_table = batch.table.ordinal.item
            ordinals = [0 if listed is None else of_table(listed) for listed in self._listed]
        return batch.standing.passages(list(zip(self._numbers, ordinals, strict=True)))

    @lazy
    def _read(self) -> Sequence[ShownPassage]:
        """The passages as they are shown: with the sentence beyond a border where what was asked goes on."""
        batch = self._batch
        if not batch.asked.leaves or not batch.may_cross:
            return self._stored
        return [
            shown if listed is None else batch.grown(number, listed, shown)
            for number, listed, shown in zip(self._numbers, self._listed, self._stored, strict=True)
        ]

    @lazy
    def passage(self) -> list[Passage]:
        """The passage that each hit shows: the best one, or that of the first mention."""
        return [passage for passage, _, _ in self._read]

    @lazy
    def highlights(self) -> Sequence[tuple[Span, ...]]:
        """The spans of each passage that matched."""
        batch = self._batch
        if not batch.asked.leaves:
            read = zip(self.passage, self._mentions, strict=True)
            return [_inside(passage, mentions) for passage, (_, mentions) in read]
        nothing: Ranges = ([], [])
        ranges = [
            nothing if listed is None else batch.ranges(number, listed, shown, is_grown=shown is not stored)
            for number, listed, shown, stored in zip(
                self._numbers, self._listed, self._read, self._stored, strict=True
            )
        ]
        spans = batch.standing.spans(self._numbers, self._read, ranges)
        if all(spans):
            return spans
        return [own or self._in_headline_alone(place) for place, own in enumerate(spans)]

    @lazy
    def quoted(self) -> Sequence[tuple[Quote, ...]]:
        """What of each passage is said by the speakers that were asked for."""
        speakers = speakers_of(self._batch.asked.node)
        if not speakers:
            return [()] * len(self._numbers)
        read = zip(self.passage, self.document, strict=True)
        return [quotes_in(passage, said_by(document, speakers)) for passage, document in read]

    def _in_headline_alone(self, place: int) -> tuple[Span, ...]:
        """The spans of an article that is a headline alone."""
        document = self.document[place]
        return self.headline_highlights[place] if document.is_headline_alone else ()

    @lazy
    def headline_highlights(self) -> Sequence[tuple[Span, ...]]:
        """The spans of each document's headline that matched."""
        if not self._batch.asked.leaves:
            return [()] * len(self._numbers)
        return [self._of_headline(number) for number in self._numbers]

    def _of_headline(self, number: int) -> tuple[Span, ...]:
        standing = self._batch.standing
        places = sorted(
            (place.first, place.last)
            for found in standing.headline_places(number)
            for place in worth_marking(found)
        )
        return standing.headline_spans(number, _apart(places, 0, _NO_END)) if places else ()


def _inside(passage: Passage, mentions: Iterable[Span]) -> tuple[Span, ...]:
    """The parts of spans of a text that lie in a passage, as spans of it."""
    return merge(
        Span(max(start - passage.start, 0), min(end, passage.end) - passage.start)
        for start, end in mentions
        if start < passage.end and passage.start < end
    )


class _FoundHit(Hit):
    """A hit of a search."""

    _page: _Page
    _place: int  # in the page


_new = object.__new__
_set = object.__setattr__  # the only way into a frozen value


class _Read:
    """A value of a hit that its page reads when it is first asked for; then it is the hit's own."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, hit: _FoundHit, kind: type[_FoundHit]) -> Any:
        value = hit.__dict__[self._name] = getattr(hit._page, self._name)[hit._place]
        return value


for _name in ("document", "passage", "highlights", "headline_highlights", "quoted"):
    setattr(_FoundHit, _name, _Read(_name))
