"""Damage: what reading files that are not what they should be raises, and what it is to be turned into.

Files are read when something of them is asked for: while an index is opened, while it is searched, and while
a hit is looked at. Wherever that is, the reader is told what to run.
"""

from __future__ import annotations

import pickle
import struct
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from whoosh.index import IndexError as WhooshIndexError

from searcher.engine.embedded.segment.layout import DamagedFileError
from searcher.errors import IndexCorruptError, IndexFolderError

_Method = TypeVar("_Method", bound=Callable[..., Any])

# What reading a file that is not what it should be can raise, in Whoosh, pickle or our own decoding.
DAMAGE = (
    DamagedFileError,
    WhooshIndexError,
    pickle.UnpicklingError,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    ImportError,
    LookupError,
    MemoryError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)


class damage_reported:
    """Turn whatever damaged files raise into an IndexCorruptError that says what to run.

    A missing file (FileNotFoundError) passes: only who opens files knows whether it should be there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None or isinstance(error, FileNotFoundError):
            return
        if isinstance(error, PermissionError):
            name = Path(error.filename or self._folder).name
            raise IndexFolderError(self._folder, f"there is no permission to read {name}") from error
        if isinstance(error, DAMAGE):
            raise IndexCorruptError(self._folder, f"{type(error).__name__}: {error}") from error


def reports_damage(method: _Method) -> _Method:
    """`damage_reported` for a method of something that reads from the index in `self.folder`."""

    @wraps(method)
    def reporting(self: Any, *arguments: Any) -> Any:
        try:
            return method(self, *arguments)
        except DAMAGE as error:
            raise IndexCorruptError(self.folder, f"{type(error).__name__}: {error}") from error

    return reporting  # type: ignore[return-value] # it takes and gives the same
