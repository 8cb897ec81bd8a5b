"""The names and keys of a segment: what filters look for → documents and places (see `postings`, NAMES).

Documents give numbers of strings for each field. Every distinct name is analysed once, and each occurrence
of it takes the next positions of a space in which names, fields and documents follow each other.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple, TypeAlias

import numpy as np

from searcher.engine.embedded.building.blobs import Blob, from_zero
from searcher.engine.embedded.building.rising import write_rising
from searcher.engine.embedded.building.words import Interner, WordTable
from searcher.engine.embedded.codec.schema import NAME_GAP
from searcher.engine.embedded.segment.layout import Array, ArrayWriter, smallest
from searcher.records import ENTITY_TYPES

NAME_FIELDS = ("source", *ENTITY_TYPES, "author", "speaker")
"""Fields whose names have positions, in the order in which these are given out."""

SOURCE, AUTHOR, SPEAKER = map(NAME_FIELDS.index, ("source", "author", "speaker"))

Stretches: TypeAlias = tuple[Array, Array]
"""Where each of some names begins and ends, counted from the first position of its document's names."""

LABEL_FIELDS = ("date", "language", "path")
_RANKS = {field: rank for rank, field in enumerate(sorted((*NAME_FIELDS, *LABEL_FIELDS)))}
_BATCH_CHARS = 1 << 18
_NAMES_AT_ONCE = 1 << 17


class Named(NamedTuple):
    """Strings that fields of documents hold, by number: documents ascending, fields ascending in each.

    Attributes:
        doc, field, value: shape (m,); field is an index of NAME_FIELDS, or of LABEL_FIELDS.
    """

    doc: Array
    field: Array
    value: Array


class _Words(NamedTuple):
    """The words of distinct names: those of name i are start[i]:start[i + 1] of `string` and `position`."""

    start: Array
    width: Array
    string: Array
    position: Array

    def words_of(self, names: Array) -> Array:
        """The words of some names, name after name."""
        starts, sizes = self.start[names], self.start[names + 1] - self.start[names]
        ends = from_zero(sizes)
        return np.repeat(starts - ends[:-1], sizes) + np.arange(ends[-1])


def write_names(
    file: ArrayWriter, count: int, names: Named, labels: Named, strings: Interner, words: WordTable
) -> Stretches:
    """Write the keys of a segment, and where they are.

    Args:
        count: documents of the segment.
        names: of NAME_FIELDS; labels: of LABEL_FIELDS, each once a document at most.
        strings: what the values of both are numbers of.

    Returns:
        where the names of speakers are, in the order given.
    """
    is_met = np.zeros(len(strings.strings), np.bool_)
    is_met[names.value] = True
    distinct = np.flatnonzero(is_met)
    name = (np.cumsum(is_met) - 1)[names.value]
    known = _analyzed([strings.strings[value] for value in distinct.tolist()], strings, words)
    ranks_of_names, ranks_of_labels = (
        np.array([_RANKS[field] for field in fields]) for fields in (NAME_FIELDS, LABEL_FIELDS)
    )

    # A key is a field and a string, a word of a name that the field has or a label; numbered in this order.
    rank, in_order = strings.ranked(np.concatenate((known.string, labels.value)))
    is_key = np.zeros((len(_RANKS), len(in_order)), np.bool_)
    is_key[ranks_of_labels[labels.field], rank[labels.value]] = True
    for field, rank_of_field in enumerate(ranks_of_names):
        is_key[rank_of_field, rank[known.string[known.words_of(np.unique(name[names.field == field]))]]] = (
            True
        )
    number = np.cumsum(is_key).reshape(is_key.shape) - 1
    fields = sorted(_RANKS)
    keys = [f"{fields[field]}\0{in_order[string]}" for field, string in np.argwhere(is_key).tolist()]
    Blob.of(keys).write(file, "key")

    width = known.width[name]
    advance = from_zero(np.where(width > 0, width + NAME_GAP, 0))
    begin = advance[:-1] + (names.doc.astype(np.int64) * len(NAME_FIELDS) + names.field) * NAME_GAP
    docs = np.arange(count + 1)
    names_base = advance[np.searchsorted(names.doc, docs)] + docs * len(NAME_FIELDS) * NAME_GAP
    bits = int(names_base[-1]).bit_length()
    sizes = np.diff(known.start)[name]
    found = np.empty(int(sizes.sum()), np.int64)  # key << bits | place
    ends = from_zero(sizes)
    for first in range(0, len(name), _NAMES_AT_ONCE):
        some = slice(first, first + _NAMES_AT_ONCE)
        word = known.words_of(name[some])
        key = number[np.repeat(ranks_of_names[names.field[some]], sizes[some]), rank[known.string[word]]]
        place = np.repeat(begin[some], sizes[some]) + known.position[word]
        found[ends[first] : ends[first] + len(word)] = key << bits | place
    found.sort(kind="stable")  # quicker where there are runs
    # A source is what is asked for most, and has the longest lists: its words have their documents as well.
    of_source = names.field == SOURCE
    source_keys = number[ranks_of_names[SOURCE], rank[known.string[known.words_of(name[of_source])]]]
    source_docs = np.repeat(names.doc[of_source], sizes[of_source])
    label_keys = number[ranks_of_labels[labels.field], rank[labels.value]]
    listed = np.concatenate((label_keys << bits | labels.doc, source_keys << bits | source_docs))
    listed.sort()
    listed = listed[np.diff(listed, prepend=-1) > 0]  # each once; np.unique takes several times as long
    mask = (1 << bits) - 1
    space = smallest(int(names_base[-1]))
    for start, item, dtype, numbers in (
        ("key.posting", "key.doc", "u4", listed),
        ("key.position", "key.place", space, found),
    ):
        write_rising(file, start, np.searchsorted(numbers, np.arange(len(keys) + 1) << bits))
        file.write(item, dtype, numbers & mask)
    file.write("doc.names_base", space, names_base)
    of_speaker = (names.field == SPEAKER).nonzero()[0]
    spoken = begin[of_speaker] - names_base[names.doc[of_speaker]]
    return spoken, spoken + width[of_speaker]


def _analyzed(names: list[str], strings: Interner, words: WordTable) -> _Words:
    """The words of names, joined forms marked with their width as keys are."""
    ends = np.cumsum(np.fromiter(map(len, names), np.int64, len(names)))
    cuts = np.flatnonzero(np.diff(ends // _BATCH_CHARS, prepend=0)).tolist()
    batches = [
        words.vocabulary.analyze_batch(names[first:beyond], [True] * (beyond - first))
        for first, beyond in pairwise((0, *cuts, len(names)))
        if beyond > first
    ]
    if not batches:
        nothing = np.empty(0, np.int64)
        return _Words(np.zeros(1, np.int64), nothing, nothing, nothing)
    words.grow()
    word = np.concatenate([batch.word for batch in batches])
    form, width = words.form(word).astype(np.int64), words.width(word)
    distinct, which = np.unique(form << 32 | width, return_inverse=True)
    marked = [
        words.strings.strings[pair >> 32] + (f"|{pair & 0xFFFFFFFF}" if pair & 0xFFFFFFFF > 1 else "")
        for pair in distinct.tolist()
    ]
    return _Words(
        start=from_zero(np.concatenate([np.diff(batch.offsets) for batch in batches])),
        width=np.concatenate([batch.lengths for batch in batches]).astype(np.int64),
        string=strings.numbers(marked)[which] if marked else np.empty(0, np.int32),
        position=np.concatenate([batch.position for batch in batches]),
    )
