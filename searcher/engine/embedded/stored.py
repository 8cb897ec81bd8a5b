"""The stored document: what a hit shows, as compact JSON in a column of its own."""

from __future__ import annotations

import json
from typing import Any

from searcher.records import Document, EntityMention, PassageBounds

_PLAIN = ("doc_id", "path", "text", "headline", "source", "date", "url", "language")


def encode(document: Document) -> bytes:
    """A document as UTF-8 JSON."""
    data: dict[str, Any] = {name: getattr(document, name) for name in _PLAIN}
    data["authors"] = document.authors
    data["entities"] = document.entities
    data["passages"] = document.passages
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def decode(data: bytes) -> Document:
    """The document that `encode` was given."""
    values = json.loads(data.decode("utf-8", "surrogatepass"))
    return Document(
        **{name: values[name] for name in _PLAIN},
        authors=tuple(values["authors"]),
        entities=tuple(EntityMention(*mention) for mention in values["entities"]),
        passages=tuple(PassageBounds(*bounds) for bounds in values["passages"]),
    )


def facet_values(document: Document) -> bytes:
    """What facets count of a document: its source, its entities, its month."""
    values = {
        "source": [document.source] if document.source else [],
        "entity": sorted({mention.name for mention in document.entities}),
        "date": [document.date[:7]] if document.date else [],
    }
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
