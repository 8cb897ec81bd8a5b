"""The MANIFEST: what an index is, one JSON file a commit.

`MANIFEST.<generation>.json` is on the disk before Whoosh's table of contents of that generation is,
and that table's rename is the only commit. A reader takes the newest table of contents and the
MANIFEST of the same generation; a newer MANIFEST without one is a build that did not finish.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from searcher.engine.base import CollectionStats
from searcher.engine.embedded.codec.schema import INDEX_FORMAT, INDEX_NAME
from searcher.engine.embedded.commit.storage import write_durably

_MANIFEST = re.compile(r"MANIFEST\.(\d+)\.json")
_TOC = re.compile(rf"_{INDEX_NAME}_(\d+)\.toc")
_SEGMENT = re.compile(
    rf"({INDEX_NAME}_[0-9a-z]{{16}})\.(?:seg|names|\w+\.col|trm|pst|vps)"
)  # the others: format 1
_IDENTITIES = re.compile(r"identities\.(\d+)\.arr")
_UNFINISHED = re.compile(rf"MANIFEST\..*\.tmp|_{INDEX_NAME}_\d+\.toc\..+")


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
    stats: CollectionStats = field(default_factory=CollectionStats)

    def write(self, folder: Path, generation: int) -> None:
        """Put it on the disk."""
        data = {"searcher": "index", **asdict(self)}
        text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
        write_durably(folder / f"MANIFEST.{generation}.json", text.encode("utf-8"))


def read_manifest(folder: Path, generation: int) -> Manifest | None:
    """The MANIFEST of a generation; None when it is none of ours, or unreadable.

    Of another format only the number and the settings are taken.

    Raises:
        FileNotFoundError: a commit removed it meanwhile; look for the newest again.
    """
    path = folder / f"MANIFEST.{generation}.json"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["searcher"] != "index":
            return None
        manifest = Manifest(int(data["format"]), dict(data["settings"]))
        if manifest.format != INDEX_FORMAT:
            return manifest
        counts = {name: int(count) for name, count in data["stats"].items()}
        return replace(manifest, stats=CollectionStats(**counts))
    except FileNotFoundError:
        raise
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None


def newest_generation(folder: Path) -> int | None:
    """The generation of the newest commit, or None before the first."""
    return max(_generations(folder, _TOC), default=None)


def has_manifest(folder: Path) -> bool:
    """Whether there is any MANIFEST, readable or not."""
    return bool(_generations(folder, _MANIFEST))


def newest_manifest(folder: Path) -> Manifest | None:
    """What is known of an index, openable or not: its commit's MANIFEST, or the newest readable one."""
    committed = newest_generation(folder)
    generations = sorted(_generations(folder, _MANIFEST), reverse=True)
    for generation in sorted(generations, key=lambda number: number != committed):
        with contextlib.suppress(FileNotFoundError):  # removed by a commit since the folder was listed
            found = read_manifest(folder, generation)
            if found is not None:
                return found
    return None


def is_ours(name: str) -> bool:
    """Whether a file name is one that an index gives its files."""
    return any(pattern.fullmatch(name) for pattern in (_MANIFEST, _TOC, _SEGMENT, _IDENTITIES, _UNFINISHED))


def remove_stale(folder: Path, generation: int, segments: Collection[str]) -> None:
    """Delete the files that no reader of `generation` needs: earlier commits', and a killed build's.

    Args:
        segments: names of those that the commit is made of.
    """
    for path in folder.iterdir():
        numbered = next(
            filter(None, (each.fullmatch(path.name) for each in (_MANIFEST, _TOC, _IDENTITIES))), None
        )
        segment = _SEGMENT.fullmatch(path.name)
        if (
            (numbered and int(numbered[1]) != generation)
            or (segment and segment[1] not in segments)
            or _UNFINISHED.fullmatch(path.name)
        ):
            path.unlink(missing_ok=True)


def _generations(folder: Path, pattern: re.Pattern[str]) -> list[int]:
    try:
        names = [entry.name for entry in folder.iterdir()]
    except OSError:  # none there, or none of our business; whoever writes will be told
        return []
    return [int(match[1]) for name in names if (match := pattern.fullmatch(name))]
