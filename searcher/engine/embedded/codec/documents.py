"""Documents for Whoosh: their lengths, stored fields and days from the arrays of a segment."""

from __future__ import annotations

from typing import Any

from whoosh.codec.base import PerDocumentReader
from whoosh.columns import ColumnReader

from searcher.engine.embedded.codec.schema import KEY_FIELDS, SCORED_FIELDS
from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.postings import Segment
from searcher.engine.embedded.segment.stored import load_document
from searcher.records import Document


class EmbeddedDocuments(PerDocumentReader):  # type: ignore[misc] # Whoosh ships no types
    """The documents of a segment: lengths, stored fields, the day column."""

    def __init__(self, segment: Segment, listed: Any) -> None:
        """Begin.

        Args:
            segment: its arrays; listed: as the table of contents has it, for who is deleted by now.
        """
        self._segment, self._listed = segment, listed

    def close(self) -> None:
        """The file is closed when nobody uses its arrays any more."""

    def doc_count(self) -> int:
        """Live documents."""
        return self._segment.count - len(self.deleted_docs())

    def doc_count_all(self) -> int:
        """Documents, deleted ones included."""
        return self._segment.count

    def has_deletions(self) -> bool:
        """Whether any is deleted."""
        return bool(self.deleted_docs())

    def is_deleted(self, docnum: int) -> bool:
        """Whether one is."""
        return docnum in self.deleted_docs()

    def deleted_docs(self) -> set[int]:
        """Which are."""
        return set() if self._listed is None else set(self._listed.deleted_docs())

    def supports_columns(self) -> bool:
        """There is one."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Only day is a column."""
        return fieldname == "day"

    def list_columns(self) -> list[str]:
        """All columns."""
        return ["day"]

    def column_reader(self, fieldname: str, column: Any) -> ColumnReader:
        """The days of all documents."""
        return _Days(self._segment.arrays["doc.day"])

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Tokens of a document's text or headline; 0 for other fields, which nothing is scored by."""
        segment = self._segment
        if fieldname == "headline":
            return int(segment.text_base[docnum]) - int(segment.base[docnum]) - 1
        if fieldname == "text":
            return int(segment.base[docnum + 1]) - int(segment.text_base[docnum]) - 1
        return default

    def field_length(self, fieldname: str) -> int:
        """Tokens of all documents."""
        return sum(self._lengths(fieldname))

    def min_field_length(self, fieldname: str) -> int:
        """Tokens of the shortest."""
        return min(self._lengths(fieldname), default=0)

    def max_field_length(self, fieldname: str) -> int:
        """Tokens of the longest."""
        return max(self._lengths(fieldname), default=0)

    def _lengths(self, fieldname: str) -> list[int]:
        return [self.doc_field_length(docnum, fieldname) for docnum in range(self._segment.count)]

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        """There are none."""
        return False

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """What is known of a document, by field of the schema."""
        return stored_fields(load_document(self._segment, docnum))


def stored_fields(document: Document) -> dict[str, Any]:
    """A document as Whoosh's stored fields."""
    names: dict[str, list[str]] = {"entities": [mention.name for mention in document.entities]}
    for mention in document.entities:
        names.setdefault(mention.type, []).append(mention.name)
    fields = {name: getattr(document, name, None) for name in (*SCORED_FIELDS, "source", *KEY_FIELDS)}
    fields |= {name: list(dict.fromkeys(listed)) for name, listed in names.items()}
    fields["author"] = list(document.authors)
    return {name: value for name, value in fields.items() if value}


class _Days(ColumnReader):  # type: ignore[misc] # Whoosh ships no types
    """Days as yyyymmdd, 0 for none."""

    def __init__(self, days: Array) -> None:
        self._days = days

    def __len__(self) -> int:
        return len(self._days)

    def __getitem__(self, docnum: int) -> int:
        return int(self._days[docnum])

    def sort_key(self, docnum: int) -> int:
        """What to sort by."""
        return self[docnum]
