"""The query language as a table: what `language_table` says holds for every engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import build
from disk import DiskIndex
from fake_engine import FakeIndex
from language_articles import ARTICLES
from language_table import TABLES

from searcher.engine.base import SearchEngine
from searcher.query.diagnosis import diagnose
from searcher.query.parser import MAX_CHARS, parse
from searcher.query.rendering import render


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SearchEngine, SearchEngine]]:
    """The articles in the engine that is shipped, and in one without positions."""
    index = DiskIndex(Path(tmp_path_factory.mktemp("language")))
    yield build(index, *ARTICLES), build(FakeIndex(), *ARTICLES)
    index.close()


@pytest.mark.parametrize(
    ("query", "reading", "finds", "misses", "kinds"),
    [
        pytest.param(*row, id=f"{name}-{number}")
        for name, table in TABLES.items()
        for number, row in enumerate(table)
    ],
)
def test_query_is_read_finds_and_is_noted(
    engines: tuple[SearchEngine, SearchEngine], query: str, reading: str, finds: str, misses: str, kinds: str
) -> None:
    """A query is read as its row says, finds what it says, and says what it says, whatever the engine."""
    parsed = parse(query)
    assert render(parsed.node) == reading
    for engine in engines:
        top = engine.search(parsed.node, limit=len(ARTICLES))
        found = set(top.doc_ids)
        assert found >= set(finds.split())
        assert not found & set(misses.split())
        notes = [*parsed.notes, *diagnose(parsed.node, top, engine)]
        assert [note.kind for note in notes] == kinds.split()


def test_every_row_asks_something_else() -> None:
    """No query stands in the table twice."""
    queries = [row[0] for table in TABLES.values() for row in table]

    assert len(queries) == len(set(queries))


@pytest.mark.parametrize(
    ("query", "finds", "literal", "all_words"),
    [
        ('kadyrov AND -river (source:"x', {"river", "calls"}, True, False),
        ("headline:peace w/3 *", {"war"}, True, False),
        ("kadyrov river dawn", {"river"}, False, True),
        ("kadyrov river OR peace war", {"river", "war"}, False, True),
        ("source:newsweek infantry dawn", {"river"}, False, True),
        ("kadyrov -river", {"river"}, True, True),
    ],
)
def test_options_change_how_words_are_read(
    engines: tuple[SearchEngine, SearchEngine], query: str, finds: set[str], literal: bool, all_words: bool
) -> None:
    """With literal everything is plain words, with all_words each of them has to be there."""
    node = parse(query, literal=literal, all_words=all_words).node
    for engine in engines:
        found = set(engine.search(node, limit=len(ARTICLES)).doc_ids)
        assert found >= finds
        assert not all_words or found == finds


@pytest.mark.parametrize("filler", ["x", "war ", "(", '"', "a*", "-", "新", "\u0301"])
def test_query_too_long_is_cut_and_noted(engines: tuple[SearchEngine, SearchEngine], filler: str) -> None:
    """Of 20,001 characters the first 20,000 are read, a note says so, and nothing fails."""
    query = ("war " + filler * MAX_CHARS)[: MAX_CHARS + 1]
    parsed = parse(query)

    assert "too-long" in [note.kind for note in parsed.notes]
    assert "war" in engines[0].search(parsed.node, limit=len(ARTICLES)).doc_ids
