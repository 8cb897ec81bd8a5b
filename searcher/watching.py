"""Watching: the index follows its seeds for as long as somebody listens."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from searcher.errors import SearcherError, SeedsMissingError
from searcher.pipeline import Index
from searcher.records import Changes

_QUIET_MS = 400
"""Changes are gathered until so long nothing more changed: an editor writes a file in several steps."""

_PULSE_MS = 1000
"""So often a quiet watch looks whether it is to end, or whether the folder itself is gone."""


def follow(index: Index, stop: threading.Event | None = None) -> Iterator[Changes | SearcherError]:
    """Refresh an index whenever its seeds change.

    Args:
        index: to be followed.
        stop: ends the watch when set.

    Returns:
        what each refresh changed, or the error that kept it from being done; the watch goes on, also when
        the folder is removed and made again.

    Raises:
        SeedsMissingError: there is no folder to watch.
    """
    seeds, stop = index.seeds, stop or threading.Event()
    if seeds is None or not seeds.is_dir():
        raise SeedsMissingError(seeds or "seeds")
    while not stop.is_set():
        for _ in _pulses(index, seeds, stop):
            try:
                changes = index.refresh()
            except SearcherError as error:
                yield error
            else:
                if changes or changes.skipped or changes.warnings:
                    yield changes
        while not stop.wait(_PULSE_MS / 1000) and not seeds.is_dir():
            pass


def _pulses(index: Index, seeds: Path, stop: threading.Event) -> Iterator[None]:
    """Yield once at the beginning, then after every change; end when the folder is gone."""
    # Loaded by those who watch only.
    from watchfiles import watch

    own = index.folder.resolve()
    begun = False
    try:
        with _opened(seeds) as folder:
            for changes in watch(
                seeds,
                watch_filter=lambda change, path: not Path(path).resolve().is_relative_to(own),
                step=_QUIET_MS,
                rust_timeout=_PULSE_MS,
                yield_on_timeout=True,
                stop_event=stop,
                raise_interrupt=True,
                ignore_permission_denied=True,
            ):
                is_there = _is_at(folder, seeds)
                if changes or not begun or not is_there:
                    begun = True
                    yield
                if not is_there:
                    return
    except (
        OSError
    ):  # it is gone, or there is more to watch than the system watches: then the clock is the pulse
        yield


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """Hold a folder open, so that no other one can be taken for it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _is_at(folder: int, path: Path) -> bool:
    """Whether an open folder is what a path leads to."""
    try:
        return os.path.samestat(os.fstat(folder), path.stat())
    except OSError:
        return False
