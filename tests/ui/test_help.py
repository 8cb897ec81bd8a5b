"""Help: every command explains itself with an example that can be run, and is in the README."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from searcher import __version__
from searcher.ui.cli import main, search_main
from searcher.ui.entities import entities

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
ENTITIES = {f"entities {name}": command for name, command in entities.commands.items()}
COMMANDS = {"searcher": main, **main.commands, **ENTITIES}
EXAMPLE = re.compile(r"^ *Examples?:\n((?:.+\n?)+)", re.MULTILINE)


def help_of(command: click.Command) -> str:
    """The help text that a reader sees."""
    return command.get_help(click.Context(command, info_name="searcher"))


def examples_of(command: click.Command) -> list[str]:
    """The lines below "Example" in the help of a command."""
    found = EXAMPLE.search(help_of(command))
    return [line.strip() for line in found[1].splitlines()] if found else []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(cli: Callable[..., Any], name: str) -> None:
    """`-h` and `--help` print the same help, with a description and an example, and end with status 0."""
    words = [] if name == "searcher" else name.split()
    short, long = cli(*words, "-h"), cli(*words, "--help")
    assert short == long
    assert (short.status, short.err) == (0, "")
    assert COMMANDS[name].help
    assert examples_of(COMMANDS[name])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_its_help(name: str) -> None:
    """No option is left without a word on what it does."""
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


@pytest.mark.parametrize("name", COMMANDS)
def test_no_line_of_help_is_wider_than_80_columns(cli: Callable[..., Any], name: str) -> None:
    """Help fits a terminal of the usual width."""
    outcome = cli(*([] if name == "searcher" else name.split()), "-h")
    assert max(map(len, outcome.out.splitlines())) <= 80


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.skipif(not README.exists(), reason="this checkout has no README.md")
def test_every_command_is_in_the_readme(name: str) -> None:
    """The README names every command."""
    words = name if name == "searcher" else f"searcher {name}"
    text = README.read_text(encoding="utf-8")
    assert words in text or (name == "search" and "`search " in text)


def test_the_examples_run(surroundings: Path, monkeypatch: pytest.MonkeyPatch, shipped_seeds: Path) -> None:
    """Every example works in a fresh checkout with judged queries; `watch`, which does not end, aside."""
    shutil.copytree(shipped_seeds, "seeds")
    Path("queries.tsv").write_text("1\tself-mobilize\n", encoding="utf-8")
    Path("qrels.tsv").write_text("1\t003_b067b17ba719c470.txt\t1\n", encoding="utf-8")
    doors = surroundings / "bin"
    doors.mkdir()
    for door, words in (("searcher", "-m searcher"), ("search", "-m searcher search")):
        script = doors / door
        script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {words} "$@"\n', encoding="utf-8")
        script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{doors}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for name, command in COMMANDS.items():
        for example in examples_of(command) if name != "watch" else ():
            done = subprocess.run(example, shell=True, capture_output=True, text=True, check=False)
            assert done.returncode == 0, f"{example}: {done.stderr}"
            assert "Traceback" not in done.stderr


def test_search_is_short_for_searcher_search(
    cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both doors have the same help but for the name."""
    monkeypatch.setattr(sys, "argv", ["search", "-h"])
    with pytest.raises(SystemExit) as end:
        search_main()
    assert end.value.code == 0
    assert capsys.readouterr().out == cli("search", "-h").out.replace(
        "Usage: searcher search", "Usage: search"
    )


def test_version_is_that_of_the_package(cli: Callable[..., Any]) -> None:
    """`--version` prints one line on stdout."""
    assert cli("--version").out == f"searcher {__version__}\n"
