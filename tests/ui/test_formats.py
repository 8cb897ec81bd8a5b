"""What programs read: JSON, JSON lines, CSV and TREC lines hold what they promise."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Schema = Any
"""A value's shape: a type, a tuple of alternatives, [shape of items], {key: shape}, or a predicate."""

OFFSET = int
SPAN = [OFFSET]
TEXT_OR_NULL = (str, None)


def is_date(value: object) -> bool:
    """Whether a value is "YYYY-MM-DD" or null."""
    return value is None or (isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None)


NAMED = {"name": str, "type": ("person", "organisation", "place")}
COUNTED = {"value": str, "count": int}
DOCUMENT = {
    "doc_id": str,
    "headline": TEXT_OR_NULL,
    "headline_highlights": [SPAN],
    "source": TEXT_OR_NULL,
    "date": is_date,
    "path": str,
    "url": TEXT_OR_NULL,
    "authors": [str],
    "entities": [NAMED],
}
QUOTE = {
    "speaker": TEXT_OR_NULL,
    "speaker_mention": ([OFFSET], None),
    "start": OFFSET,
    "end": OFFSET,
    "cue": TEXT_OR_NULL,
}
HIT = {
    "rank": int,
    "score": float,
    "document": DOCUMENT,
    "passage": {"ordinal": int, "start": OFFSET, "end": OFFSET, "text": str},
    "highlights": [SPAN],
    "quotes": [QUOTE],
}
EXPLANATION = {"value": float, "what": str, "parts": lambda parts: not misfits(parts, [EXPLANATION])}
READING = {
    "query": str,
    "terms": [
        {
            "text": str,
            "articles": int,
            "idf": float,
            "is_implied": (True, False),
            "patterns": [{"pattern": str, "fitting": int, "taken": int, "most": [COUNTED]}],
        }
    ],
}
RESULTS = {
    "schema_version": 1,
    "query": str,
    "total": {"value": int, "relation": ("eq", "gte")},
    "took_ms": float,
    "notes": [{"kind": str, "message": str, "start": OFFSET, "end": OFFSET}],
    "hits": [HIT],
    "facets": {"source": [COUNTED], "entity": [COUNTED], "date": [COUNTED]},
}
STATUS = {
    "schema_version": 1,
    "documents": int,
    "seeds": int,
    "skipped": [{"path": str, "reason": str}],
    "index_bytes": int,
    "built_at": str,
    "up_to_date": (True, False, None),
}
CLEANED = {
    "schema_version": 1,
    "doc_id": str,
    "path": str,
    "headline": TEXT_OR_NULL,
    "source": TEXT_OR_NULL,
    "date": is_date,
    "authors": [str],
    "language": TEXT_OR_NULL,
    "text": str,
    "paragraphs": [str],
    "dropped": [{"text": str, "reason": str}],
    "entities": [{**NAMED, "mentions": [SPAN]}],
    "quotes": [QUOTE],
}


def misfits(value: object, schema: Schema, at: str = "$") -> list[str]:
    """Where a JSON value is not what its schema says; the keys must be exactly those, in that order."""
    if isinstance(schema, dict):
        if not isinstance(value, dict) or list(value) != list(schema):
            return [f"{at}: {list(value) if isinstance(value, dict) else value!r} is not {list(schema)}"]
        return [found for key in schema for found in misfits(value[key], schema[key], f"{at}.{key}")]
    if isinstance(schema, list):
        if not isinstance(value, list):
            return [f"{at}: {value!r} is no list"]
        return [found for i, item in enumerate(value) for found in misfits(item, schema[0], f"{at}[{i}]")]
    if isinstance(schema, tuple):
        return [] if any(not misfits(value, one, at) for one in schema) else [f"{at}: {value!r}"]
    if isinstance(schema, type):
        fits = isinstance(value, int | float if schema is float else schema)
        return [] if fits and not isinstance(value, bool) else [f"{at}: {value!r} is no {schema.__name__}"]
    if callable(schema):
        return [] if schema(value) else [f"{at}: {value!r}"]
    return [] if value == schema else [f"{at}: {value!r} is not {schema!r}"]


