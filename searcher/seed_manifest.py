"""The seed manifest: which seeds an index was made from, and what each of them gave.

One SQLite file for each generation of the index, `seeds.sqlite.<generation>`, which never changes once it
has its name: a reader takes no lock and needs no right to write. A change works on a copy, the draft, which
gets its name right before the index is committed; if the commit never comes, the next one replaces it. So
seeds and index always fit together, however a build ended.

    seeds(number, path, size, mtime_ns, hash)            one a file; hash of its bytes, NULL if unreadable;
                                                         size is NULL where it is gone or not looked at yet
    articles(seed, claim, name, content_hash, lines)     one a document
        seed: number of its seed; claim: the id it would like; name: its doc_id, NULL if that is the claim,
        "" before ids are settled; lines: hashes that repetition across seeds is counted by, as int64;
        indexed by claim, and those that are not simply called as they would like once more
    known                                                the articles, with path and doc_id in full
    skipped(path, name, reason)                          what could not become a document; path of its seed
    chrome(line)                                         lines that were cleaned away for standing everywhere

Hashes are kept as bytes: an article takes some fifty beside its id.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import struct
import weakref
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, TypeAlias, TypeVar

from searcher.errors import IndexCorruptError, IndexFolderError
from searcher.records import Skipped

FILE_NAME = "seeds.sqlite"
_DRAFT = f"{FILE_NAME}.draft"
_SCHEMA = """
    CREATE TABLE seeds(number INTEGER PRIMARY KEY, path TEXT UNIQUE,
                       size INTEGER, mtime_ns INTEGER, hash BLOB);
    CREATE TABLE articles(seed INTEGER, claim TEXT, name TEXT, content_hash BLOB, lines BLOB,
                          PRIMARY KEY (seed, claim)) WITHOUT ROWID;
    CREATE VIEW known AS
        SELECT path, claim, CASE name WHEN '' THEN NULL ELSE ifnull(name, claim) END AS doc_id,
               content_hash, name, lines
        FROM articles JOIN seeds ON number = seed;
    CREATE TABLE skipped(path TEXT, name TEXT, reason TEXT);
    CREATE INDEX skipped_path ON skipped(path);
    CREATE TABLE chrome(line INTEGER PRIMARY KEY);
"""
# Made when ids are first settled: an index of a million articles is made in less time than it is kept.
_CLAIMS = "CREATE INDEX IF NOT EXISTS articles_claim ON articles(claim)"
_UNSETTLED = "name = ''"
_RENAMED = "name > ''"
_EXCEPTION_INDEXES = (
    f"CREATE INDEX IF NOT EXISTS articles_unsettled ON articles(claim) WHERE {_UNSETTLED}",
    f"CREATE INDEX IF NOT EXISTS articles_renamed ON articles(seed, claim) WHERE {_RENAMED}",
)
# Two articles that are both called what they would like would have been settled: one of those that claim an
# id that is contested is new, or has another name. So a change to one of a million articles looks at few.
_EXCEPTIONS = (
    f"SELECT claim FROM articles WHERE {_UNSETTLED} UNION SELECT claim FROM articles WHERE {_RENAMED}"
)
_CONTESTED = f"""
    SELECT claim FROM ({_EXCEPTIONS}) AS exception
    WHERE (SELECT count(*) FROM articles WHERE claim = exception.claim) > 1
"""
# A draft that is not saved is thrown away, so nothing of it is ever rolled back.
_PRAGMAS = ("journal_mode = OFF", "locking_mode = EXCLUSIVE", "synchronous = OFF", "cache_size = -32000")
_LINE_BYTES = 8
_Row: TypeAlias = tuple[Any, ...]
_Made = TypeVar("_Made")


class SeedRow(NamedTuple):
    """What was seen of one seed when it was last read."""

    path: str
    size: int
    mtime_ns: int
    hash: str | None


class ArticleRow(NamedTuple):
    """One document of a seed; its doc_id is None until the draft's ids are settled."""

    path: str
    claim: str
    doc_id: str | None
    content_hash: str

    @property
    def notes(self) -> list[str]:
        """What should be known of its id."""
        if self.doc_id in (None, self.claim):
            return []
        return [f"{self.path}: the id {self.claim!r} is taken, the article is {self.doc_id!r}"]


