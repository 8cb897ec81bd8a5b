"""Makes what several test modules share importable: the contract, the oracle, the fake, the articles."""

import sys
from pathlib import Path

import pytest

pytest.register_assert_rewrite("contract", "oracle")
for folder in (Path(__file__).parent, Path(__file__).parent.parent):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
