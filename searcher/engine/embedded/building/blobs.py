"""Blobs: many strings as the bytes they take in a file, and the size of each.

Encoding, and finding where each string begins, is done for all of them at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from searcher.engine.embedded.segment.layout import Array, ArrayWriter, smallest


@dataclass(frozen=True, slots=True)
class Blob:
    """Byte strings one after the other.

    Attributes:
        pieces: which together are all of them; a string does not cross from one to the next.
        sizes: shape (n,), bytes of each string.
    """

    pieces: tuple[bytes, ...]
    sizes: Array

    @classmethod
    def of(cls, strings: Sequence[str]) -> Blob:
        """The UTF-8 of some strings, in one piece; lone surrogates (of file names) are kept."""
        data = "".join(strings).encode("utf-8", "surrogatepass")
        sizes = lengths(strings) if data.isascii() else np.array(list(map(utf8_size, strings)), np.int64)
        return cls((data,), sizes)

    @classmethod
    def join(cls, several: Sequence[Blob]) -> Blob:
        """The strings of several as one; nothing is copied."""
        pieces = tuple(piece for blob in several for piece in blob.pieces)
        return cls(pieces, np.concatenate([blob.sizes for blob in several]))

    @property
    def nbytes(self) -> int:
        """Memory that it takes."""
        return sum(map(len, self.pieces)) + self.sizes.nbytes

    def strings(self) -> list[bytes]:
        """The byte strings, one by one."""
        whole = b"".join(self.pieces)
        return [whole[start:end] for start, end in pairwise(from_zero(self.sizes).tolist())]

    def write(self, file: ArrayWriter, name: str) -> None:
        """Write them as a table of strings."""
        starts = from_zero(self.sizes)
        file.write(f"{name}.start", smallest(int(starts[-1])), starts)
        self.write_bytes(file, name)

    def write_bytes(self, file: ArrayWriter, name: str) -> None:
        """Write the strings of a table, not where they begin."""
        cursor = file.reserve(f"{name}.bytes", "u1", int(self.sizes.sum()))
        for piece in self.pieces:
            cursor.append(np.frombuffer(piece, np.uint8))


def utf8_size(string: str) -> int:
    """The bytes of a string as a Blob holds it."""
    return len(string) if string.isascii() else len(string.encode("utf-8", "surrogatepass"))


def lengths(several: Sequence[Sequence[object]]) -> Array:
    """The length of each: int64."""
    return np.fromiter(map(len, several), np.int64, len(several))


def from_zero(counts: Array) -> Array:
    """Sums of counts with a 0 before them: where each begins, and where the last ends; int64."""
    sums = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=sums[1:])
    return sums
