"""Date: the day an article was published. What a page or a line says → "YYYY-MM-DD", or None.

The date is the page's own local one, and a guess is worse than none: dates of two readings (03/04/2020)
are not read, and no date counts because it is today's.
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import Final

from searcher.corpus.cleaner.tables import read_rows, read_words

_MONTHS: Final = {name: int(number) for number, names in read_rows("months.txt") for name in names.split()}
_MONTH: Final = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
# A word before a day: said first, it spares most words the list of the months.
_AHEAD: Final = r"\b(?=\w{1,20}\.? \d)"
_ORDINAL: Final = r"(?:st|nd|rd|th|er|º|\.)?"
_FORMS: Final = tuple(
    (re.compile(pattern, re.I), groups)
    for pattern, groups in (  # and where year, month and day are in it
        (r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", (1, 2, 3)),
        (rf"\b(\d{{1,2}}){_ORDINAL},? (?:de |of )?{_MONTH},? (?:de )?(\d{{4}})\b", (3, 2, 1)),
        (rf"{_AHEAD}{_MONTH} (\d{{1,2}}){_ORDINAL},? (\d{{4}})\b", (3, 1, 2)),
        (
            rf"{_AHEAD}{_MONTH} (\d{{1,2}}) \d\d?:\d\d(?::\d\d)? (?:[A-Z+-][\w:]{{1,5}} )?(\d{{4}})\b",
            (3, 1, 2),
        ),
        (rf"\b(\d{{1,2}})-{_MONTH}-(\d{{4}})\b", (3, 2, 1)),
        (r"\b(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})\b", (3, 2, 1)),
        (r"\b(\d{4}) ?[年년.] ?(\d{1,2}) ?[月월.] ?(\d{1,2})(?!\d)", (1, 2, 3)),
    )
)
_SLASHED: Final = re.compile(r"\b(\d{1,2})(?:/(\d{1,2})/(\d{4}|\d{2})|-(\d{1,2})-(\d{4}))\b")
_DATELINE_WORDS: Final = frozenset(_MONTHS) | read_words("dateline.txt")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_DIGIT: Final = re.compile(r"\d")
_DATELINE_BEGINNINGS: Final = frozenset(word[:2] for word in _DATELINE_WORDS)
_DATELINE_CHARACTERS: Final = 80
DATE_MARKS_MIN: Final = 5
"""No date has fewer digits and slashes."""
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2100
_CHARACTERS_MAX: Final = 200
# A page is asked for its dates again and again, and the articles of an archive share their days.
_REMEMBERED: Final = 4096


def read_date(text: str | None) -> str | None:
    """Return the first date in a short string, ISO 8601 or as people write it, as "YYYY-MM-DD"."""
    if not text:
        return None
    text = text[:_CHARACTERS_MAX]
    return _first_date(text) if _DIGIT.search(text) else None


@lru_cache(maxsize=_REMEMBERED)
def _first_date(text: str) -> str | None:
    found = []
    for pattern, (year, month, day) in _FORMS:
        match = pattern.search(text)
        if match:
            number = _MONTHS.get(match[month].lower()) or int(match[month])
            found.append((match.start(), _valid(int(match[year]), number, int(match[day]))))
    match = _SLASHED.search(text)
    if match:
        found.append(
            (match.start(), _slashed(int(match[1]), int(match[2] or match[4]), match[3] or match[5]))
        )
    dates = [date for _, date in sorted(found, key=lambda pair: pair[0]) if date]
    return dates[0] if dates else None


def is_dateline(text: str) -> bool:
    """Tell whether a line is a date and nothing else, but for the hour and words such as “Updated”."""
    if len(text) > _DATELINE_CHARACTERS:
        return False
    beginning = text[:2].lower()
    if (beginning.isalpha() and beginning not in _DATELINE_BEGINNINGS) or not _DIGIT.search(text):
        return False
    return _DATELINE_WORDS.issuperset(_LETTERS.findall(text.lower())) and read_date(text) is not None


def _slashed(first: int, second: int, year: str) -> str | None:
    """Read 11/18/2019 and 18/11/2019: one of the numbers must be too large for a month, or both alike."""
    full = int(year) if len(year) == 4 else 2000 + int(year)
    if first > 12 or first == second:
        return _valid(full, second, first)
    return _valid(full, first, second) if second > 12 else None


def _valid(year: int, month: int, day: int) -> str | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None
