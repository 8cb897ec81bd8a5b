"""A rising sequence: whole numbers from 0 on that never fall, in little more than a byte each.

    name.low    n   the low byte of each number
    name.page       for k = 0, 1 … (last number >> 8): the first of the numbers that is not below 256 k

The high part of number i is how many pages begin up to i, so any of them is found by one search of the pages,
of which there are few (Elias, 1974; Fano, 1971: the low bits as they are, the high ones as a sorted list).
"""

from __future__ import annotations

from bisect import bisect_right

import numpy as np

from searcher.engine.embedded.segment.layout import Array, Arrays

PAGE_BITS = 8


class Rising:
    """A rising sequence of a segment file."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self._lows, self._pages = arrays[f"{name}.low"], arrays[f"{name}.page"]
        self._low, self._page = self._lows.data, self._pages.data  # single items of these are read faster

    def __len__(self) -> int:
        return len(self._lows)

    def __getitem__(self, at: int) -> int:
        return (bisect_right(self._page, at) - 1) << PAGE_BITS | self._low[at]

    def edges(self, at: int) -> tuple[int, int]:
        """The numbers `at` and `at + 1`: of starts, where something begins and where it ends."""
        page = bisect_right(self._page, at)
        beyond = bisect_right(self._page, at + 1, page)
        return (page - 1) << PAGE_BITS | self._low[at], (beyond - 1) << PAGE_BITS | self._low[at + 1]

    def take(self, at: Array) -> Array:
        """The numbers at some places, int64."""
        # Of the pages' own dtype, or they would all be converted.
        numbers = self._pages.searchsorted(at.astype(self._pages.dtype), "right")
        numbers -= 1
        numbers <<= PAGE_BITS
        numbers |= self._lows.take(at)
        return numbers

    def between(self, first: int, beyond: int) -> Array:
        """The numbers at first … beyond - 1, at least one; int64."""
        low = bisect_right(self._page, first)
        high = bisect_right(self._page, beyond - 1, low)
        if low == high:
            same: Array = self._lows[first:beyond].astype(np.int64)
            same += (low - 1) << PAGE_BITS
            return same
        sizes = np.diff(self._pages[low:high], prepend=first, append=beyond)
        numbers: Array = np.arange((low - 1) << PAGE_BITS, high << PAGE_BITS, 1 << PAGE_BITS).repeat(sizes)
        numbers |= self._lows[first:beyond]
        return numbers

    def all(self) -> Array:
        """All of the numbers, int64."""
        return self.between(0, len(self._lows))
