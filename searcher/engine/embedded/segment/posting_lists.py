"""The posting lists of a segment: for each group its documents, and where in these it occurs.

On the disk a position is counted from the beginning of its document, in two bytes; searches want most lists
in the space of the whole body (*places*, see `searcher.engine.embedded.segment.postings`), where a phrase is
an intersection of shifted lists. Lists up to WHOLE_LIST are turned into places as a whole and kept
for a while; of longer ones only the documents that somebody asks for.
"""

from __future__ import annotations

import numpy as np

from searcher.engine.embedded.segment.layout import Array, Arrays
from searcher.engine.embedded.segment.rising import Rising

WHOLE_LIST = 1 << 16
"""Positions: turning so many into places takes 0.1 ms, the first time."""

_KEPT_LIST = 1 << 20
_ASKED_OFTEN = 3
_FEW = 16  # so many times fewer documents are sooner read one by one

FAR_BITS = 16
FAR_POSITIONS = 1 << FAR_BITS
"""From here on a position in its document takes more than two bytes."""

_KEPT_LISTS = 2048
_KEPT_BYTES = 32 << 20


def ranges(begin: Array, count: Array) -> Array:
    """The numbers begin[i], begin[i] + 1 … begin[i] + count[i] - 1, for each i in turn.

    Args:
        begin, count: integers of the same shape (n,), counts >= 0.

    Returns:
        int64 of shape (sum of count,).
    """
    ends = count.cumsum(dtype=np.int64)
    if not len(ends):
        return ends
    numbers: Array = np.arange(ends[-1]) + (begin - ends + count).repeat(count)
    return numbers


class PostingLists:
    """The lists of all groups, by number.

    Attributes:
        base: where the body of each document begins, uint32; doc: the documents of all postings.
        group_posting, group_variant, group_ordinal: where those of each group begin.
        posting_start: where the positions of each posting begin.
    """

    def __init__(self, arrays: Arrays) -> None:
        self.base: Array = arrays["doc.base"]
        self.doc: Array = arrays["posting.doc"]
        self.group_posting = Rising(arrays, "group.posting")
        self.group_variant = Rising(arrays, "group.variant")
        self.group_ordinal = Rising(arrays, "group.ordinal")
        self.posting_start = Rising(arrays, "posting.start")
        self.group_bound = arrays.view("group.bound")
        self.ordinal: Array = arrays["ordinal"]
        self._position = arrays["position"]
        self._far, self._high = arrays["far.position"], arrays["far.high"]
        self._lists: dict[int, PostingList] = {}
        self._places: dict[int, Array] = {}
        self._places_bytes = 0

    def __getitem__(self, group: int) -> PostingList:
        found = self._lists.get(group)
        if found is None:
            if len(self._lists) >= _KEPT_LISTS:
                self._lists.clear()  # views are quickly made again
            found = self._lists[group] = PostingList(self, group)
        return found

    def positions(self, numbers: slice | Array) -> Array:
        """Positions in their documents, by their numbers among all of the segment: uint16 or uint32."""
        found: Array = self._position[numbers]
        if not len(self._far):
            return found
        if isinstance(numbers, slice):
            low, high = self._far.searchsorted(np.array((numbers.start, numbers.stop), self._far.dtype))
            far = np.arange(low, high)
            at = self._far[low:high].astype(np.int64) - numbers.start
        else:
            far = self._far.searchsorted(numbers.astype(self._far.dtype))
            far[far == len(self._far)] = 0
            at = (self._far.take(far) == numbers).nonzero()[0]
            far = far.take(at)
        if len(at):
            found = found.astype(np.uint32)
            found[at] |= self._high.take(far).astype(np.uint32) << np.uint32(FAR_BITS)
        return found

    def places(self, groups: Array) -> Array:
        """The places of several groups, one group after the other; uint32."""
        begin, beyond = self.group_posting.take(groups), self.group_posting.take(groups + 1)
        posting = ranges(begin, beyond - begin)
        start = self.posting_start.take(begin)
        numbers = ranges(start, self.posting_start.take(beyond) - start)
        count = self.posting_start.take(posting + 1) - self.posting_start.take(posting)
        return self.positions(numbers) + self.base.take(self.doc.take(posting)).repeat(count)

    def kept_places(self, found: PostingList) -> Array:
        """The places of a list; they are kept for a while, unless it is very long."""
        places = self._places.get(found.group)
        if places is None:
            places = found.make_places()
            if found.size <= _KEPT_LIST:
                if self._places_bytes + places.nbytes > _KEPT_BYTES:
                    self._places, self._places_bytes = {}, 0  # those that are asked for often soon come back
                self._places[found.group] = places
                self._places_bytes += places.nbytes
        return places

    def has_places(self, group: int) -> bool:
        """Whether the places of a list are kept."""
        return group in self._places


