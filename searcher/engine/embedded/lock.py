"""The lock that one writer holds.

An advisory lock of the operating system on `LOCK`, which ends with its process however that ends; the
file's content tells others who holds it.
"""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from whoosh.util.filelock import FileLock

from searcher.errors import IndexFolderError, IndexLockedError

_POLL_S = 0.05


class WriteLock:
    """The right to write to an index, held from `acquire` to `release`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "LOCK"
        self._lock = FileLock(str(self._path))

    def acquire(self, timeout_s: float = 0.0) -> None:
        """Take the lock, waiting at most `timeout_s` seconds for it.

        Raises:
            IndexLockedError: another process still holds it then.
            IndexFolderError: the folder cannot be written to.
        """
        deadline = time.monotonic() + timeout_s
        try:
            while not self._lock.acquire():
                if time.monotonic() >= deadline:
                    raise IndexLockedError(self._folder, self.holder())
                time.sleep(_POLL_S)
        except OSError as error:
            raise IndexFolderError(self._folder, f"it is not writable ({error.strerror})") from error
        with contextlib.suppress(OSError):  # the note is a kindness, the lock is what counts
            os.ftruncate(self._lock.fd, 0)
            os.write(self._lock.fd, f"process {os.getpid()}, since {time.strftime('%H:%M:%S')}".encode())

    def holder(self) -> str | None:
        """Who wrote into the lock last; None when nobody did."""
        try:
            return self._path.read_text(encoding="utf-8") or None
        except (OSError, UnicodeDecodeError):
            return None

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        if self._lock.fd is not None:
            self._lock.release()
