"""The learned recogniser: names as a model trained on marked articles sees them.

texts → Tokens → Runs → Context → scores → labels → spans → EntityMentions
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from searcher.corpus.entities.document import DocumentPass
from searcher.corpus.entities.lexicon import load_lexicon
from searcher.corpus.entities.model.decoding import decode
from searcher.corpus.entities.model.features import OFFSETS, context
from searcher.corpus.entities.model.forms import CAPITAL, KINDS
from searcher.corpus.entities.model.known import load_known_names
from searcher.corpus.entities.model.tokens import Runs, Tokens, find_runs, tokenize
from searcher.corpus.entities.model.vocabulary import Ints, Vocabulary
from searcher.corpus.entities.model.weights import WIDTH, Weights, load_weights
from searcher.corpus.entities.names import canonical
from searcher.corpus.entities.particles import Marked
from searcher.records import ENTITY_TYPES, EntityMention, EntityType

_MOST_TOKENS = 150_000
_IS_KNOWN = np.isin(KINDS, ("K", "L"))
_TYPES: tuple[EntityType | None, ...] = (None, *ENTITY_TYPES)


class LearnedRecogniser:
    """Finds people, organisations and places in English text by a trained model."""

    name = "learned"

    def __init__(self, weights: Weights | None = None) -> None:
        """Use the weights that ship with the package, or others."""
        self._weights = weights or load_weights()
        self.version = self._weights.version
        self._lexicon = load_lexicon()
        self._known = load_known_names()
        self._pass = DocumentPass(self._lexicon)
        self._vocabulary = Vocabulary(self._lexicon, _MOST_TOKENS)
        self._forget()

    def tag(self, texts: Sequence[str]) -> list[tuple[EntityMention, ...]]:
        """Return the mentions of each text, sorted by start, not overlapping."""
        settle = self._pass.settle
        return [
            canonical(text, settle(text, marked)) if marked else ()
            for text, marked in zip(texts, self._mark(texts), strict=True)
        ]

    def _mark(self, texts: Sequence[str]) -> list[list[Marked]]:
        """Return the spans of each text that the model marks, and the words it passed over."""
        labels, runs, tokens, lines = self._label(texts)
        return _spans(labels, runs, tokens, self._vocabulary, lines)

    def label(self, texts: Sequence[str]) -> tuple[NDArray[np.int8], Runs, Tokens]:
        """Return the model's label of each token of the runs of texts."""
        return self._label(texts)[:3]

    def _label(self, texts: Sequence[str]) -> tuple[NDArray[np.int8], Runs, Tokens, Ints]:
        """Return those, and the sort of line of each token."""
        vocabulary = self._vocabulary
        if vocabulary.is_full:
            self._forget()
        tokens = tokenize(texts, vocabulary)
        self._learn()
        runs = find_runs(tokens)
        around = context(tokens, runs, vocabulary, self._known.codes(texts, tokens, runs, vocabulary))
        scores = self._weights.scores(around, self._said, self._words)
        return decode(scores, self._weights.transitions, runs), runs, tokens, around.lines

    def _forget(self) -> None:
        self._vocabulary.forget()
        self._learned = 0
        self._said = np.zeros((len(OFFSETS), 0, WIDTH), np.int16)
        self._words = np.zeros(0, np.int32)

    def _learn(self) -> None:
        """Add what the model says about words met for the first time; the arrays grow by doubling."""
        forms = self._vocabulary.take_forms()
        if not forms:
            return
        new = slice(self._learned, self._learned + len(forms))
        if new.stop > len(self._words):
            more = new.stop * 2 - len(self._words)
            self._said = np.concatenate((self._said, np.zeros((len(OFFSETS), more, WIDTH), np.int16)), axis=1)
            self._words = np.concatenate((self._words, np.zeros(more, np.int32)))
        self._said[:, new], self._words[new] = self._weights.rows(forms)
        self._learned = new.stop


def _spans(
    labels: NDArray[np.int8], runs: Runs, tokens: Tokens, vocabulary: Vocabulary, lines: Ints
) -> list[list[Marked]]:
    """Return the spans of the labels, text by text, with the words passed over that end a span elsewhere.

    Args:
        labels: of each of `runs.positions`.
        lines: the sort of line of each.
    """
    columns = vocabulary.columns
    kind = (labels + 1) // 2  # 0 outside
    inside = kind > 0
    before = np.zeros_like(kind)
    before[1:] = kind[:-1]
    before[runs.first] = 0
    # an inner label after another type begins a name
    begins = inside & ((labels % 2 == 1) | (before != kind))
    ends = np.ones(len(labels), np.bool_)
    ends[:-1] = begins[1:] | (kind[1:] == 0)
    ends[runs.first[1:] - 1] = True
    at = runs.positions
    numbers = tokens.numbers[at]
    text = tokens.texts_of(at)
    # A word passed over matters where the text has a name that ends in it, or where anyone knows it.
    last = np.flatnonzero(ends & inside)
    capital = (tokens.flags & CAPITAL) > 0
    outside = np.flatnonzero(~inside & capital[at])
    words = text * vocabulary.folds + columns.folded[numbers]
    alone = ~capital[at[outside] - 1] & ~capital[at[outside] + 1]
    known = alone & _IS_KNOWN[columns.kind[numbers[outside]]]
    outside = outside[_is_in(words[outside], words[last]) | known]
    first = np.concatenate((np.flatnonzero(begins), outside))
    last = np.concatenate((last, outside))
    order = np.argsort(first, kind="stable")
    first, last = first[order], last[order]
    of = text[first]
    left = tokens.starts[at[first]] - tokens.text_starts[of]
    right = tokens.starts[at[last]] + columns.chars[numbers[last]] - tokens.text_starts[of]
    types = [_TYPES[number] for number in kind[first].tolist()]
    spans = list(zip(left.tolist(), right.tolist(), types, lines[first].tolist(), strict=True))
    bounds = np.searchsorted(of, np.arange(len(tokens.text_starts) + 1)).tolist()
    return [spans[low:high] for low, high in pairwise(bounds)]


def _is_in(values: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return of each of some values, none below 0, whether it is among others."""
    found = np.append(np.sort(others), -1)
    is_in: NDArray[np.bool_] = found[np.searchsorted(found[:-1], values)] == values
    return is_in
