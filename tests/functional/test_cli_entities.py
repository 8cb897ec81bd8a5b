"""The entities commands: what they list, what they say, how they end, and the same from Python."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import searcher
from searcher.corpus.passages import split
from searcher.engine.embedded.writer import EmbeddedWriter
from searcher.identities import Correction
from searcher.records import Document, Entity, EntityMention, EntityType
from searcher.ui.text import width_of

Cli = Callable[..., Any]
TYPES: dict[str, EntityType] = {
    "Ada Alder": "person",
    "Ben Birch": "person",
    "Cedar Works": "organisation",
    "Élodie “Dee” O’Neil": "person",
    "東京タワー": "place",
    "Merge": "place",
    "Lincoln": "place",
}
ARTICLES = {
    **{f"pair{n}": ["Ada Alder", "Ben Birch", "Ada Alder"] for n in range(4)},
    **{f"works{n}": ["Cedar Works", "東京タワー"] for n in range(7)},
    "mixed": ["Ada Alder", "Cedar Works"],
    "quoted": ["Élodie “Dee” O’Neil", "Merge"],
    "lincoln1": ["Lincoln"],
    "lincoln2": ["Lincoln"],
}


def article(doc_id: str, names: Sequence[str], **types: EntityType) -> Document:
    """An article that names somebody in each of its sentences."""
    text, mentions = "", []
    for name in names:
        text += "A word on "
        mentions.append(EntityMention(name, types.get(name) or TYPES[name], len(text), len(text) + len(name)))
        text += f"{name}.\n\n"
    text = text.rstrip()
    return Document(
        doc_id, f"{doc_id}.txt", text, headline=f"On {doc_id}", source="Wire", date="2024-01-09",
        entities=tuple(mentions), passages=split(text, "en"),
    )  # fmt: skip


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of those articles, and of one on a man called Lincoln."""
    folder = tmp_path_factory.mktemp("named") / "index"
    return index_of(folder, [article("man", ["Lincoln"], Lincoln="person")])


def index_of(folder: Path, more: Sequence[Document] = (), corrections: Sequence[Correction] = ()) -> Path:
    """An index as a build leaves it, of documents that nothing was guessed of."""
    folder.mkdir()
    writer = EmbeddedWriter(folder, settings={}, corrections=corrections)
    for document in [*(article(*item) for item in ARTICLES.items()), *more]:
        writer.add(document)
    writer.commit()
    return folder


@pytest.fixture
def entities(cli: Cli, named: Path) -> Cli:
    """`searcher entities` on that index."""
    return lambda *arguments: cli("entities", "--no-refresh", "--index", named, *arguments)


@pytest.fixture
def related(cli: Cli, named: Path) -> Cli:
    """`searcher entities related` on that index."""
    return lambda *arguments: cli("entities", "related", "--no-refresh", "--index", named, *arguments)


# the list


def test_entities_lists_the_most_named_first(entities: Cli) -> None:
    """A line for each name: in how many articles, of which type, how often; the rest goes to stderr."""
    outcome = entities("-n", "3")
    assert outcome.status == 0
    assert outcome.out.splitlines() == [
        "articles",
        "       8  Cedar Works · organisation, 8 mentions",
        "       7  東京タワー · place, 7 mentions",
        "       5  Ada Alder · person, 9 mentions",
    ]
    assert outcome.err == "searcher: 8 names found, 3 shown\n"


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["--type", "person", "-n", "2"], ["Ada Alder", "Ben Birch"]),
        (["--offset", "5", "-n", "2"], ["Lincoln", "Merge"]),
        (["--prefix", "ce"], ["Cedar Works"]),
        (["--prefix", "WORK"], ["Cedar Works"]),
        (["--prefix", "o'n"], ["Élodie “Dee” O’Neil"]),
        (["--prefix", "elodie “dee"], ["Élodie “Dee” O’Neil"]),
        (["--prefix", "merge"], ["Merge"]),
        (["--prefix", "東京", "--type", "place"], ["東京タワー"]),
    ],
    ids=" ".join,
)
def test_entities_are_chosen_by_type_and_prefix(entities: Cli, options: list[str], names: list[str]) -> None:
    """`--type`, `--prefix`, `-n` and `--offset` choose; a name that is a command's is found by its prefix."""
    (head, *rows) = csv.reader(io.StringIO(entities("--csv", *options).out))
    assert head == ["name", "type", "documents", "mentions"]
    assert [name for name, *_ in rows] == names


