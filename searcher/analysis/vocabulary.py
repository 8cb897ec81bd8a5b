"""The vocabulary: many texts → the tokens of all of them, as arrays.

What `analyze` gives one text at a time, an index takes for a hundred at once: word numbers, positions and
code points in flat arrays, text after text. Every rule of the tokenizer runs once per distinct chunk (see
`chunks`); the rest is looking up and adding, without a loop per token.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searcher.analysis.chunks import FOLLOWS, LEADS, ChunkTable, VocabularyWord
from searcher.analysis.cutting import Cut, cut
from searcher.analysis.keys import Int32Array, Int64Array

_SPACE = 0x20
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
        found = cut(texts)
        of_text = np.fromiter(map(bool, stemmed), np.bool_, len(texts))
        is_stemmed = np.repeat(of_text, np.diff(found.text_chunks))
        numbers = self._table.number_all(found, is_stemmed)
        followers: list[int] = []
        for first, last in self._spaced_digits(numbers, found):
            number = found.chunk(first, last)
            numbers[first : first + 1] = self._table.look_up([number], bool(is_stemmed[first]))
            followers += range(first + 1, last + 1)
        if followers:
            found, numbers = found.without(followers), np.delete(numbers, followers)
        return self._gather(numbers, found)

    def _spaced_digits(self, numbers: Int32Array, found: Cut) -> list[tuple[int, int]]:
        """First and last of the chunks that plain spaces may group to numbers, in order."""
        marks = self._table.marks(numbers)
        leads = np.flatnonzero((marks[:-1] & LEADS != 0) & (marks[1:] & FOLLOWS != 0))
        between = found.end[leads]
        leads = leads[found.start[leads + 1] == between + 1]
        groups: list[tuple[int, int]] = []
        for lead in leads.tolist():
            if found.written[found.end[lead]] == _SPACE:
                first = groups.pop()[0] if groups and groups[-1][1] == lead else lead
                groups.append((first, lead + 1))
        return groups

    def _gather(self, numbers: Int32Array, found: Cut) -> TokenArrays:
        """The tokens of chunks, moved to where they stand."""
        chunk = self._table.chunks(numbers)
        text_chunks = found.text_chunks
        tokens_before = _from_zero(np.cumsum(chunk.tokens))
        positions_before = _from_zero(np.cumsum(chunk.positions))
        offsets, text_positions = tokens_before[text_chunks], positions_before[text_chunks]

        position = positions_before[:-1] - np.repeat(text_positions[:-1], np.diff(text_chunks))
        row = np.repeat(chunk.first - tokens_before[:-1], chunk.tokens) + np.arange(tokens_before[-1])
        token = self._table.tokens(row)
        is_word = token.end > 0
        moved = np.repeat(found.point.astype(np.int32), chunk.tokens)
        return TokenArrays(
            word=token.word,
            position=token.position + np.repeat(position.astype(np.int32), chunk.tokens),
            offsets=offsets,
            lengths=np.diff(text_positions).astype(np.int32),
            start=(token.start + moved)[is_word],
            end=(token.end + moved)[is_word],
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
