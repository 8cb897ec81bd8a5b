from collections.abc import Callable
from pathlib import Path

import pytest

from searcher.corpus.reader import read_seed
from searcher.records import RawDocument, Skipped

Read = Callable[[str, bytes | str], list[RawDocument | Skipped]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that writes one seed and reads it."""

    def write_and_read(name: str, content: bytes | str) -> list[RawDocument | Skipped]:
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return list(read_seed(tmp_path, name))

    return write_and_read
