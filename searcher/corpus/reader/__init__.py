"""Reading: seeds folder → RawDocument, one per article, decoded but not cleaned.

    find_seeds(folder) ─▶ SeedFile(path, size, mtime_ns) ─▶ read_seed(folder, path) ─▶ RawDocument

Whatever cannot be read, or holds no article, is yielded as `Skipped(path, reason)`: a bad seed never
stops a build, and nothing is dropped silently. Importing this package loads nothing but the walk over
the folder, which every search needs; the formats are loaded by the first seed that is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from searcher.corpus.reader.find import SeedFile, find_seeds
from searcher.records import RawDocument, Skipped

__all__ = ["SeedFile", "file_hash", "find_seeds", "read_seed"]


def read_seed(folder: Path, path: str) -> Iterator[RawDocument | Skipped]:
    """Read the articles of one seed file, in the file's order; yield at least one value.

    The suffix proposes the format (`suffixes.FORMATS`, each also with ".gz"), and content decides where
    there is no suffix, or where it tells otherwise (a saved page named .txt, JSON lines named .json).
    JSON lines are streamed: memory does not grow with the file. A whole file of another format may
    unpack to `seed.MAX_WHOLE_BYTES`, a line of JSON may have `jsonl.MAX_LINE_BYTES`.

    Args:
        folder: the seeds folder.
        path: of a seed below it, with "/", as `find_seeds` gives it.

    Returns:
        The articles, doc_id unique among them, and what was skipped; reasons in many-article files begin
        with "line 7: " (JSON lines) or "article 7: " (a JSON list). Never raises for what a file holds.
    """
    from searcher.corpus.reader.read import read_articles

    return read_articles(folder, path)


def file_hash(folder: Path, path: str) -> str | None:
    """Return the hex BLAKE2b digest (16 bytes) of a seed's bytes as they lie on disk, None if unreadable."""
    from searcher.corpus.reader.digest import digest_file

    return digest_file(folder / path)
