"""The folder an index lives in, as Whoosh sees it.

Adds two things to Whoosh's file storage: every pickle read from its files passes the allow-list, and
a rename (Whoosh's commit) is durable: the file is on the disk before its name is.
"""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from typing import Any
from weakref import WeakSet

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

from searcher.engine.embedded.commit import unpickling

_CANNOT_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS}
"""What some network and container file systems say of syncing a folder."""


class GuardedFile(StructFile):  # type: ignore[misc] # Whoosh ships no types
    """A file of an index whose pickles may only name what is allowed.

    It closes itself when nobody holds it any more: a file that turns out damaged while it is being
    opened is let go of by Whoosh, which does not close it.
    """

    def read_pickle(self) -> Any:
        """The pickle at the current position."""
        return unpickling.load(self.file)

    def __del__(self) -> None:
        if not self.is_closed:
            self.close()


class IndexStorage(FileStorage):  # type: ignore[misc] # Whoosh ships no types
    """Files of one index folder; those that are being written are remembered."""

    def __init__(self, folder: str, *, readonly: bool = False) -> None:
        super().__init__(folder, readonly=readonly)
        self._created: WeakSet[StructFile] = WeakSet()

    def create_file(self, name: str, *arguments: Any, **options: Any) -> StructFile:
        """Create a file for writing."""
        file = super().create_file(name, *arguments, **options)
        self._created.add(file)
        return file

    def open_file(self, name: str, **options: Any) -> GuardedFile:
        """Open an existing file for reading."""
        return GuardedFile(Path(self._fpath(name)).open("rb"), name=name, **options)

    def abandon(self) -> None:
        """Close what was being written; Whoosh does not when a commit fails."""
        for file in self._created:
            if not file.is_closed:
                with contextlib.suppress(OSError):  # what is still to be written may have no room
                    file.close()

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Give a finished file its final name, durably; an existing one is replaced unless `safe`."""
        old, new = self._fpath(oldname), self._fpath(newname)
        if safe and os.path.exists(new):  # noqa: PTH110 - the same
            raise NameError(f"File {newname!r} exists")
        sync(old)
        os.replace(old, new)  # noqa: PTH105
        sync(self.folder)


def sync(path: str | Path) -> None:
    """Have the system write a file, or the entries of a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC:
            raise
    finally:
        os.close(descriptor)


def write_durably(path: Path, data: bytes) -> None:
    """Write a small file so that it is there whole, under its name, or not at all."""
    temporary = path.with_name(path.name + ".tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync(path.parent)
