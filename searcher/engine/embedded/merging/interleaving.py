"""Interleaving: lists of several segments → the lists of one, those of the same name behind each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from searcher.engine.embedded.building.blobs import from_zero
from searcher.engine.embedded.building.groups import blocks
from searcher.engine.embedded.segment.layout import Array


class Renumbered(NamedTuple):
    """Which lists of a segment go on, and the numbers they get; both ascending.

    Attributes:
        old, new: shape (m,).
        cost: shape (m,), items to be read for each, with those before it that do not go on.
    """

    old: Array
    new: Array
    cost: Array

    @classmethod
    def of(cls, old: Array, new: Array, starts: Array) -> Renumbered:
        """Lists of a segment in which they begin at these starts."""
        return cls(old, new, np.diff(starts[old + 1], prepend=starts[0]))

    def has_any(self, first: int, beyond: int) -> bool:
        """Whether any of the new lists first:beyond has items of this segment."""
        low, high = self.new.searchsorted((first, beyond))
        return bool(low < high)

    def between(self, first: int, beyond: int) -> tuple[int, int]:
        """The old numbers, in a row, of the new lists first:beyond; of none, 0 and 0."""
        low, high = self.new.searchsorted((first, beyond))
        return (int(self.old[low]), int(self.old[high - 1]) + 1) if low < high else (0, 0)

    def spread(self, first: int, beyond: int, sizes: Array) -> Array:
        """Sizes of the old lists of `between` as sizes of the new lists first:beyond."""
        low, high = self.new.searchsorted((first, beyond))
        spread = np.zeros(beyond - first, np.int64)
        if low < high:
            spread[self.new[low:high] - first] = sizes[self.old[low:high] - self.old[low]]
        return spread


def ranges(several: Sequence[Renumbered], count: int) -> Iterator[tuple[int, int]]:
    """Ranges of the new lists, `count` in all, that are read at once."""
    cost = np.zeros(count, np.int64)
    for renumbered in several:
        cost[renumbered.new] += renumbered.cost
    return blocks(from_zero(cost))


def places(sizes: Sequence[Array]) -> tuple[Array, list[Array]]:
    """Where items go when the lists of several segments are put behind each other.

    Args:
        sizes: for each segment, how long each of its lists is; int64, all of one shape.

    Returns:
        the lengths of the lists together, and for each segment the place of each item among all.
    """
    together: Array = np.add.reduce(sizes, axis=0, dtype=np.int64)
    begin = from_zero(together)[:-1]
    found = []
    for own in sizes:
        starts = from_zero(own)
        found.append(np.repeat(begin - starts[:-1], own) + np.arange(starts[-1]))
        begin = begin + own
    return together, found
