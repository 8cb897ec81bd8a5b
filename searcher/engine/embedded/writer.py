"""The writer: documents → a new segment → one commit.

Readers see nothing before the commit, which is one rename; a process that dies before it leaves the old
index whole, and what it left behind goes with the next commit.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from whoosh.index import TOC
from whoosh.reading import SegmentReader
from whoosh.writing import MERGE_SMALL, SegmentWriter

from searcher.analysis import analyze, is_stemmed
from searcher.engine.base import CollectionStats
from searcher.engine.embedded.codec import EmbeddedCodec
from searcher.engine.embedded.manifest import Manifest, newest_generation, remove_stale
from searcher.engine.embedded.reading import Commit, damage_reported, open_commit
from searcher.engine.embedded.schema import INDEX_NAME, NO_DATE, make_schema
from searcher.engine.embedded.storage import IndexStorage, sync
from searcher.engine.embedded.stored import encode, facet_values
from searcher.engine.embedded.terms import field_length, name_terms, text_terms
from searcher.errors import IndexFolderError
from searcher.records import ENTITY_TYPES, Document


class EmbeddedWriter:
    """One change of an index, applied whole or not at all.

    Every method raises IndexFolderError when the folder cannot be written to (any more), and
    IndexCorruptError when what is there already cannot be read.
    """

    def __init__(self, folder: Path, *, settings: dict[str, Any], rebuild: bool = False) -> None:
        """Begin a change; the caller holds the folder's WriteLock until it ends.

        Args:
            folder: the index folder, which exists and is ours.
            settings: what the MANIFEST of the new commit says.
            rebuild: begin with no documents; the old ones stay readable until the commit.
        """
        self._folder = folder
        self._settings = settings
        with _faults_reported(folder):
            self._storage = IndexStorage(str(folder))
            shutil.rmtree(folder / f"{INDEX_NAME}.tmp", ignore_errors=True)  # of a build that was killed
            current = newest_generation(folder)
            if rebuild or current is None:
                toc = TOC(make_schema(), [], -1 if current is None else current)
                self._old = Commit(Manifest(), toc, [])
            else:
                self._old = open_commit(folder, self._storage)
            self._writer = _Writer(self._storage, self._old.toc)
        stats = self._old.manifest.stats
        self._documents, self._text, self._headline = (
            stats.documents,
            stats.text_tokens,
            stats.headline_tokens,
        )

    def add(self, document: Document) -> None:
        """Index a document."""
        stemmed = is_stemmed(document.language)
        body = () if document.text == document.headline else analyze(document.text, document.language)
        headline = analyze(document.headline or "", document.language)
        text_length, headline_length = field_length(body), field_length(headline)
        # Dictionaries for their keys: every name once, in the order met.
        names: dict[str, dict[str, None]] = {name: {} for name in ("entities", *ENTITY_TYPES)}
        for mention in document.entities:
            for field in ("entities", mention.type):
                names[field][mention.name] = None
                names[field][document.text[mention.start : mention.end]] = None
        with _faults_reported(self._folder):
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
        with damage_reported(self._folder):
            for segment in self._old.segments:
                for doc_id in doc_ids:
                    for docnum in segment.find("doc_id", doc_id):
                        if not self._writer.is_deleted(base + docnum):
                            self._writer.delete_document(base + docnum)
                            self._documents -= 1
                            self._text -= segment.number("text_length", docnum)
                            self._headline -= segment.number("headline_length", docnum)
                base += segment.count

    def commit(self, before: Callable[[int], None] = lambda generation: None) -> None:
        """Publish the change; when this raises, call `cancel`.

        Args:
            before: called with the new generation when all but the commit itself is done.
        """
        stats = CollectionStats(self._documents, self._text, self._headline)
        manifest = Manifest(settings=self._settings, stats=stats)

        def publish(generation: int) -> None:
            before(generation)
            manifest.write(self._folder, generation)

        self._writer.before_publishing = publish
        self._old.close()
        with _faults_reported(self._folder):
            self._writer.commit()

    def cancel(self) -> None:
        """Forget the change; its files go. Harmless after a commit, also one that was interrupted."""
        self._old.close()
        with contextlib.suppress(Exception):  # it may be in any state, even done
            self._writer.cancel()
        self._storage.abandon()
        if newest_generation(self._folder) != self._writer.generation:
            for path in self._folder.glob(f"{self._writer.newsegment.segment_id()}.*"):
                path.unlink(missing_ok=True)


@contextlib.contextmanager
def _faults_reported(folder: Path) -> Iterator[None]:
    """Turn what the system says of a full or unwritable disk into an IndexFolderError."""
    try:
        yield
    except OSError as error:
        raise IndexFolderError(folder, f"it cannot be written to ({error.strerror or error})") from error


class _Writer(SegmentWriter):  # type: ignore[misc] # Whoosh ships no types
    """Whoosh's writer with our codec, our lock and our commit."""

    def __init__(self, storage: IndexStorage, toc: Any) -> None:
        target = SimpleNamespace(storage=storage, indexname=INDEX_NAME, _read_toc=lambda: toc)
        self.before_publishing: Callable[[int], None] = lambda generation: None
        super().__init__(target, codec=EmbeddedCodec(), _lk=False, compound=False)
        self.mergetype = _merge

    def _commit_toc(self, segments: list[Any]) -> None:
        folder = Path(self.storage.folder)
        for segment in segments:
            if segment is self.newsegment:
                for path in folder.glob(f"{segment.segment_id()}.*"):
                    sync(path)
        self.before_publishing(self.generation)
        TOC(self.schema, segments, self.generation).write(self.storage, self.indexname)
        with contextlib.suppress(OSError):  # committed is committed; the next one tries again
            remove_stale(folder, self.generation, {segment.segment_id() for segment in segments})


def _merge(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
    """Whoosh's merging of small segments, and of those that are mostly deleted documents."""
    folder = Path(writer.storage.folder)
    with damage_reported(folder), _faults_reported(folder):
        kept: list[Any] = []
        for segment in segments:
            if segment.doc_count() >= max(segment.deleted_count(), 1):
                kept.append(segment)
            elif segment.doc_count() > 0:
                reader = SegmentReader(writer.storage, writer.schema, segment)
                writer.add_reader(reader)
                reader.close()
        merged: list[Any] = MERGE_SMALL(writer, kept)
        return merged
