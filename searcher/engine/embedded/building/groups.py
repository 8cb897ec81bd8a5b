"""The occurrences of a segment, written group by group: blocks of arrays → lists, bounds and best documents.

Whoever has occurrences in the order of their groups, block after block, gives them to a `GroupWriter`: the
builder from one sort, a merge from several segments. Nothing is kept but sums for each group, so that a
segment may be far larger than the memory.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from searcher.engine.bm25 import Bm25
from searcher.engine.embedded.building.blobs import from_zero
from searcher.engine.embedded.building.rising import RisingWriter, write_rising
from searcher.engine.embedded.segment.layout import Array, ArrayWriter, narrowest, smallest
from searcher.engine.embedded.segment.posting_lists import FAR_BITS, FAR_POSITIONS
from searcher.engine.embedded.segment.postings import BEST_DOCUMENTS, LONG_LIST

MOST_POSITIONS = 1 << 32
BLOCK_POSITIONS = 1 << 20
_NARROW = 1 << 8
"""Variants that one byte tells apart."""


class Body:
    """The positions of a segment's documents, and how much an occurrence in each weighs.

    Attributes:
        base: shape (n + 1,), text_base: shape (n,); int64, as in `searcher.engine.embedded.segment.postings`.
        text_begin: shape (n,), int64, position in its document where each text begins.
        has_far: whether a document has more positions than FAR_POSITIONS.
        average: length of a document, headline and text weighted.
    """

    def __init__(self, formula: Bm25, lengths: Array) -> None:
        """Lay out documents.

        Args:
            lengths: shape (2n,), positions of the headline and the text of each document, by turns.

        Raises:
            OverflowError: they are too many for one segment.
        """
        edges = from_zero(lengths.astype(np.int64) + 1)
        if edges[-1] >= MOST_POSITIONS:
            raise OverflowError(f"{edges[-1]} positions in one segment: write it before {MOST_POSITIONS}")
        self.formula = formula
        self.base, self.text_base = edges[::2], edges[1::2]
        self.text_begin = self.text_base - self.base[:-1]
        self.has_far = bool(np.diff(self.base).max(initial=0) > FAR_POSITIONS)
        weighted = lengths[::2] * formula.headline_weight + lengths[1::2]
        self.average = math.fsum(weighted.tolist()) / len(weighted) if len(weighted) else 0.0
        relative = np.ones(len(weighted))
        if self.average > 0:
            relative = np.minimum(weighted / self.average, formula.length_cap)
        self._damping = formula.k1 * (1 - formula.b + formula.b * relative)

    def weights(self, docs: Array, counts: Array, in_headline: Array) -> Array:
        """What `Bm25.weight` gives for documents: float64, shape (n,).

        Args:
            docs: documents; counts: occurrences in each; in_headline: how many of these its headline has.
        """
        freqs = (counts - in_headline) + self.formula.headline_weight * in_headline
        below = freqs + self._damping[docs]
        return np.divide(freqs, below, out=np.zeros(len(docs)), where=freqs > 0)

    def write(self, file: ArrayWriter) -> None:
        """Write where documents begin, and what the bounds were computed with."""
        formula = self.formula
        file.values = {
            "documents": len(self.text_base),
            "average": self.average,
            "formula": [formula.k1, formula.b, formula.headline_weight, formula.length_cap],
        }
        file.write("doc.base", "u4", self.base)
        file.write("doc.text_base", "u4", self.text_base)


class Postings(NamedTuple):
    """Documents of several groups, or of a part of one, group after group.

    Attributes:
        groups: how many documents each group has, shape (groups,).
        docs: ascending in each group; counts: positions of each; in_headline: those in its headline.
    """

    groups: Array
    docs: Array
    counts: Array
    in_headline: Array

    @classmethod
    def of(cls, positions: Array, docs: Array, starts: Array, body: Body) -> Postings:
        """Those of occurrences, not of none.

        Args:
            positions: in their documents, ascending in each; docs: the document of each.
            starts: where each group begins there.
        """
        first = np.flatnonzero(first_of_documents(docs, starts))
        in_headline = np.add.reduceat(positions < body.text_begin[docs], first, dtype=np.int32)
        groups = np.diff(np.searchsorted(first, starts), append=len(first))
        return cls(groups, docs[first], np.diff(first, append=len(docs)), in_headline)


class GroupWriter:
    """Writes the lists of a segment; groups come in order, and a long one may come in parts."""

    def __init__(
        self, file: ArrayWriter, body: Body, variants: Array, positions: Array, postings: Array, far: int
    ) -> None:
        """Begin to write.

        Args:
            variants, positions, postings: how many of each every group has, shape (g,).
            far: how many of all positions are FAR_POSITIONS or more.
        """
        self._body = body
        self._ordinal_bytes = ordinal_bytes(variants)
        for name, counts in (
            ("posting", postings),
            ("variant", variants),
            ("ordinal", positions * self._ordinal_bytes),
        ):
            write_rising(file, f"group.{name}", from_zero(counts))
        total, total_postings = int(positions.sum()), int(postings.sum())
        self._position = file.reserve("position", "u2", total)
        self._far = file.reserve("far.position", smallest(total), far)
        self._high = file.reserve("far.high", "u2", far)
        self._ordinal = file.reserve("ordinal", "u1", int((positions * self._ordinal_bytes).sum()))
        docnum = narrowest(max(len(body.text_base) - 1, 0))
        self._doc = file.reserve("posting.doc", docnum, total_postings)
        self._start = RisingWriter(file, "posting.start", total_postings + 1, total)
        long = np.flatnonzero(postings >= LONG_LIST)
        long_start = from_zero(postings[long])
        file.write("long.group", "u4", long)
        file.write("long.start", smallest(int(long_start[-1])), long_start)
        self._long_bound = file.reserve("long.bound", "u1", int(long_start[-1]))
        self._long_best = file.reserve("long.best", docnum, len(long) * BEST_DOCUMENTS)
        self._bound = file.reserve("group.bound", "u1", len(postings))
        self._postings = postings
        self._highest = np.zeros(len(postings), np.uint8)
        self._best = _Best()
        self._done = 0  # positions

    def add(self, first: int, positions: Array, ordinals: Array, sizes: Array, postings: Postings) -> None:
        """Write the occurrences of some groups.

        Args:
            first: the first of the groups; sizes: how many positions of each are given.
            positions: in their documents, group after group; ordinals: the variant of each, by its number in
                the group.
            postings: the same occurrences by document.
        """
        groups = slice(first, first + len(sizes))
        self._position.append(positions.astype(np.uint16))  # the low half stays
        far = np.flatnonzero(positions >= FAR_POSITIONS)
        self._far.append(self._done + far)
        self._high.append(positions[far] >> FAR_BITS)
        self._ordinal.append(_packed(ordinals, self._ordinal_bytes[groups], sizes))
        self._doc.append(postings.docs)
        self._start.append(self._done + from_zero(postings.counts)[:-1])
        self._done += len(positions)
        if not len(postings.docs):
            return
        weights = self._body.weights(postings.docs, postings.counts, postings.in_headline)
        bounds = bounds_of(weights)
        starts = from_zero(postings.groups)
        filled = np.flatnonzero(postings.groups)
        highest = np.maximum.reduceat(bounds, starts[filled])
        self._highest[first + filled] = np.maximum(self._highest[first + filled], highest)
        for at in np.flatnonzero(self._postings[groups] >= LONG_LIST).tolist():
            part = slice(starts[at], starts[at + 1])
            self._long_bound.append(bounds[part])
            self._best.add(postings.docs[part], weights[part])
            if self._best.count == self._postings[first + at]:
                self._long_best.append(self._best.docs)
                self._best = _Best()

    def close(self) -> None:
        """Write what is known only at the end."""
        self._bound.append(self._highest)
        self._start.append(np.array([self._done]))


class _Best:
    """The documents of the highest weights of one list that comes in parts: `docs`, best first."""

    def __init__(self) -> None:
        self.count = 0
        self.docs, self._weights = np.empty(0, np.uint32), np.empty(0)

    def add(self, docs: Array, weights: Array) -> None:
        """Take in the next documents, which are above those before."""
        self.count += len(docs)
        if len(weights) > BEST_DOCUMENTS:
            least = np.partition(weights, len(weights) - BEST_DOCUMENTS)[len(weights) - BEST_DOCUMENTS]
            enough = np.flatnonzero(weights >= least)
            docs, weights = docs[enough], weights[enough]
        docs = np.concatenate((self.docs, docs))
        weights = np.concatenate((self._weights, weights))
        best = np.argsort(-weights, kind="stable")[:BEST_DOCUMENTS]  # equal weights: the lower docnum
        self.docs, self._weights = docs[best], weights[best]


def bounds_of(weights: Array) -> Array:
    """Weights in 255ths, never below them: uint8."""
    above = np.ceil((weights * 255).astype(np.float32) + np.float32(1e-3))
    bounds: Array = np.minimum(above, 255).astype(np.uint8)
    return bounds


def blocks(positions: Array) -> Iterator[tuple[int, int]]:
    """Ranges of groups that have about BLOCK_POSITIONS positions together, or are one group.

    Args:
        positions: shape (g + 1,), where the positions of each group begin.
    """
    first, beyond = 0, len(positions) - 1
    while first < beyond:
        enough = int(np.searchsorted(positions, positions[first] + BLOCK_POSITIONS, "right")) - 1
        end = min(max(enough, first + 1), beyond)
        yield first, end
        first = end


def first_of_documents(docs: Array, starts: Array) -> Array:
    """Which occurrences are the first of a document in their group: bool, shape (t,).

    Args:
        docs: the document of each, group after group; starts: where each group begins there.
    """
    is_first = np.ones(len(docs), np.bool_)
    np.not_equal(docs[1:], docs[:-1], out=is_first[1:])
    is_first[starts] = True
    return is_first


def ordinal_bytes(variants: Array) -> Array:
    """The bytes of each ordinal of groups with so many variants: 0, 1 or 2."""
    return (variants > 1).astype(np.int64) + (variants > _NARROW)


def unpacked(data: Array, widths: Array, sizes: Array) -> Array:
    """Ordinals from the bytes of a file: the reverse of what `GroupWriter` does; uint16."""
    ordinals = np.zeros(int(sizes.sum()), np.uint16)
    if widths.max(initial=0) < 2:
        ordinals[np.repeat(widths > 0, sizes)] = data
        return ordinals
    pairs = np.zeros((len(ordinals), 2), np.uint8)
    pairs[np.repeat(np.stack((widths > 0, widths > 1), axis=1), sizes, axis=0)] = data
    return pairs.view("<u2").ravel()


def _packed(ordinals: Array, widths: Array, sizes: Array) -> Array:
    """Ordinals as the bytes of a file, in groups of 0, 1 or 2 bytes each."""
    if widths.max(initial=0) < 2:
        return ordinals[np.repeat(widths > 0, sizes)].astype(np.uint8)
    pairs = np.stack((ordinals & 255, ordinals >> 8), axis=1).astype(np.uint8)
    packed: Array = pairs[np.repeat(np.stack((widths > 0, widths > 1), axis=1), sizes, axis=0)]
    return packed
