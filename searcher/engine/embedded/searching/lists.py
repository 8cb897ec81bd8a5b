"""Lists: the documents of one segment that hold a match of the query, and how often they do.

A `WordList` reads from the postings of a single group what it is asked for; a `PlacedList` has worked out
all places of a unit beforehand; a `gathering.MergedList` joins the two. All give the
weight of any of their documents: the share of its idf that the match earns there. Documents are meant by
their number in the list (`at`), so that a list of thousands is only touched where it matters. Deleted
documents are in the lists.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from searcher.engine.embedded.searching.norms import Norms
from searcher.engine.embedded.searching.occurrences import EXTENT_MASK, UNCASED, Places
from searcher.engine.embedded.searching.rows import Lookup, Row
from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.posting_lists import PostingList, ranges
from searcher.engine.embedded.segment.postings import Segment
from searcher.query.nodes import Match

DECODED = 8192
"""Lists up to this length have all weights worked out when they are first asked for one, and kept."""

COUNTED = 1 << 16
"""Of longer ones, up to this length, the frequencies are kept, in a quarter of the memory."""


class WordList:
    """The documents of one group, all of which hold the word.

    Attributes:
        docs: docnums, ascending; bounds: uint8, 255ths of what each may weigh, None for a short list.
        ceiling: no document weighs more; is_short: whether all weights are kept.
    """

    def __init__(self, segment: Segment, lookup: Lookup, norms: Norms, leaf: Match) -> None:
        self._segment, self._lookup, self._damping = segment, lookup, norms.of(leaf.field)
        self._postings: PostingList = lookup.postings
        self.docs: Array = self._postings.docs
        self.is_short = len(self.docs) <= DECODED
        headline_weight = norms.formula.headline_weight
        factor = [headline_weight if in_headline else 1.0 for in_headline in lookup.in_headline]
        self._tenths: Array = lookup.weight * np.array(factor)  # by variant
        self.bounds: Array | None = None
        self.ceiling = 1.0
        self._slack = norms.slack
        if norms.slack and leaf.field is None:
            self.bounds = segment.bounds(lookup.postings.group)
            self.ceiling = min(1.0, self._postings.bound * norms.slack)

    def __len__(self) -> int:
        return len(self.docs)

    @cached_property
    def ceilings(self) -> Array:
        """float64, 256 items: what a stored bound says that a document weighs at most."""
        return np.minimum(np.arange(256) / 255 * self._slack, 1.0)

    @cached_property
    def best(self) -> tuple[Array, Array] | None:
        """Some live documents of high weight and their weights, highest first; None for a short list."""
        docs = None if self.bounds is None else self._segment.best_documents(self._postings.group)
        if docs is None:
            return None
        docs = live(self._segment, docs)
        weights = self.weights(self.docs.searchsorted(docs))
        order = (-weights).argsort(kind="stable")
        return docs[order], weights[order]

    def weights(self, at: Array | None = None) -> Array:
        """What the documents of numbers `at` earn, float64; of all without it (not to be changed)."""
        if self.is_short:
            return self._kept_weights if at is None else self._kept_weights.take(at)
        if len(self.docs) > COUNTED:
            tenths = self._frequencies(np.arange(len(self.docs)) if at is None else at)
        else:
            tenths = self._kept_frequencies if at is None else self._kept_frequencies.take(at)
        damping = self._damping.take(self.docs if at is None else self.docs.take(at))
        damping += tenths
        weights: Array = tenths / damping
        return weights

    @cached_property
    def _kept_weights(self) -> Array:
        tenths = self._all_frequencies()
        damping = self._damping.take(self.docs)
        damping += tenths
        weights: Array = np.divide(tenths, damping, out=damping)
        return weights

    @cached_property
    def _kept_frequencies(self) -> Array:
        tenths = self._all_frequencies()
        whole: Array = tenths.astype(np.uint16) if tenths.max() <= 0xFFFF else tenths
        return whole if (whole == tenths).all() else tenths

    def _all_frequencies(self) -> Array:
        """Weighted occurrences in each document, in tenths."""
        starts = self._postings.starts()
        if self._postings.ordinals is None:
            plain: Array = np.diff(starts) * self._tenths[0]
            return plain
        tenths: Array = np.add.reduceat(self._tenths.take(self._postings.ordinals), starts[:-1])
        return tenths

    def _frequencies(self, at: Array) -> Array:
        """The same for some documents."""
        postings = self._postings
        starts, counts = postings.stretches(at)
        if postings.ordinals is None or not len(at):
            plain: Array = counts * self._tenths[0]
            return plain
        ends = counts.cumsum()
        return np.add.reduceat(
            self._tenths.take(postings.ordinals.take(ranges(starts, counts))), ends - counts
        )

    def reached(self, wanted: int) -> float:
        """A weight that so many live documents reach; 0 when none is known."""
        if self.best is not None:
            return highest(self.best[1], wanted)
        if not self.is_short:
            return 0.0
        return highest(self.weights(live_numbers(self._segment, self.docs)), wanted)

    @cached_property
    def live(self) -> int:
        """How many documents are not deleted."""
        return len(live(self._segment, self.docs))

    @property
    def held_bytes(self) -> int:
        """Memory it takes beside the file's, at most."""
        count = len(self.docs)
        return 1000 + (8 * count if self.is_short else 2 * count if count <= COUNTED else 0)

    def placed(self, docs: Array, begin: Array, end: Array) -> tuple[Array, Array, Array, Array]:
        """The places that begin in a stretch of each of some documents.

        Args:
            docs: docnums of shape (n,); begin, end: uint32 of shape (n,), half-open, positions of the body.

        Returns:
            how many there are in each, and first and last position and weight in tenths of all of them,
            document after document; integers.
        """
        count, number, first = self._postings.placed(docs, begin, end)
        weight, width = self._lookup.read(number)
        return count, first, first if self._lookup.width is None else first - 1 + width, weight

    @cached_property
    def in_capitals(self) -> Array:
        """Documents that hold the word in the capitals it was typed in."""
        kept = self._lookup.in_capitals
        if not kept.any():
            return self.docs[:0]
        if self._postings.ordinals is None:
            return self.docs
        is_kept = kept.take(self._postings.ordinals)
        return self.docs[np.logical_or.reduceat(is_kept, self._postings.starts()[:-1])]


