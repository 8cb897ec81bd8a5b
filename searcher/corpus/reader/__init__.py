"""Reading: seeds folder → RawDocument, one per article, decoded but not cleaned.

    find_seeds(folder) ─▶ SeedFile(path, size, mtime_ns) ─▶ read_seed(folder, path) ─▶ RawDocument

Whatever cannot be read, or holds no article, is yielded as `Skipped(path, reason)`: a bad seed never
stops a build, and nothing is dropped silently. Importing this package loads nothing but the walk over
the folder, which every search needs; the formats are loaded by the first seed that is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from searcher.corpus.reader.find import SeedFile, find_seeds
from searcher.records import RawDocument, Skipped

if TYPE_CHECKING:
    from searcher.corpus.reader.rest import Rest

__all__ = ["SeedFile", "file_hash", "find_rest", "find_seeds", "read_seed"]


def read_seed(folder: Path, path: str, rest: Rest | None = None) -> Iterator[RawDocument | Skipped]:
    """Read the articles of one seed file, in the file's order; yield at least one value.

    The suffix proposes the format (`suffixes.FORMATS`, each also with ".gz"), and content decides where
    there is no suffix, or where it tells otherwise (a saved page named .txt, JSON lines named .json).
    JSON lines are streamed: memory does not grow with the file. A whole file of another format may
    unpack to `seed.MAX_WHOLE_BYTES`, a line of JSON may have `jsonl.MAX_LINE_BYTES`.

    Args:
        folder: the seeds folder.
        path: of a seed below it, with "/", as `find_seeds` gives it.
        rest: from `find_rest`, to read no more than that; maybe nothing is then yielded.

    Returns:
        The articles, doc_id unique among them, and what was skipped; reasons in many-article files begin
        with "line 7: " (JSON lines) or "article 7: " (a JSON list). Never raises for what a file holds.
    """
    from searcher.corpus.reader.read import read_articles

    return read_articles(folder, path, rest)


def find_rest(
    folder: Path, path: str, size: int, digest: str | None, is_taken: Callable[[str], bool]
) -> Rest | None:
    """Find what was added to the end of a seed of JSON lines, so that it alone needs to be read.

    Args:
        folder, path: as for `read_seed`.
        size, digest: what the seed had, by `find_seeds` and `file_hash`, when it was last read.
        is_taken: tells whether it then gave an article this doc_id; asked for each article of the rest.

    Returns:
        The rest, or None when the whole is to be read: anything else was done to the seed, it was short
        (below `seed.BLOCK_BYTES`), or it is not plain JSON lines in UTF-8. Never raises for what it holds.

    Cost: one pass over the bytes (measured: 100,000 articles, 85 MB, in 0.2 s), which also hashes them.
    """
    if digest is None:
        return None
    from searcher.corpus.reader.read import find_rest

    return find_rest(folder, path, size, digest, is_taken)


def file_hash(folder: Path, path: str) -> str | None:
    """Return the hex BLAKE2b digest (16 bytes) of a seed's bytes as they lie on disk, None if unreadable."""
    from searcher.corpus.reader.digest import digest_file

    return digest_file(folder / path)
