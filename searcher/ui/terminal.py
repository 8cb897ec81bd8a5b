"""The renderer for people: hits, articles and the state of an index on a terminal.

Text is wrapped to the terminal's width with its highlights in colour. Characters that could steer the
terminal are never passed on.
"""

from __future__ import annotations

import re
import shutil
import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from searcher.analysis import first_sentence
from searcher.pipeline import Marked, Status
from searcher.query.results import Hit
from searcher.records import Document, FacetCount, Span

_MAX_WIDTH = 100  # longer lines are hard to read, however wide the screen
_INDENT = "    "
_BOLD, _DIM, _MATCH, _OFF = "\033[1m", "\033[2m", "\033[1;31m", "\033[0m"
_WORD = re.compile(r"\S+|\n+")
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Screen:
    """How to draw: in colour or not, and how wide."""

    def __init__(self, *, colour: bool, width: int | None = None) -> None:
        self.colour = colour
        self.width = min(width or shutil.get_terminal_size((_MAX_WIDTH, 24)).columns, _MAX_WIDTH)

    def styled(self, style: str, text: str) -> str:
        """The text in a style, if there are styles."""
        return f"{style}{text}{_OFF}" if self.colour and text else text

    # hits

    def hit(self, hit: Hit) -> str:
        """One hit: rank and headline, where it is from, the passage."""
        document = hit.document
        number = f"{hit.rank:>2}. "
        headline = document.headline
        if headline:
            lines = list(self.wrapped(headline, hit.headline_highlights, _INDENT, _BOLD))
        else:
            lines = list(self.wrapped(first_sentence(document.text), (), _INDENT))
        lines[:1] = [number + line[len(_INDENT) :] for line in lines[:1]] or [number]
        lines.append(_INDENT + self.styled(_DIM, _provenance(document)))
        if document.text != document.headline:
            lines += self.wrapped(hit.passage.text, hit.highlights, _INDENT)
        return "\n".join(lines) + "\n"

    def facets(self, facets: dict[str, Sequence[FacetCount]]) -> Iterator[str]:
        """Counts by source, entity and month, one a line."""
        for name, counts in facets.items():
            if counts:
                yield self.styled(_BOLD, name)
                wide = len(str(max(count for _, count in counts)))
                for value, count in counts:
                    yield f"{_INDENT}{count:>{wide}}  {printable(value)}"

    # articles and state

    def article(self, document: Document, marked: Marked) -> Iterator[str]:
        """A whole cleaned article."""
        if document.headline:
            yield from self.wrapped(document.headline, marked.headline, "", _BOLD)
        yield self.styled(_DIM, _provenance(document))
        if document.authors:
            yield self.styled(_DIM, printable(", ".join(document.authors)))
        if document.text != document.headline:
            yield ""
            yield from self.wrapped(document.text, marked.text, "")

    def status(self, status: Status) -> Iterator[str]:
        """What is in an index."""
        state = {True: "up to date", False: "seeds have changed", None: "seeds are missing"}[status.up_to_date]
        yield f"{_plural(status.documents, 'article')} from {_plural(status.seeds, 'seed')} — {state}"
        yield f"seeds    {printable(str(status.seeds_folder))}"
        yield f"built    {status.built_at}"
        yield f"on disk  {status.index_bytes / 1e6:.1f} MB"
        if status.skipped:
            yield f"skipped  {len(status.skipped)}"
            for skipped in status.skipped:
                yield f"{_INDENT}{printable(skipped.path)}: {printable(skipped.reason)}"
        for note in status.notes:
            yield f"note     {printable(note)}"

    # text

    def wrapped(
        self, text: str, highlights: Sequence[Span], indent: str, style: str = ""
    ) -> Iterator[str]:
        """The lines of a text, none wider than the screen, with its highlights in colour."""
        line: list[tuple[int, int]] = []  # words, as code points of the text
        used = 0
        for match in _WORD.finditer(text):
            start, end = match.span()
            if match.group().startswith("\n"):
                if line:
                    yield self._line(text, line, highlights, indent, style)
                if end - start > 1:
                    yield ""
                line, used = [], 0
                continue
            wide = width_of(match.group())
            if line and used + 1 + wide > self.width - len(indent):
                yield self._line(text, line, highlights, indent, style)
                line, used = [], 0
            used += wide + (1 if line else 0)
            line.append((start, end))
        if line:
            yield self._line(text, line, highlights, indent, style)

    def _line(
        self, text: str, words: list[tuple[int, int]], highlights: Sequence[Span], indent: str, style: str
    ) -> str:
        start, end = words[0][0], words[-1][1]
        pieces = [indent]
        at = start
        for span in highlights:
            first, last = max(span.start, start), min(span.end, end)
            if first < last:
                pieces.append(self.styled(style, _one_line(text[at:first])) if style else _one_line(text[at:first]))
                pieces.append(self.styled(_MATCH, _one_line(text[first:last])))
                at = last
        rest = _one_line(text[at:end])
        pieces.append(self.styled(style, rest) if style else rest)
        return "".join(pieces)


class ProgressBar:
    """A line that grows while seeds are read: only on a terminal, only after a second."""

    _PATIENCE_S = 1.0
    _CELLS = 30

    def __init__(self, stream: TextIO = sys.stderr) -> None:
        self._stream = stream
        self._begun = time.monotonic()
        self._drawn = False

    def __call__(self, done: int, total: int) -> None:
        """Draw how far the work is, in bytes of seeds."""
        if not self._stream.isatty() or time.monotonic() - self._begun < self._PATIENCE_S:
            return
        share = done / total if total else 1.0
        bar = "█" * int(share * self._CELLS)
        self._stream.write(f"\r\033[Kindexing {bar:<{self._CELLS}} {share:4.0%} of {total / 1e6:.1f} MB")
        self._stream.flush()
        self._drawn = True

    def close(self) -> None:
        """Take the line away."""
        if self._drawn:
            self._stream.write("\r\033[K")
            self._stream.flush()


def printable(text: str) -> str:
    """Text without what could steer a terminal, on one line."""
    return _STEERING.sub("\ufffd", text).replace("\n", " ").replace("\t", " ")


def width_of(text: str) -> int:
    """Columns a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def _one_line(text: str) -> str:
    return re.sub(r"[ \t\u00a0]+", " ", printable(text))


def _provenance(document: Document) -> str:
    known = [document.source, document.date, document.path]
    return printable(" · ".join(value for value in known if value))


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def changes_line(added: int, updated: int, removed: int, skipped: int) -> str:
    """One line on what a refresh did."""
    parts = [
        f"{count:,} {what}"
        for count, what in ((added, "added"), (updated, "updated"), (removed, "removed"), (skipped, "skipped"))
        if count
    ]
    return ", ".join(parts) or "nothing changed"


def lines(items: Iterable[str]) -> str:
    """Lines as one text that ends with a line end, "" for none."""
    return "".join(f"{item}\n" for item in items)
