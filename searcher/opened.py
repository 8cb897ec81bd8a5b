"""Opened: one commit of an index, as whoever searches holds it: its engine, and the manifest of its seeds."""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from searcher.engine.embedded.commit.manifest import newest_generation
from searcher.engine.embedded.engine import EmbeddedEngine
from searcher.query.nodes import Node
from searcher.records import Document
from searcher.seed_manifest import SeedManifest

if TYPE_CHECKING:
    from searcher.query.explainer import Explainer


class Commit:
    """One commit, opened: its engine, and the manifest of its seeds, None when that is lost.

    Its files are closed when nobody refers to it any more: passages are fetched when they are looked at,
    maybe after the index has gone on to another commit.
    """

    def __init__(self, folder: Path) -> None:
        self.engine = EmbeddedEngine(folder)
        self.known = SeedManifest.read(folder, self.engine.generation)
        while self.known is None and newest_generation(folder) != self.engine.generation:
            self.engine.close()  # another process committed between the two steps
            self.engine = EmbeddedEngine(folder)
            self.known = SeedManifest.read(folder, self.engine.generation)
        weakref.finalize(self, self.engine.close)

    def documents(self, doc_ids: Sequence[str]) -> list[Document | None]:
        """The stored documents."""
        return self.engine.documents(doc_ids)

    def explainer(self, node: Node, asked: Node, doc_ids: Sequence[str]) -> Explainer:
        """What explains an answer; see `Explainer`."""
        from searcher.query.explainer import Explainer  # loaded by those who ask for it

        return Explainer(self.engine, node, asked, self.engine.formula, doc_ids)
