"""A comparison: the same topics answered by two runs, and what of the difference may be chance.

numbers of a baseline, numbers of a run, topic by topic ─▶ Compared: difference, p, wins, ties, losses
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import NamedTuple

import numpy as np

from searcher.relevance.judging import Judged

SAMPLES = 20_000
"""Ways to swap the runs that are tried: p is then known to ± 0.003 where it is 0.05."""
SEED = 2007  # any number: always the same, so that the same runs give the same p
_BLOCK = 1_000  # ways tried at a time, to bound memory
_SAME = 1e-9  # numbers closer than that are equal but for rounding


class Compared(NamedTuple):
    """A run beside a baseline, in one measure.

    Attributes:
        difference: of the means, run less baseline.
        p: the chance of a difference at least as large, either way, if the runs were equally good.
        wins, ties, losses: topics for which the run is better, equal, worse.
    """

    difference: float
    p: float
    wins: int
    ties: int
    losses: int


class Change(NamedTuple):
    """One topic in one measure, by the baseline and by the run."""

    topic: str
    before: float
    after: float

    @property
    def is_one(self) -> bool:
        """Whether the numbers differ, but for rounding."""
        return abs(self.after - self.before) > _SAME


def compare(baseline: Judged, run: Judged) -> dict[str, Compared]:
    """Set a run beside a baseline, measure by measure; both judged on the same topics."""
    return {name: _compared([change.after - change.before for change in changes(baseline, run, name)])
            for name in run.means}  # fmt: skip


def changes(baseline: Judged, run: Judged, measure: str) -> list[Change]:
    """Every topic in one measure, the largest change first, equal ones in the order of the topics."""
    both = [
        Change(topic, baseline.topics[topic][measure], values[measure])
        for topic, values in run.topics.items()
    ]
    return sorted(both, key=lambda change: -abs(change.after - change.before))


def _compared(differences: Sequence[float]) -> Compared:
    wins = sum(difference > _SAME for difference in differences)
    losses = sum(difference < -_SAME for difference in differences)
    return Compared(
        fmean(differences), randomisation_p(differences), wins, len(differences) - wins - losses, losses
    )


def randomisation_p(differences: Sequence[float]) -> float:
    """The two-sided p of paired differences by Fisher's randomisation test.

    If the runs are equally good, each topic could as well have given its numbers the other way round: the p
    is the share of ways to swap them that make the sum at least as large as it is. It assumes no
    distribution, unlike a t test. The way that was met counts as one of those tried, so p is never 0.

    Args:
        differences: one for each topic, in any order.

    Source: Smucker, Allan and Carterette, A Comparison of Statistical Significance Tests for Information
    Retrieval Evaluation, CIKM 2007; counting as in Phipson and Smyth, Permutation p-values should never be
    zero, 2010.

    >>> randomisation_p([0.1, -0.1]), round(randomisation_p([0.1] * 4), 1)
    (1.0, 0.1)
    """
    # Falling size: the p then depends on the differences alone, not on the order of the topics.
    moved = sorted((d for d in differences if abs(d) > _SAME), key=lambda d: (-abs(d), d))
    sizes = np.abs(moved)
    least = abs(sum(moved)) - _SAME
    chance = np.random.default_rng(SEED)
    reached = 0
    for _ in range(SAMPLES // _BLOCK):
        signs = chance.integers(0, 2, (_BLOCK, len(moved)), dtype=np.int8) * 2 - 1
        reached += int(np.count_nonzero(np.abs(signs @ sizes) >= least))
    return (1 + reached) / (1 + SAMPLES)
