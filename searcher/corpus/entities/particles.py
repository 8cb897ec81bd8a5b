"""Particles: small words that stand inside or before a surname and belong to it.

text, spans → spans with their particles

The model often stops at them: Osama | bin | Laden, Jeroen | van der | Veer. What stands on both sides of
particles is one person; a person's name begins with the particles before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from searcher.records import EntityType

Marked = tuple[int, int, EntityType | None, int]
"""A span: start, end, type (None: a capitalised word that the model passed over), sort of its line."""

_PARTICLES = "van|von|der|den|de|del|della|di|da|dos|bin|ibn|abu|ter|ten|al|el"
_BEFORE = re.compile(rf"(?:\b(?:{_PARTICLES}) )+$")
_BETWEEN = re.compile(rf" (?:(?:{_PARTICLES}) )+")
_CHARS = 14
_PERSONAL = ("person", "place")  # a surname alone may seem a place
_ENDINGS = frozenset(particle[-2:] + " " for particle in _PARTICLES.split("|"))


def join(text: str, marked: Sequence[Marked]) -> Sequence[Marked]:
    """Return the spans, those that particles join in one; the same when there are none."""
    if not any(kind and start > 2 and text[start - 3 : start] in _ENDINGS for start, _, kind, _ in marked):
        return marked
    joined: list[Marked] = []
    for start, end, kind, line in marked:
        if joined and kind in _PERSONAL and joined[-1][2] in _PERSONAL:
            before, stop, _, _ = joined[-1]
            if _BETWEEN.fullmatch(text[stop:start]):
                joined[-1] = before, end, "person", line
                continue
        joined.append((start, end, kind, line))
    return joined


def begin(text: str, start: int, after: int) -> int:
    """Return where a person's name begins that is marked from `start`, not before `after`."""
    if start < 3 or text[start - 3 : start] not in _ENDINGS:
        return start
    particles = _BEFORE.search(text, max(after, start - _CHARS), start)
    return particles.start() if particles else start
