import pytest
from contract import EngineContract
from fake_engine import FakeIndex


class TestFake(EngineContract):
    """The contract asks nothing that only an index on a disk could answer."""

    @pytest.fixture
    def index(self) -> FakeIndex:
        """An index in memory."""
        return FakeIndex()
