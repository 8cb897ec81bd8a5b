"""Merging: several segments → one without their deleted documents.

The file is the one that building the live documents anew would write, array by array, but nothing is
analysed: tables of strings are joined, lists are put behind each other, and only what depends on the average
length (bounds, best documents) is computed anew. Lists and texts pass through in blocks, so that what is in
memory does not grow with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from searcher.engine.bm25 import Bm25
from searcher.engine.embedded.building.blobs import from_zero
from searcher.engine.embedded.building.groups import Body, GroupWriter, Postings
from searcher.engine.embedded.building.words import Forms, Variants
from searcher.engine.embedded.merging.documents import merge_documents
from searcher.engine.embedded.merging.interleaving import Renumbered, places, ranges
from searcher.engine.embedded.merging.names import merge_names
from searcher.engine.embedded.merging.sources import Source
from searcher.engine.embedded.merging.unions import Table, Union
from searcher.engine.embedded.segment.layout import Array, ArrayWriter
from searcher.engine.embedded.segment.postings import Segment


def merge(segments: Sequence[Segment], path: Path, formula: Bm25) -> None:
    """Write one segment of the live documents of several, in their order.

    Args:
        segments: one or more; they stay as they are.
        path: where there is no file yet.
        formula: what the bounds are computed with.

    Raises:
        DamagedFileError: a segment is not what was written; nothing is left behind.
        OverflowError: together they have too many positions for one segment.
    """
    for segment in segments:
        segment.arrays.verify()
        segment.arrays.release()
    sources = [Source(segment) for segment in segments]
    body = Body(formula, np.concatenate([source.lengths for source in sources]))
    first = 0
    for source in sources:
        source.settle(first, body.base)
        first += source.live
    with ArrayWriter(path) as file:
        body.write(file)
        _merge_groups(file, sources, body)
        merge_names(file, sources)
        for source in sources:
            source.arrays.release()
        merge_documents(file, sources)


def _merge_groups(file: ArrayWriter, sources: Sequence[Source], body: Body) -> None:
    surveys = [source.survey() for source in sources]
    variants, numbers = _merge_words(file, sources, [survey.is_used for survey in surveys])
    count = len(variants.start) - 1
    postings, positions = np.zeros(count, np.int64), np.zeros(count, np.int64)
    lists, ordinals = [], []
    for source, survey, number in zip(sources, surveys, numbers, strict=True):
        group = np.zeros(source.groups, np.int64)
        group[source.group_of_variant[survey.is_used]] = variants.group[number]
        old = np.flatnonzero(survey.postings)
        postings[group[old]] += survey.postings[old]
        positions[group[old]] += survey.positions[old]
        lists.append(Renumbered.of(old, group[old], source.position_start))
        ordinal = np.zeros(len(survey.is_used), np.uint16)
        ordinal[survey.is_used] = variants.ordinal[number]
        ordinals.append(ordinal)

    far = sum(survey.far for survey in surveys)
    writer = GroupWriter(file, body, np.diff(variants.start), positions, postings, far)
    for first, beyond in ranges(lists, count):
        among = [
            (source.parts(*own.between(first, beyond)), ordinal, own)
            for source, ordinal, own in zip(sources, ordinals, lists, strict=True)
            if own.has_any(first, beyond)
        ]
        if beyond - first == 1:  # however long: part after part
            for parts, ordinal, _ in among:
                for part in parts:
                    _write(writer, first, body, part.sizes, part.docs, part.positions, ordinal[part.variants])
            for source in sources:
                source.arrays.release()
            continue
        read = [(next(parts), ordinal, own) for parts, ordinal, own in among]
        sizes, goals = places([own.spread(first, beyond, part.sizes) for part, _, own in read])
        total = int(sizes.sum())
        docs, moved, numbered = (np.empty(total, kind) for kind in (np.uint32, np.uint32, np.uint16))
        for (part, ordinal, _), goal in zip(read, goals, strict=True):
            docs[goal], moved[goal], numbered[goal] = part.docs, part.positions, ordinal[part.variants]
        _write(writer, first, body, sizes, docs, moved, numbered)
        for source in sources:
            source.arrays.release()
    writer.close()


def _write(
    writer: GroupWriter, first: int, body: Body, sizes: Array, docs: Array, positions: Array, ordinals: Array
) -> None:
    if len(docs):
        postings = Postings.of(positions, docs, from_zero(sizes)[:-1], body)
        writer.add(first, positions, ordinals, sizes, postings)


def _merge_words(
    file: ArrayWriter, sources: Sequence[Source], are_used: Sequence[Array]
) -> tuple[Variants, list[Array]]:
    """Write the words of all sources; the variants, and the number of each used one of each source."""
    columns = [source.forms(is_used) for source, is_used in zip(sources, are_used, strict=True)]
    stems, forms, cased = (
        Union.of(
            [
                Table.marked(source.arrays, name, of_source[column] - first)
                for source, of_source in zip(sources, columns, strict=True)
            ]
        )
        for column, (name, first) in enumerate((("stem", 0), ("form", 0), ("cased", 1)))
    )
    new = [
        Forms(
            stem=_ranked(ranks_of_stems, old.stem, 0),
            form=_ranked(ranks_of_forms, old.form, 0),
            cased=_ranked(ranks_of_cased, old.cased, 1),
            kind=old.kind,
        )
        for old, ranks_of_stems, ranks_of_forms, ranks_of_cased in zip(
            columns, stems.ranks, forms.ranks, cased.ranks, strict=True
        )
    ]
    together = Forms(*(np.concatenate(column) for column in zip(*new, strict=True)))
    variants = Variants.of(together, len(stems.blob.sizes))
    variants.write(file, stems.blob, forms.blob, cased.blob)
    return variants, np.split(variants.number, np.cumsum([len(old.kind) for old in columns])[:-1])


def _ranked(ranks: Array, numbers: Array, first: int) -> Array:
    """Numbers of strings, counted from `first`, in the union; those below stay."""
    found = numbers.copy()
    found[numbers >= first] = ranks[numbers[numbers >= first] - first] + first
    return found
