"""The commands around an index: it is made, kept, described, and never made of what is not ours."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., Any]


def files(folder: Path) -> dict[str, bytes]:
    """Everything in a folder."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def seeds(surroundings: Path, tiny_seeds: Path) -> Path:
    """A copy of the tiny seeds, where `searcher` looks for seeds."""
    shutil.copytree(tiny_seeds, surroundings / "seeds")
    return surroundings / "seeds"


# seeds and index


def test_the_first_search_builds_the_index_and_says_so(cli: Cli, seeds: Path) -> None:
    """In a folder with seeds/ a search needs nothing else; what was skipped is mentioned."""
    outcome = cli("search", "earthquake")
    assert outcome.status == 0
    assert "searcher: index: 12 articles added, 2 skipped (searcher status lists what)\n" in outcome.err
    assert "added" not in cli("search", "earthquake").err


def test_index_says_what_it_did(cli: Cli, seeds: Path) -> None:
    """`searcher index` tells what was added, updated and removed, or that nothing had to be done."""
    assert cli("index").err == "searcher: index: 12 articles added, 2 skipped (searcher status lists what)\n"
    assert (
        cli("index").err
        == "searcher: index: up to date, 12 articles, 2 skipped (searcher status lists what)\n"
    )
    (seeds / "001_lighthouse.txt").unlink()
    (seeds / "007_new.txt").write_text("A new lamp\n\nThe lamp was lit on Monday.", encoding="utf-8")
    assert cli("index").err == "searcher: index: 1 article added, 1 removed\n"
    assert "12 articles added" in cli("index", "--rebuild").err


def test_index_prints_no_data(cli: Cli, seeds: Path) -> None:
    """What `searcher index` says is talk."""
    assert cli("index").out == ""


def test_seeds_that_are_missing_are_an_error_that_writes_nothing(cli: Cli, tmp_path: Path) -> None:
    """Without seeds neither a search nor a build makes an index."""
    for command in (["search", "x"], ["index"], ["watch"], ["index", "--seeds", "elsewhere"]):
        outcome = cli(*command)
        assert outcome.status == 2
        assert "--seeds DIR" in outcome.err
    assert list(tmp_path.iterdir()) == []


def test_an_empty_seeds_folder_is_an_error(cli: Cli, tmp_path: Path) -> None:
    """A folder without an article is as good as none."""
    (tmp_path / "seeds").mkdir()
    assert cli("search", "x").status == cli("index").status == 2
    assert "holds no article" in cli("index").err
    assert not Path("index").exists()


def test_seeds_that_went_missing_leave_the_index_to_answer(cli: Cli, seeds: Path) -> None:
    """A search answers from what it has, with a note; `index` is an error; nothing is removed."""
    cli("index")
    seeds.rename(seeds.with_name("moved"))
    outcome = cli("search", "-c", "earthquake")
    assert (outcome.status, outcome.out) == (0, "2\n")
    assert "answering from the index as it is: no seeds in" in outcome.err
    assert cli("index").status == 2
    seeds.mkdir()
    assert cli("search", "-c", "earthquake").out == "2\n"
    assert cli("index").status == 2


def test_an_index_alone_knows_its_seeds(cli: Cli, seeds: Path, tmp_path: Path) -> None:
    """`--index DIR` alone follows the seeds recorded there, not the default ones."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "kite.txt").write_text("Kites\n\nA kite flew over the bay.", encoding="utf-8")
    cli("index", "--seeds", "other", "--index", "ix")
    (tmp_path / "other" / "owl.txt").write_text("Owls\n\nAn owl slept in the bay.", encoding="utf-8")
    assert cli("search", "--index", "ix", "-l", "bay").out.split() == ["kite.txt", "owl.txt"]
    assert cli("status", "--json", "--index", "ix").json["up_to_date"] is True


def test_other_seeds_for_an_index_are_an_error_that_says_what_to_do(
    cli: Cli, seeds: Path, tmp_path: Path
) -> None:
    """An index is never turned over to other seeds unless it is rebuilt from them."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "kite.txt").write_text("Kites\n\nA kite flew over the bay.", encoding="utf-8")
    cli("index")
    for command in (["search", "bay"], ["index"], ["status"]):
        outcome = cli(*command, "--seeds", "other")
        assert outcome.status == 2
        assert "searcher index --rebuild --seeds other --index index" in outcome.err
    assert cli("search", "-c", "earthquake").out == "2\n"
    assert cli("index", "--rebuild", "--seeds", "other").status == 0
    assert cli("search", "-c", "bay").out == "1\n"


def test_no_refresh_answers_from_the_index_as_it_is(cli: Cli, seeds: Path) -> None:
    """`--no-refresh` looks at no seed; without an index it is an error."""
    assert cli("search", "--no-refresh", "earthquake").status == 2
    assert not Path("index").exists()
    cli("index")
    (seeds / "wire.jsonl").unlink()
    assert cli("search", "--no-refresh", "-c", "earthquake").out == "2\n"
    assert cli("search", "-c", "earthquake").out == "0\n"


