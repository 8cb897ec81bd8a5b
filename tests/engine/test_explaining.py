"""Explanations: whatever is asked, the numbers behind a hit add up to its score."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from articles import article
from asking import change
from disk import DiskIndex
from fake_engine import FakeEngine
from hypothesis import given
from hypothesis import strategies as st
from test_oracle import collections, live_through, nodes, relaxed, words

from searcher.engine.base import SearchEngine
from searcher.engine.bm25 import Bm25
from searcher.query.explainer import Explainer
from searcher.query.explanation import PRODUCT, SUM, Explanation
from searcher.query.nodes import Node
from searcher.query.parser import parse
from searcher.query.results import Results
from searcher.query.widening import widen

typed = st.lists(st.one_of(words, st.sampled_from(["the", "and", "be"])), min_size=1, max_size=8).map(
    lambda drawn: parse(" ".join(drawn)).node
)


def answer(engine: SearchEngine, node: Node, *, limit: int = 60, sort: Any = "relevance") -> Results:
    """What an engine answers, as the pipeline hands it on."""
    asked = widen(node)
    formula = Bm25()
    return Results(
        "",
        node,
        engine.search(asked, limit=max(limit, 50), sort=sort),
        engine.documents,
        formula,
        limit=limit,
        by_relevance=sort == "relevance",
        explainer=lambda doc_ids: Explainer(engine, node, asked, formula, doc_ids),
    )


def numbers(explanation: Explanation) -> Iterator[Explanation]:
    """Every number of a tree."""
    yield explanation
    for part in explanation.parts:
        yield from numbers(part)


def check(results: Results) -> None:
    """Hold the explanation of every hit to its score, and every number of it to its parts."""
    for hit in results.hits:
        explanation = results.explain(hit)
        assert explanation.value == pytest.approx(hit.score, abs=1e-6)
        for number in numbers(explanation):
            values = [part.value for part in number.parts]
            if number.what.endswith(SUM):
                assert number.value == pytest.approx(sum(values), abs=1e-9)
            elif number.what.endswith(PRODUCT):
                assert number.value == pytest.approx(math.prod(values), abs=1e-9)
            elif number.what.startswith("f / (f + K)"):
                assert number.value == pytest.approx(values[0] / sum(values), abs=1e-9)


def explained(engine: SearchEngine, query: str, doc_id: str, **options: Any) -> Explanation:
    """The explanation of one of the hits of a query as typed."""
    results = answer(engine, parse(query).node, **options)
    check(results)
    return next(results.explain(hit) for hit in results.hits if hit.document.doc_id == doc_id)


def named(explanation: Explanation) -> list[str]:
    """What the article's part of a score is made of."""
    return [part.what for part in explanation.parts[0].parts]


DOCUMENTS = (
    article("a", "The lamp of the house is out. A lamp is on.", headline="Lamps", source="Wire"),
    article("b", "The lamp of the bridge.", source="Courier", language="en"),
    article("c", "A bridge, a house, us.", headline="US lamp", date="2022-09-01"),
    article("lamp", headline="Lamp"),
    *(article(f"x{n:02}", f"Bridge {n} of the house.") for n in range(60)),
)