def test_entities_json_has_examples_when_they_are_wanted(entities: Cli) -> None:
    """The JSON tells the total and, of each name, as many passages as were asked for, names marked."""
    found = entities("--json", "-n", "1", "--prefix", "ada", "--examples", "2").json
    assert {key: found[key] for key in ("schema_version", "total")} == {"schema_version": 1, "total": 1}
    (entity,) = found["entities"]
    assert entity["name"] == "Ada Alder"
    for example in entity["examples"]:
        assert list(example) == ["doc_id", "headline", "source", "date", "path", "passage", "highlights"]
        text = example["passage"]["text"]
        assert [text[start:end] for start, end in example["highlights"]] == ["Ada Alder"] * 2
    assert [example["doc_id"] for example in entity["examples"]] == ["pair0", "pair1"]
    assert entities("--json", "-n", "1").json["entities"][0]["examples"] == []


def test_entities_examples_are_shown_with_their_source(entities: Cli) -> None:
    """Below a name stand the sentence that has it, and where that is from."""
    assert entities("--prefix", "merge", "--examples", "1").out.splitlines()[1:] == [
        "       1  Merge · place, 1 mention",
        "          A word on Merge.",
        "          Wire · 2024-01-09 · quoted.txt",
    ]


def test_entities_ends_as_grep_does(entities: Cli, cli: Cli) -> None:
    """Status 0 when there are names, shown or not; 1 when there are none; 2 for an error."""
    assert entities("-n", "0").status == 0
    assert (entities("-n", "0").out, entities("--offset", "99").out) == ("", "")
    nothing = entities("--prefix", "zzzyx")
    assert (nothing.status, nothing.out, nothing.err) == (1, "", "searcher: nothing found\n")
    assert entities("--prefix", "x" * 100_000).status == 1
    assert entities("--prefix", "zzzyx", "--json").json["entities"] == []
    assert cli("entities", "--no-refresh", "--index", "nowhere").status == 2
    for wrong in (["--type", "nope"], ["-n", "-1"], ["--csv", "--examples", "1"], ["Ada Alder"]):
        outcome = entities(*wrong)
        assert (outcome.status, outcome.out) == (2, "")
        assert "Traceback" not in outcome.err


def test_a_name_in_place_of_a_command_is_told_where_to_look(entities: Cli) -> None:
    """`searcher entities NAME` says which options and commands find names."""
    assert "--prefix" in entities("Lincoln").err


def test_options_of_the_list_before_a_command_are_an_error(cli: Cli) -> None:
    """What stands before `related` would be lost, so it is refused."""
    outcome = cli("entities", "--type", "person", "related", "Ada Alder")
    assert outcome.status == 2
    assert "--type stands before related" in outcome.err