@pytest.mark.parametrize("where", ["file/index", "file", "/proc/none/index", "n" * 300])
def test_an_index_folder_that_cannot_be_is_an_error(cli: Cli, seeds: Path, where: str) -> None:
    """A place where no folder can be made is named, and is status 2 for every command."""
    Path("file").write_text("not a folder", encoding="utf-8")
    for command in (["search", "x"], ["index"], ["index", "--rebuild"], ["status"], ["show", "x"]):
        outcome = cli(*command, "--index", where)
        assert (outcome.status, outcome.out) == (2, "")
        assert where in outcome.err
    assert Path("file").read_text(encoding="utf-8") == "not a folder"


def test_a_folder_that_is_not_ours_is_never_written_into(cli: Cli, seeds: Path, tmp_path: Path) -> None:
    """A folder with other things in it stays as it is, whatever is asked."""
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "thesis.txt").write_text("Years of work.", encoding="utf-8")
    before = files(foreign)
    for command in (["search", "x"], ["index"], ["index", "--rebuild"], ["status"], ["show", "x"], ["watch"]):
        outcome = cli(*command, "--index", foreign)
        assert outcome.status == 2
        assert "it holds other things (thesis.txt)" in outcome.err
    assert files(foreign) == before


def test_an_empty_folder_with_a_gitignore_is_ours_to_use(cli: Cli, seeds: Path) -> None:
    """An index may be made where only a .gitignore is, and keeps it."""
    Path("index").mkdir()
    Path("index/.gitignore").write_text("*\n", encoding="utf-8")
    assert cli("index").status == 0
    assert Path("index/.gitignore").read_text(encoding="utf-8") == "*\n"


# status, show, clean


def test_status_builds_no_index(cli: Cli, seeds: Path) -> None:
    """`status` of what is not there is an error that says how to make it, and makes nothing."""
    outcome = cli("status")
    assert outcome.status == 2
    assert "searcher index --seeds DIR" in outcome.err
    assert not Path("index").exists()


def test_status_tells_what_is_there(cli: Cli, seeds: Path) -> None:
    """`status` counts, lists what was skipped with the reason, and sees that seeds have changed."""
    cli("index")
    before = files(Path("index"))
    out = cli("status").out
    assert out.startswith("12 articles from 9 seeds, up to date\n")
    assert "    empty.txt: " in out
    assert "    notes.jsonl: line 2: " in out
    (seeds / "001_lighthouse.txt").unlink()
    assert cli("status").out.startswith("12 articles from 9 seeds, seeds have changed\n")
    assert cli("status", "--json").json["up_to_date"] is False
    shutil.rmtree(seeds)
    assert cli("status").out.startswith("12 articles from 9 seeds, seeds are missing\n")
    assert cli("status", "--json").json["up_to_date"] is None
    assert files(Path("index")) == before


def test_show_prints_an_article(cli: Cli, built: Path) -> None:
    """`show` prints headline, provenance and text of one article."""
    out = cli("show", "--index", built, "quake-1").out
    assert out.startswith(
        "Earthquake shakes Lindholm, no one hurt\nNorthern Wire · 2024-01-09 · wire.jsonl\nJon Aker\n\n"
    )
    assert out.endswith("\n\nIt was the strongest in the province since 1954.\n")


def test_show_marks_what_a_query_matches(cli: Cli, built: Path) -> None:
    """With a query, `show` marks its matches in headline and text, in colour."""
    out = cli("show", "--index", built, "--color", "always", "quake-2", "earthquake", "lindholm").out
    assert out.count("\x1b[1;31m") == 4
    assert "\x1b[1;31mearthquake\x1b[0m" in out


def test_show_of_an_unknown_id_is_status_1(cli: Cli, built: Path) -> None:
    """An id that no article has is nothing found, and said."""
    outcome = cli("show", "--index", built, "no-such-id")
    assert (outcome.status, outcome.out) == (1, "")
    assert "'no-such-id'" in outcome.err


def test_clean_reads_a_file_a_folder_or_the_default_seeds(cli: Cli, seeds: Path) -> None:
    """`clean` needs no index and leaves none behind."""
    one = cli("clean", seeds / "005_page.html")
    assert [json.loads(line)["source"] for line in one.out.splitlines()] == ["Maren Courier"]
    assert cli("clean", seeds).out == cli("clean").out
    assert len(cli("clean").out.splitlines()) == 12
    assert not Path("index").exists()


def test_clean_lists_bad_files_and_ends_well(cli: Cli, seeds: Path) -> None:
    """A file that holds no article is named on stderr; the rest is cleaned; the status is 0."""
    outcome = cli("clean", seeds / "empty.txt", seeds / "notes.jsonl")
    assert outcome.status == 0
    assert len(outcome.out.splitlines()) == 1
    assert "skipped empty.txt: " in outcome.err
    assert "skipped notes.jsonl: line 2: " in outcome.err


def test_clean_of_nothing_is_an_error(cli: Cli) -> None:
    """A path that is not there is status 2, with or without a name."""
    assert "seeds: no such file or folder" in cli("clean").err
    assert cli("clean").status == cli("clean", "missing.txt").status == 2
