"""Hits: passages of documents that answer a query, as they are shown.

The number of a document in a TopDocs → its passage and the spans of what matched, each worked out when it is
first asked for: ten hits of which only the headlines are printed cost ten headlines.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from searcher.query.filters import mentions_of
from searcher.query.highlight import merge, worth_marking
from searcher.query.nodes import Match, Node
from searcher.query.passages import Formula, PassageScores, score_passages
from searcher.query.places import UNCASED_WEIGHT
from searcher.query.text_standing import Fetch
from searcher.query.top_docs import PlaceTable, Standing
from searcher.records import Document, Passage, PassageBounds, Span

AVERAGE_PASSAGE = 120.0
"""Tokens of a usual passage."""

_ESCAPES = [(character, html.escape(character)) for character in "&<>\"'"]  # & first: it is in the others


class Snippet(NamedTuple):
    """A passage with its highlights, ready to show."""

    passage: str
    highlights: tuple[Span, ...]

    def text(self) -> str:
        """The passage as it is."""
        return self.passage

    def html(self) -> str:
        """The passage escaped for HTML, what matched inside <mark>."""
        pieces = self._pieces()
        for character, written in _ESCAPES:
            if character in self.passage:
                pieces = [piece.replace(character, written) for piece in pieces]
        return _joined(pieces, "<mark>", "</mark>")

    def marked(self, before: str, after: str) -> str:
        """The passage with something put before and after each highlight."""
        return _joined(self._pieces(), before, after)

    def _pieces(self) -> list[str]:
        """The passage cut at its highlights: what is before the first, the first, what is between …"""
        pieces: list[str] = []
        text, at = self.passage, 0
        for start, end in self.highlights:
            pieces += text[at:start], text[start:end]
            at = end
        pieces.append(text[at:])
        return pieces


def _joined(pieces: list[str], before: str, after: str) -> str:
    """Pieces as one text, with something put before and after every second."""
    joined = [after] * (2 * len(pieces) - 1)
    joined[::2] = pieces
    joined[1::4] = [before] * (len(pieces) // 2)
    return "".join(joined)


@dataclass(frozen=True, eq=False)
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

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Hit) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash((self.rank, self.score, self.passage))

    def __reduce__(self) -> tuple[Any, ...]:
        return Hit, self._values()

    def _values(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in Hit.__match_args__)


class _FoundHit(Hit):
    """A hit of a search: each of its values is worked out when it is first asked for."""

    _batch: Batch
    _number: int  # of the document in TopDocs
    _ordinal: int | None  # of the passage, None for the best one
    _bounds: PassageBounds  # of the passage, known with it
    _mentions: tuple[Span, ...] = ()  # of the entities that a query without words asks for


def found_hit(rank: int, score: float, batch: Batch, number: int, ordinal: int | None) -> Hit:
    """A hit of document `number` of a TopDocs; passage `ordinal` of it, None for its best."""
    hit = _new(_FoundHit)
    known = {"rank": rank, "score": score, "_batch": batch, "_number": number, "_ordinal": ordinal}
    _set(hit, "__dict__", known)
    return hit


_new = object.__new__
_set = object.__setattr__  # the only way into a frozen value


class Asked(NamedTuple):
    """What the batches of one answer share."""

    node: Node
    leaves: tuple[Match, ...]
    idfs: Sequence[float]  # boost included
    formula: Formula
    fetch: Fetch  # held so that what the standing reads from stays open as long as a hit is in use


class Batch:
    """Documents begin to end of a TopDocs, and where the query stands in them."""

    standing: Standing

    def __init__(self, asked: Asked, standing: Standing, begin: int, end: int) -> None:
        self._asked = asked
        self.standing = standing
        self._begin, self._end = begin, end

    @cached_property
    def scores(self) -> PassageScores:
        """The scores of their passages."""
        asked = self._asked
        return score_passages(
            self._table, self._end - self._begin, asked.idfs, asked.formula, AVERAGE_PASSAGE
        )

    @cached_property
    def _table(self) -> PlaceTable:
        return self.standing.places(self._begin, self._end)

    @cached_property
    def _ends(self) -> tuple[list[int], list[int]]:
        """First and last position of each place."""
        return self._table.first.tolist(), self._table.last.tolist()

    @cached_property
    def _has_uncased(self) -> bool:
        """Whether some places are none to show, if others are; see `worth_marking`."""
        return bool((self._table.weight <= UNCASED_WEIGHT).any())

    def ordinals(self, number: int, most: int) -> Sequence[int | None]:
        """The passages to show of a document, best first; None for a single one, to be found out later."""
        return self.scores.ranked(number - self._begin, most) if most > 1 and self._asked.leaves else (None,)

    def document(self, hit: _FoundHit) -> Document:
        """The document of a hit."""
        return self.standing.document(hit._number)

    def passage(self, hit: _FoundHit) -> Passage:
        """The passage that a hit shows: the best one, or that of the first mention."""
        ordinal = hit._ordinal
        mentions: tuple[Span, ...] = ()
        if ordinal is None and self._asked.leaves:
            (ordinal,) = self.scores.ranked(hit._number - self._begin)
        elif ordinal is None:
            ordinal, mentions = self._first_mention(hit.document)
        passage, bounds = self.standing.passage(hit._number, ordinal)
        hit.__dict__["_bounds"] = bounds
        if mentions:
            hit.__dict__["_mentions"] = mentions
        return passage

    def _first_mention(self, document: Document) -> tuple[int, tuple[Span, ...]]:
        """The passage of the first entity that the query's filters name, and the places of all of them."""
        mentions = mentions_of(self._asked.node, document)
        inside = (i for i, bounds in enumerate(document.passages) if mentions[0].start < bounds.end)
        return (next(inside, 0) if mentions else 0), mentions

    def highlights(self, hit: _FoundHit) -> tuple[Span, ...]:
        """The spans of a hit's passage that matched."""
        passage = hit.passage
        if hit._mentions:
            return merge(
                Span(start - passage.start, min(end, passage.end) - passage.start)
                for start, end in hit._mentions
                if passage.start <= start < passage.end
            )
        if not self._asked.leaves:
            return ()
        number = hit._number
        places = self._worth_marking(number - self._begin, passage.ordinal, hit._bounds.token_start)
        if places:
            return merge(self.standing.spans(number, passage, hit._bounds, places))
        is_headline = hit.headline_highlights and hit.document.text == hit.document.headline
        return hit.headline_highlights if is_headline else ()

    def _worth_marking(self, document: int, ordinal: int, begin: int) -> list[tuple[int, int]]:
        """The places to show of a document up to a passage, without those that end before position `begin`.

        They ascend. All that lie inside the passage are among them; of a long document, most others are not.
        """
        first, last = self._ends
        rows = self.scores.rows_of(document, ordinal)
        found = zip(first[rows], last[rows], strict=True)
        if not self._has_uncased:
            return sorted([place for place in found if place[1] >= begin])
        leaf, weight = self._table.leaf, self._table.weight
        whole = self.scores.rows_of(document)
        preferred = {*leaf[whole][weight[whole] > UNCASED_WEIGHT].tolist()}
        return sorted(
            place
            for place, i, counts in zip(found, leaf[rows].tolist(), weight[rows].tolist(), strict=True)
            if place[1] >= begin and (counts > UNCASED_WEIGHT or i not in preferred)
        )

    def headline_highlights(self, hit: _FoundHit) -> tuple[Span, ...]:
        """The spans of a document's headline that matched."""
        if not self._asked.leaves:
            return ()
        number = hit._number
        places = [
            (place.first, place.last)
            for standing in self.standing.headline_places(number)
            for place in worth_marking(standing)
        ]
        return merge(self.standing.headline_spans(number, sorted(places))) if places else ()


class _WorkedOut:
    """A value of a hit that its batch works out when it is first asked for; then it is the hit's own."""

    def __init__(self, name: str) -> None:
        self._name, self._work_out = name, getattr(Batch, name)

    def __get__(self, hit: _FoundHit, kind: type[_FoundHit]) -> Any:
        value = hit.__dict__[self._name] = self._work_out(hit._batch, hit)
        return value


for _name in ("document", "passage", "highlights", "headline_highlights"):
    setattr(_FoundHit, _name, _WorkedOut(_name))
