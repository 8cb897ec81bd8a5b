"""Chunks: what stands between two dividers, and what is known of it once and for all.

    "attacks." → one word, "attacks", at code points 0 to 7

No rule of the tokenizer looks over a divider (see `cutting`), but for digits grouped by a plain space
(`20 000`). So the words of a text are those of its chunks, one after
the other, and a table of the chunks met so far turns tokenizing into looking up. Two chunks between which
digits may be grouped are marked, so that whoever looks them up can look up both as one.

Most chunks are another with a stop, an ending or capitals that change nothing: they share the tokens of that
*core*, and only cores are analysed.

The table is bounded: it is emptied when it is full, and chunks too long to come again are not kept. The
numbers it gives out for words stay true, because it never forgets a word.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import compress, count, repeat
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from searcher.analysis.cutting import Cut
from searcher.analysis.keys import Int32Array, Keys, KeyTable
from searcher.analysis.stemming import stem_all
from searcher.analysis.tokenizer import (
    AFTER_SPACED_DIGITS,
    BEFORE_SPACED_DIGITS,
    form_of_one,
    is_capitals,
    is_plain,
    tokenize,
)

MOST_CHUNKS = 1 << 18  # 50 MB; a full table of news lasts for some 50 MB of text
MOST_TOKENS = 4 * MOST_CHUNKS  # met sooner only by text without white space
_LONGEST_KEPT = 48  # code points; hardly a word of any language is longer

LEADS, FOLLOWS = 1, 2
"""Marks of a chunk that ends in digits which those of the next may join, and of such a next one."""

VocabularyWord: TypeAlias = tuple[str, str, str | None, int, bool]
"""A distinct word as an index keeps it: (form, term, cased, width, stemmed).

    form, term, cased: as of a `Token`.
    width: 1, or the positions that the joined form of a compound spans.
    stemmed: whether it was met in stemmed text; the two kinds are never one word.

