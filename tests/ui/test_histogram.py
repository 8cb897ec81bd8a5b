"""Histograms: bars in order, gaps seen, no line too wide."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.records import FacetCount
from searcher.ui.histogram import BLOCKS, PLAIN, histogram
from searcher.ui.text import width_of

days = st.dictionaries(st.dates(), st.integers(1, 10**7), min_size=1, max_size=20)


def lines(*counts: tuple[str, int], columns: int = 30, marks: str = PLAIN) -> list[str]:
    """The lines of a histogram."""
    return list(histogram([FacetCount(*count) for count in counts], columns, marks))


def test_bars_are_as_long_as_their_counts() -> None:
    """The longest bar takes what room there is, the others their share; counts are aligned."""
    assert lines(("2021", 10), ("2022", 5), ("2023", 1200), columns=25) == [
        "   10  2021  #",
        "    5  2022  #",
        "1,200  2023  ############",
    ]
    assert lines(("2022", 2), ("2023", 4), columns=15) == ["2  2022  ###", "4  2023  ######"]


def test_bars_of_blocks_are_exact_to_an_eighth_of_a_column() -> None:
    """Where there are blocks, a bar ends with a part of one."""
    drawn = lines(("2022", 1), ("2023", 16), ("2024", 31), ("2025", 32), columns=14, marks=BLOCKS)
    assert [line.split("  ")[-1] for line in drawn] == ["▏", "██", "███▉", "████"]


def test_a_gap_is_seen() -> None:
    """Empty periods between two have a line each, those of a long gap one together."""
    assert lines(("2023-11", 1), ("2024-01", 1))[1] == "0  2023-12"
    assert lines(("2023-11", 1), ("2031-04", 1))[1:-1] == ["0  2023-12 to 2031-03"]
    assert lines(("2024-02-28", 1), ("2024-03-01", 1))[1] == "0  2024-02-29"
    assert len(lines(("2010", 1), ("2017", 1))) == 8
    assert lines(("2010", 1), ("2018", 1))[1:-1] == ["0  2011 to 2017"]


def test_nothing_has_no_lines() -> None:
    """Without counts there is nothing to draw."""
    assert lines() == []


@given(days, st.sampled_from([4, 7, 10]), st.integers(40, 100), st.sampled_from([BLOCKS, PLAIN]))
def test_a_histogram_is_in_order_and_fits(
    found: dict[date, int], size: int, columns: int, marks: str
) -> None:
    """Lines are in the order of the calendar, none too wide, and no period of the counts is missing."""
    counts: dict[str, int] = {}
    for day in sorted(found):
        period = day.isoformat()[:size]
        counts[period] = counts.get(period, 0) + found[day]
    drawn = lines(*counts.items(), columns=columns, marks=marks)
    assert all(width_of(line) <= columns for line in drawn)
    rows = [line.split() for line in drawn]
    assert {row[1]: int(row[0].replace(",", "")) for row in rows if row[0] != "0"} == counts
    assert [row[1] for row in rows] == sorted(row[1] for row in rows)
    assert len(drawn) <= 7 * len(counts)


@pytest.mark.parametrize("step", [1, 7, 8])
def test_days_between_are_those_of_the_calendar(step: int) -> None:
    """The empty days between two are counted out, over the ends of months and leap days."""
    first = date(2024, 2, 27)
    drawn = lines((first.isoformat(), 1), ((first + timedelta(step)).isoformat(), 1))
    between = [line.split()[1:] for line in drawn[1:-1]]
    expected = [[(first + timedelta(n)).isoformat()] for n in range(1, step)]
    assert between == (expected if step < 8 else [[*expected[0], "to", *expected[-1]]])
