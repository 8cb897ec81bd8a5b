"""Opening a commit: the newest table of contents, the MANIFEST of the same generation, its segments.

A commit of another process may remove the files of the last one while they are being opened; then
there is a newer one, and opening begins again.
"""

from __future__ import annotations

import contextlib
import pickle
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from whoosh.filedb.filetables import FileFormatError
from whoosh.index import TOC
from whoosh.index import IndexError as WhooshIndexError
from whoosh.reading import CorruptIndexError, TermNotFound

from searcher.engine.embedded.codec import EmbeddedSegment
from searcher.engine.embedded.manifest import Manifest, newest_generation, newest_manifest, read_manifest
from searcher.engine.embedded.schema import INDEX_FORMAT, INDEX_NAME, make_schema
from searcher.engine.embedded.segment import Segment
from searcher.engine.embedded.storage import IndexStorage
from searcher.errors import (
    IndexCorruptError,
    IndexFolderError,
    IndexFormatError,
    IndexMissingError,
    SearcherError,
)

# What reading a file that is not what it should be can raise, in Whoosh, pickle or our own decoding.
_DAMAGE = (
    CorruptIndexError,
    FileFormatError,
    TermNotFound,
    WhooshIndexError,
    pickle.UnpicklingError,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    ImportError,
    LookupError,
    MemoryError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)


@contextlib.contextmanager
def damage_reported(folder: Path) -> Iterator[None]:
    """Turn whatever damaged files raise into an IndexCorruptError that says what to run.

    A missing file (FileNotFoundError) passes: only who opens files knows whether it should be there.
    """
    try:
        yield
    except FileNotFoundError:
        raise
    except PermissionError as error:
        name = Path(error.filename or folder).name
        raise IndexFolderError(folder, f"there is no permission to read {name}") from error
    except _DAMAGE as error:
        raise IndexCorruptError(folder, f"{type(error).__name__}: {error}") from error


class Commit(NamedTuple):
    """One commit, opened.

    Attributes:
        toc: Whoosh's table of contents; its segments are those of `segments`, in the same order.
    """

    manifest: Manifest
    toc: Any
    segments: list[Segment]

    def close(self) -> None:
        """Let go of the files. Safe to call twice."""
        while self.segments:
            self.segments.pop().close()


def open_commit(folder: Path, storage: IndexStorage) -> Commit:
    """Open the newest commit.

    Raises:
        IndexMissingError, IndexFormatError, IndexCorruptError: see `searcher.errors`.
        IndexFolderError: there is no permission to read it.
    """
    generation = newest_generation(folder)
    while generation is not None:
        try:
            return _open(folder, storage, generation)
        except FileNotFoundError as error:
            # A commit removes files when there is a newer table of contents; else one is lost.
            tried, generation = generation, newest_generation(folder)
            if generation == tried:
                name = Path(error.filename or "").name
                raise IndexCorruptError(folder, f"{name} is missing") from error
    known = newest_manifest(folder)
    if known is not None and known.format != INDEX_FORMAT:
        raise IndexFormatError(folder, known.format, INDEX_FORMAT)
    raise IndexMissingError(folder)


def _open(folder: Path, storage: IndexStorage, generation: int) -> Commit:
    manifest = read_manifest(folder, generation)
    if manifest is None:
        raise IndexCorruptError(folder, f"MANIFEST.{generation}.json is not one of ours")
    if manifest.format != INDEX_FORMAT:
        raise IndexFormatError(folder, manifest.format, INDEX_FORMAT)
    with damage_reported(folder):
        try:
            toc = TOC.read(storage, INDEX_NAME, gen=generation, schema=make_schema())
            if not all(type(segment) is EmbeddedSegment for segment in toc.segments):
                raise CorruptIndexError("the table of contents lists what is no segment")
            return Commit(manifest, toc, [Segment(storage, segment) for segment in toc.segments])
        except (SearcherError, OSError, *_DAMAGE):
            raise
        except Exception as error:  # Whoosh has bare ones for what it does not know
            raise CorruptIndexError(str(error)) from error
