"""Known names: names of several words that the lexicon has, where a text has them.

Tokens, Runs → a code for each token of the runs

The code is 0 outside known names, else 1 + twice the class (Z, K, L, H) + 1 inside of one. The longest
name that begins first is taken, whole, in one run.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from searcher.corpus.entities.folding import unaccent
from searcher.corpus.entities.lexicon import Lexicon, load_lexicon
from searcher.corpus.entities.model.forms import BEGINS
from searcher.corpus.entities.model.tokens import Runs, Tokens, tokenize
from searcher.corpus.entities.model.vocabulary import Ints, Vocabulary

LETTERS = "ZKLH"
_NAME_CHARS = 60


class KnownNames:
    """Finds the names of several words of a lexicon, by how their first two begin."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._names = lexicon.several
        sizes: dict[str, set[int]] = {}
        others = []
        for name in self._names:
            if name.replace(" ", "").isalpha():  # plain words are tokens as they stand, so most need no look
                first, second, *_ = words = name.split(" ")
                sizes.setdefault(f"{first} {second}", set()).add(len(words))
            else:
                others.append(name)
        vocabulary = Vocabulary(lexicon, 0)
        tokens = tokenize(others, vocabulary)
        seconds = tokens.bounds[:-1] + 2
        ends = tokens.starts[seconds] + vocabulary.columns.chars[tokens.numbers[seconds]] - tokens.text_starts
        for name, end, size in zip(others, ends.tolist(), (np.diff(tokens.bounds) - 1).tolist(), strict=True):
            if size > 1:
                sizes.setdefault(name[:end], set()).add(size)
        self._sizes = {begin: sorted(found, reverse=True) for begin, found in sizes.items()}

    def codes(self, texts: Sequence[str], tokens: Tokens, runs: Runs, vocabulary: Vocabulary) -> Ints:
        """Return the code of each token of the runs."""
        codes = np.zeros(len(runs.positions), np.int32)
        begins = np.flatnonzero((tokens.flags[runs.positions] & BEGINS) > 0)
        stops = np.append(runs.first[1:], len(runs.positions))[
            np.searchsorted(runs.first, begins, "right") - 1
        ]
        several = stops - begins > 1
        begins, stops = begins[several], stops[several]
        text_of = tokens.texts_of(runs.positions)
        starts = tokens.starts[runs.positions] - tokens.text_starts[text_of]
        ends = (starts + vocabulary.columns.chars[tokens.numbers[runs.positions]]).tolist()
        done = -1
        for row, stop, start, number in zip(
            begins.tolist(), stops.tolist(), starts[begins].tolist(), text_of[begins].tolist(), strict=True
        ):
            if row < done:
                continue
            text = texts[number]
            for size in self._sizes.get(unaccent(text[start : ends[row + 1]]), ()):
                if row + size <= stop and (letter := self._letter(text, start, ends[row + size - 1])):
                    code = 1 + 2 * LETTERS.index(letter)
                    codes[row] = code
                    codes[row + 1 : row + size] = code + 1
                    done = row + size
                    break
        return codes

    def _letter(self, text: str, start: int, end: int) -> str | None:
        """Return the class of text[start:end] if it is a known name, by itself or with what ends it."""
        if end - start > _NAME_CHARS:
            return None
        name = unaccent(text[start:end])
        return self._names.get(name) or self._names.get(f"{name}'s") or self._names.get(f"{name}.")


@cache
def load_known_names() -> KnownNames:
    """Return the known names of the lexicon that ships with the package; made on the first call."""
    return KnownNames(load_lexicon())
