"""The body of a segment — headlines and texts — as a space of words.

A word of a query is a *look-up table* over the variants of a group: how much an occurrence in each variant
weighs for it. Mostly there is one group, that of the stem; a second one where the form also stands in text
that is not stemmed, or as a joined form whose first part has the same stem (“run-s”).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import product

import numpy as np

from searcher.analysis import is_stemmed, stem
from searcher.engine.embedded.searching.form_table import FormTable
from searcher.engine.embedded.searching.occurrences import (
    EXTENT_BITS,
    EXTENT_MASK,
    FORM,
    NO_PLACES,
    STEM,
    UNCASED,
    Places,
    heaviest,
)
from searcher.engine.embedded.searching.rows import NO_ROW, Lookup, Reading, Row, row_of
from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.posting_lists import ranges
from searcher.engine.embedded.segment.postings import NONE, SEPARATOR, Segment
from searcher.query.nodes import Pattern, Word

_KEPT_WORDS = 4096
_MARKED = 64  # numbers this close on average are sooner marked than sorted
_MOST_ROWS = 64
_SINGLE = 3  # kinds of variants up to this are words of one position


class BodySpace:
    """A `searcher.engine.embedded.searching.occurrences.Space` over headlines and texts."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self._plain_forms = segment.arrays["plain.form"]
        self._lookups: dict[Word, tuple[Lookup, ...]] = {}
        self._readings: dict[Word, tuple[Reading, ...]] = {}
        self.forms = FormTable(segment)

    def lookups(self, word: Word) -> tuple[Lookup, ...]:
        """The groups in which a word occurs, none when it does not; that of its stem comes first."""
        found = self._lookups.get(word)
        if found is None:
            if len(self._lookups) >= _KEPT_WORDS:
                self._lookups.clear()
            found = self._lookups[word] = tuple(self._look_up(word))
        return found

    def _look_up(self, word: Word) -> Iterator[Lookup]:
        segment = self.segment
        form = segment.forms.find(_encoded(word.form))
        of_stem = -1 if word.exact else segment.stems.find(_encoded(word.term))
        groups = [] if form < 0 else segment.groups_of_form(form)
        if of_stem >= 0:
            groups = [of_stem, *(group for group in groups if group != of_stem)]
        cased = -1 if word.cased is None else segment.cased.find(_encoded(word.cased))
        for group in groups:
            postings = segment.postings(group)
            begin, beyond = postings.variants.start, postings.variants.stop
            other = STEM if group == of_stem else 0
            forms = segment.variant_form[begin:beyond].tolist()
            weight = np.array([FORM if item == form else other for item in forms], np.uint8)
            in_capitals = np.zeros(beyond - begin, dtype=bool)
            if cased >= 0:
                in_capitals[[v - begin for v in segment.variants_in_capitals(postings.variants, cased)]] = (
                    True
                )
            if word.cased is not None:
                weight[~in_capitals & (weight > 0)] = UNCASED
            if weight.any():
                yield Lookup(postings, weight, segment.variant_kind[begin:beyond], in_capitals)

    def word(self, word: Word) -> Places:
        """See `Space.word`."""
        found = [lookup.places() for lookup in self.lookups(word)]
        return heaviest([*found, self._twin_places(word)])

    def word_in(self, word: Word, docs: Array, begin: Array, beyond: Array) -> Places:
        """The places of a word that begin in some stretches; reads little but what is there.

        Args:
            docs: the document of each stretch, ascending; begin, beyond: its positions, uint32, half-open.
        """
        found = [lookup.places_in(docs, begin, beyond) for lookup in self.lookups(word)]
        return heaviest([*found, self._twin_places(word)])

    def row(self, words: Sequence[Word]) -> Places | None:
        """See `Space.row`; not for words that can be read in very many ways."""
        readings = [self._readings_of(word) for word in words]
        if math.prod(map(len, readings)) > _MOST_ROWS:
            return None
        return heaviest([row_of(row).places for row in product(*readings)])

    def only_row(self, words: Sequence[Word]) -> Row | None:
        """The places where words stand in a row, if each of them can be read in one way."""
        row: list[tuple[Reading, ...]] = []
        for word in words:
            readings = self._readings_of(word)
            if not readings:
                return NO_ROW
            row.append(readings)
        return row_of([readings[0] for readings in row]) if all(len(item) == 1 for item in row) else None

    def _readings_of(self, word: Word) -> tuple[Reading, ...]:
        found = self._readings.get(word)
        if found is None:
            if len(self._readings) >= _KEPT_WORDS:
                self._readings.clear()
            found = self._readings[word] = tuple(self._read(word))
        return found

    def _read(self, word: Word) -> Iterator[Reading]:
        """The occurrences of a word, those of each width apart."""
        for lookup in self.lookups(word):
            ordinals = lookup.postings.ordinals
            if lookup.width is None or ordinals is None:
                yield Reading(1 if lookup.width is None else int(lookup.width[0]), lookup)
                continue
            narrowest, *wider = np.unique(lookup.width).tolist()
            yield Reading(narrowest, lookup)  # mostly nearly all of them
            for width in wider:
                numbers = (lookup.width == width).take(ordinals).nonzero()[0]
                yield Reading(width, lookup, numbers, lookup.postings.places.take(numbers))
        twins = self._twin_places(word)
        if len(twins.key):
            widths = (twins.key & EXTENT_MASK) + 1
            for width in np.unique(widths).tolist():
                own = widths == width
                yield Reading(width, None, None, twins.first[own].astype(np.uint32), twins.weight[own])

    # joined forms that have the stem of their own first part

    def _twin_places(self, word: Word) -> Places:
        """Where joined forms stand whose stem is the word's, and that of their own first part.

        Every one of them begins where the first part stands, so they count in rows of words only.
        """
        if word.exact or not len(self._plain_forms):
            return NO_PLACES
        return heaviest([self._places_of_twin(word, group) for group in self._twins.get(word.term, ())])

    @cached_property
    def _twins(self) -> dict[str, list[int]]:
        """The groups of such forms by stem: in stemmed text nothing else is in a group of plain forms."""
        segment = self.segment
        first = len(segment.stems)
        starts = segment.lists.group_posting.between(first, len(segment.lists.group_posting) - 1)
        stemmed = ~self._foreign[segment.lists.doc[starts[0] :]]
        starts -= starts[0]
        twins: dict[str, list[int]] = {}
        for number in np.logical_or.reduceat(stemmed, starts).nonzero()[0].tolist():
            form = segment.forms[self._plain_forms[number]].decode("utf-8", "surrogatepass")
            twins.setdefault(stem(form), []).append(first + number)
        return twins

    @cached_property
    def _foreign(self) -> Array:
        """Which documents have text that is not stemmed, by docnum."""
        segment = self.segment
        foreign = np.zeros(segment.count, dtype=bool)
        prefix = b"language" + SEPARATOR
        for key in segment.keys.beginning_with(prefix):
            if not is_stemmed(segment.keys[key][len(prefix) :].decode("utf-8", "surrogatepass")):
                foreign[segment.key_docs(key)] = True
        return foreign

    def _places_of_twin(self, word: Word, group: int) -> Places:
        postings = self.segment.postings(group)
        kind = self.segment.variant_kind[postings.variants.start : postings.variants.stop]
        weight = np.where(kind > _SINGLE, STEM, 0).astype(np.uint8)
        found = Lookup(postings, weight, kind, weight > 0).places()
        own = ~self._foreign[self.docs_at(found.first)]
        found = Places(found.key[own], found.weight[own])
        if word.cased is not None:
            cased = [lookup.places(lookup.in_capitals).first for lookup in self.lookups(word)]
            found.weight[~np.isin(found.first, np.concatenate([*cased, NO_PLACES.key]))] = UNCASED
        return found

    # patterns

    def pattern(self, pattern: Pattern) -> Places:
        """See `Space.pattern`: of all forms that fit."""
        return self.places_of(self.forms.fitting(pattern))

    def groups_of(self, forms: Array) -> Array:
        """The groups in which some forms, given by ascending numbers, may occur."""
        of_stem = self.segment.arrays["form.group"][forms]
        of_stem = np.unique(of_stem[of_stem != NONE]).astype(np.int64)
        if not len(self._plain_forms):
            return of_stem
        plain = self._plain_forms.searchsorted(forms.astype(self._plain_forms.dtype))
        plain = plain[self._plain_forms.take(plain, mode="clip") == forms]
        return np.concatenate((of_stem, plain + len(self.segment.stems)))

    def places_of(self, forms: Array) -> Places:
        """Where any of some forms stands; given by number, ascending."""
        segment = self.segment
        groups = self.groups_of(forms)
        if not len(groups):
            return NO_PLACES
        chosen = np.zeros(len(segment.forms), dtype=bool)
        chosen[forms] = True
        begin = segment.lists.group_variant.take(groups)
        count = segment.lists.group_variant.take(groups + 1) - begin
        variants = ranges(begin, count)
        meant = chosen[segment.variant_form[variants]] & (segment.variant_kind[variants] <= _SINGLE)
        is_whole = np.logical_and.reduceat(meant, count.cumsum() - count)
        # A prefix takes most stems with all of their forms: there is no need to look at each of those.
        first = _each_number_once(segment.lists.places(groups[is_whole]), int(segment.base[-1]))
        found = [Places(first.astype(np.int64) << EXTENT_BITS, np.full(len(first), FORM, np.uint8))]
        for group in groups[~is_whole].tolist():
            postings = segment.postings(group)
            own = slice(postings.variants.start, postings.variants.stop)
            weight = np.where(chosen[segment.variant_form[own]], FORM, 0).astype(np.uint8)
            found.append(Lookup(postings, weight, segment.variant_kind[own], weight > 0).places())
        return heaviest(found)

    # positions

    def docs_at(self, first: Array) -> Array:
        """The document of each position, int64."""
        return self.segment.base.searchsorted(first.astype(np.uint32), "right") - 1

    def regions(self, first: Array) -> Array:
        """See `Space.regions`: each headline and each text is one."""
        docs = self.docs_at(first)
        return 2 * docs + (first >= self.segment.text_base[docs])


def _each_number_once(numbers: Array, beyond: int) -> Array:
    """Numbers below `beyond` in any order → in ascending order, each once."""
    if len(numbers) * _MARKED < beyond:
        return np.unique(numbers)
    marks = np.zeros(beyond, dtype=bool)
    marks[numbers] = True
    return marks.nonzero()[0]


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
