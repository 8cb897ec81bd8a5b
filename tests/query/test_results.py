from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.corpus.passages import split
from searcher.engine.bm25 import Bm25
from searcher.query.nodes import Match, matches
from searcher.query.parser import parse
from searcher.query.results import RESCORED, Hit, Results, Snippet, mark
from searcher.records import (
    Document,
    EntityMention,
    PassageBounds,
    Place,
    ScoredDocument,
    Span,
    TopDocs,
    Total,
)

FILLER = " ".join(f"Filling number {n} stands here." for n in range(40))
LONG = f"{FILLER}\n\nApples and pears.\n\n{FILLER}\n\nApples, apples, apples.\n\n{FILLER}"


def document(doc_id: str, text: str, headline: str | None = None) -> Document:
    """A document with passages."""
    return Document(doc_id, f"{doc_id}.txt", text, headline=headline, passages=split(text))


def results(query: str, documents: Sequence[Document], scores: Sequence[float], **options: object) -> Results:
    """The results of an engine that found documents with scores, in that order, and keeps no positions."""
    node = parse(query).node
    count = sum(1 for _ in matches(node))
    limit, offset = options.get("limit", 10), options.get("offset", 0)
    assert isinstance(limit, int)
    assert isinstance(offset, int)
    found = [ScoredDocument(doc.doc_id, score) for doc, score in zip(documents, scores, strict=True)]
    top = TopDocs(
        tuple(found[: max(limit + offset, RESCORED)]), Total(len(found)), (1.0,) * count, (1,) * count
    )
    known = {doc.doc_id: doc for doc in documents}
    fetch = lambda doc_ids: [known.get(doc_id) for doc_id in doc_ids]  # noqa: E731 - the seam is a function
    return Results(query, node, top, fetch, Bm25(), **{"limit": limit, **options})  # type: ignore[arg-type]


def row(hit: Hit) -> tuple[int, str, float, int]:
    """What a hit is, in short."""
    return hit.rank, hit.document.doc_id, hit.score, hit.passage.ordinal


collections = st.lists(
    st.tuples(
        st.sampled_from(["apples", "no such word", "pears, apples", LONG]), st.sampled_from([1.0, 1.2, 2.0])
    ),
    max_size=130,
)


@given(collections, st.integers(0, 130), st.integers(0, 130), st.integers(1, 3), st.booleans())
def test_pages_are_cut_from_one_list(
    drawn: list[tuple[str, float]], limit: int, offset: int, per_document: int, by_relevance: bool
) -> None:
    """Any page is a part of the whole list, by documents; scores never rise with the rank."""
    drawn = sorted(drawn, key=lambda item: -item[1])
    documents = [document(f"d{n:03}", text) for n, (text, _) in enumerate(drawn)]
    scores = [score for _, score in drawn]
    options = {"per_document": per_document, "by_relevance": by_relevance}
    whole = results("apples pears", documents, scores, limit=130, **options)
    page = results("apples pears", documents, scores, limit=limit, offset=offset, **options)
    assert page.documents == whole.documents[offset : offset + limit]
    assert [row(hit) for hit in page.hits] == [
        row(hit) for hit in whole.hits if offset < hit.rank <= offset + limit
    ]
    assert len(whole.documents) == len(documents)
    if by_relevance:
        falling = [score for _, score in whole.documents]
        assert falling == sorted(falling, reverse=True)
    else:
        assert whole.documents == [(doc.doc_id, score) for doc, score in zip(documents, scores, strict=True)]


def test_passages_of_a_document_follow_each_other() -> None:
    """More passages of a document stand right behind its best, share its rank, and all of them match."""
    answer = results("apples", [document("a", LONG), document("b", "Apples.")], [1, 1], per_document=9)
    best, second, other = answer.hits
    assert [(hit.rank, hit.document.doc_id) for hit in answer.hits] in (
        [(1, "a"), (1, "a"), (2, "b")], [(1, "b"), (2, "a"), (2, "a")],
    )  # fmt: skip
    for hit in (best, second, other):
        assert all(hit.passage.text[start:end].lower() == "apples" for start, end in hit.highlights)
        assert hit.highlights
    assert len(results("apples", [document("a", LONG)], [1], per_document=1).hits) == 1


def test_best_passage_is_shown() -> None:
    """The passage that answers best is shown, cut from the text by its offsets."""
    (hit,) = results("apples", [document("a", LONG)], [1]).hits
    assert "Apples, apples, apples." in hit.passage.text
    assert LONG[hit.passage.start : hit.passage.end] == hit.passage.text
    (hit,) = results("apples pears", [document("a", LONG)], [1]).hits
    assert "Apples and pears." in hit.passage.text


