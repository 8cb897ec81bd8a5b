"""The story of an article, joined: seeds → index → passages.

    open_index   find the index, and the seeds it belongs to
    refresh      read ─▶ clean ─▶ tag ─▶ split ─▶ write what changed, one commit
    search       parse ─▶ engine.search ─▶ passages, highlights ─▶ Results
    status       what is in it, and whether it is up to date

An `Index` sees one commit until it is refreshed. It neither prints nor reads the environment.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from searcher.config import DEFAULT_INDEX, Settings
from searcher.corpus.version import CORPUS_VERSION
from searcher.engine.base import CollectionStats, Sort
from searcher.engine.embedded.engine import EmbeddedEngine
from searcher.engine.embedded.folder import claim_folder, is_index, seeds_of, seeds_setting
from searcher.engine.embedded.lock import WriteLock
from searcher.errors import (
    IndexCorruptError,
    IndexFolderError,
    IndexFormatError,
    IndexLockedError,
    IndexMissingError,
    SeedsMismatchError,
    SeedsMissingError,
)
from searcher.query.diagnosis import diagnose
from searcher.query.nodes import matches
from searcher.query.options import combine
from searcher.query.parser import parse
from searcher.query.results import RESCORED, Results, mark
from searcher.records import Changes, Document, Skipped, Span
from searcher.refresh import Progress, Refresh, look, without_touched
from searcher.seed_manifest import SeedManifest

FACET_SIZES: Mapping[str, int] = {"source": 10, "entity": 10, "date": 240}
"""Values of each facet that are counted out when nothing else is asked: what fits a screen, and 20 years."""


def open_index(
    index: Path | str = DEFAULT_INDEX,
    seeds: Path | str | None = None,
    settings: Settings | None = None,
    *,
    rebuild: bool = False,
) -> Index:
    """Open an index, or begin one when `seeds` are given.

    An index that was only begun is built by its first `refresh`, or by the first `search`.

    Args:
        index: its folder.
        seeds: the folder of articles; None for the one recorded in the index.
        settings: how seeds are read, when they are.
        rebuild: leave what is there unopened; the first refresh makes it anew, from `seeds` if given.

    Raises:
        IndexMissingError: there is no index, and no seeds to begin one from.
        SeedsMismatchError: the index belongs to other seeds.
        IndexFormatError, IndexCorruptError: it is there but cannot be read; open it with `rebuild`.
        IndexFolderError: the folder holds something else.
    """
    folder = Path(index)
    recorded = seeds_of(folder)
    given = None if seeds is None else Path(seeds)
    if given is not None and recorded is not None and not rebuild and not _same(given, recorded):
        raise SeedsMismatchError(folder, recorded, given)
    if folder.exists() and not is_index(folder):
        claim_folder(folder, make=False)
        if given is None:
            raise IndexMissingError(folder)
    elif given is None and not folder.exists():
        raise IndexMissingError(folder)
    return Index(folder, given or recorded, settings or Settings(), rebuild=rebuild)


def _same(one: Path, other: Path) -> bool:
    return one.absolute() == other.absolute() or one.resolve() == other.resolve()


@dataclass(frozen=True, slots=True)
class Status:
    """What is in an index, and whether it is what its seeds would give.

    Attributes:
        documents, seeds: how many; skipped: what could not become a document.
        up_to_date: whether a refresh would change nothing; None when the seeds are missing.
        notes: what else should be known, such as ids that several articles claim.
    """

    documents: int
    seeds: int
    skipped: tuple[Skipped, ...]
    index_bytes: int
    built_at: str | None
    up_to_date: bool | None
    seeds_folder: Path | None
    notes: tuple[str, ...] = ()


class Marked(NamedTuple):
    """What a query matches in a document: spans of its text and of its headline."""

    text: tuple[Span, ...]
    headline: tuple[Span, ...]


class Index:
    """An index and its seeds; use it as a context manager, or close it."""

    def __init__(
        self, folder: Path, seeds: Path | None, settings: Settings, *, rebuild: bool = False
    ) -> None:
        self.folder, self.seeds, self.settings = folder, seeds, settings
        self._must_rebuild = rebuild
        self._engine: EmbeddedEngine | None = None
        if is_index(folder) and not rebuild:
            try:
                self._engine = EmbeddedEngine(folder)
            except IndexFormatError:
                if seeds is None or not seeds.is_dir():
                    raise
                self._must_rebuild = True  # its seeds are there: it is made anew

    @property
    def is_built(self) -> bool:
        """Whether there is a commit to answer from."""
        return self._engine is not None

    # refresh

    def refresh(
        self,
        *,
        rebuild: bool = False,
        wait_s: float | None = None,
        progress: Progress = lambda done, total: None,
    ) -> Changes:
        """Bring the index to its seeds: added, edited, renamed and deleted ones.

        Args:
            rebuild: read every seed again; until that is done the old index answers.
            wait_s: how long to wait for another writer, None for what the settings say.
            progress: called while seeds are read.

        Returns:
            what changed; falsy when the index already was what its seeds give.

        Raises:
            SeedsMissingError: the folder is gone or empty; nothing is removed.
            IndexLockedError: another process is still writing.
            IndexFolderError: the folder is not writable, or not ours.
        """
        if self.seeds is None:
            raise SeedsMissingError(self.folder, "the index does not say which folder it was made from")
        if self._engine is not None:
            self._reopen()
        rebuild = rebuild or self._must_rebuild or self._is_outdated()
        rebuild = rebuild or self._engine is not None and not SeedManifest.exists(self.folder)
        if self._engine is not None and not rebuild:
            with self._manifest() as manifest:
                if not look(self.seeds, self.folder, manifest):
                    return Changes()
        elif not self.seeds.is_dir():
            raise SeedsMissingError(self.seeds)
        claim_folder(self.folder, make=True)
        lock = WriteLock(self.folder)
        lock.acquire(self.settings.lock_timeout_s if wait_s is None else wait_s)
        try:
            if self._engine is not None:
                self._reopen()  # whoever held the lock before may have done the work
            changes = self._write(self.seeds, rebuild=rebuild, progress=progress)
        finally:
            lock.release()
        self._must_rebuild = False
        self._reopen()
        return changes

    def _write(self, seeds: Path, *, rebuild: bool, progress: Progress) -> Changes:
        """Look again, now that nobody else writes, and commit what there is to do."""
        from searcher.engine.embedded.manifest import newest_generation
        from searcher.engine.embedded.writer import EmbeddedWriter

        at = newest_generation(self.folder)
        with self._manifest(-1 if at is None else at, write=True, rebuild=rebuild) as manifest:
            looked = look(seeds, self.folder, manifest)
            looked, touched = without_touched(seeds, looked, manifest)
            for seed in touched:
                manifest.touch(seed)
            if not looked and not rebuild and at is not None:
                manifest.save()
                return Changes()
            settings = {
                "seeds": seeds_setting(self.folder, seeds),
                "build": self._build_settings(),
                "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
            }
            writer = EmbeddedWriter(self.folder, settings=settings, rebuild=rebuild)
            try:
                changes = Refresh(seeds, manifest, writer, self.settings, progress).run(looked)
                writer.commit(before=lambda generation: manifest.save())
            except BaseException:
                writer.cancel()
                raise
            return changes

    @contextmanager
    def _manifest(
        self, generation: int | None = None, *, write: bool = False, rebuild: bool = False
    ) -> Iterator[SeedManifest]:
        if generation is None:
            generation = self._engine.generation if self._engine is not None else -1
        try:
            with SeedManifest(self.folder, generation, write=write, rebuild=rebuild) as manifest:
                yield manifest
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise IndexLockedError(self.folder) from error
            raise IndexFolderError(self.folder, f"seeds.sqlite: {error}") from error
        except sqlite3.DatabaseError as error:
            raise IndexCorruptError(self.folder, f"seeds.sqlite: {error}") from error

    def _build_settings(self) -> dict[str, object]:
        """What an index depends on besides its seeds; another value means a rebuild."""
        return {"corpus": CORPUS_VERSION, "recogniser": self.settings.recogniser}

    def _is_outdated(self) -> bool:
        return (
            self._engine is not None
            and self._engine.manifest.settings.get("build") != self._build_settings()
        )

    def _reopen(self) -> None:
        """See the newest commit."""
        from searcher.engine.embedded.manifest import newest_generation

        if self._engine is None or newest_generation(self.folder) != self._engine.generation:
            engine = EmbeddedEngine(self.folder)
            self.close()
            self._engine = engine

    # search

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        offset: int = 0,
        source: str | Sequence[str] = (),
        entity: str | Sequence[str] = (),
        since: str | None = None,
        until: str | None = None,
        sort: Sort = "relevance",
        per_document: int = 1,
        all_words: bool = False,
        literal: bool = False,
        facets: bool | Mapping[str, int] = False,
    ) -> Results:
        """Find passages.

        Args:
            query: in the query language; never an error, what could not be read is in `notes`.
            limit: documents wanted; offset: how many of the first to pass over.
            source: publishers, any of them; entity: people, organisations, places, all of them.
            since: the first date, "2022", "2022-09" or "2022-09-15"; until: the last, inclusive.
            sort: "relevance", "newest" or "oldest".
            per_document: passages shown of each document at most.
            all_words: neighbouring words are all required; literal: everything is plain words.
            facets: whether to count sources, entities and months over all matches, or how many of each.

        Raises:
            ValueError: limit or offset is negative, per_document is not positive, a date is none.
        """
        if limit < 0 or offset < 0 or per_document < 1:
            raise ValueError(f"limit={limit}, offset={offset}, per_document={per_document}: out of range")
        if sort not in ("relevance", "newest", "oldest"):
            raise ValueError(f"sort={sort!r}: choose relevance, newest or oldest")
        engine = self._opened()
        begun = time.perf_counter()
        parsed = parse(query, literal=literal, all_words=all_words)
        node, notes = combine(parsed, source=source, entity=entity, since=since, until=until)
        sizes = FACET_SIZES if facets is True else facets or None
        top = engine.search(node, limit=max(limit + offset, RESCORED), sort=sort, facets=sizes)
        took_ms = (time.perf_counter() - begun) * 1000
        return Results(
            query,
            node,
            top,
            engine.documents,
            engine.formula,
            limit=limit,
            offset=offset,
            per_document=per_document,
            by_relevance=sort == "relevance",
            notes=lambda: (*notes, *diagnose(node, top, engine)),
            took_ms=took_ms,
        )

    def _opened(self) -> EmbeddedEngine:
        if self._engine is None:
            self.refresh()
        assert self._engine is not None  # refresh opens it or raises
        return self._engine

    def document(self, doc_id: str) -> Document | None:
        """A document by its id, or None."""
        return self._opened().documents([doc_id])[0]

    def mark(self, document: Document, query: str) -> Marked:
        """Where a query matches in the whole of a document."""
        leaves = tuple(matches(parse(query).node))
        return Marked(
            mark(document.text, document.language, leaves, "text"),
            mark(document.headline or "", document.language, leaves, "headline"),
        )

    # state

    @property
    def stats(self) -> CollectionStats:
        """Counts over the documents."""
        return self._opened().stats()

    def status(self) -> Status:
        """What is in the index, and whether its seeds have changed."""
        engine = self._opened()
        with self._manifest() as manifest:
            seeds, _ = manifest.counts()
            skipped, notes = manifest.skipped(), manifest.notes()
            up_to_date: bool | None = None
            if self.seeds is not None:
                try:
                    looked = look(self.seeds, self.folder, manifest)
                    up_to_date = not without_touched(self.seeds, looked, manifest)[0] and not self._is_outdated()
                    skipped = sorted([*skipped, *looked.skipped], key=lambda item: item.path)
                except SeedsMissingError as error:
                    notes = [*notes, str(error)]
        stats = engine.stats()
        return Status(
            stats.documents,
            seeds,
            tuple(skipped),
            stats.size_bytes,
            engine.manifest.settings.get("built_at"),
            up_to_date,
            self.seeds,
            tuple(notes),
        )

    def close(self) -> None:
        """Let go of files. Safe to call twice."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
