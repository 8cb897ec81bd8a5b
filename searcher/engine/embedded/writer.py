"""The writer: documents → new segments → one commit.

Readers see nothing before the commit, which is one rename; a process that dies before it leaves the old
index whole, and what it left behind goes with the next commit. Segments are built apart from it, by an
`EmbeddedPart` in whatever process, and only named to the writer.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.index import TOC

from searcher.analysis.vocabulary import TokenArrays, Vocabulary
from searcher.engine.base import BuiltPart, CollectionStats, PlacedDocuments
from searcher.engine.bm25 import Bm25
from searcher.engine.embedded.building.builder import SegmentBuilder
from searcher.engine.embedded.building.entity_table import names_file
from searcher.engine.embedded.building.former import Former
from searcher.engine.embedded.building.groups import MOST_POSITIONS
from searcher.engine.embedded.building.identities import write_identities
from searcher.engine.embedded.codec.codec import EmbeddedSegment, fresh_name
from searcher.engine.embedded.codec.schema import INDEX_NAME, make_schema
from searcher.engine.embedded.commit.damage import damage_reported
from searcher.engine.embedded.commit.manifest import Manifest, newest_generation, remove_stale
from searcher.engine.embedded.commit.reading import Commit, open_commit
from searcher.engine.embedded.commit.storage import IndexStorage
from searcher.engine.embedded.merging.merge import merge
from searcher.engine.embedded.merging.policy import Size, to_merge
from searcher.engine.embedded.segment.identities import identities_file
from searcher.engine.embedded.segment.postings import Segment
from searcher.errors import IndexFolderError
from searcher.identities import Correction
from searcher.records import Document

OWN_PART_BYTES = 64 << 20
"""What documents that are added one by one may take before they become a segment."""

_WORDS_SHARE = 2 / 3  # of what may be held: with more, segments would become small
_MERGED_AT_ONCE = 16  # a merge holds tables of the words of all it merges
_BATCH = 64


@dataclass(frozen=True, slots=True)
class PartRecipe:
    """How to begin a part of a change, in any process.

    Attributes:
        folder: of the index.
        formula: whose bounds the segments keep.
        held_bytes: what a part may hold, of documents and of words met, before it writes a segment.
    """

    folder: Path
    formula: Bm25
    held_bytes: int

    def begin(self) -> EmbeddedPart:
        """A part of the change."""
        return EmbeddedPart(self)


class EmbeddedPart:
    """Documents that become segments, which a writer is told of when all are in.

    Every method raises IndexFolderError when the folder cannot be written to.

    Attributes:
        vocabulary: what the next batch is to be analysed by; another one from time to time, as it grows.
    """

    def __init__(self, recipe: PartRecipe) -> None:
        self._recipe = recipe
        self._name = fresh_name()
        self._built: list[BuiltPart] = []
        self._renew()

    def _renew(self) -> None:
        self.vocabulary = Vocabulary()
        self._builder = SegmentBuilder(self._recipe.formula, self.vocabulary)

    def add(self, documents: Sequence[Document], tokens: TokenArrays | None = None) -> PlacedDocuments:
        """Index some documents.

        Args:
            documents: a batch, about a hundred.
            tokens: of each one's headline and text by turns (no text where it is the headline again), by
                `vocabulary`.
        """
        placed = PlacedDocuments(self._name, self._builder.count)
        self._builder.add(documents, tokens)
        if self._builder.held_bytes >= self._recipe.held_bytes:
            self._write()
            if self._builder.held_bytes >= self._recipe.held_bytes * _WORDS_SHARE:
                self._renew()
        return placed

    def finish(self) -> list[BuiltPart]:
        """Write what is left; everything this part has written."""
        if self._builder.count:
            self._write()
        return self._built

    def _write(self) -> None:
        segment = EmbeddedSegment(self._name, self._builder.count)
        with _faults_reported(self._recipe.folder):
            self._builder.write(self._recipe.folder / segment.file_name)
        self._built.append(BuiltPart(self._name, segment.doc_count_all()))
        self._name = fresh_name()


class EmbeddedWriter:
    """One change of an index, applied whole or not at all.

    Every method raises IndexFolderError when the folder cannot be written to (any more), and
    IndexCorruptError when what is there already cannot be read.
    """

    def __init__(
        self,
        folder: Path,
        *,
        settings: dict[str, Any],
        rebuild: bool = False,
        formula: Bm25 | None = None,
        corrections: Sequence[Correction] = (),
    ) -> None:
        """Begin a change; the caller holds the folder's WriteLock until it ends.

        Args:
            folder: the index folder, which exists and is ours.
            settings: what the MANIFEST of the new commit says.
            rebuild: begin with no documents; the old ones stay readable until the commit.
            formula: whose bounds new segments keep.
            corrections: of entities, in order.
        """
        self._folder, self._settings, self._formula = folder, settings, formula or Bm25()
        self._corrections = corrections
        with _faults_reported(folder):
            self._storage = IndexStorage(str(folder))
            self._generation = newest_generation(folder)
            if rebuild or self._generation is None:
                self._old = Commit(Manifest(), TOC(make_schema(), [], -1), [])
            else:
                self._old = open_commit(folder, self._storage)
        self._segments: dict[str, EmbeddedSegment] = {item.segid: item for item in self._old.toc.segments}
        self._published = frozenset(self._segments)
        self._waiting: list[Document] = []
        self._own: EmbeddedPart | None = None

    def recipe(self, held_bytes: int = OWN_PART_BYTES) -> PartRecipe:
        """How another process builds a part of this change, holding about so many bytes."""
        return PartRecipe(self._folder, self._formula, held_bytes)

    def add(self, document: Document) -> None:
        """Index a document."""
        self._waiting.append(document)
        if len(self._waiting) >= _BATCH:
            self._add_waiting()

    def _add_waiting(self) -> None:
        self._own = self._own or self.recipe().begin()
        self._own.add(self._waiting)
        self._waiting = []

    def take(self, parts: Collection[BuiltPart]) -> None:
        """Have the documents of finished parts in the commit."""
        for part in parts:
            self._segments[part.name] = EmbeddedSegment(part.name, part.documents)

    def discard(self, part: str, number: int) -> None:
        """Leave out a document of a part that was taken, by its number there."""
        self._segments[part].delete_document(number)

    def delete(self, doc_ids: Collection[str]) -> None:
        """Remove documents of earlier commits; ids that are not there are ignored."""
        with damage_reported(self._folder):
            for listed, segment in zip(self._old.toc.segments, self._old.segments, strict=True):
                for doc_id in doc_ids:
                    docnum = segment.docnum(doc_id)
                    if docnum >= 0:
                        listed.delete_document(docnum)

    def commit(self, before: Callable[[int], None] = lambda generation: None) -> None:
        """Publish the change; when this raises, call `cancel`.

        Args:
            before: called with the new generation when all but the commit itself is done.
        """
        if self._waiting:
            self._add_waiting()
        if self._own is not None:
            self.take(self._own.finish())
            self._own = None
        with damage_reported(self._folder), _faults_reported(self._folder):
            listed = [item for item in self._segments.values() if item.doc_count()]
            former = self._former(listed)
            listed = self._merged(listed)
            segments = {item.segid: item.open(self._folder) for item in listed}
            stats = _stats(list(segments.values()))
            identities = self._folder / identities_file(self._next)
            identities.unlink(missing_ok=True)  # of a build that was killed
            write_identities(identities, segments, self._corrections, former)
        generation = self._next
        with _faults_reported(self._folder):
            before(generation)
            Manifest(settings=self._settings, stats=stats).write(self._folder, generation)
            TOC(make_schema(), listed, generation).write(self._storage, INDEX_NAME)
            with contextlib.suppress(OSError):  # committed is committed; the next one tries again
                remove_stale(self._folder, generation, {item.segment_id() for item in listed})

    @property
    def _next(self) -> int:
        """The generation of the commit."""
        return 0 if self._generation is None else self._generation + 1

    def _former(self, listed: list[EmbeddedSegment]) -> Former:
        """The commit before, and the names of the documents that the change adds and deletes.

        Args:
            listed: segments, before any are merged.
        """
        if not self._old.segments:
            return Former()
        old = dict(zip((item.segid for item in self._old.toc.segments), self._old.segments, strict=True))
        came = [item.open(self._folder) for item in listed if item.segid not in self._published]
        went = {
            name: np.array(sorted(self._segments[name].deleted_docs().difference(segment.deleted)), np.int64)
            for name, segment in old.items()
        }
        return Former.of(self._folder / identities_file(self._next - 1), old, came, went)

    def _merged(self, listed: list[EmbeddedSegment]) -> list[EmbeddedSegment]:
        """The segments of the commit: those of this change become one, and others as the policy says."""
        new = [item for item in listed if item.segid not in self._published]
        if len(new) > 1 and self._positions(new) < MOST_POSITIONS:
            listed = [*(item for item in listed if item.segid in self._published), self._merge_all(new)]
        sizes = [Size.of(item.open(self._folder)) for item in listed]
        chosen = [[listed[number] for number in group] for group in to_merge(sizes)]
        kept = [item for item in listed if not any(item in group for group in chosen)]
        return [*kept, *map(self._merge_all, chosen)]

    def _positions(self, segments: list[EmbeddedSegment]) -> int:
        return sum(Size.of(item.open(self._folder)).live for item in segments)

    def _merge_all(self, old: list[EmbeddedSegment]) -> EmbeddedSegment:
        while len(old) > _MERGED_AT_ONCE:
            old = [*old[_MERGED_AT_ONCE:], self._merge(old[:_MERGED_AT_ONCE])]
        return self._merge(old)

    def _merge(self, old: list[EmbeddedSegment]) -> EmbeddedSegment:
        new = EmbeddedSegment(fresh_name(), sum(item.doc_count() for item in old))
        self._segments[new.segid] = new  # so that `cancel` knows of it
        merge([item.open(self._folder) for item in old], self._folder / new.file_name, self._formula)
        for item in old:
            if item.segid not in self._published:
                (self._folder / item.file_name).unlink()  # it was of this change alone
        return new

    def cancel(self) -> None:
        """Forget the change; its files go. Harmless after a commit, also one that was interrupted."""
        self._storage.abandon()
        if newest_generation(self._folder) == self._generation:
            for segment in self._segments.values():
                if segment.segid not in self._published:
                    path = self._folder / segment.file_name
                    for made in (path, names_file(path)):
                        made.unlink(missing_ok=True)
            (self._folder / identities_file(self._next)).unlink(missing_ok=True)


def _stats(segments: Sequence[Segment]) -> CollectionStats:
    """Counts over live documents."""
    documents = text = headline = 0
    for segment in segments:
        texts = np.diff(segment.base.astype(np.int64))
        headlines = segment.text_base.astype(np.int64) - segment.base[:-1] - 1
        texts -= headlines + 2
        if segment.alive is not None:
            texts, headlines = texts[segment.alive], headlines[segment.alive]
        documents += len(texts)
        text += int(texts.sum())
        headline += int(headlines.sum())
    return CollectionStats(documents, text, headline)


@contextlib.contextmanager
def _faults_reported(folder: Path) -> Iterator[None]:
    """Turn what the system says of a full or unwritable disk into an IndexFolderError."""
    try:
        yield
    except OSError as error:
        raise IndexFolderError(folder, f"it cannot be written to ({error.strerror or error})") from error
