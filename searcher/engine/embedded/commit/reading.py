"""Opening a commit: the newest table of contents, the MANIFEST of the same generation, its segments, and
as what their entities are shown.

A commit of another process may remove the files of the last one while they are being opened; then
there is a newer one, and opening begins again.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from whoosh.index import TOC

from searcher.engine.embedded.codec.codec import EmbeddedSegment
from searcher.engine.embedded.codec.schema import INDEX_FORMAT, INDEX_NAME, make_schema
from searcher.engine.embedded.commit.damage import DAMAGE, damage_reported
from searcher.engine.embedded.commit.manifest import (
    Manifest,
    newest_generation,
    newest_manifest,
    read_manifest,
)
from searcher.engine.embedded.commit.storage import IndexStorage
from searcher.engine.embedded.segment.identities import identities_file, read_identities
from searcher.engine.embedded.segment.layout import DamagedFileError
from searcher.engine.embedded.segment.postings import Segment
from searcher.errors import IndexCorruptError, IndexFormatError, IndexMissingError, SearcherError


class Commit(NamedTuple):
    """One commit, opened.

    Attributes:
        toc: Whoosh's table of contents; its segments are those of `segments`, in the same order.
        idle: corrections of entities that concern nothing in it, as text.
    """

    manifest: Manifest
    toc: Any
    segments: list[Segment]
    idle: Sequence[str] = ()


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
                raise DamagedFileError("the table of contents lists what is no segment")
            segments = [segment.open(folder) for segment in toc.segments]
            named = {
                listed.segid: segment.arrays for listed, segment in zip(toc.segments, segments, strict=True)
            }
            identities, idle = read_identities(folder / identities_file(generation), named)
            for segment, own in zip(segments, identities, strict=True):
                segment.identities = own
            return Commit(manifest, toc, segments, idle)
        except (SearcherError, OSError, *DAMAGE):
            raise
        except Exception as error:  # Whoosh has bare ones for what it does not know
            raise DamagedFileError(str(error)) from error
