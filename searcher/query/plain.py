"""Plain queries: words, +words and field:words of letters alone, or one phrase of them → the node, at once.

Most queries are plain. `read_plain` makes of them what the parser makes, without its lexemes and rules and
in a third of the time; whatever is not plain, down to a comma, it leaves to the parser.
"""

from __future__ import annotations

from searcher.query.groups import Item, neighbours
from searcher.query.nodes import Match, Node, Phrase, Word, boolean, match
from searcher.query.units import UnitReader
from searcher.query.values import ValueReader
from searcher.records import Span

MAX_PIECES = 64
"""Pieces of a plain query: in a longer one the parser's share of the time is nothing."""


def read_plain(text: str, units: UnitReader, values: ValueReader) -> Node | None:
    """The node of a plain query; None when it is another.

    Args:
        text: the whole query.
        units, values: its readers; nothing is noted, and no word counted.
    """
    if text[:1] == '"' == text[-1:]:
        return _phrase(text, units)
    pieces = text.split()
    if not 0 < len(pieces) <= MAX_PIECES:
        return None
    nodes: list[Node] = []
    must: list[Node] = []
    should: list[Node] = []
    filters: list[Item] = []
    end = 0
    for piece in pieces:
        start = text.index(piece, end)
        end = start + len(piece)
        signed = piece[0] == "+"
        word = units.single(start + signed, end)
        node = match(word, None, 1.0, word.at) if word else values.named(start + signed, end)
        if node is None:
            return None
        nodes.append(node)
        if isinstance(node, Match):
            (must if signed else should).append(node)
        else:
            filters.append((node, ""))
    if filters:
        return neighbours([*filters, *((node, "+") for node in must), *((node, "") for node in should)])
    if len(nodes) == 1:
        return nodes[0]
    return boolean(tuple(must), tuple(should), (), Span(nodes[0].at.start, nodes[-1].at.end))


def _phrase(text: str, units: UnitReader) -> Match | None:
    """The match of a query that is one pair of quotation marks and words between them."""
    pieces = text[1:-1].split()
    if not 0 < len(pieces) <= MAX_PIECES:
        return None
    words: list[Word] = []
    end = 0
    for piece in pieces:
        start = text.index(piece, end)
        end = start + len(piece)
        word = units.single(start, end)
        if word is None:
            return None
        words.append(word)
    at = Span(0, len(text))
    return match(Phrase(tuple(words), at) if len(words) > 1 else words[0], None, 1.0, at)
