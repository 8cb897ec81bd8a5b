"""Rising sequences, written: numbers → their low bytes, and where each page begins (see `segment.rising`)."""

from __future__ import annotations

import numpy as np

from searcher.engine.embedded.segment.layout import Array, ArrayWriter, smallest
from searcher.engine.embedded.segment.rising import PAGE_BITS


class RisingWriter:
    """Writes a rising sequence, piece by piece."""

    def __init__(self, file: ArrayWriter, name: str, count: int, last: int) -> None:
        """Begin to write so many numbers, one or more, the last of which is `last`."""
        self._low = file.reserve(f"{name}.low", "u1", count)
        self._page = file.reserve(f"{name}.page", smallest(count), (last >> PAGE_BITS) + 1)
        self._done = self._pages = 0

    def append(self, numbers: Array) -> None:
        """Write the next numbers, int64."""
        if not len(numbers):
            return
        pages = np.arange(self._pages, (int(numbers[-1]) >> PAGE_BITS) + 1)
        self._low.append(numbers.astype(np.uint8))  # the low byte stays
        self._page.append(self._done + numbers.searchsorted(pages << PAGE_BITS))
        self._pages += len(pages)
        self._done += len(numbers)


def write_rising(file: ArrayWriter, name: str, numbers: Array) -> None:
    """Write a whole rising sequence, int64."""
    RisingWriter(file, name, len(numbers), int(numbers[-1])).append(numbers)
