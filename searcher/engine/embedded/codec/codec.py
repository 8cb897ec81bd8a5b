"""The codec: what Whoosh is told of our segments.

A segment is pickled into Whoosh's table of contents as plain values (its name, its number of documents, those
that are deleted), which are checked before anything is opened by them. Its one file is written by
`building.builder` and read by `segment.postings`; for Whoosh's own readers,
matchers and queries the codec answers through `codec.terms`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from whoosh.codec.base import Codec
from whoosh.codec.base import Segment as WhooshSegment

from searcher.engine.embedded.codec.schema import INDEX_NAME
from searcher.engine.embedded.commit import unpickling
from searcher.engine.embedded.segment.layout import Arrays
from searcher.engine.embedded.segment.postings import Segment

SEGMENT_EXT = ".seg"
_SEGMENT_NAME = re.compile(r"[0-9a-z]{16}")  # nothing that could lead out of the folder


def fresh_name() -> str:
    """A name for a new segment, unlike any other."""
    return os.urandom(8).hex()  # Whoosh asks `random`, which a program may seed


class EmbeddedCodec(Codec):  # type: ignore[misc] # Whoosh ships no types
    """Reads our segments for Whoosh; they are written by arrays, not by Whoosh's writers."""

    def per_document_writer(self, storage: Any, segment: Any) -> Any:
        """Not to be had: a segment is built whole."""
        raise NotImplementedError("segments are written by searcher.engine.embedded.building.builder")

    field_writer = per_document_writer

    def terms_reader(self, storage: Any, segment: EmbeddedSegment) -> Any:
        """The term dictionary of a segment."""
        from searcher.engine.embedded.codec.terms import EmbeddedTerms

        return EmbeddedTerms(segment.open(Path(storage.folder)))

    def per_document_reader(self, storage: Any, segment: EmbeddedSegment) -> Any:
        """The documents of a segment."""
        from searcher.engine.embedded.codec.documents import EmbeddedDocuments

        return EmbeddedDocuments(segment.open(Path(storage.folder)), segment)

    def new_segment(self, storage: Any, indexname: str) -> EmbeddedSegment:
        """An empty segment with a fresh name."""
        return EmbeddedSegment(fresh_name(), 0)


class EmbeddedSegment(WhooshSegment):  # type: ignore[misc] # Whoosh ships no types
    """A segment as the table of contents lists it.

    Attributes:
        segid: its name, INDEX_NAME left out.
    """

    def __init__(self, name: str, documents: int, deleted: Collection[int] = ()) -> None:
        self.indexname, self.segid, self.compound = INDEX_NAME, name, False
        self._documents, self._deleted = documents, set(deleted)

    @property
    def file_name(self) -> str:
        """The name of its file in the index folder."""
        return str(self.make_filename(SEGMENT_EXT))

    def open(self, folder: Path) -> Segment:
        """Its documents.

        Raises:
            FileNotFoundError: a later commit removed it.
            DamagedFileError: it is not what was written.
        """
        segment = Segment(Arrays(folder / self.file_name), tuple(self._deleted))
        if segment.count != self._documents:
            raise unpickling.UnpicklingError(f"{self.file_name} has {segment.count} documents")
        return segment

    def codec(self) -> EmbeddedCodec:
        """See the module."""
        return EmbeddedCodec()

    def doc_count_all(self) -> int:
        """Documents, deleted ones included."""
        return self._documents

    def deleted_count(self) -> int:
        """How many are deleted."""
        return len(self._deleted)

    def deleted_docs(self) -> set[int]:
        """Which are deleted."""
        return self._deleted

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Mark a document as deleted, or as there again."""
        (self._deleted.add if delete else self._deleted.discard)(docnum)

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is marked so."""
        return docnum in self._deleted

    def should_assemble(self) -> bool:
        """Never into another file: it is one."""
        return False

    def __reduce__(self) -> Any:
        return stored_segment, (self.segid, self._documents, tuple(sorted(self._deleted)))

    def __setstate__(self, state: object) -> None:
        raise unpickling.UnpicklingError("a stored segment has no further state")


def stored_segment(name: str, documents: int, deleted: Sequence[int]) -> EmbeddedSegment:
    """The segment that a table of contents describes.

    Raises:
        UnpicklingError: no segment of ours is described so.
    """
    numbers = (documents, *deleted)
    if not (
        isinstance(name, str)
        and _SEGMENT_NAME.fullmatch(name)
        and all(type(number) is int for number in numbers)
        and all(0 <= number < documents for number in deleted)
        and documents >= 0
    ):
        raise unpickling.UnpicklingError(f"{name!r} with {documents!r} documents is no segment")
    return EmbeddedSegment(name, documents, deleted)