QUERIES = [
    "earthquake",
    "earthquake Lindholm --facets",
    '"Port Maren"',
    "self-service OR regatta OR 灯台守",
    "source:harvest",
    "zzzyx",
    "( AND",
]


@pytest.mark.parametrize("query", QUERIES)
def test_json_of_a_search_has_exactly_its_schema(search: Callable[..., Any], query: str) -> None:
    """`search --json` gives the keys of its schema, in order, whether or not anything is found."""
    outcome = search("--json", *query.split(" "))
    assert misfits(outcome.json, RESULTS) == []
    assert outcome.status == (0 if outcome.json["hits"] else 1)


@pytest.mark.parametrize("query", QUERIES)
def test_json_of_an_explained_search_has_its_schema_and_more(search: Callable[..., Any], query: str) -> None:
    """With --explain, --context and --facet the same keys are there, and those of what was asked for."""
    more = ("--explain", "--context", "1", "--facet", "person", "--facet", "day=3")
    answer = search("--json", *more, *query.split(" ")).json
    passage = HIT["passage"] | {"before": str, "after": str}
    facets = RESULTS["facets"] | {"person": [COUNTED], "day": [COUNTED]}
    hits = [{**HIT, "passage": passage, "explanation": EXPLANATION}]
    assert misfits(answer, {**RESULTS, "hits": hits, "facets": facets, "reading": READING}) == []
    for hit in answer["hits"]:
        assert hit["explanation"]["value"] == pytest.approx(hit["score"], abs=1e-6)


def test_jsonl_explains_each_hit(search: Callable[..., Any]) -> None:
    """Each line of `--jsonl` has the explanation of its own score."""
    hits = [json.loads(line) for line in search("--jsonl", "--explain", "Port Maren").out.splitlines()]
    assert [round(hit["explanation"]["value"], 6) for hit in hits] == [hit["score"] for hit in hits]


def test_json_of_a_search_says_what_was_asked_and_found(search: Callable[..., Any]) -> None:
    """The query comes back as typed, ranks count from one, and the total counts documents."""
    answer = search("--json", "Port", "Maren").json
    assert answer["query"] == "Port Maren"
    assert [hit["rank"] for hit in answer["hits"]] == list(range(1, len(answer["hits"]) + 1))
    assert answer["total"] == {"value": len(answer["hits"]), "relation": "eq"}
    assert [hit["score"] for hit in answer["hits"]] == sorted(
        (hit["score"] for hit in answer["hits"]), reverse=True
    )


def test_json_notes_point_into_the_query(search: Callable[..., Any]) -> None:
    """A note on a word that no article has names the place where it was typed."""
    query = "bees zzzyx"
    (note,) = search("--json", query).json["notes"]
    assert query[note["start"] : note["end"]] == "zzzyx"


def test_json_facets_count_documents(search: Callable[..., Any]) -> None:
    """Facets count the matching documents by source, and by month in order."""
    facets = search("--json", "-n", "1", "--", "Maren Lindholm rates grain").json["facets"]
    assert {"value": "Harvest Weekly", "count": 2} in facets["source"]
    months = [item["value"] for item in facets["date"]]
    assert months == sorted(months)
    assert {"value": "2024-01", "count": 2} in facets["date"]


def test_jsonl_gives_one_hit_a_line(search: Callable[..., Any]) -> None:
    """Each line of `--jsonl` is a hit with the version of the schema."""
    lines = search("--jsonl", "Port Maren").out.splitlines()
    hits = [json.loads(line) for line in lines]
    assert [hit.pop("schema_version") for hit in hits] == [1] * len(lines)
    assert misfits(hits, [HIT]) == []
    assert len(hits) > 3


def test_csv_has_its_columns_and_quotes_what_needs_it(search: Callable[..., Any]) -> None:
    """`--csv` is a table with a line of names that a CSV reader gets back whole, line ends and all."""
    rows = list(csv.DictReader(io.StringIO(search("--csv", "lighthouse").out)))
    assert list(rows[0]) == ["rank", "score", "doc_id", "headline", "source", "date", "path", "passage"]
    assert rows[0]["rank"] == "1"
    assert rows[0]["doc_id"] == rows[0]["path"] == "001_lighthouse.txt"
    assert rows[0]["source"] == rows[0]["date"] == ""
    assert "\n\n" in rows[0]["passage"]


