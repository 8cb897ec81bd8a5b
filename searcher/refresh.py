"""Refreshing: the index follows its seeds.

    look   what is on the disk against what the seed manifest knows: edited (or new), touched, gone
    run    read what was edited, have it indexed; settle ids and chrome lines; index again what they changed

A refreshed index answers as a rebuilt one would. Two things of an article depend on other seeds: which of
several articles that claim an id gets it, and which lines stand in so many documents that they are chrome.
Articles are indexed as they are read, as if neither concerned them, and what each was taken for waits in a
file until all is read. Then both are settled, and articles that turn out to be cleaned or named wrongly,
whether their own seed was edited or not, are left out and indexed once more.
"""

from __future__ import annotations

import logging
import pickle
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from itertools import starmap
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from searcher.config import Settings
from searcher.corpus.reader import SeedFile, file_hash, find_rest, find_seeds, read_seed
from searcher.engine.base import BuiltPart, IndexWriter
from searcher.errors import SeedsMissingError
from searcher.records import Changes, RawDocument, Skipped
from searcher.seed_manifest import FILE_NAME, ArticleRow, SeedDraft, SeedManifest, SeedRow

if TYPE_CHECKING:
    from searcher.corpus.reader.rest import Rest
    from searcher.workers import Workers

Progress = Callable[[int, int], None]
"""Called with (bytes of seeds done, bytes of seeds to do)."""

_LOG = logging.getLogger(__name__)
_FINE_TICK_NS = 50_000_000  # the clocks of file systems that count nanoseconds step by up to 10 ms
_COARSE_TICK_NS = 2_000_000_000  # FAT steps by 2 s; such times end in zeros
_LEARN_FROM, _LEARN_AGAIN = 64, 4
_NOTED = 1000  # articles that are noted together


class Look(NamedTuple):
    """How the seeds on the disk differ from those an index was made from.

    `edited` are new or have another size or time. `skipped` are files and folders that are no seeds, but
    look as if they were meant to be.
    """

    edited: list[SeedFile]
    gone: list[str]
    skipped: list[Skipped]

    def __bool__(self) -> bool:
        """True when something differs."""
        return bool(self.edited or self.gone)


def look(seeds: Path, index: Path, known: SeedManifest) -> Look:
    """Compare the seeds on the disk with the known ones, by path, size and time.

    Raises:
        SeedsMissingError: there is no such folder, or not one seed in it; nothing is then gone.
    """
    rows = known.seeds()
    edited: list[SeedFile] = []
    skipped: list[Skipped] = []
    empty = True
    for found in find_seeds(seeds, exclude=(index,)):
        if isinstance(found, Skipped):
            skipped.append(found)
            continue
        empty = False
        if rows.pop(found.path, None) != found:
            edited.append(found)
    if empty:
        raise SeedsMissingError(seeds, "the folder holds no article")
    edited += _readable_again(seeds, known.unreadable() - rows.keys() - {seed.path for seed in edited})
    closed = {item.path for item in skipped}
    return Look(edited, [path for path in rows if not _is_closed(seeds, path, closed)], skipped)


def _readable_again(seeds: Path, unreadable: set[str]) -> Iterator[SeedFile]:
    """The seeds that can be read by now; becoming so changes neither their size nor their time."""
    for path in sorted(unreadable):
        if file_hash(seeds, path) is not None:
            status = (seeds / path).stat()
            yield SeedFile(path, status.st_size, status.st_mtime_ns)


def _is_closed(seeds: Path, path: str, skipped: set[str]) -> bool:
    """Whether a seed lies in a folder that was passed over because it cannot be entered: it is not gone."""
    for folder in Path(path).parents:
        if folder.as_posix() in skipped:
            try:
                next((seeds / folder).iterdir(), None)
            except OSError:
                return True
    return False


def without_touched(seeds: Path, looked: Look, known: SeedManifest) -> tuple[Look, list[SeedRow]]:
    """A look without the seeds that only got another time, and the rows of those."""
    edited: list[SeedFile] = []
    touched: list[SeedRow] = []
    for seed in looked.edited:
        row = known.seed(seed.path)
        if row is not None and row.size == seed.size:
            now = _row(seeds, seed)
            if now.hash == row.hash:  # also None and None: it still cannot be read
                touched.append(now)
                continue
        edited.append(seed)
    return looked._replace(edited=edited), touched


def _row(seeds: Path, seed: SeedFile, rest: Rest | None = None) -> SeedRow:
    """What is to be known of a seed whose bytes, or but the rest of them, are read from now on."""
    tick = _COARSE_TICK_NS if seed.mtime_ns % 1_000_000 == 0 else _FINE_TICK_NS
    # One written just now may be written again without its time showing it: it is not to be relied on.
    is_sure = abs(time.time_ns() - seed.mtime_ns) > tick
    digest = rest.hash if rest else file_hash(seeds, seed.path)
    return SeedRow(seed.path, seed.size, seed.mtime_ns if is_sure else 0, digest)


