"""What tests of several folders share: the tiny seeds, and the command line called as a function."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import searcher
from searcher.ui.cli import main

ROOT = Path(__file__).resolve().parent.parent

# The suite draws the same examples on every machine; `pytest --hypothesis-profile explore` draws new ones.
settings.register_profile("steady", derandomize=True)
settings.register_profile("explore", derandomize=False)
settings.load_profile("steady")


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it wrote, read as one JSON value."""
        return json.loads(self.out)


@pytest.fixture(scope="session")
def tiny_seeds() -> Path:
    """Twelve short articles and two faults, written for these tests; not to be changed."""
    return ROOT / "tests" / "data" / "seeds"


@pytest.fixture(scope="session")
def shipped_seeds() -> Path:
    """The articles that come with the project."""
    return ROOT / "seeds"


@pytest.fixture
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to be in, and no setting in the environment."""
    for name in [*os.environ]:
        if name.startswith("SEARCHER_") or name in ("NO_COLOR", "TERM", "COLUMNS"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def cli(surroundings: Path) -> Callable[..., Outcome]:
    """The command `searcher`, called in this process with nothing on a terminal."""
    return called


def called(*arguments: object) -> Outcome:
    """What `searcher ARGUMENTS` does."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status: object = main([str(argument) for argument in arguments], prog_name="searcher")
        except SystemExit as end:
            status = end.code
    return Outcome(int(status or 0) if isinstance(status, int | None) else 2, out.getvalue(), err.getvalue())


@pytest.fixture(scope="session")
def built(tiny_seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the tiny seeds; tests only read it."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copytree(tiny_seeds, folder / "seeds")
    assert called("index", "--seeds", folder / "seeds", "--index", folder / "index").status == 0
    return folder / "index"


@pytest.fixture
def search(cli: Callable[..., Outcome], built: Path) -> Callable[..., Outcome]:
    """`searcher search` on the index of the tiny seeds, without a look at the seeds."""
    return lambda *arguments: cli("search", "--no-refresh", "--index", built, *arguments)


@pytest.fixture
def process(surroundings: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """The words that start `searcher ARGUMENTS` as a process of its own, in an environment as users have."""
    monkeypatch.setenv("PYTHONPATH", str(Path(searcher.__file__).parent.parent))
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)
    return lambda *arguments: [sys.executable, "-m", "searcher", *map(str, arguments)]
