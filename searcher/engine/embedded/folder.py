"""The folder of an index: whose it is, and which seeds it belongs to."""

from __future__ import annotations

import os
import re
from pathlib import Path

from searcher.engine.embedded.manifest import has_manifest, is_ours, newest_generation, newest_manifest
from searcher.engine.embedded.schema import INDEX_NAME
from searcher.errors import IndexFolderError

_BESIDE = re.compile(rf"{INDEX_NAME}\.tmp|LOCK|seeds\.sqlite.*|\.gitignore|\.DS_Store")


def is_index(folder: Path) -> bool:
    """Whether there is a commit of ours in the folder; another program's Whoosh index is none."""
    return newest_generation(folder) is not None and has_manifest(folder)


def claim_folder(folder: Path, *, make: bool) -> None:
    """Make sure that a folder may be written into as an index.

    An empty folder may, and so may one that holds nothing but an index, its beginnings, or a .gitignore.

    Args:
        folder: to be used.
        make: create it when it is not there.

    Raises:
        IndexFolderError: it holds something else, is a file, or cannot be made or read.
    """
    try:
        if make:
            folder.mkdir(parents=True, exist_ok=True)
        names = [entry.name for entry in folder.iterdir()]
    except FileExistsError:
        raise IndexFolderError(folder, "there is a file of that name") from None
    except NotADirectoryError:
        raise IndexFolderError(folder, "it is not a folder") from None
    except OSError as error:
        raise IndexFolderError(folder, f"{error.strerror}") from error
    if newest_manifest(folder) is None:
        foreign = sorted(name for name in names if not (is_ours(name) or _BESIDE.fullmatch(name)))
        if foreign:
            raise IndexFolderError(folder, f"it holds other things ({foreign[0]})")
        if newest_generation(folder) is not None and not has_manifest(folder):
            raise IndexFolderError(folder, "it holds an index of another program")


def seeds_setting(folder: Path, seeds: Path) -> dict[str, str]:
    """What the MANIFEST says of the seeds: where they are, and where from the index.

    Seeds beside or around an index are found again when both are moved together.
    """
    setting = {"path": str(seeds.absolute())}
    near = folder.absolute().parent
    if seeds.absolute().is_relative_to(near) or near.is_relative_to(seeds.absolute()):
        setting["from_index"] = os.path.relpath(seeds.absolute(), folder.absolute())
    return setting


def seeds_of(folder: Path) -> Path | None:
    """The seeds folder an index belongs to, whether or not it is still there; None when not known."""
    manifest = newest_manifest(folder)
    setting = manifest.settings.get("seeds") if manifest is not None else None
    if not isinstance(setting, dict) or not isinstance(setting.get("path"), str):
        return None
    beside = setting.get("from_index")
    if isinstance(beside, str):
        found = Path(os.path.normpath(folder.absolute() / beside))
        if found.is_dir():
            return found
    return Path(setting["path"])
