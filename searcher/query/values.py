"""Values: what stands at the bottom of a query, with its field → matches, filters and date ranges.

    text: headline: or no field   →  Match      words, compounds, phrases, patterns
    source: person: speaker: …    →  Filter     the same by form; one piece of text is one name
    path: doc_id:                 →  Filter     an exact key, or a Wildcard over keys, as typed
    date: since: until:           →  DateRange

What is no value of its field is read as words, with a note.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple, cast

from searcher.query.dates import OPEN, open_range
from searcher.query.groups import boosted
from searcher.query.lexer import FIELDS, QUOTES, Lexeme, shown
from searcher.query.marks import Marks
from searcher.query.nodes import (
    Compound,
    DateRange,
    Filter,
    FilterField,
    Near,
    Node,
    Phrase,
    Unit,
    Wildcard,
    Word,
    match,
    matches,
)
from searcher.query.units import UnitReader, in_a_row
from searcher.records import Note, Span

SCORED_FIELDS = frozenset({None, "text", "headline"})
DATE_FIELDS = frozenset({"date", "since", "until"})
KEY_FIELDS = frozenset({"path", "doc_id"})
UNANALYSED_FIELDS = DATE_FIELDS | KEY_FIELDS

_NAMED = re.compile(rf"(?P<name>[^\W\d_][^\W\d]+):(?P<value>[^\W_]|[{QUOTES}(])?")
_SPECIAL = re.compile(r"[:*?~^]")  # without any of them a chunk is plain words
_PIECE = re.compile(r"\S+")


class Context(NamedTuple):
    """What a value inherits from what stands before it: its field (None: any), and the = of exact forms."""

    field: str | None = None
    exact: bool = False

    @property
    def filters(self) -> bool:
        """Whether values here are values of a filter."""
        return self.field not in SCORED_FIELDS


ANYWHERE = Context()


class ValueReader:
    """Reads the values of one query and adds to its notes."""

    def __init__(self, text: str, units: UnitReader, notes: list[Note]) -> None:
        self._text = text
        self._units = units
        self._notes = notes
        self.marks = self._units.marks

    def words(self, lexeme: Lexeme, context: Context = ANYWHERE, start: int | None = None) -> list[Node]:
        """The nodes of a lexeme that is not quoted.

        Args:
            start: where the field or the = before it begins, if there is one.
        """
        kind, begin, end = lexeme
        field, exact = context
        start = begin if start is None else start
        if field in UNANALYSED_FIELDS:
            return [
                node
                for piece in _PIECE.finditer(self._text, begin, end)
                for node in self._unanalysed(Span(*piece.span()), context, min(start, piece.start()))
            ]
        if start < begin and self._text[begin] in "+-":
            sign, before = self._text[begin], self._text[start:begin]
            message = f"{shown(sign)} works before the field, as in {sign}{before}word: left out"
            self._notes.append(Note("ignored", message, begin, begin + 1))
        scores = field in SCORED_FIELDS
        boost = 1.0
        if kind == "words" or _SPECIAL.search(self._text, begin, end) is None:
            units = self._units.plain(begin, end, exact=exact or not scores)
        else:
            self._check_name(begin, end)
            units, boost = self._units.chunk(begin, end, exact=exact or not scores)
        if not scores and len(units) > 1 and kind != "words":
            units = [Phrase(in_a_row(units), Span(units[0].at.start, units[-1].at.end))]
        nodes: list[Node] = []
        for unit in units:
            at = unit.at
            if start != begin:  # the first has the field or the = before it
                at, start = Span(start, at.end), begin
            nodes.append(_leaf(unit, field, at))
        if boost != 1.0:
            nodes = [self.weighted(node, Marks(begin, boost=boost)) for node in nodes]
        return nodes

    def named(self, start: int, end: int) -> Node | None:
        """The node of text[start:end], if it is a field and one word of letters; a key or a date is none."""
        name, _, value = self._text[start:end].partition(":")
        field = FIELDS.get(name.lower())
        if field is None or field in UNANALYSED_FIELDS:
            return None
        word = self._units.single(end - len(value), end, exact=field not in SCORED_FIELDS)
        return None if word is None else _leaf(word, field, Span(start, word.at.end))

    def phrase(self, lexeme: Lexeme, marks: Marks, context: Context, start: int) -> list[Node]:
        """The node of a quoted lexeme and the marks behind it; none when no word is quoted."""
        _, begin, end = lexeme
        at = Span(begin, end)
        field, exact = context
        if field in UNANALYSED_FIELDS and end - begin > 2:
            return self._unanalysed(Span(begin + 1, end - 1), context, start)
        elements = self._units.quoted(begin + 1, end - 1, exact=exact or field not in SCORED_FIELDS)
        if not elements:
            message = "there is no word between these quotation marks: left out"
            self._notes.append(Note("empty-phrase", message, *at))
            return []
        unit: Unit = elements[0] if len(elements) == 1 else Phrase(elements, at)
        if marks.tilde is not None:
            if marks.tilde > 0 and not marks.prefix and len(elements) > 1:
                unit = Near(elements, marks.tilde, at)
            elif marks.tilde or marks.prefix or len(elements) < 2:  # with ~0 it is the phrase
                message = "~ behind a phrase needs a number, and two words in it, as in “a b”~5: left out"
                self._notes.append(Note("bad-tilde", message, marks.at, marks.at + 1))
        node = _leaf(unit, field, at if start == begin else Span(start, end))
        return [node if marks.boost == 1.0 else self.weighted(node, marks)]

    def dates(self, lexeme: Lexeme) -> list[Node]:
        """The range of a lexeme such as date:[2022-09 TO 2022-10]."""
        if not self._units.takes_word(lexeme.start):
            return []
        typed = self._text[lexeme.start : lexeme.end].partition("[")[2].rstrip("]").split()
        if len(typed) == 3 and typed[1].upper() == "TO":
            return self._range(typed[0], typed[2], Span(lexeme.start, lexeme.end))
        return self._range("", "", Span(lexeme.start, lexeme.end))

    def weighted(self, node: Node, marks: Marks) -> Node:
        """The node with the boost of the marks, which only matches can take."""
        if next(matches(node), None) is None:
            message = "a filter has no score, so ^ changes nothing"
            self._notes.append(Note("bad-boost", message, marks.at, node.at.end))
        return boosted(node, marks.boost)

    def _unanalysed(self, value: Span, context: Context, start: int) -> list[Node]:
        """A key or a date, as typed."""
        typed = self._text[value.start : value.end]
        at = Span(start, value.end)
        is_pattern = context.field in KEY_FIELDS and ("*" in typed or "?" in typed)
        if not (self._units.takes_pattern(start) if is_pattern else self._units.takes_word(start)):
            return []
        if context.field == "since":
            return self._range(typed.rstrip(",;.!?"), OPEN, at)
        if context.field == "until":
            return self._range(OPEN, typed.rstrip(",;.!?"), at)
        if context.field == "date":
            return self._range(typed.rstrip(",;.!?"), typed.rstrip(",;.!?"), at)
        if is_pattern:
            return [_leaf(Wildcard(typed, value), context.field, at)]
        return [_leaf(Word(typed, typed, None, True, typed, value), context.field, at)]

    def _range(self, first: str, last: str, at: Span) -> list[Node]:
        written = self._text[at.start : at.end]
        days = open_range(first, last)
        if days is None:
            message = (
                f"{shown(written)} is not a date such as 2022, 2022-09, 2022-09-15"
                " or date:[2022-09 TO 2022-10]: read as words"
            )
            self._notes.append(Note("bad-date", message, *at))
            return self.words(Lexeme("words", *at))
        begins, ends = days
        if begins and ends and begins > ends:
            begins, ends = cast("tuple[str, str]", open_range(last, first))
            message = f"{shown(written)} ends before it begins: read as {begins} to {ends}"
            self._notes.append(Note("reversed-range", message, *at))
        return [DateRange(begins, ends, at)]

    def _check_name(self, start: int, end: int) -> None:
        """Note a name before a colon that is no field, or a field without a value."""
        named = _NAMED.match(self._text, start)
        if named is None:
            return
        name = named["name"]
        if name.lower() in FIELDS:
            message = f"{shown(name + ':')} has no value right behind it: read as a word"
            self._notes.append(Note("empty-field", message, start, named.start("name") + len(name) + 1))
        elif named["value"]:
            message = f"{shown(name + ':')} is not a field: read as words. Fields: {', '.join(FIELDS)}"
            self._notes.append(Note("unknown-field", message, start, named.start("name") + len(name) + 1))


def _leaf(unit: Unit, field: str | None, at: Span) -> Node:
    if field in SCORED_FIELDS:
        return match(unit, field, 1.0, at)  # type: ignore[arg-type] # the line above; a cast costs a call
    return Filter(cast(FilterField, field), _without_case(unit), at)


def _without_case(unit: Unit) -> Unit:
    """The unit as names are looked for: by folded form, capitals or not."""
    if isinstance(unit, Word):
        return unit if unit.cased is None else replace(unit, cased=None)
    if isinstance(unit, Compound):
        parts = tuple(cast(Word, _without_case(part)) for part in unit.parts)
        return replace(unit, parts=parts, joined=cast(Word, _without_case(unit.joined)))
    if isinstance(unit, Phrase | Near):
        return replace(unit, elements=tuple(_without_case(element) for element in unit.elements))
    return unit
