"""Widening: what a query implies beside what it says.

    node → node with further matches, which count for the order of the documents and are not shown

Five plain words or more are also looked for as they stand, one behind the other: who types that many in a
row quotes, from memory or from a page, and wants the article the words are from. A whole page of them finds
it by its words; there, what is repeated becomes one match of that weight (`condense`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from searcher.query.nodes import Boolean, Compound, Match, Node, Phrase, Unit, Word
from searcher.records import Span

RUN_WORDS = 5
"""Plain words from which on they are looked for in a row, too: chosen."""

RUN_MOST = 16
"""Plain words up to which they are: each costs an intersection, and more tell nothing new."""

RUN_BOOST = 2.0
"""What the row counts, as a match of its document frequency."""

LONG = 64
"""Choices beyond which equal ones are counted, not repeated."""


def widen(node: Node) -> Node:
    """The node with what it implies; itself when that is nothing."""
    if not isinstance(node, Boolean):
        return node
    if RUN_WORDS <= len(node.should) <= RUN_MOST and all(map(_is_plain, node.should)):
        last = node.should[-1].at.end
        row = Phrase(tuple(_as_written(match.unit) for match in node.should))  # type: ignore[union-attr] # they are matches
        said_by = node.should[-1].speakers  # type: ignore[union-attr] # they are matches, and those of all are the same
        run = Match(row, None, RUN_BOOST, Span(last, last), implied=True, speakers=said_by)
        return replace(node, should=(*node.should, run))
    return _inside(node, widen)


def condense(node: Node) -> Node:
    """The node with equal matches of a long any-of as one, which weighs what they weigh together."""
    if not isinstance(node, Boolean):
        return node
    if len(node.should) > LONG:
        once: dict[Node, Node] = {}
        for child in node.should:
            known = once.get(child)
            if isinstance(known, Match) and isinstance(child, Match):
                once[child] = replace(known, boost=known.boost + child.boost)
            else:
                once[child] = child
        return replace(node, should=tuple(once.values()))
    return _inside(node, condense)


def _inside(node: Boolean, change: Callable[[Node], Node]) -> Node:
    """The node with the groups that are required in it changed."""
    if not any(isinstance(child, Boolean) for child in node.must):
        return node
    return replace(node, must=tuple(map(change, node.must)))


def _as_written(unit: Unit) -> Unit:
    return replace(unit, exact=True, cased=None) if isinstance(unit, Word) else unit


def _is_plain(node: Node) -> bool:
    return (
        isinstance(node, Match)
        and node.field is None
        and node.boost == 1.0
        and isinstance(node.unit, Word | Compound)
        and not (isinstance(node.unit, Word) and node.unit.exact)
    )
