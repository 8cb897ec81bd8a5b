"""Renderers of `searcher clean` for people: a page with what was dropped struck out, a table of sources."""

from __future__ import annotations

from collections.abc import Iterator

from searcher.corpus.report import Report, SourceReport
from searcher.records import Cleaned
from searcher.ui.terminal import Screen, plural
from searcher.ui.text import harmless, lines_of, one_line, width_of

_BOLD, _STRUCK, _REASON = "\033[1m", "\033[2;9m", "\033[33m"
_KEPT_SIGN, _DROPPED_SIGN = "  ", "- "  # in front of each line, where there is no colour
_COLUMNS = ("articles", "kept", "no headline", "no date", "paywalls", "cookie walls")
_SOURCE_COLUMNS_MIN = 16
_NO_SOURCE = "(no source)"
_INDENT = "    "


def diff_lines(cleaned: Cleaned, screen: Screen) -> Iterator[str]:
    """One page in its own order: kept lines plain, dropped ones struck out behind the reason.

    Without colour each dropped line has a minus in front, and its reason in brackets.
    """
    document = cleaned.document
    if document.headline:
        yield from screen.wrapped(document.headline, (), "", _BOLD)
    yield from screen.provenance(document)
    yield ""
    for text, reason in cleaned.judged():
        if reason is None:
            yield from screen.wrapped(text, (), "" if screen.colour else _KEPT_SIGN)
        else:
            yield from _dropped(one_line(text), reason, screen)
    yield ""


def _dropped(text: str, reason: str, screen: Screen) -> Iterator[str]:
    sign = "" if screen.colour else _DROPPED_SIGN
    label = reason if screen.colour else f"[{reason}]"
    shown = f"{label} {text}"
    for start, end in lines_of(shown, screen.width - len(sign)):
        rest = max(start, min(end, len(label) + 1))
        yield sign + screen.styled(_REASON, shown[start:rest]) + screen.styled(_STRUCK, shown[rest:end])


def report_lines(report: Report, width: int) -> Iterator[str]:
    """A table of sources, the most frequent dropped lines and the suspects below each."""
    sources = [one_line(each.source or _NO_SOURCE) for each in report.sources]
    numbers = sum(len(name) + 2 for name in _COLUMNS)
    room = max(_SOURCE_COLUMNS_MIN, min(max(map(width_of, sources), default=0), width - numbers))
    yield _row("source", _COLUMNS, room)
    for name, each in zip(sources, report.sources, strict=True):
        yield _row(name, _cells(each), room)
        for line in each.frequent:
            yield _cut(f"{_INDENT}{line.articles:,} × {line.reason}: {one_line(line.text)}", width)
        for path, wall in each.suspects:
            yield _cut(f"{_INDENT}{wall}? {harmless(path)}", width)
    yield f"{plural(sum(each.articles for each in report.sources), 'article')}, {report.skipped:,} skipped"


def _cells(each: SourceReport) -> tuple[str, ...]:
    share = each.kept_share
    counts = (each.without_headline, each.without_date, *each.walls.values())
    return (
        f"{each.articles:,}",
        "" if share is None else f"{share:.0%}",
        *(f"{count:,}" if count else "" for count in counts),
    )


def _row(source: str, cells: tuple[str, ...], room: int) -> str:
    name = _cut(source, room)
    numbers = (f"  {cell:>{len(column)}}" for cell, column in zip(cells, _COLUMNS, strict=True))
    return f"{name}{' ' * (room - width_of(name))}{''.join(numbers)}".rstrip()


def _cut(text: str, columns: int) -> str:
    """As much of a line as so many columns hold."""
    if width_of(text) <= columns:
        return text
    kept = ""
    used = 1
    for character in text:
        used += width_of(character)
        if used > columns:
            break
        kept += character
    return f"{kept}…"
