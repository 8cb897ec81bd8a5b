"""The embedded engine against the oracle, over drawn collections, histories and queries."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import pytest
from articles import article
from disk import DiskIndex
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle import Oracle

from searcher.analysis import analyze
from searcher.query.nodes import (
    Boolean,
    Compound,
    DateRange,
    Filter,
    Fuzzy,
    Match,
    Near,
    Node,
    Phrase,
    Prefix,
    Unit,
    Wildcard,
    Word,
    filters,
)
from searcher.records import Document, Quote

T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[T]], T]

VOCABULARY = (
    "self", "mobilized", "mobilize", "self-mobilized", "selfmobilized", "US", "us", "U.S.-led", "20,000",
    "20", "000", "T-72", "run-s", "runs", "run", "the", "Élysée", "Путин", "新华", "don't", "dont", "R&D",
)  # fmt: skip
TOLERANCE = 1e-6

words = st.sampled_from(VOCABULARY)
texts = st.lists(words, max_size=12).map(" ".join)
dates = st.sampled_from([None, "2015-09-30", "2022-09-24", "2022-10-01"])
languages = st.sampled_from([None, "en", "de"])
sources = st.sampled_from([None, "The Moscow Times", "Newsweek", "Times Moscow"])
speakers = st.none() | words | st.sampled_from(["Moscow Times", "US runs"])


@st.composite
def kinds(draw: Draw[Any]) -> Callable[[str], Document]:
    """A kind of article, to be made as often as wanted under different ids."""
    text, headline = draw(texts), draw(st.one_of(st.none(), texts))
    names = {name: ("person", [name]) for name in draw(st.sets(words, max_size=2)) if name in text}
    options = {"source": draw(sources), "date": draw(dates), "language": draw(languages)}
    edges = sorted(draw(st.lists(st.integers(0, len(text or headline or "")), max_size=6)))
    quotes = tuple(
        Quote(start, end, draw(speakers)) for start, end in zip(edges[::2], edges[1::2], strict=False)
    )
    return lambda doc_id: replace(
        article(doc_id, text, headline=headline, entities=names, **options),  # type: ignore[arg-type]
        quotes=quotes,
    )


collections = st.tuples(
    st.lists(kinds(), min_size=1, max_size=6), st.sampled_from([0, 1, 2, 9, 127, 128, 129])
)


def unit(written: str, *, exact: bool = False) -> Unit:
    """What a written word is in a query."""
    *parts, last = (
        Word(token.form, token.term, token.cased, exact, token.form) for token in analyze(written)
    )
    return Compound(tuple(parts), last) if parts and "self" in written else last


single = st.builds(unit, words, exact=st.booleans())
patterns = st.one_of(
    st.sampled_from(["s", "mob", "us", "2", ""]).map(Prefix),
    st.sampled_from(["m*e*d", "?s", "*mob*", "20*", "u?"]).map(Wildcard),
    st.builds(Fuzzy, st.sampled_from(["mobilise", "run", "ust"]), st.integers(1, 2), st.integers(0, 1)),
)
rows = st.lists(st.one_of(single, patterns), min_size=2, max_size=3).map(tuple)
units = st.one_of(single, patterns, rows.map(Phrase), st.builds(Near, rows, st.integers(1, 4)))
name_units = st.sampled_from(["moscow", "times", "newsweek", "us", "mobilized"]).map(
    lambda form: Word(form, form, exact=True)
)
said_by = name_units | patterns | single
leaves = st.one_of(
    st.builds(Match, units, st.sampled_from([None, None, "text", "headline"]), st.sampled_from([1.0, 2.5])),
    st.builds(Match, units, speakers=st.lists(said_by, min_size=1, max_size=2).map(tuple)),
    st.builds(
        Filter,
        st.sampled_from(["source", "entities", "person", "speaker"]),
        st.one_of(name_units, st.tuples(name_units, name_units).map(Phrase)),
    ),
    st.builds(Filter, st.just("language"), st.just(Word("de", "de", exact=True))),
    st.builds(
        DateRange, st.sampled_from([None, "2015-09-30", "2022-09-25"]), st.sampled_from([None, "2022-10-01"])
    ),
)


def booleans(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Booleans over nodes."""
    several = st.lists(children, max_size=3).map(tuple)
    return st.builds(Boolean, several, several, st.lists(children, max_size=1).map(tuple))


