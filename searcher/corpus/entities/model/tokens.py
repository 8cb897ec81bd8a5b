"""Tokens: a batch of texts as arrays, and the runs of it that may hold names.

texts → Tokens → Runs

A token is a word, or marks in a row; the vocabulary (vocabulary.py) has a number for each distinct one. A
run is capitalised words of one line with only such small words and marks between them as may stand inside
a name; nothing else is ever part of one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searcher.corpus.entities.model.forms import CAPITAL, JOINER
from searcher.corpus.entities.model.vocabulary import (
    BLANK,
    BREAK,
    EMPTY,
    FIRST,
    LEAD,
    PAD,
    STOP,
    Bytes,
    Ints,
    Vocabulary,
)

Bools = NDArray[np.bool_]

_begins_blank = re.compile(r"[^\S\n\r\u2028\u2029]++(?![\n\r\u2028\u2029])").match
_JOINERS = 3  # at most so many between two words of a run: Ministry of the
_RUN_TOKENS = 40  # a longer run is a list or a headline; it is cut, for what is far tells nothing


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a batch, text after text, with a token 0 before each text and two after the last.

    A full stop after an abbreviation is no token. White space that a text begins with is one more token 0.

    Attributes:
        numbers: of the words in the Vocabulary, shape (n,).
        flags: of their forms, shape (n,).
        starts: code points from the beginning of the batch, where one stands between two texts; shape (n,).
        ends: whether a line ends after the token, shape (n,).
        bounds: bounds[i]:bounds[i + 1] are the tokens of text i, its token 0 first.
        text_starts: where each text starts, in code points from the beginning of the batch.
    """

    numbers: Ints
    flags: Bytes
    starts: NDArray[np.int64]
    ends: Bools
    bounds: NDArray[np.int64]
    text_starts: NDArray[np.int64]

    def texts_of(self, positions: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return in which text each of some tokens is; they are in order."""
        return np.repeat(np.arange(len(self.text_starts)), np.diff(np.searchsorted(positions, self.bounds)))


def tokenize(texts: Sequence[str], vocabulary: Vocabulary) -> Tokens:
    """Return the tokens of texts; the vocabulary then has all of them."""
    written = []
    for text in texts:
        written.append(FIRST[BLANK if _begins_blank(text) else PAD])
        # a line feed is a chunk by itself, without length, for one of its spaces stands for it
        written.append(text.replace("\u00a0", " ").replace("\n", " \n "))
    chunk = vocabulary.look_up(" ".join((*written, FIRST[PAD], FIRST[PAD])))
    first = np.flatnonzero(chunk <= BLANK)[:-1]
    known, pieces = vocabulary.chunks, vocabulary.pieces
    marks = known.marks[chunk]
    lengths = known.length[chunk]
    chunk_starts = np.cumsum(lengths, dtype=np.int64) - lengths
    # a full stop is no token where one space at most follows it
    stops = np.flatnonzero(marks & STOP)
    after = chunk[stops + 1]
    alone = (after == EMPTY) & (chunk[stops + 2] <= BLANK)
    stops = stops[((marks[stops + 1] & LEAD) > 0) & ~alone]
    chunk[stops] = known.instead[chunk[stops]]
    counts = known.size[chunk]
    before = np.cumsum(counts) - counts
    rows = np.repeat(known.first[chunk] - before, counts)
    rows += np.arange(len(rows), dtype=rows.dtype)
    ends = pieces.ends[rows]
    ends[before[np.flatnonzero(marks & BREAK)] - 1] = 1
    starts = np.repeat(chunk_starts, counts) + pieces.offset[rows]
    numbers = pieces.word[rows]
    flags = vocabulary.columns.flags[numbers]
    return Tokens(numbers, flags, starts, ends > 0, before[first], chunk_starts[first[:-1]])


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of a batch.

    Attributes:
        positions: of every token of a run, in order: which of the Tokens it is.
        first: which of `positions` begin a run.
        lengths: tokens of each run.
    """

    positions: NDArray[np.int64]
    first: NDArray[np.int64]
    lengths: NDArray[np.int64]


def find_runs(tokens: Tokens) -> Runs:
    """Return the runs of a batch."""
    ends = tokens.ends
    capital = (tokens.flags & CAPITAL) > 0
    joiner = (tokens.flags & JOINER) > 0
    after, before = capital.copy(), capital.copy()
    goes_on = joiner[1:] & ~ends[:-1]
    comes_from = joiner[:-1] & ~ends[:-1]
    for _ in range(_JOINERS):
        after[1:] |= goes_on & after[:-1]
        before[:-1] |= comes_from & before[1:]
    member = capital | (after & before)
    positions = np.flatnonzero(member)
    opens = np.ones(len(positions), np.bool_)
    opens[1:] = (np.diff(positions) > 1) | ends[positions[:-1]]
    first = np.flatnonzero(opens)
    lengths = np.diff(np.append(first, len(positions)))
    if len(lengths) and lengths.max() > _RUN_TOKENS:
        offset = np.arange(len(positions)) - np.repeat(first, lengths)
        first = np.flatnonzero(offset % _RUN_TOKENS == 0)
        lengths = np.diff(np.append(first, len(positions)))
    return Runs(positions, first, lengths)
