"""Opener: how a paragraph begins, or what it holds, that is not the journalist's. Key → its reason.

The openers are data: `openers.txt` for those known by their first words, `phrases.txt` for those known by
words further in. A hundred patterns are too many to try on every line, so an opener is looked up by a
line's first three characters, and a phrase by the texts that a page holds.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Final

from searcher.corpus.cleaner.beginnings import LONGEST, beginnings
from searcher.corpus.cleaner.held import HeldTexts
from searcher.corpus.cleaner.reasons import Reason
from searcher.corpus.cleaner.tables import Row, opener_table, phrase_table

_ROWS: Final = opener_table("openers.txt")
_PHRASES: Final = phrase_table("phrases.txt")
_HELD: Final = HeldTexts(row.held for row in _PHRASES)
_CHARACTERS: Final = 400
_BULLETS: Final = "•●▪◦‣·*_#-|>»( "


def opener_reason(key: str, words: int) -> Reason | None:
    """Return what a paragraph is by its first words (`key` as `unicode.key` folds it), or None."""
    rows = rows_for(key.lstrip(_BULLETS)[:LONGEST])
    return _first_match(rows, key, words) if rows else None


def phrase_reasons(keys: Sequence[str], words: Sequence[int]) -> dict[int, Reason]:
    """Return what lines of a page are by words further in: position → reason, of those that are anything."""
    found = {
        i: _first_match([_PHRASES[place] for place in places], keys[i], words[i])
        for i, places in _HELD.lines([key[:_CHARACTERS] for key in keys]).items()
    }
    return {i: reason for i, reason in found.items() if reason}


def _first_match(rows: Iterable[Row], key: str, words: int) -> Reason | None:
    """Return the reason of the first row that matches; a row does not judge a line of too many words."""
    head = key[:_CHARACTERS].lstrip(_BULLETS)
    for row in rows:
        if words <= row.most_words and _compiled(row.pattern).match(head):
            return row.reason
    return None


@lru_cache(maxsize=4096)
def rows_for(beginning: str) -> tuple[Row, ...]:
    """Return the openers that may match a line with such first characters (beginnings.LONGEST of them)."""
    beginning = "".join("0" if character.isdecimal() else character for character in beginning)
    known = _known()
    found = {place for end in range(LONGEST + 1) for place in known.get(beginning[:end], ())}
    return tuple(_ROWS[place] for place in sorted(found))


@cache
def _known() -> dict[str, list[int]]:
    """Return for each text that a row's pattern may begin with, the places of the rows."""
    known = defaultdict(list)
    for place, row in enumerate(_ROWS):
        for text in beginnings(row.pattern):
            known[text].append(place)
    return known


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # All of them take a tenth of a second to compile: not on import, which every command pays for.
    return re.compile(pattern)
