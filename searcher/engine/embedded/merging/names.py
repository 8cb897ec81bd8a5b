"""Merging, continued: the keys of several segments → those of one, and where they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searcher.engine.embedded.building.blobs import from_zero
from searcher.engine.embedded.building.groups import blocks
from searcher.engine.embedded.building.rising import write_rising
from searcher.engine.embedded.merging.interleaving import Renumbered, places, ranges
from searcher.engine.embedded.merging.sources import Source
from searcher.engine.embedded.merging.unions import Table, Union
from searcher.engine.embedded.segment.layout import Array, ArrayWriter, smallest
from searcher.engine.embedded.segment.rising import Rising


class _Lists:
    """The lists of one kind of all keys of a segment: of documents, or of places."""

    def __init__(self, source: Source, starts: str, items: str, new_base: Array | None) -> None:
        """Lists of documents, or of places in a space where the documents then begin at `new_base`."""
        self.starts = Rising(source.arrays, starts).all()
        self._items = source.arrays[items]
        self._source = source
        self._base = source.arrays["doc.names_base"].astype(np.int64)
        self._shift: Array | None = None
        if new_base is not None:
            self._shift = new_base[source.new_docs] - self._base[:-1]

    def read(self, first: int, beyond: int) -> tuple[Array, Array]:
        """How many live items some keys have each, and these in the numbers of the new segment: int64."""
        starts = self.starts[first : beyond + 1]
        items = self._items[starts[0] : starts[-1]].astype(np.int64)
        docs = items if self._shift is None else self._base.searchsorted(items, "right") - 1
        kept = self._source.alive[docs]
        moved: Array = self._source.new_docs[docs] if self._shift is None else items + self._shift[docs]
        return np.diff(from_zero(kept)[starts - starts[0]]), moved[kept]

    def sizes(self) -> Array:
        """How many live items each key has."""
        if not self._source.has_deleted:
            return np.diff(self.starts)
        read = [self.read(first, beyond)[0] for first, beyond in blocks(self.starts)]
        return np.concatenate(read) if read else np.zeros(0, np.int64)


def merge_names(file: ArrayWriter, sources: Sequence[Source]) -> None:
    """Write the keys of the live documents."""
    widths = [np.diff(source.arrays["doc.names_base"].astype(np.int64))[source.alive] for source in sources]
    names_base = from_zero(np.concatenate(widths))
    space = smallest(int(names_base[-1]))
    file.write("doc.names_base", space, names_base)
    docs = [_Lists(source, "key.posting", "key.doc", None) for source in sources]
    placed = [_Lists(source, "key.position", "key.place", names_base) for source in sources]
    live = [np.flatnonzero(own.sizes() + other.sizes()) for own, other in zip(docs, placed, strict=True)]
    keys = Union.of(
        [Table.marked(source.arrays, "key", own) for source, own in zip(sources, live, strict=True)]
    )
    keys.blob.write(file, "key")
    new = [ranks[own] for ranks, own in zip(keys.ranks, live, strict=True)]
    _merge_lists(file, "key.posting", "key.doc", "u4", docs, live, new, len(keys.blob.sizes))
    _merge_lists(file, "key.position", "key.place", space, placed, live, new, len(keys.blob.sizes))


def _merge_lists(
    file: ArrayWriter,
    starts: str,
    items: str,
    dtype: str,
    several: Sequence[_Lists],
    live: Sequence[Array],
    new: Sequence[Array],
    count: int,
) -> None:
    sizes = np.zeros(count, np.int64)
    for lists, old, number in zip(several, live, new, strict=True):
        sizes[number] += lists.sizes()[old]
    write_rising(file, starts, from_zero(sizes))
    cursor = file.reserve(items, dtype, int(sizes.sum()))
    renumbered = [
        Renumbered.of(old, number, lists.starts)
        for lists, old, number in zip(several, live, new, strict=True)
    ]
    for first, beyond in ranges(renumbered, count):
        read = [
            lists.read(*own.between(first, beyond)) for lists, own in zip(several, renumbered, strict=True)
        ]
        _, goals = places(
            [own.spread(first, beyond, part) for own, (part, _) in zip(renumbered, read, strict=True)]
        )
        together = np.empty(sum(len(found) for _, found in read), np.int64)
        for goal, (_, found) in zip(goals, read, strict=True):
            together[goal] = found
        cursor.append(together)
