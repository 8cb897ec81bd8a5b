"""Keys: chunks of up to 15 bytes as pairs of numbers, to look up a batch of them at once.

    bytes, where chunks begin and end ─▶ keys ─▶ numbers given out before, -1 for none

A key is a chunk's bytes themselves, with its kind in the sixteenth: equal keys are equal chunks. The table
is a cache in front of a dictionary. It may leave out a key when it is full or its places are taken, so a
lookup takes few steps whatever the texts, none of them in Python for each chunk.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Int32Array = NDArray[np.int32]
Int64Array = NDArray[np.int64]
UInt64Array = NDArray[np.uint64]

LONGEST_KEY = 15
"""Bytes of a chunk that has a key; of English chunks 98 of 100 do."""

_HALF = 8
_KIND_SHIFT = np.uint64(8 * (2 * _HALF - 1 - _HALF))
_FIRST_BYTES = np.array([(1 << 8 * size) - 1 for size in range(_HALF + 1)], np.uint64)

_SLOT_BITS = 20
_MOST_KEYS = 1 << _SLOT_BITS - 2  # a quarter of the slots, so that hardly any key lies beyond its third
_PROBES = 8
_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / golden ratio: Knuth, TAOCP 3, 6.4, multiplicative hashing
_TURN = np.uint64(32)
_DOWN = np.uint64(64 - _SLOT_BITS)


class Keys(NamedTuple):
    """The keys of n chunks; both halves are 0 where a chunk is too long for one.

    Attributes:
        low, high: uint64 arrays of shape (n,).
    """

    low: UInt64Array
    high: UInt64Array

    @classmethod
    def of(cls, data: bytes, start: Int64Array, end: Int64Array, kind: NDArray[np.bool_]) -> Keys:
        """The keys of chunks.

        Args:
            data: bytes without zeros, sixteen or more behind the last chunk's beginning.
            start, end: shape (n,), where each chunk lies; none is empty.
            kind: shape (n,), told apart by the keys.
        """
        eight = np.ndarray((len(data) - _HALF + 1,), "<u8", data, 0, (1,))  # from each byte on
        size = end - start
        low = eight[start] & _FIRST_BYTES[np.minimum(size, _HALF)]
        high = np.where(kind, np.uint64(1) << _KIND_SHIFT, np.uint64(0))
        beyond = np.flatnonzero(size > _HALF)
        rest = np.minimum(size[beyond] - _HALF, _HALF)
        high[beyond] |= eight[start[beyond] + _HALF] & _FIRST_BYTES[rest]
        too_long = beyond[size[beyond] > LONGEST_KEY]
        low[too_long] = high[too_long] = 0
        return cls(low, high)

    def take(self, which: Int64Array) -> Keys:
        """The keys of some of the chunks."""
        return Keys(self.low[which], self.high[which])


class KeyTable:
    """Keys and the numbers given to them.

    Open addressing with linear probing. A slot holds the row of a key, and rows are given out in order of
    appearance, so that those of the commonest chunks lie together.

    >>> keys = Keys.of(b"said Paris" + b" " * 16, np.array([0, 5]), np.array([4, 10]), np.array([True, True]))
    >>> table = KeyTable()
    >>> table.add(keys.take(np.array([1])), np.array([7], np.int32))
    >>> table.find(keys).tolist()
    [-1, 7]
    """

    def __init__(self) -> None:
        # What is not written to yet takes no memory. Row 0 is nobody's: a key of no chunk, and no number.
        self._slots = np.zeros(1 << _SLOT_BITS, np.int32)
        self._low, self._high = np.zeros(_MOST_KEYS, np.uint64), np.zeros(_MOST_KEYS, np.uint64)
        self._number = np.zeros(_MOST_KEYS, np.int32)
        self._number[0] = -1
        self._rows = 1

    def find(self, keys: Keys) -> Int32Array:
        """The number of each key, -1 for one that has none here."""
        slot = _first_slots(keys)
        row = self._slots.take(slot)
        left = np.flatnonzero(self._is_other(row, keys))
        for step in range(1, _PROBES + 1):
            if not len(left):
                break
            further = self._slots.take((slot[left] + step) % len(self._slots)) if step < _PROBES else 0
            row[left] = further
            left = left[self._is_other(row[left], keys.take(left))]
        return self._number.take(row)

    def add(self, keys: Keys, numbers: Int32Array) -> None:
        """Keep keys that have no number here, each given once, as far as there is room."""
        room = _MOST_KEYS - self._rows
        row = np.arange(self._rows, self._rows + min(len(numbers), room), dtype=np.int32)
        keys = Keys(keys.low[:room], keys.high[:room])
        self._low[row], self._high[row], self._number[row] = *keys, numbers[:room]
        self._rows += len(row)
        slot = _first_slots(keys)
        for _ in range(_PROBES):
            is_free = self._slots[slot] == 0
            self._slots[slot[is_free]] = row[is_free]  # of several that want one slot, one gets it
            is_left = self._slots[slot] != row
            slot, row = (slot[is_left] + 1) % len(self._slots), row[is_left]

    def _is_other(self, row: Int32Array, keys: Keys) -> NDArray[np.bool_]:
        """Whether a row is of another key; the empty one is no other."""
        differs = (self._low.take(row) != keys.low) | (self._high.take(row) != keys.high)
        return np.asarray(differs & (row > 0))


def _first_slots(keys: Keys) -> Int64Array:
    mixed = (keys.low ^ (keys.high * _MIX)) * _MIX
    return (((mixed ^ (mixed >> _TURN)) * _MIX) >> _DOWN).astype(np.int64)
