"""Byte strings in two arrays: all of them one after the other, and where each begins.

`Strings` reads them by number; `Dictionary` holds them sorted and finds the number of one, or the range of
those that begin alike. A handful of them, every 64th, is kept for finding; the rest stays in the file.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from searcher.engine.embedded.segment.layout import Arrays
from searcher.engine.embedded.segment.rising import Rising

_STEP = 64


class Strings(Sequence[bytes]):
    """Byte strings by number."""

    def __init__(self, arrays: Arrays, name: str, start: Rising | None = None) -> None:
        """Strings of a table; `start`: where they begin, if they have no plain array for that."""
        self._bytes = arrays.view(f"{name}.bytes")
        self._start = arrays.view(f"{name}.start") if start is None else start

    def __len__(self) -> int:
        return len(self._start) - 1

    def __getitem__(self, number: int) -> bytes:  # type: ignore[override] # no slices
        return bytes(self._bytes[self._start[number] : self._start[number + 1]])

    def text(self, number: int) -> str:
        """A string, decoded; a file name that is not UTF-8 has surrogates in it."""
        return str(self._bytes[self._start[number] : self._start[number + 1]], "utf-8", "surrogatepass")


class Dictionary(Strings):
    """Byte strings in ascending order, no two equal."""

    @cached_property
    def _samples(self) -> list[bytes]:
        return [self[number] for number in range(0, len(self), _STEP)]

    def find(self, key: bytes) -> int:
        """The number of a string, -1 when it is not there."""
        number = self.first_from(key)
        return number if number < len(self) and self[number] == key else -1

    def first_from(self, key: bytes) -> int:
        """The number of the first string not below `key`; their count when there is none."""
        block = bisect_right(self._samples, key) - 1
        if block < 0:
            return 0
        low = block * _STEP
        return bisect_left(self, key, low, min(low + _STEP, len(self)))

    def beginning_with(self, prefix: bytes) -> range:
        """The numbers of the strings that begin with `prefix`."""
        first = self.first_from(prefix)
        beyond = prefix.rstrip(b"\xff")
        if not beyond:
            return range(first, len(self))
        return range(first, self.first_from(beyond[:-1] + bytes([beyond[-1] + 1])))

    def strings(self, numbers: range) -> Iterator[bytes]:
        """Several neighbours."""
        return (self[number] for number in numbers)
