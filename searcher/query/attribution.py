"""Attribution: words beside a speaker are looked for in what this speaker is quoted with.

    speaker:Kadyrov infantry     → quotes Kadyrov AND infantry, said by Kadyrov
    speaker:a speaker:b word     → quotes a or b      AND word, said by a or b
    speaker:a (speaker:b word)   → the word said by b: the nearest group that names a speaker decides

Words that a query excludes are excluded wherever they stand, and headline:word is about headlines still.
"""

from __future__ import annotations

from dataclasses import replace

from searcher.query.nodes import Boolean, Filter, Match, Node, Unit


def attributed(node: Node) -> Node:
    """The node with the matches that stand beside a required speaker looked for in quotations of this one.

    A match that has speakers keeps them; a node that asks for no speaker is given back as it is.
    """
    return _said(node, ()) if _asks(node) else node


def _asks(node: Node) -> bool:
    """Whether a speaker is asked for somewhere in a node."""
    if isinstance(node, Boolean):
        return any(map(_asks, node.must)) or any(map(_asks, node.should))
    return isinstance(node, Filter) and node.field == "speaker"


def _said(node: Node, speakers: tuple[Unit, ...]) -> Node:
    """The node with its matches said by some speakers, unless those of a group in it are other ones."""
    if isinstance(node, Match):
        if not speakers or node.speakers or node.field == "headline":
            return node
        return replace(node, speakers=speakers)
    if not isinstance(node, Boolean):
        return node
    speakers = _required(node) or speakers
    must, should = (tuple(_said(child, speakers) for child in group) for group in (node.must, node.should))
    return replace(node, must=must, should=should)


def _required(node: Node) -> tuple[Unit, ...]:
    """The speakers of whom every document that matches a node quotes one at least."""
    if isinstance(node, Filter):
        return (node.unit,) if node.field == "speaker" else ()
    if not isinstance(node, Boolean):
        return ()
    if node.must:
        return tuple(unit for child in node.must for unit in _required(child))
    choices = [_required(child) for child in node.should]
    return tuple(unit for choice in choices for unit in choice) if all(choices) else ()
