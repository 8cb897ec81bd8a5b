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

_WORD = re.compile(r"\n+|(?:\S|[\u00a0\u202f])+")  # line ends, or what stands between blanks that may break
_CLOSING = "、。，．：；？！）」』】〉》"  # never begin a line
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
    if _is_wide(character):
        return 2
    return _WIDTHLESS.get(unicodedata.category(character), 1)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def lines_of(text: str, columns: int) -> Iterator[Span]:
    """Where a text breaks into lines.

    Args:
        text: a line feed ends a line, several in a row part paragraphs by one empty line.
        columns: none of the lines is wider, except by a single character that is.

    Returns:
        the code points of each line; an empty span is an empty line.
    """
    start = end = used = 0
    parted = False  # an empty line is due before the next one
    for word in _WORD.finditer(text):
        if text[word.start()] == "\n":
            if end > start:
                yield Span(start, end)
                parted = word.end() - word.start() > 1
            start = end = word.end()
            used = 0
            continue
        for first, last, wide in _fitting(text, word.start(), word.end(), columns):
            gap = 1 if first > end else 0
            if end > start and used + gap + wide > columns:
                yield Span(start, end)
                start = end
            if end == start:
                if parted:
                    yield Span(first, first)
                start, used, gap, parted = first, 0, 0, False
            end, used = last, used + gap + wide
    if end > start:
        yield Span(start, end)


def _fitting(text: str, start: int, end: int, columns: int) -> Iterator[tuple[int, int, int]]:
    """A word in the parts that a line may end behind, none wider than a line, each with its width.

    Most words are one part; East Asian text may be broken at every character.
    """
    if end - start <= columns and text[start:end].isascii():
        yield start, end, end - start
        return
    first, used = start, 0
    for at in range(start, end):
        wide = _width(text[at])
        between = wide > 0 and (wide > 1 or _is_wide(text[at - 1])) and text[at] not in _CLOSING
        if at > first and (between or used + wide > columns):
            yield first, at, used
            first, used = at, 0
        used += wide
    yield first, end, used


def one_line(text: str) -> str:
    """Harmless text in which every run of white space is one space."""
    return harmless(_BLANKS.sub(" ", text))
