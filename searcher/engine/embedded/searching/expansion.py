"""Expansion: the patterns of a query → the forms that are looked for, in each segment.

Mostly all forms that fit. Of a pattern that fits very many the most frequent are taken: at most MAX_FORMS,
and so many that the patterns of a query read no more than a part of all the words there are. How often a
form occurs is measured by the documents that hold its stem, deleted ones included until a merge forgets
them; it does not depend on how documents are spread over segments. Equal ones are taken by the alphabet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from searcher.engine.embedded.searching.body_space import BodySpace
from searcher.engine.embedded.searching.occurrences import Places
from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.postings import NONE, Segment
from searcher.engine.embedded.segment.strings import Dictionary
from searcher.query.nodes import Node, Pattern, patterns
from searcher.query.top_docs import Expansion

MAX_FORMS = 1024
"""Forms of a pattern that are looked for: few patterns that mean something fit more, and what is left out of
those is rare."""

WORDS_PART = 8
"""The patterns of a query read at most one in so many words of the collection: "*e*" fits two of three, and
to read those of 100,000 articles takes a second."""

FEWEST_WORDS = 1 << 20
"""So many may always be read: that takes a tenth of a second."""


class Expander:
    """Finds the forms of patterns in some segments."""

    def __init__(self, spaces: Sequence[BodySpace]) -> None:
        self.spaces = spaces
        words = sum(len(space.segment.arrays["position"]) for space in spaces)
        self._most_words = max(words // WORDS_PART, FEWEST_WORDS)

    def expand(self, patterns: Iterable[Pattern]) -> dict[Pattern, Expanded]:
        """The forms that the patterns of a query stand for; they share what may be read."""
        fitting = {pattern: self._fitting(pattern) for pattern in patterns}
        most = level([fits.words for fits in fitting.values()], self._most_words)
        return {
            pattern: Expanded(fits.forms, None)
            if fits.words <= most and not fits.is_many
            else self._cut(pattern, fits, most)
            for pattern, fits in fitting.items()
        }

    def _fitting(self, pattern: Pattern) -> _Fitting:
        """The forms that fit a pattern."""
        forms = [space.forms.fitting(pattern) for space in self.spaces]
        if sum(map(len, forms)) <= MAX_FORMS:
            pairs = zip(self.spaces, forms, strict=True)
            return _Fitting(forms, sum(_words_of(space, numbers) for space, numbers in pairs))
        most_frequent = self._by_frequency(forms)[:MAX_FORMS]
        return _Fitting(forms, int(self._words_read(most_frequent).sum()), is_many=True)

    def _cut(self, pattern: Pattern, fits: _Fitting, most: int) -> Expanded:
        """As many of the most frequent forms as may be read, one at least."""
        every = self._frequencies
        by_frequency = self._by_frequency(fits.forms)
        taken = by_frequency[:MAX_FORMS]
        taken = taken[: max(1, int(np.count_nonzero(self._words_read(taken).cumsum() <= most)))]
        if len(taken) == len(by_frequency):
            return Expanded(fits.forms, None)
        is_taken = np.zeros(len(every.docs), dtype=bool)
        is_taken[taken] = True
        pairs = zip(every.number, fits.forms, strict=True)
        forms = [numbers[is_taken[own[numbers]]] for own, numbers in pairs]
        return Expanded(forms, Expansion(pattern, len(by_frequency), len(taken)))

    def _by_frequency(self, forms: Sequence[Array]) -> Array:
        """Forms of all segments, numbered as in `_Frequencies`, those of the most documents first."""
        every = self._frequencies
        fits = np.zeros(len(every.docs), dtype=bool)
        for own, numbers in zip(every.number, forms, strict=True):
            fits[own[numbers]] = True
        numbers = fits.nonzero()[0]
        return numbers[(-every.docs[numbers]).argsort(kind="stable")]

    def _words_read(self, forms: Array) -> Array:
        """What is read for each of some forms; those of one stem are read at once, for the first of them."""
        first_of_stem = np.unique(self._frequencies.stem[forms], return_index=True)[1]
        words = np.zeros(len(forms), np.int64)
        words[first_of_stem] = self._frequencies.words[forms[first_of_stem]]
        return words

    @cached_property
    def _frequencies(self) -> _Frequencies:
        segments = [space.segment for space in self.spaces]
        forms, stems = (
            _numbered([getattr(segment, name) for segment in segments]) for name in ("forms", "stems")
        )
        sizes = [_sizes(segment) for segment in segments]
        of_stem = np.zeros((2, 1 + max(int(own.max(initial=-1)) for own in stems)), np.int64)
        for own, size in zip(stems, sizes, strict=True):
            of_stem[:, own] += size[:, : len(own)]
        of_form = np.zeros((2, 1 + max(int(own.max(initial=-1)) for own in forms)), np.int64)
        # A form that is nowhere stemmed shares its stem with no other.
        stem = -1 - np.arange(of_form.shape[1])
        for segment, own, own_stems in zip(segments, forms, stems, strict=True):
            group = segment.arrays["form.group"]
            is_stemmed = group != NONE
            stem[own[is_stemmed]] = own_stems[group[is_stemmed]]
        of_form[:, stem >= 0] = of_stem[:, stem[stem >= 0]]
        for segment, own, size in zip(segments, forms, sizes, strict=True):
            of_form[:, own[segment.arrays["plain.form"]]] += size[:, len(segment.stems) :]
        return _Frequencies(forms, stem, *of_form)


class Expanded(NamedTuple):
    """The forms that a pattern stands for.

    Attributes:
        forms: their numbers, ascending, by segment; expansion: how many they are if not all that fit.
    """

    forms: Sequence[Array]
    expansion: Expansion | None


class _Fitting(NamedTuple):
    """The forms that fit a pattern.

    Attributes:
        forms: their numbers, ascending, by segment; words: what is read for them, or for as many as may be
            taken; is_many: whether they are more than that.
    """

    forms: Sequence[Array]
    words: int
    is_many: bool = False


class _Frequencies(NamedTuple):
    """All forms of all segments, numbered by the alphabet.

    Attributes:
        number: of each form of each segment, by segment.
        stem: of each form, equal for the forms of one stem; docs: how many hold that; words: how often it
            occurs.
    """

    number: Sequence[Array]
    stem: Array
    docs: Array
    words: Array


def _numbered(tables: Sequence[Dictionary]) -> list[Array]:
    """For each string of some sorted tables its number among all of them, each counted once."""
    if len(tables) == 1:
        return [np.arange(len(tables[0]))]
    numbers = {string: number for number, string in enumerate(sorted(set().union(*tables)))}
    return [np.array([numbers[string] for string in table], np.int64) for table in tables]


def _sizes(segment: Segment) -> Array:
    """How many documents hold each group of a segment, and how often it occurs; shape (2, groups)."""
    starts = segment.lists.group_posting.between(0, len(segment.lists.group_posting))
    return np.array([np.diff(starts), np.diff(segment.lists.posting_start.take(starts))])


def _words_of(space: BodySpace, forms: Array) -> int:
    """How often the groups of some forms occur."""
    groups, lists = space.groups_of(forms), space.segment.lists
    begin, beyond = (lists.posting_start.take(lists.group_posting.take(at)) for at in (groups, groups + 1))
    return int((beyond - begin).sum())


def level(wanted: Sequence[int], most: int) -> int:
    """How much each may have at most so that all together have no more than `most`."""
    for number, share in enumerate(sorted(wanted)):
        even = most // (len(wanted) - number)
        if share > even:
            return even
        most -= share
    return max(wanted, default=0)


class QuerySpaces:
    """The spaces in which one query's units are looked for, its patterns expanded when the first is.

    Attributes:
        spaces: one a segment.
    """

    def __init__(self, query: Node, expander: Expander) -> None:
        self._query, self._expander = query, expander
        self.spaces = [ExpandedSpace(space, self, number) for number, space in enumerate(expander.spaces)]

    @cached_property
    def expanded(self) -> dict[Pattern, Expanded]:
        """What the patterns of the query stand for, in query order."""
        return self._expander.expand(dict.fromkeys(patterns(self._query)))

    @property
    def capped(self) -> tuple[Expansion, ...]:
        """The patterns of which not every form is looked for."""
        found = [expanded.expansion for expanded in self.expanded.values()]
        return tuple(expansion for expansion in found if expansion is not None)


class ExpandedSpace:
    """The body of a segment as a `searcher.engine.embedded.searching.occurrences.Space` for one query."""

    def __init__(self, body: BodySpace, query: QuerySpaces, number: int) -> None:
        self._body, self._query, self._number = body, query, number
        self.word, self.row, self.regions = body.word, body.row, body.regions

    def pattern(self, pattern: Pattern) -> Places:
        """See `Space.pattern`."""
        return self._body.places_of(self._query.expanded[pattern].forms[self._number])
