"""Identities: which names of different documents are the same thing, and as what each is shown.

    {(name, type): documents}, corrections ─▶ resolve ─▶ {(name, type): (name, type) | None}

Inside a document names are canonical already; an identity goes across documents. The names as such tell
much (`evidence`), people the rest (`corrections`), and people are right. Nothing here sees an index: the
engine counts the names of a collection and shows every entity as it is told to.
"""

from searcher.identities.corrections import (
    KINDS,
    Correction,
    CorrectionKind,
    CorrectionSyntaxError,
    parse,
    with_added,
    without_last,
)
from searcher.identities.evidence import RULES, Counts, Key, Pairs
from searcher.identities.resolving import Identities, resolve
from searcher.identities.ties import Neighbourhood, Ties, Touched, neighbourhood

__all__ = [
    "KINDS",
    "RULES",
    "Correction",
    "CorrectionKind",
    "CorrectionSyntaxError",
    "Counts",
    "Identities",
    "Key",
    "Neighbourhood",
    "Pairs",
    "Ties",
    "Touched",
    "neighbourhood",
    "parse",
    "resolve",
    "with_added",
    "without_last",
]
