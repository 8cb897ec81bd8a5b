"""Unpickling through an allow-list.

Whoosh keeps its table of contents and its postings blocks as pickles, and a pickle may name any
function to be called. An index may come from a stranger, so whatever is read here may name only the two
things that an index of ours names. Neither is a class: a pickle can set attributes on a class it was
given, and those would stay for the rest of the process.
"""

from __future__ import annotations

import io
import pickle
from typing import Any, BinaryIO

UnpicklingError = pickle.UnpicklingError

ALLOWED = frozenset(
    {
        ("searcher.engine.embedded.codec.codec", "stored_segment"),
        ("_codecs", "encode"),
    }
)


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in ALLOWED:
            raise UnpicklingError(f"the pickle names {module}.{name}, which no index of ours holds")
        return _latin1 if module == "_codecs" else super().find_class(module, name)


def _latin1(text: str, encoding: str) -> bytes:
    """What protocol 2 makes bytes of; no other codec is looked up, whatever the pickle asks for."""
    return text.encode("latin-1")


def load(file: BinaryIO) -> Any:
    """Read one pickle from the file's position.

    Raises:
        UnpicklingError: it names something outside `ALLOWED`; nothing of it was run.
    """
    return _Unpickler(file).load()


def loads(data: bytes) -> Any:
    """Read one pickle from bytes; as `load`."""
    return load(io.BytesIO(data))
