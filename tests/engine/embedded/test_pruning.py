"""Searches that leave documents out against those that score all: the same documents, the same bits."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
import slow_builder
from articles import article
from hypothesis import given
from hypothesis import strategies as st
from searching import searcher_of
from test_oracle import relaxed

from searcher.engine.bm25 import Bm25
from searcher.engine.embedded.searching import lists, norms, pruning, ranking, rows
from searcher.engine.embedded.searching.executor import Execution, Searcher, shape
from searcher.engine.embedded.segment import postings
from searcher.query.nodes import Boolean, Filter, Match, Node, Phrase, Word
from searcher.records import Document

WORDS = ("oil", "oils", "price", "prices", "market", "US", "us", "bank", "the")

words = st.sampled_from(WORDS)
formulas = st.sampled_from([Bm25(), Bm25(), Bm25(k1=0.9), Bm25(k1=0.0), Bm25(headline_weight=1.7, b=0.2)])


def word(written: str) -> Word:
    """A word as it is typed."""
    stem = written.lower().rstrip("s") if written.lower() != "us" else "us"
    return Word(written.lower(), stem, written if written.isupper() else None)


leaves = st.builds(
    Match,
    st.one_of(words.map(word), st.lists(words.map(word), min_size=2, max_size=2).map(tuple).map(Phrase)),
    st.none(),
    st.sampled_from([1.0, 1.0, 2.5]),
)
several = st.lists(leaves, min_size=1, max_size=4).map(tuple)
source = st.sampled_from(["here", "there"]).map(lambda name: Filter("source", Word(name, name, exact=True)))
shapes = st.one_of(
    leaves,
    several.map(lambda should: Boolean(should=should)),
    st.builds(Boolean, several, st.just(()), st.lists(leaves, max_size=1).map(tuple)),
    st.builds(
        lambda should, filter_, must_not: Boolean((Boolean(should=should), filter_), (), must_not),
        several,
        source,
        st.lists(leaves, max_size=1).map(tuple),
    ),
)


@pytest.fixture
def _prune_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have lists of four documents treated as long ones are."""
    for name, value in (("LONG_LIST", 4), ("BEST_DOCUMENTS", 3)):
        monkeypatch.setattr(slow_builder, name, value)
        monkeypatch.setattr(postings, name, value)
    for module, name, value in (
        (pruning, "SMALL", 0),
        (pruning, "FEW", 0),
        (pruning, "SLOTS", 0),
        (lists, "DECODED", 5),
        (norms, "_MANY_POSITIONS", 0),
        (norms, "_STEPS", 1),
        (ranking, "_FEW", 20),
        (rows, "_SHORT", 0),
        (rows, "_LONG", 3),
        (rows, "_WINDOW", 50),
    ):
        monkeypatch.setattr(module, name, value)


@st.composite
def collections(draw: Any) -> list[Document]:
    """Up to 150 documents of a few kinds, so that many score alike."""
    texts = draw(st.lists(st.lists(words, max_size=9).map(" ".join), min_size=1, max_size=9))
    headlines = draw(st.lists(st.one_of(st.none(), words), min_size=1, max_size=3))
    size = draw(st.sampled_from([1, 5, 40, 150]))
    return [
        article(
            f"d{n * 7 % 151:03}",
            texts[n % len(texts)],
            headline=headlines[n % len(headlines)],
            source="here" if n % 4 else "there",
        )
        for n in range(size)
    ]


@pytest.mark.usefixtures("_prune_everything")
@relaxed
@given(collections(), st.integers(1, 3), st.booleans(), formulas, st.lists(shapes, min_size=5, max_size=15))
def test_pruned_answers_are_those_of_a_scan(
    documents: list[Document], segments: int, has_dead: bool, formula: Bm25, queries: list[Node]
) -> None:
    """Leaving documents out changes neither the best ones nor a bit of their scores."""
    with tempfile.TemporaryDirectory() as folder:
        dead = documents[::3] if has_dead else []
        searcher = searcher_of(Path(folder), documents, segments=segments, dead=dead, formula=formula)
        for query in queries:
            assert shape(query) is not None
            for limit in (1, 2, 7, 60):
                check(searcher, query, limit)


@pytest.mark.usefixtures("_prune_everything")
def test_a_segment_may_have_nothing_to_add(tmp_path: Path) -> None:
    """No document of a segment need come near what those of another score."""
    best = [article(f"a{n}", "oil bank") for n in range(20)]
    worst = [article(f"b{n}", "oil " + "market " * 90 if n % 2 else "bank " + "the " * 90) for n in range(20)]
    dealt = [document for pair in zip(best, worst, strict=True) for document in pair]
    searcher = searcher_of(tmp_path, dealt, segments=2)
    check(searcher, Boolean(should=(Match(word("oil")), Match(word("bank")))), 5)


def check(searcher: Searcher, query: Node, limit: int) -> None:
    """Compare a search with one that scores every document."""
    execution = Execution(query, searcher)
    scan = execution.scored(execution.matching())
    ranked = searcher.ranking.by_score(scan, limit)
    top = searcher.search(query, limit=limit)
    assert top.scores == ranked.scores
    assert list(top.doc_ids) == [
        searcher.ranking.doc_id(*at) for at in zip(ranked.segments, ranked.docnums, strict=True)
    ]
    matching = sum(len(found.docs) for found in scan)
    assert top.total.value == matching if top.total.relation == "eq" else top.total.value <= matching
    assert top.count() == matching
