"""Unpickling through an allow-list.

Whoosh keeps segment descriptions and postings blocks as pickles, and a pickle may name any function
to be called. An index may come from a stranger, so whatever is read here may only name what an index
of ours names: the segment classes and plain containers.
"""

from __future__ import annotations

import io
import pickle
from typing import Any, BinaryIO

ALLOWED = frozenset(
    {
        ("searcher.engine.embedded.codec", "EmbeddedCodec"),
        ("searcher.engine.embedded.codec", "EmbeddedSegment"),
        ("collections", "defaultdict"),
        ("builtins", "int"),
        ("builtins", "set"),
        ("array", "_array_reconstructor"),
        ("array", "array"),
        ("copyreg", "_reconstructor"),
        ("builtins", "object"),
    }
)


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        # Protocol 2 spells the modules of Python 2; Whoosh writes it.
        if (module, name) == ("_codecs", "encode"):
            return _latin1  # how protocol 2 spells bytes
        module = {"__builtin__": "builtins", "copy_reg": "copyreg"}.get(module, module)
        if (module, name) not in ALLOWED:
            raise pickle.UnpicklingError(f"the pickle names {module}.{name}, which no index of ours holds")
        return super().find_class(module, name)


def _latin1(text: str, encoding: str) -> bytes:
    """The bytes of a pickled bytes object; no other codec is looked up, whatever the pickle asks for."""
    return text.encode("latin-1")


def load(file: BinaryIO) -> Any:
    """Read one pickle from the file's position.

    Raises:
        pickle.UnpicklingError: it names something outside `ALLOWED`; nothing of it was run.
    """
    return _Unpickler(file).load()


def loads(data: bytes) -> Any:
    """Read one pickle from bytes; as `load`."""
    return load(io.BytesIO(data))
