"""The vocabulary: many texts → the tokens of all of them, as arrays.

What `analyze` gives one text at a time, an index takes for a hundred at once: word numbers, positions and
code points in flat arrays, text after text. Every rule of the tokenizer runs once per distinct chunk (see
`chunks`); the rest is looking up and adding, without a loop per token.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searcher.analysis.chunks import FOLLOWS, LEADS, ChunkTable, VocabularyWord

Int32Array = NDArray[np.int32]
Int64Array = NDArray[np.int64]

_OTHER_WHITE_SPACE = "\t\n\v\f\r"
_BETWEEN_TEXTS = "\n"  # divides like a space, but groups no digits
_LENGTH_BITS = 5
_MOST_LENGTH = (1 << _LENGTH_BITS) - 1
_MOST_GAP = (1 << 8 - _LENGTH_BITS) - 1


class TokenArrays(NamedTuple):
    """The tokens of n texts, one text after the other: T tokens at P positions.

    A joined form of a compound is a token without a position of its own.

    Attributes:
        word: shape (T,), word numbers in the order in which `analyze` gives tokens.
        position: shape (T,), position in its own text (of the first part, for a joined form).
        offsets: shape (n + 1,); the tokens of text i are offsets[i]:offsets[i + 1] of `word`.
        lengths: shape (n,), positions of each text.
        start, end: shape (P,), code points in its own text of the word at each position.
    """

    word: Int32Array
    position: Int32Array
    offsets: Int64Array
    lengths: Int32Array
    start: Int32Array
    end: Int32Array


class Vocabulary:
    """Every distinct word met, numbered, and every chunk met, worked out once.

    It grows with the words of the texts it is given; what it keeps of chunks is bounded.
    Not for two threads at a time.

    >>> vocabulary = Vocabulary()
    >>> tokens = vocabulary.analyze_batch(["The U.S.-led drive", "a drive"], stemmed=[True, True])
    >>> [vocabulary.words[number][0] for number in tokens.word]
    ['the', 'us', 'led', 'usled', 'drive', 'a', 'drive']
    >>> tokens.position.tolist(), tokens.offsets.tolist(), tokens.lengths.tolist()
    ([0, 1, 2, 1, 3, 0, 1], [0, 5, 7], [4, 2])
    """

    def __init__(self) -> None:
        self._table = ChunkTable()

    @property
    def words(self) -> list[VocabularyWord]:
        """Every word met, by word number; numbers stay valid while the vocabulary lives."""
        return self._table.words

    def analyze_batch(self, texts: Sequence[str], stemmed: Sequence[bool]) -> TokenArrays:
        """The tokens of texts, equal to those that `analyze` gives for each.

        Args:
            texts: any texts; best are 100 to 400 KB at once, which stay in the processor's cache.
            stemmed: whether each text is stemmed (`is_stemmed` of its language).

        Raises:
            ValueError: texts and stemmed differ in length.
        """
        if len(texts) != len(stemmed):
            raise ValueError(f"{len(texts)} texts, but {len(stemmed)} times whether they are stemmed")
        if self._table.is_full():
            self._table.clear()
        runs = [
            self._chunk_numbers([text for text, _ in run], kind)
            for kind, run in groupby(zip(texts, stemmed, strict=True), key=lambda pair: bool(pair[1]))
        ]
        numbers = np.concatenate(runs) if runs else np.empty(0, np.intp)
        return self._gather(numbers, texts)

    def _chunk_numbers(self, texts: list[str], stemmed: bool) -> NDArray[np.intp]:
        """The numbers of the chunks of texts that are all stemmed, or all not."""
        written = _BETWEEN_TEXTS.join(texts)
        spaced = written
        for sign in _OTHER_WHITE_SPACE:
            spaced = spaced.replace(sign, " ")
        chunks = spaced.split(" ")
        look_up = self._table.numbers[stemmed].__getitem__
        numbers = np.fromiter(map(look_up, chunks), np.intp, len(chunks))
        keep = np.ones(len(chunks), np.bool_)
        for first, last in self._spaced_digits(numbers, written):
            numbers[first] = look_up(" ".join(chunks[first : last + 1]))
            keep[first + 1 : last + 1] = False
        return numbers[keep]

    def _spaced_digits(self, numbers: NDArray[np.intp], written: str) -> list[tuple[int, int]]:
        """First and last of the chunks that plain spaces may group to numbers, in order."""
        chunks = self._table.chunks()
        marks = chunks["marks"][numbers]
        leads = np.flatnonzero((marks[:-1] & LEADS != 0) & (marks[1:] & FOLLOWS != 0))
        if not len(leads):
            return []
        space = np.cumsum(chunks["length"][numbers] + 1)[leads] - 1
        groups: list[tuple[int, int]] = []
        for lead, at in zip(leads.tolist(), space.tolist(), strict=True):
            if written[at] == " ":
                first = groups.pop()[0] if groups and groups[-1][1] == lead else lead
                groups.append((first, lead + 1))
        return groups

    def _gather(self, numbers: NDArray[np.intp], texts: Sequence[str]) -> TokenArrays:
        """The tokens of chunks, which fill the texts but for one character after each chunk."""
        chunk = self._table.chunks()[numbers]
        # Ends of chunks in all texts together, one character after each; then of texts, counted in chunks.
        chunk_ends = np.cumsum(chunk["length"] + 1)
        text_ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1)
        text_chunks = _from_zero(np.searchsorted(chunk_ends, text_ends) + 1)
        tokens_before = _from_zero(np.cumsum(chunk["tokens"]))
        positions_before = _from_zero(np.cumsum(chunk["positions"]))
        offsets, text_positions = tokens_before[text_chunks], positions_before[text_chunks]

        # Where each chunk begins in its own text, in code points and in positions.
        in_text = np.diff(text_chunks)
        code_point = chunk_ends - chunk["length"] - 1 - np.repeat(_from_zero(text_ends)[:-1], in_text)
        position = positions_before[:-1] - np.repeat(text_positions[:-1], in_text)

        of_chunk = np.repeat(np.arange(len(numbers)), chunk["tokens"])
        row = (chunk["first"] - tokens_before[:-1])[of_chunk] + np.arange(len(of_chunk))
        token = self._table.tokens()[row]
        is_word = token["end"] > 0
        moved = code_point[of_chunk]
        return TokenArrays(
            word=np.ascontiguousarray(token["word"]),
            position=(token["position"] + position[of_chunk]).astype(np.int32),
            offsets=offsets,
            lengths=np.diff(text_positions).astype(np.int32),
            start=(token["start"] + moved)[is_word].astype(np.int32),
            end=(token["end"] + moved)[is_word].astype(np.int32),
        )


def token_bytes(tokens: TokenArrays) -> NDArray[np.uint8]:
    """Where the word at each position lies, in a byte: gap << 5 | length.

    The gap is what lies between a word and the one before, or the beginning of its text; both are code
    points. A byte is 0 where it is too small for them: a gap above 7, or a length above 31.

    Returns:
        shape (P,), in the order of `tokens.start`.
    """
    before = np.zeros_like(tokens.end)
    before[1:] = tokens.end[:-1]
    firsts = _from_zero(np.cumsum(tokens.lengths))[:-1][tokens.lengths > 0]
    before[firsts] = 0
    gap, length = tokens.start - before, tokens.end - tokens.start
    packed = (gap << _LENGTH_BITS) | length
    packed[(gap > _MOST_GAP) | (length > _MOST_LENGTH)] = 0
    return packed.astype(np.uint8)


def _from_zero(sums: Int64Array) -> Int64Array:
    """Sums with a 0 before them: where each of the summed begins, and where the last ends."""
    return np.concatenate((np.zeros(1, np.int64), sums))
