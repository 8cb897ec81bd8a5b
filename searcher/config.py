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
DEFAULT_LIMIT = 10
"""Hits of a search: what one looks at before asking again."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How seeds become an index.

    Attributes:
        recogniser: "rules" (needs nothing), "spacy" or "spacy:MODEL".
        workers: processes that clean and tag; None for as many as there are cores.
        lock_timeout_s: how long `index` waits for another writer before it says who that is.
    """

    recogniser: str = "rules"
    workers: int | None = None
    lock_timeout_s: float = 60.0

    def __post_init__(self) -> None:
        if self.workers is not None and self.workers < 1:
            raise SettingsError("workers", self.workers, "at least one process is needed")

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
