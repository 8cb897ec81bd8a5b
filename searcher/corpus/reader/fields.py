"""A field: what a JSON seed states about its article besides the text.

    JSON value ─▶ one line of text, a date, names; None or () for what cannot be used

A field of the wrong type costs the field, never the article.
"""

from __future__ import annotations

import datetime
import re
from email.utils import parsedate_tz
from functools import lru_cache

MAX_FIELD_CHARS = 2_000  # chosen: longer than any name or useful address
MAX_AUTHORS = 100  # chosen: joint investigations name dozens
MAX_DATE_CHARS = 100

_SURROGATE = re.compile("[\ud800-\udfff]")
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])")


def sound(text: str) -> str:
    """Return the text with what cannot be stored (lone surrogates, zero characters) as U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = _SURROGATE.sub("\ufffd", text)
    return text.replace("\0", "\ufffd")


def line(value: object) -> str | None:
    """Return a string as one line without outer white space, or the name of {"name": …}; else None."""
    if value is None:
        return None
    if isinstance(value, dict):
        value = value.get("name")
    if not isinstance(value, str) or len(value) > MAX_FIELD_CHARS:
        return None
    return " ".join(sound(value).split()) or None


def names(value: object) -> tuple[str, ...]:
    """Return the names in a string, a {"name": …}, or a list of both; each once, in order."""
    if value is None:
        return ()
    values = value[:MAX_AUTHORS] if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(name for item in values if (name := line(item))))


def date(value: object) -> str | None:
    """Return the day of a date as "YYYY-MM-DD", in the time zone it is written in; None if unsure.

    Read are a year, month and day at the beginning, ISO 8601, and RFC 5322 ("Sat, 03 Sep 2022 …").
    A number is not read: whether it counts seconds or milliseconds is a guess.

    >>> date("2022-09-03T23:30:00Z"), date("Sat, 03 Sep 2022 08:00:00 +0300"), date("last week")
    ('2022-09-03', '2022-09-03', None)
    """
    return _day(value) if isinstance(value, str) and len(value) <= MAX_DATE_CHARS else None


@lru_cache(maxsize=4096)  # the articles of an archive share their days
def _day(written: str) -> str | None:
    written = written.strip()
    try:
        if found := _YEAR_FIRST.match(written):
            return datetime.date(int(found[1]), int(found[3]), int(found[4])).isoformat()
        if written[:4].isdigit():
            return datetime.datetime.fromisoformat(written).date().isoformat()
        if parts := parsedate_tz(written):
            return datetime.date(*parts[:3]).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):  # a day that does not exist, or no date
        return None
    return None
