from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searcher.query.nodes import Nothing
from searcher.query.parser import parse
from searcher.query.rendering import render

PIECES = [
    *"abxs500\"“”()+-=~^*?. '\n/,&’½新é",
    *["AND", "OR", "NOT", "w/3", "NEAR/2", "US", "UN", "UK", "EU", "N.O.T.", "20 000", "500", "she'll"],
    *["free press", "self-mob", "mobilised", "2022", "^2", "^.3", "~1", "~2/3", '"~2', '"a b"~4', "wom?n"],
    *["source:", "person:", "path:", "date:", "since:", "headline:", "text:", "headline:(", "source:(", "-("],
    *["speaker:", "speaker:(", "NOT speaker:"],
    "date:[2022 TO 2023-04]",
]
SYNTAX = st.builds(str.join, st.sampled_from(["", " "]), st.lists(st.sampled_from(PIECES), max_size=25))
WORDS = st.text(st.characters(categories=["L", "M", "N", "Pd", "Po", "Cf"]), max_size=12)


@given(SYNTAX | st.text(st.characters()) | WORDS, st.booleans(), st.booleans())
@example("½ 500 20 000 x/500", False, False)
@example('"100/200/300" 新-华~ 3-2~', False, False)
@example('UN US UK EU source:""', False, False)
@example("source:(+a b) OR (source:a OR b) -c", False, False)
@example('c w/5 "a b"~3 w/5 =d^.3', False, False)
@example("*a？ x‛?‛*y", False, False)
@example("20 000'source:", False, False)
@example('"~2*20 000" "0:0~" "500/600"', False, False)
@example("source:N.O.T.5+a AND-½ ¼~ source:0:0~", False, False)
@example("(a OR ½ US) w/3 (=b c^2) w/3 d", False, False)
@example("A.N.D. US UN ½ N.O.T.", False, False)
@example("a (speaker:b x OR speaker:c) -speaker:x w/2 a", False, False)
def test_render_any_query_is_read_as_the_same(query: str, literal: bool, all_words: bool) -> None:
    """However a query is typed, its rendering asks for the same, and nothing in it is noted."""
    node = parse(query, literal=literal, all_words=all_words).node

    again = parse(render(node))

    assert again.node == node
    assert isinstance(node, Nothing) or {note.kind for note in again.notes} <= {"only-exclusions", "too-long"}


@given(SYNTAX)
def test_render_is_written_in_one_way(query: str) -> None:
    """What was rendered once is rendered the same again."""
    text = render(parse(query).node)

    assert render(parse(text).node) == text


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("Kadyrov NEAR/5 =Infantry", "kadyrov w/5 =infantry"),
        ('"a b"~3', "a w/3 b"),
        ('headline:("a b"~3)^2 x', "headline:(a w/3 b)^2 x"),
        ('+a b -c source:"The Sun"', '+a +source:"the sun" b -c'),
        ("(source:CNN Kadyrov) OR fight*^2", "(source:cnn AND kadyrov) OR fight*^2"),
        ("R&D US 20,000 don’t", "r&d US 20000 don't"),
        ('speaker:"Ramzan Kadyrov" infantry', 'speaker:"ramzan kadyrov" AND infantry'),
        ("speaker:a +x y w/3 z speaker:b", "+(speaker:a OR speaker:b) +x (y w/3 z)"),
        ("since:2022-09", "date:[2022-09-01 TO *]"),
        ("date:[2022-01-01 TO 2022-12-31]", "date:2022"),
        ('author:"j smith"~2 path:"a b.txt"', 'author:"j smith"~2 AND path:"a b.txt"'),
        ("Zelenski~/3^.50", "zelenski~2/3^0.5"),
        ("", ""),
    ],
)
def test_render_shows_how_a_query_was_read(query: str, text: str) -> None:
    """Words are shown as they are looked for, groups and fields spelled out."""
    assert render(parse(query).node) == text
