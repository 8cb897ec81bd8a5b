"""The form table: many short strings as one row of code points, to find at once all that fit a pattern.

Pattern → the numbers of the strings that fit it. What `searcher.query.places.fitting` says of one string
after the other is said here of all together: code points are compared at the places where they have to
stand, and only what may be a fuzzy word is looked at for itself.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.postings import Segment
from searcher.query.nodes import Fuzzy, Pattern, Prefix, Wildcard
from searcher.query.places import literal_prefix

_MANY_FORMS = 8  # so many times fewer than all are sooner decoded for themselves


class Codes(NamedTuple):
    """Strings as code points.

    Attributes:
        codes: those of all, uint8, uint16 or uint32; begin, end: of each string among them, int64.
    """

    codes: Array
    begin: Array
    end: Array

    @classmethod
    def of(cls, raw: Array, start: Array) -> Codes:
        """Strings that lie one after the other in UTF-8; `start` has where each begins, and the last ends."""
        start = start.astype(np.int64)
        raw = raw[start[0] : start[-1]]
        start -= start[0]
        if (raw < 0x80).all():
            return cls(raw, start[:-1], start[1:])
        text = raw.tobytes().decode("utf-8", "surrogatepass")
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        if codes.max() < 1 << 16:
            codes = codes.astype(np.uint16)
        number = np.zeros(len(raw) + 1, np.int64)
        ((raw & 0xC0) != 0x80).cumsum(out=number[1:])  # each byte with which a code point begins
        start = number[start]
        return cls(codes, start[:-1], start[1:])

    def take(self, numbers: Array | slice) -> Codes:
        """Some of the strings."""
        return Codes(self.codes, self.begin[numbers], self.end[numbers])

    def texts(self) -> list[str]:
        """The strings as Python has them."""
        length = self.end - self.begin
        starts = np.concatenate(([0], length.cumsum()))
        codes = self.codes[np.arange(starts[-1]) + (self.begin - starts[:-1]).repeat(length)]
        text = codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
        return [text[begin:end] for begin, end in pairwise(starts.tolist())]


class FormTable:
    """The surface forms of one segment."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._all: Codes | None = None

    def fitting(self, pattern: Pattern) -> Array:
        """The numbers of the forms that fit a pattern, ascending, int64."""
        within = self._segment.forms.beginning_with(literal_prefix(pattern).encode("utf-8", "surrogatepass"))
        if isinstance(pattern, Prefix) or not within:
            return np.arange(within.start, within.stop)
        return within.start + fitting(pattern, self._strings(within))

    def _strings(self, numbers: range) -> Codes:
        """Some neighbouring forms; all are kept once many are asked for."""
        arrays, count = self._segment.arrays, len(self._segment.forms)
        if self._all is None and len(numbers) * _MANY_FORMS < count:
            return Codes.of(arrays["form.bytes"], arrays["form.start"][numbers.start : numbers.stop + 1])
        if self._all is None:
            self._all = Codes.of(arrays["form.bytes"], arrays["form.start"])
        return self._all.take(slice(numbers.start, numbers.stop))


def fitting(pattern: Pattern, strings: Codes) -> Array:
    """The numbers of the strings that fit a pattern, ascending."""
    match pattern:
        case Prefix():
            return _fitting_pieces([pattern.form, ""], strings)
        case Wildcard():
            return _fitting_pieces(pattern.pattern.split("*"), strings)
        case Fuzzy():
            return _fitting_fuzzy(pattern, strings)


def _fitting_pieces(pieces: list[str], strings: Codes) -> Array:
    """Strings that are some pieces with any run between two of them; in a piece ? is one code point.

    Each run but the last ends at the first place where what follows it stands, which is enough.
    """
    codes, begin, end = strings
    first, *others = pieces
    shortest = sum(map(len, pieces))
    rows: Array = (end - begin >= shortest if others else end - begin == shortest).nonzero()[0]
    rows = rows[_stands(first, codes, begin[rows])]
    at = begin[rows] + len(first)
    for piece in filter(None, others[:-1]):
        if not len(rows):
            break
        where = np.append(_occurrences(piece, codes), len(codes))
        at = where[where.searchsorted(at)] + len(piece)
        fits = at <= end[rows]
        rows, at = rows[fits], at[fits]
    if others:
        last = end[rows] - len(others[-1])
        rows, last = rows[last >= at], last[last >= at]
        rows = rows[_stands(others[-1], codes, last)]
    return rows


def _stands(piece: str, codes: Array, at: Array) -> Array:
    """Whether a piece stands at each of some places, all of them where there is room for it."""
    stands = np.ones(len(at), dtype=bool)
    for offset, character in enumerate(piece):
        if character != "?":
            stands &= codes[at + offset] == ord(character)
    return stands


def _occurrences(piece: str, codes: Array) -> Array:
    """Where a piece stands in a row of code points that is as long at least, ascending."""
    offset = next((i for i, character in enumerate(piece) if character != "?"), None)
    if offset is None:
        return np.arange(len(codes) - len(piece) + 1)
    at = (codes[offset : len(codes) - len(piece) + offset + 1] == ord(piece[offset])).nonzero()[0]
    return at[_stands(piece, codes, at)]  # type: ignore[no-any-return] # an array


def _fitting_fuzzy(pattern: Fuzzy, strings: Codes) -> Array:
    # Only a fuzzy query pays for the import.
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import cdist

    maybe = _maybe_near(pattern, strings)
    if not len(maybe):
        return maybe
    distance = cdist(
        [pattern.form],
        strings.take(maybe).texts(),
        scorer=Levenshtein.distance,
        score_cutoff=pattern.edits,
        dtype=np.uint8,
    )
    near: Array = maybe[distance[0] <= pattern.edits]
    return near


def _maybe_near(pattern: Fuzzy, strings: Codes) -> Array:
    """The strings that have one of edits + 1 parts of a form, near where the form has it.

    So many edits leave one part as it is, and shift it by no more than they are.
    """
    codes, begin, end = strings
    form, edits = pattern.form, pattern.edits
    rows: Array = (np.abs(end - begin - len(form)) <= edits).nonzero()[0]
    beginning = form[: pattern.prefix_length]
    rows = rows[end[rows] - begin[rows] >= len(beginning)]
    rows = rows[_stands(beginning, codes, begin[rows])]
    if len(form) <= edits:
        return rows
    maybe = np.zeros(len(rows), dtype=bool)
    borders = [len(form) * part // (edits + 1) for part in range(edits + 2)]
    for first, beyond in pairwise(borders):
        for offset in range(max(0, first - edits), first + edits + 1):
            at = begin[rows] + offset
            there = (at + beyond - first <= end[rows]).nonzero()[0]
            maybe[there[_stands(form[first:beyond], codes, at[there])]] = True
    return rows[maybe]