def test_entities_are_brought_up_to_date(cli: Cli, tmp_path: Path) -> None:
    """Without `--no-refresh` the seeds are looked at first, as by `search`."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for number in range(3):
        (seeds / f"{number}.jsonl").write_text(
            f'{{"headline": "Talks {number}", "text": "President Vladimir Putin met Angela Merkel there."}}\n'
        )
    (seeds / "empty.jsonl").write_text('{"headline": "x", "text": "nobody came to it."}\n')
    assert cli("entities", "--prefix", "putin").status == 0
    (seeds / "0.jsonl").unlink()
    assert cli("entities", "--prefix", "putin", "--csv").out.splitlines()[1].endswith(",person,2,2")
    assert cli("entities", "--prefix", "putin", "--csv", "--no-refresh").out.count("\n") == 2


def test_entities_of_an_index_without_articles(cli: Cli, tmp_path: Path) -> None:
    """Where nobody is named there is nothing to list, and no name is known."""
    folder = tmp_path / "empty"
    folder.mkdir()
    EmbeddedWriter(folder, settings={}).commit()
    for words in ([], ["related", "Ada"]):
        for form in ([], ["--csv"], ["--json"]):
            outcome = cli("entities", *words, "--no-refresh", "--index", folder, *form)
            assert (outcome.status, "Traceback" in outcome.err) == (1, False)


# who with whom


def test_related_tells_who_shares_passages(related: Cli) -> None:
    """First the name itself, then who stands beside it beyond chance, with counts and a passage."""
    outcome = related("Ada Alder")
    assert outcome.status == 0
    assert outcome.out.splitlines() == [
        "Ada Alder · person, 5 articles, 9 mentions",
        "passages",
        "       4  Ben Birch · person, of 4 passages, in 4 articles",
        "          A word on Ada Alder.",
        "",
        "          A word on Ben Birch.",
        "          Wire · 2024-01-09 · pair0.txt",
    ]
    assert outcome.err == ""
    assert related("ADA ALDER").out == outcome.out


def test_related_json_and_csv_hold_the_counts(related: Cli) -> None:
    """Both forms name the entity's shared passages, articles and passages, and the score."""
    found = related("Ada Alder", "--json").json
    (other,) = found.pop("related")
    assert found == {
        "schema_version": 1, "name": "Ada Alder", "type": "person", "documents": 5, "mentions": 9,
        "notes": [],
    }  # fmt: skip
    (example,) = other.pop("examples")
    text = example["passage"]["text"]
    assert {text[start:end] for start, end in example["highlights"]} == {"Ada Alder", "Ben Birch"}
    head, row = csv.reader(io.StringIO(related("Ada Alder", "--csv").out))
    assert head == list(other) == ["name", "type", "shared", "documents", "passages", "score"]
    assert row == list(map(str, other.values()))
    assert row[:5] == ["Ben Birch", "person", "4", "4", "4"]


def test_related_of_a_name_with_two_types_says_which(related: Cli) -> None:
    """The type that most articles have is taken, and a note says so, unless `--type` decides."""
    assert related("Lincoln").err.splitlines() == [
        "searcher: “Lincoln” is read as a place (2 articles); it is also a person (1)",
        "searcher: nobody and nothing shares passages with “Lincoln” beyond chance",
    ]
    assert related("Lincoln", "--json", "--type", "person").json["type"] == "person"
    assert related("Ada Alder", "--type", "place").err == (
        "searcher: no article names “Ada Alder” as a place, but as a person\n"
    )


@pytest.mark.parametrize(
    ("name", "offered"),
    [("Ada Aldre", "“Ada Alder”"), ("x\"'“”\\", ""), ("y" * 50_000, ""), ("", "")],
    ids=["misspelt", "quotes", "very long", "empty"],
)
def test_related_of_an_unknown_name_is_status_1(related: Cli, name: str, offered: str) -> None:
    """What nobody is called has no one beside it; names like it are offered."""
    outcome = related(name)
    assert (outcome.status, outcome.out) == (1, "")
    assert offered in outcome.err
    assert ("Did you mean" in outcome.err) == bool(offered)
    found = related(name, "--json").json
    assert (found["type"], found["related"], found["notes"][0]["kind"]) == (None, [], "missing-name")


def test_related_of_a_part_of_one_name_is_of_that_name(related: Cli) -> None:
    """A word that one name alone has is enough, and a note says how it was read."""
    whole, part = related("Ada Alder"), related("alder")
    assert (part.status, part.out) == (0, whole.out)
    assert "“alder” is read as “Ada Alder”, the only name with it" in part.err


