"""Widening: what a query implies beside what it says.

    node → node with further matches, which count for the order of the documents and are not shown

Five plain words or more are also looked for as they stand, one behind the other: who types that many in a
row quotes, from memory or from a page, and wants the article the words are from.
"""

from __future__ import annotations

from dataclasses import replace

from searcher.query.nodes import Boolean, Compound, Match, Node, Phrase, Unit, Word
from searcher.records import Span

RUN_WORDS = 5
"""Plain words from which on they are looked for in a row, too: chosen."""

RUN_BOOST = 2.0
"""What the row counts, as a match of its document frequency."""


def widen(node: Node) -> Node:
    """The node with what it implies; itself when that is nothing."""
    if not isinstance(node, Boolean):
        return node
    if len(node.should) >= RUN_WORDS and all(map(_is_plain, node.should)):
        last = node.should[-1].at.end
        row = Phrase(tuple(_as_written(match.unit) for match in node.should))  # type: ignore[union-attr] # they are matches
        run = Match(row, None, RUN_BOOST, Span(last, last), implied=True)
        return replace(node, should=(*node.should, run))
    must = tuple(map(widen, node.must))
    return node if must == node.must else replace(node, must=must)


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
