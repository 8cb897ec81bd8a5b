from collections.abc import Iterator
from pathlib import Path

import pytest
from contract import EngineContract
from disk import DiskIndex


class TestEmbedded(EngineContract):
    """The contract, kept by files."""

    @pytest.fixture
    def index(self, tmp_path: Path) -> Iterator[DiskIndex]:
        """An index in a folder of its own."""
        index = DiskIndex(tmp_path)
        yield index
        index.close()
