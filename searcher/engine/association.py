"""Association, the one place where the formula lives: do two things meet more often than by chance?

    N passages, of which a hold the one, b the other, and s both, make a table of four counts O:

                        with the other      without it
        with the one    s                   a - s
        without it      b - s               N - a - b + s

    G² = 2 · Σ O · ln(O / E)        E: what chance would give, row sum · column sum / N

Source: T. Dunning, Accurate methods for the statistics of surprise and coincidence, Computational Linguistics
19 (1), 1993. Unlike pointwise mutual information it does not put two names first that stand once each, and
together, and unlike χ² it holds for rare ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Counts = npt.NDArray[np.int64]
    Scores = npt.NDArray[np.float64]

SURPRISING = 10.83
"""G² that chance exceeds once in 1,000 times: the χ² distribution with one degree of freedom at p = .001."""

LEAST_SHARED = 2
"""Passages below which nothing is said: one may be a list, or a mistake."""


def log_likelihood(shared: Counts, one: int, others: Counts, total: int) -> Scores:
    """G² of one thing with each of several others.

    Args:
        shared: shape (n,), passages that hold both, at most `one` and at most those of `others`.
        one: passages that hold the one; others: shape (n,), those that hold each other.
        total: passages of the collection, at least as many as hold any of the two.

    Returns:
        float64 of shape (n,), >= 0 but for rounding; it does not tell whether they meet more or less often
        than chance would have it (see `is_above_chance`).

    >>> f"{log_likelihood(np.array([10]), 10, np.array([20]), 1000)[0]:.2f}"
    '84.28'
    """
    alone, other = one - shared, others - shared
    observed = np.stack((shared, alone, other, total - one - other)).astype(np.float64)
    beyond, without = float(total - one), total - others.astype(np.float64)
    expected = np.stack((one * others.astype(np.float64), one * without, beyond * others, beyond * without))
    expected /= max(total, 1)
    held = observed > 0
    terms = np.zeros_like(observed)
    terms[held] = observed[held] * np.log(observed[held] / expected[held])
    scores: Scores = 2 * terms.sum(axis=0)
    return scores


def is_above_chance(shared: Counts, one: int, others: Counts, total: int) -> npt.NDArray[np.bool_]:
    """Whether more passages hold both than chance would have it."""
    return shared * total > one * others
