"""Opening a commit: the newest table of contents and the MANIFEST of the same generation.

A commit of another process may remove the files of the last one while they are being opened; then
there is a newer one, and opening begins again.
"""

from __future__ import annotations

import contextlib
import pickle
import struct
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import CorruptIndexError
from whoosh.index import TOC
from whoosh.index import IndexError as WhooshIndexError

from searcher.engine.embedded.manifest import Manifest, newest_generation, newest_manifest, read_manifest
from searcher.engine.embedded.schema import INDEX_FORMAT, INDEX_NAME, make_schema
from searcher.engine.embedded.storage import IndexStorage
from searcher.errors import IndexCorruptError, IndexFormatError, IndexMissingError

_ATTEMPTS = 20
_PAUSE_S = 0.02

# What reading a file that is not what it should be can raise, in Whoosh, pickle or our own decoding.
_DAMAGE = (
    CorruptIndexError,
    WhooshIndexError,
    pickle.UnpicklingError,
    struct.error,
    zlib.error,
    EOFError,
    AssertionError,
    AttributeError,
    KeyError,
    IndexError,
    MemoryError,
    OverflowError,
    TypeError,
    ValueError,
)


@contextlib.contextmanager
def damage_reported(folder: Path) -> Iterator[None]:
    """Turn whatever damaged files raise into an IndexCorruptError that says what to run."""
    try:
        yield
    except _DAMAGE as error:
        raise IndexCorruptError(folder, f"{type(error).__name__}: {error}") from error


def read_commit(folder: Path, storage: IndexStorage) -> tuple[Any, Manifest]:
    """The newest commit: Whoosh's table of contents and the MANIFEST.

    Raises:
        IndexMissingError, IndexFormatError, IndexCorruptError: see `searcher.errors`.
        FileNotFoundError: never; another commit meanwhile means another attempt.
    """
    for attempt in range(_ATTEMPTS):
        generation = newest_generation(folder)
        if generation is None:
            known = newest_manifest(folder)
            if known is not None and known.format != INDEX_FORMAT:
                raise IndexFormatError(folder, known.format, INDEX_FORMAT)
            raise IndexMissingError(folder)
        try:
            manifest = read_manifest(folder, generation)
            if manifest is None:
                raise IndexCorruptError(folder, f"MANIFEST.{generation}.json is not one of ours")
            if manifest.format != INDEX_FORMAT:
                raise IndexFormatError(folder, manifest.format, INDEX_FORMAT)
            with damage_reported(folder):
                return TOC.read(storage, INDEX_NAME, gen=generation, schema=make_schema()), manifest
        except FileNotFoundError as error:
            if attempt == _ATTEMPTS - 1:
                raise IndexCorruptError(folder, f"{Path(error.filename or '').name} is missing") from error
            time.sleep(_PAUSE_S)
    raise AssertionError("unreachable")
