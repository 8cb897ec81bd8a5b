"""Explanation: a number and those it is made of, down to those that were counted.

    0.6  “kadyrov”: product of
           3.0  idf = ln(1 + (N − n + ½) / (n + ½))
           0.2  f / (f + K)

It adds up: the parts of a sum make its value, so do those of a product, and where a formula joins them it is
written out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from searcher.query.nodes import Match
from searcher.query.passages import Formula
from searcher.query.rendering import render

SUM, PRODUCT = ": sum of", ": product of"
"""How it is said what the parts of a number make together."""


class Explanation(NamedTuple):
    """One number behind a score, and those it is made of.

    Attributes:
        value: the number.
        what: what it is; it ends with `SUM` or `PRODUCT` where its parts make that, and with a formula where
            they are joined otherwise.
        parts: what it is made of; nothing for a number that was counted or chosen.
    """

    value: float
    what: str
    parts: tuple[Explanation, ...] = ()


def summed(what: str, parts: Sequence[Explanation]) -> Explanation:
    """Numbers that are added."""
    return Explanation(math.fsum(part.value for part in parts), what + SUM, tuple(parts))


def multiplied(what: str, parts: Sequence[Explanation]) -> Explanation:
    """Numbers that are multiplied."""
    return Explanation(math.prod(part.value for part in parts), what + PRODUCT, tuple(parts))


def earned(what: str, factors: Sequence[Explanation], freq: Explanation, damping: Explanation) -> Explanation:
    """What a match earns in an article or in a passage.

    Args:
        factors: what the match tells; freq, damping: f and K of the formula.
    """
    share = freq.value / (freq.value + damping.value)
    return multiplied(what, [*factors, Explanation(share, "f / (f + K)", (freq, damping))])


def damped(formula: Formula, length: float, average: float, what: str) -> Explanation:
    """What a length does to the weight of a match.

    Args:
        length: in words; what: of what it is the length; average: of all of them.
    """
    (damping,) = formula.dampings(np.array([length]), average).tolist()
    parts = (Explanation(length, what), Explanation(average, "average length"))
    return Explanation(damping, "K = k1 × (1 − b + b × length / average)", parts)


def counted(where: str, weights: Sequence[float]) -> Explanation:
    """How often a match stands somewhere, each place by its weight: 1 in the form that was typed."""
    count = len(weights)
    return Explanation(
        math.fsum(weights), f"{where}, {count} place{'' if count == 1 else 's'}, weighed by form"
    )


def named(leaf: Match) -> str:
    """A match as a query has it, but for its boost."""
    return f"“{render(replace(leaf, boost=1.0, implied=False))}”"
