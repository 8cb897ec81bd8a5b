"""The builder: documents → a segment file, with array work only.

A batch is analysed, its tokens are numbered (`words`) and kept as two flat arrays: which word, at which
position. When the segment is written, one sort brings all of them in the order of groups and positions.
What this writes is told in `segment.postings`; the tests compare it, array by array, with a
builder that takes one step an occurrence.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from searcher.analysis import is_stemmed
from searcher.analysis.vocabulary import TokenArrays, Vocabulary, token_bytes
from searcher.engine.base import indexed_texts
from searcher.engine.bm25 import Bm25
from searcher.engine.embedded.building.blobs import from_zero
from searcher.engine.embedded.building.columns import Columns
from searcher.engine.embedded.building.groups import (
    BLOCK_POSITIONS,
    MOST_POSITIONS,
    Body,
    GroupWriter,
    Postings,
    blocks,
    first_of_documents,
)
from searcher.engine.embedded.building.names import write_names
from searcher.engine.embedded.building.words import Interner, Variants, WordTable
from searcher.engine.embedded.segment.layout import Array, ArrayWriter
from searcher.engine.embedded.segment.posting_lists import FAR_POSITIONS
from searcher.records import Document

_WORD_BYTES = 900  # of a distinct word and its chunks, measured: strings, tuples, places in dictionaries
_STRING_BYTES = 200


class SegmentBuilder:
    """Makes segments, one after the other: `add` documents, `write` the file, begin anew.

    Its vocabulary keeps the words of earlier segments, so that these are not worked out again. Whoever
    wants that memory back makes a new builder with a new Vocabulary.
    """

    def __init__(self, formula: Bm25, vocabulary: Vocabulary) -> None:
        """Begin with no documents.

        Args:
            formula: what the bounds are computed with.
            vocabulary: of all the tokens that `add` is given; it may have words already.
        """
        self._formula = formula
        self._vocabulary = vocabulary
        self._words = WordTable(vocabulary)
        self._empty()

    def _empty(self) -> None:
        self.count = 0
        # Rows (see `words`) and positions of all tokens, positions in each headline and text, and the array
        # `token`: they grow in place, and go as a whole.
        self._rows, self._token_positions = array("I"), array("I")
        self._lengths, self._places = array("i"), bytearray()
        self._columns: list[Columns] = []
        self._strings = Interner()
        self._positions = 0
        self._columns_bytes = 0

    @property
    def held_bytes(self) -> int:
        """About the memory that the documents added and the vocabulary take; writing takes as much again."""
        words = len(self._vocabulary.words) * _WORD_BYTES
        tokens = 8 * len(self._rows) + 4 * len(self._lengths) + len(self._places)
        return tokens + self._columns_bytes + len(self._strings) * _STRING_BYTES + words

    def add(self, documents: Sequence[Document], tokens: TokenArrays | None = None) -> None:
        """Take in some documents; a hundred at once cost least.

        Args:
            documents: in the order that they get numbers in.
            tokens: of the headline and the text of each document, by turns, as `indexed_texts` gives them,
                by the builder's vocabulary; analysed here when they are not given.

        Raises:
            OverflowError: there are too many positions for one segment; none of the documents is added.
        """
        if not documents:
            return
        if tokens is None:
            stemmed = [is_stemmed(document.language) for document in documents for _ in range(2)]
            tokens = self._vocabulary.analyze_batch(indexed_texts(documents), stemmed)
        if len(tokens.lengths) != 2 * len(documents):
            raise ValueError(f"tokens of {len(tokens.lengths)} texts for {len(documents)} documents")
        taken = int(tokens.lengths.sum()) + len(tokens.lengths)
        if self._positions + taken >= MOST_POSITIONS:
            raise OverflowError(f"{self._positions + taken} positions in one segment: write it earlier")
        columns = Columns.of(documents, self._strings, tokens)
        rows, kept = self._words.rows(tokens)
        bases = from_zero(tokens.lengths.astype(np.int64) + 1)
        positions = tokens.position + np.repeat(self._positions + bases[:-1], np.diff(tokens.offsets))
        places = np.zeros(bases[-1], np.uint8)
        texts = np.repeat(np.arange(len(tokens.lengths)), tokens.lengths)
        places[np.arange(len(texts)) + texts] = token_bytes(tokens)

        self._columns.append(columns)
        self._columns_bytes += columns.nbytes
        self._rows.frombytes(rows.tobytes())
        self._token_positions.frombytes(positions[kept].astype(np.uint32).tobytes())
        self._lengths.frombytes(tokens.lengths.tobytes())
        self._places += places.tobytes()
        self._positions += taken
        self.count += len(documents)

    def write(self, path: Path) -> None:
        """Write the documents added as a segment file; then the builder is empty, also when that failed.

        Args:
            path: where there is no file yet.
        """
        try:
            columns = Columns.join(self._columns or [Columns.of((), self._strings)])
            self._columns = []
            body = Body(self._formula, np.frombuffer(self._lengths, np.int32))
            with ArrayWriter(path) as file:
                body.write(file)
                file.write("token", "u1", np.frombuffer(self._places, np.uint8))
                self._write_occurrences(file, body)
                named = columns.names(), columns.labels()
                spoken = write_names(file, self.count, *named, self._strings, self._words)
                columns.write(file, body.text_base, self._strings, spoken)
        finally:
            self._empty()

    def _write_occurrences(self, file: ArrayWriter, body: Body) -> None:
        rows, positions = (
            np.frombuffer(self._rows, np.uint32),
            np.frombuffer(self._token_positions, np.uint32),
        )
        occurs = np.zeros(self._words.rows_beyond, np.bool_)
        occurs[rows] = True
        variants = self._words.write(file, np.flatnonzero(occurs).astype(np.uint32))
        number = np.zeros(len(occurs), np.int64)
        number[occurs] = variants.number
        keys = _Keys(variants, int(body.base[-1]))
        occurrences = np.empty(len(rows), np.uint64)
        counts = np.zeros(len(variants.group), np.int64)
        for first in range(0, len(rows), BLOCK_POSITIONS):
            some = slice(first, first + BLOCK_POSITIONS)
            variant = number[rows[some]]
            counts += np.bincount(variant, minlength=len(counts))
            occurrences[some] = keys.pack(variant, positions[some])
        self._rows, self._token_positions = array("I"), array("I")
        del rows, positions
        occurrences.sort(kind="stable")  # merges the runs that are there; a third faster than quicksort
        sizes = np.add.reduceat(counts, variants.start[:-1]) if len(counts) else counts
        _write_sorted(file, body, keys, occurrences, sizes, np.diff(variants.start))


class _Keys:
    """A number for each occurrence that sorts as group, then position, and also tells the variant."""

    def __init__(self, variants: Variants, positions: int) -> None:
        """The numbers of occurrences of these variants.

        Args:
            positions: above every position.

        Raises:
            OverflowError: 64 bits do not hold them; with 4 million stems, that is 100 million words.
        """
        self._ordinal_bits = int(variants.ordinal.max(initial=0)).bit_length()
        self._position_bits = positions.bit_length()
        group_shift = self._ordinal_bits + self._position_bits
        if group_shift + len(variants.start).bit_length() > 64:
            raise OverflowError(f"{positions} positions of {len(variants.start)} stems: write it earlier")
        self._base = variants.group.astype(np.uint64) << np.uint64(group_shift)
        self._base |= variants.ordinal.astype(np.uint64)

    def pack(self, variant: Array, positions: Array) -> Array:
        """The numbers of occurrences, in any order."""
        return self._base[variant] | positions.astype(np.uint64) << np.uint64(self._ordinal_bits)

    def positions(self, numbers: Array) -> Array:
        """The positions of occurrences: uint32."""
        mask = np.uint64((1 << self._position_bits) - 1)
        return ((numbers >> np.uint64(self._ordinal_bits)) & mask).astype(np.uint32)

    def ordinals(self, numbers: Array) -> Array:
        """The variant of each occurrence by its number in the group: uint16."""
        return (numbers & np.uint64((1 << self._ordinal_bits) - 1)).astype(np.uint16)


def _write_sorted(
    file: ArrayWriter, body: Body, keys: _Keys, occurrences: Array, sizes: Array, variants: Array
) -> None:
    """Write occurrences that are in order; sizes and variants tell how many of each a group has."""
    starts = from_zero(sizes)
    doc_of = np.repeat(np.arange(len(body.text_base), dtype=np.uint32), np.diff(body.base))
    base = body.base[:-1].astype(np.uint32)
    postings, far = np.zeros(len(sizes), np.int64), 0
    for first, beyond in blocks(starts):
        places = keys.positions(occurrences[starts[first] : starts[beyond]])
        docs = doc_of[places]
        begins = starts[first:beyond] - starts[first]
        postings[first:beyond] = np.add.reduceat(first_of_documents(docs, begins), begins, dtype=np.int64)
        if body.has_far:
            far += int((places - base[docs] >= FAR_POSITIONS).sum())
    writer = GroupWriter(file, body, variants, sizes, postings, far)
    for first, beyond in blocks(starts):
        numbers = occurrences[starts[first] : starts[beyond]]
        places = keys.positions(numbers)
        docs = doc_of[places]
        positions = places - base[docs]
        begins = starts[first:beyond] - starts[first]
        of_documents = Postings.of(positions, docs, begins, body)
        writer.add(first, positions, keys.ordinals(numbers), sizes[first:beyond], of_documents)
    writer.close()
