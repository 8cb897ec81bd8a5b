"""A fake engine: the seam in a dictionary, without positions.

It shows that what stands above an engine needs nothing but the seam: no files, no commits on a disk,
and passages found by analysing the stored text again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import starmap

from fake_entities import FakeEntities
from oracle import Oracle

from searcher.analysis import analyze
from searcher.engine.base import Capabilities, CollectionStats, Sort
from searcher.query.facets import PERIODS
from searcher.query.nodes import DateRange, Node, filters, matches
from searcher.query.top_docs import TopDocs
from searcher.records import Document, FacetCount, Total


def facet_values(document: Document, facet: str) -> set[str]:
    """The values of a facet that a document carries."""
    if facet in PERIODS:
        return {document.date[: PERIODS[facet]]} if document.date else set()
    if facet == "source":
        return {document.source} if document.source else set()
    if facet == "speaker":
        return {quote.speaker for quote in document.quotes if quote.speaker}
    return {mention.name for mention in document.entities if facet in ("entity", mention.type)}


class FakeIndex:
    """Documents that writers change and engines see as they were when opened."""

    def __init__(self) -> None:
        self.committed: dict[str, Document] = {}

    def writer(self) -> FakeWriter:
        """Begin a change."""
        return FakeWriter(self)

    def engine(self) -> FakeEngine:
        """Open what is committed."""
        return FakeEngine(self.committed)


class FakeWriter:
    """A `searcher.engine.base.IndexWriter`."""

    def __init__(self, index: FakeIndex) -> None:
        self._index = index
        self._documents = dict(index.committed)

    def add(self, document: Document) -> None:
        """Add or replace a document."""
        self._documents[document.doc_id] = document

    def delete(self, doc_ids: Collection[str]) -> None:
        """Remove documents."""
        for doc_id in doc_ids:
            self._documents.pop(doc_id, None)

    def commit(self) -> None:
        """Publish."""
        self._index.committed = self._documents

    def cancel(self) -> None:
        """Forget."""
        self._documents = {}


class FakeEngine:
    """A `searcher.engine.base.SearchEngine`."""

    capabilities = Capabilities(positions=False)

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents
        self._oracle = Oracle(documents.values())

    def search(
        self, query: Node, *, limit: int, sort: Sort = "relevance", facets: Mapping[str, int] | None = None
    ) -> TopDocs:
        """Search as `SearchEngine.search` says."""
        found = self._oracle.search(query)
        if sort == "relevance" and not any(matches(query)):
            sort = "newest"
        ordered = list(found)  # by falling score, then doc_id
        if sort != "relevance":
            ordered.sort(key=lambda doc_id: self._documents[doc_id].date or "", reverse=sort == "newest")
            ordered.sort(key=lambda doc_id: self._documents[doc_id].date is None)
        is_dated = any(isinstance(node, DateRange) for node in filters(query))
        return TopDocs(
            [found[doc_id] for doc_id in ordered[:limit]],
            ordered[:limit],
            Total(len(found)),
            idfs=self._oracle.idfs(query),
            doc_freqs=self._oracle.doc_freqs(query),
            facets={name: self._count(name, size, found) for name, size in (facets or {}).items()},
            undated=len(self._oracle.search(query, undated=True)) if is_dated else 0,
        )

    def _count(self, name: str, size: int, found: Collection[str]) -> tuple[FacetCount, ...]:
        counter: Counter[str] = Counter()
        for document in map(self._documents.__getitem__, found):
            counter.update(facet_values(document, name))
        if name in PERIODS:
            return tuple(starmap(FacetCount, sorted(counter.items())[-size:]))
        ranked = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
        return tuple(starmap(FacetCount, ranked[:size]))

    def documents(self, doc_ids: Sequence[str]) -> list[Document | None]:
        """Fetch documents."""
        return [self._documents.get(doc_id) for doc_id in doc_ids]

    def doc_ids(self) -> Iterator[str]:
        """Every id."""
        return iter(self._documents)

    def forms(self) -> Iterator[str]:
        """Every form."""
        for document in self._documents.values():
            for text in (document.text, document.headline or ""):
                yield from (token.form for token in analyze(text))

    def stats(self) -> CollectionStats:
        """Count."""
        analysed = self._oracle.documents.values()
        return CollectionStats(
            len(self._documents),
            sum(item.lengths["text"] for item in analysed),
            sum(item.lengths["headline"] for item in analysed),
        )

    def entities(self) -> FakeEntities:
        """Count entities."""
        return FakeEntities(self._documents.values())

    def close(self) -> None:
        """Let go of nothing."""
