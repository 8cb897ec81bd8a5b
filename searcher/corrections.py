"""Corrections of an index: what people say of its entities, kept beside the seeds and applied at once.

    entities.toml, in the seeds folder ─▶ corrections ─▶ the next commit, of the same documents

The file is the seeds': it goes where they go, and whoever edits it by hand finds it applied by the next
refresh. The index remembers the last text of it that could be read; that is applied as long as the file
cannot be. What the file says is told in `searcher.identities.corrections`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from searcher.changing import locked, publish
from searcher.config import CORRECTIONS_FILE
from searcher.engine.embedded.commit.manifest import newest_manifest
from searcher.errors import CorrectionsFileError, EntityMissingError, SeedsMissingError
from searcher.records import Changes, EntityType
from searcher.seed_manifest import SeedDraft

# What reads and applies corrections is loaded when there are new ones: a search without changes needs none.
if TYPE_CHECKING:
    from searcher.engine.base import EntityIndex
    from searcher.identities import Correction
    from searcher.pipeline import Index


class Corrected(NamedTuple):
    """A correction that was made or taken back, and how many articles name what it is about."""

    correction: Correction
    documents: int


class Kept(NamedTuple):
    """The corrections that an index is to have.

    Attributes:
        text: as the file has them, or had when it could last be read.
        is_new: whether the index has others.
        warnings: why the file cannot be read.
    """

    text: str
    is_new: bool = False
    warnings: tuple[str, ...] = ()


def kept(seeds: Path, folder: Path) -> Kept:
    """The corrections that the index in a folder is to have, by its seeds."""
    manifest = newest_manifest(folder)
    known = manifest.settings.get("corrections") if manifest is not None else None
    try:
        text = read(seeds, known)
    except CorrectionsFileError as error:
        return Kept(known or "", warnings=(f"{error}. The corrections before it was edited hold",))
    return Kept(text, is_new=text != known)


def read(seeds: Path, known: str | None = None) -> str:
    """The text of the file of corrections, "" when there is none; `known`: one that needs no check.

    Raises:
        CorrectionsFileError: it cannot be read, or holds what is no correction.
    """
    path = seeds / CORRECTIONS_FILE
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CorrectionsFileError(path, "it is not UTF-8", line) from error
    except OSError as error:
        raise CorrectionsFileError(path, error.strerror or str(error)) from error
    if text and text != known:
        from searcher.identities import CorrectionSyntaxError, parse

        try:
            parse(text)
        except CorrectionSyntaxError as error:
            raise CorrectionsFileError(path, error.detail, error.line) from error
    return text


def correct(index: Index, correction: Correction) -> Corrected:
    """Write a correction down and apply it; see `searcher.entities.Entities` for what is raised."""
    from searcher.identities import with_added

    entities = index._opened().engine.entities()
    correction, documents = _meant(entities, correction)
    if correction.kind == "merge":
        correction = correction._replace(into=_named(entities, correction.into, None)[0])
    with _writing(index) as seeds:
        text = with_added(read(seeds), correction)
        _write(seeds, text)
        _apply(index, text)
    index._reopen()
    return Corrected(correction, documents)


def take_back(index: Index) -> Corrected | None:
    """Take back the last correction of the file, whoever wrote it; None when there is none."""
    from searcher.identities import without_last

    with _writing(index) as seeds:
        text, last = without_last(read(seeds))
        if last is None:
            return None
        _write(seeds, text)
        _apply(index, text)
    index._reopen()
    same = index._opened().engine.entities().named(last.name)
    return Corrected(last, sum(entity.documents for entity in same if last.type in (None, entity.type)))


def _meant(entities: EntityIndex, correction: Correction) -> tuple[Correction, int]:
    name, documents = _named(entities, correction.name, correction.type)
    return correction._replace(name=name), documents


def _named(entities: EntityIndex, name: str, type: EntityType | None) -> tuple[str, int]:
    """The name of an entity as it is written, and how many articles name it."""
    from searcher.query.naming import near_names

    same = [entity for entity in entities.named(name) if type in (None, entity.type)]
    if not same:
        raise EntityMissingError(name, tuple(near_names(name, entities)))
    written = {entity.name for entity in same}
    is_written_alike = len(written) == 1 and name.casefold() == next(iter(written)).casefold()
    return (written.pop() if is_written_alike else name), sum(entity.documents for entity in same)


@contextmanager
def _writing(index: Index) -> Iterator[Path]:
    """Hold the index and its seeds folder against other writers."""
    if index.seeds is None or not index.seeds.is_dir():
        raise SeedsMissingError(index.seeds or index.folder, "corrections are written beside the seeds")
    with locked(index.folder, index.settings.lock_timeout_s):
        yield index.seeds


def _write(seeds: Path, text: str) -> None:
    """Have the file whole under its name, or as it was; a link stays one."""
    path = (seeds / CORRECTIONS_FILE).resolve()
    beside = path.with_name(f".{path.name}.{os.getpid()}")  # hidden: no seed
    try:
        with beside.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise CorrectionsFileError(path, f"cannot be written: {error.strerror or error}") from error


def _apply(index: Index, text: str) -> None:
    """Commit the documents that there are, shown by the corrections of a text."""
    index._reopen()
    commit = index._commit
    if commit is None or commit.known is None:
        return  # the next refresh builds it anyway
    settings = {**commit.engine.manifest.settings, "corrections": text}
    with SeedDraft(index.folder, commit.engine.generation) as draft:
        publish(draft, settings, lambda writer: Changes())
