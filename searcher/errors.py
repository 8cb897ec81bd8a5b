"""Everything `searcher` raises on purpose.

    SearcherError
    ├── SeedsMissingError(path)                no seeds where they should be
    ├── SeedsMismatchError(index, recorded, given)   the index belongs to another seeds folder
    ├── IndexMissingError(path)                no index there, and no seeds to build it from
    ├── IndexFormatError(path, found, expected)  built by another version
    ├── IndexLockedError(path, holder)         another process is writing
    ├── IndexCorruptError(path, detail)        files that do not fit together, or hostile ones
    ├── IndexFolderError(path, detail)         not a folder of ours, or not writable
    ├── RecogniserMissingError(name, detail)   the chosen entity recogniser is not installed
    ├── SettingsError(name, value, detail)     a setting that cannot be used
    ├── EvaluationFileError(path, detail, line)  queries, judgments or a run that cannot be used
    ├── CorrectionsFileError(path, detail, line)  corrections of entities that cannot be read or written
    └── EntityMissingError(name, near)         no article names what is to be corrected

A query's text is never an error, and a bad article never stops a build (it is a `Skipped`).
Each message says what happened, with which value, and what to do next.
"""

from __future__ import annotations

from pathlib import Path
from typing import Self


class SearcherError(Exception):
    """The root of the tree above; may be sent from one process to another."""

    _given: tuple[object, ...]

    def __new__(cls, *given: object, **named: object) -> Self:
        """Remember what it is made of: its message alone would not make it again."""
        error = super().__new__(cls, *given)
        error._given = (*given, *named.values())
        return error

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), self._given


class SeedsMissingError(SearcherError):
    """There are no seeds to read."""

    def __init__(self, path: Path | str, detail: str = "no such folder") -> None:
        self.path = Path(path)
        self.detail = detail
        super().__init__(f"no seeds in {path}: {detail}. Name the folder of articles: --seeds DIR")


class SeedsMismatchError(SearcherError):
    """An index was asked to follow a seeds folder it was not built from."""

    def __init__(self, index: Path | str, recorded: Path | str, given: Path | str) -> None:
        self.index, self.recorded, self.given = Path(index), Path(recorded), Path(given)
        super().__init__(
            f"{index} was built from {recorded}, not from {given}. "
            f"Leave --seeds out, choose another --index, or rebuild: searcher index --rebuild"
            f" --seeds {given} --index {index}"
        )


class IndexMissingError(SearcherError):
    """There is no index at the path."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        super().__init__(f"no index in {path}. Build one: searcher index --seeds DIR --index {path}")


class IndexFormatError(SearcherError):
    """The index was written by another version of the format."""

    def __init__(self, path: Path | str, found: object, expected: object) -> None:
        self.path, self.found, self.expected = Path(path), found, expected
        super().__init__(
            f"{path} was built with format {found}; this version reads {expected}. "
            f"Rebuild: searcher index --rebuild --index {path} --seeds DIR"
        )


class IndexLockedError(SearcherError):
    """Another process is writing to the index."""

    def __init__(self, path: Path | str, holder: str | None = None) -> None:
        self.path, self.holder = Path(path), holder
        super().__init__(
            f"{path} is being written by {holder or 'another process'}. "
            "Wait until it ends, or stop it, and run the command again"
        )


class IndexCorruptError(SearcherError):
    """The files of an index do not fit together, or hold what no index of ours holds."""

    def __init__(self, path: Path | str, detail: str) -> None:
        self.path, self.detail = Path(path), detail
        super().__init__(f"{path} cannot be read: {detail}. Rebuild: searcher index --rebuild --index {path}")


class IndexFolderError(SearcherError):
    """The folder given for an index cannot be used as one."""

    def __init__(self, path: Path | str, detail: str) -> None:
        self.path, self.detail = Path(path), detail
        super().__init__(f"{path} cannot hold the index: {detail}. Choose another: --index DIR")


class RecogniserMissingError(SearcherError):
    """The entity recogniser named in the settings cannot be loaded."""

    def __init__(self, name: str, detail: str) -> None:
        self.name, self.detail = name, detail
        super().__init__(f"the recogniser {name!r} cannot be loaded: {detail}")


class SettingsError(SearcherError):
    """A setting has a value that cannot be used."""

    def __init__(self, name: str, value: object, detail: str) -> None:
        self.name, self.value, self.detail = name, value, detail
        super().__init__(f"{name} = {value!r}: {detail}")


class EvaluationFileError(SearcherError):
    """A file of queries, judgments or results cannot be used."""

    def __init__(self, path: Path | str, detail: str, line: int | None = None) -> None:
        self.path, self.detail, self.line = Path(path), detail, line
        super().__init__(f"{path}{'' if line is None else f', line {line}'}: {detail}")


class CorrectionsFileError(SearcherError):
    """The file of corrections cannot be used; it stays as it is."""

    def __init__(self, path: Path | str, detail: str, line: int | None = None) -> None:
        self.path, self.detail, self.line = Path(path), detail, line
        super().__init__(f"{path}{'' if line is None else f', line {line}'}: {detail}")


class EntityMissingError(SearcherError):
    """No article names what is to be corrected."""

    def __init__(self, name: str, near: tuple[str, ...] = ()) -> None:
        self.name, self.near = name, near
        offered = " or ".join(f"“{other}”" for other in near)
        super().__init__(f"no article names “{name}”" + (f". Did you mean {offered}?" if near else ""))