def test_best_passage_lifts_its_document() -> None:
    """Of documents that score alike the one with the better passage comes first."""
    scattered = f"Apples. {FILLER} Pears. {FILLER}"
    together = f"{FILLER} {FILLER} Apples and pears. {FILLER}"
    answer = results("apples pears", [document("a", scattered), document("b", together)], [1, 1])
    assert [hit.document.doc_id for hit in answer.hits] == ["b", "a"]
    assert answer.hits[0].score > answer.hits[1].score > 1


def test_positions_of_the_engine_are_used() -> None:
    """Where an engine reports places, they are what is marked."""
    node = parse("apples").node
    found = ScoredDocument("a", 1.0, ([Place(1, 1)],), ((),))
    top = TopDocs((found,), Total(1), (1.0,), (1,))
    known = document("a", "some words")
    answer = Results("apples", node, top, lambda ids: [known for _ in ids], Bm25(), limit=1)
    assert answer.hits[0].highlights == (Span(5, 10),)


def test_document_that_is_gone_is_left_out() -> None:
    """A document deleted since the engine found it is not shown, the others are."""
    node = parse("apples").node
    top = TopDocs((ScoredDocument("gone", 2.0), ScoredDocument("a", 1.0)), Total(2), (1.0,), (2,))
    known = {"a": document("a", "apples")}
    answer = Results("apples", node, top, lambda ids: [known.get(doc_id) for doc_id in ids], Bm25(), limit=2)
    assert [hit.document.doc_id for hit in answer.hits] == ["a"]


def test_phrase_over_a_border_is_marked_as_far_as_it_is_inside() -> None:
    """A phrase that crosses into the next passage shows its beginning."""
    text = "The last word\n\nfollows here."
    bounds = (PassageBounds(0, 15, 0, 3), PassageBounds(15, len(text), 3, 5))
    (hit,) = results('"word follows"', [Document("a", "a.txt", text, passages=bounds)], [1]).hits
    assert hit.passage.text == "The last word"
    assert [hit.passage.text[start:end] for start, end in hit.highlights] == ["word"]


def test_headline_alone_is_marked_in_both() -> None:
    """An article that is its headline alone shows it as its passage, marked once in each."""
    (hit,) = results("apples", [document("a", "Apples fall", "Apples fall")], [1]).hits
    assert hit.highlights == hit.headline_highlights == (Span(0, 6),)


def test_document_without_passages_is_one() -> None:
    """A document that came without bounds is shown whole."""
    (hit,) = results("apples", [Document("a", "a.txt", "no apples")], [1]).hits
    assert (hit.passage.text, hit.highlights) == ("no apples", (Span(3, 9),))


def test_entity_filter_shows_every_mention_in_its_passage() -> None:
    """A filter alone shows the passage of the first mention, with the mentions in it marked."""
    text = f"{FILLER}\n\nAnn Lee met him. Lee left.\n\n{FILLER}"
    mentions = tuple(
        EntityMention("Ann Lee", "person", text.index(form), text.index(form) + len(form))
        for form in ("Ann Lee", "Lee left"[:3] + " left")
    )
    doc = Document("a", "a.txt", text, entities=mentions, passages=split(text))
    (hit,) = results("entity:lee", [doc], [0]).hits
    assert [hit.passage.text[start:end] for start, end in hit.highlights] == ["Ann Lee", "Lee left"]


def test_snippet_escapes_and_marks() -> None:
    """A snippet for HTML is escaped, with its marks outside of the escapes."""
    snippet = Snippet("a <b> & c", (Span(2, 5), Span(8, 9)))
    assert snippet.html() == "a <mark>&lt;b&gt;</mark> &amp; <mark>c</mark>"
    assert snippet.text() == "a <b> & c"
    assert snippet.marked("[", "]") == "a [<b>] & [c]"


@pytest.mark.parametrize(("field", "expected"), [("text", ((0, 6),)), ("headline", ())])
def test_mark_minds_the_field(field: str, expected: tuple[tuple[int, int], ...]) -> None:
    """Marking a whole text leaves out what the query looks for elsewhere."""
    (leaf,) = matches(parse("text:apples").node)
    assert isinstance(leaf, Match)
    assert mark("Apples fall", None, [leaf], field) == expected
