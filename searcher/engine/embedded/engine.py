"""The embedded engine: one commit of a Whoosh index, opened and searched.

An engine sees its commit whole until it is closed, whatever is committed meanwhile: its files stay
readable while they are open. One engine may serve several threads, one query at a time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from searcher.engine.base import Capabilities, CollectionStats, Sort
from searcher.engine.bm25 import Bm25
from searcher.engine.embedded.executor import Execution
from searcher.engine.embedded.ranking import Candidate, best, count_facets
from searcher.engine.embedded.reading import damage_reported, read_commit
from searcher.engine.embedded.schema import SCORED_FIELDS
from searcher.engine.embedded.segment import Segment
from searcher.engine.embedded.storage import IndexStorage
from searcher.engine.embedded.stored import decode
from searcher.engine.embedded.terms import is_form
from searcher.errors import IndexCorruptError
from searcher.query.nodes import DateRange, Node, filters
from searcher.records import Document, ScoredDocument, TopDocs, Total

_ATTEMPTS = 20


class EmbeddedEngine:
    """A `searcher.engine.base.SearchEngine` over the files of one folder.

    Attributes:
        generation: number of the commit it sees.
        manifest: what that commit says of itself.
    """

    capabilities = Capabilities(positions=True)

    def __init__(self, folder: Path, formula: Bm25 | None = None) -> None:
        """Open the newest commit.

        Raises:
            IndexMissingError, IndexFormatError, IndexCorruptError: see `searcher.errors`.
        """
        self.folder = folder
        self.formula = formula or Bm25()
        self._lock = threading.Lock()
        storage = IndexStorage(str(folder), readonly=True)
        for attempt in range(_ATTEMPTS):
            toc, self.manifest = read_commit(folder, storage)
            self.generation: int = toc.generation
            try:
                with damage_reported(folder):
                    self._segments = [Segment(storage, segment) for segment in toc.segments]
                return
            except FileNotFoundError as error:
                # Another process committed between the two steps; its commit is there to be read.
                if attempt == _ATTEMPTS - 1:
                    raise IndexCorruptError(folder, f"{error.filename} is missing") from error
                time.sleep(0.02)

    def search(
        self,
        query: Node,
        *,
        limit: int,
        sort: Sort = "relevance",
        facets: Mapping[str, int] | None = None,
    ) -> TopDocs:
        """See `SearchEngine.search`; the total is always exact here."""
        with self._lock, damage_reported(self.folder):
            try:
                return self._search(query, limit, sort, facets or {})
            finally:
                for segment in self._segments:
                    segment.forget()

    def _search(self, query: Node, limit: int, sort: Sort, facets: Mapping[str, int]) -> TopDocs:
        execution = Execution(query, self._segments, self.manifest.stats, self.formula)
        candidates = [
            Candidate(score, number, docnum)
            for number in range(len(self._segments))
            for docnum, score in execution.scores(number).items()
        ]
        if not execution.leaves and sort == "relevance":
            sort = "newest"  # filters alone score nothing
        ranked = best(candidates, self._segments, limit=limit, sort=sort)
        documents = tuple(
            ScoredDocument(
                doc_id,
                candidate.score,
                tuple(
                    execution.text_places(leaf, candidate.segment, candidate.docnum)
                    for leaf in execution.leaves
                ),
                tuple(
                    execution.headline_places(leaf, candidate.segment, candidate.docnum)
                    for leaf in execution.leaves
                ),
            )
            for doc_id, candidate in ranked
        )
        dated = any(isinstance(node, DateRange) for node in filters(query))
        return TopDocs(
            documents,
            Total(len(candidates)),
            execution.idfs,
            execution.doc_freqs,
            count_facets(candidates, self._segments, facets),
            execution.undated() if dated else 0,
        )

    def documents(self, doc_ids: Sequence[str]) -> list[Document | None]:
        """See `SearchEngine.documents`."""
        with self._lock, damage_reported(self.folder):
            return [self._document(doc_id) for doc_id in doc_ids]

    def _document(self, doc_id: str) -> Document | None:
        for segment in self._segments:
            for docnum in segment.find("doc_id", doc_id):
                return decode(segment.data("stored", docnum))
        return None

    def doc_ids(self) -> Iterator[str]:
        """See `SearchEngine.doc_ids`."""
        with damage_reported(self.folder):
            for segment in self._segments:
                for docnum in segment.docnums():
                    yield segment.data("key", docnum).decode("utf-8", "surrogatepass")

    def forms(self) -> Iterator[str]:
        """See `SearchEngine.forms`; a form may come more than once."""
        with self._lock, damage_reported(self.folder):
            return iter(
                [
                    term
                    for segment in self._segments
                    for field in SCORED_FIELDS
                    for term in segment.terms(field)
                    if is_form(term)
                ]
            )

    def stats(self) -> CollectionStats:
        """See `SearchEngine.stats`."""
        size = sum(path.stat().st_size for path in self.folder.iterdir() if path.is_file())
        return replace(self.manifest.stats, size_bytes=size)

    def close(self) -> None:
        """See `SearchEngine.close`."""
        for segment in self._segments:
            segment.close()
        self._segments = []
