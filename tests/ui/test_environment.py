"""Settings: flag, then environment, then searcher.toml, then what is recorded or the default."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., Any]


@pytest.fixture
def seeds(surroundings: Path, tiny_seeds: Path) -> None:
    """Three folders of seeds with one article each, and the default one."""
    for name in ("seeds", "flagged", "named", "written"):
        Path(name).mkdir()
        shutil.copy(tiny_seeds / "004_tram.md", Path(name) / f"{name}.md")


def answer(cli: Cli, *arguments: str) -> str:
    """The path of the one article that is found, which tells the seeds."""
    outcome = cli("search", "-l", "tram", *arguments)
    assert outcome.status == 0, outcome.err
    return str(outcome.out.strip())


@pytest.mark.usefixtures("seeds")
def test_a_flag_wins_over_the_environment_and_that_over_the_file(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each layer is heard when those above it are silent."""
    assert answer(cli, "--index", "ix0") == "seeds.md"
    Path("searcher.toml").write_text('seeds = "written"\nindex = "ix1"\n', encoding="utf-8")
    assert answer(cli) == "written.md"
    monkeypatch.setenv("SEARCHER_SEEDS", "named")
    monkeypatch.setenv("SEARCHER_INDEX", "ix2")
    assert answer(cli) == "named.md"
    assert answer(cli, "--seeds", "flagged", "--index", "ix3") == "flagged.md"
    assert {path.name for path in Path().glob("i*")} == {"ix0", "ix1", "ix2", "ix3"}


@pytest.mark.usefixtures("seeds")
def test_naming_an_index_leaves_its_seeds_to_it(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--index DIR` uses the seeds recorded there, though the environment or the file name others."""
    cli("index", "--seeds", "flagged", "--index", "ix")
    monkeypatch.setenv("SEARCHER_SEEDS", "named")
    Path("searcher.toml").write_text('seeds = "written"\n', encoding="utf-8")
    assert answer(cli, "--index", "ix") == "flagged.md"
    assert answer(cli, "--index", "new") == "named.md"


@pytest.mark.usefixtures("seeds")
def test_an_empty_variable_is_none(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable set to nothing is as if it were not set."""
    monkeypatch.setenv("SEARCHER_SEEDS", "")
    monkeypatch.setenv("SEARCHER_INDEX", "")
    assert answer(cli) == "seeds.md"


@pytest.mark.usefixtures("seeds")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'index = "half', "searcher.toml = 'searcher.toml': it cannot be read"),
        (b"\xff\xfe", "it cannot be read"),
        (b'colour = "red"', "no such setting; there are seeds, index, recogniser, workers"),
        (b"index = true", "a text is needed"),
        (b'index = ["a"]', "a text is needed"),
        (b'index = "a\\u0000b"', "a text is needed"),
        (b'workers = "many"', "a whole number is needed"),
        (b"workers = -1", "at least one process is needed"),
        (b"[search]\nlimit = 3", "no such setting"),
        (b'recogniser = "oracle"', "oracle"),
    ],
)
def test_a_file_that_cannot_be_used_is_an_error(cli: Cli, content: bytes, said: str) -> None:
    """What is wrong with searcher.toml is said, with status 2, and nothing is built."""
    Path("searcher.toml").write_bytes(content)
    outcome = cli("search", "tram")
    assert (outcome.status, outcome.out) == (2, "")
    assert said in outcome.err
    assert "Traceback" not in outcome.err


@pytest.mark.usefixtures("seeds")
@pytest.mark.parametrize(("name", "value"), [("SEARCHER_WORKERS", "x"), ("SEARCHER_WORKERS", "0")])
def test_a_variable_that_cannot_be_used_is_an_error(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """A wrong value in the environment is named, with status 2."""
    monkeypatch.setenv(name, value)
    outcome = cli("search", "tram")
    assert outcome.status == 2
    assert repr(value) in outcome.err or f"= {value}" in outcome.err


@pytest.mark.usefixtures("seeds")
def test_workers_are_a_setting_too(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of processes may come from the environment, the file or a flag."""
    monkeypatch.setenv("SEARCHER_WORKERS", "1")
    Path("searcher.toml").write_text("workers = 2\n", encoding="utf-8")
    assert cli("index").status == 0
    assert cli("index", "--workers", "2", "--rebuild").status == 0
    assert cli("index", "--workers", "0").status == 2
