"""Standing: places, passages and code points from arrays against those of the analysed texts."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from articles import article
from hypothesis import given
from hypothesis import strategies as st
from searching import searcher_of
from test_oracle import nodes, relaxed, texts

from searcher.analysis import analyze
from searcher.engine.embedded.searching.executor import Searcher
from searcher.engine.embedded.searching.texts import _MAYBE_NO_WORD, _WORD
from searcher.query.nodes import Match, Node, matches
from searcher.query.parser import parse
from searcher.query.text_standing import headline_places, text_places
from searcher.query.top_docs import Standing, TopDocs
from searcher.records import Document, Span


def expected_places(documents: list[Document], leaves: list[Match]) -> list[tuple[Any, ...]]:
    """The rows of a place table, by analysing every text again."""
    rows = []
    for number, document in enumerate(documents):
        for leaf, found in enumerate(text_places(document, leaves)):
            for place in () if document.is_headline_alone else found:
                ordinal = max(i for i, b in enumerate(document.passages) if b.token_start <= place.first)
                bound = document.passages[ordinal]
                rows.append((number, ordinal, bound.token_end - bound.token_start, leaf, *place))
    return sorted(rows)


def rows_of(standing: Standing, begin: int, documents: list[Document]) -> list[tuple[Any, ...]]:
    """The places of a table with their passages, positions counted from the beginning of each text."""
    table = standing.places(begin, begin + len(documents))
    borders = [*table.begin.tolist(), len(table.leaf)]
    rows = []
    for at, (number, ordinal, tokens) in enumerate(
        zip(*(column.tolist() for column in table[:3]), strict=True)
    ):
        ((_, token, _),) = standing.passages([(begin + number, ordinal)])
        shift = documents[number].passages[ordinal].token_start - token
        for row in range(borders[at], borders[at + 1]):
            first, last = int(table.first[row]) + shift, int(table.last[row]) + shift
            rows.append((number, ordinal, tokens, table.leaf[row], first, last, table.weight[row]))
    return rows


def check(searcher: Searcher, query: Node, known: dict[str, Document]) -> None:
    """Hold everything that stands in the documents of one answer to the texts."""
    top: TopDocs = searcher.search(query, limit=60)
    standing = top.standing
    assert standing is not None
    documents = [known[doc_id] for doc_id in top.doc_ids]
    leaves = list(matches(query))
    for begin, end in ((0, len(documents)), (1, 4)):
        assert rows_of(standing, begin, documents[begin:end]) == expected_places(documents[begin:end], leaves)
    assert standing.documents(range(len(documents))) == documents
    wanted = [(number, at) for number, doc in enumerate(documents[:5]) for at in range(len(doc.passages))]
    shown = standing.passages(wanted)
    every, whole, expected = [], [], []
    for (number, ordinal), (passage, begin, beyond) in zip(wanted, shown, strict=True):
        document, bound = documents[number], documents[number].passages[ordinal]
        text = document.text[bound.start : bound.end]
        assert (passage.ordinal, passage.text) == (ordinal, text.strip())
        assert beyond - begin == bound.token_end - bound.token_start
        assert document.text[passage.start : passage.end] == passage.text
        tokens = [t for t in analyze(passage.text) if t.position == t.last]
        positions = [*range(begin, begin + len(tokens))]
        every.append((positions, positions))
        whole.append((positions[:1], positions[-1:]))
        expected.append([Span(t.start, t.end) for t in tokens])
    numbers = [number for number, _ in wanted]
    assert list(map(list, standing.spans(numbers, shown, every))) == expected
    assert list(map(list, standing.spans(numbers, shown, whole))) == [
        [Span(spans[0].start, spans[-1].end)] if spans else [] for spans in expected
    ]
    assert standing.spans(numbers, shown, [([], [])] * len(shown)) == [()] * len(shown)
    for number, document in enumerate(documents[:5]):
        in_headline = headline_places(document, leaves)
        assert list(map(list, standing.headline_places(number))) == list(map(list, in_headline))
        tokens = [t for t in analyze(document.headline or "") if t.position == t.last]
        positions = [*range(len(tokens))]
        assert list(standing.headline_spans(number, (positions, positions))) == [
            Span(t.start, t.end) for t in tokens
        ]


gaps = st.sampled_from([" ", ". ", "\n\n", " … – … – ", " “", "?! “(", "x" * 40 + " ", "\n\n* * * * * *\n\n"])


@st.composite
def articles(draw: Any) -> list[Document]:
    """Articles of several paragraphs, some long enough for more than one passage."""
    made = []
    for number in range(draw(st.integers(1, 6))):
        pieces = draw(st.lists(st.tuples(texts, gaps), max_size=9))
        text = "".join(piece + gap for piece, gap in pieces) * draw(st.sampled_from([1, 1, 8]))
        headline = draw(st.one_of(st.none(), texts))
        language = draw(st.sampled_from([None, "de"]))
        made.append(article(f"d{number}", text.strip(), headline=headline, language=language))
    return made


@relaxed
@given(articles(), st.integers(1, 2), st.lists(nodes, min_size=4, max_size=8))
def test_standing_is_that_of_the_texts(documents: list[Document], segments: int, queries: list[Node]) -> None:
    """Places, passages and spans are those found by analysing the stored texts."""
    with tempfile.TemporaryDirectory() as folder:
        searcher = searcher_of(Path(folder), documents, segments=segments)
        known = {document.doc_id: document for document in documents}
        for query in queries:
            check(searcher, query, known)


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("The “self-mobilized” army of men.", '"self mobilized army"', "self-mobilized” army"),
        ("(Oil) prices fell.", "oil", "Oil"),
        ("Prices of oil … … … … … fell.", "fell", "fell"),
        (f"Of {'x' * 50} and oil.", "oil", "oil"),
        ("\u0640 oil fell.", "oil", "oil"),
    ],
)
def test_spans_are_those_of_the_words(tmp_path: Path, text: str, query: str, marked: str) -> None:
    """Spans are found from one byte a token, and from the text where a gap or a word is too long for it."""
    searcher = searcher_of(tmp_path, [article("a", text)])
    standing = searcher.search(parse(query).node, limit=1).standing
    assert standing is not None
    table = standing.places(0, 1)
    shown = standing.passages([(0, 0)])
    (((begin, end),),) = standing.spans([0], shown, [(table.first[:1].tolist(), table.last[:1].tolist())])
    passage, _, _ = shown[0]
    assert passage.text[begin:end] == marked


def test_headline_alone_of_several_passages_stands_apart(tmp_path: Path) -> None:
    """The passages of a headline without a text do not reach into the next document."""
    long = " ".join(f"word{n} here." for n in range(200))
    documents = [article("a", headline=long), article("b", "oil. " * 300, headline="Oil")]
    searcher = searcher_of(tmp_path, documents)
    for query in ("oil", "here", "oil OR here"):
        check(searcher, parse(query).node, {document.doc_id: document for document in documents})


def test_passages_begin_with_the_first_letter_or_digit() -> None:
    """Whatever character a passage begins with, its first word is where the arrays take it to be."""
    characters = [
        character
        for character in map(chr, range(0x110000))
        if _WORD.match(character) and not _MAYBE_NO_WORD.match(character)
    ]
    starts = {token.start for token in analyze("\n".join(characters))}
    assert starts.issuperset(range(0, 2 * len(characters), 2))


def test_nothing_else_begins_a_word() -> None:
    """A character that is taken for no letter and no digit makes no word alone."""
    others = "".join(chr(code) for code in range(0x110000) if not _WORD.match(chr(code)))
    assert analyze(others) == []
