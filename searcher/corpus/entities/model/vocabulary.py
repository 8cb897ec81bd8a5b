"""The vocabulary: each distinct chunk and word met, numbered, with what is known of it.

chunks → numbers; number of a chunk → its tokens; number of a word → its Form, as columns

A chunk is what stands between two spaces, and every line feed is one; no token lies in two of them. So
cutting a text into tokens is looking up its chunks, and each distinct one is cut once.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from searcher.analysis.keys import Keys, KeyTable
from searcher.corpus.entities.lexicon import Lexicon
from searcher.corpus.entities.model.forms import ABBREVIATION, KINDS, Form, form

Ints = NDArray[np.int32]
Bytes = NDArray[np.uint8]

_BEHIND = b" " * 16  # so that sixteen bytes can be read from any chunk on
_STOPPED = "\t"  # after a chunk, makes another one of it in which every full stop is a token

LEAD, BREAK, STOP = 1, 2, 4
"""Marks of a chunk: it is empty or begins with white space; a line ends before its first token; it ends in
an abbreviation and a full stop, which is no token."""
PAD, BLANK, EMPTY = range(3)
"""Numbers of chunks: what stands before a text, and before one that begins with white space in a line; what
is between two spaces."""
FIRST = ("\n\n", "\n\n\n", "", "\n")  # by these numbers; no other chunk holds a line feed

_split = re.compile(r"\w+(?:['’&.‐‑-]\w+)*+\s*+|[^\w\s]+\s*+|\s++").findall
_COMMON_MARKS = frozenset(".,;:?!)\"'’”")
_LINE_ENDS = re.compile(r"[\n\r\u2028\u2029]")
_USUAL_CHARS = 16  # of a chunk; longer ones count as several
_KIND_NUMBERS = {kind: number for number, kind in enumerate(KINDS)}


class Columns(NamedTuple):
    """What is known of each word by its number; arrays of one length.

    Attributes:
        chars: characters that may belong to a name.
        kind: number in KINDS.
        flags: of its form.
        folded: a number that words share that differ in case alone.
    """

    chars: Ints
    kind: Ints
    flags: Bytes
    folded: Ints


class Chunks(NamedTuple):
    """What is known of each chunk by its number; arrays of one length.

    Attributes:
        length: characters, with the space that follows it.
        first, size: where its Pieces begin, and how many they are.
        marks: see above.
        instead: where that full stop is a token: the chunk to take; else 0.
    """

    length: Ints
    first: Ints
    size: Ints
    marks: Bytes
    instead: Ints


class Pieces(NamedTuple):
    """The tokens of the chunks; arrays of one length.

    Attributes:
        word: number of the word.
        offset: characters from the beginning of the chunk.
        ends: 1 when a line ends after it, in the chunk.
    """

    word: Ints
    offset: Ints
    ends: Bytes


class Vocabulary:
    """Numbers of words and chunks, and tables of what is known of them.

    Word 0 is no word: what stands before and after a line. Numbers hold until `forget`.
    """

    def __init__(self, lexicon: Lexicon, most: int) -> None:
        """Remember at most `most` words and chunks beyond those of one batch."""
        self._lexicon = lexicon
        self._most = most
        self.forget()

    def forget(self) -> None:
        """Forget all words and chunks."""
        self._words: dict[str, int] = {}
        self._folded: dict[str, int] = {}
        self._short: set[str] = set()  # abbreviations, after which a full stop is no token
        self._forms: list[Form] = []
        self._new: list[int] = []
        self._chunks = _Numbers(FIRST)
        self._keys = KeyTable()
        self._columns = _Table(np.int32, np.int32, np.uint8, np.int32)
        self._rows = _Table(np.int32, np.int32, np.int32, np.uint8, np.int32)
        self._pieces = _Table(np.int32, np.int32, np.uint8)
        self._characters = 0
        self._rows.extend([0, 0, 1, 0, 0, *(0, 0, 2, 0, 0), *(1, 0, 0, LEAD, 0), *(0, 0, 0, LEAD | BREAK, 0)])
        self._pieces.extend([0, 0, 1, *(0, 0, 0)])
        self._word("")
        self._describe()

    def take_forms(self) -> list[Form]:
        """Return the forms of the words met since the last call, by number; they are not kept."""
        forms, self._forms = self._forms, []
        return forms

    def look_up(self, written: str) -> Ints:
        """Return the number of each chunk of a text that is cut at every space; the tables then have it.

        A chunk of up to fifteen bytes is found by its key, without ever being made a string.
        """
        plain = written.encode("utf-8", "surrogatepass") + b" "
        data = plain + _BEHIND
        end = np.flatnonzero(np.frombuffer(plain, np.uint8) == ord(" "))
        start = np.zeros_like(end)
        start[1:] = end[:-1] + 1
        keys = Keys.of(data, start, end, np.zeros(len(end), np.bool_))
        has_keys = b"\0" not in plain
        numbers = self._keys.find(keys) if has_keys else np.full(len(end), -1, np.int32)
        numbers[start == end] = EMPTY
        unknown = np.flatnonzero(numbers < 0)
        if len(unknown):
            bounds = zip(start[unknown].tolist(), end[unknown].tolist(), strict=True)
            chunks = [str(data[low:high], "utf-8", "surrogatepass") for low, high in bounds]
            numbers[unknown] = np.fromiter(map(self._chunks.__getitem__, chunks), np.int32, len(chunks))
            self._settle()
            if has_keys:
                unknown = unknown[keys.low[unknown] > 0]
                found, first = np.unique(numbers[unknown], return_index=True)
                self._keys.add(keys.take(unknown[first]), found)
        return numbers

    @property
    def columns(self) -> Columns:
        """What is known of the words."""
        return Columns(*self._columns.columns())

    @property
    def chunks(self) -> Chunks:
        """What is known of the chunks."""
        return Chunks(*self._rows.columns())

    @property
    def pieces(self) -> Pieces:
        """The tokens of the chunks."""
        return Pieces(*self._pieces.columns())

    @property
    def is_full(self) -> bool:
        """Whether it is time to forget."""
        return max(len(self), len(self._chunks), self._characters // _USUAL_CHARS) > self._most

    @property
    def folds(self) -> int:
        """How many numbers the column `folded` has."""
        return len(self._folded)

    def __len__(self) -> int:
        return len(self._words)

    def _settle(self) -> None:
        """Cut the chunks that were met for the first time."""
        rows: list[int] = []
        pieces: list[int] = []
        known = self._words.get
        first = len(self._pieces)
        new = self._chunks.new
        for chunk in new:  # it grows meanwhile
            begin = len(pieces) // 3
            marks = instead = 0
            size = len(chunk)
            if chunk.isalpha():
                pieces += (known(chunk) or self._word(chunk), 0, 0)
            elif (mark := chunk[-1]) in _COMMON_MARKS and (word := chunk[:-1]).isalpha():
                pieces += (known(word) or self._word(word), 0, 0)
                if mark == "." and word in self._short:
                    marks, instead = STOP, self._chunks[chunk + _STOPPED]
                else:
                    pieces += (known(mark) or self._word(mark), size - 1, 0)
            else:
                marks, instead = self._cut(chunk, pieces)
            rows += (size + 1, first + begin, len(pieces) // 3 - begin, marks, instead)
        self._characters += sum(map(len, new))
        new.clear()
        self._rows.extend(rows)
        self._pieces.extend(pieces)
        self._describe()

    def _cut(self, chunk: str, pieces: list[int]) -> tuple[int, int]:
        """Add the pieces of a chunk; return its marks, and the chunk instead."""
        marks = instead = at = 0
        before = ""
        for piece in _split(chunk):
            word = piece.rstrip()
            ends = len(word) < len(piece) and _LINE_ENDS.search(piece, len(word)) is not None
            if not word:
                marks = LEAD | BREAK if ends else LEAD
            elif piece == "." and before in self._short:
                instead = self._chunks[chunk + _STOPPED]
                marks |= STOP
            else:
                pieces += (self._words.get(word) or self._word(word), at, int(ends))
            before = piece
            at += len(piece)
        return marks, instead

    def _word(self, word: str) -> int:
        """Return the number of a new word."""
        number = self._words[word] = len(self._words)
        known = form(word, self._lexicon)
        self._forms.append(known)
        if known.flags & ABBREVIATION and known.chars == len(word):
            self._short.add(word)
        folded = self._folded.setdefault(known.folded, len(self._folded))
        self._new += (known.chars, _KIND_NUMBERS[known.kind], known.flags, folded)
        return number

    def _describe(self) -> None:
        """Add the columns of the new words."""
        self._columns.extend(self._new)
        self._new.clear()


class _Numbers(dict[str, int]):
    """The number of each chunk; one that has none gets the next, and is noted as new."""

    def __init__(self, chunks: Sequence[str]) -> None:
        super().__init__(zip(chunks, range(len(chunks)), strict=True))
        self.new: list[str] = []

    def __missing__(self, chunk: str) -> int:
        number = self[chunk] = len(self)
        self.new.append(chunk)
        return number


class _Table:
    """Arrays of one length, a column each, to which rows are added; they grow by doubling."""

    def __init__(self, *types: DTypeLike) -> None:
        self._rooms = [np.zeros(256, kind) for kind in types]
        self._rows = 0

    def __len__(self) -> int:
        return self._rows

    def extend(self, values: Sequence[int]) -> None:
        """Add rows: the values of the first, then those of the second, …"""
        rows = np.array(array("i", values), np.int32).reshape(-1, len(self._rooms))
        begin, end = self._rows, self._rows + len(rows)
        if end > len(self._rooms[0]):
            more = 2 * end - begin
            self._rooms = [np.append(room[:begin], np.zeros(more, room.dtype)) for room in self._rooms]
        for room, column in zip(self._rooms, rows.T, strict=True):
            room[begin:end] = column
        self._rows = end

    def columns(self) -> list[NDArray[Any]]:
        """Return the columns; what is added later is not in them."""
        return [room[: self._rows] for room in self._rooms]
