"""The stored document: what a hit shows, as compact JSON in a column of its own."""

from __future__ import annotations

import json
from typing import Any

from searcher.records import ENTITY_TYPES, Document, EntityMention, PassageBounds

_PLAIN = ("doc_id", "path", "text", "headline", "source", "date", "url", "language")


def encode(document: Document) -> bytes:
    """A document as UTF-8 JSON."""
    data: dict[str, Any] = {name: getattr(document, name) for name in _PLAIN}
    data["authors"] = document.authors
    data["entities"] = document.entities
    data["passages"] = document.passages
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def decode(data: bytes) -> Document:
    """The document that `encode` was given.

    Raises:
        ValueError, TypeError, KeyError: it was given none.
    """
    values = json.loads(data.decode("utf-8", "surrogatepass"))
    document = Document(
        **{name: values[name] for name in _PLAIN},
        authors=tuple(values["authors"]),
        entities=tuple(EntityMention(*mention) for mention in values["entities"]),
        passages=tuple(PassageBounds(*bounds) for bounds in values["passages"]),
    )
    _check(document)
    return document


def _check(document: Document) -> None:
    """Refuse what would not fit together later, where nobody thinks of damage any more."""
    texts = (document.doc_id, document.path, document.text)
    others = (document.headline, document.source, document.date, document.url, document.language)
    if not all(isinstance(value, str) for value in (*texts, *filter(None, others), *document.authors)):
        raise ValueError("a stored document whose texts are none")
    size = len(document.text)
    for name, kind, start, end in document.entities:
        if not (isinstance(name, str) and kind in ENTITY_TYPES and 0 <= start <= end <= size):
            raise ValueError("a stored document with a mention outside its text")
    at = token = 0
    for bound in document.passages:
        if bound.start != at or bound.end < at or bound.token_start != token or bound.token_end < token:
            raise ValueError("a stored document whose passages do not follow each other")
        at, token = bound.end, bound.token_end
    if document.passages and at != size:
        raise ValueError("a stored document whose passages do not cover its text")


def facet_values(document: Document) -> bytes:
    """What facets count of a document: its source, its entities, its month."""
    values = {
        "source": [document.source] if document.source else [],
        "entity": sorted({mention.name for mention in document.entities}),
        "date": [document.date[:7]] if document.date else [],
    }
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
