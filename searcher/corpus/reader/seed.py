"""A seed: the bytes of one file, unpacked, and why they cannot be had.

    file ─▶ head, blocks | whole, or Unreadable(reason)

A file is unpacked when it is named .gz or begins as gzip does (pages saved as a server sent them).
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Generator, Iterator
from itertools import chain
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO, cast

from searcher.corpus.reader.suffixes import split_suffix

BLOCK_BYTES = 1 << 18  # measured: larger blocks read no faster, and a head this long tells every format
MAX_WHOLE_BYTES = (
    64 << 20
)  # ten times the longest saved page met (pictures inlined); held in memory a few times
MAX_RATIO = 100  # gzip makes news text 3 to 10 times smaller; a decompression bomb reaches 1,000
GZIP_START = b"\x1f\x8b\x08"  # RFC 1952, 2.3.1: magic number, deflate


class Unreadable(Exception):
    """A seed holds no article, or cannot be read; the message is the reason a `Skipped` gives."""


class Seed:
    """The bytes of one seed file, to be read once: `head`, then either `blocks` or `whole`.

    Attributes:
        path: below the seeds folder, with "/".
        head: the first bytes, at most BLOCK_BYTES; empty only for an empty file.

    Raises:
        Unreadable: from every method and from the constructor.
    """

    def __init__(self, folder: Path, path: str) -> None:
        self.path = path
        self._rest = _blocks(folder / path, packed=split_suffix(path)[1])
        self.head = next(self._rest, b"")

    def blocks(self) -> Iterator[bytes]:
        """Yield all bytes in blocks of at most BLOCK_BYTES."""
        return chain([self.head], self._rest)

    def whole(self) -> bytes:
        """Return all bytes, if there are no more than MAX_WHOLE_BYTES."""
        data = bytearray()
        for block in self.blocks():
            data += block
            if len(data) > MAX_WHOLE_BYTES:
                raise Unreadable(f"larger than {MAX_WHOLE_BYTES >> 20} MB, too much for one article or list")
        return bytes(data)

    def close(self) -> None:
        """Close the file, whether or not it was read to its end."""
        self._rest.close()


def _blocks(file: Path, *, packed: bool) -> Generator[bytes]:
    try:
        status = file.stat()
        if not S_ISREG(status.st_mode):
            raise Unreadable("not a file")
        with file.open("rb") as raw:
            if packed or raw.peek(len(GZIP_START)).startswith(GZIP_START):
                yield from _unpacked(cast(BinaryIO, gzip.GzipFile(fileobj=raw)), status.st_size)
            else:
                yield from iter(lambda: raw.read(BLOCK_BYTES), b"")
    except FileNotFoundError as exc:
        raise Unreadable("gone since it was listed") from exc
    except (OSError, ValueError) as exc:  # ValueError: a path no file can have
        raise Unreadable(f"cannot be read: {getattr(exc, 'strerror', None) or exc}") from exc


def _unpacked(stream: BinaryIO, packed_bytes: int) -> Iterator[bytes]:
    limit = max(MAX_WHOLE_BYTES, MAX_RATIO * packed_bytes)
    size = 0
    try:
        while block := stream.read(BLOCK_BYTES):
            size += len(block)
            if size > limit:
                raise Unreadable(f"unpacks to more than {limit >> 20} MB: no text shrinks like that")
            yield block
    except EOFError as exc:
        raise Unreadable("broken gzip: it ends too early") from exc
    except (gzip.BadGzipFile, zlib.error) as exc:
        raise Unreadable(f"broken gzip: {str(exc)[:80]}") from exc
