"""The batched decoder finds what the slow, obvious one finds."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.corpus.entities.model.decoding import decode
from searcher.corpus.entities.model.tokens import Runs


def best_path(scores: np.ndarray, transitions: np.ndarray) -> float:
    """Return the score of the best path of one run, by trying all."""
    labels = range(scores.shape[1])
    return max(path_score(path, scores, transitions) for path in product(labels, repeat=len(scores)))


def path_score(path: tuple[int, ...], scores: np.ndarray, transitions: np.ndarray) -> float:
    """Return the score of one path."""
    total = sum(float(scores[step, label]) for step, label in enumerate(path))
    return total + sum(float(transitions[pair]) for pair in pairwise(path))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 5), max_size=8), st.integers(0, 1000))
def test_decode_finds_the_best_path_of_each_run(lengths: list[int], seed: int) -> None:
    """Runs of any lengths in one batch each get the labels whose sum is greatest."""
    random = np.random.default_rng(seed)
    sizes = np.array(lengths, np.int64)
    first = np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.int64)[: len(sizes)]
    count = int(sizes.sum())
    scores = random.integers(-50, 50, (count, 3)).astype(np.float32)
    transitions = random.integers(-50, 50, (3, 3)).astype(np.float32)
    labels = decode(scores, transitions, Runs(np.arange(count), first, sizes))
    for start, size in zip(first.tolist(), lengths, strict=True):
        mine = tuple(labels[start : start + size].tolist())
        part = scores[start : start + size]
        assert path_score(mine, part, transitions) == best_path(part, transitions)
