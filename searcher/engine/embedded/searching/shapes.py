"""Shapes: queries that can be searched by leaving documents out.

A query node → the matches of which any, or all, have to be held, and the filters that documents have to pass;
or None for everything else.
"""

from __future__ import annotations

from typing import NamedTuple

from searcher.query.nodes import Boolean, Match, Node, matches


class Shape(NamedTuple):
    """Matches that score, and nodes that do not.

    Attributes:
        leaves: in the order in which they are summed; is_all: whether all of them have to be held, or any.
        required, excluded: what else documents have to match, or must not.
    """

    leaves: tuple[Match, ...]
    is_all: bool
    required: tuple[Node, ...] = ()
    excluded: tuple[Node, ...] = ()


def is_scored(node: Node) -> bool:
    """Whether there is a match in a node that is not excluded."""
    return isinstance(node, Match) or next(matches(node), None) is not None


def shape(query: Node) -> Shape | None:
    """The shape of a query, None when it has none of those."""
    if isinstance(query, Match):
        return _shape((query,), is_all=False)
    if not isinstance(query, Boolean):
        return None
    if not query.must:
        return _shape(query.should, is_all=False, excluded=query.must_not)
    if query.should:
        return None
    scored = tuple([node for node in query.must if is_scored(node)])
    required: tuple[Node, ...] = ()
    if len(scored) < len(query.must):
        required = tuple([node for node in query.must if not is_scored(node)])
    inner = scored[0] if len(scored) == 1 else None
    if isinstance(inner, Boolean):
        if inner.must or inner.must_not:
            return None
        return _shape(inner.should, is_all=False, required=required, excluded=query.must_not)
    return _shape(scored, is_all=True, required=required, excluded=query.must_not)


def _shape(
    nodes: tuple[Node, ...],
    *,
    is_all: bool,
    required: tuple[Node, ...] = (),
    excluded: tuple[Node, ...] = (),
) -> Shape | None:
    # Bounds and thresholds are about scores above 0.
    leaves = tuple([node for node in nodes if isinstance(node, Match) and node.boost > 0])
    if not leaves or len(leaves) < len(nodes):
        return None
    return Shape(leaves, is_all and len(leaves) > 1, required, excluded)
