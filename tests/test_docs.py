"""The documentation says what is so: commands, options, links, examples, numbers of lines."""

import json
import re
import shlex
import shutil
import tomllib
from pathlib import Path
from typing import Any

import click
import pytest

from searcher.corpus.cleaner import REASONS
from searcher.corpus.reader.suffixes import FORMATS
from searcher.query.lexer import FIELDS
from searcher.query.parser import parse
from searcher.ui.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
MODULES = sorted((ROOT / "searcher").rglob("*.py"))

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
EXAMPLE = re.compile(r"^<!-- (screen|json): ([^\n]+) -->\n```\w+\n(.*?)^```$", re.M | re.S)
LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")


def commands(group: click.Group, before: str = "") -> dict[str, click.Command]:
    """Every command by the words that call it, those of a group behind it."""
    found = {before + name: command for name, command in group.commands.items()}
    for name, command in [*found.items()]:
        if isinstance(command, click.Group):
            found |= commands(command, f"{name} ")
    return found


COMMANDS = commands(main)


def blocks(language: str) -> list[str]:
    """The fenced blocks of the README in a language."""
    return [text for name, text in BLOCK.findall(README) if name == language]


def examples(kind: str) -> dict[str, str]:
    """The blocks of the README that show what a command prints, by the command."""
    return {command: text for found, command, text in EXAMPLE.findall(README) if found == kind}


def options(command: click.Command) -> set[str]:
    """Every way to write the options of a command."""
    return {
        name
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for name in (*parameter.opts, *parameter.secondary_opts)
    }


def table(heading: str) -> list[str]:
    """The first cells of the table below a heading of the README."""
    section = README.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    cells = [line.split("|")[1].strip() for line in section.splitlines() if line.startswith("|")]
    return cells[2:]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample articles, and a file that holds no article."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    (folder / "seeds" / "scan.pdf").write_bytes(b"%PDF-1.4")
    return folder