def test_csv_without_a_hit_is_its_line_of_names(search: Callable[..., Any]) -> None:
    """A table without rows still says what its columns are."""
    assert search("--csv", "zzzyx").out == "rank,score,doc_id,headline,source,date,path,passage\n"


def test_trec_lines_are_six_words_and_escape_spaces(search: Callable[..., Any], tmp_path: Path) -> None:
    """A batch prints `qid Q0 doc_id rank score searcher`, spaces in ids as %20, ranks from one."""
    (tmp_path / "topics.tsv").write_text("t 1\tbarley drought\nt2\tPort Maren\n", encoding="utf-8")
    lines = search("--batch", "topics.tsv", "--format", "trec", "-n", "1000").out.splitlines()
    words = [line.split(" ") for line in lines]
    assert {len(line) for line in words} == {6}
    assert words[0][:4] == ["t%201", "Q0", "grain%207", "1"]
    assert {(line[1], line[5]) for line in words} == {("Q0", "searcher")}
    second = [line for line in words if line[0] == "t2"]
    assert [int(line[3]) for line in second] == list(range(1, len(second) + 1))
    assert [float(line[4]) for line in second] == sorted((float(line[4]) for line in second), reverse=True)


def test_trec_ids_with_line_ends_and_controls_stay_on_their_line(
    cli: Callable[..., Any], tmp_path: Path
) -> None:
    """Whatever an id holds, a TREC line stays one line of six words."""
    (tmp_path / "seeds").mkdir()
    seed = {"id": "a\nb\tc\u0000\x1b[31m", "headline": "Kite", "text": "A kite flew over the bay."}
    (tmp_path / "seeds" / "odd.jsonl").write_text(json.dumps(seed), encoding="utf-8")
    (tmp_path / "topics.tsv").write_bytes(b"q\x1b\tkite\n")
    (line,) = cli("search", "--batch", "topics.tsv").out.splitlines()
    assert len(line.split(" ")) == 6
    assert line.isprintable()


def test_status_json_has_exactly_its_schema(cli: Callable[..., Any], built: Path) -> None:
    """`status --json` counts documents, seeds and what was skipped."""
    found = cli("status", "--json", "--index", built).json
    assert misfits(found, STATUS) == []
    assert found["documents"] == 12
    assert found["seeds"] == 9
    assert [item["path"] for item in found["skipped"]] == ["empty.txt", "notes.jsonl"]
    assert found["up_to_date"] is True
    assert found["index_bytes"] > 1000


def test_clean_json_has_exactly_its_schema(cli: Callable[..., Any], tiny_seeds: Path) -> None:
    """`clean` prints one JSON object a line for each article, and paragraphs are those of the text."""
    outcome = cli("clean", tiny_seeds)
    cleaned = [json.loads(line) for line in outcome.out.splitlines()]
    assert outcome.status == 0
    assert misfits(cleaned, [CLEANED]) == []
    assert len(cleaned) == 12
    for article in cleaned:
        assert "\n\n".join(article["paragraphs"]) == article["text"]
        for entity in article["entities"]:
            assert all(0 <= start < end <= len(article["text"]) for start, end in entity["mentions"])


def test_json_spells_what_could_steer_a_terminal(cli: Callable[..., Any], tmp_path: Path) -> None:
    """Control characters and marks of direction reach JSON as escapes, and come back from it unchanged."""
    (tmp_path / "seeds").mkdir()
    name = "kite \u202e\x9b31m.txt"
    (tmp_path / "seeds" / name).write_text("A kite flew over the bay.\n\nIt was red.", encoding="utf-8")
    outcome = cli("search", "--json", "kite \x1b[2J\x9b\u2028")
    assert outcome.out.replace("\n", "").isprintable()
    assert outcome.json["query"] == "kite \x1b[2J\x9b\u2028"
    assert outcome.json["hits"][0]["document"]["path"] == name
