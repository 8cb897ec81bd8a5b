"""Context: the sentences around a passage touch it, are whole, and are as many as were asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.analysis import sentences
from searcher.corpus.passages import split
from searcher.query.context import Context, around
from searcher.query.hits import Hit
from searcher.records import Document, Passage

TEXT = "The lamp is out. Who did it? Nobody knows.\n\nA heading\n\nMr. Gray of the U.S. Army came. He left."

written = st.lists(
    st.sampled_from(
        ["The lamp", " is out", ". ", "? ", ".” ", "\n\n", " Mr. Gray", " ", "灯台。", "a" * 500]
    ),
    max_size=40,
).map("".join)


@pytest.mark.parametrize(
    ("passage", "count", "expected"),
    [
        ("Who did it?", 1, ("The lamp is out. ", " Nobody knows.")),
        ("Who did it?", 9, ("The lamp is out. ", TEXT.split("it?")[1])),
        ("Who did it?", 0, ("", "")),
        ("The lamp is out.", 2, ("", " Who did it? Nobody knows.")),
        ("A heading", 1, ("Nobody knows.\n\n", "\n\nMr. Gray of the U.S. Army came.")),
        ("Army came.", 1, ("Mr. Gray of the U.S. ", " He left.")),
        ("He left.", 1, ("Mr. Gray of the U.S. Army came. ", "")),
        (TEXT, 3, ("", "")),
    ],
    ids=["one", "many", "none", "first", "heading", "inside a sentence", "last", "everything"],
)
def test_context_is_whole_sentences(passage: str, count: int, expected: tuple[str, str]) -> None:
    """So many sentences stand before and behind as were asked for, or as there are."""
    start = TEXT.index(passage)
    assert around(TEXT, start, start + len(passage), count) == expected


@given(written, st.integers(0, 5), st.data())
def test_context_touches_its_passage(text: str, count: int, data: st.DataObject) -> None:
    """Before + passage + after is a stretch of the text, with that many sentences more on each side."""
    found = sentences(text) or [(0, 0)]
    first = data.draw(st.integers(0, len(found) - 1))
    last = data.draw(st.integers(first, len(found) - 1))
    start, end = found[first][0], found[last][1]
    before, after = around(text, start, end, count)
    assert text[start - len(before) : end + len(after)] == before + text[start:end] + after
    assert before == text[found[max(0, first - count)][0] : start]
    assert after == text[end : found[min(len(found) - 1, last + count)][1]]


def test_hit_has_its_context() -> None:
    """A hit gives one sentence on each side when no number is named, by name or by place."""
    start = TEXT.index("Nobody")
    passage = Passage(0, start, start + 13, "Nobody knows.")
    hit = Hit(1, 1.0, Document("a", "a.txt", TEXT), passage, ())
    assert hit.context() == Context(before="Who did it? ", after="\n\nA heading")
    assert hit.context(2).before == "The lamp is out. Who did it? "


def test_context_of_less_than_nothing_is_an_error() -> None:
    """A negative number of sentences is a caller's bug, and is named."""
    with pytest.raises(ValueError, match="sentences=-1: how many"):
        around(TEXT, 0, 5, -1)


def test_context_of_a_long_document_is_found_near_its_passage() -> None:
    """Sentences before a passage are found however long they are, and however much stands before them."""
    long = "A" * 5000 + ". "
    text = "One. " * 1000 + long * 3 + "Here it is."
    assert split(text)
    assert around(text, len(text) - 11, len(text), 2) == (long * 2, "")
