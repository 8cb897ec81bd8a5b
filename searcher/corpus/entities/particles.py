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
# What the four characters before a name are, where particles may stand before it.
_ENDINGS = frozenset(f" {particle} "[-4:] for particle in _PARTICLES.split("|"))
_SHORT = frozenset(f"{particle} " for particle in _PARTICLES.split("|") if len(particle) == 2)


def join(text: str, marked: Sequence[Marked]) -> Sequence[Marked]:
    """Return the spans, those that particles join in one; the same when there are none."""
    if _ENDINGS.isdisjoint([text[start - 4 : start] for start, _, _, _ in marked]):
        return marked
    joined: list[Marked] = []
    for span in marked:
        start, end, kind, line = span
        if text[start - 4 : start] in _ENDINGS and joined and kind in _PERSONAL:
            before, stop, other, _ = joined[-1]
            if other in _PERSONAL and _BETWEEN.fullmatch(text, stop, start):
                joined[-1] = before, end, "person", line
                continue
        joined.append(span)
    return joined


def begin(text: str, start: int, after: int) -> int:
    """Return where a person's name begins that is marked from `start`, not before `after`."""
    if text[start - 4 : start] not in _ENDINGS and text[start - 3 : start] not in _SHORT:
        return start
    particles = _BEFORE.search(text, max(after, start - _CHARS), start)
    return particles.start() if particles else start
