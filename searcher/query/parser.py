"""The query language: what the reader typed → query nodes, and notes on what was read otherwise.

    either     := both (OR both)*
    both       := NOT* neighbours (AND? NOT* neighbours)*        a NOT b is a AND NOT b
    neighbours := item+                                          w/5 between two items joins them
    item       := [+-] [field:] [=] (words | "phrase" | "(" either ")") [~N] [^N] | date:[day TO day]

Any text is a query: `parse` never raises. What cannot be read is taken as the words it contains or
left out, and a note says so and where. The lexer has settled parentheses and operators already, so
each rule only looks at the next lexeme.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter
from typing import NamedTuple

from searcher.query.attribution import attributed
from searcher.query.groups import Item, Sign, all_of, any_of, neighbours
from searcher.query.lexer import FIELDS, Kind, Lexeme, lex, shown
from searcher.query.marks import UNMARKED, Marks
from searcher.query.nodes import Boolean, Match, Near, Node, Nothing, Unit
from searcher.query.plain import read_plain
from searcher.query.units import UnitReader
from searcher.query.values import ANYWHERE, Context, ValueReader
from searcher.records import Note, Span

MAX_CHARS = 20_000
"""Code points of a query that are read: chosen, twice the 10,000 that have to be answered."""

MAX_NOTES = 50
"""Notes on one query: chosen, more than anyone would read."""

MAX_PAIRS = 64
"""Pairs of alternatives that may be asked to be near each other, as in (a OR b) w/5 (c OR d)."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_WORD_KINDS: frozenset[Kind] = frozenset({"words", "chunk"})
_UNIT_KINDS: frozenset[Kind] = _WORD_KINDS | {"phrase"}
_NEAR_KINDS: frozenset[Kind] = _UNIT_KINDS | {"exact", "field", "open"}
_EXACT_KINDS: frozenset[Kind] = _UNIT_KINDS | {"open"}
_FIELD_KINDS: frozenset[Kind] = _EXACT_KINDS | {"exact"}
_SIGN_KINDS: frozenset[Kind] = _FIELD_KINDS | {"field", "dates"}
_ITEM_KINDS: frozenset[Kind] = _SIGN_KINDS | {"sign", "suffix", "near"}
_END = Lexeme("end", -1, -1)
_START = attrgetter("start")


class Parsed(NamedTuple):
    """A query as it was understood, and what the reader should know about that."""

    node: Node
    notes: tuple[Note, ...]


def parse(text: str, *, literal: bool = False, all_words: bool = False) -> Parsed:
    """Read a query.

    Args:
        text: any string; positions in nodes and notes are code points in it.
        literal: take everything as plain words, nothing as syntax.
        all_words: neighbouring words are all required, instead of any.

    Returns:
        the node, `Nothing` when there is no word to look for; notes in the order of the query.

    >>> parsed = parse("Kadyrov source:newsweek")
    >>> [type(child).__name__ for child in parsed.node.must], parsed.notes
    (['Match', 'Filter'], ())
    """
    # a lone surrogate is no character: it could be neither analysed nor printed
    query = text if text.isascii() else _SURROGATE.sub("\ufffd", text)
    notes: list[Note] = []
    if len(query) > MAX_CHARS:
        message = f"only the first {MAX_CHARS} characters of the query are read"
        notes.append(Note("too-long", message, MAX_CHARS, len(text)))
        query = query[:MAX_CHARS]
    units = UnitReader(query, notes)
    values = ValueReader(query, units, notes)
    node = None if literal or all_words or notes else read_plain(query, units, values)
    if node is not None:
        return Parsed(attributed(node) if ":" in query else node, ())  # there is no field without it
    parser = _Parser(query, values, notes, all_words)
    node = parser.literal() if literal else parser.query()
    if node is None:
        whole = Span(0, len(text))
        node = Nothing(whole)
        kind = "no-words" if text.strip() else "empty"
        notes.append(Note(kind, "there is no word to look for in this query", *whole))
    elif isinstance(node, Boolean) and not node.must and not node.should:
        message = "this query only excludes: every other article is found, with score 0"
        notes.append(Note("only-exclusions", message, *node.at))
    if len(notes) > MAX_NOTES:  # what was not read at all is said in any case
        notes.sort(key=lambda note: note.kind not in ("too-long", "too-many-patterns"))
        more = Note("more", f"and {len(notes) - MAX_NOTES} more notes like these", 0, len(text))
        notes = [*sorted(notes[:MAX_NOTES], key=_START), more]
    elif len(notes) > 1:
        notes.sort(key=_START)
    return Parsed(attributed(node), tuple(notes))


