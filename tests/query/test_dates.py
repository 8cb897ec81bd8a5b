from __future__ import annotations

import calendar
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.query.dates import date_range, open_range


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2022", "2022-01-01", "2022-12-31"),
        ("2022-09", "2022-09-01", "2022-09-30"),
        ("2022-9-5", "2022-09-05", "2022-09-05"),
        (" 2022-09-15 ", "2022-09-15", "2022-09-15"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2000-02", "2000-02-01", "2000-02-29"),
    ],
)
def test_date_range_day_month_year_yields_first_and_last_day(typed: str, first: str, last: str) -> None:
    """A day, a month and a year each stand for all their days."""
    assert date_range(typed) == (first, last)


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "22", "0000", "2022-00", "2022-13", "2022-02-30", "2023-02-29", "2022-09-00", "2022/09"],
)
def test_date_range_other_text_yields_none(typed: str) -> None:
    """What is no day of the calendar is no date."""
    assert date_range(typed) is None


@pytest.mark.parametrize(
    "typed", ["٢٠٢٢", "2022-09-15T10:00", "20220915", "2022-", "-2022", "2022-09-015", "15.09.2022"]
)
def test_date_range_other_notation_yields_none(typed: str) -> None:
    """Days written in another way are no dates: they could be read in two ways."""
    assert date_range(typed) is None


@given(st.dates())
def test_date_range_every_day_is_in_its_month_and_year(day: datetime.date) -> None:
    """Each day of the calendar is read as itself, and its month ends on the right day."""
    iso = day.isoformat()
    assert date_range(iso) == (iso, iso)
    last = calendar.monthrange(day.year, day.month)[1]
    assert date_range(iso[:7]) == (f"{iso[:7]}-01", f"{iso[:7]}-{last}")
    assert date_range(iso[:4]) == (f"{iso[:4]}-01-01", f"{iso[:4]}-12-31")


@given(st.text())
def test_date_range_any_text_never_raises(text: str) -> None:
    """Any text is a date or is not."""
    found = date_range(text)
    assert found is None or found[0] <= found[1]


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2022-09", "2022-10", ("2022-09-01", "2022-10-31")),
        ("*", "2022", (None, "2022-12-31")),
        ("2022", "*", ("2022-01-01", None)),
        ("*", "*", (None, None)),
        ("2022", "soon", None),
        ("", "2022", None),
    ],
)
def test_open_range_star_leaves_an_end_open(
    first: str, last: str, days: tuple[str | None, str | None] | None
) -> None:
    """A range goes from the first day of its beginning to the last day of its end; * leaves one open."""
    assert open_range(first, last) == days
