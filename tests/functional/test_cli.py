"""The search command as a whole: what it finds, what it says, how it ends."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., Any]
FORMS = [[], ["--count"], ["-c"], ["--paths"], ["-l"], ["--json"], ["--jsonl"], ["--csv"]]


# exit status and streams


@pytest.mark.parametrize("form", FORMS, ids=" ".join)
def test_exit_status_is_0_when_something_is_found(search: Cli, form: list[str]) -> None:
    """Whatever the form of the answer, a match is status 0 and data on stdout."""
    outcome = search(*form, "earthquake")
    assert outcome.status == 0
    assert outcome.out.strip()


@pytest.mark.parametrize("form", FORMS, ids=" ".join)
def test_exit_status_is_1_when_nothing_is_found(search: Cli, form: list[str]) -> None:
    """Whatever the form of the answer, no match is status 1, and never a traceback."""
    outcome = search(*form, "zzzyx")
    assert outcome.status == 1
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize("form", FORMS, ids=" ".join)
def test_exit_status_is_2_when_it_cannot_be_answered(cli: Cli, form: list[str]) -> None:
    """Whatever the form of the answer, an error is status 2, a message on stderr, nothing on stdout."""
    outcome = cli("search", *form, "earthquake")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("searcher: no seeds in seeds")


def test_stdout_is_data_and_stderr_is_talk(search: Cli) -> None:
    """Hits go to stdout; how many there are, and how long it took, goes to stderr."""
    outcome = search("earthquake")
    assert outcome.out.startswith(
        " 1. Earthquake shakes Lindholm, no one hurt\n    Northern Wire · 2024-01-09 · "
    )
    assert "found" not in outcome.out
    assert outcome.err.startswith("searcher: 2 articles found (")


@pytest.mark.parametrize("form", FORMS, ids=" ".join)
def test_nothing_is_coloured_off_a_terminal(search: Cli, form: list[str]) -> None:
    """Without a terminal there are no escape sequences on either stream."""
    outcome = search(*form, "earthquake")
    assert "\x1b" not in outcome.out + outcome.err


def test_count_prints_how_many_documents_match(search: Cli) -> None:
    """`--count` counts documents, whatever the limit."""
    assert search("-c", "-n", "1", "earthquake").out == "2\n"
    assert search("-c", "zzzyx").out == "0\n"


def test_paths_prints_each_path_once(search: Cli) -> None:
    """`--paths` lists files, and two articles of one file give it once."""
    assert search("-l", "earthquake").out == "wire.jsonl\n"


def test_a_list_that_is_cut_off_says_so(search: Cli) -> None:
    """When more articles match than are listed, stderr tells how many."""
    assert "2 articles found, 1 shown" in search("-n", "1", "--jsonl", "earthquake").err
    assert "found" not in search("--jsonl", "earthquake").err


def test_limit_0_finds_and_shows_nothing(search: Cli) -> None:
    """`-n 0` prints no hit, but still tells whether there are any."""
    outcome = search("-n", "0", "earthquake")
    assert (outcome.status, outcome.out) == (0, "")
    assert "2 articles found, 0 shown" in outcome.err


def test_offset_passes_over_the_first_hits(search: Cli) -> None:
    """`--offset 1` begins with the second hit, which keeps its rank."""
    whole = search("--json", "earthquake").json["hits"]
    rest = search("--json", "--offset", "1", "earthquake").json["hits"]
    assert rest == whole[1:]
    assert search("--json", "--offset", "99", "earthquake").json["hits"] == []
    assert search("--offset", "99", "earthquake").status == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["--since", "nonsense", "ferry"],
        ["--until", "2022-13", "ferry"],
        ["--since", "2022-02-30", "ferry"],
        ["-n", "-1", "ferry"],
        ["-n", "ten", "ferry"],
        ["--offset", "-1", "ferry"],
        ["--per-document", "0", "ferry"],
        ["--per-document", "every", "ferry"],
        ["--context", "-1", "ferry"],
        ["--facet", "planet", "ferry"],
        ["--facet", "source=0", "ferry"],
        ["--facet", "source=x", "ferry"],
        ["--sort", "best", "ferry"],
        ["--color", "pink", "ferry"],
        ["--no-such-option", "ferry"],
        ["--batch", "missing.tsv"],
        ["--batch", "."],
        ["--batch", "topics.tsv", "ferry"],
        ["--batch", "topics.tsv", "--json"],
        *(
            [*form, *extra, "ferry"]
            for form in (["-c"], ["-l"], ["--csv"])
            for extra in (["--explain"], ["--context", "1"], ["--facets"], ["--facet", "year"])
        ),
        ["--jsonl", "--facets", "ferry"],
        ["--batch", "topics.tsv", "--explain"],
        [],
    ],
    ids=" ".join,
)
def test_an_option_that_makes_no_sense_is_status_2_and_said(search: Cli, arguments: list[str]) -> None:
    """A wrong option is an error with a message, and nothing on stdout."""
    outcome = search(*arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err


def test_a_date_that_is_none_is_named(search: Cli) -> None:
    """The message repeats what was typed and shows what a date looks like."""
    assert "'nonsense' is no date such as 2022" in search("--since", "nonsense", "ferry").err


# queries


def test_several_arguments_are_one_query(search: Cli) -> None:
    """Words need no quotation marks around them."""
    assert search("--json", "barley", "drought").json["query"] == "barley drought"


def test_two_dashes_let_a_query_begin_with_a_minus(search: Cli) -> None:
    """`search -- -word` finds what does not hold the word, and says how it was read."""
    outcome = search("-l", "--", "-Maren")
    assert outcome.status == 0
    assert "004_tram.md" not in outcome.out
    assert "003_untitled.txt" in outcome.out
    assert outcome.err


def test_no_hit_explains_itself(search: Cli) -> None:
    """A word that no article has is named, with the nearest one, written as it is written there."""
    outcome = search("Lindhelm")
    assert (outcome.status, outcome.out) == (1, "")
    assert "nothing found" in outcome.err
    assert "no article has “Lindhelm”. Did you mean “Lindholm”?" in outcome.err


def test_all_and_literal_and_filters_narrow_a_search(search: Cli) -> None:
    """Each narrowing option leaves out what it says."""
    assert search("-c", "Lindholm goat").out == "4\n"
    assert search("-c", "--all", "Lindholm goat").out == "0\n"
    assert search("-c", "--all", "Lindholm earthquake").out == "2\n"
    assert search("-c", "Lindholm OR goat").out == "4\n"
    assert search("-c", "--literal", "Lindholm OR goat").out == "4\n"
    assert search("-c", "--source", "Maren Courier", "Lindholm").out == "1\n"
    assert search("-c", "--source", "courier", "--source", "wire", "Lindholm").out == "3\n"
    assert search("-c", "--entity", "Rhea Solberg", "Lindholm").out == "1\n"
    assert search("-c", "--since", "2024-01-10", "Lindholm").out == "1\n"
    assert search("-c", "--until", "2023", "Lindholm").out == "1\n"


def test_sort_by_date_puts_undated_articles_last(search: Cli) -> None:
    """`--sort newest` and `oldest` order by date, and what has none ends both lists."""
    dates = [
        hit["document"]["date"] for hit in search("--json", "--sort", "newest", "Maren Lindholm").json["hits"]
    ]
    dated = [date for date in dates if date]
    assert dated == sorted(dated, reverse=True)
    assert dates[len(dated) :] == [None] * (len(dates) - len(dated))
    oldest = [
        hit["document"]["date"] for hit in search("--json", "--sort", "oldest", "Maren Lindholm").json["hits"]
    ]
    assert [date for date in oldest if date] == sorted(dated)


def test_facets_are_counted_below_the_hits(search: Cli) -> None:
    """`--facets` adds a list of sources, entities and months."""
    out = search("--facets", "Lindholm").out
    assert "source\n    2  Northern Wire\n    1  Maren Courier\n" in out
    assert re.search(r"date\n    1  2023-11  (█+)\n    0  2023-12\n    2  2024-01  \1\1", out)


def test_a_facet_is_counted_by_its_name(search: Cli) -> None:
    """`--facet` counts what it names, as many values as it says, over all matches, whatever is shown."""
    out = search("-n", "0", "--facet", "source=1", "--facet", "year", "Lindholm").out
    assert re.fullmatch(r"source\n    2  Northern Wire\nyear\n    1  2023  █+▌?\n    2  2024  █+\n", out)
    facets = search("--json", "--facet", "person=1", "honey").json["facets"]
    assert list(facets) == ["source", "entity", "date", "person"]
    assert facets["person"] == [{"value": "Ilse Brandt", "count": 1}]


def test_an_unknown_facet_is_named_beside_those_there_are(search: Cli) -> None:
    """A facet that is not there is an error that lists the others."""
    outcome = search("--facet", "planet", "Lindholm")
    assert (outcome.status, outcome.out) == (2, "")
    assert "no facet 'planet'; there are source, entity, person," in outcome.err


@pytest.fixture
def long_article(cli: Cli, tmp_path: Path) -> Cli:
    """A search of one article of many passages, a bell in every third sentence of it."""
    sentences = [f"The {'bell' if n % 3 == 0 else 'lamp'} of house {n} is on the wall." for n in range(90)]
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.jsonl").write_text(json.dumps({"id": "a", "text": " ".join(sentences)}))
    return lambda *arguments: cli("search", *arguments)


def test_every_passage_of_a_document_can_be_shown(long_article: Cli) -> None:
    """`--per-document all` shows each passage in which something matches, each once, in one rank."""
    every = long_article("--json", "--per-document", "all", "bell").json["hits"]
    assert sorted(hit["passage"]["ordinal"] for hit in every) == list(range(len(every)))
    assert {hit["rank"] for hit in every} == {1}
    assert len(every) > 4
    assert long_article("--json", "--per-document", "999", "bell").json["hits"] == every
    assert len(long_article("--json", "--per-document", "2", "bell").json["hits"]) == 2


def test_context_is_shown_around_the_passage(long_article: Cli) -> None:
    """`--context N` adds the sentences around a passage, which itself stays as it is."""
    plain, wide = (
        long_article("--json", "--per-document", "all", *more, "bell").json["hits"]
        for more in ([], ["--context", "2"])
    )
    contexts = [(hit["passage"].pop("before"), hit["passage"].pop("after")) for hit in wide]
    assert plain == wide
    assert sum(before.count(".") == 2 for before, _ in contexts) == len(wide) - 1
    assert sum(after.count(".") == 2 for _, after in contexts) == len(wide) - 1
    shown = " ".join(long_article("--context", "1", "house 40").out.split())
    assert "The lamp of house 0 is" not in shown
    assert len(re.findall(r"house \d+ is on the wall\.", shown)) > 10


def test_an_answer_explains_itself(search: Cli) -> None:
    """`--explain` says how the query was read, term by term, and a tree of numbers follows each passage."""
    out = search("--explain", "-n", "1", "earthq* Lindholm").out
    begin = "read as earthq* lindholm\n  articles     idf  term\n"
    assert out.startswith(begin)
    assert re.search(r"^ +\d+ +\d\.\d{4}  earthq\*: 1 form, earthquake 2", out, re.M)
    assert re.search(r"^    \d\.\d{4}  score: sum of\n      \d\.\d{4}  the article: sum of\n", out, re.M)


# batches


def test_batch_runs_every_line(search: Cli, tmp_path: Path) -> None:
    """Lines are plain words; an empty one is passed over, one without a tab is named."""
    (tmp_path / "topics.tsv").write_bytes(
        b"1\tearth\0quake\r\n\r\n2 barley\n3\t\n4\tsource:harvest barley\n5\t-zzzyx\n"
    )
    outcome = search("--batch", "topics.tsv")
    assert outcome.status == 0
    assert "line 3 is not id<TAB>words" in outcome.err
    assert {line.split()[0] for line in outcome.out.splitlines()} == {"4"}


def test_batch_with_syntax_reads_operators(search: Cli, tmp_path: Path) -> None:
    """With `--syntax` a line is in the query language."""
    (tmp_path / "topics.tsv").write_text("1\tsource:harvest\n", encoding="utf-8")
    plain, read = search("--batch", "topics.tsv"), search("--batch", "topics.tsv", "--syntax")
    assert {line.split()[2] for line in plain.out.splitlines()} == {"grain%207"}
    assert {line.split()[2] for line in read.out.splitlines()} == {"grain%207", "rates"}


def test_batch_without_a_hit_is_status_1(search: Cli, tmp_path: Path) -> None:
    """A batch that finds nothing at all ends as a search that finds nothing."""
    (tmp_path / "topics.tsv").write_text("1\tzzzyx\n", encoding="utf-8")
    assert search("--batch", "topics.tsv").status == 1


@pytest.mark.parametrize("content", [b"", b"\n\r\n", b"\x00\xff\n" * 99])
def test_batch_without_a_query_is_an_error(search: Cli, tmp_path: Path, content: bytes) -> None:
    """A file that holds no queries is named, and what a line is; its lines are not told one by one."""
    (tmp_path / "topics.tsv").write_bytes(content)
    outcome = search("--batch", "topics.tsv")
    assert (outcome.status, outcome.out) == (2, "")
    assert "topics.tsv: it holds no queries" in outcome.err
    assert len(outcome.err.splitlines()) < 15


def test_an_option_without_a_place_in_the_output_says_where_it_has_one(search: Cli) -> None:
    """What a form of output cannot show is refused, and a form is named that can."""
    assert "--csv has no place for --explain; --json has" in search("--csv", "--explain", "ferry").err
    assert search("--jsonl", "--explain", "--context", "1", "ferry").status == 0
    assert search("--json", "--facet", "year", "--explain", "ferry").status == 0


def test_batch_options_narrow_every_line(search: Cli, tmp_path: Path) -> None:
    """Filters hold for the lines of a batch as they do for one query."""
    (tmp_path / "topics.tsv").write_text("1\tLindholm\n", encoding="utf-8")
    assert len(search("--batch", "topics.tsv", "--source", "courier").out.splitlines()) == 1
