"""The renderer for people: hits, articles and the state of an index on a terminal.

Text is wrapped to the terminal's width with its highlights in colour. Characters that could steer the
terminal are never passed on.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, TextIO

from searcher.analysis import first_sentence
from searcher.query.facets import PERIODS
from searcher.query.hits import Hit
from searcher.records import Document, FacetCount, Marked, Span, Status
from searcher.ui.console import can_write
from searcher.ui.explained import explanation_lines, reading_lines
from searcher.ui.histogram import BLOCKS, PLAIN, histogram
from searcher.ui.text import harmless, lines_of, one_line, printable

if TYPE_CHECKING:
    from searcher.query.explanation import Explanation
    from searcher.query.quotations import Quotation
    from searcher.query.reading import Reading

_MAX_WIDTH = 100  # longer lines are hard to read, however wide the screen
_MIN_WIDTH = 20
_INDENT = "    "
BOLD, DIM, _MATCH, _OFF = "\033[1m", "\033[2m", "\033[1;31m", "\033[0m"


class Screen:
    """How to draw: in colour or not, and how wide."""

    def __init__(self, *, colour: bool, width: int | None = None) -> None:
        self.colour = colour
        columns = width or shutil.get_terminal_size((_MAX_WIDTH, 24)).columns
        self.width = max(_MIN_WIDTH, min(columns, _MAX_WIDTH))

    def styled(self, style: str, text: str) -> str:
        """The text in a style, if there are styles."""
        return f"{style}{text}{_OFF}" if self.colour and style and text else text

    # hits

    def hit(self, hit: Hit, context: int = 0, explanation: Explanation | None = None) -> str:
        """One hit: rank and headline, where it is from, the passage.

        Args:
            context: sentences shown before and behind the passage; explanation: of its score.
        """
        document = hit.document
        number = f"{hit.rank:>2}. "
        indent = " " * len(number)
        if document.headline:
            title = list(self.wrapped(document.headline, hit.headline_highlights, indent, BOLD))
        else:
            title = [indent + self._beginning(first_sentence(document.text), len(indent))]
        lines = [number + line[len(indent) :] for line in title[:1]] + title[1:] or [number.rstrip()]
        lines += self.provenance(document, indent)
        if hit.quoted and not context:
            lines += self._quoted(hit, indent)
        elif not document.is_headline_alone:
            lines += self._passage(hit, context, indent)
        if explanation is not None:
            tree = explanation_lines(explanation, self.width, indent)
            lines += ["", *(self.styled(DIM, line) for line in tree)]
        return "\n".join(lines) + "\n"

    def _passage(self, hit: Hit, context: int, indent: str) -> Iterator[str]:
        """A passage with what matched in colour, and what stands around it faint."""
        before, after = hit.context(context)
        begin, end = len(before), len(before) + len(hit.passage.text)
        marked = [(begin + start, begin + stop, _MATCH) for start, stop in hit.highlights]
        faint = [(0, begin, DIM), *marked, (end, end + len(after), DIM)]
        return self.drawn(before + hit.passage.text + after, faint, indent)

    def _quoted(self, hit: Hit, indent: str) -> Iterator[str]:
        """What a passage quotes of the speakers that were asked for, each behind the name."""
        passage = hit.passage
        edges = {edge - passage.start for quote in hit.document.quotes for edge in quote[:2]}
        for speaker, quotes in groupby(hit.quoted, key=lambda quote: quote.speaker or ""):
            pieces = []
            for start, end, *_ in quotes:
                before, behind = ("" if start in edges else "… "), ("" if end in edges else " …")
                spans = [
                    Span(max(first, start) - start + len(before), min(beyond, end) - start + len(before))
                    for first, beyond in hit.highlights
                    if first < end and start < beyond
                ]
                pieces.append((before + passage.text[start:end] + behind, spans))
            yield from self.quoted(speaker, pieces, indent)

    def quoted(
        self, speaker: str, pieces: Iterable[tuple[str, Sequence[Span]]], indent: str
    ) -> Iterator[str]:
        """Who says something, and what: texts in quotation marks, with spans of each that match."""
        text = f"{one_line(speaker)}:"
        styles = [(0, len(text), BOLD)]
        for number, (words, spans) in enumerate(pieces):
            text += " … “" if number else " “"
            styles += [(len(text) + start, len(text) + end, _MATCH) for start, end in spans]
            text += words + "”"
        yield from self.drawn(text, styles, indent)

    def reading(self, reading: Reading) -> Iterator[str]:
        """How a query was read, an empty line behind it."""
        yield from reading_lines(reading, self.width)
        yield ""

    def _beginning(self, text: str, indent: int) -> str:
        """As much of a text as fits one line."""
        text = one_line(text)
        columns = self.width - indent
        lines = list(lines_of(text, columns))
        if len(lines) < 2:
            return text
        start, end = next(lines_of(text, columns - 1))
        return text[start:end].rstrip(" ,;:–—-") + "…"

    def provenance(self, document: Document | Quotation, indent: str = "") -> Iterator[str]:
        """Where a document is from: source · date · path."""
        known = [document.source, document.date, document.path]
        return self.wrapped(" · ".join(one_line(value) for value in known if value), (), indent, DIM)

    def facets(self, facets: Mapping[str, Sequence[FacetCount]]) -> Iterator[str]:
        """Counts by value, one a line; those of periods as bars."""
        for name, counts in facets.items():
            if counts:
                yield self.styled(BOLD, name)
            if counts and name in PERIODS:
                marks = BLOCKS if can_write(BLOCKS) else PLAIN
                lines = histogram(counts, self.width - len(_INDENT), marks)
                yield from (f"{_INDENT}{line}" for line in lines)
            elif counts:
                digits = len(f"{max(count for _, count in counts):,}")
                for value, count in counts:
                    yield f"{_INDENT}{count:>{digits},}  {one_line(value)}"

    # articles and state

    def article(self, document: Document, marked: Marked) -> Iterator[str]:
        """A whole cleaned article."""
        if document.headline:
            yield from self.wrapped(document.headline, marked.headline, "", BOLD)
        yield from self.provenance(document)
        yield from self.wrapped(", ".join(document.authors), (), "", DIM)
        if not document.is_headline_alone:
            yield ""
            yield from self.wrapped(document.text, marked.text, "")

    def status(self, status: Status) -> Iterator[str]:
        """What is in an index."""
        state = {True: "up to date", False: "seeds have changed", None: "seeds are missing"}
        articles, seeds = plural(status.documents, "article"), plural(status.seeds, "seed")
        yield f"{articles} from {seeds}, {state[status.up_to_date]}"
        yield f"seeds    {printable(str(status.seeds_folder))}"
        yield f"built    {(status.built_at or 'unknown').replace('T', ' ').replace('+00:00', ' UTC')}"
        yield f"on disk  {size(status.index_bytes)}"
        if status.skipped:
            yield f"skipped  {len(status.skipped):,}"
            for skipped in status.skipped:
                yield from self.wrapped(printable(f"{skipped.path}: {skipped.reason}"), (), _INDENT)
        for note in status.notes:
            yield from self.wrapped(printable(f"note: {note}"), (), "")

    # text

    def wrapped(self, text: str, highlights: Sequence[Span], indent: str, style: str = "") -> Iterator[str]:
        """The lines of a text, none wider than the screen, with its highlights in colour.

        Args:
            text: paragraphs, each ended by a line feed.
            highlights: spans of it, in order.
            indent: put before each line that is not empty.
            style: of what is not highlighted.
        """
        return self.drawn(text, [(start, end, _MATCH) for start, end in highlights], indent, style)

    def drawn(
        self, text: str, styles: Sequence[tuple[int, int, str]], indent: str, style: str = ""
    ) -> Iterator[str]:
        """The lines of a text: from one code point to another in some style, the rest in `style`."""
        text = harmless(text)
        for start, end in lines_of(text, self.width - len(indent)):
            pieces = [indent] if end > start else []
            at = start
            for begin, beyond, own in styles:
                first, last = max(begin, at), min(beyond, end)
                if first < last:
                    pieces.append(self.styled(style, one_line(text[at:first])))
                    pieces.append(self.styled(own, one_line(text[first:last])))
                    at = last
            pieces.append(self.styled(style, one_line(text[at:end])))
            yield "".join(pieces)


class ProgressBar:
    """A line that grows while seeds are read: only on a terminal, only after a second."""

    _PATIENCE_S = 1.0
    _CELLS = 30

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._begun = time.monotonic()
        self._drawn = False

    def __call__(self, done: int, total: int) -> None:
        """Draw how far the work is, in bytes of seeds."""
        if not self._stream.isatty() or time.monotonic() - self._begun < self._PATIENCE_S:
            return
        share = done / total if total else 1.0
        words = f" {share:4.0%} of {size(total)}"
        # One column stays free: a full line would make some terminals go on with the next.
        cells = min(self._CELLS, shutil.get_terminal_size().columns - len("indexing ") - len(words) - 1)
        bar = f"indexing {'█' * int(share * cells):<{cells}}" if cells > 0 else "indexing"
        self._stream.write(f"\r\033[K{bar}{words}")
        self._stream.flush()
        self._drawn = True

    def close(self) -> None:
        """Take the line away."""
        if self._drawn:
            self._stream.write("\r\033[K")
            self._stream.flush()


def plural(count: int, noun: str) -> str:
    """A number of things in words."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def size(count: int) -> str:
    """A number of bytes in words."""
    return f"{count / 1e6:,.1f} MB" if count >= 1e6 else f"{count / 1e3:,.1f} kB"


def changes_line(added: int, updated: int, removed: int, skipped: int) -> str:
    """What a refresh did to an index, in words."""
    did = {"added": added, "updated": updated, "removed": removed}
    parts = [f"{count:,} {what}" for what, count in did.items() if count]
    if parts:
        parts[0] = parts[0].replace(" ", " article " if parts[0].startswith("1 ") else " articles ", 1)
    if skipped:
        parts.append(f"{skipped:,} skipped")
    return ", ".join(parts) or "nothing changed"
