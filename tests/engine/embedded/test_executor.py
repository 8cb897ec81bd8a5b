"""The executor against the oracle, over drawn collections, segments, deletions and queries."""

from __future__ import annotations

import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from articles import article
from asking import NEWS
from fake_engine import facet_values
from hypothesis import given
from hypothesis import strategies as st
from oracle import Oracle
from searching import searcher_of
from test_oracle import collections, make, nodes, relaxed

from searcher.engine.embedded.searching.executor import Searcher
from searcher.query.facets import DEFAULT_SIZES, PERIODS
from searcher.query.nodes import DateRange, Node, filters
from searcher.query.parser import parse

TOLERANCE = 1e-9


def check(searcher: Searcher, oracle: Oracle, query: Node) -> None:
    """Hold one answer to the oracle's."""
    top = searcher.search(query, limit=2000)
    expected = oracle.search(query)
    assert set(top.doc_ids) == set(expected)
    assert top.count() == len(top.doc_ids) == len(expected)
    assert top.doc_freqs == oracle.doc_freqs(query)
    assert top.idfs == pytest.approx(oracle.idfs(query), abs=TOLERANCE)
    for doc_id, score in zip(top.doc_ids, top.scores, strict=True):
        assert score == pytest.approx(expected[doc_id], abs=TOLERANCE)
    if top.idfs:
        for one, next_ in pairwise(zip(top.scores, top.doc_ids, strict=True)):
            assert (-one[0], one[1]) < (-next_[0], next_[1])
    dated = any(isinstance(node, DateRange) for node in filters(query))
    assert top.undated == (len(oracle.search(query, undated=True)) if dated else 0)
    for limit in (1, 3):
        first = searcher.search(query, limit=limit)
        assert list(first.doc_ids) == list(top.doc_ids)[:limit]
        assert first.scores == top.scores[:limit]
        assert first.count() == len(expected)


@relaxed
@given(collections, st.integers(1, 3), st.booleans(), st.lists(nodes, min_size=5, max_size=12))
def test_answers_are_those_of_the_oracle(
    collection: Any, segments: int, has_dead: bool, queries: list[Node]
) -> None:
    """In any number of segments documents, scores, counts and order are those worked out by hand."""
    documents = make(collection)
    dead = make(collection, version=1) if has_dead else []
    with tempfile.TemporaryDirectory() as folder:
        searcher = searcher_of(Path(folder), documents, segments=segments, dead=dead)
        oracle = Oracle(documents)
        for query in queries:
            check(searcher, oracle, query)


