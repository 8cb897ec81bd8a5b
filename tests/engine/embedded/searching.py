"""Segments for tests of the executor: documents spread over several, some of them deleted."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

import slow_builder
from oracle import Oracle

from searcher.engine.base import CollectionStats
from searcher.engine.bm25 import Bm25
from searcher.engine.embedded.searching.executor import Searcher
from searcher.engine.embedded.segment.layout import Arrays
from searcher.engine.embedded.segment.postings import Segment
from searcher.records import Document

_NUMBERS = itertools.count()


def segment_of(folder: Path, documents: Sequence[Document], deleted: Sequence[int] = ()) -> Segment:
    """A segment in a new file of a folder."""
    path = folder / f"{next(_NUMBERS)}.seg"
    slow_builder.build(path, documents)
    return Segment(Arrays(path), deleted)


def searcher_of(
    folder: Path,
    documents: Sequence[Document],
    *,
    segments: int = 1,
    dead: Sequence[Document] = (),
    formula: Bm25 | None = None,
) -> Searcher:
    """A searcher over documents dealt out to some segments; `dead` ones are among them, deleted."""
    parts = []
    for number in range(segments):
        live, gone = list(documents[number::segments]), list(dead[number::segments])
        mixed = [item for pair in itertools.zip_longest(gone, live) for item in pair if item is not None]
        deleted = [at for at, item in enumerate(mixed) if any(item is one for one in gone)]
        parts.append(segment_of(folder, mixed, deleted))
    return Searcher(parts, stats_of(documents), formula or Bm25())


def stats_of(documents: Sequence[Document]) -> CollectionStats:
    """The counts of a collection."""
    analysed = Oracle(documents).documents.values()
    return CollectionStats(
        len(documents),
        sum(item.lengths["text"] for item in analysed),
        sum(item.lengths["headline"] for item in analysed),
    )