nodes = st.recursive(leaves, booleans, max_leaves=5)


relaxed = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def make(collection: tuple[list[Callable[[str], Document]], int], version: int = 0) -> list[Document]:
    """The documents of a collection; another version gives some of them another kind."""
    kinds_, size = collection
    return [kinds_[(n + version * (n % 3)) % len(kinds_)](f"d{n:03}") for n in range(size)]


def live_through(
    index: DiskIndex, collection: tuple[list[Callable[[str], Document]], int], commits: int, stride: int
) -> list[Document]:
    """Give an index a history of commits, updates and deletions; what is in it at the end."""
    alive: dict[str, Document] = {}
    old, new = make(collection), make(collection, version=1)
    for number in range(commits):
        writer = index.writer()
        added = old[number::commits] + (new[number - 1 :: commits * 2] if number else [])
        gone = [document.doc_id for document in added] + sorted(alive)[number :: stride + 1]
        writer.delete(gone)
        for doc_id in gone:
            alive.pop(doc_id, None)
        for document in added:
            if document.doc_id not in alive:
                writer.add(document)
                alive[document.doc_id] = document
        writer.commit()
    return list(alive.values())


@relaxed
@given(collections, st.integers(1, 8), st.integers(1, 6), st.lists(nodes, min_size=5, max_size=12))
def test_answers_are_those_of_the_oracle(
    collection: Any, commits: int, stride: int, queries: list[Node]
) -> None:
    """After any history documents, scores and counts are those worked out by hand; ties go by id."""
    with tempfile.TemporaryDirectory() as folder:
        index = DiskIndex(Path(folder))
        documents = live_through(index, collection, commits, stride)
        engine, oracle = index.engine(), Oracle(documents)
        for query in queries:
            top = engine.search(query, limit=1000)
            expected = oracle.search(query)
            found = list(zip(top.doc_ids, top.scores, strict=True))
            assert {doc_id for doc_id, _ in found} == set(expected)
            assert top.count() == len(expected)
            assert top.doc_freqs == oracle.doc_freqs(query)
            for doc_id, score in found:
                assert score == pytest.approx(expected[doc_id], abs=TOLERANCE)
            if top.idfs:
                for (one_id, one), (next_id, next_) in pairwise(found):
                    assert (-one, one_id) < (-next_, next_id)
            dated = any(isinstance(node, DateRange) for node in filters(query))
            assert top.undated == (len(oracle.search(query, undated=True)) if dated else 0)
        index.close()


@relaxed
@given(collections, st.integers(2, 12), st.integers(1, 6), st.lists(nodes, min_size=5, max_size=12))
def test_refreshed_index_answers_as_a_fresh_one(
    collection: Any, commits: int, stride: int, queries: list[Node]
) -> None:
    """Commits, deletions and merges leave no trace: the answers are those of an index built at once."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        refreshed, fresh = DiskIndex(Path(one)), DiskIndex(Path(other))
        writer = fresh.writer()
        for document in reversed(live_through(refreshed, collection, commits, stride)):
            writer.add(document)
        writer.commit()
        old, new = refreshed.engine(), fresh.engine()
        for query in queries:
            facets = {"source": 5, "entity": 5, "speaker": 5, "date": 5}
            assert old.search(query, limit=20, facets=facets) == new.search(query, limit=20, facets=facets)
            assert old.search(query, limit=20, sort="newest") == new.search(query, limit=20, sort="newest")
        assert sorted(old.doc_ids()) == sorted(new.doc_ids())
        assert set(new.forms()) <= set(old.forms())
        refreshed.close()
        fresh.close()
