"""Opener: how a paragraph begins, or what it holds, that is not the journalist's. Key → its reason.

The openers are data: `openers.txt` for those known by their first words, `phrases.txt` for those known by
words further in. A hundred patterns are too many to try on every line, so an opener is looked up by a
line's first characters, and a phrase is tried where a line holds what it cannot match without (`held`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from searcher.corpus.cleaner.beginnings import LONGEST, beginnings
from searcher.corpus.cleaner.reasons import Reason
from searcher.corpus.cleaner.tables import Row, opener_table, phrase_table

_ROWS: Final = opener_table("openers.txt")
PHRASES: Final = phrase_table("phrases.txt")
"""The phrases; each is known by its place."""
_CHARACTERS: Final = 400
_SHORTEST: Final = 3  # no text that an opener may begin with is shorter, if it begins with a letter
_DIGIT: Final = re.compile(r"\d")
_BULLETS: Final = "•●▪◦‣·*_#-|>»( "


def may_open(keys: Sequence[str]) -> list[int]:
    """Return which lines may begin as some opener does."""
    heads = [key.lstrip(_BULLETS) for key in keys]
    known = _by_first_letters()
    beginnings = map(known.get, [head[:_SHORTEST] for head in heads])
    return [
        i
        for i, (head, texts) in enumerate(zip(heads, beginnings, strict=True))
        if (head.startswith(texts) if texts else not head[:1].isalpha())
    ]


def opener_reason(key: str, words: int) -> Reason | None:
    """Return what a paragraph is by its first words (`key` as `unicode.key` folds it), or None."""
    tries = _tries(key.lstrip(_BULLETS)[:LONGEST])
    return _first_match(tries, key, words) if tries else None


def phrase_reason(places: Iterable[int], key: str, words: int) -> Reason | None:
    """Return what a paragraph is by words further in, or None.

    Args:
        places: of the phrases that may match, in order.
    """
    return _first_match([_try(PHRASES[place]) for place in places], key, words)


class _Try(NamedTuple):
    """A row, ready to be tried: at most so many words, what tells whether it matches, and what then is."""

    most_words: int
    matches: Callable[[str], object]
    reason: Reason


def _first_match(tries: Iterable[_Try], key: str, words: int) -> Reason | None:
    """Return the reason of the first row that matches; a row does not judge a line of too many words."""
    head = ""
    for most_words, matches, reason in tries:
        if words <= most_words:
            head = head or key[:_CHARACTERS].lstrip(_BULLETS)
            if matches(head):
                return reason
    return None


@lru_cache(maxsize=4096)
def _tries(beginning: str) -> tuple[_Try, ...]:
    return tuple(map(_try, rows_for(beginning)))


@cache
def _try(row: Row) -> _Try:
    # All of them take some hundredths of a second to compile: not on import, which every command pays for.
    return _Try(row.most_words, re.compile(row.pattern).match, row.reason)


def rows_for(beginning: str) -> list[Row]:
    """Return the openers that may match a line with such first characters (beginnings.LONGEST of them)."""
    beginning = _DIGIT.sub("0", beginning)
    known = _known()
    found = {place for end in range(LONGEST + 1) for place in known.get(beginning[:end], ())}
    return [_ROWS[place] for place in sorted(found)]


@cache
def _by_first_letters() -> dict[str, tuple[str, ...]]:
    """Return the texts that an opener may begin with, up to a digit, by their first characters."""
    found = defaultdict(list)
    for text in _known():
        found[text[:_SHORTEST]].append(text.partition("0")[0])
    return {first: tuple(texts) for first, texts in found.items() if first[:1].isalpha()}


@cache
def _known() -> dict[str, list[int]]:
    """Return for each text that a row's pattern may begin with, the places of the rows."""
    known = defaultdict(list)
    for place, row in enumerate(_ROWS):
        _try(row)
        for text in beginnings(row.pattern):
            known[text].append(place)
    return dict(known)
