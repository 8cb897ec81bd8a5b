"""JSON lines: one article a line, in a file of any size.

    blocks ─▶ lines ─▶ one RawDocument of form "article" | Skipped for each that is not blank

One block and one line are held at a time, and the ids, to know the second use of one.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from itertools import chain

from searcher.corpus.reader.article import Entry, read_entries
from searcher.corpus.reader.encoding import detect, is_mostly_utf8, is_noise
from searcher.corpus.reader.json import parse
from searcher.corpus.reader.prose import NO_TEXT
from searcher.corpus.reader.rest import Rest
from searcher.corpus.reader.seed import BLOCK_BYTES, Seed, Unreadable
from searcher.records import RawDocument, Skipped

MAX_LINE_BYTES = 16 << 20  # chosen: a hundred times the longest article; bounds the memory of a hostile line

STATEFUL = ("utf-16", "utf-32", "iso2022")  # their lines cannot be cut out before decoding


def read(seed: Seed) -> Iterator[RawDocument | Skipped]:
    """Read JSON lines as they come."""
    return read_entries(seed.path, _entries(seed.blocks(), codec_of(seed)))


def read_rest(seed: Seed, rest: Rest) -> Iterator[RawDocument | Skipped]:
    """Read the lines that were added; those before them take part by their number and their ids alone."""
    entries = _entries(rest.of(seed.blocks()), "utf-8", rest.lines)
    return read_entries(seed.path, entries, rest.is_taken)


def codec_of(seed: Seed) -> str:
    """Name the codec of JSON lines.

    Raises:
        Unreadable: they are no text.
    """
    head = seed.head
    if len(head) == BLOCK_BYTES:  # the file goes on: no character cut in half
        head = head[: head.rfind(b"\n") + 1] or head
    codec = detect(head)
    if codec is None or is_noise(head.decode(codec, "replace")):
        raise Unreadable(NO_TEXT)
    return codec


def _entries(blocks: Iterable[bytes], codec: str, lines_before: int = 0) -> Iterator[Entry]:
    if codec.startswith(STATEFUL):
        blocks, codec = _to_utf8(blocks, codec), "utf-8"
    legacy = None if codec.startswith("utf-8") else codec
    for number, data in enumerate(split_lines(blocks, MAX_LINE_BYTES), lines_before + 1):
        if data is None:
            yield Entry("line", number, None, f"longer than {MAX_LINE_BYTES >> 20} MB")
            continue
        if not data or data.isspace():
            continue
        try:
            text = data.decode()
        except UnicodeDecodeError:
            if is_mostly_utf8(data):
                text = data.decode("utf-8", "replace")
            else:
                legacy = legacy or detect(data) or "utf-8"  # one guess serves the whole file
                text = data.decode(legacy, "replace")
        text = text.strip().lstrip("\ufeff")
        if not text:
            continue
        try:
            yield Entry("line", number, parse(text))
        except Unreadable as exc:
            yield Entry("line", number, None, str(exc))


def split_lines(blocks: Iterable[bytes], limit: int) -> Iterator[bytes | None]:
    r"""Yield the lines of a stream of blocks, without "\n"; None for a line longer than `limit` bytes."""
    parts: list[bytes] = []  # of the line that the blocks so far have begun
    size = 0
    for block in chain(blocks, [b"\n"]):
        first, *others = block.split(b"\n")
        size += len(first)
        if size <= limit:
            parts.append(first)
        else:
            parts.clear()
        if others:
            yield b"".join(parts) if size <= limit else None
            yield from others[:-1]
            parts, size = [others[-1]], len(others[-1])


def _to_utf8(blocks: Iterable[bytes], codec: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(codec)("replace")
    for block in blocks:
        yield decoder.decode(block).encode()
    yield decoder.decode(b"", final=True).encode()
