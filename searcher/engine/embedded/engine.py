"""The embedded engine: one commit of a Whoosh index, opened and searched.

An engine sees its commit whole until it is closed, whatever is committed meanwhile: its files stay
readable while they are open. One engine may serve several threads, one query at a time.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from searcher.engine.base import Capabilities, CollectionStats, Sort
from searcher.engine.bm25 import Bm25
from searcher.engine.embedded.executor import Execution
from searcher.engine.embedded.ranking import Candidate, best, count_facets, doc_id
from searcher.engine.embedded.reading import damage_reported, open_commit
from searcher.engine.embedded.schema import SCORED_FIELDS
from searcher.engine.embedded.segment import Segment
from searcher.engine.embedded.storage import IndexStorage
from searcher.engine.embedded.stored import decode
from searcher.query.nodes import DateRange, Node, filters
from searcher.records import Document, ScoredDocument, TopDocs, Total


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
        commit = open_commit(folder, IndexStorage(str(folder), readonly=True))
        self.manifest = commit.manifest
        self.generation: int = commit.toc.generation
        self._segments: list[Segment] | None = commit.segments

    @contextlib.contextmanager
    def _reading(self) -> Iterator[list[Segment]]:
        """The segments, for one reader at a time: they share their files' positions."""
        with self._lock:
            if self._segments is None:
                raise ValueError(f"{self.folder} was closed before all of its answer was read")
            with damage_reported(self.folder):
                yield self._segments

    def search(
        self,
        query: Node,
        *,
        limit: int,
        sort: Sort = "relevance",
        facets: Mapping[str, int] | None = None,
    ) -> TopDocs:
        """See `SearchEngine.search`; the total is always exact here."""
        with self._reading() as segments:
            try:
                return self._search(query, segments, limit, sort, facets or {})
            finally:
                for segment in segments:
                    segment.forget()

    def _search(
        self, query: Node, segments: Sequence[Segment], limit: int, sort: Sort, facets: Mapping[str, int]
    ) -> TopDocs:
        execution = Execution(query, segments, self.manifest.stats, self.formula)
        candidates = [
            Candidate(score, number, docnum)
            for number in range(len(segments))
            for docnum, score in execution.scores(number).items()
        ]
        if not execution.leaves and sort == "relevance":
            sort = "newest"  # filters alone score nothing
        ranked = best(candidates, segments, limit=limit, sort=sort)
        documents = tuple(
            ScoredDocument(
                found,
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
            for found, candidate in ranked
        )
        dated = any(isinstance(node, DateRange) for node in filters(query))
        return TopDocs(
            documents,
            Total(len(candidates)),
            execution.idfs,
            execution.doc_freqs,
            count_facets(candidates, segments, facets),
            execution.undated() if dated else 0,
        )

    def documents(self, doc_ids: Sequence[str]) -> list[Document | None]:
        """See `SearchEngine.documents`."""
        with self._reading() as segments:
            return [_document(segments, doc_id) for doc_id in doc_ids]

    def doc_ids(self) -> Iterator[str]:
        """See `SearchEngine.doc_ids`."""
        with self._reading() as segments:
            return iter([doc_id(segment, docnum) for segment in segments for docnum in segment.docnums()])

    def forms(self) -> Iterator[str]:
        """See `SearchEngine.forms`; a form may come more than once."""
        with self._reading() as segments:
            return iter(
                [form for segment in segments for field in SCORED_FIELDS for form in segment.forms(field)]
            )

    def stats(self) -> CollectionStats:
        """See `SearchEngine.stats`."""
        size = 0
        for path in self.folder.iterdir():
            with contextlib.suppress(FileNotFoundError):  # removed by a commit since the folder was listed
                size += path.stat().st_size if path.is_file() else 0
        return replace(self.manifest.stats, size_bytes=size)

    def close(self) -> None:
        """See `SearchEngine.close`; searching is an error from then on."""
        with self._lock:
            segments, self._segments = self._segments, None
            for segment in segments or ():
                segment.close()


def _document(segments: Sequence[Segment], wanted: str) -> Document | None:
    for segment in segments:
        for docnum in segment.find("doc_id", wanted):
            return decode(segment.data("stored", docnum))
    return None
