"""Queries are never errors: whatever is typed ends with 0 or 1, soon, and without a traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

LONG = 10_000

QUERIES = {
    "nothing": "",
    "blanks": " \t\u00a0 ",
    "emoji": "🙂🙃 👩‍👩‍👧",
    "operators": "AND OR NOT",
    "symbols": "+ - && || ! ~ ^ * ? :",
    "a quotation mark": '"',
    "open": '((("[{',
    "closed": ')))"]}',
    "open phrase": 'tram "the first',
    "open group": "(tram OR (ferry",
    "closed group": "tram) ferry)",
    "field without a value": "source:",
    "field of nothing": 'source:"" entity:()',
    "unknown field": "colour:red",
    "range": "date:[2022 TO",
    "backwards": "date:[2023 TO 2022]",
    "boost": "tram^^ ^2 tram^x tram^1e999",
    "near": 'tram w/ ferry "tram ferry"~ "tram ferry"~99999999999999999999 tram w/99999999999999999999 ferry',
    "escapes": "\\ \\\\ tram\\",
    "controls": "tram\x00\x1b[31m\x7f\x9b\r\u202e",
    "half a surrogate pair": "tram \ud800",
    "long word": "a" * LONG,
    "long parentheses": "(" * LONG,
    "nested": "(" * (LONG // 2) + "tram" + ")" * (LONG // 2),
    "long quotation marks": '"' * LONG,
    "long stars": "*" * LONG,
    "many words": "tram " * (LONG // 5),
    "many unknown words": " ".join(f"z{n}x" for n in range(LONG // 6)),
    "many patterns": "a* tramm~ *a*b ?" * 10,
    "many exclusions": "NOT " * (LONG // 4),
    "long compound": "a-" * (LONG // 2),
    "many fields": "source:a " * (LONG // 9),
    "many ranges": "date:2022 " * (LONG // 10),
    "combining": "a" + "\u0301" * LONG,
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_whatever_is_typed_is_a_query(search: Callable[..., Any], query: str) -> None:
    """Status is 0 or 1, stderr is a few lines of plain text, and the JSON of it can be read."""
    for form in ([], ["--json"]):
        outcome = search(*form, "--", query)
        assert outcome.status in (0, 1), outcome.err
        assert len(outcome.err.splitlines()) <= 12
        assert max(map(len, outcome.err.splitlines()), default=0) < 1000
        assert all(character.isprintable() or character in "\n\u00a0" for character in outcome.err)
        outcome.out.encode("utf-8")  # nothing that cannot be written
    assert outcome.json["schema_version"] == 1


def test_whatever_stands_in_a_batch_is_a_query(search: Callable[..., Any], tmp_path: Path) -> None:
    """A batch with every such line, NUL bytes among them, and bytes that are no text, is run to its end."""
    lines = [f"{number}\t{query[:500]}" for number, query in enumerate(QUERIES.values())]
    data = "\n".join(lines).encode("utf-8", "surrogatepass") + b"\nlast\t\xff\xfe tram\n"
    (tmp_path / "topics.tsv").write_bytes(data)
    for form in ([], ["--syntax"]):
        outcome = search("--batch", "topics.tsv", *form)
        assert outcome.status == 0
        assert outcome.out.splitlines()[-1].startswith("last Q0 004_tram.md ")


def test_a_long_explanation_is_cut_short(search: Callable[..., Any]) -> None:
    """Hundreds of unknown words are not hundreds of lines; the JSON form has every note."""
    outcome = search(" ".join(f"z{number}x" for number in range(300)))
    assert "290 more notes" in outcome.err
    assert len(search("--json", " ".join(f"z{number}x" for number in range(300))).json["notes"]) == 300


def test_a_query_without_words_says_so_once(search: Callable[..., Any]) -> None:
    """Where there is nothing to look for, that is the whole explanation."""
    outcome = search("")
    assert outcome.status == 1
    assert outcome.err.count("\n") == 2
    assert "there is no word to look for" in outcome.err


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("tram earthquake()\"'+-&|!~^*?:[]{}\\/ \t\x00\x1b灯“”’🙂"), max_size=60))
def test_any_mixture_of_signs_is_a_query(search: Callable[..., Any], query: str) -> None:
    """No mixture of words and signs fails, and what is printed never steers a terminal."""
    outcome = search("--", query)
    assert outcome.status in (0, 1), outcome.err
    assert not any(ord(sign) < 32 and sign != "\n" for sign in outcome.out + outcome.err)
