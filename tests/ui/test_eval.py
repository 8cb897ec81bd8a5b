"""`searcher eval`: judged queries in, measures out; what does not fit is said or refused."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from searcher.relevance.measures import MEASURES

Cli = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[2]

QUERIES = "tram\ttram\nquake\tearthquake OR tram?\nnone\tzzzyx\n"
QRELS = "tram 0 004_tram.md 1\nquake 0 004_tram.md 2\nnone 0 002_bees.txt 1\n"


@pytest.fixture
def evaluate(cli: Cli, built: Path) -> Cli:
    """`searcher eval` on the index of the tiny seeds, with three queries, of which one finds nothing."""
    Path("queries.tsv").write_text(QUERIES, encoding="utf-8")
    Path("qrels.tsv").write_text(QRELS, encoding="utf-8")

    def call(*arguments: object) -> Any:
        files = ["--queries", "queries.tsv", "--qrels", "qrels.tsv"]
        return cli("eval", "--no-refresh", "--index", built, *files, *arguments)

    return call


def rows(out: str) -> dict[str, list[str]]:
    """The lines of a table by what stands before the numbers."""
    found = (re.fullmatch(r"(.+?)((?: +[-+]?[\d.,]+){5})", line) for line in out.splitlines())
    return {row[1].strip(): row[2].split() for row in found if row}


def test_eval_prints_the_means(evaluate: Cli) -> None:
    """One line names the measures, the next gives their means; a miss counts 0 and is noted."""
    outcome = evaluate()
    assert outcome.status == 0
    lines = outcome.out.splitlines()
    assert lines[0].split() == list(MEASURES)
    assert len(lines) == 2
    assert rows(outcome.out)["mean of 3"][3:] == ["0.1333", "0.6667"]
    assert outcome.err == "searcher: 1 query without any document: counted as 0\n"


@pytest.mark.parametrize("flag", ["-q", "--per-query"])
def test_eval_prints_each_query_when_asked(evaluate: Cli, flag: str) -> None:
    """With `-q` each query has a line of its own above the means."""
    found = rows(evaluate(flag).out)
    assert list(found) == ["tram", "quake", "none", "mean of 3"]
    assert found["tram"] == ["1.0000", "1.0000", "1.0000", "0.2000", "1.0000"]
    assert found["none"] == ["0.0000"] * 5


def test_queries_are_plain_words_unless_they_are_syntax(evaluate: Cli) -> None:
    """Capital operators and colons mean nothing in a query, and something with `--syntax`."""
    Path("queries.tsv").write_text("tram\tearthquake NOT tram\n", encoding="utf-8")
    plain, read = (json.loads(evaluate("--json", *form).out) for form in ([], ["--syntax"]))
    assert plain["means"]["R@100"] == 1
    assert read["means"]["R@100"] == 0


def test_the_saved_run_is_that_of_a_batch(evaluate: Cli, cli: Cli, built: Path) -> None:
    """`--run-out` holds every query of the file, judged or not, as `search --batch` prints them."""
    with Path("queries.tsv").open("a", encoding="utf-8") as file:
        file.write("more\tearthquake\n")
    assert evaluate("--run-out", "a.run").status == 0
    batch = cli("search", "--no-refresh", "--index", built, "--batch", "queries.tsv", "-n", 1000)
    assert Path("a.run").read_text(encoding="utf-8") == batch.out
    assert "more Q0 " in batch.out


def test_a_saved_run_is_judged_alike_without_an_index(evaluate: Cli, cli: Cli) -> None:
    """`--run` gives the numbers that were printed when the run was saved, with the queries or without."""
    saved = evaluate("--run-out", "a.run", "-q")
    again = cli("eval", "--qrels", "qrels.tsv", "--run", "a.run", "-q")
    assert again.out == saved.out
    assert cli("eval", "--queries", "queries.tsv", "--qrels", "qrels.tsv", "--run", "a.run", "-q") == again


def test_a_run_beside_itself_does_not_differ(evaluate: Cli) -> None:
    """Compared with itself a run has no difference, p of 1, ties alone, and nothing that changed."""
    evaluate("--run-out", "a.run")
    found = rows(evaluate("--baseline", "a.run").out)
    assert found["baseline"] == found["mean of 3"]
    assert found["difference"] == ["+0.0000"] * 5
    assert found["p"] == ["1.0000"] * 5
    assert (found["wins"], found["ties"], found["losses"]) == (["0"] * 5, ["3"] * 5, ["0"] * 5)
    assert "changed" not in evaluate("--baseline", "a.run").out


def test_p_is_never_said_to_be_nothing(cli: Cli, surroundings: Path) -> None:
    """Where twenty topics all gain, p is printed as below what the test can tell."""
    topics = range(20)
    Path("qrels.tsv").write_text("".join(f"{topic} 0 a 1\n" for topic in topics), encoding="utf-8")
    for name, doc_id in (("a.run", "a"), ("b.run", "b")):
        found = "".join(f"{topic} Q0 {doc_id} 1 1 x\n" for topic in topics)
        Path(name).write_text(found, encoding="utf-8")
    outcome = cli("eval", "--qrels", "qrels.tsv", "--run", "a.run", "--baseline", "b.run")
    assert outcome.out.splitlines()[4].split() == ["p"] + ["<0.001"] * 5


def test_what_changed_most_is_listed_first(evaluate: Cli) -> None:
    """Beside a baseline each query that changed is listed with both numbers and its words."""
    Path("b.run").write_text("tram Q0 x 1 2 b\ntram Q0 004_tram.md 2 1 b\n", encoding="utf-8")
    outcome = evaluate("--baseline", "b.run")
    first, second = outcome.out.split("2 queries changed in nDCG@10\n")[1].splitlines()
    assert re.fullmatch(r"quake +0\.0000 +(\S+) +\+\1  earthquake OR tram\?", first)
    assert re.fullmatch(r"tram +0\.6309 +1\.0000 +\+0\.3691  tram", second)
    assert rows(outcome.out)["wins"][0] == "2"
    assert "2 queries without any document in the baseline: counted as 0" in outcome.err


def test_eval_json_is_as_documented(evaluate: Cli) -> None:
    """The JSON has the keys that docs/evaluation.md shows; notes are in it, not on stderr."""
    page = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")
    shown = json.loads(page.split("```json\n")[1].split("```")[0])
    Path("b.run").write_text("tram Q0 004_tram.md 1 1 b\n", encoding="utf-8")
    outcome = evaluate("--baseline", "b.run", "--json")
    assert outcome.err == ""
    found = outcome.json
    assert found.keys() == shown.keys()
    assert found["schema_version"] == shown["schema_version"] == 1
    assert found["baseline"].keys() == shown["baseline"].keys()
    for name in MEASURES:
        assert found["baseline"]["compared"][name].keys() == shown["baseline"]["compared"][name].keys()
    assert found["means"].keys() == shown["means"].keys() == MEASURES.keys()
    assert [topic["topic"] for topic in found["topics"]] == ["tram", "quake", "none"]
    assert all(topic.keys() == shown["topics"][0].keys() for topic in found["topics"])
    alone = evaluate("--json").json
    assert alone["baseline"] is None
    assert alone["topics"][0]["baseline"] is None


def test_what_is_left_out_is_counted(evaluate: Cli) -> None:
    """Queries nobody judged, with nothing relevant, or not asked, and judged documents that are not there."""
    with Path("queries.tsv").open("a", encoding="utf-8") as file:
        file.write("a\ttram\nb\ttram\nc\ttram\n")
    with Path("qrels.tsv").open("a", encoding="utf-8") as file:
        file.write("c 0 004_tram.md 0\nd 0 004_tram.md 1\ntram 0 gone%20away.txt 1\ntram 0 gone 0\n")
    outcome = evaluate()
    assert "mean of 3" in outcome.out
    assert [line.removeprefix("searcher: ") for line in outcome.err.splitlines()] == [
        "2 queries without judgments: left out",
        "1 query of which no document is judged relevant: left out",
        "1 query judged, but not asked: left out",
        "2 judged documents are not in the index",
        "1 query without any document: counted as 0",
    ]


def test_judgments_of_other_queries_are_an_error(evaluate: Cli) -> None:
    """Where no query is judged, both kinds of ids are shown, and the status is 2."""
    Path("qrels.tsv").write_text("PLAIN-2 0 004_tram.md 1\n", encoding="utf-8")
    outcome = evaluate()
    assert (outcome.status, outcome.out) == (2, "")
    assert "qrels.tsv" in outcome.err
    assert "judges none of the queries" in outcome.err
    assert "'tram'" in outcome.err
    assert "'PLAIN-2'" in outcome.err


def test_judgments_without_anything_relevant_are_an_error(evaluate: Cli) -> None:
    """Where nothing is relevant there is nothing to measure."""
    Path("qrels.tsv").write_text("tram 0 004_tram.md 0\n", encoding="utf-8")
    outcome = evaluate()
    assert outcome.status == 2
    assert "no document is judged relevant" in outcome.err


@pytest.mark.parametrize("name", ["queries.tsv", "qrels.tsv", "a.run"])
def test_a_bad_line_is_an_error_with_its_number(evaluate: Cli, name: str) -> None:
    """The file and the line are named, nothing is printed, and the status is 2."""
    Path("a.run").write_text("tram Q0 x 1 2 b\n", encoding="utf-8")
    with Path(name).open("a", encoding="utf-8") as file:
        file.write("nonsense\n")
    outcome = evaluate("--baseline", "a.run")
    number = len(Path(name).read_text(encoding="utf-8").splitlines())
    assert (outcome.status, outcome.out) == (2, "")
    assert f"{name}, line {number}: expected" in outcome.err


def test_a_run_that_found_nothing_is_status_1(evaluate: Cli) -> None:
    """When no query finds anything the numbers are printed and the status is 1."""
    Path("queries.tsv").write_text("none\tzzzyx\n", encoding="utf-8")
    outcome = evaluate()
    assert outcome.status == 1
    assert rows(outcome.out)["mean of 1"] == ["0.0000"] * 5


def test_queries_or_a_run_must_be_named(cli: Cli) -> None:
    """Without queries and without a run, or with a run to read and one to write, usage is explained."""
    assert "--queries FILE" in cli("eval", "--qrels", "q").err
    assert "--qrels" in cli("eval", "--queries", "q").err
    assert cli("eval", "--qrels", "q", "--run", "a", "--run-out", "b").status == 2


def test_eval_builds_the_index_on_the_way(cli: Cli, surroundings: Path) -> None:
    """Beside seeds/ nothing else is needed; BEIR's files are read, queries among the seeds warned of."""
    seeds = surroundings / "seeds"
    (seeds / "qrels").mkdir(parents=True)
    corpus = [
        {"_id": "MED-1", "title": "", "text": "A tram."},
        {"_id": "MED-2", "title": "Ferry", "text": ""},
    ]
    (seeds / "corpus.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in corpus), encoding="utf-8")
    (seeds / "queries.jsonl").write_text('{"_id": "PLAIN-1", "text": "tram"}\n', encoding="utf-8")
    qrels = seeds / "qrels" / "test.tsv"
    qrels.write_text("query-id\tcorpus-id\tscore\nPLAIN-1\tMED-1\t2\n", encoding="utf-8")
    outcome = cli("eval", "--queries", seeds / "queries.jsonl", "--qrels", qrels, "--json")
    assert outcome.json["means"]["R@100"] == 1
    assert "lies among the seeds" in outcome.err
    shutil.move(seeds / "queries.jsonl", "queries.jsonl")
    outcome = cli("eval", "--queries", "queries.jsonl", "--qrels", qrels, "--json")
    assert outcome.json["means"]["RR"] == 1
    assert "lies among" not in outcome.err
