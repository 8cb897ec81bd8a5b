"""`searcher clean --diff` and `--report`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., Any]

PROSE = [
    "The harbour council voted on Monday to close the old lock, which has leaked for years, officials said.",
    "Engineers found in spring that its gates had rusted through in places and could not be repaired again.",
    "Ships will have to take the northern channel until a new lock is opened, which may well take six years.",
]
SLOGAN = "Follow our channel for all the news of the day"
ESCAPE = re.compile(r"\033\[[\d;]*m")


def page(body: str, site: str = "The Harbour Post", head: str = "") -> str:
    """Return a saved page of a site."""
    return (
        f'<!doctype html><html lang="en"><head><title>Lock closes</title>{head}'
        f'<meta property="og:site_name" content="{site}"></head><body>{body}</body></html>'
    )


def paragraphs(*texts: str) -> str:
    """Return the texts as paragraphs of an article."""
    return "<article>" + "".join(f"<p>{text}</p>" for text in texts) + "</article>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles of a site with a line in common, a paywall, a cookie wall, and an empty file."""
    room = tmp_path / "pages"
    room.mkdir()
    for number in range(2):
        body = paragraphs(*PROSE, f"Work begins on day {number} of next month.") + f"<div>{SLOGAN}</div>"
        (room / f"{number}.html").write_text(page(body))
    wall = paragraphs(PROSE[0]) + "<div>Subscribe now to continue reading this article.</div>"
    (room / "pay.html").write_text(page(wall, "The Coast Mail", '<meta name="date" content="2020-02-03">'))
    (room / "consent.html").write_text(page("<p>We use cookies. Accept all cookies?</p>", "The Coast Mail"))
    (room / "empty.txt").write_text("")
    return room


def test_diff_without_colour_signs_what_was_dropped(cli: Cli, folder: Path) -> None:
    """A dropped line has a minus in front and its reason in brackets; a kept one is indented."""
    outcome = cli("clean", "--diff", "--color", "never", folder / "0.html")
    lines = outcome.out.splitlines()
    assert outcome.status == 0
    assert f"- [share] {SLOGAN}" in lines or f"- [navigation] {SLOGAN}" in lines
    assert any(line.startswith(f"  {PROSE[0][:40]}") for line in lines)
    assert "\033" not in outcome.out


def test_diff_with_colour_strikes_out_what_was_dropped(cli: Cli, folder: Path) -> None:
    """A dropped line is struck out and dimmed, its reason in colour before it; a kept one is plain."""
    out = cli("clean", "--diff", "--color", "always", folder / "0.html").out
    assert re.search(rf"\033\[33m\w+ \033\[0m\033\[2;9m{SLOGAN}\033\[0m", out)
    assert f"\n{PROSE[0][:40]}" in out


def test_diff_shows_every_paragraph_once_in_the_order_of_the_file(cli: Cli, tmp_path: Path) -> None:
    """Kept and dropped lines stand in each other's order, and none is missing."""
    seed = tmp_path / "a.txt"
    middle = "Sign up for our free weekly newsletter"
    seed.write_text("\n\n".join(["Lock closes for good this week", *PROSE[:2], middle, PROSE[2], "Share"]))
    out = cli("clean", "--diff", "--color", "never", seed).out
    shown = " ".join(line[2:] for line in out.splitlines()[3:])
    words = [*PROSE[:2], f"[newsletter] {middle}", PROSE[2], "[share] Share"]
    assert [shown.count(text) for text in words] == [1] * len(words)
    assert sorted(words, key=shown.index) == words


def test_report_counts_by_source(cli: Cli, folder: Path) -> None:
    """The report gives each source its articles, shares, missing fields, walls and frequent lines."""
    found = json.loads(cli("clean", "--report", "--json", folder).out)
    post, mail = sorted(found["sources"], key=lambda each: each["source"], reverse=True)
    assert (found["schema_version"], found["skipped"]) == (1, 1)
    assert (post["source"], post["articles"], post["without_headline"]) == ("The Harbour Post", 2, 0)
    assert (post["without_date"], mail["without_date"]) == (2, 1)
    assert 0.5 < post["kept_share"] < 1
    assert post["kept_share"] == round(
        post["kept_characters"] / (post["kept_characters"] + post["dropped_characters"]), 4
    )
    assert SLOGAN in [line["text"] for line in post["frequent"] if line["articles"] == 2]
    assert (mail["paywalls"], mail["cookie_walls"], post["paywalls"], post["cookie_walls"]) == (1, 1, 0, 0)
    assert {"path": "pay.html", "wall": "paywall"} in mail["suspects"]


def test_report_is_a_table_of_aligned_columns(cli: Cli, folder: Path) -> None:
    """The table has a line for each source, numbers below their names, and what it found below that."""
    outcome = cli("clean", "--report", folder)
    head, *rows = outcome.out.splitlines()
    row = next(line for line in rows if line.startswith("The Harbour Post"))
    assert row[head.index("articles") :][: len("articles")].strip() == "2"
    assert row[head.index("no date") :][: len("no date")].strip() == "2"
    assert "    paywall? pay.html" in rows
    assert rows[-1] == "4 articles, 1 skipped"
    assert "skipped empty.txt: an empty file" in outcome.err


@pytest.mark.parametrize("option", [(), ("--diff",), ("--report", "--json")])
def test_clean_of_an_empty_folder_says_so(cli: Cli, tmp_path: Path, option: tuple[str, ...]) -> None:
    """Where nothing is to be cleaned, stderr says so: silence would look like a fault."""
    outcome = cli("clean", *option, tmp_path)
    assert outcome.status == 0
    assert f"{tmp_path}: no article is there" in outcome.err


def test_clean_without_paths_or_seeds_says_what_to_name(cli: Cli) -> None:
    """Without the usual folder of seeds the message says how to name another."""
    outcome = cli("clean")
    assert outcome.status == 2
    assert "name some: searcher clean PATH" in outcome.err


def test_report_of_nothing_is_an_empty_table(cli: Cli, tmp_path: Path) -> None:
    """A folder without seeds has a report without sources."""
    outcome = cli("clean", "--report", tmp_path)
    assert outcome.out.splitlines()[1:] == ["0 articles, 0 skipped"]


@pytest.mark.parametrize("options", [("--diff", "--report"), ("--json",), ("--diff", "--json")])
def test_options_that_contradict_each_other_are_refused(cli: Cli, folder: Path, options: Any) -> None:
    """What cannot be meant is an error that says so, with status 2."""
    assert cli("clean", *options, folder).status == 2


def test_hostile_lines_cannot_steer_the_terminal(cli: Cli, tmp_path: Path) -> None:
    """Neither text nor source of an article reaches the terminal with its controls."""
    lines = "\n".join(
        json.dumps({"id": str(n), "headline": "A \u202e b", "text": "c \u202e d", "source": "e \u202e f"})
        for n in range(2)
    )
    seed = tmp_path / "a.jsonl"
    seed.write_text(lines)
    for option in ("--diff", "--report"):
        assert "\u202e" not in cli("clean", option, seed).out