def _read(seeds: Path, path: str, rest: Rest | None = None) -> Iterator[RawDocument | Skipped]:
    """The articles of a seed; a fault of ours costs the rest of it, never the build."""
    try:
        yield from read_seed(seeds, path, rest)
    except Exception as error:  # what a file holds is anybody's
        _LOG.debug("reading %s failed", path, exc_info=True)
        yield Skipped(path, f"reading failed: {type(error).__name__}: {error}"[:300])


class _Waiting(NamedTuple):
    """An indexed article that waits until all is read: which one, where it was put, how it was cleaned.

    It waits as a plain tuple, which is written and read several times as fast.
    """

    path: str
    claim: str
    content_hash: str
    part: str
    number: int
    lines: tuple[int, ...]
    chrome: frozenset[int]


class Refresh:
    """One pass that brings an index to its seeds; `run` once."""

    def __init__(
        self,
        seeds: Path,
        draft: SeedDraft,
        writer: IndexWriter,
        settings: Settings,
        progress: Progress = lambda done, total: None,
    ) -> None:
        self._seeds, self._draft, self._writer = seeds, draft, writer
        self._settings, self._progress = settings, progress
        self._chrome = self._chrome_before = draft.chrome()
        self._again: defaultdict[str, dict[str, str]] = defaultdict(dict)  # path → claim → content hash
        self._deleted: set[str] = set()
        self._skipped: list[Skipped] = []
        self._notes: list[str] = []
        self._added = self._updated = 0

    def run(self, looked: Look) -> Changes:
        """Apply a look: everything but the commit."""
        for path in looked.gone:
            for article in self._draft.articles(path):
                self._remove(article)
            self._draft.unskip(path)
            self._draft.remove_seed(path)
        with tempfile.TemporaryFile(dir=self._draft.folder, prefix=f"{FILE_NAME}.") as waiting:
            total = sum(seed.size for seed in looked.edited)
            count, parts = self._index_edited(looked.edited, waiting, total)
            self._settle()
            self._writer.delete(self._deleted)
            self._writer.take(parts)
            written = {part.name for part in parts}
            renamed = {(article.path, article.claim): article for article in self._draft.renamed()}
            waiting.seek(0)
            for _ in range(count):
                # Our own bytes, in a file nobody else has a name for.
                for indexed in starmap(_Waiting, pickle.load(waiting)):
                    self._take(indexed, written, renamed)
        self._index_again()
        return Changes(
            self._added,
            self._updated,
            len(self._deleted) - self._updated,
            len(looked.edited),
            (*self._skipped, *looked.skipped),
            tuple(self._notes),
        )

    # reading

    def _index_edited(
        self, edited: list[SeedFile], waiting: IO[bytes], total: int
    ) -> tuple[int, list[BuiltPart]]:
        """Index the articles of some seeds and put what is to be known of them into a file, list by list.

        Returns:
            the number of lists, and the parts that hold the articles.
        """
        lists = count = 0
        learn = _LEARN_FROM
        noted: list[tuple[Any, ...]] = []
        articles = self._articles(sorted(edited), total)
        with self._workers(self._settings.processes) as workers:
            with closing(workers.index(articles, lambda: self._chrome)) as outcomes:
                for raw, outcome in outcomes:
                    if isinstance(outcome, Skipped):
                        self._skip(raw.path, outcome)
                        continue
                    self._draft.put_article(raw.path, raw.doc_id, raw.content_hash, outcome.lines)
                    noted.append((raw.path, raw.doc_id, raw.content_hash, *outcome))
                    count += 1
                    if len(noted) >= _NOTED:
                        pickle.dump(noted, waiting)
                        lists, noted = lists + 1, []
                    if count == learn:  # what is chrome in these will be in the rest: less to do again
                        self._chrome = self._find_chrome()
                        learn *= _LEARN_AGAIN
            pickle.dump(noted, waiting)
            return lists + 1, workers.finish()

    def _articles(self, seeds: list[SeedFile], total: int) -> Iterator[RawDocument]:
        """The articles of some seeds that are not as they were; those that are no more are removed."""
        done = 0
        for seed in seeds:
            rest = self._rest(seed.path)
            self._draft.put_seed(_row(self._seeds, seed, rest))
            known: dict[str, ArticleRow] = {}
            if rest is None:
                self._draft.unskip(seed.path)
                known = {article.claim: article for article in self._draft.articles(seed.path)}
            for raw in _read(self._seeds, seed.path, rest):
                if isinstance(raw, Skipped):
                    self._skip(seed.path, raw)
                    continue
                article = known.pop(raw.doc_id, None)
                if article is not None and article.content_hash == raw.content_hash:
                    continue
                if article is not None:
                    self._remove(article)
                yield raw
            for article in known.values():
                self._remove(article)
            done += seed.size
            self._progress(done, total)

    def _rest(self, path: str) -> Rest | None:
        """What was added to a seed since it was read, if nothing else was done to it."""
        row = self._draft.seed(path)
        if row is None:
            return None

        def is_taken(claim: str) -> bool:
            return self._draft.article(path, claim) is not None

        return find_rest(self._seeds, path, row.size, row.hash, is_taken)

    def _workers(self, processes: int) -> Workers:
        # The stages load a great deal that a search without changes never needs.
        from searcher.workers import Workers

        recipe = self._writer.recipe(self._settings.held_bytes)
        return Workers(self._settings.recogniser, recipe, processes)

    def _remove(self, article: ArticleRow) -> None:
        self._draft.remove_article(article.path, article.claim)
        if article.doc_id is not None:
            self._deleted.add(article.doc_id)

    def _skip(self, path: str, skipped: Skipped) -> None:
        self._draft.skip(path, skipped)
        self._skipped.append(skipped)

    # settling

    def _find_chrome(self) -> frozenset[int]:
        from searcher.corpus.cleaner import CHROME_DOCUMENTS  # loaded by the first change, not by a search

        return self._draft.repeated(CHROME_DOCUMENTS)

    def _settle(self) -> None:
        """Decide on chrome and ids, now that all is read, and note which earlier articles they concern."""
        self._chrome = self._find_chrome()
        self._draft.put_chrome(self._chrome)
        turned = self._draft.holding(self._chrome_before ^ self._chrome)
        for article in (*turned, *self._draft.settle_ids()):
            assert article.doc_id is not None  # only articles of earlier commits are told of
            self._deleted.add(article.doc_id)
            self._again[article.path][article.claim] = article.content_hash

    def _take(
        self, article: _Waiting, written: set[str], renamed: Mapping[tuple[str, str], ArticleRow]
    ) -> None:
        """Keep an article as it was indexed, unless its id or its chrome lines are others by now."""
        path, claim, content_hash, part, number, lines, chrome = article
        is_written = part in written  # not by a process that was killed
        is_renamed = (path, claim) in renamed
        if is_written and not is_renamed and chrome == self._chrome.intersection(lines):
            self._count(claim)
            return
        if is_written:
            self._writer.discard(part, number)
        self._again[path][claim] = content_hash

    def _count(self, doc_id: str) -> None:
        if doc_id in self._deleted:
            self._updated += 1
        else:
            self._added += 1

    def _index_again(self) -> None:
        """Index what was cleaned with other lines, had another id, or was lost with a process."""
        processes = self._settings.processes
        while self._again:
            wanted, self._again = self._again, defaultdict(dict)
            self._index_wanted(wanted, processes)
            processes = 1  # what is wanted still was lost with a process; this one is there to the end

    def _index_wanted(self, wanted: dict[str, dict[str, str]], processes: int) -> None:
        articles: dict[str, ArticleRow] = {}  # by doc_id
        placed: dict[str, str] = {}  # doc_id → part

        def raws() -> Iterator[RawDocument]:
            for path in sorted(wanted):
                claims = wanted[path]
                for raw in _read(self._seeds, path):
                    if isinstance(raw, RawDocument) and claims.get(raw.doc_id) == raw.content_hash:
                        article = self._draft.article(path, raw.doc_id)
                        assert article is not None  # settled before anything is indexed again
                        assert article.doc_id is not None
                        del claims[raw.doc_id]
                        articles[article.doc_id] = article
                        yield replace(raw, doc_id=article.doc_id)

        with self._workers(processes) as workers:
            with closing(workers.index(raws(), lambda: self._chrome)) as outcomes:
                for raw, outcome in outcomes:
                    if isinstance(outcome, Skipped):
                        self._skip(raw.path, outcome)
                        self._draft.remove_article(raw.path, articles[raw.doc_id].claim)
                    else:
                        placed[raw.doc_id] = outcome.part
            parts = workers.finish()
        self._writer.take(parts)
        written = {part.name for part in parts}
        for doc_id, part in placed.items():
            article = articles[doc_id]
            if part in written:
                self._notes += article.notes
                self._count(doc_id)
            else:
                self._again[article.path][article.claim] = article.content_hash
        for path, claims in wanted.items():  # edited while this ran: the next look tells
            for claim in claims:
                self._draft.remove_article(path, claim)
