"""Marks: what is typed right behind a word, phrase or group → its edits or distance, and its weight.

    word~   word~1   word~1/3   "a b"~5   word^2   word~^0.5

`~N/P` is how Whoosh writes it: N wrong letters, none of them among the first P. Lucene and Elasticsearch
have a setting for that (`fuzzy_prefix_length`), and no way to write it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from searcher.query.groups import MAX_BOOST
from searcher.query.lexer import shown
from searcher.records import Note

EDGES = "!#$%&'+,-./:;<=>@[\\]^_`{|}~‘’‚‛‹›‐‑‒–—―…·•¡¿"
"""What may stand around a pattern or a number, and is no part of it."""

_MARKS = re.compile(r"(?<=[^~^])(?:~(?P<tilde>[^~^]*))?(?:\^(?P<caret>[^~^]*))?$")
_TILDE = re.compile(r"(?P<number>[0-9]{1,4})?(?:/(?P<first>[0-9]{1,3}))?")


class Marks(NamedTuple):
    """What is typed behind a word or phrase: ~ alone or with numbers, ^ with a number.

    Attributes:
        at: code point of the query where the marks begin.
        tilde: the number behind ~, -1 for a ~ alone, None without one.
        prefix: the number behind the / of ~2/3, 0 without one.
        boost: the number behind ^, 1.0 without one.
    """

    at: int
    tilde: int | None = None
    prefix: int = 0
    boost: float = 1.0


UNMARKED = Marks(0)
"""Nothing is typed behind it."""


def read_marks(text: str, start: int, end: int, notes: list[Note], otherwise: str) -> Marks | None:
    """The marks at the end of text[start:end]; None, with a note, when they cannot be read.

    Args:
        otherwise: what the note says becomes of marks that cannot be read.
    """
    piece = text[start:end]
    match = _MARKS.search(piece) if "~" in piece or "^" in piece else None
    if match is None or match.start() == len(piece):
        return Marks(end)
    at = start + match.start()
    tilde, boost = _tilde(match["tilde"]), _boost(match["caret"])
    if tilde is not None and boost is not None:
        number, prefix = tilde
        return Marks(at, None if match["tilde"] is None else number, prefix, boost)
    if boost is None:
        kind, wanted = "bad-boost", f"a weight such as ^2 (above 0, up to {MAX_BOOST:.0f})"
    else:
        kind, wanted = "bad-tilde", "a number such as ~2 or ~2/3"
    notes.append(Note(kind, f"{shown(text[at:end])} is not {wanted}: {otherwise}", at, end))
    return None


def _tilde(typed: str | None) -> tuple[int, int] | None:
    """The numbers behind a ~ and a / (-1 and 0: none there), None if they are none."""
    match = _TILDE.fullmatch((typed or "").rstrip(EDGES))
    return (int(match["number"] or -1), int(match["first"] or 0)) if match else None


def _boost(typed: str | None) -> float | None:
    """The number behind a ^ (1.0: no ^ there), None if it is none that can weigh."""
    if typed is None:
        return 1.0
    match = re.fullmatch(r"[0-9]{1,4}(?:\.[0-9]{1,6})?|\.[0-9]{1,6}", typed.rstrip(EDGES))
    weight = float(match.group()) if match else 0.0
    return weight if 0 < weight <= MAX_BOOST else None