@pytest.fixture(params=["embedded", "fake"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    """An engine with positions and one without, over the same documents."""
    if request.param == "fake":
        yield FakeEngine({document.doc_id: document for document in DOCUMENTS})
        return
    index = DiskIndex(tmp_path)
    change(index, *DOCUMENTS[:3])
    change(index, *DOCUMENTS[3:])
    yield index.engine()
    index.close()


@pytest.mark.parametrize(
    "query",
    ["lamp", "lamp house^2", '"the lamp" bridge', "lamp w/5 out", "+house -us lam*", "US", "us headline:lamp",
     "text:lamp^0.5 OR hous?", "the lamp of the house is out", "la* of the house", "bridg~ date:2022"],
)  # fmt: skip
def test_every_kind_of_query_is_explained(engine: SearchEngine, query: str) -> None:
    """Words, phrases, patterns, fields, boosts, capitals and long questions add up, with any engine."""
    results = answer(engine, parse(query).node)
    assert results.hits
    check(results)


def test_a_score_has_the_parts_of_article_and_passage(engine: SearchEngine) -> None:
    """A score is the article's part and a share of its best passage's; matches are named as typed."""
    explanation = explained(engine, "lamp out", "a")
    assert [part.what for part in explanation.parts] == ["the article: sum of", "passage: product of"]
    assert named(explanation) == ["“lamp”: product of", "“out”: product of"]
    best = explanation.parts[1].parts[1]
    assert best.what == "the best passage, number 1: sum of"
    assert [part.what for part in best.parts][2:] == ["“lamp” close to “out”"]


def test_a_group_that_does_not_match_earns_nothing(engine: SearchEngine) -> None:
    """Of an article that holds one word of a required pair, this word is no part of the score."""
    assert named(explained(engine, "(lamp AND out) OR bridge", "b")) == ["“bridge”: product of"]
    assert named(explained(engine, "(source:wire lamp) OR bridge", "b")) == ["“bridge”: product of"]
    assert named(explained(engine, "(source:courier lamp) OR bridge", "b")) == [
        "“lamp”: product of",
        "“bridge”: product of",
    ]


def test_frequencies_say_where_they_come_from(engine: SearchEngine) -> None:
    """A word in text and headline counts in both, by the weight of its form and of the field."""
    frequency = next(n for n in numbers(explained(engine, "lamp", "a")) if n.what.startswith("f, frequency"))
    in_text, in_headline = frequency.parts
    assert (in_text.value, in_text.what) == (2.0, "in the text, 2 places, weighed by form")
    assert in_headline.parts == (
        Explanation(0.8, "in the headline, 1 place, weighed by form"),
        Explanation(2.0, "weight of the headline"),
    )


def test_an_order_by_date_has_the_scores_of_articles_alone(engine: SearchEngine) -> None:
    """Passages have no say in an order by date, nor in the score that is explained."""
    explanation = explained(engine, "lamp", "a", sort="newest")
    assert [part.what for part in explanation.parts] == ["the article: sum of"]


def test_documents_beyond_the_rescored_ones_are_explained(engine: SearchEngine) -> None:
    """Far down the list the article's part is all there is."""
    results = answer(engine, parse("house bridge").node, limit=62)
    check(results)
    assert len(results.hits) == 62
    assert len(results.explain(results.hits[-1]).parts) == 1


def test_filters_alone_earn_nothing(engine: SearchEngine) -> None:
    """Without words the score is 0, and so is what it is made of."""
    assert explained(engine, "source:wire", "a") == Explanation(
        0.0, "score: sum of", (Explanation(0.0, "the article: sum of"),)
    )


def test_what_cannot_be_explained_is_a_value_error(engine: SearchEngine) -> None:
    """A hit of another answer, and an answer without its engine, are named as such."""
    lamp, house = (answer(engine, parse(query).node) for query in ("out", "us"))
    with pytest.raises(ValueError, match="'c' is not in"):
        lamp.explain(house.hits[0])
    alone = Results("", lamp.node, lamp.top, engine.documents, Bm25(), limit=5)
    with pytest.raises(ValueError, match="without its engine"):
        alone.explain(alone.hits[0])


@relaxed
@given(
    collections,
    st.integers(1, 4),
    st.integers(1, 6),
    st.lists(st.one_of(nodes, typed), min_size=3, max_size=8),
    st.sampled_from(["relevance", "relevance", "newest"]),
)
def test_explanations_add_up_to_the_scores(
    collection: Any, commits: int, stride: int, queries: list[Node], sort: str
) -> None:
    """In any number of segments, with deletions, each hit's tree adds up to its score within a millionth."""
    with tempfile.TemporaryDirectory() as folder:
        index = DiskIndex(Path(folder))
        live_through(index, collection, commits, stride)
        engine = index.engine()
        for node in queries:
            check(answer(engine, node, limit=12, sort=sort))
        index.close()
