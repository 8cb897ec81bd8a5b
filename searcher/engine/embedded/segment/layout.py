"""The layout of a segment file: named flat arrays, little-endian, to be mapped into memory.

    header      32 bytes: b"SRCHSEG\\0", u32 version, u32 crc32 of the directory,
                u64 offset of the directory, u64 its length
    arrays      one after the other, each beginning at a multiple of 64 bytes, zeros between them
    directory   JSON to the end of the file:
                {"values": {…}, "arrays": {name: [dtype, offset, count, crc32], …}}

dtype is one of u1 u2 u4 u8. The directory is checked whenever a file is opened; the arrays are when the file
is small, when it is merged into another one, and by `Arrays.verify`: a large index opens in milliseconds.
What the arrays of a segment are is told in `searcher.engine.embedded.segment.postings`.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]

LAYOUT_VERSION = 1
VERIFIED_BYTES = 4 << 20
"""Files up to this size are checked whole when they are opened: that takes a millisecond or two."""

_HEADER = struct.Struct("<8sIIQQ")
_MAGIC = b"SRCHSEG\0"
_ALIGNMENT = 64
_TYPES = {name: np.dtype(f"<{name}") for name in ("u1", "u2", "u4", "u8")}
_MAX_ITEMS = 1 << 40
_BLOCK = 16 << 20


class DamagedFileError(Exception):
    """A segment file is not what was written."""


def smallest(largest: int) -> str:
    """The narrowest of u4 and u8 that holds a number."""
    return "u4" if largest < 1 << 32 else "u8"


def narrowest(largest: int) -> str:
    """The narrowest dtype that holds a number: for columns that are read a few items at a time."""
    return next(name for name, dtype in _TYPES.items() if largest < 1 << 8 * dtype.itemsize)


class ArrayWriter:
    """Writes one segment file, array by array; several may be filled by turns.

    The file is whole, and on the disk, when `close` returns. Leaving the `with` block by an exception
    removes it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[bytes] = path.open("xb")
        self._end = _HEADER.size
        self._open: list[ArrayCursor] = []
        self.values: dict[str, Any] = {}

    def reserve(self, name: str, dtype: str, count: int) -> ArrayCursor:
        """Room for an array of exactly `count` items, to be filled in order by `ArrayCursor.append`."""
        offset = -(-self._end // _ALIGNMENT) * _ALIGNMENT
        self._end = offset + count * _TYPES[dtype].itemsize
        cursor = ArrayCursor(self._file.fileno(), name, dtype, offset, count)
        self._open.append(cursor)
        return cursor

    def write(self, name: str, dtype: str, values: npt.ArrayLike) -> None:
        """A whole array."""
        array = np.asarray(values)
        self.reserve(name, dtype, len(array)).append(array)

    def write_narrow(self, name: str, values: npt.ArrayLike) -> None:
        """A whole array of whole numbers, in the narrowest dtype that holds them all."""
        array = np.asarray(values)
        self.write(name, narrowest(int(array.max(initial=0))), array)

    def close(self) -> None:
        """Write the directory and the header, and have the file on the disk."""
        for cursor in self._open:
            cursor.check()
        arrays = {c.name: [c.dtype, c.offset, c.count, c.crc] for c in self._open}
        directory = json.dumps({"values": self.values, "arrays": arrays}, separators=(",", ":")).encode()
        header = _HEADER.pack(_MAGIC, LAYOUT_VERSION, zlib.crc32(directory), self._end, len(directory))
        descriptor = self._file.fileno()
        _write_at(descriptor, directory, self._end)
        _write_at(descriptor, header, 0)
        os.fsync(descriptor)
        self._file.close()

    def abandon(self) -> None:
        """Remove the unfinished file."""
        self._file.close()
        self.path.unlink(missing_ok=True)

    def __enter__(self) -> ArrayWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.close()
        finally:
            if not self._file.closed:
                self.abandon()


class ArrayCursor:
    """An array that is being written."""

    def __init__(self, descriptor: int, name: str, dtype: str, offset: int, count: int) -> None:
        self.name, self.dtype, self.offset, self.count = name, dtype, offset, count
        self.crc = 0
        self._descriptor = descriptor
        self._type = _TYPES[dtype]
        self._done = 0

    def append(self, values: Array) -> None:
        """Write the next items."""
        data = np.ascontiguousarray(values, dtype=self._type)
        self._done += len(data)
        if self._done > self.count:
            raise ValueError(f"{self.name}: {self._done} items, room for {self.count}")
        view = data.view(np.uint8).data if len(data) else memoryview(b"")
        _write_at(self._descriptor, view, self.offset + (self._done - len(data)) * self._type.itemsize)
        self.crc = zlib.crc32(view, self.crc)

    def check(self) -> None:
        """Make sure that the array is full."""
        if self._done != self.count:
            raise ValueError(f"{self.name}: {self._done} items of {self.count}")


def _write_at(descriptor: int, data: bytes | memoryview, offset: int) -> None:
    view = memoryview(data)
    while len(view):
        written = os.pwrite(descriptor, view, offset)
        view, offset = view[written:], offset + written


class Arrays:
    """A segment file, mapped: `arrays["posting.doc"]` is an array that reads from the file.

    The map stays for as long as any array of it is used, also after the file was removed.

    Raises:
        DamagedFileError: the file is cut short, is none of these, or its directory is damaged.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size < _HEADER.size:
                raise DamagedFileError(f"{path.name}: cut short")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        magic, version, crc, offset, length = _HEADER.unpack_from(self._map)
        if magic != _MAGIC or version != LAYOUT_VERSION:
            raise DamagedFileError(f"{path.name}: not a segment of layout {LAYOUT_VERSION}")
        directory = self._map[offset : offset + length] if offset + length == size else b""
        if zlib.crc32(directory) != crc or not directory:
            raise DamagedFileError(f"{path.name}: damaged, or cut short")
        data = json.loads(directory)
        self.path = path
        self.name = path.name
        self.values: Mapping[str, Any] = data["values"]
        self._entries: dict[str, list[Any]] = data["arrays"]
        self._offset: int = offset
        if size <= VERIFIED_BYTES:
            self.verify()

    def __getitem__(self, name: str) -> Array:
        try:
            dtype, offset, count, _ = self._entries[name]
            if offset + count * _TYPES[dtype].itemsize > self._offset or not 0 <= count < _MAX_ITEMS:
                raise DamagedFileError(f"{self.name}: {name} leads out of the file")
            return np.frombuffer(self._map, _TYPES[dtype], count, offset)
        except KeyError:
            raise DamagedFileError(f"{self.name}: no array {name}") from None

    def view(self, name: str) -> memoryview:
        """An array as a memoryview: single items of it are read faster."""
        return self[name].data

    def names(self) -> Iterable[str]:
        """The names of all arrays."""
        return self._entries.keys()

    def verify(self) -> None:
        """Read everything and compare checksums.

        Raises:
            DamagedFileError: some array is not what was written.
        """
        for name, (_, _, _, crc) in self._entries.items():
            data = self[name].view(np.uint8)
            found = 0
            for at in range(0, len(data), _BLOCK):
                found = zlib.crc32(data[at : at + _BLOCK].data, found)
                if len(data) > _BLOCK:
                    self.release()
            if found != crc:
                raise DamagedFileError(f"{self.name}: {name} is damaged")

    def release(self) -> None:
        """Let the system take back the memory that was read into; what is read again is there again."""
        self._map.madvise(mmap.MADV_DONTNEED)
