"""The seed manifest: which seeds an index was made from, and what each of them gave.

One SQLite file, `seeds.sqlite`, beside the index. Every row says for which generations of the index it
holds: `since` the first, `until` the first it no longer does. A change writes its rows before the
index is committed; if the commit never comes, the rows of a generation that does not exist are taken
back by the next writer and seen by no reader. So seeds and index always fit together, however a
build ended.

    seeds(path, size, mtime_ns, hash)                 one a file; hash of its bytes
    articles(path, doc_id, claim, content_hash, lines)   one a document
        claim: the id it would like; lines: hashes that repetition across seeds is counted by
    skipped(path, name, reason)                       what could not become a document; path of its seed
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from searcher.records import Skipped

FILE_NAME = "seeds.sqlite"
_FOREVER = (1 << 62) - 1
_TABLES = {
    "seeds": "path TEXT NOT NULL, size INTEGER, mtime_ns INTEGER, hash TEXT",
    "articles": "path TEXT NOT NULL, doc_id TEXT, claim TEXT, content_hash TEXT, lines BLOB",
    "skipped": "path TEXT NOT NULL, name TEXT, reason TEXT",
}
_SEEN = "since <= :at AND until > :at"


class SeedRow(NamedTuple):
    """What was seen of one seed when it was last read."""

    path: str
    size: int
    mtime_ns: int
    hash: str | None


class ArticleRow(NamedTuple):
    """One document of a seed."""

    path: str
    doc_id: str
    claim: str
    content_hash: str
    lines: bytes = b""


class SeedManifest:
    """The rows of one generation, and, for a writer, those of the next."""

    @staticmethod
    def exists(folder: Path) -> bool:
        """Whether an index has its manifest."""
        return (folder / FILE_NAME).exists()

    def __init__(
        self, folder: Path, generation: int, *, write: bool = False, rebuild: bool = False
    ) -> None:
        """Open the manifest of an index.

        Args:
            folder: of the index.
            generation: the commit whose rows are meant.
            write: the caller holds the index's lock and will add the rows of generation + 1.
            rebuild: the next generation begins empty; a file that cannot be read is replaced.
        """
        self._at = generation
        path = folder / FILE_NAME
        if write:
            try:
                self._open(path)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                if not rebuild:
                    raise
                path.unlink()
                self._open(path)
            if rebuild:
                for table in _TABLES:
                    self._end(table, "1")
        elif path.exists():
            # A read-only folder has no room for SQLite's lock files, and nobody writes to it.
            self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10)
        else:
            self._db = sqlite3.connect(":memory:")
            self._create()

    def _open(self, path: Path) -> None:
        self._db = sqlite3.connect(path, timeout=10, isolation_level=None)
        self._begin()

    def _create(self) -> None:
        for table, columns in _TABLES.items():
            self._db.execute(
                f"CREATE TABLE IF NOT EXISTS {table} ({columns}, since INTEGER NOT NULL, until INTEGER NOT NULL)"
            )
            self._db.execute(f"CREATE INDEX IF NOT EXISTS {table}_path ON {table}(path)")
        self._db.execute("CREATE INDEX IF NOT EXISTS articles_claim ON articles(claim)")

    def _begin(self) -> None:
        """Take back what an unfinished change left and forget what no reader sees any more."""
        self._create()
        self._db.execute("BEGIN IMMEDIATE")
        for table in _TABLES:
            self._db.execute(f"DELETE FROM {table} WHERE since > ? OR until <= ?", (self._at, self._at))
            self._db.execute(f"UPDATE {table} SET until = ? WHERE until > ?", (_FOREVER, self._at))

    # what is there

    def _rows(self, columns: str, table: str, where: str = "", **values: object) -> sqlite3.Cursor:
        condition = f"{_SEEN} AND {where}" if where else _SEEN
        return self._db.execute(
            f"SELECT {columns} FROM {table} WHERE {condition}", {"at": self._at, **values}
        )

    def seeds(self) -> dict[str, SeedRow]:
        """Every seed by its path."""
        return {row[0]: SeedRow(*row) for row in self._rows("path, size, mtime_ns, hash", "seeds")}

    def articles(self, path: str) -> list[ArticleRow]:
        """The documents of one seed."""
        rows = self._rows("path, doc_id, claim, content_hash, lines", "articles", "path = :path", path=path)
        return [ArticleRow(*row) for row in rows]

    def skipped(self) -> list[Skipped]:
        """What could not become a document, by path."""
        return sorted(
            (Skipped(*row) for row in self._rows("name, reason", "skipped")), key=lambda item: item.path
        )

    def notes(self) -> list[str]:
        """What else should be known of the seeds: ids that several articles claim."""
        rows = self._rows("path, claim, doc_id", "articles", "doc_id != claim")
        return sorted(f"{path}: the id {claim!r} is taken, the article is {doc_id!r}" for path, claim, doc_id in rows)

    def counts(self) -> tuple[int, int]:
        """How many seeds and how many documents there are."""
        return tuple(self._rows("count(*)", table).fetchone()[0] for table in ("seeds", "articles"))  # type: ignore[return-value] # two tables, two numbers

    # the next generation, for a writer

    def forget(self, path: str) -> None:
        """From the next generation on, a seed and all that came of it are not there."""
        for table in _TABLES:
            self._end(table, "path = ?", path)

    def forget_article(self, doc_id: str, path: str) -> None:
        """From the next generation on, one document is not there."""
        self._end("articles", "path = ? AND doc_id = ?", path, doc_id)

    def _end(self, table: str, where: str, *values: object) -> None:
        following = self._at + 1
        self._db.execute(f"DELETE FROM {table} WHERE {where} AND since = ?", (*values, following))
        self._db.execute(
            f"UPDATE {table} SET until = ? WHERE {where} AND until = ?", (following, *values, _FOREVER)
        )

    def add_seed(self, seed: SeedRow) -> None:
        """From the next generation on, a seed is there."""
        self._insert("seeds", seed)

    def add_article(self, article: ArticleRow) -> None:
        """From the next generation on, a document is there."""
        self._insert("articles", article)

    def add_skipped(self, path: str, skipped: Skipped) -> None:
        """From the next generation on, something of a seed is known to be skipped."""
        self._insert("skipped", (path, skipped.path, skipped.reason))

    def _insert(self, table: str, values: tuple[object, ...]) -> None:
        marks = ", ".join("?" * (len(values) + 2))
        self._db.execute(f"INSERT INTO {table} VALUES ({marks})", (*values, self._at + 1, _FOREVER))

    def touch(self, seed: SeedRow) -> None:
        """Note a new time and size of a seed whose bytes are the same: no new generation is needed."""
        self._db.execute(
            "UPDATE seeds SET size = ?, mtime_ns = ? WHERE path = ? AND until = ?",
            (seed.size, seed.mtime_ns, seed.path, _FOREVER),
        )

    def claimants(self, claim: str) -> list[tuple[str, str]]:
        """(path, doc_id) of the documents of the next generation that would like an id, by path."""
        rows = self._db.execute(
            "SELECT path, doc_id FROM articles WHERE claim = ? AND until = ? ORDER BY path", (claim, _FOREVER)
        )
        return [(path, doc_id) for path, doc_id in rows]

    def line_counts(self, *, following: bool) -> dict[int, int]:
        """How many documents hold each line that more than one does.

        Args:
            following: of the next generation rather than this one.
        """
        import numpy as np  # arrays of lines are for those who write; a search does without

        where, value = ("until = ?", _FOREVER) if following else ("since <= ?", self._at)
        parts = []
        query = f"SELECT lines FROM articles WHERE {where} AND length(lines) > 0"
        for (lines,) in self._db.execute(query, (value,)):
            parts.append(np.unique(np.frombuffer(lines, dtype="<i8")))
        if not parts:
            return {}
        values, counts = np.unique(np.concatenate(parts), return_counts=True)
        repeated = counts > 1
        return dict(zip(values[repeated].tolist(), counts[repeated].tolist(), strict=True))

    def articles_with_lines(self, wanted: Iterable[int]) -> Iterator[ArticleRow]:
        """The documents of the next generation that hold any of some lines."""
        import numpy as np

        lines = np.array(sorted(wanted), dtype="<i8")
        query = (
            "SELECT path, doc_id, claim, content_hash, lines FROM articles"
            " WHERE until = ? AND length(lines) > 0 ORDER BY path"
        )
        with closing(self._db.cursor()) as cursor:
            for row in cursor.execute(query, (_FOREVER,)).fetchall():
                if np.isin(np.frombuffer(row[4], dtype="<i8"), lines).any():
                    yield ArticleRow(*row)

    def save(self) -> None:
        """Put the rows of the next generation on the disk; the index is committed right after."""
        self._db.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file; what was not saved is gone."""
        self._db.close()

    def __enter__(self) -> SeedManifest:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def pack_lines(lines: Iterable[int]) -> bytes:
    """Line hashes as they are kept: little-endian int64."""
    import numpy as np

    return np.array(list(lines), dtype="<i8").tobytes()
