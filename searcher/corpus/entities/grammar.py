"""The grammar of names: which words of a run make one name, and what its form says about its type.

shape of a run (scan.py) → Parts

A table of patterns over class letters, tried in order at each place of the shape. Shapes are few and
short, so each is parsed once and remembered.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from searcher.records import EntityType

# form: pattern. The group `name` is the part that is the name; a form without one names nothing.
_FORMS: dict[str, str] = {
    # Standard Oil Co; Johnson & Johnson, Inc
    "company": r"(?P<name{n}>[ABDGHIKLMNOPQTWX](?:[ev]?[ABDGHIKLMNOPQTWX])*v?S(?:v?S)*)",
    # Russian Ministry of Foreign Affairs; Department of Health and Human Services; Institute for the
    # Study of War
    "organisation_of": (
        r"(?P<name{n}>(?:[DMQ]*O+f|[ABDGHKLMNPQW]*O+o)[ABDGHKLMNOPQW]+(?:(?:[oe]|(?<=[MO])a(?=[MO]))[ABDGHKLMNOPQWX]+)*)"
    ),
    # Kursk Governor Roman Starovoit: what stands before the title is matched by the next forms first
    "titled": (
        r"[DMQO]*T[DMT]*(?:oM+)?(?:[DMQ]*T)*(?P<name{n}>[ABGHIKLNW](?:p?[ABGHIKLNW])*(?:v?J)?)(?![OS]|[ABGHIKLMNPQWX]*[OS])"
    ),
    # Freedom for Russia Legion; Food and Drug Administration; Prosecutor General's Office
    "organisation": (
        r"(?P<name{n}>(?:[BM]f)?(?:[DMQ]*T+s?(?=O)|(?:[ABDGHIKLMNPQWX](?:e|(?<=[MB])a(?=[MB])|(?<=[MB])s)?)+T?)O+)"
    ),
    # Lake Victoria; Gulf of Aden
    "place_of": r"(?P<name{n}>PoO?[ABDGHKLNQW]+|P[ABGHKLNW]+(?![OP]))",
    # Tabqa Dam; Hudson River
    "place": r"(?P<name{n}>[BMQ]*[ADGHIKLNW][ABDGHIKLMNQW]*P+)",
    # Syrian Civil War
    "other": r"[ABDGHIKLMNOPQTW]+X+(?:oP?[ABDGHKLMNOQW]+)*",
    # Northern Caucasus
    "direction": r"(?P<name{n}>Q+[LHW]+)",
    # Ramzan Kadyrov; Kyiv; ISW
    "bare": r"(?P<name{n}>[ABGHIKLNW](?:p?[ABGHIKLNW])*(?:v?J)?)",
}  # fmt: skip
_TYPE_OF_FORM: dict[str, EntityType] = {
    "company": "organisation",
    "organisation_of": "organisation",
    "organisation": "organisation",
    "titled": "person",
    "place_of": "place",
    "place": "place",
    "direction": "place",
}
_GRAMMAR = re.compile(
    "|".join(f"(?P<{form}>{pattern.replace('{n}', '_' + form)})" for form, pattern in _FORMS.items())
)


class Part(NamedTuple):
    """shape[start:end] is a name of the given form, of a type when the form tells one."""

    start: int
    end: int
    form: str
    type: EntityType | None


@lru_cache(maxsize=20_000)
def parse(shape: str) -> tuple[Part, ...]:
    """Return the names in a shape, in order; they do not overlap."""
    parts = []
    for match in _GRAMMAR.finditer(shape):
        form = next(name for name in _FORMS if match[name] is not None)
        start, end = match.span(f"name_{form}") if form != "other" else (-1, -1)
        if start >= 0:
            parts.append(Part(start, end, form, _TYPE_OF_FORM.get(form)))
    return tuple(parts)