def test_related_limits(related: Cli) -> None:
    """`-n 0` shows none but tells whether there are any; `--examples 0` leaves passages out; CSV has none."""
    assert (related("Ada Alder", "-n", "0").status, related("Lincoln", "-n", "0").status) == (0, 1)
    assert related("Ada Alder", "-n", "0", "--json").json["related"] == []
    assert len(related("Ada Alder", "--examples", "0").out.splitlines()) == 3
    assert related("Ada Alder", "--csv", "--examples", "1").status == 2
    assert related().status == 2


# from Python


def test_entities_from_python(named: Path) -> None:
    """`index.entities` lists, counts, shows and relates what the commands do."""
    with searcher.open_index(named) as index:
        entities = index.entities
        assert entities.list("person", limit=1) == (Entity("Ada Alder", "person", 5, 9),)
        assert entities.list(prefix="b", limit=None) == (Entity("Ben Birch", "person", 4, 4),)
        assert (entities.count(), entities.count("place", prefix="m")) == (8, 1)
        (example,) = entities.examples("cedar works", limit=1)
        assert example.document.doc_id == "mixed"
        assert example.snippet.marked("[", "]").endswith("A word on [Cedar Works].")
        found = entities.related("Cedar Works", examples=2)
        assert found.entity == Entity("Cedar Works", "organisation", 8, 8)
        assert [other.name for other in found] == ["東京タワー"]
        assert (len(found), found[0].shared, len(found[0].examples)) == (1, 7, 2)
        assert not entities.related("Nobody")
        assert entities.examples("Nobody") == entities.examples("Lincoln", type="organisation") == ()


@pytest.mark.parametrize(
    "wrong",
    [
        lambda entities: entities.list("persons"),
        lambda entities: entities.list(limit=-1),
        lambda entities: entities.list(offset=-1),
        lambda entities: entities.count("x"),
        lambda entities: entities.examples("Ada", limit=-1),
        lambda entities: entities.related("Ada", type="x"),
        lambda entities: entities.related("Ada", examples=-1),
    ],
)
def test_entities_out_of_range_are_value_errors(named: Path, wrong: Callable[[Any], object]) -> None:
    """A type that is none, and a negative number, are the caller's mistakes."""
    with searcher.open_index(named) as index, pytest.raises(ValueError, match=r"choose|at least 0"):
        wrong(index.entities)


def test_examples_mark_every_name_of_an_entity(tmp_path: Path) -> None:
    """What is merged is listed, found and marked as one, under whichever of its names is asked for."""
    folder = index_of(tmp_path / "index", corrections=[Correction("merge", "Ben Birch", "Ada Alder")])
    with searcher.open_index(folder) as index:
        assert index.entities.list("person", limit=1) == (Entity("Ada Alder", "person", 5, 13),)
        (example,) = index.entities.examples("Ben Birch", limit=1)
        assert [example.passage.text[start:end] for start, end in example.highlights] == [
            "Ada Alder",
            "Ben Birch",
            "Ada Alder",
        ]
        assert index.entities.related("Ben Birch").entity == Entity("Ada Alder", "person", 5, 13)


@pytest.mark.parametrize("columns", [20, 31, 300])
def test_no_line_is_wider_than_the_screen(
    entities: Cli, related: Cli, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    """Whatever the width of the screen and of the letters, lines are cut to it, 100 columns at most."""
    monkeypatch.setenv("COLUMNS", str(columns))
    for outcome in (entities("--examples", "1"), related("東京タワー"), related("Ada Alder")):
        assert outcome.status == 0
        assert max(map(width_of, outcome.out.splitlines())) <= min(columns, 100)


def test_names_are_marked_in_colour_when_wanted(entities: Cli, related: Cli) -> None:
    """With colours names are bold and marked in the examples; without, nothing steers the terminal."""
    assert "\x1b[1mAda Alder\x1b[0m" in related("--color", "always", "Ada Alder").out
    assert "\x1b[1;31mBen Birch\x1b[0m" in related("--color", "always", "Ada Alder").out
    assert "\x1b" not in related("Ada Alder").out + entities("--examples", "1").out
