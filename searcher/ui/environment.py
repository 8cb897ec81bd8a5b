"""What the user's surroundings say: flag, then environment, then `searcher.toml`, then the default."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from searcher.config import DEFAULT_INDEX, DEFAULT_SEEDS, Settings
from searcher.errors import SettingsError

FILE_NAME = "searcher.toml"
_KEYS = ("seeds", "index", "recogniser", "workers")


class Surroundings(NamedTuple):
    """What a command works on.

    Attributes:
        seeds: as the user said; None when nobody did.
        index: as the user said, or the default.
    """

    seeds: Path | None
    index: Path
    settings: Settings

    @property
    def seeds_or_default(self) -> Path:
        """The seeds folder for an index that is yet to be made."""
        return self.seeds or DEFAULT_SEEDS


def surroundings(seeds: str | None, index: str | None, workers: int | None = None) -> Surroundings:
    """Resolve the settings of one command.

    Args:
        seeds, index, workers: from flags, None where there is none.

    Raises:
        SettingsError: a value in the environment or the file cannot be used.
    """
    said: dict[str, str | None] = {
        name: os.environ.get(f"SEARCHER_{name.upper()}") or value
        for name, value in ({key: None for key in _KEYS} | _read_file(Path(FILE_NAME))).items()
    }
    chosen_seeds = seeds or said["seeds"]
    chosen_index = index or said["index"]
    settings = Settings().with_(recogniser=said["recogniser"], workers=workers or _number(said["workers"]))
    return Surroundings(
        Path(chosen_seeds) if chosen_seeds else None,
        Path(chosen_index) if chosen_index else DEFAULT_INDEX,
        settings,
    )


def _number(value: str | None) -> int | None:
    if value is None:
        return None
    try:
        return int(value)
    except ValueError:
        raise SettingsError("workers", value, "a whole number is needed") from None


def _read_file(path: Path) -> dict[str, str | None]:
    if not path.exists():
        return {}
    import tomllib  # loaded by those who have such a file

    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(FILE_NAME, str(path), f"it cannot be read ({error})") from error
    for key, value in data.items():
        if key not in _KEYS:
            raise SettingsError(FILE_NAME, key, f"no such setting; there are {', '.join(_KEYS)}")
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise SettingsError(key, value, f"a text is needed in {FILE_NAME}")
    return {key: str(value) for key, value in data.items()}
