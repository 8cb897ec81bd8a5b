"""Rows: words that stand one right behind the other, found from the rarest on.

A `Lookup` says what the occurrences of one group weigh for a word of the query; a `Reading` is such of them
as take the same number of positions, so that a row of readings is one intersection of shifted lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from searcher.engine.embedded.searching.occurrences import EXTENT_BITS, NO_PLACES, Places
from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.posting_lists import PostingList

_MUCH_SHORTER = 4  # from here on, single look-ups are quicker than sorting two lists into one
_MANY = 12  # with a common item among so many, so is sorting their numbers along
_FAR_SHORTER = 8  # unless one list is so much shorter, marking and looking up each item, 3 ns, is quicker
_SHORT = 2048  # than either: from so many items on when they are dense,
_LONG = 16384  # else from so many.
_WINDOW = 1 << 19  # Marks are made in windows that fit the processor's cache,
_SPARSE = 256  # each of which takes as long as 2048 items.


class Lookup:
    """What the occurrences of one group weigh for a word.

    Attributes:
        postings: the group; the arrays below have one item for each of its variants.
        weight: uint8, tenths, 0 where the variant is not meant; width: positions, None when all have one.
        in_headline: a list of bools; in_capitals: bool, the very capitals the word was typed in.
        is_whole: whether every occurrence is meant; has_one_width: whether all take as many positions.
    """

    __slots__ = ("_plain", "has_one_width", "in_capitals", "in_headline", "is_whole", "postings", "weight",
                 "width")  # fmt: skip

    def __init__(self, postings: PostingList, weight: Array, kind: Array, in_capitals: Array) -> None:
        kinds = kind.tolist()  # mostly a handful: quicker than arrays
        weights = weight.tolist()
        widths = {item >> 1 for item in kinds}
        self.postings, self.weight, self.in_capitals = postings, weight, in_capitals
        self.in_headline = [item & 1 == 1 for item in kinds]
        self.has_one_width = len(widths) == 1
        self.width: Array | None = None if widths == {1} else kind >> 1
        self.is_whole = 0 not in weights
        self._plain = postings.ordinals is None or len({*weights}) == 1

    def at(self, numbers: Array) -> Array:
        """Weights of some occurrences of the group."""
        if self._plain or self.postings.ordinals is None:
            return np.full(len(numbers), self.weight[0], np.uint8)
        return self.weight.take(self.postings.ordinals.take(numbers))

    def widths_at(self, numbers: Array) -> Array | int:
        """How many positions some occurrences take."""
        if self.width is None:
            return 1
        ordinals = self.postings.ordinals
        return int(self.width[0]) if ordinals is None else self.width.take(ordinals.take(numbers))

    def read(self, numbers: Array) -> tuple[Array, Array | int]:
        """Weights of some occurrences of the group, and how many positions each takes."""
        ordinals = self.postings.ordinals
        if self._plain or ordinals is None or self.width is None:
            return self.at(numbers), self.widths_at(numbers)
        variants = ordinals.take(numbers)
        return self.weight.take(variants), self.width.take(variants)

    def places(self, meant: Array | None = None) -> Places:
        """All occurrences that weigh anything, or those in some variants alone."""
        postings = self.postings
        weight = self.weight if meant is None else np.where(meant, self.weight, 0).astype(np.uint8)
        key = postings.places.astype(np.int64) << EXTENT_BITS
        if postings.ordinals is None:
            if not weight[0]:
                return NO_PLACES
            if self.width is not None:
                key += int(self.width[0]) - 1
            return Places(key, np.full(len(key), weight[0], np.uint8))
        if self.width is not None:
            key += self.width.astype(np.int64).take(postings.ordinals) - 1
        weights = weight.take(postings.ordinals)
        if weight.all():
            return Places(key, weights)
        kept = weights > 0
        return Places(key[kept], weights[kept])

    def places_in(self, docs: Array, begin: Array, beyond: Array) -> Places:
        """Those that begin in some stretches and weigh anything; see `PostingList.placed`."""
        _, number, first = self.postings.placed(docs, begin, beyond)
        weight, width = self.read(number)
        key = (first.astype(np.int64) << EXTENT_BITS) + (width - 1)
        if self.is_whole:
            return Places(key, weight)
        kept = weight > 0
        return Places(key[kept], weight[kept])


class Reading(NamedTuple):
    """Occurrences of a word that all take the same number of positions.

    Attributes:
        width: positions of each.
        lookup: where their weights are from, unless they are given; numbers: which of its occurrences they
            are, None when they are all of them, among which some of another width may be.
        some: uint32, ascending, where they are, unless they are all occurrences of the look-up.
        given: weights.
    """

    width: int
    lookup: Lookup | None
    numbers: Array | None = None
    some: Array | None = None
    given: Array | None = None

    @property
    def size(self) -> int:
        """How many they are."""
        if self.some is not None:
            return len(self.some)
        assert self.lookup is not None
        return self.lookup.postings.size

    @property
    def places(self) -> Array:
        """Where they are, uint32, ascending."""
        if self.some is not None:
            return self.some
        assert self.lookup is not None
        return self.lookup.postings.places

    def find(self, wanted: Array) -> tuple[Array, Array]:
        """As `common` of some places and its own."""
        if self.some is None and self.lookup is not None:
            postings = self.lookup.postings
            if not postings.is_sooner_whole(len(wanted)):
                return postings.find(wanted)
        return common(wanted, self.places)

    @property
    def is_whole(self) -> bool:
        """Whether every one of them weighs something and has the width."""
        lookup = self.lookup
        return lookup is None or (lookup.is_whole and (lookup.has_one_width or self.numbers is not None))

    def weights(self, at: Array) -> Array:
        """Weights of some of them in tenths, 0 for those that are not meant."""
        lookup = self.lookup
        if lookup is None:
            assert self.given is not None
            return self.given.take(at)
        if self.numbers is not None:
            return lookup.at(self.numbers.take(at))
        weights = lookup.at(at)
        if not lookup.has_one_width:
            weights *= lookup.widths_at(at) == self.width
        return weights


class Row(NamedTuple):
    """Places of one length, no two of which begin together.

    Attributes:
        first: uint32, ascending; extent: last position - first; weight: uint8, tenths.
    """

    first: Array
    extent: int
    weight: Array

    @property
    def places(self) -> Places:
        """The same as places."""
        return Places((self.first.astype(np.int64) << EXTENT_BITS) + self.extent, self.weight)


NO_ROW = Row(np.zeros(0, np.uint32), 0, np.zeros(0, np.uint8))


def row_of(row: Sequence[Reading]) -> Row:
    """Where readings of words stand in a row."""
    begins = [0, *accumulate([reading.width for reading in row])]  # of each word, counted from the first
    order = sorted(range(len(row)), key=lambda i: row[i].size)
    rarest = order[0]
    at = row[rarest].places
    # Of the place of each word in its reading, None for all.
    numbers: dict[int, Array | None] = {rarest: None}
    before = begins[rarest]
    if before and len(at) and at[0] < before:  # the row would begin before the first position of all
        numbers[rarest] = (at >= before).nonzero()[0]
        at = at[at >= before]
    for i in order[1:]:
        shift = begins[i] - before
        mine, its = row[i].find(at + np.uint32(shift) if shift > 0 else at - np.uint32(-shift))
        if not len(mine):
            return NO_ROW
        at = at.take(mine)
        numbers = {j: mine if known is None else known.take(mine) for j, known in numbers.items()}
        numbers[i] = its
    weight: Array | None = None
    is_whole = True
    for i, reading in enumerate(row):
        number = numbers[i]
        found = reading.weights(np.arange(len(at)) if number is None else number)
        weight = found if weight is None else np.minimum(weight, found)
        is_whole = is_whole and reading.is_whole
    assert weight is not None
    first = at - np.uint32(before) if before else at
    if not is_whole:
        kept = weight.nonzero()[0]
        first, weight = first.take(kept), weight.take(kept)
    return Row(first, begins[-1] - 1, weight)


def common(one: Array, other: Array) -> tuple[Array, Array]:
    """Where in each of two ascending arrays, none with equal items, their common items stand.

    Args:
        one, other: unsigned, of one dtype, of shapes (n,) and (m,).

    Returns:
        (numbers in `one`, numbers in `other`), int64, both ascending.
    """
    if len(one) > len(other):
        its, mine = common(other, one)
        return mine, its
    if not len(one):
        nothing: Array = np.zeros(0, np.int64)
        return nothing, nothing
    both_sizes = len(one) + len(other)
    if len(one) * _FAR_SHORTER > len(other) and both_sizes > _SHORT:
        first, last = max(int(one[0]), int(other[0])), min(int(one[-1]), int(other[-1]))
        if both_sizes > min(_LONG, (last - first) // 4) and last - first < both_sizes * _SPARSE:
            return _common_by_marks(one, other, first, last)
    if len(one) * _MUCH_SHORTER < len(other):
        its = other.searchsorted(one)
        mine = (other.take(its, mode="clip") == one).nonzero()[0]
        return mine, its.take(mine)
    both = np.concatenate((one, other))
    merged = np.sort(both, kind="stable")  # quick, as it is two ascending runs
    shared = merged[1:][merged[1:] == merged[:-1]]
    if len(shared) * _MANY < len(both):
        return one.searchsorted(shared), other.searchsorted(shared)
    order = both.argsort(kind="stable")
    equal = (merged[1:] == merged[:-1]).nonzero()[0]
    return order.take(equal), order.take(equal + 1) - len(one)


def _common_by_marks(one: Array, other: Array, first: int, last: int) -> tuple[Array, Array]:
    """The same for long arrays: items are marked in a window of numbers, and looked up there.

    Args:
        first, last: nothing before or behind them is in both.
    """
    begins = np.arange(first, last + 1, _WINDOW)
    edges = []
    for items in (one, other):
        inner = items.searchsorted(begins.astype(items.dtype)).tolist()
        edges.append([*inner, int(items.searchsorted(items.dtype.type(last), "right"))])
    marks = np.zeros(min(_WINDOW, max(last + 1 - first, 1)), dtype=bool)
    found: tuple[list[Array], list[Array]] = ([], [])
    for n, begin in enumerate(begins.tolist()):
        here, there = (
            (items[edge[n] : edge[n + 1]] - items.dtype.type(begin)).astype(np.intp)
            for items, edge in zip((one, other), edges, strict=True)
        )
        marks[here] = True
        its = marks.take(there).nonzero()[0]
        marks[here] = False
        shared = there.take(its)
        marks[shared] = True
        mine = marks.take(here).nonzero()[0]
        marks[shared] = False
        mine += edges[0][n]
        its += edges[1][n]
        found[0].append(mine)
        found[1].append(its)
    if not found[0]:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    return np.concatenate(found[0]), np.concatenate(found[1])
