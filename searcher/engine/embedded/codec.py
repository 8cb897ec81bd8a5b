"""Whoosh's stock codec, read without trust.

The files are those of `whoosh.codec.whoosh3`. What differs is how they are read back: the stock
codec unpickles postings blocks and inlined postings wherever it meets them; here both pass the
allow-list, and a whole postings list can be had at once.
"""

from __future__ import annotations

import zlib
from typing import Any

from whoosh.codec import whoosh3
from whoosh.util.numlists import delta_decode

from searcher.engine.embedded import unpickling


class EmbeddedCodec(whoosh3.W3Codec):  # type: ignore[misc] # Whoosh ships no types
    """Stock postings, columns and lengths; nothing inlined."""

    def __init__(self) -> None:
        # Inlined postings would be pickles inside the term dictionary.
        super().__init__(inlinelimit=0)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> Any:
        """A matcher over one postings list."""
        offset, length = terminfo.extent()
        return EmbeddedMatcher(dbfile, offset, length, format_, term=term, scorer=scorer)

    def terms_reader(self, storage: Any, segment: Any) -> Any:
        """The term dictionary of a segment."""
        name = segment.make_filename(self.TERMS_EXT)
        return EmbeddedTerms(
            self, storage.open_file(name), storage.file_length(name), segment.open_file(storage, self.POSTS_EXT)
        )

    def new_segment(self, storage: Any, indexname: str) -> Any:
        """An empty segment with a fresh name."""
        return EmbeddedSegment(self, indexname)


class EmbeddedSegment(whoosh3.W3Segment):  # type: ignore[misc] # Whoosh ships no types
    """A segment whose files stay as they are: Whoosh would pack them into one with a pickled table."""

    def should_assemble(self) -> bool:
        """Never into one file."""
        return False


class _TermInfo(whoosh3.W3TermInfo):  # type: ignore[misc] # Whoosh ships no types
    @classmethod
    def from_bytes(cls, data: bytes) -> Any:
        if data[:1] != b"\0":
            raise unpickling.pickle.UnpicklingError("the term dictionary holds inlined postings")
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
        start = self._keycoder(fieldname, prefix)
        return (
            (self._keydecoder(key), _TermInfo.from_bytes(value)) for key, value in self._tindex.items_from(start)
        )


class EmbeddedMatcher(whoosh3.W3LeafMatcher):  # type: ignore[misc] # Whoosh ships no types
    """A postings list, one at a time or whole."""

    def _read_data(self) -> None:
        data = self._postfile.get(self._dataoffset, self._nextoffset - self._dataoffset)
        self._data = unpickling.loads(zlib.decompress(data) if self._compression else data)

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
