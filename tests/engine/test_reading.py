"""Readings: how a query was understood, with what engines count."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from articles import article
from asking import change
from disk import DiskIndex
from fake_engine import FakeEngine

from searcher.engine.base import SearchEngine
from searcher.query.nodes import matches
from searcher.query.parser import parse
from searcher.query.reading import Forms, Reading, reading_of
from searcher.query.widening import widen

DOCUMENTS = (
    article("a", "Fighters fight fights."),
    article("b", "A fight, fighting. A light.", headline="Fighters"),
    article("c", "The US fought.", source="Wire"),
    article("d", "Told us of it: the fight of the US is on."),
)
GONE = article("gone", "A fightback of us.")


@pytest.fixture(params=["embedded", "fake"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    """An engine of each kind over the same documents; one of them was deleted."""
    if request.param == "fake":
        yield FakeEngine({document.doc_id: document for document in DOCUMENTS})
        return
    index = DiskIndex(tmp_path)
    change(index, GONE, *DOCUMENTS[:2])
    change(index, *DOCUMENTS[2:], deleted=("gone",))
    yield index.engine()
    index.close()


def read(engine: SearchEngine, query: str) -> Reading:
    """How a query as typed is read."""
    node = parse(query).node
    return reading_of(node, widen(node), engine)


def test_terms_come_with_counts_of_articles(engine: SearchEngine) -> None:
    """Each match is named as it was read, in order, with the articles that hold it and what that tells."""
    reading = read(engine, "Fight^2 -light headline:fighters nowhere source:wire")
    assert reading.query == "(fight^2 headline:fighters nowhere) AND source:wire NOT light"
    assert [(term.text, term.articles) for term in reading.terms] == [
        ("fight^2", 3),
        ("headline:fighters", 1),
        ("nowhere", 0),
    ]
    node = parse("Fight^2 -light headline:fighters nowhere source:wire").node
    top = engine.search(node, limit=0)
    assert [term.idf for term in reading.terms] == list(top.idfs)
    assert len(reading.terms) == len(list(matches(node)))


def test_a_word_in_capitals_is_counted_in_capitals(engine: SearchEngine) -> None:
    """The count beside US is that of articles that have it so."""
    (term,) = read(engine, "US").terms
    assert (term.text, term.articles) == ("US", 2)


def test_patterns_name_the_forms_they_stand_for(engine: SearchEngine) -> None:
    """The forms that fit a pattern are counted, the most frequent first, without deleted articles."""
    reading = read(engine, '"a fight*" lught~ headline:f*')
    (phrase,), (fuzzy,), (headline,) = (term.patterns for term in reading.terms)
    assert phrase.pattern == "fight*"
    assert phrase.most == (("fight", 3), ("fighters", 2), ("fighting", 1), ("fights", 1))
    assert phrase.fitting == phrase.taken >= 4
    assert fuzzy == Forms("lught~1", 1, 1, (("light", 1),))
    assert headline.most == (("fighters", 1),)


def test_what_is_implied_is_said(engine: SearchEngine) -> None:
    """Words that are looked for in a row, too, are a term that says it was not typed."""
    reading = read(engine, "told us of the fight")
    assert reading.query == "told us of the fight"
    assert [term.is_implied for term in reading.terms] == [False] * 5 + [True]
    assert reading.terms[-1].articles == 0


def test_a_query_without_words_has_no_terms(engine: SearchEngine) -> None:
    """Filters and nothing at all are read, and there is nothing to count."""
    assert read(engine, "source:wire") == Reading("source:wire", ())
    assert read(engine, "") == Reading("", ())


def test_very_many_patterns_are_not_all_looked_into(engine: SearchEngine) -> None:
    """Every term is counted; of very many patterns the first are told apart."""
    reading = read(engine, " ".join(f"f{'i' * (n % 7)}*" for n in range(40)))
    assert len(reading.terms) == 40
    assert reading.terms[0].patterns
    assert not reading.terms[-1].patterns or reading.terms[-1].patterns[0].pattern == reading.terms[-1].text
