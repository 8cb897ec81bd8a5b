"""The folder of an index: whose it is, and which seeds it belongs to."""

from __future__ import annotations

import re
from pathlib import Path

from searcher.engine.embedded.codec.schema import INDEX_NAME
from searcher.engine.embedded.commit.manifest import has_manifest, is_ours, newest_generation, newest_manifest
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


def seeds_of(folder: Path) -> Path | None:
    """The seeds folder an index belongs to, whether or not it is still there; None when not known.

    Only the very folder it was made from is meant: one that merely lies where that lay, seen from an index
    that was moved or copied, may hold other articles, and following it would remove these.
    """
    manifest = newest_manifest(folder)
    path = manifest.settings.get("seeds") if manifest is not None else None
    return Path(path) if isinstance(path, str) else None
