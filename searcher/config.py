"""Settings: every default of `searcher`, with its reason.

The library takes settings as arguments and reads no environment and no file; `searcher.ui` resolves
flag, then environment, then `searcher.toml`, then what stands here.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from searcher.errors import SettingsError

DEFAULT_SEEDS = Path("seeds")
DEFAULT_INDEX = Path("index")
CORRECTIONS_FILE = "entities.toml"
"""Corrections of entities, in the seeds folder: they belong to the articles, not to an index of them."""

DEFAULT_LIMIT = 10
"""Hits of a search: what one looks at before asking again."""

LISTED_ENTITIES = 20
"""Entities of a list, a line each: what fits a screen."""

ARTICLE_LIMIT_S = 60.0
"""Seconds of processor time that cleaning one article may take: measured, the longest page that is read (8
million characters) takes two and the longest text (64 MB) fifteen, so what takes more has met a fault."""

DEFAULT_MEMORY_MB = 512
"""Megabytes an indexing run may take: little on any laptop, and enough for large segments."""

MIN_MEMORY_MB = 200
"""Below that there is no room for documents beside the programs and tables that index them."""

_PARENT_MB, _PROCESS_MB = 60, 80  # of processes that hold no documents: programs, tables, what was looked up
_LEAST_MB = 32  # with less, segments become too small
_HELD_SHARE = 0.7  # the rest is taken while a segment is written


@dataclass(frozen=True, slots=True)
class Settings:
    """How seeds become an index.

    Attributes:
        recogniser: "learned" (needs nothing), "spacy" or "spacy:MODEL".
        workers: processes that clean, tag and index; None for as many as there are cores.
        memory_mb: what all processes of an indexing run together may take, roughly; they write a segment
            whenever their share is used up.
        lock_timeout_s: how long `index` waits for another writer before it says who that is.
    """

    recogniser: str = "learned"
    workers: int | None = None
    memory_mb: int = DEFAULT_MEMORY_MB
    lock_timeout_s: float = 60.0

    def __post_init__(self) -> None:
        if self.memory_mb < MIN_MEMORY_MB:
            raise SettingsError("memory_mb", self.memory_mb, f"at least {MIN_MEMORY_MB} MB are needed")
        if self.workers is not None and self.workers < 1:
            raise SettingsError("workers", self.workers, "at least one process is needed")

    @property
    def held_bytes(self) -> int:
        """What one process may hold of a segment before it writes it."""
        share = ((self.memory_mb - _PARENT_MB) / self.processes - _PROCESS_MB) * _HELD_SHARE
        return int(max(share, _LEAST_MB)) << 20

    @property
    def processes(self) -> int:
        """The number of worker processes."""
        if self.workers is not None:
            return self.workers
        if hasattr(os, "sched_getaffinity"):  # what a container grants, where the system tells
            return len(os.sched_getaffinity(0))
        return os.cpu_count() or 1

    def with_(self, **changes: object) -> Settings:
        """A copy with some values changed; None means unchanged."""
        return replace(self, **{name: value for name, value in changes.items() if value is not None})  # type: ignore[arg-type] # names are checked by replace
