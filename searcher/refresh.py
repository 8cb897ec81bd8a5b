"""Refreshing: the index follows its seeds.

    look   what is on the disk against what the seed manifest knows: new, changed, touched, gone
    apply  read again what changed, clean, tag, split, index; settle ids and chrome lines; commit

A refreshed index answers as a rebuilt one would. Two things of an article depend on other seeds, so
both are settled at the end, for articles whose own seed did not change as well: which of several
articles that claim an id gets it (the first by path), and which lines stand in so many documents that
they are chrome.
"""

from __future__ import annotations

import pickle
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from searcher.config import Settings
from searcher.corpus.reader import SeedFile, file_hash, find_seeds, read_seed
from searcher.engine.base import IndexWriter
from searcher.errors import SeedsMissingError
from searcher.records import Changes, RawDocument, Skipped
from searcher.seed_manifest import ArticleRow, SeedManifest, SeedRow, pack_lines

Progress = Callable[[int, int], None]
"""Called with (bytes of seeds done, bytes of seeds to do)."""

_FRESH_NS = 50_000_000  # a file written so shortly before it was read may change within the same tick


class Look(NamedTuple):
    """How the seeds on the disk differ from those an index was made from.

    `skipped` are files and folders that are no seeds, but look as if they were meant to be.
    """

    new: list[SeedFile]
    changed: list[SeedFile]
    gone: list[str]
    skipped: list[Skipped]
    seeds: int

    def __bool__(self) -> bool:
        """True when something differs."""
        return bool(self.new or self.changed or self.gone)


def look(seeds: Path, index: Path, manifest: SeedManifest) -> Look:
    """Compare the seeds on the disk with those the manifest knows, by path, size and time.

    Raises:
        SeedsMissingError: there is no such folder, or not one seed in it; nothing is then gone.
    """
    known = manifest.seeds()
    new: list[SeedFile] = []
    changed: list[SeedFile] = []
    skipped: list[Skipped] = []
    count = 0
    if not seeds.is_dir():
        raise SeedsMissingError(seeds)
    for found in find_seeds(seeds, exclude=(index,)):
        if isinstance(found, Skipped):
            skipped.append(found)
            continue
        count += 1
        row = known.pop(found.path, None)
        if row is None:
            new.append(found)
        elif row.size != found.size or row.mtime_ns != found.mtime_ns:
            changed.append(found)
    if count == 0:
        raise SeedsMissingError(seeds, "the folder holds no article")
    # What lies in a folder that cannot be entered is not gone.
    closed = tuple(f"{item.path}/" for item in skipped)
    gone = [path for path in known if not (closed and path.startswith(closed))]
    return Look(new, changed, sorted(gone), skipped, count)


def without_touched(
    seeds: Path, looked: Look, manifest: SeedManifest
) -> tuple[Look, list[SeedRow]]:
    """A look without the seeds that only got another time, and the rows of those."""
    known = manifest.seeds() if looked.changed else {}
    changed: list[SeedFile] = []
    touched: list[SeedRow] = []
    for seed in looked.changed:
        digest = known[seed.path].hash
        if digest is not None and seed.size == known[seed.path].size and digest == file_hash(seeds, seed.path):
            touched.append(SeedRow(seed.path, seed.size, seed.mtime_ns, digest))
        else:
            changed.append(seed)
    return looked._replace(changed=changed), touched


@dataclass(slots=True)
class _Again:
    """Articles whose own seed is as it was, by path and claim, with the doc_id they have so far."""

    wanted: defaultdict[str, dict[str, str]]

    def add(self, path: str, claim: str, doc_id: str) -> None:
        self.wanted[path].setdefault(claim, doc_id)


