"""Author: who wrote an article. A byline or a page's metadata → names, in order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_BY: Final = re.compile(r"(?:by|von|par|por|di|door|av|written by|автор|text|posted by)\b:? ?", re.I)
_BETWEEN: Final = re.compile(r",| & | and | und | et | y | e | и |;|\|")
_NAME_WORD: Final = r"(?:[^\W\d_a-zа-яß-öø-ÿ][\w.'’-]{0,24}|de|del|da|di|van|von|der|den|la|le|bin|al|el)"
_NAME: Final = re.compile(rf"{_NAME_WORD}(?: {_NAME_WORD}){{1,4}}")
_BIO: Final = re.compile(
    rf"({_NAME_WORD}(?: {_NAME_WORD}){{1,3}}) (?:is|was|has been|covers|writes|reports) "
)
_ROLE: Final = re.compile(
    r"\b(?:staff|reports?|reporter|editor|editorial|correspondent|press|agency|desk|admin|team|news|writer|contributor"
    r"|associated|post|times|published|updated|board|bureau|service|online|media|group|magazine)\b",
    re.I,
)
# Where a date begins, with its month's name or without.
_DATE: Final = re.compile(r",? (?:[^\W\d_]{3,9}\.? )?\d")
_MOST: Final = 8


def byline_authors(line: str) -> tuple[str, ...]:
    """Return the people a byline names ("By Jane Doe and John Roe"), without roles and papers."""
    match = _BY.match(line)
    return people(_BETWEEN.split(_DATE.split(line[match.end() : 200])[0])) if match else ()


def bio_author(paragraph: str) -> str | None:
    """Return whom a note about the writer introduces ("Jane Doe is an editor at …")."""
    match = _BIO.match(paragraph[:200])
    return match[1] if match else None


def people(names: Iterable[str]) -> tuple[str, ...]:
    """Return those of the strings that look like names of people, each once."""
    found: dict[str, None] = {}
    for name in names:
        name = _BY.sub("", name.strip(), count=1) if _BY.match(name.strip()) else name.strip()
        if name.isupper():
            name = name.title()
        if _NAME.fullmatch(name) and not _ROLE.search(name):
            found.setdefault(name)
    return tuple(found)[:_MOST]
