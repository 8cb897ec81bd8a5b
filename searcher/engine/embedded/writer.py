"""The writer: documents → a new segment → one commit.

Readers see nothing before the commit, which is one rename; a process that dies before it leaves the old index whole, and what it left behind
goes with the next commit.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, clean_files
from whoosh.writing import SegmentWriter

from searcher.analysis import analyze
from searcher.engine.base import CollectionStats
from searcher.engine.embedded.codec import EmbeddedCodec
from searcher.engine.embedded.manifest import Manifest, newest_generation, remove_stale
from searcher.engine.embedded.reading import read_commit
from searcher.engine.embedded.schema import INDEX_NAME, NO_DATE, make_schema
from searcher.engine.embedded.segment import Segment
from searcher.engine.embedded.storage import IndexStorage, sync
from searcher.engine.embedded.stored import encode, facet_values
from searcher.engine.embedded.terms import field_length, name_terms, text_terms
from searcher.records import Document


class EmbeddedWriter:
    """One change of an index, applied whole or not at all."""

    def __init__(self, folder: Path, *, settings: dict[str, Any], rebuild: bool = False) -> None:
        """Begin a change; the caller holds the folder's WriteLock until it ends.

        Args:
            folder: the index folder, which exists and is ours.
            settings: what the MANIFEST of the new commit says.
            rebuild: begin with no documents; the old ones stay readable until the commit.
        """
        self._folder = folder
        self._settings = settings
        self._storage = IndexStorage(str(folder))
        shutil.rmtree(folder / f"{INDEX_NAME}.tmp", ignore_errors=True)  # of a build that was killed
        current = newest_generation(folder)
        if rebuild or current is None:
            toc = TOC(make_schema(), [], -1 if current is None else current)
            stats = CollectionStats()
        else:
            toc, manifest = read_commit(folder, self._storage)
            stats = manifest.stats
        self._documents, self._text, self._headline = (
            stats.documents,
            stats.text_tokens,
            stats.headline_tokens,
        )
        self._old = [Segment(self._storage, segment) for segment in toc.segments]
        self._writer = _Writer(self._storage, toc)

    def add(self, document: Document) -> None:
        """Index a document."""
        stemmed = document.language in (None, "en")
        body = () if document.text == document.headline else analyze(document.text, document.language)
        headline = analyze(document.headline or "", document.language)
        text_length, headline_length = field_length(body), field_length(headline)
        names: dict[str, list[str]] = {
            name: [] for name in ("entities", "person", "organisation", "place")
        }
        for mention in document.entities:
            for field in ("entities", mention.type):
                for name in (mention.name, document.text[mention.start : mention.end]):
                    if name not in names[field]:
                        names[field].append(name)
        self._writer.add_document(
            text=text_terms(body, stemmed=stemmed),
            headline=text_terms(headline, stemmed=stemmed),
            source=name_terms([document.source] if document.source else []),
            author=name_terms(document.authors),
            **{field: name_terms(values) for field, values in names.items()},
            date={document.date or NO_DATE: [0]},
            language={document.language: [0]} if document.language else {},
            path={document.path: [0]},
            doc_id={document.doc_id: [0]},
            text_length=text_length,
            headline_length=headline_length,
            day=int(document.date.replace("-", "")) if document.date else 0,
            key=document.doc_id.encode("utf-8", "surrogatepass"),
            stored=encode(document),
            facets=facet_values(document),
        )
        self._documents += 1
        self._text += text_length
        self._headline += headline_length

    def delete(self, doc_ids: Collection[str]) -> None:
        """Remove documents of earlier commits; ids that are not there are ignored."""
        base = 0
        for segment in self._old:
            for doc_id in doc_ids:
                for docnum in segment.find("doc_id", doc_id):
                    if not self._writer.is_deleted(base + docnum):
                        self._writer.delete_document(base + docnum)
                        self._documents -= 1
                        self._text -= segment.number("text_length", docnum)
                        self._headline -= segment.number("headline_length", docnum)
            base += segment.count

    def commit(self, before: Callable[[int], None] = lambda generation: None) -> None:
        """Publish the change.

        Args:
            before: called with the new generation when all but the commit itself is done.
        """
        stats = CollectionStats(self._documents, self._text, self._headline)
        manifest = Manifest(settings=self._settings, stats=stats)

        def publish(generation: int) -> None:
            before(generation)
            manifest.write(self._folder, generation)

        self._writer.before_publishing = publish
        self._close_old()
        self._writer.commit()

    def cancel(self) -> None:
        """Forget the change; its files go."""
        self._close_old()
        name = self._writer.newsegment.segment_id()
        self._writer.cancel()
        for path in self._folder.glob(f"{name}.*"):
            path.unlink(missing_ok=True)

    def _close_old(self) -> None:
        for segment in self._old:
            segment.close()
        self._old = []


class _Writer(SegmentWriter):  # type: ignore[misc] # Whoosh ships no types
    """Whoosh's writer with our codec, our lock and our commit."""

    def __init__(self, storage: FileStorage, toc: Any) -> None:
        target = SimpleNamespace(storage=storage, indexname=INDEX_NAME, _read_toc=lambda: toc)
        self.before_publishing: Callable[[int], None] = lambda generation: None
        super().__init__(target, codec=EmbeddedCodec(), _lk=False, compound=False)

    def _commit_toc(self, segments: list[Any]) -> None:
        folder = Path(self.storage.folder)
        for segment in segments:
            if segment is self.newsegment:
                for path in folder.glob(f"{segment.segment_id()}.*"):
                    sync(path)
        self.before_publishing(self.generation)
        TOC(self.schema, segments, self.generation).write(self.storage, self.indexname)
        clean_files(self.storage, self.indexname, self.generation, segments)
        remove_stale(folder, self.generation)
