from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.query.lexer import MAX_DEPTH, lex, shown


def pieces(text: str) -> list[tuple[str, str]]:
    """Kind and text of each lexeme."""
    return [(lexeme.kind, text[lexeme.start : lexeme.end]) for lexeme in lex(text)[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("free  press", [("words", "free  press")]),
        ("Free AND fair", [("words", "Free"), ("AND", "AND"), ("words", "fair")]),
        ("a && b", [("words", "a"), ("AND", "&&"), ("words", "b")]),
        ('+"free press"^2', [("sign", "+"), ("phrase", '"free press"'), ("suffix", "^2")]),
        ("self-mobilize -cnn", [("words", "self-mobilize"), ("sign", "-"), ("chunk", "cnn")]),
        ("source:CNN x", [("field", "source:"), ("chunk", "CNN"), ("words", "x")]),
        ("-headline:=x", [("sign", "-"), ("field", "headline:"), ("exact", "="), ("chunk", "x")]),
        ("org:(a b)~", [("field", "org:"), ("open", "("), ("words", "a b"), ("close", ")"), ("suffix", "~")]),
        ("date:[* TO 2022] x", [("dates", "date:[* TO 2022]"), ("words", "x")]),
        ("a w/12 b", [("words", "a"), ("near", "w/12"), ("words", "b")]),
        ("why? fight*", [("chunk", "why?"), ("chunk", "fight*")]),
        ("“a”, «b».", [("phrase", "“a”"), ("phrase", "«b»")]),
        ("R&D a-b 1:30", [("words", "R&D a-b"), ("chunk", "1:30")]),
        ("ANDROID NOTE ORB", [("words", "ANDROID NOTE ORB")]),
        ("", []),
    ],
)
def test_lex_text_yields_kinds(text: str, expected: list[tuple[str, str]]) -> None:
    """Each piece of a query is told by what it looks like where it stands."""
    assert pieces(text) == expected


def test_lex_lone_operator_becomes_a_word() -> None:
    """An operator with nothing to join is a word, and the note points at it."""
    lexemes, notes = lex("OR war")

    assert [lexeme.kind for lexeme in lexemes] == ["words", "words"]
    assert [(note.kind, note.start, note.end) for note in notes] == [("lone-operator", 0, 2)]


def test_lex_parentheses_too_deep_are_left_out_once_noted() -> None:
    """Parentheses are kept to a depth, however many there are, with one note."""
    lexemes, notes = lex("(" * 1000 + "a" + ")" * 1000)

    assert [lexeme.kind for lexeme in lexemes] == ["open"] * MAX_DEPTH + ["words"] + ["close"] * MAX_DEPTH
    assert [note.kind for note in notes] == ["too-deep"]


@given(st.text(st.characters() | st.sampled_from('"“”«»()+-=~^*?:& ')))
def test_lex_any_text_yields_ordered_balanced_lexemes(text: str) -> None:
    """Lexemes follow each other without overlap, and every parenthesis among them has its partner."""
    lexemes, _ = lex(text)
    end = depth = 0
    for lexeme in lexemes:
        assert end <= lexeme.start < lexeme.end <= len(text)
        end = lexeme.end
        depth += (lexeme.kind == "open") - (lexeme.kind == "close")
        assert 0 <= depth <= MAX_DEPTH
    assert depth == 0


@given(st.text(st.characters()))
def test_shown_text_is_short_and_printable(text: str) -> None:
    """What a message quotes fits a line and holds nothing that could disturb a terminal."""
    assert shown(text).isprintable()
    assert len(shown(text)) <= 43
