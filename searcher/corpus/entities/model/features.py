"""Features: what the model may weigh about each token of a run.

Tokens, Runs → Context → features

A feature is one of four sorts, each a table of the model (weights.py):

    atom    an atom of the token itself or of one of its four neighbours, by offset   "-1w=gov"
    kinds   the kinds of two or three tokens in a row                                 "K0:12,33"
    words   two words in a row                                                        "W1:minister|of"
    code    where the token stands: in its sentence, its line, its run, a known name  "C0:5"

Nothing counts across the end of a line. The Context is arrays, from which the recogniser sums weights
without ever spelling a feature; `spelled` spells them, for training and for tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searcher.corpus.entities.model.forms import CAPITAL, KINDS, LONG_WORD, OPENER, UPPER, Form
from searcher.corpus.entities.model.tokens import Runs, Tokens
from searcher.corpus.entities.model.vocabulary import Ints, Vocabulary

OFFSETS = (-2, -1, 0, 1, 2)
KIND_TEMPLATES = ((-1, 0), (0, 1), (-1, 1), (-2, -1), (1, 2), (-1, 0, 1), (-2, -1, 0), (0, 1, 2))
WORD_TEMPLATES = ((-1, 0), (0, 1))
_SITUATIONS = 24  # three bits, three sorts of line
CODE_SIZES = (_SITUATIONS, 40, 32, _SITUATIONS * len(KINDS), 32 * 4)
"""Codes: situation; place in the run; in a known name; situation and kind; known name and situation bits."""
TITLE, SHOUT = 1, 2
"""Sorts of line in which capitals are the rule: of first letters, of all. Others are 0."""
_SHOWN = 1 << 22  # places of a table, a byte each
_TITLE_LINE_TOKENS = 30  # a longer line is no headline


class Context(NamedTuple):
    """What surrounds each token of the runs; every array has a column for each of them.

    Attributes:
        around: words at each of OFFSETS, 0 beyond the end of the line; shape (5, n).
        kinds: their kinds; shape (5, n).
        codes: shape (len(CODE_SIZES), n).
        lines: of which sort the line is: TITLE, SHOUT or 0; shape (n,).
    """

    around: Ints
    kinds: Ints
    codes: Ints
    lines: Ints


def context(tokens: Tokens, runs: Runs, vocabulary: Vocabulary, known: Ints) -> Context:
    """Return the surroundings of the tokens of runs.

    Args:
        known: for each of `runs.positions`, the code of its place in a known name (known.py).
    """
    numbers, ends = tokens.numbers, tokens.ends
    at = runs.positions
    left, right, here = ends[at - 1], ends[at + 1], ends[at]
    around = np.empty((len(OFFSETS), len(at)), np.int32)
    for row, offset in zip(around, OFFSETS, strict=True):
        np.take(numbers, at + offset, out=row, mode="clip")
    around[0, left | ends[at - 2]] = 0
    around[1, left] = 0
    around[3, here] = 0
    around[4, here | right] = 0
    kinds = vocabulary.columns.kind[around]
    opens = left | ((tokens.flags[at - 1] & OPENER) > 0)
    lines = _line_sorts(tokens)[at]
    bits = opens + 2 * _seen(tokens, at, opens, vocabulary)
    situation = bits + 8 * lines
    codes = np.empty((len(CODE_SIZES), len(at)), np.int32)
    codes[0] = situation
    codes[1] = _places(runs) * 2 + opens
    codes[2] = known
    codes[3] = situation * len(KINDS) + kinds[2]
    codes[4] = known * 4 + bits % 4
    return Context(around, kinds, codes, lines)


def _places(runs: Runs) -> NDArray[np.int64]:
    """Return a number for where in its run each token stands, and how long the run is; below 20."""
    lengths = np.repeat(runs.lengths, runs.lengths)
    offset = np.arange(len(lengths)) - np.repeat(runs.first, runs.lengths)
    part = (offset > 0) + 2 * (offset == lengths - 1)
    place: NDArray[np.int64] = part * 5 + np.minimum(lengths, 5) - 1
    return place


def _line_sorts(tokens: Tokens) -> Ints:
    """Return for each token of which sort its line is."""
    flags = tokens.flags
    first = np.flatnonzero(tokens.ends[:-1]) + 1
    first = np.concatenate(([0], first))
    capital, upper = (flags & CAPITAL) > 0, (flags & UPPER) > 0
    small = (flags & (LONG_WORD | CAPITAL)) == LONG_WORD
    capitals, uppers, smalls = (
        np.add.reduceat(which, first, dtype=np.int32) for which in (capital, upper, small)
    )
    sizes = np.diff(first, append=len(flags))
    title = (capitals > 3) & (smalls * 4 <= capitals) & (sizes < _TITLE_LINE_TOKENS)
    shout = (uppers > 3) & (uppers * 4 > (capitals + smalls) * 3)
    sort = np.where(shout, SHOUT, np.where(title, TITLE, 0)).astype(np.int32)
    return np.repeat(sort, sizes)


def _seen(
    tokens: Tokens, at: NDArray[np.int64], opens: NDArray[np.bool_], vocabulary: Vocabulary
) -> NDArray[np.uint8]:
    """Return what the text of each token shows elsewhere: 1 its word in small letters, 2 with a capital
    where no sentence begins, 3 both.
    """
    folded = vocabulary.columns.folded
    mine = folded[tokens.numbers[at]]
    # the words of the runs, numbered from 1, so that a table has a place for each of them in each text
    place = np.zeros(vocabulary.folds, np.int32)
    place[mine] = np.arange(len(mine))
    words = mine[place[mine] == np.arange(len(mine))]
    place[mine] = 0
    place[words] = np.arange(1, len(words) + 1)
    width = len(words) + 1
    others = np.flatnonzero((tokens.flags & CAPITAL) == 0)
    other = place[folded[tokens.numbers[others]]]
    others, other = others[other > 0], other[other > 0]
    other_text, text = tokens.texts_of(others), tokens.texts_of(at)
    small = other_text * width + other
    key = text * width + place[mine]
    inside = ~opens & ((tokens.flags[at] & CAPITAL) > 0)
    result = np.zeros(len(at), np.uint8)
    texts = len(tokens.text_starts)
    step = max(1, min(texts, _SHOWN // width))
    for low in range(0, texts, step):
        some = slice(*np.searchsorted(text, (low, low + step)))
        shown = np.zeros(step * width, np.uint8)
        shown[small[slice(*np.searchsorted(other_text, (low, low + step)))] - low * width] = 1
        keys = key[some] - low * width
        shown[keys[inside[some]]] |= 2
        result[some] = shown[keys]
    return result


def spelled(contexts: Context, forms: Sequence[Form]) -> list[list[str]]:
    """Return the features of each token, spelled.

    Args:
        forms: of all words, by number.
    """
    rows = []
    for around, kinds, codes in zip(
        contexts.around.T.tolist(), contexts.kinds.T.tolist(), contexts.codes.T.tolist(), strict=True
    ):
        row = [
            f"{offset:+d}{atom}" for offset, n in zip(OFFSETS, around, strict=True) for atom in forms[n].atoms
        ]
        for number, template in enumerate(KIND_TEMPLATES):
            row.append(f"K{number}:{','.join(str(kinds[offset + 2]) for offset in template)}")
        for number, template in enumerate(WORD_TEMPLATES):
            pair = [forms[around[offset + 2]].atoms[0] for offset in template]
            if all(atom.startswith("w=") for atom in pair):
                row.append(f"W{number}:{'|'.join(pair)}")
        row += [f"C{number}:{code}" for number, code in enumerate(codes)]
        rows.append(row)
    return rows
