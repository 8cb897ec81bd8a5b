"""Groups: nodes that stand together in a query → one node.

    any_of      a OR b          all_of   a AND b NOT c          neighbours   +a b -c source:d

Groups of the same kind inside each other become one; children are in the order of the query. `None`
stands for what had no words in it and takes no part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Literal, TypeAlias

from searcher.query.nodes import Boolean, Filter, Match, Node, boolean, matches
from searcher.records import Span

EITHER_FIELDS = frozenset({"source", "language", "path", "doc_id", "speaker"})
"""Fields with one value a document, or a quotation: two filters on one of them can only mean either."""

MAX_BOOST = 1000.0
"""Weights above this decide the order alone, so a larger number says nothing more."""

_DECIMALS = 6  # of a boost

Sign = Literal["", "+", "-"]


Item: TypeAlias = tuple[Node, Sign]
"""A node among its neighbours, and the sign before it."""

_AT = attrgetter("at")


def any_of(nodes: Iterable[Node | None]) -> Node | None:
    """At least one of the nodes."""
    choices: list[Node] = []
    for node in nodes:
        if isinstance(node, Match):
            choices.append(node)
        else:
            choices += _choices(node)
    return _boolean((), choices, ())


def all_of(nodes: Iterable[Node | None], excluded: Iterable[Node | None] = ()) -> Node | None:
    """All of the nodes and none of the excluded ones."""
    must: list[Node] = []
    must_not: list[Node] = []
    for node in nodes:
        if isinstance(node, Boolean) and not node.should:
            must += node.must
            must_not += node.must_not
        elif node is not None:
            must.append(node)
    for node in excluded:
        must_not += _choices(node)
    if must_not and len(must) == 1 and isinstance(must[0], Boolean):
        only = must[0]
        return _boolean(only.must, only.should, (*only.must_not, *must_not))
    return _boolean(must, (), must_not)


def neighbours(items: Sequence[Item], *, all_words: bool = False, values: bool = False) -> Node | None:
    """Items that merely stand next to each other: filters are required, of the words at least one is.

    Args:
        items: in the order of the query; "+" requires, "-" excludes.
        all_words: every word is required, as if each had a "+".
        values: the items are values of one filter, and at least one is required.
    """
    if len(items) == 1 and items[0][1] != "-":
        return items[0][0]
    required: list[Node] = []
    filters: list[Node] = []
    words: list[Node] = []
    must_not: list[Node] = []
    for node, sign in items:
        if not sign and isinstance(node, Match) and not all_words:  # by far the most
            words.append(node)
        elif sign == "-":
            must_not += _choices(node)
        elif isinstance(node, Boolean) and not node.must and not node.should:
            must_not += node.must_not
        elif not values and not _scores(node):
            filters.append(node)
        elif sign == "+" or (all_words and not values):
            required.append(node)
        else:
            words.append(node)
    must = _merged(filters) + required
    if filters and words and not required:
        must += [any_of(words) or words[0]]
        words = []
    if not must and not must_not:
        return any_of(words)
    if not words:
        return all_of(must, must_not)
    return _boolean(must, words, must_not)


def boosted(node: Node, boost: float) -> Node:
    """The node with every match in it weighing `boost` times as much, within what could be typed."""
    if isinstance(node, Match):
        weight = round(node.boost * boost, _DECIMALS)
        return replace(node, boost=min(max(weight, 10**-_DECIMALS), MAX_BOOST))
    if isinstance(node, Boolean):
        must = tuple(boosted(child, boost) for child in node.must)
        should = tuple(boosted(child, boost) for child in node.should)
        return replace(node, must=must, should=should)
    return node


def _boolean(must: Sequence[Node], should: Sequence[Node], must_not: Sequence[Node]) -> Node | None:
    nodes = [*must, *should, *must_not]
    if len(nodes) < 2 and not must_not:
        return nodes[0] if nodes else None
    start, end = nodes[0].at
    for node in nodes:
        first, last = node.at
        if first < start:
            start = first
        if last > end:
            end = last
    return boolean(_in_order(must), _in_order(should), _in_order(must_not), Span(start, end))


def _in_order(nodes: Sequence[Node]) -> tuple[Node, ...]:
    return tuple(nodes) if len(nodes) < 2 else tuple(sorted(nodes, key=_AT))


def _choices(node: Node | None) -> tuple[Node, ...]:
    """The nodes of which one is enough: those of an any-of, else the node itself."""
    if isinstance(node, Boolean) and not node.must and not node.must_not:
        return node.should
    return () if node is None else (node,)


def _scores(node: Node) -> bool:
    if isinstance(node, Boolean):
        return next(matches(node), None) is not None
    return isinstance(node, Match)


def _merged(filters: Sequence[Node]) -> list[Node]:
    """The filters, those on a field of one value joined to one filter on any of the values."""
    if len(filters) == 1 and not isinstance(filters[0], Boolean):
        return [filters[0]]
    groups: dict[object, list[Node]] = {}
    for number, node in enumerate(filters):
        groups.setdefault(_either_field(node) or number, []).append(node)
    return [node for group in groups.values() for node in [any_of(group)] if node]


def _either_field(node: Node) -> str | None:
    """The one field of one value that a filter, or a choice between filters, is about."""
    if isinstance(node, Filter):
        return node.field if node.field in EITHER_FIELDS else None
    fields = {_either_field(child) for child in _choices(node) if child is not node}
    return fields.pop() if len(fields) == 1 else None