@pytest.fixture
def at_desk(desk: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """That folder as the one where commands run, on a screen of 80 columns."""
    for name in ("SEEDS", "INDEX", "WORKERS", "RECOGNISER"):
        monkeypatch.delenv(f"SEARCHER_{name}", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(desk)
    return desk


def run(line: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What a command prints on stdout."""
    door, *arguments = shlex.split(line)
    with pytest.raises(SystemExit):
        main.main(["search", *arguments] if door == "search" else arguments, prog_name="searcher")
    return capsys.readouterr().out


def keys(value: Any, path: str = "") -> set[str]:
    """The path of every key in a JSON value, whatever list it stands in."""
    if isinstance(value, dict):
        below = [keys(item, f"{path}.{key}") for key, item in value.items()]
        return {f"{path}.{key}" for key in value}.union(*below)
    if isinstance(value, list):
        return set().union(*(keys(item, f"{path}[]") for item in value))
    return set()


# the README


def test_readme_first_block_is_the_two_commands() -> None:
    """The first fenced block of the README is the two commands for a fresh machine, and nothing else."""
    assert BLOCK.findall(README)[0][1].splitlines() == [
        'python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/search "self-mobilize"',
        "python3 -m venv .venv && .venv/bin/pip install -q '.[test]' && .venv/bin/pytest -q",
    ]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme_and_has_help_with_an_example(name: str) -> None:
    """Each command is in the README's table and explains itself with an example."""
    named = re.findall(r"`(?:searcher )?([a-z ]+)", "\n".join(table("Commands")))
    assert name in {words.strip() for words in named}
    assert "Example" in (COMMANDS[name].help or "")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_in_the_readme(name: str) -> None:
    """Each option of each command is named in the README."""
    missing = {option for option in options(COMMANDS[name]) if not re.search(rf"`{option}\b", README)}
    assert not missing


def test_readme_names_no_option_that_is_not_there() -> None:
    """Each option that the README names is one of some command."""
    known = {"--help", "-h", "--version"}.union(*(options(command) for command in COMMANDS.values()))
    prose = BLOCK.sub("", README)
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", prose)) | set(re.findall(r"`(-[a-z])`", prose))
    assert named <= known


def test_readme_names_no_command_that_is_not_there() -> None:
    """Each `searcher NAME` of the README is a command."""
    named = set(re.findall(r"`(?:\$ )?searcher ([a-z]+)", README))
    assert named == set(main.commands)


def test_readme_screen_is_what_the_command_prints(at_desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The README shows, line for line, what the command prints today on 80 columns."""
    for command, shown in examples("screen").items():
        printed = run(command, capsys)
        lines = [line for line in shown.splitlines() if not line.startswith(("$ ", "searcher: "))]
        assert "\n".join(lines).strip() == printed.strip(), f"the README's screen should be:\n{printed}"


def test_readme_has_screens_and_json_contracts() -> None:
    """The README shows five screens, and the JSON of search, entities, quotes, clean, report, status."""
    assert len(examples("screen")) == 5
    assert [shlex.split(command)[:2] for command in examples("json")] == [
        ["search", "--json"],
        ["searcher", "entities"],
        ["searcher", "entities"],
        ["searcher", "quotes"],
        ["searcher", "clean"],
        ["searcher", "clean"],
        ["searcher", "status"],
    ]


@pytest.mark.parametrize("command", examples("json"))
def test_readme_json_has_the_keys_that_are_printed(
    command: str, at_desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each JSON example has exactly the keys, at every depth, that the command above it prints."""
    run("searcher index", capsys)
    printed = run(command, capsys)
    lines = printed.splitlines() if "clean" in command else [printed]
    assert keys([json.loads(examples("json")[command])]) == keys([json.loads(line) for line in lines])


def test_readme_python_runs(at_desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The README's ten lines of Python run as they stand, beside the sample articles."""
    (program,) = blocks("python")
    assert len(program.splitlines()) <= 10
    exec(compile(program, "README.md", "exec"), {})
    assert "<mark>" in capsys.readouterr().out


QUERIES = [query for cell in table("The query language") for query in re.findall(r"`([^`]+)`", cell)]


@pytest.mark.parametrize("query", QUERIES)
def test_readme_query_finds_something(query: str, at_desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each query of the README's table is read without a note, and finds something in the sample articles."""
    assert parse(query).notes == ()
    assert int(run(f"search --count -- {shlex.quote(query)}", capsys)) > 0


def test_readme_names_every_field_format_and_reason() -> None:
    """The README names every field of the query language, suffix that is read, and reason for dropping."""
    typed = {field: [name for name, meant in FIELDS.items() if meant == field] for field in FIELDS.values()}
    assert not [field for field, names in typed.items() if not any(f"`{name}:" in README for name in names)]
    assert not [suffix for suffix in FORMATS if f"`{suffix}`" not in README]
    assert not [reason for reason in REASONS if f"`{reason}`" not in README]


def test_readme_settings_are_settings(
    at_desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each setting of the README's table is taken from searcher.toml, and from the environment before it."""
    names = [cell.strip("`") for cell in table("Settings")]
    values = {"seeds": str(at_desk / "seeds"), "index": "a", "workers": "1"}
    values |= {"memory": "300", "recogniser": "learned"}
    monkeypatch.chdir(tmp_path)
    Path("searcher.toml").write_text("".join(f'{name} = "{values[name]}"\n' for name in names))
    assert int(run("search --count Kursk", capsys)) > 0
    for name in names:
        monkeypatch.setenv(f"SEARCHER_{name.upper()}", values[name])
    monkeypatch.setenv("SEARCHER_INDEX", "b")
    assert int(run("search --count Kursk", capsys)) > 0
    assert (tmp_path / "a").is_dir()
    assert (tmp_path / "b").is_dir()


def test_readme_settings_file_can_be_read() -> None:
    """The README's searcher.toml holds settings of its own table."""
    (text,) = blocks("toml")
    assert set(tomllib.loads(text)) <= {cell.strip("`") for cell in table("Settings")}


# the other pages


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """Each relative link leads to a file or folder of the repository."""
    links = LINK.findall(BLOCK.sub("", page.read_text(encoding="utf-8")))
    assert not [
        link for link in links if "://" not in link and not (page.parent / link.replace("%20", " ")).exists()
    ]


def test_architecture_fits_150_lines() -> None:
    """ARCHITECTURE.md can be read in one sitting."""
    assert len(ARCHITECTURE.splitlines()) <= 150


def test_architecture_names_only_what_exists() -> None:
    """Each module and folder that ARCHITECTURE.md names is there."""
    named = set(re.findall(r"`([\w/.]+(?:\.py|\.toml|/))`", ARCHITECTURE))
    assert named
    places = (ROOT / "searcher", ROOT)
    assert not [path for path in named if not any((place / path).exists() for place in places)]


def test_architecture_names_every_module_beside_the_folders() -> None:
    """Each module and folder directly below searcher/ has its place in ARCHITECTURE.md."""
    parts = {path.relative_to(ROOT / "searcher").parts for path in MODULES}
    tops = {top if not rest else f"{top}/" for top, *rest in parts if not top.startswith("__")}
    assert not [top for top in tops if f"`{top}`" not in ARCHITECTURE]


def test_no_module_is_longer_than_400_lines() -> None:
    """A module can be read as a whole."""
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert not {str(path): length for path, length in lengths.items() if length > 400}


def test_every_module_says_what_it_is() -> None:
    """Each module begins with a docstring."""
    assert not [path for path in MODULES if not path.read_text(encoding="utf-8").startswith('"""')]


def test_changelog_begins_with_this_version() -> None:
    """The newest entry of the changelog is the version that is packaged."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## \[([^]]+)\]", changelog, re.M)[0] == version


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_decision_has_its_parts(page: Path) -> None:
    """Each decision has a date, a status, its context, the options, the choice, its price, and an end."""
    text = page.read_text(encoding="utf-8")
    assert re.search(r"^Date: \d{4}-\d\d-\d\d\. Status: \w+", text, re.M)
    parts = ["## Context", "Options", "hoice", "## What we gave up", "## Look again when"]
    assert not [part for part in parts if part not in text]
