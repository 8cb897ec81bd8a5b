"""The five given articles: what each query must find there, through both doors."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import searcher

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"

pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the five given articles are not beside this checkout"
)


@dataclass(frozen=True)
class Expected:
    """What a query must find, articles by the first three digits of their names.

    Attributes:
        found: these articles and no other, in any order; None when that is not said.
        first: the best ones, in order; before: pairs of which the first ranks above the second.
        marked: how everything that is marked begins, in lower case.
        passage: what the first hit's passage holds.
        offered: what a search without hits offers instead.
    """

    found: set[str] | None = None
    first: tuple[str, ...] = ()
    before: tuple[tuple[str, str], ...] = ()
    marked: str | None = None
    passage: str | None = None
    offered: str | None = None


NOTHING = Expected(found=set())
SELF_MOBILIZE = Expected(found={"002", "003"}, marked="self-mobiliz")
BARS = {
    "self-mobilize": SELF_MOBILIZE,
    '"self mobilize"': SELF_MOBILIZE,
    "selfmobilize": SELF_MOBILIZE,
    "self-mobilise": SELF_MOBILIZE,
    "infantry Syria": Expected(first=("004",)),
    "Kursk governor volunteers": Expected(passage="Starovoit"),
    "20000 troops": Expected(passage="20,000 troops"),
    "Belgorod shelling villages": Expected(passage="heavy shelling"),
    "source:newsweek troops": Expected(found={"000"}),
    "source:CNN": NOTHING,
    "source:Telegraph": NOTHING,
    "entity:Herashchenko": Expected(found={"001"}),
    '"issues with commenting"': NOTHING,
    '"free weekly newsletter"': NOTHING,
    '"read more"': NOTHING,
    '"make a world of difference"': NOTHING,
    "Zelenskyy": Expected(found=set(), offered="Zelensky"),
    "US": Expected(before=(("001", "002"), ("004", "002"))),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the five articles, elsewhere."""
    folder = tmp_path_factory.mktemp("shared") / "index"
    with searcher.open_index(folder, seeds=SEEDS) as opened:
        assert opened.refresh().added == 5
    return folder


def through_the_command_line(index: Path, cli: Callable[..., Any], query: str) -> dict[str, Any]:
    """`search --json`, read back."""
    outcome = cli("search", "--json", "--seeds", SEEDS, "--index", index, "--", query)
    assert outcome.status == (0 if outcome.json["hits"] else 1)
    return dict(outcome.json)


def through_the_library(index: Path, cli: Callable[..., Any], query: str) -> dict[str, Any]:
    """`Index.search`, as the same values."""
    with searcher.open_index(index) as opened:
        results = opened.search(query)
        hits = [
            {
                "document": {
                    "doc_id": hit.document.doc_id,
                    "headline": hit.document.headline,
                    "headline_highlights": hit.headline_highlights,
                },
                "passage": {"text": hit.passage.text},
                "highlights": hit.highlights,
            }
            for hit in results.hits
        ]
        return {"hits": hits, "notes": [note._asdict() for note in results.notes]}


DOORS = {"command line": through_the_command_line, "library": through_the_library}


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
@pytest.mark.parametrize(("query", "expected"), BARS.items(), ids=BARS)
def test_each_query_finds_what_it_must(
    index: Path, cli: Callable[..., Any], query: str, expected: Expected, door: Callable[..., dict[str, Any]]
) -> None:
    """The right articles, in the right order, with the right words marked in the right passage."""
    answer = door(index, cli, query)
    hits = answer["hits"]
    found = [hit["document"]["doc_id"][:3] for hit in hits]
    assert expected.found is None or set(found) == expected.found
    assert tuple(found[: len(expected.first)]) == expected.first
    for upper, lower in expected.before:
        assert upper in found
        assert lower not in found or found.index(upper) < found.index(lower)
    if expected.marked is not None:
        marked = [
            hit["passage"]["text"][start:end].lower().replace("\u2011", "-")
            for hit in hits
            for start, end in hit["highlights"]
        ]
        assert len(marked) >= len(hits)
        assert all(words.startswith(expected.marked) for words in marked)
        titles = [
            (hit["document"]["headline"] or "")[start:end].lower()
            for hit in hits
            for start, end in hit["document"]["headline_highlights"]
        ]
        assert all(words.startswith(expected.marked) for words in titles)
    if expected.passage is not None:
        assert expected.passage in hits[0]["passage"]["text"]
    if expected.offered is not None:
        assert any(f"Did you mean “{expected.offered}”?" in note["message"] for note in answer["notes"])


def test_common_words_are_searched(index: Path, cli: Callable[..., Any]) -> None:
    """A phrase of common words is looked for as any other: the note says that no article has it."""
    answer = through_the_command_line(index, cli, '"to be or not to be"')
    assert answer["hits"] == []
    assert [note["kind"] for note in answer["notes"]] == ["missing-phrase"]
    assert through_the_command_line(index, cli, '"to be"')["hits"]


def test_cited_papers_are_not_sources(index: Path, cli: Callable[..., Any]) -> None:
    """Sources are the publishers that the articles name as their own, or none."""
    facets = through_the_command_line(index, cli, "troops OR war OR Kadyrov OR US OR Russia")["facets"]
    assert {item["value"] for item in facets["source"]} <= {"Newsweek", "The Moscow Times"}


def test_dates_are_not_those_of_captions(cli: Callable[..., Any]) -> None:
    """No article has a date that stands in one of its captions."""
    cleaned = [json.loads(line) for line in cli("clean", SEEDS).out.splitlines()]
    assert len(cleaned) == 5
    for article in cleaned:
        captions = " ".join(item["text"] for item in article["dropped"] if "caption" in item["reason"])
        assert article["date"] is None or article["date"][:4] in article["text"]
        assert article["date"] is None or article["date"][:4] not in captions


def test_an_answer_is_the_same_through_both_doors(index: Path, cli: Callable[..., Any]) -> None:
    """The command line shows what the library gives."""
    for query in BARS:
        shown, given = (door(index, cli, query) for door in DOORS.values())
        assert [hit["passage"]["text"] for hit in shown["hits"]] == [
            hit["passage"]["text"] for hit in given["hits"]
        ]
        assert shown["notes"] == given["notes"]
