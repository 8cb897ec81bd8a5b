"""What the user's surroundings say: flag, then environment, then `searcher.toml`, then the default."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from searcher.config import DEFAULT_INDEX, DEFAULT_SEEDS, Settings
from searcher.errors import SettingsError

FILE_NAME = "searcher.toml"
_KEYS = ("seeds", "index", "recogniser", "workers", "memory")


class Surroundings(NamedTuple):
    """What a command works on.

    Attributes:
        seeds_folder: said together with the index, or without one; None leaves it to the index.
        index_folder: as the user said, or the default.
        first_seeds: where an index that is yet to be made gets its articles.
    """

    seeds_folder: Path | None
    index_folder: Path
    first_seeds: Path
    settings: Settings


def surroundings(
    seeds: str | None, index: str | None, workers: int | None = None, memory: int | None = None
) -> Surroundings:
    """Resolve the settings of one command.

    Who names an index leaves its seeds to it: `--index DIR` alone uses the seeds recorded there, even
    when the environment or the file name others, which belong to the index they name.

    Args:
        seeds, index, workers, memory (in MB): from flags, None where there is none.

    Raises:
        SettingsError: a value in the environment or the file cannot be used.
    """
    numbers = {"workers": workers, "memory": memory}
    flags = {"seeds": seeds, "index": index} | {key: str(n) for key, n in numbers.items() if n is not None}
    environment = {key: os.environ.get(f"SEARCHER_{key.upper()}") for key in _KEYS}
    layers = [
        {key: value for key, value in layer.items() if value}
        for layer in (flags, environment, _read_file(Path(FILE_NAME)))
    ]
    said = {key: value for layer in reversed(layers) for key, value in layer.items()}
    nearest = next((layer for layer in layers if "index" in layer or "seeds" in layer), {})
    chosen = nearest.get("seeds") if "index" in nearest else said.get("seeds")
    settings = Settings().with_(
        recogniser=said.get("recogniser"), workers=_number(said, "workers"), memory_mb=_number(said, "memory")
    )
    return Surroundings(
        Path(chosen) if chosen else None,
        Path(said.get("index", DEFAULT_INDEX)),
        Path(said.get("seeds", DEFAULT_SEEDS)),
        settings,
    )


def _number(said: Mapping[str, str], key: str) -> int | None:
    if key not in said:
        return None
    try:
        return int(said[key])
    except ValueError:
        raise SettingsError(key, said[key], "a whole number is needed") from None


def _read_file(path: Path) -> dict[str, str]:
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
        if not isinstance(value, str | int) or isinstance(value, bool) or "\0" in str(value):
            raise SettingsError(key, value, f"a text is needed in {FILE_NAME}")
    return {key: str(value) for key, value in data.items()}
