"""The names of one field of a segment — sources, people, authors … — as a space of words.

Words match by form alone. Keys are field, 0 byte, form; joined forms are marked "form|width".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from searcher.engine.embedded.codec.schema import JOINED, NAME_GAP
from searcher.engine.embedded.searching.occurrences import (
    EXTENT_BITS,
    FORM,
    NO_PLACES,
    Places,
    heaviest,
    places,
)
from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.postings import Segment, key_prefixes
from searcher.query.nodes import Fuzzy, Near, Phrase, Prefix, Unit, Wildcard, Word
from searcher.query.places import fitting, literal_prefix

_JOINED = JOINED.encode()


class NameSpace:
    """A `searcher.engine.embedded.searching.occurrences.Space` over the names of one field."""

    def __init__(self, segment: Segment, field: str) -> None:
        self._segment = segment
        self._prefixes = key_prefixes(field)
        self._base: Array = segment.arrays["doc.names_base"]

    def docs(self, unit: Unit) -> Array:
        """The documents, deleted ones included, one of whose names holds a unit; not always ascending."""
        if isinstance(unit, Word):
            found = [self._segment.key_docs(key) for key, _ in self._keys(unit.form)]
            return np.concatenate(found) if found else NO_PLACES.key
        first = places(_within_a_name(unit), self).first
        return self._base.searchsorted(first.astype(np.uint32), "right") - 1

    def word(self, word: Word) -> Places:
        """See `Space.word`."""
        return self._form(word.form)

    def row(self, words: Sequence[Word]) -> Places | None:
        """See `Space.row`: names are few enough."""
        return None

    def pattern(self, pattern: Prefix | Wildcard | Fuzzy) -> Places:
        """See `Space.pattern`."""
        begin = literal_prefix(pattern).encode("utf-8", "surrogatepass")
        keys = self._segment.keys
        forms = {
            keys[key][len(prefix) :].partition(_JOINED)[0].decode("utf-8", "surrogatepass")
            for prefix in self._prefixes
            for key in keys.beginning_with(prefix + begin)
        }
        return heaviest([self._form(form) for form in fitting(pattern, forms)])

    def regions(self, first: Array) -> Array:
        """See `Space.regions`: documents; between the names of one are more free positions than are near."""
        return self._base.searchsorted(first.astype(np.uint32), "right") - 1

    def _form(self, form: str) -> Places:
        return heaviest([self._places(key, width) for key, width in self._keys(form)])

    def _places(self, key: int, width: int) -> Places:
        first = self._segment.key_places(key).astype(np.int64)
        return Places((first << EXTENT_BITS) + (width - 1), np.full(len(first), FORM, np.uint8))

    def _keys(self, form: str) -> Iterator[tuple[int, int]]:
        """The keys that read as a form, with their widths."""
        keys = self._segment.keys
        for prefix in self._prefixes:
            written = prefix + form.encode("utf-8", "surrogatepass")
            key = keys.find(written)
            if key >= 0:
                yield key, 1
            for key in keys.beginning_with(written + _JOINED):
                yield key, int(keys[key][len(written) + 1 :])


def _within_a_name(unit: Unit) -> Unit:
    """The unit, neighbours in it being so near that they are of one name."""
    if isinstance(unit, Near):
        elements = tuple(_within_a_name(element) for element in unit.elements)
        return Near(elements, min(unit.distance, NAME_GAP), unit.at)
    if isinstance(unit, Phrase):
        return Phrase(tuple(_within_a_name(element) for element in unit.elements), unit.at)
    return unit
