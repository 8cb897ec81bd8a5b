"""Changing: one change of an index, applied whole or not at all.

lock the folder ─▶ write documents, seed manifest and as what entities are shown ─▶ one commit
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from searcher.engine.embedded.commit.folder import claim_folder
from searcher.engine.embedded.commit.lock import WriteLock
from searcher.engine.embedded.commit.manifest import newest_generation
from searcher.errors import IndexFolderError
from searcher.records import Changes
from searcher.seed_manifest import SeedDraft, remove_others

if TYPE_CHECKING:
    from searcher.engine.embedded.writer import EmbeddedWriter


@contextlib.contextmanager
def locked(folder: Path, wait_s: float) -> Iterator[None]:
    """Hold the folder of an index, made if need be, against other writers.

    Raises:
        IndexLockedError: another process is still writing after so many seconds.
        IndexFolderError: the folder is not writable, full, or not ours.
    """
    claim_folder(folder, make=True)
    lock = WriteLock(folder)
    lock.acquire(wait_s)
    try:
        yield
    except OSError as error:
        raise IndexFolderError(folder, error.strerror or str(error)) from error
    finally:
        lock.release()


def publish(
    draft: SeedDraft,
    settings: dict[str, Any],
    fill: Callable[[EmbeddedWriter], Changes],
    *,
    rebuild: bool = False,
) -> Changes:
    """Commit a change; the caller holds the lock.

    Args:
        draft: what is known of the seeds afterwards, when `fill` is done.
        settings: what the MANIFEST says; "corrections" are those of entities, as text.
        fill: writes the documents, and says what that changes.
        rebuild: begin with no documents.
    """
    from searcher.engine.embedded.writer import EmbeddedWriter
    from searcher.identities import parse

    folder = draft.folder
    corrections = parse(settings["corrections"])
    writer = EmbeddedWriter(folder, settings=settings, rebuild=rebuild, corrections=corrections)
    try:
        changes = fill(writer)
        writer.commit(before=draft.save)
    except BaseException:
        # What cannot be undone now goes with the next commit; the first error tells more.
        with contextlib.suppress(Exception):
            writer.cancel()
        raise
    generation = newest_generation(folder)
    assert generation is not None  # just committed
    remove_others(folder, generation)
    return changes
