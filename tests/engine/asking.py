"""Asking an engine: short ways to build an index, to search it and to look at what was found."""

from __future__ import annotations

from typing import Any, Protocol

from articles import article

from searcher.engine.base import IndexWriter, SearchEngine
from searcher.engine.bm25 import Bm25
from searcher.query.hits import Hit
from searcher.query.parser import parse
from searcher.query.results import Results
from searcher.query.top_docs import TopDocs
from searcher.records import Document


class AnyIndex(Protocol):
    """What a subclass's fixture gives."""

    def writer(self) -> IndexWriter:
        """Begin a change."""
        ...

    def engine(self) -> SearchEngine:
        """Open what is committed."""
        ...


def change(index: AnyIndex, *added: Document, deleted: tuple[str, ...] = ()) -> None:
    """One commit."""
    writer = index.writer()
    writer.delete(deleted)
    for document in added:
        writer.add(document)
    writer.commit()


def build(index: AnyIndex, *documents: Document) -> SearchEngine:
    """Commit the documents and open the index."""
    change(index, *documents)
    return index.engine()


def build_texts(index: AnyIndex, **texts: str) -> SearchEngine:
    """The same for documents that are a text alone, named by keyword."""
    return build(index, *(article(doc_id, text) for doc_id, text in texts.items()))


def search(engine: SearchEngine, query: str, limit: int = 50, **options: Any) -> TopDocs:
    """Search for a query as typed."""
    return engine.search(parse(query).node, limit=limit, **options)


def ids(top: TopDocs) -> list[str]:
    """The documents found, in order."""
    return list(top.doc_ids)


def find(engine: SearchEngine, query: str, **options: Any) -> list[str]:
    """The ids a query finds, in order."""
    return ids(search(engine, query, **options))


def found(engine: SearchEngine, query: str) -> set[str]:
    """The ids a query finds."""
    return set(find(engine, query))


def hits(engine: SearchEngine, query: str, limit: int = 10, **options: Any) -> list[Hit]:
    """The passages of a query."""
    node = parse(query).node
    top = engine.search(node, limit=max(limit, 50))
    return Results(query, node, top, engine.documents, Bm25(), limit=limit, **options).hits


def marked(hit: Hit) -> list[str]:
    """The highlighted words of a hit's passage."""
    return [hit.passage.text[start:end] for start, end in hit.highlights]


PUTIN = {"Vladimir Putin": ("person", ["President Putin"])}
KADYROV = {"Ramzan Kadyrov": ("person", ["Kadyrov"]), "Chechnya": ("place", ["Chechnya"])}
NEWS = (
    article(
        "putin",
        "President Putin spoke of infantry in Syria.\n\nHe said no more of it.",
        headline="Putin speaks",
        source="The Moscow Times",
        date="2022-09-24",
        entities=PUTIN,
        authors=["Ann Lee"],
    ),
    article(
        "kadyrov",
        "Kadyrov of Chechnya called for self-mobilization. Troops were sent to Syria.",
        headline="Kadyrov calls",
        source="Newsweek",
        date="2022-10-01",
        entities=KADYROV,
        authors=["Bob Ray", "Ann Fox"],
    ),
    article("undated", "Infantry and more infantry, nobody knows when.", source="Moscow News"),
    article("old", "Infantry marched long ago.", headline="History", date="2015-09-30"),
)
