"""How the language's tests find their table, and the engines that `tests/engine` has."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
for folder in (HERE.parent, HERE.parent / "engine", HERE):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
