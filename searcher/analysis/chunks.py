"""White-space chunks: what stands between two spaces, and what is known of it once and for all.

    "attack," → one word, "attack", at code points 0 to 6, of 7 in all

No rule of the tokenizer looks over white space, but for digits grouped by a plain space (`20 000`). So the
words of a text are those of its chunks, one after the other, and a table of the chunks met so far turns
tokenizing into looking up. Two chunks between which digits may be grouped are marked, so that whoever
looks them up can look up both as one.

The table is bounded: it is emptied when it is full, and chunks too long to come again are not kept. The
numbers it gives out for words stay true, because it never forgets a word.
"""

from __future__ import annotations

import weakref
from array import array
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from searcher.analysis.tokenizer import AFTER_SPACED_DIGITS, BEFORE_SPACED_DIGITS, tokenize

MOST_CHUNKS = 1 << 18  # 40 MB; a full table of news lasts for some 50 MB of text
MOST_TOKENS = 4 * MOST_CHUNKS  # met sooner only by text without white space
_LONGEST_KEPT = 48  # code points; hardly a word of any language is longer

LEADS, FOLLOWS = 1, 2
"""Marks of a chunk that ends in digits which those of the next may join, and of such a next one."""

_CHUNK_FIELDS = ("first", "tokens", "positions", "length", "marks")
_TOKEN_FIELDS = ("word", "position", "start", "end")
_CHUNK_SIZE, _TOKEN_SIZE = len(_CHUNK_FIELDS), len(_TOKEN_FIELDS)

CHUNK_ROW = np.dtype([(name, np.int32) for name in _CHUNK_FIELDS])
"""What is known of a chunk: where its tokens begin among those of all chunks and how many they are, the
positions they take, its length in code points, and LEADS | FOLLOWS."""

TOKEN_ROW = np.dtype([(name, np.int32) for name in _TOKEN_FIELDS])
"""A token of a chunk: its word number, and its place in the chunk; a joined form has the end 0."""

VocabularyWord: TypeAlias = tuple[str, str, str | None, int, bool]
"""A distinct word as an index keeps it: (form, term, cased, width, stemmed).

    form, term, cased: as of a `Token`.
    width: 1, or the positions that the joined form of a compound spans.
    stemmed: whether it was met in stemmed text; the two kinds are never one word.

A plain tuple: there are millions, and these the garbage collector leaves alone.
"""

# Signs that no rule of the tokenizer knows, and so only divide: a chunk has the words that it has without
# them around it. A comma or stop before digits would mean something, one after the word only where
# initials end.
_SIGNS = '"“”„«»()[]{}<>!?…:;*/|–—'
_SIGNS_AFTER = _SIGNS + ".,"


class ChunkTable:
    """Numbers of the chunks met, and the tokens of each.

    Attributes:
        words: every distinct word met, by word number; only ever grows.
        numbers: chunk → chunk number, of unstemmed and of stemmed text: a chunk that has none yet is
            analysed and gets one when it is looked up by `numbers[stemmed][chunk]`.

    >>> table = ChunkTable()
    >>> number = table.numbers[True]["“attacks,"]
    >>> table.chunks()[number].item()  # first, tokens, positions, length, marks
    (1, 1, 1, 9, 0)
    >>> table.tokens()[1].item(), table.words  # word, position, start, end
    ((0, 0, 1, 8), [('attacks', 'attack', None, 1, True)])
    """

    def __init__(self) -> None:
        self.words: list[VocabularyWord] = []
        self._word_numbers: dict[VocabularyWord, int] = {}
        self.clear()

    def clear(self) -> None:
        """Forget every chunk and its number; word numbers stay."""
        self.numbers = (_Numbers(self, False), _Numbers(self, True))
        self._chunks, self._tokens = array("i"), array("i")  # rows, flat

    def is_full(self) -> bool:
        """Whether it is time to clear the table."""
        return len(self.chunks()) >= MOST_CHUNKS or len(self.tokens()) >= MOST_TOKENS

    def chunks(self) -> NDArray[Any]:
        """Rows of CHUNK_ROW, by chunk number. The table cannot grow while the caller has them."""
        return np.frombuffer(self._chunks, CHUNK_ROW) if self._chunks else np.empty(0, CHUNK_ROW)

    def tokens(self) -> NDArray[Any]:
        """Rows of TOKEN_ROW, chunk after chunk. The table cannot grow while the caller has them."""
        return np.frombuffer(self._tokens, TOKEN_ROW) if self._tokens else np.empty(0, TOKEN_ROW)

    def add(self, chunk: str, stemmed: bool) -> int:
        """Analyse a chunk and give it a number."""
        bare = chunk.lstrip(_SIGNS)
        shift = len(chunk) - len(bare)
        bare = bare.rstrip(_SIGNS_AFTER)
        if len(bare) < len(chunk) and "." not in bare:
            at = self.numbers[stemmed][bare] * _CHUNK_SIZE
            first, tokens, positions = self._chunks[at : at + 3]
            if shift:
                first = self._add_moved(first, tokens, shift)
        else:
            first, tokens, positions = self._add_analysed(chunk, stemmed)
        self._chunks.extend((first, tokens, positions, len(chunk), _marks(chunk)))
        return len(self._chunks) // _CHUNK_SIZE - 1

    def _add_moved(self, first: int, tokens: int, shift: int) -> int:
        """Add tokens that are there already, moved by some code points; where they begin."""
        size = _TOKEN_SIZE
        begin = len(self._tokens) // size
        for at in range(first * size, (first + tokens) * size, size):
            word, position, start, end = self._tokens[at : at + size]
            self._tokens.extend((word, position, start + shift, end and end + shift))
        return begin

    def _add_analysed(self, chunk: str, stemmed: bool) -> tuple[int, int, int]:
        """Add the tokens of a chunk; where they begin, how many they are, and the positions they take."""
        first = len(self._tokens) // _TOKEN_SIZE
        positions = 0
        tokens = tokenize(chunk, stemmed)
        for form, term, cased, position, last, start, end in tokens:
            if form == chunk:
                form = chunk  # one string for both: what is looked up should lie close together
            word = (form, form if term == form else term, cased, last - position + 1, stemmed)
            number = self._word_numbers.get(word)
            if number is None:
                number = self._word_numbers[word] = len(self.words)
                self.words.append(word)
            is_joined = last > position
            positions += not is_joined
            self._tokens.extend((number, position, start, 0 if is_joined else end))
        return first, len(tokens), positions


class _Numbers(dict[str, int]):
    """The numbers of a table's chunks, stemmed or not."""

    def __init__(self, table: ChunkTable, stemmed: bool) -> None:
        super().__init__()
        # The table owns this, and has to go with its last user, whether or not garbage is collected.
        self._table, self._stemmed = weakref.proxy(table), stemmed

    def __missing__(self, chunk: str) -> int:
        number: int = self._table.add(chunk, self._stemmed)
        if len(chunk) <= _LONGEST_KEPT:
            self[chunk] = number
        return number


def _marks(chunk: str) -> int:
    marks = 0
    if chunk[-1:].isdecimal() and BEFORE_SPACED_DIGITS.search(chunk[-4:]):
        marks |= LEADS
    if chunk[:1].isdecimal() and AFTER_SPACED_DIGITS.match(chunk):
        marks |= FOLLOWS
    return marks
