from __future__ import annotations

from collections.abc import Sequence

import pytest

from searcher.query.nodes import Match, matches
from searcher.query.parser import parse
from searcher.query.text_standing import TextStanding, mark
from searcher.records import Document, PassageBounds, Place, Span

TEXT = "Apples here and\n\npears there. Apples."
BOUNDS = (PassageBounds(0, 17, 0, 3), PassageBounds(17, len(TEXT), 3, 6))
DOCUMENTS = {
    "a": Document("a", "a.txt", "No fruit.", headline="Apples!"),
    "b": Document("b", "b.txt", TEXT, passages=BOUNDS),
    "same": Document("same", "c.txt", "Apples", headline="Apples"),
}


class Store:
    """Stored documents, and which were fetched together."""

    def __init__(self) -> None:
        self.fetched: list[list[str]] = []

    def fetch(self, doc_ids: Sequence[str]) -> list[Document | None]:
        """The documents of some ids."""
        self.fetched.append(list(doc_ids))
        return [DOCUMENTS.get(doc_id) for doc_id in doc_ids]


def standing(query: str, *doc_ids: str, store: Store | None = None) -> TextStanding:
    """Where a query stands in some documents."""
    return TextStanding(doc_ids, tuple(matches(parse(query).node)), (store or Store()).fetch)


def test_places_are_rows_by_document_passage_match() -> None:
    """The table lists every place in text, in order, with the passage it begins in and its length."""
    found = standing('apples "and pears"', "a", "b", "same").places(0, 3)
    passages = zip(*(column.tolist() for column in found[:4]), strict=True)
    assert list(passages) == [(1, 0, 3, 0), (1, 1, 3, 2)]
    rows = zip(*(column.tolist() for column in found[4:]), strict=True)
    assert list(rows) == [(0, 0, 0, 1.0), (1, 2, 3, 1.0), (0, 5, 5, 1.0)]


def test_documents_are_counted_from_the_first_asked_for() -> None:
    """The second document is number 0 of a table that begins with it."""
    assert standing("apples", "a", "b").places(1, 2).document.tolist() == [0, 0]


def test_table_of_nothing_is_empty() -> None:
    """Without documents, matches or places there are no rows, in any column."""
    for found in (
        standing("apples").places(0, 0),
        standing("source:x", "b").places(0, 1),
        standing("x", "b").places(0, 1),
    ):
        assert [len(column) for column in found] == [0] * 8


def test_headline_has_places_of_its_own() -> None:
    """A headline is looked through by itself, unless a match is meant for the text."""
    assert standing("apples text:apples", "a").headline_places(0) == ([Place(0, 0)], ())
    assert standing("apples", "a").headline_spans(0, ([0], [0])) == (Span(0, 6),)
    assert standing("apples", "b").headline_places(0) == ([],)


def test_spans_are_those_of_the_passage() -> None:
    """Positions of the document become code points of its passage."""
    shown = standing("apples", "b").passages([(0, 1)])
    ((passage, begin, beyond),) = shown
    assert (passage.text, passage.start, begin, beyond) == ("pears there. Apples.", 17, 3, 6)
    (spans,) = standing("apples", "b").spans([0], shown, [([3, 5], [3, 5])])
    assert [passage.text[start:end] for start, end in spans] == ["pears", "Apples"]


def test_documents_are_fetched_together_and_once() -> None:
    """All documents asked for are fetched in one go, and never again."""
    store = Store()
    found = standing("apples", "a", "b", "gone", store=store)
    found.places(0, 3)
    found.places(1, 3)
    assert found.documents([1]) == [DOCUMENTS["b"]]
    assert found.living(0, 3) == [0, 1]
    assert store.fetched == [["a", "b", "gone"]]


def test_document_that_is_gone_has_no_places() -> None:
    """A deleted document stands nowhere, and asking for it says that it is gone."""
    found = standing("apples", "gone", "b")
    assert found.places(0, 2).document.tolist() == [1, 1]
    with pytest.raises(KeyError, match="gone"):
        found.documents([0])


@pytest.mark.parametrize(("field", "expected"), [("text", ((0, 6),)), ("headline", ())])
def test_mark_minds_the_field(field: str, expected: tuple[tuple[int, int], ...]) -> None:
    """Marking a whole text leaves out what the query looks for elsewhere."""
    (leaf,) = matches(parse("text:apples").node)
    assert isinstance(leaf, Match)
    marked = mark(Document("a", "a", "Apples fall", headline="Apples fall"), [leaf])
    assert getattr(marked, field) == expected