_SEED = "path, size, mtime_ns, hash"
_IS_THERE = "size IS NOT NULL"
_ARTICLE = "path, claim, doc_id, content_hash"
_ITSELF = "seed = (SELECT number FROM seeds WHERE path = ?) AND claim = ?"


class SeedManifest:
    """What one generation of an index was made from.

    Every method raises IndexCorruptError when the file is not what it should be. The file is closed when
    nobody refers to the manifest any more, or before, by `close`.
    """

    def __init__(self, database: sqlite3.Connection, path: Path) -> None:
        self._db, self._path = database, path
        weakref.finalize(self, database.close)

    @classmethod
    def read(cls, folder: Path, generation: int) -> SeedManifest | None:
        """Open the manifest of a generation; None when there is none."""
        path = folder / f"{FILE_NAME}.{generation}"
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        try:
            # One connection may serve several threads; SQLite itself takes turns.
            return cls(sqlite3.connect(uri, uri=True, check_same_thread=False), path)
        except sqlite3.OperationalError as error:
            if path.exists():
                raise IndexCorruptError(folder, f"{path.name}: {error}") from error
            return None

    @classmethod
    def empty(cls) -> SeedManifest:
        """The manifest of an index without a commit."""
        database = sqlite3.connect(":memory:", check_same_thread=False)
        database.executescript(_SCHEMA)
        return cls(database, Path(FILE_NAME))

    def _select(self, make: Callable[[sqlite3.Cursor], _Made], query: str, *values: object) -> _Made:
        """What is made of the rows of a query."""
        try:
            return make(self._db.execute(f"SELECT {query}", values))
        except sqlite3.DatabaseError as error:
            raise IndexCorruptError(self._path.parent, f"{self._path.name}: {error}") from error

    def seeds(self) -> dict[str, tuple[str, int, int]]:
        """(path, size, mtime_ns) of every seed, by its path: what a `SeedFile` is equal to."""
        return self._select(_by_first, f"path, size, mtime_ns FROM seeds WHERE {_IS_THERE}")

    def unreadable(self) -> set[str]:
        """The paths of the seeds whose bytes could not be had."""
        return {path for (path,) in self._select(list, f"path FROM seeds WHERE hash IS NULL AND {_IS_THERE}")}

    def seed(self, path: str) -> SeedRow | None:
        """One seed."""
        row = self._select(
            sqlite3.Cursor.fetchone, f"{_SEED} FROM seeds WHERE path = ? AND {_IS_THERE}", path
        )
        if row is None:
            return None
        path, size, mtime_ns, data = row
        return SeedRow(path, size, mtime_ns, None if data is None else data.hex())

    def articles(self, path: str) -> list[ArticleRow]:
        """The documents of one seed."""
        return self._select(_article_rows, f"{_ARTICLE} FROM known WHERE path = ?", path)

    def article(self, path: str, claim: str) -> ArticleRow | None:
        """One document, by its seed and the id it would like."""
        found = self._select(
            _article_rows, f"{_ARTICLE} FROM known WHERE path = ? AND claim = ?", path, claim
        )
        return found[0] if found else None

    def skipped(self) -> list[Skipped]:
        """What could not become a document, by path."""
        rows = self._select(list, "name, reason FROM skipped ORDER BY name, rowid")
        return [Skipped(*row) for row in rows]

    def renamed(self) -> list[ArticleRow]:
        """The documents that another one's having their id made take another, by path."""
        return self._select(_article_rows, f"{_ARTICLE} FROM known WHERE {_RENAMED} ORDER BY path, claim")

    def chrome(self) -> frozenset[int]:
        """The lines that were cleaned away, wherever they stood, for standing in many documents."""
        return frozenset(line for (line,) in self._select(list, "line FROM chrome"))

    def count(self) -> int:
        """How many seeds there are."""
        return int(self._select(sqlite3.Cursor.fetchone, f"count(*) FROM seeds WHERE {_IS_THERE}")[0])

    def close(self) -> None:
        """Let go of the file. Safe to call twice."""
        self._db.close()


