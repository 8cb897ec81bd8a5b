"""Ties: which names of a collection bear on as what another one is shown.

    ties of the names, ties of those that documents came or went with ─▶ neighbourhood

As what a name is shown depends on few others (see `evidence`): on those of its *root*, the writing without
words that say it is a company; and, if it may be short for others, on these and all of their roots. So when
documents come or go, few names have to be *settled* again, those of the roots that are touched and those that
may be short for one of these; and few have to be counted for that, the *near* ones. Resolving these alone
settles them as resolving all would, and no other name would change.

Writings are compared by a code. Two that share one are taken for the same here, by which more names are
settled than need to be, and none wrongly: what is near to a code is near to each of its writings.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from searcher.identities.evidence import Key, is_short, short_forms
from searcher.identities.writings import root, writings

Array: TypeAlias = npt.NDArray[Any]

_CODES = 1 << 22
"""Some times as many as collections have names, and a set of them still fits into a cache."""


class Ties(NamedTuple):
    """The ties of some names, by number.

    Attributes:
        root: shape (n,), code of the root of each; is_short: whether it may be short for another one.
        called: numbers of names, each as often as there are forms that may be short for it; short: the codes
            of these. Shape (m,).
    """

    root: Array
    is_short: Array
    called: Array
    short: Array

    @classmethod
    def of(cls, keys: Sequence[Key]) -> Ties:
        """The ties of names and types.

        Cost: 3 µs a name.
        """
        written = writings([name for name, _ in keys])
        called, shorts = [], []
        for number, (key, form) in enumerate(zip(keys, written, strict=True)):
            for short in short_forms(key, form):
                called.append(number)
                shorts.append(short)
        flags = [is_short(key, form) for key, form in zip(keys, written, strict=True)]
        return cls(
            _codes(map(root, written)),
            np.array(flags, np.bool_),
            np.array(called, np.uint32),
            _codes(shorts),
        )


def _codes(texts: Iterable[str]) -> Array:
    return np.array([zlib.crc32(text.encode("utf-8", "surrogatepass")) % _CODES for text in texts], np.uint32)


class Touched:
    """Roots and short forms of the names of the documents that came or went.

    Attributes:
        roots, shorts: for each code, whether it is one.
    """

    def __init__(self, ties: Iterable[Ties] = (), *, everything: bool = False) -> None:
        self.roots = np.full(_CODES, everything) if everything else np.zeros(_CODES, np.bool_)
        self.shorts = np.zeros(_CODES, np.bool_)
        for own in ties:
            self.add(own)

    def add(self, ties: Ties) -> None:
        """Have more names in it."""
        self.roots[ties.root] = True
        self.shorts[ties.short] = True


class Neighbourhood(NamedTuple):
    """What some changes bear on.

    Attributes:
        settled: for each part of the collection, for each of its names, whether it is to be settled again.
        near: the same of those that have to be counted for that, which all settled ones are of.
    """

    settled: list[Array]
    near: list[Array]


def neighbourhood(parts: Sequence[Ties], touched: Touched) -> Neighbourhood:
    """What is to be settled again, and by which names.

    Args:
        parts: the names of the collection, in any number of tables; one name may be in several.
        touched: names of documents that came or went, whether they are still there or not.
    """
    shorts = touched.roots | touched.shorts
    is_met = np.zeros(_CODES, np.bool_)
    for ties in parts:
        shorts[ties.short[touched.roots[ties.root][ties.called]]] = True
        is_met[ties.root[ties.is_short]] = True
    shorts &= is_met
    settled = touched.roots | shorts
    near = settled.copy()
    for ties in parts:
        near[ties.root[ties.called[shorts[ties.short]]]] = True
    return Neighbourhood([settled[ties.root] for ties in parts], [near[ties.root] for ties in parts])
