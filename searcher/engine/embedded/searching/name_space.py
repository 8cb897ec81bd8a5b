"""The names of one field of a segment — sources, people, authors … — as a space of words.

Words match by form alone. Keys are field, 0 byte, form; joined forms are marked "form|width".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from searcher.engine.embedded.codec.schema import JOINED, NAME_GAP
from searcher.engine.embedded.searching.form_table import Codes, fitting
from searcher.engine.embedded.searching.occurrences import (
    EXTENT_BITS,
    FORM,
    NO_PLACES,
    Places,
    each_once,
    heaviest,
    places,
)
from searcher.engine.embedded.segment.keys import Keys
from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.posting_lists import ranges
from searcher.engine.embedded.segment.postings import key_prefixes
from searcher.engine.embedded.segment.rising import Rising
from searcher.query.nodes import Near, Pattern, Phrase, Unit, Word
from searcher.query.places import literal_prefix

_JOINED = JOINED.encode()


class NameSpace:
    """A `searcher.engine.embedded.searching.occurrences.Space` over the names of one field."""

    def __init__(self, segment: Keys, field: str) -> None:
        self._segment = segment
        self._prefixes = key_prefixes(field)
        self._base: Array = segment.arrays["doc.names_base"]

    def docs(self, unit: Unit) -> Array:
        """The documents, deleted ones included, one of whose names holds a unit; not always ascending."""
        if isinstance(unit, Word):
            found = [self._segment.key_docs(key) for key, _ in self._keys(unit.form)]
            return np.concatenate(found) if found else NO_PLACES.key
        return self.regions(self.places_in_names(unit).first)

    def places_in_names(self, unit: Unit) -> Places:
        """Where a unit stands, each place in one name."""
        return places(_within_a_name(unit), self)

    def word(self, word: Word) -> Places:
        """See `Space.word`."""
        return self._form(word.form)

    def row(self, words: Sequence[Word]) -> Places | None:
        """See `Space.row`: names are few enough."""
        return None

    def pattern(self, pattern: Pattern) -> Places:
        """See `Space.pattern`."""
        return heaviest([self._fitting(pattern, prefix) for prefix in self._prefixes])

    def _fitting(self, pattern: Pattern, prefix: bytes) -> Places:
        """The places of the keys with a prefix whose forms fit a pattern."""
        arrays = self._segment.arrays
        within = self._segment.keys.beginning_with(
            prefix + literal_prefix(pattern).encode("utf-8", "surrogatepass")
        )
        if not within:
            return NO_PLACES
        keys = Codes.of(arrays["key.bytes"], arrays["key.start"][within.start : within.stop + 1])
        width = np.ones(len(within), np.int64)
        end = keys.end.copy()
        for mark in (keys.codes == ord(JOINED)).nonzero()[0].tolist():
            number = int(keys.end.searchsorted(mark, "right"))
            end[number] = mark
            width[number] = int(keys.codes[mark + 1 : keys.end[number]].astype(np.uint8).tobytes())
        fits = fitting(pattern, Codes(keys.codes, keys.begin + len(prefix), end))
        position = Rising(arrays, "key.position")
        begin = position.take(within.start + fits)
        count = position.take(within.start + fits + 1) - begin
        first = arrays["key.place"][ranges(begin, count)].astype(np.int64)
        key = (first << EXTENT_BITS) + (width[fits] - 1).repeat(count)
        return each_once(key, np.full(len(key), FORM, np.uint8))

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
