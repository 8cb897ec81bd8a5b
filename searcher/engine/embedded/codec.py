"""Whoosh's stock codec, read without trust.

The files are those of `whoosh.codec.whoosh3`. What differs is how they are read back: the stock
codec unpickles postings blocks, inlined postings and stored fields wherever it meets them; here the
first pass the allow-list, the others are refused, and a whole postings list can be had at once. A
segment is pickled as plain values (its name, its number of documents, those that are deleted), and
those are checked before anything is opened by them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import Any

from whoosh.codec import whoosh3
from whoosh.util.numlists import delta_decode

from searcher.engine.embedded import unpickling
from searcher.engine.embedded.schema import INDEX_NAME

_SEGMENT_NAME = re.compile(r"[0-9a-z]{16}")  # nothing that could lead out of the folder


class EmbeddedCodec(whoosh3.W3Codec):  # type: ignore[misc] # Whoosh ships no types
    """Stock postings, columns and lengths; nothing inlined, nothing compressed."""

    def __init__(self) -> None:
        # Inlined postings would be pickles inside the term dictionary; compression costs more time
        # than the disk it saves.
        super().__init__(compression=0, inlinelimit=0)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> Any:
        """A matcher over one postings list."""
        offset, length = terminfo.extent()
        return EmbeddedMatcher(dbfile, offset, length, format_, term=term, scorer=scorer)

    def terms_reader(self, storage: Any, segment: Any) -> Any:
        """The term dictionary of a segment."""
        name = segment.make_filename(self.TERMS_EXT)
        postings = segment.open_file(storage, self.POSTS_EXT)
        return EmbeddedTerms(self, storage.open_file(name), storage.file_length(name), postings)

    def per_document_reader(self, storage: Any, segment: Any) -> Any:
        """The columns of a segment."""
        return EmbeddedDocuments(storage, segment)

    def new_segment(self, storage: Any, indexname: str) -> Any:
        """An empty segment with a fresh name."""
        return EmbeddedSegment(self, indexname)


class EmbeddedSegment(whoosh3.W3Segment):  # type: ignore[misc] # Whoosh ships no types
    """A segment whose files stay as they are: Whoosh would pack them into one with a pickled table."""

    @classmethod
    def _random_id(cls, size: int = 16) -> str:
        # Whoosh asks `random`, which a program may seed, and two segments of one name are one too few.
        return os.urandom(size // 2).hex()

    def should_assemble(self) -> bool:
        """Never into one file."""
        return False

    def __reduce__(self) -> Any:
        return stored_segment, (self.segid, self.doc_count_all(), tuple(sorted(self.deleted_docs())))

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
    return EmbeddedSegment(EmbeddedCodec(), INDEX_NAME, documents, name, set(deleted) or None)


class EmbeddedDocuments(whoosh3.W3PerDocReader):  # type: ignore[misc] # Whoosh ships no types
    """The columns of a segment, but for Whoosh's own stored fields, which are pickles."""

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Nothing: no field of ours is kept there, and a merge asks for it."""
        return {}


class _TermInfo(whoosh3.W3TermInfo):  # type: ignore[misc] # Whoosh ships no types
    @classmethod
    def from_bytes(cls, data: bytes) -> Any:
        if data[:1] != b"\0":
            raise unpickling.UnpicklingError("the term dictionary holds inlined postings")
        return super().from_bytes(data)


class EmbeddedTerms(whoosh3.W3TermsReader):  # type: ignore[misc] # Whoosh ships no types
    """A term dictionary that refuses inlined postings."""

    def term_info(self, fieldname: str, tbytes: bytes) -> Any:
        """Where the postings of a term are; TermNotFound when it has none."""
        try:
            return _TermInfo.from_bytes(self._tindex[self._keycoder(fieldname, tbytes)])
        except KeyError:
            raise whoosh3.TermNotFound(f"No term {fieldname}:{tbytes!r}") from None

    def items(self) -> Any:
        """Every term with its info."""
        return ((self._keydecoder(key), _TermInfo.from_bytes(value)) for key, value in self._tindex.items())

    def items_from(self, fieldname: str, prefix: bytes) -> Any:
        """Every term from a point on, with its info."""
        items = self._tindex.items_from(self._keycoder(fieldname, prefix))
        return ((self._keydecoder(key), _TermInfo.from_bytes(value)) for key, value in items)

    def cursor(self, fieldname: str, fieldobj: Any) -> Any:
        """A position among the terms of a field."""
        return _Cursor(self._tindex, fieldname, self._keycoder, self._keydecoder, fieldobj)


class _Cursor(whoosh3.W3FieldCursor):  # type: ignore[misc] # Whoosh ships no types
    def term_info(self) -> Any:
        if self._pos is None:
            return None
        return _TermInfo.from_bytes(self._tindex.dbfile.get(self._datapos, self._datalen))


class EmbeddedMatcher(whoosh3.W3LeafMatcher):  # type: ignore[misc] # Whoosh ships no types
    """A postings list, one at a time or whole."""

    def _read_data(self) -> None:
        size = self._nextoffset - self._dataoffset
        if size < 0 or self._compression:
            raise whoosh3.CorruptIndexError("a postings block is not as ours are")
        self._data = unpickling.loads(self._postfile.get(self._dataoffset, size))

    def read_all(self) -> tuple[list[int], list[bytes]]:
        """Every document number and posting value of the list, in order; the matcher is used up."""
        docnums: list[int] = []
        values: list[bytes] = []
        while True:
            self._read_data()
            docnums.extend(delta_decode(self._data[0]))
            values.extend(self._data[2])
            if self._lastblock:
                return docnums, values
            self._goto(self._nextoffset)
