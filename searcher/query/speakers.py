"""Speakers: whose words the quotations of a document are.

    document + a unit of the query → the quotations whose speaker has a name that holds it

A speaker is known by the canonical name and by every form of it that the document has: words attributed to
the Institute for the Study of War are those of “ISW” as well. An engine answers the same from its columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from searcher.analysis import analyze
from searcher.query.nodes import Filter, Node, Prefix, Unit, filters
from searcher.query.places import TextOccurrences, places
from searcher.records import Document, Quote

ANYBODY = Prefix("")
"""The unit that every name holds."""


def speakers_of(node: Node) -> tuple[Unit, ...]:
    """The speakers that a query asks for, excluded ones not, in query order."""
    return tuple(item.unit for item in filters(node) if isinstance(item, Filter) and item.field == "speaker")


def names_of(document: Document, speakers: Iterable[str]) -> dict[str, list[str]]:
    """The names of some speakers of a document: first the canonical one, then the forms met, each once."""
    names: dict[str, dict[str, None]] = {speaker: {speaker: None} for speaker in speakers}
    if names:
        for name, _, start, end in document.entities:
            if name in names:
                names[name][document.text[start:end]] = None
    return {speaker: list(forms) for speaker, forms in names.items()}


def said_by(document: Document, speakers: Sequence[Unit]) -> tuple[Quote, ...]:
    """The quotations of a document that are attributed to any of some speakers."""
    if not speakers:
        return ()
    known = names_of(document, (quote.speaker for quote in document.quotes if quote.speaker is not None))
    asked = tuple(speakers)
    meant = {speaker for speaker, names in known.items() if any(_holds(name, asked) for name in names)}
    return tuple(quote for quote in document.quotes if quote.speaker in meant)


@lru_cache(maxsize=4096)  # who is listed is met in many documents
def _holds(name: str, speakers: tuple[Unit, ...]) -> bool:
    """Whether a name is one of some speakers."""
    occurrences = TextOccurrences(analyze(name), stemmed=False)
    return any(places(speaker, occurrences) for speaker in speakers)
