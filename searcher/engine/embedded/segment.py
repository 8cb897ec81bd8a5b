"""One segment, read: its postings, its dictionary, its columns.

Document numbers here are the segment's own and never leave the engine. Deleted documents are left out
of everything. What a query has read stays for the rest of that query only (`forget`).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from typing import Any

from whoosh.filedb.filestore import FileStorage

from searcher.engine.embedded.schema import BYTES_COLUMNS, NUMBER_COLUMNS, make_schema
from searcher.engine.embedded.terms import JOINED, STEM, is_form
from searcher.query.nodes import Fuzzy, Prefix, Wildcard
from searcher.query.places import fitting, literal_prefix
from searcher.records import Place

_SCHEMA = make_schema()


class Segment:
    """The live documents of one segment of an index."""

    def __init__(self, storage: FileStorage, segment: Any) -> None:
        codec = segment.codec()
        self._terms = codec.terms_reader(storage, segment)
        self._documents = codec.per_document_reader(storage, segment)
        self._deleted = frozenset(segment.deleted_docs())
        self.count: int = segment.doc_count_all()
        # All at once: after a later commit the files of this one may be gone, open ones stay readable.
        self._columns = {
            name: self._documents.column_reader(name, _SCHEMA[name].column_type)
            for name in (*NUMBER_COLUMNS, *BYTES_COLUMNS)
        }
        self._postings: dict[tuple[str, str], dict[int, bytes]] = {}

    def docnums(self) -> Iterator[int]:
        """Every live document."""
        return (docnum for docnum in range(self.count) if docnum not in self._deleted)

    def postings(self, field: str, term: str) -> dict[int, bytes]:
        """The documents that hold a term, with its positions as bytes of a uint32 array."""
        key = (field, term)
        found = self._postings.get(key)
        if found is None:
            found = self._postings[key] = self._read_postings(field, term)
        return found

    def find(self, field: str, key: str) -> Iterator[int]:
        """The live documents with a key; nothing of it is kept."""
        return iter(self._read_postings(field, key))

    def _read_postings(self, field: str, term: str) -> dict[int, bytes]:
        encoded = term.encode("utf-8", "surrogatepass")
        if (field, encoded) not in self._terms:
            return {}
        docnums, values = self._terms.matcher(field, encoded, _SCHEMA[field].format).read_all()
        found = dict(zip(docnums, values, strict=True))
        for docnum in self._deleted & found.keys():
            del found[docnum]
        return found

    def terms(self, field: str, prefix: str = "") -> Iterator[str]:
        """The terms of a field that begin with `prefix`, in order."""
        encoded = prefix.encode("utf-8", "surrogatepass")
        for name, term in self._terms.terms_from(field, encoded):
            if name != field or not term.startswith(encoded):
                return
            yield term.decode("utf-8", "surrogatepass")

    def with_joined(self, field: str, term: str) -> list[tuple[str, int]]:
        """The term itself and the joined forms of compounds that read the same, with their widths."""
        found = [(term, 1)]
        for joined in self.terms(field, term + JOINED):
            width = joined[len(term) + 1 :]
            if width.isdigit():
                found.append((joined, int(width)))
        return found

    def expansions(self, field: str, unit: Prefix | Wildcard | Fuzzy) -> list[str]:
        """The surface forms of a field, joined ones included, that fit a pattern."""
        return sorted(fitting(unit, self.forms(field, literal_prefix(unit))))

    def forms(self, field: str, prefix: str = "") -> set[str]:
        """The surface forms of a field that begin with `prefix`, joined ones included."""
        return set(filter(is_form, (term.split(JOINED)[0] for term in self.terms(field, prefix))))

    def keys(self, field: str, unit: Prefix | Wildcard | Fuzzy) -> list[str]:
        """The keys of a field that fit a pattern, capitals and all."""
        return list(fitting(unit, self.terms(field, literal_prefix(unit))))

    def number(self, column: str, docnum: int) -> int:
        """A number of a document, from one of NUMBER_COLUMNS."""
        return int(self._columns[column][docnum])

    def data(self, column: str, docnum: int) -> bytes:
        """Bytes of a document, from one of BYTES_COLUMNS."""
        return bytes(self._columns[column][docnum])

    def forget(self) -> None:
        """Let go of the postings read so far."""
        self._postings.clear()

    def close(self) -> None:
        """Close the files."""
        self._terms.close()
        self._documents.close()


class PostedOccurrences:
    """Occurrences of one document in one field, from the postings of its segment."""

    def __init__(self, segment: Segment, field: str) -> None:
        self._segment, self._field = segment, field
        self._joined: dict[str, list[tuple[str, int]]] = {}
        self._fitting: dict[Prefix | Wildcard | Fuzzy, dict[int, list[str]]] = {}
        self.docnum = 0

    def forms(self, form: str) -> list[Place]:
        """See `searcher.query.places.Occurrences`."""
        joined = self._with_joined(form)
        found: list[Place] = []
        for term, width in joined:
            value = self._segment.postings(self._field, term).get(self.docnum)
            if value:
                found.extend(Place(position, position + width - 1) for position in array("I", value))
        if len(joined) > 1:
            found.sort()
        return found

    def stems(self, term: str) -> list[Place]:
        """See `searcher.query.places.Occurrences`."""
        return self.forms(STEM + term)

    def cased(self, form: str) -> list[Place]:
        """See `searcher.query.places.Occurrences`."""
        value = self._segment.postings(self._field, form).get(self.docnum)
        return [Place(position, position) for position in array("I", value)] if value else []

    def expansions(self, unit: Prefix | Wildcard | Fuzzy) -> Iterable[str]:
        """See `searcher.query.places.Occurrences`."""
        return self.fitting(unit).get(self.docnum, ())

    def fitting(self, unit: Prefix | Wildcard | Fuzzy) -> dict[int, list[str]]:
        """The documents that hold forms which fit a pattern, and which of them each one holds."""
        found = self._fitting.get(unit)
        if found is None:
            found = self._fitting[unit] = {}
            for form in self._segment.expansions(self._field, unit):
                for docnum in self.holders(form):
                    found.setdefault(docnum, []).append(form)
        return found

    def holders(self, form: str) -> set[int]:
        """The documents that hold a form (or a stem, with its mark), joined forms included."""
        found: set[int] = set()
        for term, _ in self._with_joined(form):
            found.update(self._segment.postings(self._field, term))
        return found

    def _with_joined(self, form: str) -> list[tuple[str, int]]:
        """The terms that read as a form, with their widths; looked up once."""
        joined = self._joined.get(form)
        if joined is None:
            joined = self._joined[form] = self._segment.with_joined(self._field, form)
        return joined
