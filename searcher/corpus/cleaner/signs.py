"""Sign: what a publisher says of itself, and so gives its name away. The table in `signs.txt`."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from searcher.corpus.cleaner.tables import read_rows

_WORD: Final = r"[A-Z0-9À-ÖØ-ÞА-Я][\w.&+-]{0,24}"
_NAME: Final = (
    rf"((?:[Tt]he )?{_WORD}(?: (?:(?:of|and|the|for|de|du|la|le|el|der|die) )?(?:{_WORD}|&)){{0,5}})"
)
_END: Final = r"(?=$|[^\w-]|['’]s\b)"
SIGN_CHARACTERS: Final = 500
"""A sign is looked for in so much of a paragraph."""


class Sign(NamedTuple):
    """What a publisher says of itself.

    Attributes:
        points: how much it is worth.
        anywhere: whether it may stand in the article too, or only in what is not the journalist's.
        held: texts of which whatever the pattern matches holds one (`held.HeldTexts`).
        template: the pattern, where NAME stands for the name and END for where a name ends.
    """

    points: int
    anywhere: bool
    held: tuple[str, ...]
    template: str


SIGNS: Final = tuple(
    Sign(int(points), where == "anywhere", tuple(held.split("|")), template)
    for points, where, held, template in read_rows("signs.txt")
)
"""All of them; a sign is known by its place."""


def name_in(text: str, place: int) -> str | None:
    """Return the name that a text gives the sign of that place for, or None."""
    match = _patterns()[place].search(text)
    return match[1] if match else None


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    # Not on import, which every command pays for.
    return tuple(re.compile(sign.template.replace("NAME", _NAME).replace("END", _END)) for sign in SIGNS)
