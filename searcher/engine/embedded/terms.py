"""How tokens become index terms.

One Whoosh field holds several namespaces, told apart by how a term begins and ends:

    mobilised        a surface form
    ~mobil           a stem
    US               a case-kept form (folded forms never have capitals)
    selfmobilised|2  the joined form of a compound of two parts, at the position of its first part
    ~selfmobil|2     its stem

The number behind the bar lets a phrase go on behind the compound. Neither "~" nor "|" can be part of
a word. Fields of names hold surface forms only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from searcher.analysis import Token, analyze

STEM = "~"
JOINED = "|"
NAME_GAP = 100
"""Positions left free between two names of one field, so that no phrase crosses from one to the next."""


def text_terms(tokens: Sequence[Token], *, stemmed: bool) -> dict[str, list[int]]:
    """The terms of an analysed text, each with its positions in order.

    Args:
        tokens: as `analyze` gives them.
        stemmed: whether their terms are stems; if not, only surface forms are kept.
    """
    positions: defaultdict[str, list[int]] = defaultdict(list)
    for form, term, cased, position, last, _, _ in tokens:
        suffix = f"{JOINED}{last - position + 1}" if last > position else ""
        positions[form + suffix].append(position)
        if stemmed:
            positions[STEM + term + suffix].append(position)
        if cased is not None:
            positions[cased].append(position)
    return positions


def name_terms(names: Iterable[str]) -> dict[str, list[int]]:
    """The surface forms of several names, each name apart from the others."""
    positions: defaultdict[str, list[int]] = defaultdict(list)
    base = 0
    for name in names:
        tokens = analyze(name)
        for token in tokens:
            suffix = f"{JOINED}{token.last - token.position + 1}" if token.last > token.position else ""
            positions[token.form + suffix].append(base + token.position)
        if tokens:
            base += tokens[-1].last + NAME_GAP
    return positions


def is_form(term: str) -> bool:
    """Whether a term is the surface form of a single word."""
    return not term.startswith(STEM) and JOINED not in term and term == term.lower()


def field_length(tokens: Sequence[Token]) -> int:
    """Positions a text takes: joined forms share those of their parts."""
    return max((token.last for token in tokens[-2:]), default=-1) + 1
