"""Merging, continued: the columns of documents of several segments → those of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from searcher.engine.embedded.building.blobs import Blob, from_zero
from searcher.engine.embedded.building.groups import blocks
from searcher.engine.embedded.building.rising import write_rising
from searcher.engine.embedded.merging.sources import Source
from searcher.engine.embedded.merging.unions import Table, Union, read_strings
from searcher.engine.embedded.segment.kinds import VALUE_KINDS
from searcher.engine.embedded.segment.layout import Array, ArrayWriter, narrowest, smallest
from searcher.engine.embedded.segment.postings import QUOTE_COLUMNS
from searcher.engine.embedded.segment.rising import Rising

_STRINGS = ("id", "headline", "text")


def merge_documents(file: ArrayWriter, sources: Sequence[Source]) -> None:
    """Write what is stored of the live documents."""
    for name in _STRINGS:
        starts, together = _starts(sources, [source.arrays[f"{name}.start"] for source in sources])
        file.write(f"{name}.start", smallest(int(together[-1])), together)
        _merge_items(file, sources, starts, f"{name}.bytes", "u1")
    starts = _merge_rising(file, sources, "url.start")
    _merge_items(file, sources, starts, "url.bytes", "u1")
    _merge_items(file, sources, [source.base for source in sources], "token", "u1")
    one_each = [np.arange(len(source.alive) + 1) for source in sources]
    _merge_items(file, sources, one_each, "doc.day", "u4")
    metas = Union.of(_tables(sources, one_each, "meta", "doc.meta"))
    metas.blob.write(file, "meta")
    _merge_items(file, sources, one_each, "doc.meta", ranks=metas.ranks)
    _merge_order(file, sources)

    starts = _merge_rising(file, sources, "facet.start")
    values = _merge_values(file, sources, starts)
    _merge_items(file, sources, starts, "facet.value", ranks=values)

    starts = _merge_rising(file, sources, "mention.start")
    for column in ("entity", "begin", "length"):
        _merge_items(file, sources, starts, f"mention.{column}")

    starts = _merge_rising(file, sources, "quote.start")
    for column in QUOTE_COLUMNS:
        _merge_items(file, sources, starts, f"quote.{column}")

    starts, together = _starts(sources, [source.arrays["passage.start"] for source in sources])
    file.write("passage.start", "u4", together)
    shifts = [source.shift for source in sources]
    _merge_items(file, sources, starts, "passage.position", "u4", shifts=shifts)
    for column in ("tokens", "begin", "byte"):
        _merge_items(file, sources, starts, f"passage.{column}")


def _merge_rising(file: ArrayWriter, sources: Sequence[Source], name: str) -> list[Array]:
    """Write where the items of each document begin, as a rising sequence; where they begin in the sources."""
    starts, together = _starts(sources, [Rising(source.arrays, name).all() for source in sources])
    write_rising(file, name, together)
    return starts


def _starts(sources: Sequence[Source], several: Sequence[Array]) -> tuple[list[Array], Array]:
    """Where the items of each document begin in the sources, as int64, and where those of live ones will."""
    starts = [own.astype(np.int64, copy=False) for own in several]
    live = [np.diff(own)[source.alive] for source, own in zip(sources, starts, strict=True)]
    return starts, from_zero(np.concatenate(live))


def _merge_items(
    file: ArrayWriter,
    sources: Sequence[Source],
    starts: Sequence[Array],
    name: str,
    dtype: str | None = None,
    *,
    ranks: Sequence[Array] | None = None,
    shifts: Sequence[Array] | None = None,
) -> None:
    """Write the items of the live documents.

    Args:
        starts: for each source, where the items of each document begin.
        dtype: of the items; None for the narrowest.
        ranks: for each source, what is written in the place of each item that is a number of a string.
        shifts: for each source, what is added to the items of each document.
    """

    def moved() -> Iterator[Array]:
        for number, (source, own) in enumerate(zip(sources, starts, strict=True)):
            for docs, items in _live_items(source, own, name):
                if ranks is not None:
                    items = ranks[number][items]
                if shifts is not None:
                    items = items + np.repeat(shifts[number][docs], np.diff(own)[docs])
                yield items

    total = sum(int(np.diff(own)[source.alive].sum()) for source, own in zip(sources, starts, strict=True))
    if dtype is None:
        dtype = narrowest(max((int(items.max(initial=0)) for items in moved()), default=0))
    cursor = file.reserve(name, dtype, total)
    for items in moved():
        cursor.append(items)


def _live_items(source: Source, starts: Array, name: str) -> Iterator[tuple[Array, Array]]:
    """The live documents, some at a time, and their items."""
    column = source.arrays[name]
    for first, beyond in blocks(starts):
        items = column[starts[first] : starts[beyond]]
        alive = source.alive[first:beyond]
        if not alive.all():
            items = items[np.repeat(alive, np.diff(starts[first : beyond + 1]))]
        yield first + np.flatnonzero(alive), items
        source.arrays.release()


def _merge_order(file: ArrayWriter, sources: Sequence[Source]) -> None:
    """Write the documents by id: of runs in order, which sorting is quick with."""
    numbers, ids = [], []
    for source in sources:
        order = source.arrays["id.order"]
        order = order[source.alive[order]]
        numbers.append(source.new_docs[order])
        ids += read_strings(source.arrays, "id", 0, len(source.alive), order)
    by_id = sorted(range(len(ids)), key=ids.__getitem__)
    file.write("id.order", "u4", np.concatenate(numbers)[by_id])


def _merge_values(file: ArrayWriter, sources: Sequence[Source], starts: Sequence[Array]) -> list[Array]:
    """Write the facet values of live documents, kind by kind; the new number of each value of each source."""
    tables = _tables(sources, starts, "value", "facet.value")
    ranks = [np.zeros(len(table.is_used), np.int64) for table in tables]
    unions: list[Union] = []
    for kind in VALUE_KINDS:
        edges = [source.arrays["value.kind"].searchsorted((kind, kind + 1)).tolist() for source in sources]
        union = Union.of([table.part(*own) for table, own in zip(tables, edges, strict=True)])
        before = sum(len(other.blob.sizes) for other in unions)
        for rank, of_kind, (first, beyond) in zip(ranks, union.ranks, edges, strict=True):
            rank[first:beyond] = of_kind[first:beyond] + before
        unions.append(union)
    Blob.join([union.blob for union in unions]).write(file, "value")
    file.write("value.kind", "u1", np.repeat(VALUE_KINDS, [len(union.blob.sizes) for union in unions]))
    return ranks


def _tables(sources: Sequence[Source], starts: Sequence[Array], name: str, column: str) -> list[Table]:
    """The table of strings of each source, with those used that live documents hold in a column."""
    tables = []
    for source, own in zip(sources, starts, strict=True):
        is_used = np.zeros(len(source.arrays[f"{name}.start"]) - 1, np.bool_)
        for _, items in _live_items(source, own, column):
            is_used[items] = True
        tables.append(Table(source.arrays, name, is_used, 0, len(is_used)))
    return tables
