"""An index in a folder, for tests: writers and engines of the embedded kind."""

from __future__ import annotations

from pathlib import Path

from searcher.engine.embedded.engine import EmbeddedEngine
from searcher.engine.embedded.writer import EmbeddedWriter


class DiskIndex:
    """A folder with an index; what it opens it closes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._engines: list[EmbeddedEngine] = []

    def writer(self, *, rebuild: bool = False) -> EmbeddedWriter:
        """Begin a change."""
        return EmbeddedWriter(self.folder, settings={}, rebuild=rebuild)

    def engine(self) -> EmbeddedEngine:
        """Open what is committed."""
        self._engines.append(EmbeddedEngine(self.folder))
        return self._engines[-1]

    def close(self) -> None:
        """Close every engine that was opened."""
        for engine in self._engines:
            engine.close()