@relaxed
@given(collections, st.integers(1, 3), st.booleans(), st.lists(nodes, min_size=3, max_size=6))
def test_dates_order_and_facets_count_all_matches(
    collection: Any, segments: int, has_dead: bool, queries: list[Node]
) -> None:
    """Sorted by date the undated come last, ties go by score and id; facets count every match."""
    documents = make(collection)
    known = {document.doc_id: document for document in documents}
    dead = make(collection, version=1) if has_dead else []
    with tempfile.TemporaryDirectory() as folder:
        searcher = searcher_of(Path(folder), documents, segments=segments, dead=dead)
        for query in queries:
            # Scores of the engine, as those that differ by rounding only are no ties.
            everything = searcher.search(query, limit=2000)
            scores = dict(zip(everything.doc_ids, everything.scores, strict=True))
            ids = sorted(scores, key=lambda doc_id: (-scores[doc_id], doc_id))
            for sort in ("newest", "oldest"):
                dated = sorted(
                    (doc_id for doc_id in ids if known[doc_id].date),
                    key=lambda doc_id: known[doc_id].date or "",
                    reverse=sort == "newest",
                )
                expected = dated + [doc_id for doc_id in ids if not known[doc_id].date]
                assert list(searcher.search(query, limit=2000, sort=sort).doc_ids) == expected
                assert list(searcher.search(query, limit=2, sort=sort).doc_ids) == expected[:2]
            for size in (1, 2, 9):
                found = searcher.search(query, limit=1, facets=dict.fromkeys(DEFAULT_SIZES, size)).facets
                assert list(found) == list(DEFAULT_SIZES)
                for name, counted in found.items():
                    counts = Counter(value for doc_id in ids for value in facet_values(known[doc_id], name))
                    by_count = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:size]
                    assert list(counted) == (sorted(counts.items())[-size:] if name in PERIODS else by_count)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("source:times", {"putin"}),
        ('source:"the moscow"', {"putin"}),
        ('source:"times moscow"', set()),
        ("source:mosc*", {"putin", "undated"}),
        ('source:"the times"~2', {"putin"}),
        ("person:putin", {"putin"}),
        ("place:putin", set()),
        ('entity:"Putin Kadyrov"~100', set()),
        ("author:ann", {"putin", "kadyrov"}),
        ('author:"Ray Ann"~100', set()),
        ("path:putin.txt", {"putin"}),
        ("path:*d*.txt", {"kadyrov", "undated", "old"}),
        ("doc_id:old", {"old"}),
        ("doc_id:o?d", {"old"}),
        ("doc_id:gone", set()),
        ("since:2022-09-25", {"kadyrov"}),
        ("date:[2015 TO 2022-09]", {"putin", "old"}),
        ("source:newsweek OR author:ann", {"putin", "kadyrov"}),
        ("-source:newsweek -old", {"putin", "undated", "old"}),
        ("infantry source:moscow", {"putin", "undated"}),
        ("infantry -headline:history", {"putin", "undated"}),
    ],
)
def test_filters_pass_what_they_name(tmp_path: Path, query: str, expected: set[str]) -> None:
    """Filters find documents by names, keys and dates, and no name runs into the next."""
    gone = article("gone", "Infantry", source="Newsweek", date="2022-10-01")
    for segments in (1, 2):
        searcher = searcher_of(tmp_path, NEWS, segments=segments, dead=[gone])
        assert set(searcher.search(parse(query).node, limit=9).doc_ids) == expected


def test_word_of_many_documents_is_found_in_all(tmp_path: Path) -> None:
    """Long lists, lists of other languages and joined forms of the same stem come together to one word."""
    kinds = [
        ("the army runs on oil", None),
        ("die runs der Armee", "de"),
        ("run-s of the army", None),
        ("to run, to run and to run", None),
        ("oil " * 300 + "run", None),
    ]
    documents = [article(f"d{n:04}", *kinds[n % 7 % 5][:1], language=kinds[n % 7 % 5][1]) for n in range(900)]
    oracle = Oracle(documents)
    for segments in (1, 2):
        searcher = searcher_of(tmp_path, documents, segments=segments)
        for query in ("runs", "run", "oil run", "runs AND army", '"run army"', "=runs", '"of the army"'):
            check(searcher, oracle, parse(query).node)


@pytest.mark.parametrize("query", ["oil gas", "oil gas -dear", "oil gas bank source:here", "nowhere oil"])
def test_documents_are_counted_when_that_is_asked_for(tmp_path: Path, query: str) -> None:
    """Though only the best are listed, the total says so or is exact, and all can be counted."""
    texts = ("oil", "gas", "oil and gas", "dear oil", "bread")
    documents = [article(f"d{n:03}", texts[n % 5], source="here" if n % 3 else "there") for n in range(300)]
    dead = [article(f"d{n:03}", "oil and gas", source="here") for n in range(7)]
    oracle = Oracle(documents)
    node = parse(query).node
    for segments in (1, 2):
        searcher = searcher_of(tmp_path, documents, segments=segments, dead=dead)
        top = searcher.search(node, limit=5)
        matching = len(oracle.search(node))
        assert top.total.relation == "gte" or top.total.value == matching
        assert top.count() == matching == top.total.value


def test_threads_share_a_searcher(tmp_path: Path) -> None:
    """Searches in several threads at once give what they give one after the other."""
    documents = [article(f"d{n:03}", f"word{n % 7} oil " * (n % 5)) for n in range(300)]
    queries = [parse(text).node for text in ("oil", "word1 oil", '"word2 oil"', "word3 AND oil", "wor*")] * 8
    expected = [searcher_of(tmp_path, documents, segments=2).search(query, limit=20) for query in queries]
    searcher = searcher_of(tmp_path, documents, segments=2)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda query: searcher.search(query, limit=20), queries))
    assert answers == expected
