"""Watching: the index follows its seeds for as long as somebody listens."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

from searcher.errors import SearcherError, SeedsMissingError
from searcher.pipeline import Index
from searcher.records import Changes

_QUIET_MS = 400
"""Changes are gathered until so long nothing more changed: an editor writes a file in several steps."""


def follow(index: Index, stop: threading.Event | None = None) -> Iterator[Changes | SearcherError]:
    """Refresh an index whenever its seeds change.

    Args:
        index: to be followed; what it lacks at the beginning is for the caller to refresh.
        stop: ends the watch when set.

    Returns:
        what each refresh did, or the error that kept it from being done; the watch goes on.

    Raises:
        SeedsMissingError: there is no folder to watch.
    """
    # Loaded by those who watch only.
    from watchfiles import DefaultFilter, watch

    if index.seeds is None or not index.seeds.is_dir():
        raise SeedsMissingError(index.seeds or "seeds")
    own = str(index.folder.resolve())

    class Seeds(DefaultFilter):
        def __call__(self, change: object, path: str) -> bool:
            return not Path(path).resolve().is_relative_to(own)

    for _ in watch(index.seeds, watch_filter=Seeds(), step=_QUIET_MS, stop_event=stop, raise_interrupt=True):
        try:
            yield index.refresh()
        except SearcherError as error:
            yield error
