"""The MANIFEST: what an index is, one JSON file a commit.

`MANIFEST.<generation>.json` is on the disk before Whoosh's table of contents of that generation is,
and that table's rename is the only commit. A reader takes the newest table of contents and the
MANIFEST of the same generation; a newer MANIFEST without one is a build that did not finish.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from searcher.engine.base import CollectionStats
from searcher.engine.embedded.schema import INDEX_FORMAT, INDEX_NAME
from searcher.engine.embedded.storage import write_durably

_MANIFEST = re.compile(r"MANIFEST\.(\d+)\.json")
_TOC = re.compile(rf"_{INDEX_NAME}_(\d+)\.toc")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one commit of an index says of itself.

    Attributes:
        format: INDEX_FORMAT of the writer.
        settings: whatever the pipeline wants to find again (seeds folder, cleaner version, …).
        stats: counts over the live documents of this commit.
    """

    format: int = INDEX_FORMAT
    settings: dict[str, Any] = field(default_factory=dict)
    stats: CollectionStats = CollectionStats()

    def write(self, folder: Path, generation: int) -> None:
        """Put it on the disk."""
        data = {"searcher": "index", **asdict(self)}
        text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
        write_durably(folder / f"MANIFEST.{generation}.json", text.encode("utf-8"))


def read_manifest(folder: Path, generation: int) -> Manifest | None:
    """The MANIFEST of a generation; None when there is none of ours.

    Raises:
        FileNotFoundError: a commit removed it meanwhile; look for the newest again.
    """
    path = folder / f"MANIFEST.{generation}.json"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["searcher"] != "index":
            return None
        return Manifest(int(data["format"]), dict(data["settings"]), CollectionStats(**data["stats"]))
    except FileNotFoundError:
        raise
    except (ValueError, KeyError, TypeError):
        return None


def newest_generation(folder: Path) -> int | None:
    """The generation of the newest commit, or None before the first."""
    return max(_generations(folder, _TOC), default=None)


def newest_manifest(folder: Path) -> Manifest | None:
    """The newest readable MANIFEST, committed or not: what is known of an index that cannot be opened."""
    for generation in sorted(_generations(folder, _MANIFEST), reverse=True):
        found = read_manifest(folder, generation)
        if found is not None:
            return found
    return None


def remove_stale(folder: Path, generation: int) -> None:
    """Delete the MANIFESTs no reader of `generation` or later needs, and what a killed build left."""
    for path in folder.iterdir():
        match = _MANIFEST.fullmatch(path.name)
        if (match and int(match[1]) != generation) or path.name.startswith("MANIFEST") and path.suffix == ".tmp":
            path.unlink(missing_ok=True)
        elif re.match(rf"_{INDEX_NAME}_\d+\.toc\.", path.name):
            path.unlink(missing_ok=True)


def _generations(folder: Path, pattern: re.Pattern[str]) -> list[int]:
    try:
        names = [entry.name for entry in folder.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [int(match[1]) for name in names if (match := pattern.fullmatch(name))]