class Refresh:
    """One pass that brings an index to its seeds; `run` once."""

    def __init__(
        self,
        seeds: Path,
        manifest: SeedManifest,
        writer: IndexWriter,
        settings: Settings,
        progress: Progress = lambda done, total: None,
    ) -> None:
        self._seeds, self._manifest, self._writer = seeds, manifest, writer
        self._settings, self._progress = settings, progress
        self._again = _Again(defaultdict(dict))
        self._contested: set[str] = set()
        self._changes = Changes()
        self._skipped: list[Skipped] = []
        self._done = self._total = 0

    def run(self, looked: Look) -> Changes:
        """Apply a look: everything but the commit."""
        before = self._chrome(following=False)
        for path in looked.gone:
            self._remove(path)
        to_read = sorted([*looked.new, *looked.changed])
        self._total = sum(seed.size for seed in to_read)
        with tempfile.TemporaryFile() as spool:
            spooled = 0
            for raw, prepared in self._prepare(self._read(to_read), before):
                article = self._accept(raw, prepared)
                if article is None or isinstance(prepared, Skipped):
                    continue
                document = replace(prepared.document, doc_id=article.doc_id)
                if prepared.lines:  # whether all of it is the journalist's shows when all is read
                    pickle.dump((article, document), spool)
                    spooled += 1
                else:
                    self._writer.add(document)
            after = self._chrome(following=True)
            turned = before ^ after
            if turned:
                for article in self._manifest.articles_with_lines(turned):
                    self._again.add(article.path, article.claim, article.doc_id)
            self._settle_ids()
            spool.seek(0)
            fresh: set[str] = set()
            for _ in range(spooled):
                article, document = pickle.load(spool)  # our own bytes, in a file nobody else has a name for
                fresh.add(article.doc_id)
                if article.claim not in self._again.wanted.get(article.path, ()):
                    self._writer.add(document)
        self._read_again(after, fresh)
        return replace(self._changes, skipped=(*self._skipped, *looked.skipped))

    def _chrome(self, *, following: bool) -> frozenset[int]:
        """The lines that stand in so many documents that they are chrome."""
        from searcher.corpus.cleaner import CHROME_DOCUMENTS  # loaded by the first change, not by a search

        counts = self._manifest.line_counts(following=following)
        return frozenset(line for line, count in counts.items() if count >= CHROME_DOCUMENTS)

    def _count(self, **more: int) -> None:
        self._changes = replace(
            self._changes, **{name: getattr(self._changes, name) + by for name, by in more.items()}
        )

    def _prepare(self, raws: Iterable[RawDocument], chrome: frozenset[int]):  # type: ignore[no-untyped-def] # as prepare_all
        # The stages load a great deal that a search without changes never needs.
        from searcher.workers import prepare_all

        return prepare_all(raws, chrome, self._settings.recogniser, self._settings.processes)

    # reading

    def _remove(self, path: str) -> None:
        articles = self._manifest.articles(path)
        self._manifest.forget(path)
        self._writer.delete([article.doc_id for article in articles])
        self._contested.update(article.claim for article in articles)
        self._count(removed=len(articles))

    def _read(self, seeds: list[SeedFile]) -> Iterator[RawDocument]:
        """The articles to index of some seeds; what is as it was is noted, what is no more is removed."""
        for seed in seeds:
            old = {article.claim: article for article in self._manifest.articles(seed.path)}
            digest = file_hash(self._seeds, seed.path)
            fresh = seed.mtime_ns > time.time_ns() - _FRESH_NS
            self._manifest.forget(seed.path)
            self._manifest.add_seed(SeedRow(seed.path, seed.size, 0 if fresh else seed.mtime_ns, digest))
            self._count(read=1)
            for raw in read_seed(self._seeds, seed.path):
                if isinstance(raw, Skipped):
                    self._skip(seed.path, raw)
                    continue
                known = old.pop(raw.doc_id, None)
                if known is not None and known.content_hash == raw.content_hash:
                    self._manifest.add_article(known)
                    continue
                if known is not None:
                    self._writer.delete([known.doc_id])
                    self._count(updated=1, added=-1)
                yield raw
            self._writer.delete([article.doc_id for article in old.values()])
            self._contested.update(old)
            self._count(removed=len(old))
            self._done += seed.size
            self._progress(self._done, self._total)

    def _skip(self, path: str, skipped: Skipped) -> None:
        self._manifest.add_skipped(path, skipped)
        self._skipped.append(skipped)

    def _accept(self, raw: RawDocument, prepared: object) -> ArticleRow | None:
        """Give a prepared article its id and its row; None when there is nothing to index."""
        if isinstance(prepared, Skipped):
            self._skip(raw.path, prepared)
            return None
        lines: tuple[int, ...] = prepared.lines  # type: ignore[attr-defined] # Prepared is loaded lazily
        others = self._manifest.claimants(raw.doc_id)
        doc_id = raw.doc_id
        if others:
            self._contested.add(raw.doc_id)
            if min(path for path, _ in others) < raw.path:
                doc_id = f"{raw.path}#{raw.doc_id}"
        article = ArticleRow(raw.path, doc_id, raw.doc_id, raw.content_hash, pack_lines(lines))
        self._manifest.add_article(article)
        self._count(added=1)
        return article

    # settling

    def _settle_ids(self) -> None:
        """Give each id that several articles claim, or that became free, to the first of them by path."""
        for claim in sorted(self._contested):
            for i, (path, doc_id) in enumerate(self._manifest.claimants(claim)):
                if doc_id != (claim if i == 0 else f"{path}#{claim}"):
                    self._again.add(path, claim, doc_id)

    def _read_again(self, chrome: frozenset[int], fresh: set[str]) -> None:
        """Read, clean and index the articles again that other seeds' changes have changed."""
        wanted = self._again.wanted

        def raws() -> Iterator[RawDocument]:
            for path in sorted(wanted):
                for raw in read_seed(self._seeds, path):
                    if isinstance(raw, RawDocument) and raw.doc_id in wanted[path]:
                        yield raw

        for raw, prepared in self._prepare(raws(), chrome):
            self._take_out(raw.path, wanted[raw.path].pop(raw.doc_id), fresh)
            article = self._accept(raw, prepared)
            if article is not None and not isinstance(prepared, Skipped):
                self._writer.add(replace(prepared.document, doc_id=article.doc_id))
        for path, articles in wanted.items():  # whose seeds went while this ran; the next look tells
            for doc_id in articles.values():
                self._take_out(path, doc_id, fresh)

    def _take_out(self, path: str, doc_id: str, fresh: set[str]) -> None:
        self._manifest.forget_article(doc_id, path)
        self._count(added=-1)
        if doc_id not in fresh:
            self._writer.delete([doc_id])
            self._count(updated=1)
