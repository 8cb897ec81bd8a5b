"""Dates as readers type them: a day, a month or a year → its first and last day.

    "2022"  "2022-09"  "2022-09-15"   →   ("2022-01-01", "2022-12-31") …

Days are ISO strings, so that they sort and compare as text; nothing here knows what today is.
"""

from __future__ import annotations

import re

_DATE = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?)?")
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
OPEN = "*"
"""What stands for an open end in a typed range."""


def date_range(text: str) -> tuple[str, str] | None:
    """The first and last day, "YYYY-MM-DD", of a typed day, month or year; None when it is no date.

    >>> date_range("2024-02"), date_range("2022-9-5"), date_range("2022-02-30")
    (('2024-02-01', '2024-02-29'), ('2022-09-05', '2022-09-05'), None)
    """
    match = _DATE.fullmatch(text.strip())
    if match is None or int(match["year"]) == 0:
        return None
    year = int(match["year"])
    first_month, last_month = _bounds(match["month"], 12)
    if first_month == 0:
        return None
    first_day, last_day = _bounds(match["day"], _days_in(year, last_month))
    if first_day == 0:
        return None
    return f"{year:04}-{first_month:02}-{first_day:02}", f"{year:04}-{last_month:02}-{last_day:02}"


def open_range(first: str, last: str) -> tuple[str | None, str | None] | None:
    """The days from the first of `first` to the last of `last`; "*" is an open end, None no range.

    >>> open_range("2022-09", "*"), open_range("2023", "2022")
    (('2022-09-01', None), ('2023-01-01', '2022-12-31'))
    """
    begins, ends = date_range(first), date_range(last)
    if (begins is None and first != OPEN) or (ends is None and last != OPEN):
        return None
    return begins[0] if begins else None, ends[1] if ends else None


def _bounds(typed: str | None, highest: int) -> tuple[int, int]:
    """The lowest and highest number meant: all from 1 when nothing was typed, (0, 0) when out of range."""
    if typed is None:
        return 1, highest
    number = int(typed)
    return (number, number) if 1 <= number <= highest else (0, 0)


def _days_in(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _MONTH_DAYS[month - 1]
