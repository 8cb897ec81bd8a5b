"""The Whoosh schema of an index: what its fields are called, for us and for Whoosh's own queries.

    text headline                                        words with positions
    source entities person organisation place author speaker     words of names with positions
    date language path doc_id                            one exact key a document

A word is found by its folded surface form ("mobilised"), and in text and headline by its stem behind a tilde
("~mobil"). The joined form of a compound stands at the position of its first part.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Token as WhooshToken
from whoosh.analysis import Tokenizer
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Format

from searcher.analysis import analyze

INDEX_FORMAT = 4
"""Version of everything an index holds; raise it with any change of terms, arrays or stored JSON."""

INDEX_NAME = "MAIN"
NO_DATE = "-"
"""The term of the date field for documents without a date: it sorts before every date."""

STEM = "~"
JOINED = "|"
NAME_GAP = 100
"""Positions left free between two names of one field, so that no phrase crosses from one to the next."""

SCORED_FIELDS = ("text", "headline")
NAME_FIELDS = ("source", "entities", "person", "organisation", "place", "author", "speaker")
KEY_FIELDS = ("date", "language", "path", "doc_id")


class Positions(Format):  # type: ignore[misc] # Whoosh ships no types
    """Postings values that are the bytes of a uint32 array of positions."""

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


class Words(Tokenizer):  # type: ignore[misc] # Whoosh ships no types
    """What a query of Whoosh's looks for: the folded surface forms of its text."""

    def __call__(self, value: str, **options: Any) -> Iterator[Any]:
        """One Whoosh token a word; of a compound its parts."""
        token = WhooshToken(positions=True, chars=True, mode=options.get("mode", ""))
        for form, _, _, position, last, start, end in analyze(value):
            if position == last:
                token.text, token.pos, token.startchar, token.endchar = form, position, start, end
                token.boost, token.stopped = 1.0, False
                yield token


class Key(Tokenizer):  # type: ignore[misc] # Whoosh ships no types
    """The whole value as one word."""

    def __call__(self, value: str, **options: Any) -> Iterator[Any]:
        """One Whoosh token."""
        token = WhooshToken(positions=True, chars=True, mode=options.get("mode", ""))
        token.text, token.pos, token.startchar, token.endchar = value, 0, 0, len(value)
        token.boost, token.stopped = 1.0, False
        yield token


class POSITIONS(FieldType):  # type: ignore[misc] # Whoosh ships no types
    """A field of words or keys with positions; its postings are written by arrays, not by Whoosh."""

    def __init__(self, analyzer: Any, *, scorable: bool = False) -> None:
        super().__init__(format=Positions(), analyzer=analyzer, scorable=scorable, stored=True)


def make_schema() -> Schema:
    """The schema every index of this format has."""
    fields: dict[str, FieldType] = {name: POSITIONS(Words(), scorable=True) for name in SCORED_FIELDS}
    fields |= {name: POSITIONS(Words()) for name in NAME_FIELDS}
    fields |= {name: POSITIONS(Key()) for name in KEY_FIELDS}
    fields["day"] = COLUMN(NumericColumn("I"))
    return Schema(**fields)
