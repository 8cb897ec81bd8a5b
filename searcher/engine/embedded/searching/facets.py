"""Counting for facets: the documents that match, in each segment → how many carry each value.

Every value of every matching document is counted by its number in the segment, in a few array operations.
Strings are read only of values that may be among the most frequent of all segments together.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from searcher.engine.embedded.searching.lists import highest
from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.posting_lists import ranges
from searcher.engine.embedded.segment.postings import Segment
from searcher.query.facets import PERIODS
from searcher.records import ENTITY_TYPES, FacetCount

_KIND = {"source": 0} | dict.fromkeys(("entity", *ENTITY_TYPES), 1)
"""The `value.kind` of each facet of names."""

_DAYS = {4: 10_000, 7: 100, 10: 1}
"""What turns a day, the number yyyymmdd, into the period that so many characters of its date tell."""

_LOOK_UP = 16  # strings that are read for one that is looked up among them in order


def count_facets(
    segments: Sequence[Segment], docs: Sequence[Array], sizes: Mapping[str, int]
) -> dict[str, tuple[FacetCount, ...]]:
    """How many documents carry each value of some facets.

    Args:
        docs: the matching documents of each segment, docnums, ascending.
        sizes: facets (see `searcher.query.facets`), and how many values of each are wanted at most.

    Returns:
        names by falling count, then value; periods in order, the latest ones.

    Cost: O(values of the documents), no Python loop but over values that may be wanted; 7 ms for three facets
    of 78,000 documents with six values each.
    """
    names = [name for name in sizes if name not in PERIODS]
    counted = [_count(segment, found, names) for segment, found in zip(segments, docs, strict=True) if names]
    return {
        name: _periods(segments, docs, PERIODS[name], size)
        if name in PERIODS
        else _most_frequent([own[name] for own in counted], size)
        for name, size in sizes.items()
    }


def _periods(
    segments: Sequence[Segment], docs: Sequence[Array], characters: int, size: int
) -> tuple[FacetCount, ...]:
    """The latest periods that documents are dated in."""
    every = [segment.arrays["doc.day"][found] for segment, found in zip(segments, docs, strict=True)]
    days = np.concatenate([*every, np.zeros(0, np.uint32)])
    periods, counts = np.unique(days[days > 0] // np.uint32(_DAYS[characters]), return_counts=True)
    latest = zip(periods[-size:].tolist(), counts[-size:].tolist(), strict=True)
    return tuple(FacetCount(_written(period, characters), count) for period, count in latest)


def _written(period: int, characters: int) -> str:
    """A number such as 202209 as 2022-09."""
    digits = f"{period:0{characters - characters // 5}}"
    return "-".join(filter(None, (digits[:4], digits[4:6], digits[6:])))


class _Counted(NamedTuple):
    """What was counted of one facet in one segment.

    Attributes:
        first: number of the facet's first value; counts: documents by value, from that one on.
    """

    segment: Segment
    first: int
    counts: Array

    def numbers_from(self, least: int) -> Array:
        """The values that so many documents carry, by their number among those of the facet."""
        return (self.counts >= least).nonzero()[0]

    def strings(self, numbers: Array) -> list[bytes]:
        """Values as they are written."""
        return [self.segment.values[number] for number in (numbers + self.first).tolist()]

    def reached(self, size: int) -> int:
        """How many documents carry the last of the `size` most frequent values, 0 when there are fewer."""
        held = self.counts[self.numbers_from(1)]
        return int(highest(held, size))

    def counts_of(self, wanted: Iterable[bytes], many: int) -> list[int]:
        """How many documents carry each of some values; `many` says how many values these are."""
        held = self.numbers_from(1)
        if len(held) < many * _LOOK_UP:
            known = dict(zip(self.strings(held), self.counts.take(held).tolist(), strict=True))
            return [known.get(value, 0) for value in wanted]
        return [self._count_of(value) for value in wanted]

    def _count_of(self, value: bytes) -> int:
        values, beyond = self.segment.values, self.first + len(self.counts)
        number = bisect_left(values, value, self.first, beyond)
        return int(self.counts[number - self.first]) if number < beyond and values[number] == value else 0


def _count(segment: Segment, docs: Array, names: Sequence[str]) -> dict[str, _Counted]:
    """Count the values of some documents of a segment."""
    start = segment.facet_start.take(docs)
    held_by = segment.facet_start.take(docs.astype(np.int64) + 1) - start
    values = segment.arrays["facet.value"][ranges(start, held_by)]
    kinds = segment.arrays["value.kind"]
    of_type = _types(segment, docs, held_by) if any(name in ENTITY_TYPES for name in names) else None
    every = np.bincount(values, minlength=len(kinds))
    counted = {}
    for name in names:
        first, beyond = kinds.searchsorted((_KIND[name], _KIND[name] + 1)).tolist()
        counts = every
        if of_type is not None and name in ENTITY_TYPES:
            counts = np.bincount(values[of_type[ENTITY_TYPES.index(name)]], minlength=len(kinds))
        counted[name] = _Counted(segment, first, counts[first:beyond])
    return counted


def _types(segment: Segment, docs: Array, held_by: Array) -> Array:
    """Whether a document names a value as a person, an organisation, a place.

    Args:
        held_by: how many values each document has.

    Returns:
        bool of shape (3, sum of held_by), a row for each of ENTITY_TYPES.
    """
    start = segment.mention_start.take(docs)
    mentions = segment.mention_start.take(docs.astype(np.int64) + 1) - start
    entity = segment.arrays["mention.entity"][ranges(start, mentions)]
    types = len(ENTITY_TYPES)
    is_of_type = np.zeros(types * int(held_by.sum()), np.bool_)
    is_of_type[(types * (held_by.cumsum() - held_by)).repeat(mentions) + entity] = True
    return is_of_type.reshape(-1, types).T


def _most_frequent(parts: Sequence[_Counted], size: int) -> tuple[FacetCount, ...]:
    """The values that most documents of all segments carry."""
    if not parts:
        return ()
    # The last value that is wanted is carried by so many documents, and by that share of them in a segment.
    reached = max(part.reached(size) for part in parts)
    least = max(1, -(-reached // len(parts)))
    values = {value for part in parts for value in part.strings(part.numbers_from(least))}
    columns = [part.counts_of(values, len(values)) for part in parts]
    totals = [(-sum(counts), value) for value, *counts in zip(values, *columns, strict=True)]
    return tuple(
        FacetCount(value.decode("utf-8", "surrogatepass"), -count) for count, value in sorted(totals)[:size]
    )