class PlacedList:
    """The documents that hold a unit, from all of its places.

    Attributes:
        docs: docnums, ascending, uint32; bounds: none; ceiling: no document weighs more; is_short: yes.
    """

    is_short = True
    bounds: Array | None = None
    ceilings: Array = np.ones(1)
    best: tuple[Array, Array] | None = None
    ceiling = 1.0

    def __init__(self, segment: Segment, found: Places | Row, norms: Norms, leaf: Match) -> None:
        self._segment = segment
        self._extent: Array | int
        if isinstance(found, Row):
            self._first, self._extent, self._weight = found
        else:
            self._first = found.first.astype(np.uint32)
            self._extent, self._weight = found.key & EXTENT_MASK, found.weight
        docs = norms.docs_at(self._first)
        in_headline = self._first < segment.text_base.take(docs)
        tenths = self._weight * norms.field_weights.take(in_headline)
        if leaf.field is not None or not norms.formula.headline_weight:
            kept = ((tenths > 0) & (in_headline if leaf.field == "headline" else ~in_headline)).nonzero()[0]
            docs, tenths = docs.take(kept), tenths.take(kept)
            self._first, self._weight = self._first.take(kept), self._weight.take(kept)
            if not isinstance(self._extent, int):
                self._extent = self._extent.take(kept)
        self._doc_of_place = docs
        if len(docs):
            starts = np.empty(len(docs), dtype=bool)
            starts[0] = True
            np.not_equal(docs[1:], docs[:-1], out=starts[1:])
            begins = starts.nonzero()[0]
            if len(begins) < len(docs):
                docs = docs.take(begins)
                tenths = np.add.reduceat(tenths, begins)
        self.docs: Array = docs.astype(np.uint32)
        self._weights = tenths / (tenths + norms.of(leaf.field).take(docs))

    def __len__(self) -> int:
        return len(self.docs)

    def weights(self, at: Array | None = None) -> Array:
        """What the documents of numbers `at` earn, float64; of all without it."""
        weights: Array = self._weights
        return weights if at is None else weights.take(at)

    def reached(self, wanted: int) -> float:
        """As `WordList.reached`."""
        return highest(self.weights(live_numbers(self._segment, self.docs)), wanted)

    @cached_property
    def live(self) -> int:
        """As `WordList.live`."""
        return len(live(self._segment, self.docs))

    @cached_property
    def in_capitals(self) -> Array:
        """Documents where some place weighs as words in the capitals they were typed in do."""
        if not len(self._weight) or self._weight.min() > UNCASED:
            return self.docs
        return np.unique(self._doc_of_place[self._weight > UNCASED])

    @property
    def held_bytes(self) -> int:
        """Memory it takes."""
        return 1000 + 30 * len(self._first)

    def placed(self, docs: Array, begin: Array, end: Array) -> tuple[Array, Array, Array, Array]:
        """As `WordList.placed`."""
        at = self._first.searchsorted(begin)
        count = self._first.searchsorted(end) - at
        number = ranges(at, count)
        first = self._first.take(number)
        extent = self._extent if isinstance(self._extent, int) else self._extent.take(number)
        return count, first, first + extent, self._weight.take(number)


def live(segment: Segment, docs: Array) -> Array:
    """Those of some documents that are not deleted."""
    return docs if segment.alive is None else docs[segment.alive.take(docs)]


def live_numbers(segment: Segment, docs: Array) -> Array | None:
    """The numbers of those of some documents that are not deleted, None for all of them."""
    return None if segment.alive is None else segment.alive.take(docs).nonzero()[0]


def highest(weights: Array, wanted: int) -> float:
    """The least of the `wanted` highest weights, 0 when there are not so many."""
    if not 0 < wanted <= len(weights):
        return 0.0
    return float(np.partition(weights, len(weights) - wanted)[len(weights) - wanted])