A plain tuple: there are millions, and these the garbage collector leaves alone.
"""

_ENDINGS = ".,-&'‘’"
_POSSESSIVES = ("'s", "’s", "'S", "’S")


class ChunkRows(NamedTuple):
    """What is known of n chunks: int32 arrays of shape (n,).

    Attributes:
        first, tokens: where the tokens of their cores begin among all, and how many they are.
        positions: how many positions they take.
    """

    first: Int32Array
    tokens: Int32Array
    positions: Int32Array


class TokenRows(NamedTuple):
    """What is known of n tokens of cores: int32 arrays of shape (n,).

    Attributes:
        word: word number.
        position, start, end: the place in the core; a joined form has the end 0.
    """

    word: Int32Array
    position: Int32Array
    start: Int32Array
    end: Int32Array


class ChunkTable:
    """Numbers of the chunks met, and the tokens of each.

    Attributes:
        words: every distinct word met, by word number; only ever grows.

    >>> table = ChunkTable()
    >>> chunks = table.chunks(table.look_up(["Attack", "attack's."], stemmed=True))
    >>> chunks.first.tolist(), chunks.tokens.tolist()
    ([0, 0], [1, 1])
    >>> table.tokens(chunks.first).end.tolist(), table.words
    ([6, 6], [('attack', 'attack', None, 1, True)])
    """

    def __init__(self) -> None:
        self.words: list[VocabularyWord] = []
        self._word_numbers = _WordNumbers(self.words)
        self.clear()

    def clear(self) -> None:
        """Forget every chunk and its number; word numbers stay."""
        self._new: list[str] = []
        self._keys = KeyTable()
        numbers = count()
        self._numbers = (_Numbers(self._new, numbers), _Numbers(self._new, numbers))
        self._chunks = [array("i") for _ in ChunkRows._fields]
        self._marks = array("i")
        self._tokens = [array("i") for _ in TokenRows._fields]

    def is_full(self) -> bool:
        """Whether it is time to clear the table."""
        return len(self._marks) >= MOST_CHUNKS or len(self._tokens[0]) >= MOST_TOKENS

    def number_all(self, cut: Cut, stemmed: NDArray[np.bool_]) -> Int32Array:
        """The number of each chunk of a cut; those that have none are analysed.

        Args:
            stemmed: for each chunk, whether its text is.
        """
        keys = Keys.of(cut.spaced, cut.start, cut.end, stemmed)
        numbers = self._keys.find(keys)
        unknown = np.flatnonzero(numbers < 0)
        for kind in (True, False):
            which = unknown[stemmed[unknown] == kind]
            if len(which):
                numbers[which] = self.look_up(cut.chunks(which), kind)
        unknown = unknown[keys.low[unknown] > 0]
        found, first = np.unique(numbers[unknown], return_index=True)
        self._keys.add(keys.take(unknown[first]), found)
        return numbers

    def look_up(self, chunks: Sequence[str], stemmed: bool) -> Int32Array:
        """The numbers of chunks of stemmed text, or of other; those that have none are analysed."""
        number = self._numbers[stemmed].__getitem__
        numbers = np.fromiter(map(number, chunks), np.int32, len(chunks))
        if self._new:
            self._add_new(stemmed)
        return numbers

    def chunks(self, numbers: Int32Array) -> ChunkRows:
        """What is known of chunks."""
        return ChunkRows._make(_take(column, numbers) for column in self._chunks)

    def marks(self, numbers: Int32Array) -> Int32Array:
        """LEADS | FOLLOWS of chunks."""
        return _take(self._marks, numbers)

    def tokens(self, rows: Int32Array) -> TokenRows:
        """What is known of tokens."""
        return TokenRows._make(_take(column, rows) for column in self._tokens)

    def _add_new(self, stemmed: bool) -> None:
        """Analyse the chunks that were given a number just now."""
        begin = len(self._marks)
        number = self._numbers[stemmed].__getitem__
        cores = [
            own if (core := core_of(chunk)) == chunk else number(core)
            for own, chunk in enumerate(self._new.copy(), begin)
        ]
        cores += range(begin + len(cores), begin + len(self._new))  # cores that no text was seen to hold
        met = [own for own, core in enumerate(cores, begin) if own == core]
        analysed = self._analyse([self._new[own - begin] for own in met], stemmed)
        for column, values in zip(self._chunks, analysed, strict=True):
            column.frombytes(bytes(column.itemsize * len(cores)))
            rows = _all(column)
            rows[met] = values
            rows[begin:] = rows[cores]
            del rows  # or the column could not grow
        self._marks.extend([0 if chunk.isalpha() else _marks(chunk) for chunk in self._new])
        self._new.clear()

    def _analyse(self, cores: Sequence[str], stemmed: bool) -> ChunkRows:
        """Add the tokens of some cores; most are one word each, and those are added all at once."""
        forms = list(map(form_of_one, cores))
        is_one = np.array([form is not None for form in forms], np.bool_)
        begin = len(self._tokens[0])
        self._add_ones(list(compress(cores, is_one)), [form for form in forms if form is not None], stemmed)
        found = ChunkRows(*np.ones((3, len(cores)), np.int32))
        found.first[is_one] = np.arange(begin, len(self._tokens[0]))
        for row in np.flatnonzero(~is_one).tolist():
            found.first[row], found.tokens[row], found.positions[row] = self._add(cores[row], stemmed)
        return found

    def _add_ones(self, cores: list[str], forms: list[str], stemmed: bool) -> None:
        """Add the one token of each of some cores, given their forms."""
        # One string where they are equal: what is looked up should lie close together.
        forms = [core if form == core else form for core, form in zip(cores, forms, strict=True)]
        terms = stem_all(forms) if stemmed else forms
        terms = [form if term == form else term for form, term in zip(forms, terms, strict=True)]
        cased = [core if is_capitals(core) else None for core in cores]
        words, positions, starts, ends = self._tokens
        number = self._word_numbers.__getitem__
        words.extend(map(number, zip(forms, terms, cased, repeat(1), repeat(stemmed))))
        ends.extend(map(len, cores))
        for column in (positions, starts):
            column.frombytes(bytes(column.itemsize * len(cores)))

    def _add(self, core: str, stemmed: bool) -> tuple[int, int, int]:
        """Add the tokens of a core; where they begin, how many they are, and the positions they take."""
        words, positions, starts, ends = self._tokens
        first = len(words)
        taken = 0
        for form, term, cased, position, last, start, end in tokenize(core, stemmed):
            if form == core:
                form = core
            word = (form, form if term == form else term, cased, last - position + 1, stemmed)
            is_joined = last > position
            taken += not is_joined
            words.append(self._word_numbers[word])
            positions.append(position)
            starts.append(start)
            ends.append(0 if is_joined else end)
        return first, len(words) - first, taken


class _WordNumbers(dict[VocabularyWord, int]):
    """The numbers of the words met: what has none gets the next, and is put to the others."""

    def __init__(self, words: list[VocabularyWord]) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, word: VocabularyWord) -> int:
        number = self[word] = len(self._words)
        self._words.append(word)
        return number


class _Numbers(dict[str, int]):
    """The numbers of a table's chunks, stemmed or not: what has none gets one, and is noted as new."""

    def __init__(self, new: list[str], numbers: Iterator[int]) -> None:
        super().__init__()
        self._new, self._next = new, numbers.__next__

    def __missing__(self, chunk: str) -> int:
        number = self._next()
        self._new.append(chunk)
        if len(chunk) <= _LONGEST_KEPT:
            self[chunk] = number
        return number


def core_of(chunk: str) -> str:
    """A chunk that has the same tokens at the same code points, and is its own core; often the chunk itself.

    >>> [core_of(chunk) for chunk in ("said.", "Putin’s", "US", "U.S.,", "‘Why")]
    ['said', 'putin', 'US', 'U.S.,', '‘Why']
    """
    if len(chunk) > _LONGEST_KEPT or (chunk.islower() and chunk.isalpha()):
        return chunk
    core = chunk
    if not chunk.isalnum():
        core = chunk.rstrip(_ENDINGS)
        if "." in core:  # the last stop may be that of initials
            return chunk
        if core.endswith(_POSSESSIVES) and is_plain(core[:-2]) and core[:-2].isalpha():
            core = core[:-2]
    return core.lower() if is_plain(core) and not is_capitals(core) else core


def _marks(chunk: str) -> int:
    marks = 0
    if chunk[-1:].isdecimal() and BEFORE_SPACED_DIGITS.search(chunk[-4:]):
        marks |= LEADS
    if chunk[:1].isdecimal() and AFTER_SPACED_DIGITS.match(chunk):
        marks |= FOLLOWS
    return marks


def _take(column: array[int], numbers: Int32Array) -> Int32Array:
    return _all(column).take(numbers)


def _all(column: array[int]) -> Int32Array:
    """A column, which cannot grow while the caller has this."""
    return np.frombuffer(column, np.int32) if column else np.empty(0, np.int32)
