"""Sources: the segments that go into a merge, each seen without its deleted documents.

A source reads its lists block by block, leaves out what is deleted, and gives documents and positions as
they are in the new segment; groups and variants have the numbers of the old one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from searcher.engine.embedded.building import groups
from searcher.engine.embedded.building.blobs import from_zero
from searcher.engine.embedded.building.words import Forms
from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.posting_lists import FAR_POSITIONS
from searcher.engine.embedded.segment.postings import Segment


class Part(NamedTuple):
    """Occurrences of neighbouring groups, or some of a long one, group after group.

    Attributes:
        sizes: shape (groups,), how many each group has.
        docs: shape (t,), uint32; the document of each occurrence, in the new segment.
        positions: shape (t,), uint32; in the document.
        variants: shape (t,), int64; the number of its variant in the old segment.
    """

    sizes: Array
    docs: Array
    positions: Array
    variants: Array


class Survey(NamedTuple):
    """What of a segment is alive.

    Attributes:
        postings, positions: int64, live documents and occurrences of each group.
        is_used: bool, which variants occur in live documents.
        far: how many of the positions are FAR_POSITIONS or more.
    """

    postings: Array
    positions: Array
    is_used: Array
    far: int


class Source:
    """One segment of a merge.

    Attributes:
        alive: shape (n,), which documents go on; live: how many do.
        lengths: shape (2 * live,), positions of headline and text of each, by turns.
        new_docs, shift: shape (n,), uint32, given by `settle`; the number of each live document in the new
            segment, and what its places are to be moved by.
        group_of_variant: shape (v,).
    """

    def __init__(self, segment: Segment) -> None:
        self.arrays = arrays = segment.arrays
        self.has_deleted = len(segment.deleted) > 0
        self.alive = np.ones(segment.count, np.bool_)
        self.alive[segment.deleted] = False
        self.live = segment.live
        self.base = arrays["doc.base"].astype(np.int64)
        text_base = arrays["doc.text_base"].astype(np.int64)
        both = np.stack((text_base - self.base[:-1], self.base[1:] - text_base), axis=1) - 1
        self.lengths = both[self.alive].ravel()
        self._lists = segment.lists
        self._variant = segment.lists.group_variant.all()
        self.group_of_variant = np.repeat(np.arange(len(self._variant) - 1), np.diff(self._variant))
        self._posting = segment.lists.group_posting.all()
        self.position_start = segment.lists.posting_start.take(self._posting)
        self._ordinal = segment.lists.group_ordinal.all()
        self._ordinal_bytes = groups.ordinal_bytes(np.diff(self._variant))

    def settle(self, first: int, base: Array) -> None:
        """Say where the documents go.

        Args:
            first: the number of the first; base: where documents begin in the new segment, by number.
        """
        self.new_docs = np.where(self.alive, first + np.cumsum(self.alive) - 1, 0).astype(np.uint32)
        shift = np.zeros(len(self.alive), np.int64)
        shift[self.alive] = base[first : first + self.live] - self.base[:-1][self.alive]
        self.shift = shift.astype(np.uint32)  # one that is below 0 wraps around, and so does the sum

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return len(self._posting) - 1

    def survey(self) -> Survey:
        """What is left when the deleted documents go; nothing has to be read where none is deleted."""
        if not self.has_deleted:
            is_used = np.ones(len(self.group_of_variant), np.bool_)
            far = len(self.arrays["far.position"])
            return Survey(np.diff(self._posting), np.diff(self.position_start), is_used, far)
        postings, occurrences = np.zeros(self.groups, np.int64), np.zeros(self.groups, np.int64)
        far = 0
        is_used = np.zeros(len(self.group_of_variant), np.bool_)
        for first, beyond in groups.blocks(self.position_start):
            for part in self.parts(first, beyond):
                is_used[part.variants] = True
                far += int((part.positions >= FAR_POSITIONS).sum())
                occurrences[first:beyond] += part.sizes
                starts = from_zero(part.sizes)
                is_first = groups.first_of_documents(part.docs, starts[:-1][part.sizes > 0])
                postings[first:beyond] += np.diff(np.searchsorted(np.flatnonzero(is_first), starts))
        return Survey(postings, occurrences, is_used, far)

    def forms(self, is_used: Array) -> Forms:
        """The used variants, with the numbers that the segment's tables of strings have."""
        stem = self.group_of_variant[is_used]
        stem[stem >= len(self.arrays["stem.start"]) - 1] = -1
        cased = np.zeros(len(is_used), np.int64)
        cased[self.arrays["capital.variant"]] = self.arrays["capital.form"].astype(np.int64) + 1
        form, kind = (self.arrays[f"variant.{name}"][is_used].astype(np.int64) for name in ("form", "kind"))
        return Forms(stem, form, cased[is_used], kind)

    def parts(self, first: int, beyond: int) -> Iterator[Part]:
        """The live occurrences of some groups; one group may come in several parts, cut between documents."""
        cuts = [int(self._posting[first]), int(self._posting[beyond])]
        start, end = int(self.position_start[first]), int(self.position_start[beyond])
        if beyond - first == 1 and end - start > 2 * groups.BLOCK_POSITIONS:
            starts = self._lists.posting_start
            inner = range(start + groups.BLOCK_POSITIONS, end, groups.BLOCK_POSITIONS)
            cuts[1:1] = (bisect_left(starts, at, *cuts) for at in inner)
        for low, high in pairwise(cuts):
            yield self._part(first, beyond, low, high)

    def _part(self, first: int, beyond: int, low: int, high: int) -> Part:
        """The live ones occurrences of the postings low:high, which are those of some groups, or of one."""
        starts = self._lists.posting_start.between(low, high + 1)
        begin, end = int(starts[0]), int(starts[-1])
        edges = np.clip(self.position_start[first : beyond + 1], begin, end)
        sizes = np.diff(edges)
        positions = self._lists.positions(slice(begin, end)).astype(np.uint32, copy=False)
        docs = np.repeat(self._lists.doc[low:high], np.diff(starts))
        variants = np.repeat(self._variant[first:beyond], sizes)
        widths = self._ordinal_bytes[first:beyond]
        last = beyond - 1
        ordinal = int(self._ordinal[first]) + (begin - int(self.position_start[first])) * int(widths[0])
        ordinal_end = int(self._ordinal[last]) + (end - int(self.position_start[last])) * int(widths[-1])
        variants += groups.unpacked(self._lists.ordinal[ordinal:ordinal_end], widths, sizes)
        if self.has_deleted:
            kept = self.alive[docs]
            sizes = np.diff(from_zero(kept)[edges - begin])
            docs, positions, variants = docs[kept], positions[kept], variants[kept]
        return Part(sizes, self.new_docs[docs], positions, variants)
