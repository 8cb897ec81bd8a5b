"""Decoding: the most likely labels of runs, by the Viterbi algorithm over many runs at once.

scores of each token and label, Runs → labels

The model is a linear-chain conditional random field (Lafferty, McCallum and Pereira, Conditional Random
Fields, ICML 2001), so the best labels of a run are the path with the greatest sum of scores and
transitions (Viterbi, 1967; Forney, The Viterbi Algorithm, Proc. IEEE 1973). Runs are sorted by length, and
each step takes all that are long enough.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from searcher.corpus.entities.model.tokens import Runs

Floats = NDArray[np.float32]


def decode(scores: Floats, transitions: Floats, runs: Runs) -> NDArray[np.int8]:
    """Return the label of each token.

    Args:
        scores: shape (n, labels), of the tokens at `runs.positions`.
        transitions: shape (labels, labels), from the row to the column.

    Returns:
        Shape (n,). Of equal paths, the one whose last labels come first.

    Cost: one step of numpy a token of the longest run.
    """
    count = len(scores)
    if not count:
        return np.zeros(0, np.int8)
    rank = np.argsort(np.argsort(-runs.lengths, kind="stable"))
    active = np.bincount(runs.lengths)[::-1].cumsum()[-2::-1]  # runs of at least 1, 2, … tokens
    bounds = np.concatenate(([0], np.cumsum(active)))
    # the first tokens of all runs, the longest run's first; then the second ones, …
    offset = np.arange(count) - np.repeat(runs.first, runs.lengths)
    place = bounds[offset] + np.repeat(rank, runs.lengths)
    total = np.empty(scores.T.shape, np.float32)  # of the best path up to each token, once it is worked out
    total[:, place] = scores.T
    steps = list(pairwise(bounds.tolist()))
    cells = np.arange(steps[0][1])
    back = [np.zeros((0, 0), np.int8)]
    going = transitions[:, :, None]
    for (before, begin), (_, end) in pairwise(steps):
        paths = total[:, None, before : before + end - begin] + going
        back.append(paths.argmax(0).astype(np.int8))
        total[:, begin:end] += np.maximum.reduce(paths, 0)
    last = np.empty(len(rank), np.int64)
    last[rank] = total[:, bounds[runs.lengths - 1] + rank].argmax(0)
    best = np.empty(count, np.int8)
    for (begin, end), chosen in zip(reversed(steps), reversed(back), strict=True):
        some = last[: end - begin]
        best[begin:end] = some
        if begin:
            some[:] = chosen[some, cells[: end - begin]]
    labels: NDArray[np.int8] = best[place]
    return labels
