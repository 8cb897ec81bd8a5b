"""How far a mean over pages depends on the pages that happened to be at hand.

The pages, in the order of their names, are dealt to ten folds as cards are. Nothing that cleans them here is
trained on any of them, so there is nothing to leave out and learn again: a fold's mean is what a stranger
with those few pages would have measured. The interval is that of the mean over pages drawn again from the
pages, with replacement, ten thousand times (percentile bootstrap; Efron and Tibshirani 1993, chapter 13).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

FOLDS = 10
_DRAWS = 10_000
_SEED = 5
_INTERVAL = (2.5, 97.5)


def stability(scores: Mapping[str, float]) -> dict[str, float | list[float]]:
    """The means of the folds, the lowest of them, their standard deviation, and the 95 % interval.

    Args:
        scores: of each page by its name, at least one; folds without a page are left out.
    """
    column = np.array([score for _, score in sorted(scores.items())])
    means = [float(column[first::FOLDS].mean()) for first in range(min(FOLDS, len(column)))]
    draws = np.random.default_rng(_SEED).integers(len(column), size=(_DRAWS, len(column)))
    low, high = np.percentile(column[draws].mean(axis=1), _INTERVAL)
    return {
        "folds": means,
        "lowest fold": min(means),
        "deviation": float(np.std(means)),
        "low": float(low),
        "high": float(high),
    }


def show_stability(table: Mapping[str, dict[str, float | list[float]]]) -> None:
    """Print the table, an engine a line."""
    print(f"\n{'F1 over folds':16}{'lowest':>8}{'deviation':>11}{'95 % of means':>18}")
    for name, row in table.items():
        print(
            f"{name:16}{row['lowest fold']:8.3f}{row['deviation']:11.3f}{row['low']:11.3f}–{row['high']:.3f}"
        )
