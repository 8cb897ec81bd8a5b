"""The story of an article, joined: seeds → index → passages.

    open_index   find the index, and the seeds it belongs to
    refresh      read ─▶ clean ─▶ tag ─▶ split ─▶ write what changed, one commit
    search       parse ─▶ engine.search ─▶ passages, highlights ─▶ Results
    status       what is in it, and whether it is up to date

An `Index` sees one commit until it is refreshed. It neither prints nor reads the environment.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal

from searcher.changing import locked, publish
from searcher.config import CORRECTIONS_FILE, DEFAULT_INDEX, DEFAULT_LIMIT, Settings
from searcher.corpus.version import CORPUS_VERSION
from searcher.corrections import kept
from searcher.engine.base import CollectionStats, Sort
from searcher.engine.embedded.commit.folder import claim_folder, is_index, seeds_of
from searcher.engine.embedded.commit.manifest import newest_generation
from searcher.entities import Entities
from searcher.errors import (
    IndexFormatError,
    IndexMissingError,
    SeedsMismatchError,
    SeedsMissingError,
)
from searcher.opened import Commit
from searcher.query.diagnosis import diagnose
from searcher.query.facets import sizes
from searcher.query.feedback import FEEDBACK_DOCUMENTS, expanded
from searcher.query.nodes import matches
from searcher.query.options import combine
from searcher.query.parser import parse
from searcher.query.quotations import Quotations, quotations_of
from searcher.query.results import RESCORED, Results
from searcher.query.text_standing import mark
from searcher.query.widening import condense, widen
from searcher.records import Changes, Document, Marked, Note, Status
from searcher.refresh import Progress, Refresh, look, without_touched
from searcher.seed_manifest import SeedDraft, SeedManifest

if TYPE_CHECKING:
    from searcher.engine.embedded.writer import EmbeddedWriter


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


class Index:
    """An index and its seeds; use it as a context manager, or close it.

    Several threads may search it.
    """

    def __init__(
        self, folder: Path, seeds: Path | None, settings: Settings, *, rebuild: bool = False
    ) -> None:
        self.folder, self.seeds, self.settings = folder, seeds, settings
        self._must_rebuild = rebuild
        self._is_closed = False
        self._commit: Commit | None = None
        if is_index(folder) and not rebuild:
            try:
                self._commit = Commit(folder)
            except IndexFormatError:
                if seeds is None or not seeds.is_dir():
                    raise
                self._must_rebuild = True  # its seeds are there: it is made anew

    @property
    def is_built(self) -> bool:
        """Whether there is a commit to answer from."""
        return self._commit is not None

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
            IndexFolderError: the folder is not writable, full, or not ours.
            IndexCorruptError: what is there cannot be read; `rebuild` does not need it.
            ValueError: the index is closed.
        """
        self._reopen()
        if self.seeds is None:
            raise SeedsMissingError(self.folder, "the index does not say which folder it was made from")
        known = self._known(rebuild=rebuild)
        if not look(self.seeds, self.folder, known or SeedManifest.empty()) and known is not None:
            corrections = kept(self.seeds, self.folder)
            if not corrections.is_new:
                return Changes(warnings=corrections.warnings)
        with locked(self.folder, self.settings.lock_timeout_s if wait_s is None else wait_s):
            self._reopen()  # whoever held the lock before may have done the work
            changes = self._write(self.seeds, progress, rebuild=rebuild)
        self._must_rebuild = False
        self._reopen()
        return changes

    def _known(self, *, rebuild: bool) -> SeedManifest | None:
        """The seeds that need not be read again if they are as they were; None for a (re)build."""
        if self._commit is None or rebuild or self._must_rebuild or self._is_outdated():
            return None
        return self._commit.known

    def _write(self, seeds: Path, progress: Progress, *, rebuild: bool) -> Changes:
        """Look again, now that nobody else writes, and commit what there is to do."""
        known = self._known(rebuild=rebuild)
        at = newest_generation(self.folder) if known is not None else None
        known = known or SeedManifest.empty()
        looked, touched = without_touched(seeds, look(seeds, self.folder, known), known)
        corrections = kept(seeds, self.folder)
        is_same = not looked and not corrections.is_new
        if at is not None and is_same and not touched:
            return Changes(warnings=corrections.warnings)
        with SeedDraft(self.folder, at) as draft:
            for seed in touched:
                draft.put_seed(seed)
            if at is not None and is_same:
                draft.save(at)
                self._commit = Commit(self.folder)  # the same, but for the times to compare with
                return Changes(warnings=corrections.warnings)
            settings = {
                "seeds": str(seeds.absolute()),
                "build": self._build_settings(),
                "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
                "corrections": corrections.text,
            }

            def fill(writer: EmbeddedWriter) -> Changes:
                if at is not None and not looked:
                    return Changes()  # the same documents, with other corrections
                return Refresh(seeds, draft, writer, self.settings, progress).run(looked)

            changes = publish(draft, settings, fill, rebuild=at is None)
        return replace(changes, warnings=corrections.warnings)

    def _build_settings(self) -> dict[str, object]:
        """What an index depends on besides its seeds; another value means a rebuild."""
        return {"corpus": CORPUS_VERSION, "recogniser": self.settings.recogniser}

    def _is_outdated(self) -> bool:
        return (
            self._commit is not None
            and self._commit.engine.manifest.settings.get("build") != self._build_settings()
        )

    def _reopen(self) -> None:
        """See the newest commit, if there is one that can be read."""
        if self._is_closed:
            raise ValueError(f"the index {self.folder} is closed")
        generation = newest_generation(self.folder)
        if generation is None or self._must_rebuild:
            self._commit = None
        elif self._commit is None or generation != self._commit.engine.generation:
            self._commit = Commit(self.folder)

    # search

    def search(
        self,
        query: str,
        *,
        limit: int = DEFAULT_LIMIT,
        offset: int = 0,
        source: str | Sequence[str] = (),
        entity: str | Sequence[str] = (),
        speaker: str | Sequence[str] = (),
        since: str | None = None,
        until: str | None = None,
        sort: Sort = "relevance",
        per_document: int | Literal["all"] = 1,
        all_words: bool = False,
        literal: bool = False,
        facets: bool | Mapping[str, int] = False,
        expand: bool = False,
    ) -> Results:
        """Find passages.

        Args:
            query: in the query language; never an error, what could not be read is in `notes`.
            limit: documents wanted; offset: how many of the first to pass over.
            source: publishers, any of them; entity: people, organisations, places, all of them.
            speaker: look for the words in quotations of any of these alone.
            since: the first date, "2022", "2022-09" or "2022-09-15"; until: the last, inclusive.
            sort: "relevance", "newest" or "oldest".
            per_document: passages shown of each document at most, or "all" in which something matches.
            all_words: neighbouring words are all required; literal: everything is plain words.
            facets: what to count over all matches: True for sources, entities and months; or by facet, how
                many values to tell at most: {"person": 5, "month": 12}. There are "source", "entity",
                "person", "organisation", "place", "speaker" (the most frequent), "year", "month", "day" (the
                latest).
            expand: look for words as well that the best answers share; a note names them.

        Raises:
            ValueError: limit or offset is negative, per_document is not positive, a date is none, there
                is no such facet.
        """
        passages = sys.maxsize if per_document == "all" else per_document
        if limit < 0 or offset < 0 or passages < 1:
            raise ValueError(f"limit={limit}, offset={offset}, per_document={per_document}: out of range")
        if sort not in ("relevance", "newest", "oldest"):
            raise ValueError(f"sort={sort!r}: choose relevance, newest or oldest")
        wanted = sizes(facets)
        commit = self._opened()
        engine = commit.engine
        begun = time.perf_counter()
        parsed = parse(query, literal=literal, all_words=all_words)
        node, notes = combine(parsed, source=source, entity=entity, speaker=speaker, since=since, until=until)
        node = condense(node)
        asked = widen(node)
        added: Sequence[Note] = ()
        if expand:
            first = engine.search(asked, limit=RESCORED)
            best = Results("", node, first, commit.documents, engine.formula, limit=FEEDBACK_DOCUMENTS)
            asked, added = expanded(asked, best, engine)
        top = engine.search(asked, limit=max(limit + offset, RESCORED), sort=sort, facets=wanted)
        took_ms = (time.perf_counter() - begun) * 1000
        return Results(
            query,
            node,
            top,
            commit.documents,
            engine.formula,
            limit=limit,
            offset=offset,
            per_document=passages,
            by_relevance=sort == "relevance",
            notes=lambda: (*notes, *added, *diagnose(node, top, commit.engine)),
            explainer=lambda doc_ids: commit.explainer(node, asked, doc_ids),
            took_ms=took_ms,
        )

    def quotes(
        self,
        speaker: str | Sequence[str] = "*",
        query: str = "",
        *,
        source: str | Sequence[str] = (),
        since: str | None = None,
        until: str | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> Quotations:
        """What is quoted directly, newest articles first, undated ones last.

        Args:
            speaker: who says it, any of these, by words of a name; "*" is whoever is named.
            query: only quotations in which something of it stands.
            source, since, until: of which articles, as in `search`.
            limit: quotations wanted, None for all; offset: how many of the first to pass over.

        Raises:
            ValueError: limit or offset is negative, a date is none.
        """
        if offset < 0 or (limit is not None and limit < 0):
            raise ValueError(f"limit={limit}, offset={offset}: out of range")
        most = self.stats.documents if limit is None else offset + limit  # each has a quotation at least
        results = self.search(
            query, speaker=speaker, source=source, since=since, until=until,
            limit=most, sort="newest", per_document="all",
        )  # fmt: skip
        return quotations_of(results, offset, limit)

    def _opened(self) -> Commit:
        if self._commit is None:
            self.refresh()
        assert self._commit is not None  # refresh opens it or raises
        return self._commit

    def document(self, doc_id: str) -> Document | None:
        """A document by its id, or None."""
        return self._opened().documents([doc_id])[0]

    def mark(self, document: Document, query: str) -> Marked:
        """Where a query matches in the whole of a document."""
        return mark(document, tuple(matches(parse(query).node)))

    @property
    def entities(self) -> Entities:
        """Who and what the articles name, and how to correct that."""
        return Entities(self)

    # state

    @property
    def stats(self) -> CollectionStats:
        """Counts over the documents."""
        return self._opened().engine.stats()

    def status(self) -> Status:
        """What is in the index, and whether its seeds have changed."""
        commit = self._opened()
        known = commit.known or SeedManifest.empty()
        skipped = known.skipped()
        notes = [note for article in known.renamed() for note in article.notes]
        notes += [
            f"{CORRECTIONS_FILE}: no article names what is to be corrected: {each}"
            for each in commit.engine.idle
        ]
        up_to_date: bool | None = None
        if self.seeds is not None:
            try:
                looked = look(self.seeds, self.folder, known)
                corrections = kept(self.seeds, self.folder)
                is_same = not without_touched(self.seeds, looked, known)[0] and not corrections.is_new
                up_to_date = is_same and not self._is_outdated()
                notes += corrections.warnings
                skipped = sorted([*skipped, *looked.skipped], key=lambda item: item.path)
            except SeedsMissingError as error:
                notes.append(str(error))
        stats = commit.engine.stats()
        return Status(
            stats.documents,
            known.count(),
            tuple(skipped),
            stats.size_bytes,
            commit.engine.manifest.settings.get("built_at"),
            up_to_date,
            self.seeds,
            tuple(notes),
        )

    def close(self) -> None:
        """Let go of the index; what was found in it can still be read. Safe to call twice."""
        self._commit = None
        self._is_closed = True

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