class PostingList:
    """The occurrences of one group: which documents, where, in which variant.

    Attributes:
        docs: documents, ascending, uint32; size: positions in all.
        ordinals: variant of each position, None where there is but one.
        variants: numbers of the group's variants, for `Segment.variant_*`.
        bound: no document weighs more, under the segment's own average length.
    """

    __slots__ = (
        "_asked",
        "_begin",
        "_first",
        "_lists",
        "bound",
        "docs",
        "group",
        "ordinals",
        "size",
        "variants",
    )

    def __init__(self, lists: PostingLists, group: int) -> None:
        first, beyond = lists.group_posting.edges(group)
        begin, end = lists.posting_start[first], lists.posting_start[beyond]
        self._lists, self._first, self._begin = lists, first, begin
        self.group = group
        self._asked = 0
        self.size = end - begin
        self.docs: Array = lists.doc[first:beyond].astype(np.uint32, copy=False)
        self.variants = range(*lists.group_variant.edges(group))
        self.bound: float = lists.group_bound[group] / 255
        self.ordinals: Array | None = None
        if len(self.variants) > 1:
            start, stop = lists.group_ordinal.edges(group)
            raw = lists.ordinal[start:stop]
            self.ordinals = raw if stop - start == self.size else raw.view("<u2")

    def starts(self) -> Array:
        """Where the positions of each document begin, and where those of the last end: int64."""
        starts = self._lists.posting_start.between(self._first, self._first + len(self.docs) + 1)
        starts -= self._begin
        return starts

    def stretches(self, at: Array) -> tuple[Array, Array]:
        """Where the positions of documents begin, and how many they are, by numbers in `docs`: int64."""
        if len(at) * _FEW > len(self.docs):
            starts = self.starts()
            begin, end = starts.take(at), starts.take(at + 1)
        else:
            posting = np.concatenate((at, at + 1))
            posting += self._first
            starts = self._lists.posting_start.take(posting)
            starts -= self._begin
            begin, end = starts[: len(at)], starts[len(at) :]
        return begin, end - begin

    @property
    def places(self) -> Array:
        """Where in the body every occurrence is, ascending; uint32."""
        return self._lists.kept_places(self)

    def is_sooner_whole(self, wanted: int) -> bool:
        """Whether to look for so many places, or documents, among all places, not document by document."""
        if self.size <= WHOLE_LIST or wanted * _FEW > len(self.docs) or self._lists.has_places(self.group):
            return True
        self._asked += 1
        return self._asked >= _ASKED_OFTEN and self.size <= _KEPT_LIST

    def make_places(self) -> Array:
        """The same, worked out anew."""
        base = self._lists.base.take(self.docs)
        if self.size > len(self.docs):
            starts = self.starts()
            base = base.repeat(starts[1:] - starts[:-1])
        base += self._lists.positions(slice(self._begin, self._begin + self.size))
        return base

    def find(self, wanted: Array) -> tuple[Array, Array]:
        """Which of some places are among those of the list; reads only the documents that these are in.

        Args:
            wanted: uint32, ascending, of shape (n,).

        Returns:
            (numbers in `wanted`, numbers of the same occurrences in the list), int64, both ascending.
        """
        base = self._lists.base
        doc = base.searchsorted(wanted, "right").astype(np.uint32) - np.uint32(1)
        at = self._numbers(doc)
        mine = (self.docs.take(at) == doc).nonzero()[0]
        begin, count = self.stretches(at.take(mine))
        within = (wanted - base.take(doc)).take(mine)
        number = ranges(begin, count)
        same = (self._lists.positions(number + self._begin) == within.repeat(count)).nonzero()[0]
        return mine.repeat(count).take(same), number.take(same)

    def placed(self, docs: Array, begin: Array, end: Array) -> tuple[Array, Array, Array]:
        """The occurrences in a part of each of some documents.

        Args:
            docs: docnums of shape (n,); begin, end: uint32 of shape (n,), half-open, places within them.

        Returns:
            how many there are in each, and all of them, document after document: their numbers in the list,
            and their places.
        """
        if self.is_sooner_whole(len(docs)):
            places = self.places
            first = places.searchsorted(begin)
            count = places.searchsorted(end) - first
            number = ranges(first, count)
            return count, number, places.take(number)
        at = self._numbers(docs)
        first, count = self.stretches(at)
        count *= self.docs.take(at) == docs
        number = ranges(first, count)
        place = self._lists.positions(number + self._begin) + self._lists.base.take(docs).repeat(count)
        is_inside = (place >= begin.repeat(count)) & (place < end.repeat(count))
        if not is_inside.all():
            document = np.arange(len(docs)).repeat(count)[is_inside]
            count = np.bincount(document, minlength=len(docs))
            number, place = number[is_inside], place[is_inside]
        return count, number, place

    def _numbers(self, docs: Array) -> Array:
        """Where documents stand in `docs`; of others, any number of it."""
        at: Array = self.docs.searchsorted(docs.astype(np.uint32, copy=False))
        at[at == len(self.docs)] = 0
        return at
