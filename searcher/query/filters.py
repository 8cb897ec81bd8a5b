"""Filters seen from a document: which of its entities, or of its quotations, a query's filters mean.

An engine finds the documents; to show why one was found, its mentions and quotations are looked through.
"""

from __future__ import annotations

from searcher.analysis import analyze
from searcher.query.nodes import Filter, Node, filters
from searcher.query.places import TextOccurrences, places
from searcher.query.speakers import said_by, speakers_of
from searcher.records import Document, EntityMention, Span

ENTITY_FIELDS = ("entities", "person", "organisation", "place")


def mentions_of(node: Node, document: Document) -> tuple[Span, ...]:
    """What of a document the filters mean, in order: quotations of a speaker, or else names of entities."""
    quoted = said_by(document, speakers_of(node))
    if quoted:
        return tuple(Span(quote.start, quote.end) for quote in quoted)
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
