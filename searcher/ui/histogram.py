"""A histogram: how many articles there are in each period of a calendar, as bars.

    ("2023-11", 1), ("2024-01", 2)   →   1  2023-11  ██████████
                                         0  2023-12
                                         2  2024-01  ████████████████████

Periods are years, months or days, in order. Those between them that have no article are shown as well; when
they are many in a row, as one line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from searcher.records import FacetCount

BLOCKS = "▏▎▍▌▋▊▉█"
"""Bars of one to eight eighths of a column."""

PLAIN = "#"
"""What bars are made of where the terminal's encoding has no blocks."""

_MOST_EMPTY = 6
"""Empty periods in a row that get a line each: a gap is seen, and a hundred years still fit a screen."""


def histogram(counts: Sequence[FacetCount], columns: int, marks: str = BLOCKS) -> Iterator[str]:
    """The lines of a histogram.

    Args:
        counts: periods such as "2022", "2022-09" or "2022-09-24", all of one kind, ascending; counts > 0.
        columns: from 40 on none of the lines is wider.
        marks: what a bar is made of: a column of it in as many steps as there are marks.
    """
    if not counts:
        return
    most = max(count for _, count in counts)
    digits = len(f"{most:,}")
    room = max(1, columns - digits - len(counts[0].value) - 4)
    for (value, count), following in zip(counts, [*counts[1:], None], strict=True):
        yield f"{count:>{digits},}  {value}  {_bar(count / most, room, marks)}"
        for gap in _between(value, following.value) if following else ():
            yield f"{0:>{digits}}  {gap}"


def _bar(share: float, room: int, marks: str) -> str:
    """A bar that takes a share of some columns, at least the smallest one."""
    full, part = divmod(max(1, round(share * room * len(marks))), len(marks))
    return marks[-1] * full + (marks[part - 1] if part else "")


def _between(value: str, following: str) -> Iterator[str]:
    """The periods between two, or the first and the last of them."""
    first, last = _number(value) + 1, _number(following) - 1
    if last - first < _MOST_EMPTY:
        yield from (_written(number, len(value)) for number in range(first, last + 1))
    else:
        yield f"{_written(first, len(value))} to {_written(last, len(value))}"


def _number(value: str) -> int:
    """A period as one of a row without gaps."""
    year, month, day = [*map(int, value.split("-")), 1, 1][:3]
    return {4: year, 7: 12 * year + month - 1}.get(len(value)) or date(year, month, day).toordinal()


def _written(number: int, size: int) -> str:
    """The period of a number, as so many characters."""
    if size == 4:
        return f"{number:04}"
    if size == 7:
        return f"{number // 12:04}-{number % 12 + 1:02}"
    return date.fromordinal(number).isoformat()