class _Parser:
    """One walk over the lexemes of a query, with a method for each rule above."""

    def __init__(self, text: str, values: ValueReader, notes: list[Note], all_words: bool) -> None:
        self._text = text
        self._notes = notes
        self._all_words = all_words
        self._values = values
        self._lexemes: Iterator[Lexeme] = iter(())
        self._ahead = _END

    def literal(self) -> Node | None:
        """The query as plain words."""
        whole = Lexeme("words", 0, len(self._text))
        return neighbours([(node, "") for node in self._values.words(whole)], all_words=self._all_words)

    def query(self) -> Node | None:
        """The query in the query language."""
        lexemes, notes = lex(self._text)
        self._notes += notes
        self._lexemes = iter(lexemes)
        self._take()
        return self._either(ANYWHERE)

    def _take(self) -> Lexeme:
        """The next lexeme; the one behind it is then `_ahead`."""
        taken = self._ahead
        self._ahead = next(self._lexemes, _END)
        return taken

    def _is_ahead(self, kind: Kind) -> bool:
        return self._ahead.kind == kind

    def _follows(self, kinds: frozenset[Kind], end: int) -> bool:
        """Whether the next lexeme is one of these and stands right behind `end`."""
        kind, start, _ = self._ahead
        return start == end and kind in kinds

    def _note(self, kind: str, message: str, start: int, end: int) -> None:
        self._notes.append(Note(kind, message, start, end))

    def _either(self, context: Context) -> Node | None:
        node = self._both(context)
        if self._ahead.kind != "OR":
            return node
        nodes = [node]
        while self._is_ahead("OR"):
            self._take()
            nodes.append(self._both(context))
        return any_of(nodes)

    def _both(self, context: Context) -> Node | None:
        required: list[Node | None] = []
        excluded: list[Node | None] = []
        while True:
            negated = False
            while self._ahead.kind == "NOT":
                self._take()
                negated = not negated
            (excluded if negated else required).append(self._neighbours(context))
            if self._ahead.kind == "AND":
                self._take()
            elif not self._is_ahead("NOT"):
                break
        return required[0] if len(required) == 1 and not excluded else all_of(required, excluded)

    def _neighbours(self, context: Context) -> Node | None:
        items: list[Item] = []
        while (kind := self._ahead.kind) in _ITEM_KINDS:
            if kind in _WORD_KINDS:
                items += [(node, "") for node in self._values.words(self._take(), context)]
            elif kind == "near":
                self._near(items, context)
            else:
                items += self._item(context)
        return neighbours(items, all_words=self._all_words, values=context.filters)

    def _near(self, items: list[Item], context: Context) -> None:
        """Join the last of the items and the next one, or take `w/5` for words."""
        near = self._take()
        written = self._text[near.start : near.end]
        right = self._item(context) if self._ahead.kind in _NEAR_KINDS else []
        distance = int(written.partition("/")[2])
        joined = _joined(items[-1][0], right[0][0], max(1, distance)) if items and right else None
        if joined:
            if not distance:
                message = f"no two words stand 0 positions apart: {shown(written)} is read as w/1"
                self._note("bad-distance", message, near.start, near.end)
            items[-1] = (joined, items[-1][1])
            items += right[1:]
            return
        message = (
            f"{shown(written)} needs words or phrases of the same field on both sides, or some with OR"
            " between them, and the distance of the one before it: read as words"
        )
        self._note("lone-operator", message, near.start, near.end)
        items += [(node, "") for node in self._values.words(near, context)]
        items += right

    def _item(self, context: Context) -> list[Item]:
        """The next word, phrase, group or filter; several words where they are written in one piece."""
        lexeme = self._take()
        sign: Sign = ""
        if lexeme.kind == "sign":
            if not self._follows(_SIGN_KINDS, lexeme.end):
                return []  # what it stood before was left out, with a note
            sign = "+" if self._text[lexeme.start] == "+" else "-"
            lexeme = self._take()
        return [(node, sign) for node in self._value(lexeme, context)]

    def _value(self, lexeme: Lexeme, context: Context) -> list[Node]:
        start = lexeme.start
        if lexeme.kind in _WORD_KINDS:
            return self._values.words(lexeme, context, start)
        if lexeme.kind == "field":
            if not self._follows(_FIELD_KINDS, lexeme.end):
                return self._values.words(lexeme, context)
            context = Context(FIELDS[self._text[start : lexeme.end - 1].lower()], context.exact)
            lexeme = self._take()
        if lexeme.kind == "exact":
            if not self._follows(_EXACT_KINDS, lexeme.end):
                return []
            context = context._replace(exact=True)
            lexeme = self._take()
        if lexeme.kind == "open":
            return self._group(context, start)
        if lexeme.kind == "dates":
            return self._values.dates(lexeme)
        if lexeme.kind == "phrase":
            return self._values.phrase(lexeme, self._marks(lexeme.end), context, start)
        return self._values.words(lexeme, context, start)

    def _group(self, context: Context, start: int) -> list[Node]:
        node = self._either(context)
        end = self._take().end
        marks = self._marks(end)
        if node is None:
            self._note("empty-group", "there is no word in these parentheses: left out", start, end)
            return []
        if marks.tilde is not None:
            self._note("bad-tilde", "~ works on words and phrases: left out", marks.at, marks.at + 1)
        if isinstance(node, Boolean):
            node = replace(node, at=Span(start, end))
        if marks.boost != 1.0:
            node = self._values.weighted(node, marks)
        return [node]

    def _marks(self, end: int) -> Marks:
        """What is typed right behind a closing parenthesis or quotation mark at `end`."""
        if self._ahead.kind != "suffix" or self._ahead.start != end:
            return UNMARKED
        return self._values.marks(end - 1, self._take().end) or UNMARKED


def _joined(left: Node, right: Node, distance: int) -> Node | None:
    """Two neighbours near each other, any of some with any of others; None if they cannot be."""
    pairs = [(a, b) for a in _alternatives(left) for b in _alternatives(right)]
    joined = [_near_each_other(a, b, distance) for a, b in pairs] if len(pairs) <= MAX_PAIRS else [None]
    return None if None in joined else any_of(joined)


def _alternatives(node: Node) -> tuple[Node, ...]:
    return node.should if isinstance(node, Boolean) and not node.must and not node.must_not else (node,)


def _near_each_other(a: Node, b: Node, distance: int) -> Match | None:
    if not isinstance(a, Match) or not isinstance(b, Match) or a.field != b.field:
        return None
    elements: tuple[Unit, ...] = (a.unit,)
    if isinstance(a.unit, Near):
        if a.unit.distance != distance:
            return None
        elements = a.unit.elements
    at = Span(a.at.start, b.at.end)
    return Match(Near((*elements, b.unit), distance, at), a.field, max(a.boost, b.boost), at)