class SeedDraft(SeedManifest):
    """The manifest of the next generation, being written; the caller holds the index's lock.

    Every method that writes raises IndexFolderError when there is no room.
    """

    def __init__(self, folder: Path, generation: int | None) -> None:
        """Begin with what is known at a generation, or, with None, with nothing."""
        self.folder = folder
        self._saved = False
        path = folder / _DRAFT
        path.unlink(missing_ok=True)
        if generation is not None:
            shutil.copyfile(folder / f"{FILE_NAME}.{generation}", path)
        super().__init__(sqlite3.connect(path, isolation_level=None, check_same_thread=False), path)
        try:
            for pragma in _PRAGMAS:
                self._execute(f"PRAGMA {pragma}")
            self._execute("BEGIN")
            if generation is None:
                for statement in filter(str.strip, _SCHEMA.split(";")):
                    self._execute(statement)
        except BaseException:
            self.close()
            raise

    def _execute(self, statement: str, *values: object) -> None:
        try:
            self._db.execute(statement, values)
        except sqlite3.OperationalError as error:
            raise IndexFolderError(self.folder, f"{FILE_NAME}: {error}") from error
        except sqlite3.DatabaseError as error:
            raise IndexCorruptError(self.folder, f"{FILE_NAME}: {error}") from error

    # seeds

    def put_seed(self, seed: SeedRow) -> None:
        """A seed is there, as it is now."""
        values = (seed.size, seed.mtime_ns, None if seed.hash is None else bytes.fromhex(seed.hash))
        number = self._number(seed.path)
        self._execute("UPDATE seeds SET size = ?, mtime_ns = ?, hash = ? WHERE number = ?", *values, number)

    def remove_seed(self, path: str) -> None:
        """A seed is not there; its articles are removed one by one."""
        self._execute("UPDATE seeds SET size = NULL, hash = NULL WHERE path = ?", path)

    def _number(self, path: str) -> int:
        """The number of a seed, which is listed from now on."""
        for _ in range(2):
            for (number,) in self._select(list, "number FROM seeds WHERE path = ?", path):
                return int(number)
            self._execute("INSERT INTO seeds(path) VALUES (?)", path)
        raise AssertionError(path)

    def skip(self, path: str, skipped: Skipped) -> None:
        """Something of a seed is skipped."""
        self._execute("INSERT INTO skipped VALUES (?, ?, ?)", path, skipped.path, skipped.reason)

    def unskip(self, path: str) -> None:
        """What of a seed was skipped is to be found out again."""
        self._execute("DELETE FROM skipped WHERE path = ?", path)

    # articles

    def put_article(self, path: str, claim: str, content_hash: str, lines: Collection[int]) -> None:
        """A document is there; its doc_id comes with `settle_ids`."""
        row = (self._number(path), claim, "", bytes.fromhex(content_hash), _pack(lines))
        self._execute("INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?)", *row)

    def remove_article(self, path: str, claim: str) -> None:
        """A document is not there."""
        self._execute(f"DELETE FROM articles WHERE {_ITSELF}", path, claim)

    def settle_ids(self) -> list[ArticleRow]:
        """Give every article its doc_id, and return those that had another, as they were.

        Of the articles that claim an id the first by path has it; the others put their path before it,
        as often as it takes to have an id that nobody else has or claims.
        """
        owned: set[str] = set()
        names: dict[tuple[str, str], str] = {row[:2]: row.claim for row in self.renamed()}
        taken: set[str] = set()
        self._execute(_CLAIMS)
        contested = f"path, claim FROM known WHERE claim IN ({_CONTESTED}) ORDER BY path, claim"
        for path, claim in self._select(list, contested):
            name: str = claim
            if claim in owned:
                while name == claim or name in taken or self._is_claimed(name):
                    name = f"{path}#{name}"
                taken.add(name)
            owned.add(claim)
            names[path, claim] = name
        wrong: list[ArticleRow] = []
        for (path, claim), name in names.items():
            article = self.article(path, claim)
            if article is not None and article.doc_id != name:
                if article.doc_id is not None:
                    wrong.append(article)
                kept = None if name == claim else name
                self._execute(f"UPDATE articles SET name = ? WHERE {_ITSELF}", kept, path, claim)
        self._execute(f"UPDATE articles SET name = NULL WHERE {_UNSETTLED}")
        for index in _EXCEPTION_INDEXES:
            self._execute(index)
        return wrong

    def _is_claimed(self, name: str) -> bool:
        return bool(self._select(list, "1 FROM articles WHERE claim = ? LIMIT 1", name))

    # lines

    def repeated(self, documents: int) -> frozenset[int]:
        """The lines that stand in so many documents at least."""
        if documents < 1:
            raise ValueError(f"documents={documents}: a line stands in one at least")
        import numpy as np  # arrays of lines are for those who write; a search does without

        blobs = self._select(list, "lines FROM articles WHERE length(lines) > 0")
        lines = np.frombuffer(b"".join([lines for (lines,) in blobs]), dtype="<i8")
        lines = np.sort(lines)  # so that a line is equal to the one so many places on if there are so many
        last = documents - 1
        return frozenset(lines[last:][lines[last:] == lines[: len(lines) - last]].tolist())

    def put_chrome(self, lines: Collection[int]) -> None:
        """These lines, and no others, are cleaned away."""
        self._execute("DELETE FROM chrome")
        for line in lines:
            self._execute("INSERT INTO chrome VALUES (?)", line)

    def holding(self, wanted: Collection[int]) -> list[ArticleRow]:
        """The documents of earlier generations that hold any of some lines."""
        import numpy as np

        if not wanted:
            return []
        query = f"lines, {_ARTICLE} FROM known WHERE doc_id IS NOT NULL AND length(lines) > 0"
        rows = self._select(list, query)
        ends = np.cumsum([len(held) // _LINE_BYTES for held, *_ in rows], dtype=np.int64)
        lines = np.frombuffer(b"".join([held for held, *_ in rows]), dtype="<i8")
        met = np.flatnonzero(np.isin(lines, np.array(sorted(wanted), dtype="<i8")))
        holders = np.unique(np.searchsorted(ends, met, side="right"))
        return _article_rows(rows[holder][1:] for holder in holders.tolist())

    # the end

    def save(self, generation: int) -> None:
        """Put the draft on the disk as the manifest of a generation; the index is committed right after."""
        self._execute("DELETE FROM seeds WHERE size IS NULL AND number NOT IN (SELECT seed FROM articles)")
        self._execute("COMMIT")
        self._db.close()
        with self._path.open("rb") as file:
            os.fsync(file.fileno())
        self._path.replace(self.folder / f"{FILE_NAME}.{generation}")
        self._saved = True

    def close(self) -> None:
        """Let go of the file; what was not saved is gone."""
        super().close()
        if not self._saved:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)

    def __enter__(self) -> SeedDraft:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def remove_others(folder: Path, generation: int) -> None:
    """Delete the manifests of all generations but one; open ones stay readable."""
    for path in folder.glob(f"{FILE_NAME}*"):
        if path.name != f"{FILE_NAME}.{generation}":
            path.unlink(missing_ok=True)


def _pack(lines: Collection[int]) -> bytes:
    """Line hashes as they are kept: little-endian int64."""
    return struct.pack(f"<{len(lines)}q", *lines)


def _by_first(rows: Iterable[_Row]) -> dict[str, tuple[str, int, int]]:
    return {row[0]: row for row in rows}


def _article_rows(rows: Iterable[_Row]) -> list[ArticleRow]:
    return [ArticleRow(path, claim, doc_id, content_hash.hex()) for path, claim, doc_id, content_hash in rows]
