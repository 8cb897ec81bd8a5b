"""Query nodes: what the reader asked, as a tree the engine can run.

A *unit* is what can stand at a place in a text: a word, a compound, a phrase, a pattern. A `Match`
puts a unit into the scored fields. Booleans join matches and filters. Every node knows its span in
the query text (`at`), so that notes, explanations and highlights can point at it; two nodes that ask
for the same are equal, wherever they stand.

The tree is plain data: the parser makes it, the engine runs it, and neither knows the other.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Literal, TypeAlias

from searcher.records import Span

NOWHERE = Span(0, 0)
_AT = attrgetter("at")


@dataclass(frozen=True, slots=True)
class Word:
    """One word, already analysed: matches its stem, or only its form when `exact`.

    Attributes:
        form: the folded surface form ("mobilised"); term: its stem ("mobil").
        cased: the case-kept form ("US") when the reader typed 2–5 capitals and was not shouting.
        written: as typed, for messages.
    """

    form: str
    term: str
    cased: str | None = None
    exact: bool = False
    written: str = dataclasses.field(default="", compare=False)
    at: Span = dataclasses.field(default=NOWHERE, compare=False)

    def __hash__(self) -> int:  # no need to hash the stem too: engines look up many words
        return hash(self.form)


@dataclass(frozen=True, slots=True)
class Compound:
    """A word with inner hyphens, ampersands or apostrophes: its parts in a row, or their joined form."""

    parts: tuple[Word, ...]
    joined: Word
    at: Span = dataclasses.field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every surface form that begins with `form` (folded)."""

    form: str
    at: Span = dataclasses.field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Every surface form that fits `pattern` (folded; * any run, ? one character)."""

    pattern: str
    at: Span = dataclasses.field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Every surface form at most `edits` edits (Levenshtein) away, sharing `prefix_length` first letters.

    `written` is the word as typed.
    """

    form: str
    edits: int
    prefix_length: int = 0
    written: str = dataclasses.field(default="", compare=False)
    at: Span = dataclasses.field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Units that stand one right after the other, in this order."""

    elements: tuple[Unit, ...]
    at: Span = dataclasses.field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Near:
    """Units in any order, neighbours at most `distance` positions apart."""

    elements: tuple[Unit, ...]
    distance: int
    at: Span = dataclasses.field(default=NOWHERE, compare=False)


Pattern: TypeAlias = Prefix | Wildcard | Fuzzy
Unit: TypeAlias = Word | Compound | Prefix | Wildcard | Fuzzy | Phrase | Near

ScoredField: TypeAlias = Literal["text", "headline"]
FilterField: TypeAlias = Literal[
    "source", "entities", "person", "organisation", "place", "speaker", "language", "author", "path", "doc_id"
]


@dataclass(frozen=True, slots=True)
class Match:
    """A unit looked for in the text and the headline, or in one of them; it scores.

    Attributes:
        implied: it was not asked for and is never needed, but tells which documents are meant: it counts for
            their scores, and is neither shown nor reported.
        speakers: if there are any, it is looked for in quotations of any of them alone.
    """

    unit: Unit
    field: ScoredField | None = None
    boost: float = 1.0
    at: Span = dataclasses.field(default=NOWHERE, compare=False)
    implied: bool = False
    speakers: tuple[Unit, ...] = ()

    def __hash__(self) -> int:
        return hash(self.unit)


@dataclass(frozen=True, slots=True)
class Filter:
    """A unit looked for in a field of names (by form, never stemmed), or an exact key; scores nothing."""

    field: FilterField
    unit: Unit
    at: Span = dataclasses.field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class DateRange:
    """Documents dated from `first` to `last`, both inclusive "YYYY-MM-DD", either open (None)."""

    first: str | None
    last: str | None
    at: Span = dataclasses.field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Boolean:
    """Documents that match all of `must` and none of `must_not`.

    When `must` is empty, at least one of `should` is needed, else `should` only adds to the score.
    With `must_not` alone, every other document matches, with score 0.
    """

    must: tuple[Node, ...] = ()
    should: tuple[Node, ...] = ()
    must_not: tuple[Node, ...] = ()
    at: Span = dataclasses.field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Nothing:
    """Matches no document: a query without words."""

    at: Span = dataclasses.field(default=NOWHERE, compare=False)


Node: TypeAlias = Match | Filter | DateRange | Boolean | Nothing


# A frozen dataclass sets each of its fields by a call: 0.7 µs for a word. The nodes a query has most of are
# made below in a third of that: open, with the same slots, and only then given the class that is frozen.


class _OpenWord:
    __slots__ = Word.__slots__


class _OpenMatch:
    __slots__ = Match.__slots__


class _OpenBoolean:
    __slots__ = Boolean.__slots__


def word(form: str, term: str, cased: str | None, exact: bool, written: str, at: Span) -> Word:
    """A `Word`, made in a third of the time."""
    made: Any = _OpenWord()
    made.form = form
    made.term = term
    made.cased = cased
    made.exact = exact
    made.written = written
    made.at = at
    made.__class__ = Word
    return made  # type: ignore[no-any-return] # it is one now


def match(unit: Unit, field: ScoredField | None, boost: float, at: Span) -> Match:
    """A `Match`, made in a third of the time."""
    made: Any = _OpenMatch()
    made.unit = unit
    made.field = field
    made.boost = boost
    made.at = at
    made.implied = False
    made.speakers = ()
    made.__class__ = Match
    return made  # type: ignore[no-any-return] # it is one now


def boolean(
    must: tuple[Node, ...], should: tuple[Node, ...], must_not: tuple[Node, ...], at: Span
) -> Boolean:
    """A `Boolean`, made in a third of the time."""
    made: Any = _OpenBoolean()
    made.must = must
    made.should = should
    made.must_not = must_not
    made.at = at
    made.__class__ = Boolean
    return made  # type: ignore[no-any-return] # it is one now


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, excluded ones last."""
    if isinstance(node, Boolean):
        return (*node.must, *node.should, *node.must_not)
    return ()


def matches(node: Node) -> Iterator[Match]:
    """Every match that was asked for, in query order, without those under an exclusion.

    This order is the one in which the engine reports places, idfs and document frequencies.
    """
    found = _leaves(node, (Match,))
    return iter([leaf for leaf in found if not leaf.implied] if found and found[-1].implied else found)


def filters(node: Node) -> Iterator[Filter | DateRange]:
    """Every filter of the tree that is not under an exclusion, in query order."""
    return iter(_leaves(node, (Filter, DateRange)))


def patterns(item: Node | Unit) -> Iterator[Pattern]:
    """Every pattern that is looked for in texts and headlines, excluded ones too, in query order."""
    match item:
        case Prefix() | Wildcard() | Fuzzy():
            yield item
        case Match():
            yield from patterns(item.unit)
        case Phrase() | Near():
            for element in item.elements:
                yield from patterns(element)
        case Boolean():
            for child in children(item):
                yield from patterns(child)


def _leaves(node: Node, kinds: tuple[type, ...]) -> list[Any]:
    if isinstance(node, kinds):
        return [node]
    found: list[Any] = []
    if isinstance(node, Boolean):
        for child in sorted((*node.must, *node.should), key=_AT):
            if isinstance(child, kinds):
                found.append(child)
            elif isinstance(child, Boolean):
                found += _leaves(child, kinds)
    return found
