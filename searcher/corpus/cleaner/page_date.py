"""Page date: the day a saved page was published, of all the days it states. Statements → "YYYY-MM-DD".

Published comes before updated, and what is said to machines before what is shown; but the day the page shows
is the local one. Nobody looks at a clock: a day is in the future when all else on the page is from years
before.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from searcher.corpus.cleaner.date import is_dateline, read_date
from searcher.corpus.cleaner.page import Tree
from searcher.corpus.cleaner.paragraphs import Paragraph
from searcher.corpus.cleaner.stated import inner, text

# What programs write when they do not know: the beginning of their time, or a day that never comes.
_NO_DATES: Final = frozenset(("1970-01-01", "1969-12-31", "1900-01-01", "1899-12-30"))
_END: Final = "2050"
_SECONDS: Final = re.compile(r"\d{10}(?:\d{3})?(?:\.0+)?")
_COMPACT: Final = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6})?(?:Z|[+-]\d\d:?\d\d)?")
_IN_URL: Final = re.compile(
    r"[/_-]((?:19|20)\d\d)([/_-])(\d\d?)\2(\d\d?)(?![\d])|/((?:19|20)\d\d)()(\d\d)(\d\d)(?=[/_-])"
)
_UNIVERSAL: Final = re.compile(r"T(\d\d):?\d\d(?::?\d\d)?(?:\.\d{1,9})?(?:Z|[+-]00:?00)$")
_HOURS_BEHIND: Final = 12
_PUBLISHED: Final = re.compile(r"publi|posted|entry-date|created|pubdate", re.I)
_UPDATED: Final = re.compile(r"updat|modif", re.I)
_ELSEWHERE: Final = re.compile(
    r"comment|related|sidebar|recommend|trending|latest|popular|teaser|promo|(?<!entry-)footer|most-|more-",
    re.I,
)
_PARTS: Final = frozenset(("aside", "nav"))
_WHOLES: Final = frozenset(("main", "body", "html"))
_TIMES_MAX: Final = 30
# Author, date and share buttons stand below a headline, or the date above it.
_LINES_BELOW: Final = 8
_LINES_ABOVE: Final = 3
_LINE_WORDS: Final = 14
_YEAR: Final = re.compile(r"(?:19|20)\d\d|/\d\d\b")


def stated_day(value: str) -> str | None:
    """Return the day that a value for machines says, which may also be 20191118 or a number of seconds.

    >>> stated_day("1574118000000"), stated_day("20191118T2330"), stated_day("1970-01-01")
    ('2019-11-18', '2019-11-18', None)
    """
    if _SECONDS.fullmatch(value):
        moment = datetime.timedelta(seconds=int(value[:10])) + datetime.datetime(1970, 1, 1)
        day: str | None = moment.date().isoformat()
    else:
        compact = _COMPACT.fullmatch(value)
        day = read_date("-".join(compact.groups()) if compact else value)
    return day if day and day not in _NO_DATES and day < _END else None


def url_day(url: str | None) -> str | None:
    """Return the day that a page's address holds ("/2019/11/18/…"), or None."""
    match = _IN_URL.search(url or "")
    return stated_day("-".join(part for part in match.groups() if part and part.isdigit())) if match else None


def choose(published: Iterable[str], updated: Iterable[str]) -> str | None:
    """Return the first value with a day that is not years after all other days of the page.

    Args:
        published: values that say when the article was published, the most deliberate first.
        updated: values that say when it was last changed.
    """
    said = [(day, value) for value in published if (day := stated_day(value))]
    later = [day for value in updated if (day := stated_day(value))]
    days = {day for day, _ in said} | set(later)
    for day, value in said:
        others = days - {day}
        if not others or int(day[:4]) <= int(max(others)[:4]) + 1:
            return value
    return None


def local_day(stated: str | None, shown: str | None) -> str | None:
    """Return the day of a stated moment where the page was made: the day before, if it shows that one.

    A moment stated in universal time is the evening before in the west; the page then shows that day.
    """
    day = stated_day(stated) if stated else None
    universal = _UNIVERSAL.search(stated) if stated else None
    if day and shown and universal and int(universal[1]) < _HOURS_BEHIND:
        before = datetime.date.fromisoformat(day) - datetime.timedelta(days=1)
        return shown if shown == before.isoformat() else day
    return day


def shown_days(times: Sequence[Tree], heads: Iterable[Tree]) -> Iterator[str]:
    """Yield the values of the page's <time> tags, the most likely to be the article's own first.

    Args:
        heads: the tags that hold the headline, where any does.
    """
    around = {above for head in heads for above in head.iterancestors()}
    own = [tag for tag in times[:_TIMES_MAX] if not _is_elsewhere(tag, around)]
    for tag in sorted(own, key=_rank):
        yield text(tag.get("datetime")) or inner(tag)


def day_near(paragraphs: Sequence[Paragraph], places: Iterable[int]) -> str | None:
    """Return the day that the first short line near some places shows; sentences tell of other days."""
    for place in places:
        for i in (
            *range(place + 1, place + 1 + _LINES_BELOW),
            *range(place - 1, place - 1 - _LINES_ABOVE, -1),
        ):
            if 0 <= i < len(paragraphs) and paragraphs[i].words <= _LINE_WORDS:
                day = stated_day(paragraphs[i].text) if _has_day(paragraphs[i]) else None
                if day:
                    return day
    return None


def _has_day(paragraph: Paragraph) -> bool:
    return _YEAR.search(paragraph.text) is not None and (not paragraph.final or is_dateline(paragraph.text))


def _rank(tag: Tree) -> int:
    marks = " ".join(filter(None, (tag.get("class"), tag.get("itemprop"), *tag.keys())))
    if _PUBLISHED.search(marks):
        return 0
    return 2 if _UPDATED.search(marks) else 1


def _is_elsewhere(tag: Tree, around: set[Tree]) -> bool:
    """Tell whether a tag stands in a part of the page that is not the article's, such as its comments."""
    for above in tag.iterancestors():
        if above in around or above.tag in _WHOLES:
            return False
        if above.tag in _PARTS or _ELSEWHERE.search(f"{above.get('class')} {above.get('id')}"):
            return True
        if above.tag == "article" and around:
            return True
    return False
