"""Cutting: many texts → where their chunks lie, in the bytes of all of them.

A chunk is what stands between two dividers: white space, and signs that no rule of the tokenizer looks at.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searcher.analysis.keys import Int64Array

_BETWEEN_TEXTS = b"\n"  # divides like a space, but groups no digits
_BEHIND = b" " * 16  # so that sixteen bytes can be read from any chunk on
_SPACE = 0x20

# What a rule of the tokenizer may look at, wherever it stands; every other ASCII character only divides.
_MEANT = string.ascii_letters + string.digits + "-&'`., "
_DIVIDERS = bytes(code if code >= 0x80 or chr(code) in _MEANT else _SPACE for code in range(256))
# The others that are common, by their UTF-8; what is left is part of a chunk, and divides it there.
_E2_80, _C2 = (0xE2, 0x80), 0xC2
_DIVIDES_AFTER_E2_80 = np.isin(np.arange(256), [sign.encode()[2] for sign in "–—―“”„‟†‡•…‹›"])
_DIVIDES_AFTER_C2 = np.isin(np.arange(256), [sign.encode()[1] for sign in "«»"])
# Apostrophes, hyphens and the like mean something inside a chunk, and a comma not at its end.
_QUOTES_AFTER_E2_80 = np.isin(np.arange(256), [sign.encode()[2] for sign in "‘’"])
_IS_EDGE_BEFORE = np.isin(np.arange(256), list(b"'-&"))
_IS_EDGE_BEHIND = np.isin(np.arange(256), list(b"'-&,"))


class Cut(NamedTuple):
    """The chunks of n texts: m in all, none empty.

    Attributes:
        written: the UTF-8 of the texts, one byte after each, and some more behind.
        spaced: as long, with a space in place of each byte that only divides.
        start, end: shape (m,), bytes of each chunk.
        point: shape (m,), the code point of its own text where each chunk begins.
        begins: shape (n + 1,), the byte where each text begins, and where one more would.
    """

    written: bytes
    spaced: bytes
    start: Int64Array
    end: Int64Array
    point: Int64Array
    begins: Int64Array

    def chunk(self, first: int, last: int) -> str:
        """The text from the beginning of a chunk to the end of another."""
        return _decoded(self.written[self.start[first] : self.end[last]])

    def chunks(self, which: Int64Array) -> list[str]:
        """Some of the chunks."""
        bounds = zip(self.start[which].tolist(), self.end[which].tolist(), strict=True)
        return [_decoded(self.spaced[start:end]) for start, end in bounds]

    def without(self, which: Sequence[int]) -> Cut:
        """The same without some of the chunks."""
        start, end, point = (np.delete(column, which) for column in (self.start, self.end, self.point))
        return self._replace(start=start, end=end, point=point)

    @property
    def text_chunks(self) -> Int64Array:
        """How many chunks stand before each text, and in all: shape (n + 1,)."""
        return np.searchsorted(self.start, self.begins)


def cut(texts: Sequence[str]) -> Cut:
    """Find the chunks of texts.

    >>> found = cut(["“Why,” she said (and", "I heard): ‘20,000’…"])
    >>> found.chunks(np.arange(len(found.start)))
    ['Why', 'she', 'said', 'and', 'I', 'heard', '20,000']
    """
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    written = _BETWEEN_TEXTS.join([*encoded, _BEHIND])
    data = np.frombuffer(bytearray(written.translate(_DIVIDERS)), np.uint8)
    if not written.isascii():
        _blank_signs(data)
    end = np.flatnonzero(data == _SPACE)
    start = np.zeros_like(end)
    start[1:] = end[:-1] + 1
    end -= _IS_EDGE_BEHIND[data[end - 1]]
    start += _IS_EDGE_BEFORE[data[start]]
    is_chunk = end > start
    start, end = start[is_chunk], end[is_chunk]
    begins = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, encoded), np.int64, len(texts)) + 1, out=begins[1:])
    found = Cut(written, data.tobytes(), start, end, start, begins)
    points = _code_points(written)
    text_points = np.repeat(points[begins[:-1]], np.diff(found.text_chunks))
    return found._replace(point=points[start] - text_points)


def _blank_signs(data: NDArray[np.uint8]) -> None:
    """Put spaces in place of signs that are not ASCII and only divide."""
    at = np.flatnonzero(data[:-2] == _E2_80[0])
    at = at[data[at + 1] == _E2_80[1]]
    sign = data[at + 2]
    _blank(data, at[_DIVIDES_AFTER_E2_80[sign]], 3)
    at_c2 = np.flatnonzero(data[:-1] == _C2)
    _blank(data, at_c2[_DIVIDES_AFTER_C2[data[at_c2 + 1]]], 2)
    quotes = at[_QUOTES_AFTER_E2_80[sign]]
    _blank(data, quotes[(data[quotes - 1] == _SPACE) | (data[quotes + 3] == _SPACE)], 3)


def _blank(data: NDArray[np.uint8], at: Int64Array, size: int) -> None:
    for i in range(size):
        data[at + i] = _SPACE


def _code_points(written: bytes) -> Int64Array:
    """How many code points stand before each byte of UTF-8."""
    if written.isascii():
        return np.arange(len(written))
    begins_one = (np.frombuffer(written, np.uint8) & 0xC0) != 0x80
    return np.cumsum(begins_one.view(np.uint8), dtype=np.int64) - 1


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")
