"""Filters seen from a document: which of its entities a query's filters name.

An engine finds the documents; to show why one was found, its mentions are looked through again.
"""

from __future__ import annotations

from searcher.analysis import analyze
from searcher.query.nodes import Filter, Node, filters
from searcher.query.places import TextOccurrences, places
from searcher.records import Document, EntityMention, Span

ENTITY_FIELDS = ("entities", "person", "organisation", "place")


def mentions_of(node: Node, document: Document) -> tuple[Span, ...]:
    """Where a document names the entities that the query filters by, in order."""
    wanted = [item for item in filters(node) if isinstance(item, Filter) and item.field in ENTITY_FIELDS]
    if not wanted:
        return ()
    named = {
        entity
        for entity in {(mention.name, mention.type) for mention in document.entities}
        if any(item.field in ("entities", entity[1]) and _names(item, entity[0]) for item in wanted)
    }
    found = [
        mention
        for mention in document.entities
        if (mention.name, mention.type) in named or any(_mentions(item, mention, document) for item in wanted)
    ]
    return tuple(Span(mention.start, mention.end) for mention in found)


def _mentions(item: Filter, mention: EntityMention, document: Document) -> bool:
    return item.field in ("entities", mention.type) and _names(
        item, document.text[mention.start : mention.end]
    )


def _names(item: Filter, name: str) -> bool:
    return bool(places(item.unit, TextOccurrences(analyze(name), stemmed=False)))
