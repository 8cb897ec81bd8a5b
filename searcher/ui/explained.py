"""Explanations for people: how a query was read, and the tree of numbers behind a score.

read as kadyrov fight*
  articles     idf  term
        12  3.4123  kadyrov
         7  3.9000  fight*: 3 forms, fight 4, fights 2, fighter 1
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from searcher.records import Span
from searcher.ui.text import lines_of, one_line

if TYPE_CHECKING:
    from searcher.query.explanation import Explanation
    from searcher.query.reading import Forms, Reading

_HEAD = "  articles     idf  term"
_STEP = "  "
_LEAST = 10  # columns for words, however deep the tree is


def reading_lines(reading: Reading, columns: int) -> Iterator[str]:
    """How a query was read, and a line for each of its terms, wrapped to some columns."""
    yield from _hanging("read as ", one_line(reading.query) or "nothing", columns)
    if reading.terms:
        yield _HEAD
    for term in reading.terms:
        words = [term.text, *(["(implied)"] if term.is_implied else [])]
        forms = [_forms(pattern, named=len(term.patterns) > 1) for pattern in term.patterns]
        text = " ".join(words) + (f": {'; '.join(forms)}" if forms else "")
        yield from _hanging(f"{term.articles:>10,}{term.idf:>8.4f}  ", one_line(text), columns)


def _forms(forms: Forms, *, named: bool) -> str:
    """The forms of a pattern, the most frequent ones with their counts."""
    pattern, fitting, taken, most = forms
    words = [f"{fitting:,} form{'' if fitting == 1 else 's'}"]
    words += [f"{taken:,} of them looked for"] if taken < fitting else []
    words += [f"{form} {count:,}" for form, count in most]
    words += ["…"] if fitting > len(most) else []
    return f"{pattern} {', '.join(words)}" if named else ", ".join(words)


def explanation_lines(explanation: Explanation, columns: int, indent: str = "") -> Iterator[str]:
    """The tree of a number, those it is made of below it and further in."""
    value, what, parts = explanation
    number = f"{value:,}" if isinstance(value, int) else f"{value:.4f}"
    yield from _hanging(f"{indent}{number}  ", one_line(what), columns)
    for part in parts:
        yield from explanation_lines(part, columns, indent + _STEP)


def _hanging(begin: str, text: str, columns: int) -> Iterator[str]:
    """A text behind the beginning of a line, its further lines as far in."""
    spans = list(lines_of(text, max(_LEAST, columns - len(begin)))) or [Span(0, 0)]
    for start, end in spans:
        yield begin + text[start:end]
        begin = " " * len(begin)
