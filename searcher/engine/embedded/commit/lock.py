"""The lock that one writer holds.

An advisory lock of the operating system on `LOCK`, which ends with its process however that ends; the
file's content tells others who holds it. A worker process forked meanwhile does not share the lock, so
it does not keep it when its parent is killed.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from pathlib import Path

from searcher.errors import IndexFolderError, IndexLockedError

_POLL_S = 0.05

_held: set[int] = set()


def _let_go() -> None:
    """In a forked child: closing its copy of a lock's file gives nothing back that the parent holds."""
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_let_go)


class WriteLock:
    """The right to write to an index, held from `acquire` to `release`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "LOCK"
        self._descriptor = -1

    def acquire(self, timeout_s: float = 0.0) -> None:
        """Take the lock, waiting at most `timeout_s` seconds for it.

        Raises:
            IndexLockedError: another process still holds it then.
            IndexFolderError: the folder cannot be written to.
        """
        deadline = time.monotonic() + timeout_s
        try:
            descriptor = os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o666)
        except OSError as error:
            raise IndexFolderError(self._folder, f"it is not writable ({error.strerror})") from error
        try:
            while not _take(descriptor):
                if time.monotonic() >= deadline:
                    raise IndexLockedError(self._folder, self.holder())
                time.sleep(_POLL_S)
        except OSError as error:
            os.close(descriptor)
            raise IndexFolderError(self._folder, f"it cannot be locked ({error.strerror})") from error
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor
        _held.add(descriptor)
        self._say(f"process {os.getpid()}, since {time.strftime('%H:%M:%S')}")

    def holder(self) -> str | None:
        """Who holds the lock, as it says of itself; None when nobody says so."""
        try:
            return self._path.read_text(encoding="utf-8") or None
        except (OSError, UnicodeDecodeError):
            return None

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        if self._descriptor in _held:
            self._say("")
            _held.discard(self._descriptor)
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)
            os.close(self._descriptor)
        self._descriptor = -1

    def _say(self, text: str) -> None:
        with contextlib.suppress(OSError):  # the note is a kindness, the lock is what counts
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, text.encode(), 0)


def _take(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
