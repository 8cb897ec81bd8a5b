from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.analysis import analyze
from searcher.query import parser
from searcher.query.nodes import Boolean, Compound, Match, Node, Phrase, Unit, Word, matches
from searcher.query.parser import Parsed, parse


def parse_by_rules(query: str) -> Parsed:
    """What the grammar alone makes of a query."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parser, "read_plain", lambda *_: None)
        return parse(query)


PIECES = st.sampled_from(
    [
        *["war", "Peace", "+war", "+US", "-war", "UN", "AND", "+OR", "NOT", "Zelenskyy", "ATTACKS", "Élysée"],
        *["source:CNN", "+SOURCE:US", "person:putin", "headline:War", "text:a", "date:may", "path:a"],
        *[
            "foo:bar",
            "source:",
            "source:a:b",
            "source:AND",
            "language:EN",
            "新华社",
            "source:新华",
            "hawaiʻi",
        ],
        *['"', '"war', 'war"', "+", "war,", "2022", "20 000", "self-made", "x" * 70, "ŉ", "İ", "\u200b"],
    ]
)
SPACES = st.sampled_from([" ", " ", "  ", "\t", "\n", "\xa0", ""])
QUERIES = st.lists(st.tuples(PIECES, SPACES), max_size=8).map(
    lambda drawn: "".join(piece + space for piece, space in drawn)
)


@given(QUERIES | QUERIES.map('"{}"'.format) | st.text(st.characters(categories=["L", "Zs"]) | st.just("+")))
def test_plain_query_is_read_as_by_the_rules(query: str) -> None:
    """The short way of reading a plain query yields what the grammar does, to the spans and written forms."""
    assert repr(parse(query)) == repr(parse_by_rules(query))


@pytest.mark.parametrize("query", ["war peace", "+a b +c", '"free press"', "source:CNN war", "x " * 100])
def test_plain_query_examples_are_read_as_by_the_rules(query: str) -> None:
    """The usual queries, and a long one, are among those that both ways read alike."""
    assert repr(parse(query)) == repr(parse_by_rules(query))


def _words(unit: Unit) -> list[Word]:
    match unit:
        case Word():
            return [unit]
        case Compound():
            return [*unit.parts, unit.joined]
        case Phrase():
            return [word for element in unit.elements for word in _words(element)]
        case _:
            return []


def _matches(node: Node) -> list[Match]:
    assert isinstance(node, Match | Boolean) or not list(matches(node))
    return list(matches(node))


@given(
    st.lists(
        st.sampled_from(["war", "20", "000", "1", " ", "\xa0", "\u2009", "  ", "-", "'", ".", "U.S.", "新华"])
        | st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
        max_size=30,
    ).map("".join)
)
def test_words_of_a_query_are_the_tokens_of_its_text(query: str) -> None:
    """Read piece by piece, a query has the very tokens, in place, that its text has as a whole."""
    found = [word for leaf in _matches(parse(query, literal=True).node) for word in _words(leaf.unit)]

    assert sorted((*word.at, word.form, word.term) for word in found) == sorted(
        (token.start, token.end, token.form, token.term) for token in analyze(query)
    )
