"""What the engine's tests share, and how they find it: the contract, the oracle, the fake, the articles."""

import os
import sys
from pathlib import Path

import pytest

pytest.register_assert_rewrite("contract", "contract_entities", "contract_quotes", "contract_words", "oracle")
for folder in (Path(__file__).parent / "embedded", Path(__file__).parent, Path(__file__).parent.parent):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer depends on when bytes reach the disk, and these tests commit a thousand times."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
