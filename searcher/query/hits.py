"""Hits: passages of documents that answer a query, as they are shown.

Document + Passage + Spans → text with what matched marked, plain or as HTML
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from searcher.query.context import Context, around
from searcher.records import Document, Passage, Quote, Span

_ESCAPES = [(character, html.escape(character)) for character in "&<>\"'"]  # & first: it is in the others
_BORDER = "\0"


class Snippet(NamedTuple):
    """A passage with its highlights, ready to show."""

    passage: str
    highlights: tuple[Span, ...]

    def text(self) -> str:
        """The passage as it is."""
        return self.passage

    def html(self) -> str:
        """The passage escaped for HTML, what matched inside <mark>."""
        return _joined(_escaped(self._pieces()), "<mark>", "</mark>")

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


def _escaped(pieces: list[str]) -> list[str]:
    """Pieces of a text, each escaped for HTML."""
    whole = _BORDER.join(pieces)
    for character, written in _ESCAPES:
        if character in whole:
            whole = whole.replace(character, written)
    escaped = whole.split(_BORDER)
    return escaped if len(escaped) == len(pieces) else [html.escape(piece) for piece in pieces]


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
        quoted: those of `quotes` that are said by the speakers who were asked for.
    """

    rank: int
    score: float
    document: Document
    passage: Passage
    highlights: tuple[Span, ...]
    headline_highlights: tuple[Span, ...] = ()
    quoted: tuple[Quote, ...] = ()

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The quotations in the passage, as far as they are in it, as spans of passage.text."""
        return quotes_in(self.passage, self.document.quotes)

    @property
    def snippet(self) -> Snippet:
        """The passage with its highlights."""
        return Snippet(self.passage.text, self.highlights)

    def context(self, sentences: int = 1) -> Context:
        """What stands around the passage: so many sentences before and behind it, as far as there are any.

        Returns:
            (before, after): before + passage.text + after is a stretch of document.text.

        Raises:
            ValueError: sentences is negative.
        """
        return around(self.document.text, self.passage.start, self.passage.end, sentences)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Hit) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash((self.rank, self.score, self.passage))

    def __reduce__(self) -> tuple[Any, ...]:
        return Hit, self._values()

    def _values(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in Hit.__match_args__)


def quotes_in(passage: Passage, quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """The parts of quotations of a text that lie in a passage, as spans of it.

    What names the speaker, and the words of speech, are None where they are not in the passage.
    """

    def moved(span: Span | None) -> Span | None:
        if span is None or not passage.start <= span.start <= span.end <= passage.end:
            return None
        return Span(span.start - passage.start, span.end - passage.start)

    return tuple(
        Quote(
            max(quote.start - passage.start, 0),
            min(quote.end, passage.end) - passage.start,
            quote.speaker,
            moved(quote.mention),
            moved(quote.cue),
        )
        for quote in quotes
        if quote.start < passage.end and passage.start < quote.end
    )
