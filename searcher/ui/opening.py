"""Opening for a command: the index its flags, the environment or `searcher.toml` mean, up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searcher.errors import IndexFolderError, IndexLockedError, IndexMissingError, SeedsMissingError
from searcher.ui.console import talk

if TYPE_CHECKING:
    from searcher.pipeline import Index
    from searcher.records import Changes


def open_built(seeds: str | None, index: str | None) -> Index:
    """The index as it is.

    Raises:
        IndexMissingError: there is none; none is begun.
    """
    from searcher.pipeline import open_index
    from searcher.ui.environment import surroundings

    around = surroundings(seeds, index)
    opened = open_index(around.index_folder, around.seeds_folder, around.settings)
    if not opened.is_built:
        raise IndexMissingError(around.index_folder)
    return opened


def open_or_begin(
    seeds: str | None,
    index: str | None,
    workers: int | None = None,
    memory: int | None = None,
    *,
    rebuild: bool = False,
) -> Index:
    """The index, or one begun from the seeds where there is none yet.

    Raises:
        SeedsMissingError: there is neither an index nor a folder of seeds.
    """
    from searcher.pipeline import open_index
    from searcher.ui.environment import surroundings

    around = surroundings(seeds, index, workers, memory)
    try:
        return open_index(around.index_folder, around.seeds_folder, around.settings, rebuild=rebuild)
    except IndexMissingError:
        if not around.first_seeds.is_dir():
            raise SeedsMissingError(around.first_seeds) from None
        return open_index(around.index_folder, around.first_seeds, around.settings, rebuild=rebuild)


def open_ready(seeds: str | None, index: str | None, *, refreshed: bool) -> Index:
    """The index to answer from: as it is, or brought up to date, and if that cannot be, saying why."""
    if not refreshed:
        return open_built(seeds, index)
    opened = open_or_begin(seeds, index)
    try:
        refresh(opened, wait_s=0.0)
    except (SeedsMissingError, IndexLockedError, IndexFolderError) as error:
        if not opened.is_built:
            raise
        talk(f"answering from the index as it is: {error}")
    return opened


def refresh(index: Index, *, wait_s: float | None = None) -> Changes:
    """Bring an index up to date, with a progress bar, and say what was done if anything was."""
    from searcher.ui.terminal import ProgressBar

    bar = ProgressBar()
    try:
        changes = index.refresh(wait_s=wait_s, progress=bar)
    finally:
        bar.close()
    if changes or changes.skipped:
        talk_changes(index, changes)
    for warning in changes.warnings:
        talk(warning)
    return changes


def talk_changes(index: Index, changes: Changes) -> None:
    """Say what a refresh did."""
    from searcher.ui.terminal import changes_line

    done = changes_line(changes.added, changes.updated, changes.removed, len(changes.skipped))
    hint = " (searcher status lists what)" if changes.skipped else ""
    talk(f"{index.folder}: {done}{hint}")
