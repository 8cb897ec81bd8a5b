"""Places of a unit as arrays: how words come together to compounds, phrases and neighbourhoods.

The meaning is that of `searcher.query.places`, for all documents of a segment at once. A *space* gives the
places of words and patterns (the body of the documents, or the names of one field); positions are those of
the space, which leaves free ones between what must not be read together.

A place is held as one number, first << EXTENT_BITS | last - first, so that sorting orders places by first and
last and equal neighbours are the same place. Weights are tenths (10, 8, 1), so that sums of them are exact
in whatever order they are added.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple, Protocol

import numpy as np

from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.posting_lists import ranges
from searcher.query.nodes import Compound, Fuzzy, Near, Phrase, Prefix, Unit, Wildcard, Word
from searcher.query.places import FORM_WEIGHT, STEM_WEIGHT, UNCASED_WEIGHT

_MUCH_FEWER = 8
EXTENT_BITS = 26
EXTENT_MASK = (1 << EXTENT_BITS) - 1
FORM, STEM, UNCASED = (round(weight * 10) for weight in (FORM_WEIGHT, STEM_WEIGHT, UNCASED_WEIGHT))


class Places(NamedTuple):
    """Places in order, each once.

    Attributes:
        key: int64, first << EXTENT_BITS | last - first, ascending.
        weight: uint8, tenths.
    """

    key: Array
    weight: Array

    @property
    def first(self) -> Array:
        """First positions, int64, ascending; several places may begin together."""
        return self.key >> EXTENT_BITS

    @property
    def last(self) -> Array:
        """Last positions, int64."""
        return (self.key >> EXTENT_BITS) + (self.key & EXTENT_MASK)


NO_PLACES = Places(np.zeros(0, np.int64), np.zeros(0, np.uint8))


class Space(Protocol):
    """Where words stand in one kind of text of a segment."""

    def word(self, word: Word) -> Places:
        """The places of a word, in each form that it matches."""
        ...

    def row(self, words: Sequence[Word]) -> Places | None:
        """The places where words stand in a row, when there is a short way to find them."""
        ...

    def pattern(self, pattern: Prefix | Wildcard | Fuzzy) -> Places:
        """The places of all forms that fit a pattern."""
        ...

    def regions(self, first: Array) -> Array:
        """A number for each position; words at positions of two numbers are never near each other."""
        ...


def standing(unit: Unit, space: Space) -> Places:
    """Every place of a unit; several may begin together, and a phrase can go on behind each."""
    match unit:
        case Word():
            return space.word(unit)
        case Compound():
            return heaviest([space.word(unit.joined), _phrase(unit.parts, space)])
        case Phrase():
            return _phrase(unit.elements, space)
        case Near():
            return _near([standing(element, space) for element in unit.elements], unit.distance, space)
        case _:
            return space.pattern(unit)


def places(unit: Unit, space: Space) -> Places:
    """Every place of a unit, at most one for each first position: the heaviest, or the shorter."""
    return one_at_each_first(standing(unit, space))


def one_at_each_first(found: Places) -> Places:
    """The heaviest, or else the shortest, of the places that begin together."""
    if len(found.key) < 2:
        return found
    first = found.first
    if not (first[1:] == first[:-1]).any():
        return found
    order = np.lexsort((-found.weight.astype(np.int16), first))  # stable: the shorter of equals comes first
    first = first[order]
    kept = order[np.concatenate(([True], first[1:] != first[:-1]))]
    return Places(found.key[kept], found.weight[kept])


def heaviest(found: Sequence[Places]) -> Places:
    """Several lists of places as one; a place of more than one has its greatest weight."""
    found = [item for item in found if len(item.key)]
    if len(found) < 2:
        return found[0] if found else NO_PLACES
    return each_once(
        np.concatenate([item.key for item in found]), np.concatenate([item.weight for item in found])
    )


def each_once(key: Array, weight: Array) -> Places:
    """Places in any order and number as places in order, each once, with its greatest weight."""
    if len(key) < 2:
        return Places(key, weight)
    order = key.argsort(kind="stable")  # quick where the keys are a few ascending runs
    key, weight = key[order], weight[order]
    begins = np.concatenate(([True], key[1:] != key[:-1]))
    if begins.all():
        return Places(key, weight)
    starts = begins.nonzero()[0]
    return Places(key[starts], np.maximum.reduceat(weight, starts))


def _phrase(elements: Sequence[Unit], space: Space) -> Places:
    """Places that begin with the first element and go on, without a gap, to the last."""
    if len(elements) > 1 and all(isinstance(element, Word) for element in elements):
        row = space.row(elements)  # type: ignore[arg-type] # they are words
        if row is not None:
            return row
    runs: Places | None = None
    for element in elements:
        following = standing(element, space)
        runs = following if runs is None else _followed(runs, following)
        if not len(runs.key):
            return NO_PLACES
    return runs or NO_PLACES


def _followed(runs: Places, following: Places) -> Places:
    """Each run with each of the places that begin right behind it."""
    behind = runs.last + 1
    firsts = following.first
    begin = firsts.searchsorted(behind, "left")
    count = firsts.searchsorted(behind, "right") - begin
    left = np.arange(len(behind)).repeat(count)
    right = ranges(begin, count)
    key = ((runs.key >> EXTENT_BITS)[left] << EXTENT_BITS) + (
        following.last[right] - (runs.key >> EXTENT_BITS)[left]
    )
    return each_once(key, np.minimum(runs.weight[left], following.weight[right]))


def _near(elements: Sequence[Places], distance: int, space: Space) -> Places:
    """The places of all elements, where places hang together in which every element has its part.

    Two places hang together when they are of different elements, do not overlap, and are at most
    `distance` positions apart; it is enough to link each to the nearest ones.
    """
    if not elements or not all(len(element.key) for element in elements):
        return NO_PLACES
    if len(elements) == 1:
        return elements[0]
    firsts = [element.first for element in elements]
    lasts = [element.last for element in elements]
    numbers = np.cumsum([0, *map(len, firsts)])  # where each element's places begin in the row of all
    links: list[tuple[Array, Array]] = []
    for j, others in enumerate(firsts):
        by_last = lasts[j].argsort(kind="stable")
        sorted_lasts = lasts[j].take(by_last)
        for i in range(len(elements)):
            if i == j:
                continue
            behind = _ranks(others, lasts[i], "right")
            near = others.take(behind, mode="clip") - lasts[i] <= distance
            number = (near & (behind < len(others))).nonzero()[0]
            links.append((numbers[i] + number, numbers[j] + behind.take(number)))
            before = _ranks(sorted_lasts, firsts[i], "left") - 1
            near = firsts[i] - sorted_lasts.take(before, mode="clip") <= distance
            number = (near & (before >= 0)).nonzero()[0]
            links.append((numbers[i] + number, numbers[j] + by_last.take(before.take(number))))
    one = np.concatenate([link[0] for link in links])
    other = np.concatenate([link[1] for link in links])
    # From here on those alone that are linked, mostly few.
    is_linked = np.zeros(int(numbers[-1]), dtype=bool)
    is_linked[one] = is_linked[other] = True
    linked = is_linked.nonzero()[0]
    among_linked = is_linked.cumsum() - 1
    one, other = among_linked.take(one), among_linked.take(other)
    region = space.regions(np.concatenate(firsts).take(linked))
    together = (region.take(one) == region.take(other)).nonzero()[0]
    root = _roots(len(linked), one.take(together), other.take(together))
    complete = np.ones(len(root), dtype=bool)
    for begin, beyond in pairwise(linked.searchsorted(numbers)):
        has_part = np.zeros(len(root), dtype=bool)
        has_part[root[begin:beyond]] = True
        complete &= has_part
    kept = linked[complete[root]]
    key = np.concatenate([element.key for element in elements])
    weight = np.concatenate([element.weight for element in elements])
    return each_once(key.take(kept), weight.take(kept))


def _ranks(items: Array, wanted: Array, side: Literal["left", "right"]) -> Array:
    """What `items.searchsorted(wanted, side)` gives; both are mostly ascending."""
    if len(wanted) * _MUCH_FEWER < len(items) or len(items) * _MUCH_FEWER < len(wanted):
        return items.searchsorted(wanted, side)
    if not (wanted[1:] >= wanted[:-1]).all():
        return items.searchsorted(wanted, side)
    # Sorting two ascending runs only merges them; equal ones stay in the order given.
    if side == "right":
        is_wanted = np.concatenate((items, wanted)).argsort(kind="stable") >= len(items)
    else:
        is_wanted = np.concatenate((wanted, items)).argsort(kind="stable") < len(wanted)
    return is_wanted.nonzero()[0] - np.arange(len(wanted))


def _roots(count: int, one: Array, other: Array) -> Array:
    """For each of `count` nodes the least node that links one[i] – other[i] lead to.

    Every group hooks itself to a smaller neighbour, then all point to their root at once, until no link
    joins two groups: a few rounds (Shiloach & Vishkin, 1982).
    """
    parent = np.arange(count)
    while True:
        left, right = parent[one], parent[other]
        if (left == right).all():
            return parent
        np.minimum.at(parent, np.maximum(left, right), np.minimum(left, right))
        while True:
            above = parent[parent]
            if (above == parent).all():
                break
            parent = above
