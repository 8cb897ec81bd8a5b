"""Wall: what a page showed whoever saved it instead of its article. Cleaned → paywall, cookie wall, or None.

A suspicion: very little was kept, and some line says what such walls say. Nothing is dropped for it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal

from searcher.corpus.cleaner.paragraphs import word_count
from searcher.corpus.cleaner.tables import read_rows
from searcher.corpus.cleaner.unicode import key
from searcher.records import Cleaned

Wall = Literal["paywall", "cookie wall"]
WALLS: Final[tuple[Wall, ...]] = ("paywall", "cookie wall")
# The first is asked for first: banners about cookies stand on paywalls, too.

_LINE_CHARACTERS: Final = 300


def suspected_wall(cleaned: Cleaned) -> Wall | None:
    """Tell which wall an article seems to have been saved behind; None where it has text enough."""
    words = word_count(cleaned.document.text)
    lines: list[str] = []
    for wall, most_words, pattern in _table():
        if words <= most_words:
            lines = lines or [key(text[:_LINE_CHARACTERS]) for text, _ in cleaned.judged()]
            if any(map(pattern.search, lines)):
                return wall
    return None


@cache
def _table() -> tuple[tuple[Wall, int, re.Pattern[str]], ...]:
    """Return the rows of the table: wall, most words kept, and what its pages say."""
    rows = read_rows("walls.txt")
    return tuple(
        (wall, int(words), re.compile(pattern))
        for wall in WALLS
        for kind, words, pattern in rows
        if kind == wall
    )
