"""Unions: the sorted strings of several tables → one table, and where each string went.

Strings are taken in ranges, so that no more than some ten thousand of each table are in memory at once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np

from searcher.engine.embedded.building.blobs import Blob, lengths
from searcher.engine.embedded.segment.layout import Array, Arrays
from searcher.engine.embedded.segment.strings import Strings

RANGE_STRINGS = 1 << 15


class Table(NamedTuple):
    """The strings of a range of a table, which ascend; those that are not used are left out.

    Attributes:
        arrays, name: where the table is.
        is_used: shape (strings of the whole table,).
        first, beyond: the range.
    """

    arrays: Arrays
    name: str
    is_used: Array
    first: int
    beyond: int

    @classmethod
    def marked(cls, arrays: Arrays, name: str, numbers: Array) -> Table:
        """The strings of some numbers, each given once or more; numbers below 0 are of none."""
        is_used = np.zeros(len(arrays[f"{name}.start"]) - 1, np.bool_)
        is_used[numbers[numbers >= 0]] = True
        return cls(arrays, name, is_used, 0, len(is_used))

    def part(self, first: int, beyond: int) -> Table:
        """A range of the table."""
        return self._replace(first=first, beyond=beyond)

    def read(self, first: int, beyond: int) -> tuple[Array, list[bytes]]:
        """The numbers of the used strings of a part, and these strings."""
        numbers = np.flatnonzero(self.is_used[first:beyond])
        return first + numbers, read_strings(self.arrays, self.name, first, beyond, numbers)


class Union(NamedTuple):
    """The strings of several tables, each once, ascending.

    Attributes:
        ranks: for each table, the number that each used string has in the union; shape as its `is_used`.
    """

    blob: Blob
    ranks: list[Array]

    @classmethod
    def of(cls, tables: Sequence[Table]) -> Union:
        """Join tables."""
        ranks = [np.zeros(len(table.is_used), np.int64) for table in tables]
        blobs = [Blob.of(())]
        count = 0
        for bounds in _ranges(tables):
            parts = [table.read(*bound) for table, bound in zip(tables, bounds, strict=True)]
            # Sorting strings that are in order in several runs only merges the runs.
            together = list(dict.fromkeys(sorted(chain.from_iterable(strings for _, strings in parts))))
            rank = dict(zip(together, range(count, count + len(together)), strict=True))
            for of_table, (numbers, strings) in zip(ranks, parts, strict=True):
                of_table[numbers] = np.fromiter(map(rank.__getitem__, strings), np.int64, len(strings))
            blobs.append(Blob((b"".join(together),), lengths(together)))
            count += len(together)
        return cls(Blob.join(blobs), ranks)


def read_strings(arrays: Arrays, name: str, first: int, beyond: int, numbers: Array) -> list[bytes]:
    """Strings of a part of a table.

    Args:
        numbers: of the strings, counted from `first`; they may be in any order.
    """
    starts = arrays[f"{name}.start"][first : beyond + 1]
    data = arrays[f"{name}.bytes"][starts[0] : starts[-1]].tobytes()
    edges = (starts - starts[0]).tolist()
    return [data[edges[at] : edges[at + 1]] for at in numbers.tolist()]


def _ranges(tables: Sequence[Table]) -> list[list[tuple[int, int]]]:
    """Ranges in which all tables hold the same strings, as many as the longest table needs."""
    longest = max(tables, key=lambda table: table.beyond - table.first)
    strings = Strings(longest.arrays, longest.name)
    edges = [strings[number] for number in range(longest.first, longest.beyond, RANGE_STRINGS)][1:]
    ranges = []
    for table in tables:
        strings = Strings(table.arrays, table.name)
        cuts = [bisect_left(strings, edge, table.first, table.beyond) for edge in edges]
        ranges.append(pairwise((table.first, *cuts, table.beyond)))
    return [list(bounds) for bounds in zip(*ranges, strict=True)]
