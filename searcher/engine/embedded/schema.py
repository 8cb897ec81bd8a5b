"""The Whoosh schema of an index.

    text headline                       words with positions; scored
    source entities person organisation place author   words of names with positions; filter
    date language path doc_id           one exact key a document; filter
    text_length headline_length day     numbers a document, for scoring and sorting
    key stored facets                   bytes a document: its id, itself (JSON), what facets count

A postings value is the positions as little-endian uint32; lengths are kept in columns of our own,
because Whoosh rounds them to a byte.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from typing import Any

from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Format

INDEX_FORMAT = 1
"""Version of everything an index holds; raise it with any change of terms, columns or stored JSON."""

INDEX_NAME = "MAIN"
NO_DATE = "-"
"""The term of the date field for documents without a date: it sorts before every date."""

SCORED_FIELDS = ("text", "headline")
NAME_FIELDS = ("source", "entities", "person", "organisation", "place", "author")
KEY_FIELDS = ("date", "language", "path", "doc_id")
NUMBER_COLUMNS = ("text_length", "headline_length", "day")
BYTES_COLUMNS = ("key", "stored", "facets")


class Positions(Format):  # type: ignore[misc] # Whoosh ships no types
    """Postings values that are the bytes of a uint32 array, ready to be read as one."""

    def __init__(self) -> None:
        self.field_boost = 1.0
        self.options: dict[str, Any] = {}
        self.posting_size = -1

    def decode_positions(self, value: bytes) -> list[int]:
        """The positions, in order."""
        return list(array("I", value))

    def decode_frequency(self, value: bytes) -> int:
        """How many there are."""
        return len(value) // 4

    def decode_weight(self, value: bytes) -> float:
        """The same, as Whoosh's scorers want it."""
        return float(len(value) // 4)


class POSITIONS(FieldType):  # type: ignore[misc] # Whoosh ships no types
    """A field that is given its terms with their positions instead of a text to analyse."""

    def __init__(self) -> None:
        super().__init__(format=Positions(), analyzer=None, scorable=False)

    def index(
        self, value: Mapping[str, list[int]], **options: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """One posting a term: (term, freq, weight, positions)."""
        for term, positions in value.items():
            yield term.encode("utf-8", "surrogatepass"), len(positions), 1.0, array("I", positions).tobytes()


def make_schema() -> Schema:
    """The schema every index of this format has."""
    fields: dict[str, FieldType] = {name: POSITIONS() for name in (*SCORED_FIELDS, *NAME_FIELDS, *KEY_FIELDS)}
    fields |= {name: COLUMN(NumericColumn("I")) for name in NUMBER_COLUMNS}
    fields |= {name: COLUMN(VarBytesColumn()) for name in BYTES_COLUMNS}
    return Schema(**fields)
