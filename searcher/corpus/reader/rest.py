"""A rest: what was added to the end of JSON lines since they were last read.

    blocks, and the size and hash they had ─▶ Rest, or None when more was done than adding lines

An archive of a million articles grows by a few at a time. Reading those alone gives what reading the whole
file gives where nothing tells how to read them but what stands in its first block, which is the same: its
first part ends with its line, and the rest is plain UTF-8, so that no encoding has to be guessed, which
earlier lines would have decided.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from searcher.corpus.reader.digest import DIGEST_BYTES


class Rest(NamedTuple):
    """Where to go on reading a seed that has grown.

    Attributes:
        start: the size it had, in bytes; the first new line begins there.
        lines: how many come before, blank ones as well.
        hash: of the whole seed, as `digest_file` gives it.
        is_taken: tells whether an earlier line gave an article this doc_id.
    """

    start: int
    lines: int
    hash: str
    is_taken: Callable[[str], bool]

    def of(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield what blocks hold from `start` on."""
        return (block for at, block in _cut(blocks, self.start) if at >= self.start)


def measure(blocks: Iterable[bytes], start: int, digest: str, is_taken: Callable[[str], bool]) -> Rest | None:
    """Go over the blocks of a seed once.

    Args:
        blocks: all of them.
        start, digest: the size and the hash that the seed had.
        is_taken: see `Rest`.

    Returns:
        The rest; None if there is none, the seed does not begin as it was, or the rest is not UTF-8.
    """
    whole, added = hashlib.blake2b(digest_size=DIGEST_BYTES), codecs.getincrementaldecoder("utf-8")()
    lines, last, size = 0, b"", 0
    try:
        for at, block in _cut(blocks, start):
            if at == start and (whole.hexdigest() != digest or last != b"\n"):
                return None
            if at < start:
                lines += block.count(b"\n")
            else:
                added.decode(block)
            whole.update(block)
            last, size = block[-1:], at + len(block)
        added.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    return Rest(start, lines, whole.hexdigest(), is_taken) if size > start else None


def _cut(blocks: Iterable[bytes], where: int) -> Iterator[tuple[int, bytes]]:
    """Yield blocks with the place each begins at; the one that holds a place inside is cut in two there."""
    at = 0
    for block in blocks:
        if at < where < at + len(block):
            yield at, block[: where - at]
            yield where, block[where - at :]
        else:
            yield at, block
        at += len(block)
