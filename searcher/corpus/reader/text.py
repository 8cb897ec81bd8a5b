"""A text: a plain file, one article, chrome and all.

bytes ─▶ one RawDocument of form "text"
"""

from __future__ import annotations

from collections.abc import Iterator

from searcher.corpus.reader.digest import digest_fields
from searcher.corpus.reader.encoding import decode
from searcher.corpus.reader.prose import NO_TEXT, complaint
from searcher.corpus.reader.seed import Seed, Unreadable
from searcher.records import RawDocument


def read(seed: Seed) -> Iterator[RawDocument]:
    """Read a plain text."""
    content = decode(seed.whole())
    if content is None:
        raise Unreadable(NO_TEXT)
    if reason := complaint(content):
        raise Unreadable(reason)
    content = content.replace("\0", "\ufffd")  # as HTML reads it
    yield RawDocument(seed.path, seed.path, "text", content, digest_fields("text", content))
