"""Answers through the public door: contexts, facets, explanations, on the articles that are shipped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import searcher

QUERIES = (
    "Kursk", "the village that the river took", '"martial law" OR flood*', "+Kadyrov -Syria place:russia",
    "Kadirov~ w/9 war", "US us U.S.", "source:gazette", "mobili* headline:appeal^3",
)  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[searcher.Index]:
    """An index of the sample articles."""
    seeds = Path(__file__).parents[1] / "seeds"
    with searcher.open_index(tmp_path_factory.mktemp("answers") / "index", seeds) as opened:
        opened.refresh()
        yield opened


@pytest.mark.parametrize("expand", [False, True])
@pytest.mark.parametrize("query", QUERIES)
def test_explanations_add_up(index: searcher.Index, query: str, expand: bool) -> None:
    """Each hit's explanation has the value of its score, also with words that were added."""
    results = index.search(query, limit=20, per_document="all", expand=expand)
    assert results.hits
    for hit in results.hits:
        explanation = results.explain(hit)
        assert explanation.value == pytest.approx(hit.score, abs=1e-6)
        assert sum(part.value for part in explanation.parts) == pytest.approx(hit.score, abs=1e-6)


@pytest.mark.parametrize("query", QUERIES)
def test_contexts_touch_their_passages(index: searcher.Index, query: str) -> None:
    """Whatever passage is shown, it stands in its article between what its context says."""
    for hit in index.search(query, per_document="all").hits:
        before, after = hit.context(2)
        start = hit.passage.start - len(before)
        whole = before + hit.passage.text + after
        assert hit.document.text[start : start + len(whole)] == whole


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("sort", ["relevance", "newest"])
def test_facets_count_what_was_found(index: searcher.Index, query: str, sort: str) -> None:
    """Facets are those of all documents found, however few of them are shown, in whatever order."""
    found = index.search(query, limit=100)
    documents = [index.document(doc_id) for doc_id, _ in found.documents]
    people = Counter(
        name
        for document in documents
        if document is not None
        for name in {mention.name for mention in document.entities if mention.type == "person"}
    )
    years = Counter(document.date[:4] for document in documents if document is not None and document.date)
    counted = index.search(query, limit=1, sort=sort, facets={"person": 3, "year": 99})  # type: ignore[arg-type]
    assert counted.facets == {
        "person": tuple(sorted(people.items(), key=lambda item: (-item[1], item[0]))[:3]),
        "year": tuple(sorted(years.items())),
    }
    assert counted.total == found.total


def test_what_is_asked_for_wrongly_is_a_value_error(index: searcher.Index) -> None:
    """A facet that is not there, or an impossible number of passages, is named."""
    with pytest.raises(ValueError, match="no facet 'planet'"):
        index.search("Kursk", facets={"planet": 3})
    with pytest.raises(ValueError, match="per_document=0"):
        index.search("Kursk", per_document=0)
