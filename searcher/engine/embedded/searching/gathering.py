"""Gathering: a match of the query → the list of documents that hold it, in one segment and in all.

a word of one group       WordList      what its postings say
a word of several groups  MergedList    the postings of the largest, and all places where others stand too
everything else           PlacedList    all places
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from searcher.engine.bm25 import Bm25
from searcher.engine.embedded.searching.body_space import BodySpace
from searcher.engine.embedded.searching.lists import PlacedList, WordList, highest, live, live_numbers
from searcher.engine.embedded.searching.norms import Norms
from searcher.engine.embedded.searching.occurrences import (
    EXTENT_BITS,
    Places,
    Space,
    heaviest,
    one_at_each_first,
    places,
)
from searcher.engine.embedded.searching.quotations import Quotations, QuotedSpace, quotations_of
from searcher.engine.embedded.searching.ranking import Ranked
from searcher.engine.embedded.searching.rows import NO_ROW, Lookup
from searcher.engine.embedded.searching.texts import SegmentTexts
from searcher.engine.embedded.searching.weighing import Weighed
from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.postings import Segment
from searcher.query.function_words import weight_of
from searcher.query.nodes import Compound, Match, Near, Phrase, Unit, Word


class MergedList:
    """The documents of a word that stands in several groups.

    Attributes:
        docs, bounds, ceiling: as of `WordList`; is_short: no, weights are worked out each time.
    """

    is_short = False

    def __init__(self, segment: Segment, main: WordList, extra: PlacedList, *, is_bounded: bool) -> None:
        """Join two lists.

        Args:
            main: the documents of one group; extra: those of the other groups, with all of their places.
            is_bounded: the bounds of `main` hold whatever the other groups add in its documents.
        """
        self._segment, self._main, self._extra = segment, main, extra
        self.ceilings = main.ceilings
        at = main.docs.searchsorted(extra.docs)
        is_new = main.docs.take(np.minimum(at, len(main) - 1)) != extra.docs
        self._has_new = bool(is_new.any())
        self.docs: Array = main.docs
        self.bounds: Array | None = main.bounds
        self.ceiling = main.ceiling if is_bounded and not self._has_new else 1.0
        if self._has_new:
            self.docs = np.insert(main.docs, at[is_new], extra.docs[is_new])
        if main.bounds is not None and self.ceiling == 1.0:
            self.bounds = np.full(len(self.docs), 255, np.uint8)
            self.bounds[self.docs.searchsorted(main.docs)] = main.bounds
            if not is_bounded:
                self.bounds[self.docs.searchsorted(extra.docs)] = 255

    def __len__(self) -> int:
        return len(self.docs)

    @cached_property
    def best(self) -> tuple[Array, Array] | None:
        """As `WordList.best`."""
        if self._main.best is None:
            return None
        docs = self._main.best[0]
        weights = self.weights(self.docs.searchsorted(docs))
        order = (-weights).argsort(kind="stable")
        return docs[order], weights[order]

    def weights(self, at: Array | None = None) -> Array:
        """As `WordList.weights`."""
        docs = self.docs if at is None else self.docs.take(at)
        numbers = at
        if self._has_new:
            numbers = self._main.docs.searchsorted(docs)
            numbers[numbers == len(self._main)] = 0
        weights = self._main.weights(numbers)
        if numbers is None:
            weights = weights.copy()
        other = self._extra.docs.searchsorted(docs)
        other[other == len(self._extra)] = 0
        is_other = (self._extra.docs.take(other) == docs).nonzero()[0]
        weights[is_other] = self._extra.weights(other.take(is_other))
        return weights

    @cached_property
    def _known(self) -> Array:
        if self.best is not None:
            return self.best[1]
        return self.weights(live_numbers(self._segment, self.docs))

    def reached(self, wanted: int) -> float:
        """As `WordList.reached`."""
        return highest(self._known, wanted)

    @cached_property
    def live(self) -> int:
        """As `WordList.live`."""
        return len(live(self._segment, self.docs))

    @cached_property
    def in_capitals(self) -> Array:
        """As `WordList.in_capitals`."""
        return np.union1d(self._main.in_capitals, self._extra.in_capitals)

    @property
    def held_bytes(self) -> int:
        """Memory it takes."""
        return self._main.held_bytes + self._extra.held_bytes + 13 * len(self.docs)

    def placed(self, docs: Array, begin: Array, end: Array) -> tuple[Array, Array, Array, Array]:
        """As `WordList.placed`: in documents that the extra list knows, it knows all of the places."""
        count, *main = self._main.placed(docs, begin, end)
        others, *extra = self._extra.placed(docs, begin, end)
        is_other = others > 0
        kept = (~is_other).repeat(count)
        count = np.where(is_other, others, count)
        from_extra = is_other.repeat(count)
        first, last, weight = found = np.empty((3, len(from_extra)), np.int64)
        found[:, ~from_extra] = [column[kept] for column in main]
        found[:, from_extra] = extra
        return count, first, last, weight


BEST_BYTES = 8000
"""Memory of the best documents of a word, at most: 128 of them."""

_KEPT_SPEAKERS = 64  # whose quotations are kept, in a segment; 24 bytes for each quotation

LeafList = WordList | PlacedList | MergedList


class SearchedSegment:
    """A segment with what queries over it share; used by several threads at once."""

    def __init__(self, segment: Segment, formula: Bm25, text_average: float, headline_average: float) -> None:
        self.segment = segment
        self.space = BodySpace(segment)
        self.texts = SegmentTexts(segment)
        self._formula = formula
        self._averages = (text_average, headline_average)
        self._quotations: dict[tuple[Unit, ...], Quotations] = {}

    @cached_property
    def norms(self) -> Norms:
        """What lengths do to weights."""
        return Norms(self.segment, self._formula, *self._averages)

    def list_of(self, leaf: Match, space: Space | None = None) -> LeafList:
        """The documents that hold a leaf; `space`: where to look for a leaf that is no word."""
        segment, norms = self.segment, self.norms
        if leaf.speakers:
            said = QuotedSpace(self.space, space or self.space, self._said_by(leaf.speakers))
            found = said.places(leaf.unit)
            return PlacedList(segment, found, norms, leaf) if len(found.weight) else self._nothing
        if isinstance(leaf.unit, Word) and leaf.field is None and self._formula.headline_weight:
            lookups = self.space.lookups(leaf.unit)
            if not lookups:
                return self._nothing
            if all(lookup.is_whole for lookup in lookups):
                if len(lookups) == 1:
                    return WordList(segment, lookups[0], norms, leaf)
                return self._merged(leaf, lookups)
        row = self.space.only_row(leaf.unit.elements) if is_row(leaf.unit) else None  # type: ignore[union-attr, arg-type] # of words
        stands = row or places(leaf.unit, space or self.space)
        return PlacedList(segment, stands, norms, leaf) if len(stands.weight) else self._nothing

    def _said_by(self, speakers: tuple[Unit, ...]) -> Quotations:
        """The quotations of some speakers, kept for the other words of a query and for the next one."""
        found = self._quotations.get(speakers)
        if found is None:
            if len(self._quotations) >= _KEPT_SPEAKERS:
                self._quotations.clear()
            found = self._quotations[speakers] = quotations_of(self.segment, speakers)
        return found

    @cached_property
    def _nothing(self) -> PlacedList:
        """The list of what does not occur, which most words do not in a small segment."""
        return PlacedList(self.segment, NO_ROW, self.norms, Match(Word("", "")))

    def _merged(self, leaf: Match, lookups: Sequence[Lookup]) -> MergedList:
        largest = max(lookups, key=lambda lookup: len(lookup.postings.docs))
        main = WordList(self.segment, largest, self.norms, leaf)
        others = [lookup for lookup in lookups if lookup is not largest]
        docs = np.unique(np.concatenate([lookup.postings.docs for lookup in others]))
        base = self.segment.base
        _, *places_there = main.placed(docs, base.take(docs), base.take(docs + np.uint32(1)))
        first, last, weight = (column.astype(np.int64) for column in places_there)
        own = Places((first << EXTENT_BITS) + last - first, weight.astype(np.uint8))
        found = heaviest([own, *(lookup.places() for lookup in others)])
        extra = PlacedList(self.segment, one_at_each_first(found), self.norms, leaf)
        # What stands apart from its stem in stemmed text begins where the stem stands, and was counted there.
        return MergedList(self.segment, main, extra, is_bounded=largest is lookups[0] and not leaf.unit.exact)  # type: ignore[union-attr] # a Word


def is_row(unit: Unit) -> bool:
    """Whether a unit is some words in a row, which hold no pattern."""
    return (
        isinstance(unit, Phrase)
        and len(unit.elements) > 1
        and all(isinstance(word, Word) for word in unit.elements)
    )


def _has_capitals(unit: Unit) -> bool:
    """Whether a word of a unit was typed in capitals that matter."""
    if isinstance(unit, Word):
        return unit.cased is not None
    if isinstance(unit, Phrase | Near):
        return any(_has_capitals(element) for element in unit.elements)
    return isinstance(unit, Compound) and any(_has_capitals(part) for part in (*unit.parts, unit.joined))


class Gathered:
    """A match in all segments.

    Attributes:
        lists: the documents that hold it, by segment; live: how many of them are not deleted, in all.
        doc_freq: the same, but of a word typed in capitals those that hold it so, if there are any.
        idf: what it tells.
        weighed: the lists with the idf, None where no document holds it.
        best: the best documents that hold it, kept by the executor once they were asked for.
    """

    __slots__ = ("best", "doc_freq", "idf", "lists", "live", "weighed")

    def __init__(
        self,
        leaf: Match,
        searched: Sequence[SearchedSegment],
        documents: int,
        spaces: Sequence[Space] | None = None,
    ) -> None:
        if spaces is None:
            self.lists = [segment.list_of(leaf) for segment in searched]
        else:
            pairs = zip(searched, spaces, strict=True)
            self.lists = [segment.list_of(leaf, space) for segment, space in pairs]
        self.live = sum([found.live for found in self.lists])
        preferred = self.live
        if _has_capitals(leaf.unit):
            preferred = sum([
                len(live(segment.segment, found.in_capitals))
                for segment, found in zip(searched, self.lists, strict=True)
            ])  # fmt: skip
        self.doc_freq = preferred or self.live
        self.idf = Bm25.idf(documents, self.doc_freq) * weight_of(leaf.unit)
        self.weighed = self.weighed_by(1.0)
        self.best: Ranked | None = None

    def weighed_by(self, boost: float) -> list[Weighed | None]:
        """The lists with the idf and the boost of a match."""
        factor = self.idf * boost
        return [Weighed(found, factor) if len(found.docs) else None for found in self.lists]

    @property
    def held_bytes(self) -> int:
        """Memory it takes beside the files, with the best documents."""
        return BEST_BYTES + sum([found.held_bytes for found in self.lists])
