"""The embedded engine: one commit of an index, opened and searched.

An engine sees its commit whole until it is closed, whatever is committed meanwhile: its files stay
readable while they are mapped. One engine serves any number of threads at once.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from searcher.engine.base import Capabilities, CollectionStats, EntityIndex, Sort
from searcher.engine.bm25 import Bm25
from searcher.engine.embedded.commit.damage import damage_reported
from searcher.engine.embedded.commit.reading import open_commit
from searcher.engine.embedded.commit.storage import IndexStorage
from searcher.engine.embedded.searching.executor import Searcher
from searcher.engine.embedded.segment.stored import load_document
from searcher.query.nodes import Node
from searcher.query.top_docs import TopDocs
from searcher.records import Document


class EmbeddedEngine:
    """A `searcher.engine.base.SearchEngine` over the files of one folder.

    Attributes:
        generation: number of the commit it sees.
        manifest: what that commit says of itself.
        idle: corrections of entities that concern nothing in it, as text.
    """

    capabilities = Capabilities(positions=True)

    def __init__(self, folder: Path, formula: Bm25 | None = None) -> None:
        """Open the newest commit.

        Raises:
            IndexMissingError, IndexFormatError, IndexCorruptError: see `searcher.errors`.
        """
        self.folder = folder
        self.formula = formula or Bm25()
        commit = open_commit(folder, IndexStorage(str(folder), readonly=True))
        self.manifest = commit.manifest
        self.idle = tuple(commit.idle)
        self.generation: int = commit.toc.generation
        with damage_reported(folder):
            self._searcher: Searcher | None = Searcher(commit.segments, self.manifest.stats, self.formula)

    def _opened(self) -> Searcher:
        searcher = self._searcher
        if searcher is None:
            raise ValueError(f"{self.folder} was closed before all of its answer was read")
        return searcher

    def search(
        self,
        query: Node,
        *,
        limit: int,
        sort: Sort = "relevance",
        facets: Mapping[str, int] | None = None,
    ) -> TopDocs:
        """See `SearchEngine.search`."""
        searcher = self._opened()
        with damage_reported(self.folder):
            return searcher.search(query, limit=limit, sort=sort, facets=facets)

    def documents(self, doc_ids: Sequence[str]) -> list[Document | None]:
        """See `SearchEngine.documents`."""
        searcher = self._opened()
        with damage_reported(self.folder):
            return [_document(searcher, doc_id) for doc_id in doc_ids]

    def doc_ids(self) -> Iterator[str]:
        """See `SearchEngine.doc_ids`."""
        searcher = self._opened()
        with damage_reported(self.folder):
            return iter(
                [
                    segment.doc_id(docnum)
                    for segment in searcher.segments
                    for docnum in range(segment.count)
                    if segment.alive is None or segment.alive[docnum]
                ]
            )

    def forms(self) -> Iterator[str]:
        """See `SearchEngine.forms`; a form may come more than once."""
        searcher = self._opened()
        with damage_reported(self.folder):
            return iter(
                [form.decode("utf-8", "surrogatepass") for part in searcher.segments for form in part.forms]
            )

    def stats(self) -> CollectionStats:
        """See `SearchEngine.stats`."""
        size = 0
        for path in self.folder.iterdir():
            with contextlib.suppress(FileNotFoundError):  # removed by a commit since the folder was listed
                size += path.stat().st_size if path.is_file() else 0
        return replace(self.manifest.stats, size_bytes=size)

    def entities(self) -> EntityIndex:
        """See `SearchEngine.entities`."""
        searcher = self._opened()
        with damage_reported(self.folder):
            return searcher.entities

    def close(self) -> None:
        """See `SearchEngine.close`; searching is an error from then on, reading answers is not."""
        self._searcher = None


def _document(searcher: Searcher, wanted: str) -> Document | None:
    for segment in searcher.segments:
        docnum = segment.docnum(wanted)
        if docnum >= 0:
            return load_document(segment, docnum)
    return None
