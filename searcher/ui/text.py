"""Text for a terminal: characters that could steer it are replaced, and lines are cut to its columns.

A column is what a Latin letter takes; East Asian characters and most emoji take two, accents that
stand over another character none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from searcher.records import Span

# Controls of both ranges, line and paragraph separators, marks that turn the direction of writing, and
# halves of surrogate pairs. Line feed and tab are dealt with apart.
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_BLANKS = re.compile(r"\s+")

_WIDE = (
    "\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6"
    "\U00020000-\U0003fffd"
)
_CLOSING = "、。，．：；？！）」』】〉》"  # never begin a line
# What is kept together: line ends, one wide character, or a word of others (no-break spaces included).
_PIECE = re.compile(rf"\n+|[{_WIDE}][{_CLOSING}]*|(?:[^\s{_WIDE}]|[\u00a0\u202f])+")
_WIDTHLESS = {"Mn": 0, "Me": 0, "Cf": 0}


def harmless(text: str) -> str:
    """Text in which what could steer a terminal is replaced, one character by one; line ends stay."""
    return _STEERING.sub("\ufffd", text)


def printable(text: str) -> str:
    """Harmless text on one line."""
    return harmless(text).replace("\n", " ").replace("\t", " ")


def width_of(text: str) -> int:
    """Columns a text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_width, text))


def _width(character: str) -> int:
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return _WIDTHLESS.get(unicodedata.category(character), 1)


def lines_of(text: str, columns: int) -> Iterator[Span]:
    """Where a text breaks into lines.

    Args:
        text: paragraphs end with a line feed; several in a row are one empty line.
        columns: none of the lines is wider, except by a single character that is.

    Returns:
        the code points of each line; an empty span is an empty line.
    """
    start = end = used = 0
    for piece in _PIECE.finditer(text):
        if text[piece.start()] == "\n":
            if end > start:
                yield Span(start, end)
                if piece.end() - piece.start() > 1:
                    yield Span(piece.end(), piece.end())
            start = end = piece.end()
            used = 0
            continue
        for first, last, wide in _fitting(text, piece.start(), piece.end(), columns):
            gap = 1 if first > end else 0
            if end > start and used + gap + wide > columns:
                yield Span(start, end)
                start = end
            if end == start:
                start, used, gap = first, 0, 0
            end, used = last, used + gap + wide
    if end > start:
        yield Span(start, end)


def _fitting(text: str, start: int, end: int, columns: int) -> Iterator[tuple[int, int, int]]:
    """A piece whole, or in parts that fit a line, each with its width."""
    first, used = start, 0
    for at in range(start, end):
        wide = _width(text[at])
        if used + wide > columns and at > first:
            yield first, at, used
            first, used = at, 0
        used += wide
    yield first, end, used


def one_line(text: str) -> str:
    """Harmless text in which every run of white space is one space."""
    return harmless(_BLANKS.sub(" ", text))
