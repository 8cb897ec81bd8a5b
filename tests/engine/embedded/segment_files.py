"""Segment files in tests: documents to draw, and two files to compare."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import slow_builder
from hypothesis import strategies as st

from searcher.corpus.passages import split
from searcher.engine.embedded.building import groups
from searcher.engine.embedded.segment.layout import Arrays
from searcher.records import ENTITY_TYPES, Document, EntityMention, Quote, Span

WORDS = [
    *(
        "run",
        "runs",
        "running",
        "Runner",
        "run-s",
        "ru-ns",
        "RUN",
        "US",
        "us",
        "U.S.",
        "ÜS",
        "self-mobilized",
    ),
    *("The", "the", "a", "é", "1 000", "T-72", "Putin’s", "R&D", "she'll", "新聞", "新-聞", "x" * 130),
    *("y" * 128 + "-y", "日" * 300 + "-日", "\ud800", "-", "…", "\0", "😀", "\n\n"),
]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
NAMES = st.sampled_from(
    ["Ann Lee", "Lee", "The Hague", "Jean-Luc", "O’Neil", "Ünal", "-", "run|2", "新聞", "A\0B", "Ann lee"]
)
PATHS = st.sampled_from(["a.txt", "b/c.txt", "news.jsonl", "\udcff.txt"])


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """An article, whole or lacking something, with mentions that need not make sense."""
    headline = draw(st.none() | TEXTS)
    text = headline if headline is not None and draw(st.booleans()) else draw(TEXTS)
    language = draw(st.sampled_from([None, "en", "de"]))
    code_points = st.integers(0, len(text))
    mention = st.builds(
        lambda name, kind, edges: EntityMention(name, kind, min(edges), max(edges)),
        NAMES,
        st.sampled_from(ENTITY_TYPES),
        st.tuples(code_points, code_points),
    )
    return Document(
        draw(st.text("ab\ud800é", max_size=3)),
        draw(PATHS),
        text,
        headline=headline,
        source=draw(st.none() | st.just("") | NAMES),
        date=draw(st.sampled_from([None, "2022-09-24", "2022-10-01", "1999-12-31"])),
        url=draw(st.none() | st.just("https://example.org/é")),
        language=language,
        authors=tuple(draw(st.lists(NAMES, max_size=3))),
        entities=tuple(draw(st.lists(mention, max_size=4))),
        passages=split(text, language) if draw(st.booleans()) else (),
        quotes=draw(quotes(len(text))),
    )


@st.composite
def quotes(draw: st.DrawFn, size: int) -> tuple[Quote, ...]:
    """Quotations of a text of so many code points, that need not make sense."""
    edges = sorted(draw(st.lists(st.integers(0, size), max_size=8)))
    spans = st.none() | st.tuples(st.integers(0, size), st.integers(1, 9)).map(lambda s: Span(s[0], sum(s)))
    return tuple(
        Quote(start, end, draw(st.none() | NAMES), draw(spans), draw(spans))
        for start, end in zip(edges[::2], edges[1::2], strict=False)
    )


def assert_equal(path: Path, expected: Path) -> None:
    """Hold every array of a segment to that of another."""
    found, wanted = Arrays(path), Arrays(expected)
    assert found.values == wanted.values
    assert sorted(found.names()) == sorted(wanted.names())
    for name in wanted.names():
        assert found[name].dtype == wanted[name].dtype, name
        assert found[name].tolist() == wanted[name].tolist(), name


@contextmanager
def few_are_many() -> Iterator[None]:
    """Lists of three documents are long and have two best ones, and a block has four positions."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(groups, "BLOCK_POSITIONS", 4)
        for module in (groups, slow_builder):
            patch.setattr(module, "LONG_LIST", 3)
            patch.setattr(module, "BEST_DOCUMENTS", 2)
        yield
