from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.query.lexer import MAX_DEPTH
from searcher.query.nodes import (
    Boolean,
    Compound,
    Filter,
    Fuzzy,
    Match,
    Near,
    Node,
    Nothing,
    Phrase,
    Prefix,
    Unit,
    Wildcard,
    Word,
    children,
    matches,
)
from searcher.query.parser import MAX_NOTES, parse
from searcher.query.units import MAX_PATTERNS, MAX_WORDS
from searcher.records import Span


@pytest.mark.parametrize(
    ("query", "ats"),
    [
        ("war peace", [(0, 3), (4, 9)]),
        ("  headline:war, text:=peace.", [(2, 14), (16, 27)]),
        ('+"free press"^2 -cnn', [(1, 13)]),
        ("(fight*) OR wom?n~", [(1, 7), (12, 17)]),
        ("‘self-mobilization’", [(1, 18)]),
        ('x "a b"~3 c w/4 d', [(0, 1), (2, 7), (10, 17)]),
    ],
)
def test_parse_matches_know_their_place(query: str, ats: list[tuple[int, int]]) -> None:
    """The span of a match covers its words as typed, with field and quotation marks."""
    assert [tuple(match.at) for match in matches(parse(query).node)] == ats


@pytest.mark.parametrize(
    ("query", "kind", "start", "end"),
    [
        ("war foo:bar", "unknown-field", 4, 8),
        ("war source: x", "empty-field", 4, 11),
        ('war "free press', "unclosed-quote", 4, 5),
        ("war AND", "lone-operator", 4, 7),
        ("war (peace", "unbalanced-parenthesis", 4, 5),
        ("war date:soon", "bad-date", 4, 13),
        ("war^much peace", "bad-boost", 3, 8),
        ("war - peace", "ignored", 4, 5),
        ("-war", "only-exclusions", 1, 4),
    ],
)
def test_parse_notes_know_their_place(query: str, kind: str, start: int, end: int) -> None:
    """A note points at what it is about."""
    (note,) = parse(query).notes

    assert (note.kind, note.start, note.end) == (kind, start, end)
    assert note.message


def test_parse_word_keeps_what_was_typed() -> None:
    """A word knows its written form, for messages such as “did you mean”."""
    (match,) = matches(parse("Élysée,").node)

    assert match.unit == Word("elysee", match.unit.term, None, False, "Élysée", Span(0, 6))


@pytest.mark.parametrize(
    "query",
    [
        "(" * 5000,
        ")" * 5000,
        "(" * 5000 + "a" + ")" * 5000,
        "(a OR " * 1600 + "b" + ")" * 1600,
        "NOT " * 2500 + "a",
    ],
    ids=["opened", "closed", "nested", "nested-or", "not"],
)
def test_parse_deep_nesting_is_bounded(query: str) -> None:
    """Thousands of parentheses or NOTs end in a shallow tree, not in an overflow."""
    assert _depth(parse(query).node) <= MAX_DEPTH + 1


def test_parse_long_query_is_cut_with_a_note() -> None:
    """Only the first words of a very long query are looked for, and a note says from where on not."""
    parsed = parse("word " * (MAX_WORDS + 1))

    assert len(list(matches(parsed.node))) == MAX_WORDS
    assert [(note.kind, note.start) for note in parsed.notes] == [("too-long", 5 * MAX_WORDS)]


@pytest.mark.parametrize("query", ["a-" * 9000, "新" * 9000, '"' + "a " * 9000 + '"', "x" * 300_000])
def test_parse_long_unit_is_cut(query: str) -> None:
    """A phrase or compound of thousands of words counts by its words, and a long word is one word."""
    parsed = parse(query)

    assert len(list(matches(parsed.node))) <= MAX_WORDS
    assert [note.kind for note in parsed.notes] == ["too-long"]


@pytest.mark.parametrize("query", ["a* " * 5000, "a~ b?c " * 1000, '"a* b~ c" ' * 1000])
def test_parse_many_patterns_are_cut_with_a_note(query: str) -> None:
    """Only the first patterns of a query are looked for, and a note says from where on not."""
    parsed = parse(query)
    patterns = [unit for match in matches(parsed.node) for unit in _units(match.unit)]

    assert sum(isinstance(unit, Prefix | Wildcard | Fuzzy) for unit in patterns) == MAX_PATTERNS
    assert parsed.notes[0].kind == "too-many-patterns"


def test_parse_many_mistakes_yield_few_notes() -> None:
    """A pasted page of signs gives a page of notes at most, and says how many were left out."""
    notes = parse("? " * 5000).notes

    assert len(notes) == MAX_NOTES + 1
    assert notes[-1].kind == "more"


PIECES = [
    *'ab"“”«»„()+-=~^*?: \t\n.,/[]&_\x00’😀é新',
    *["AND", "OR", "NOT", "&&", "w/3", "NEAR/2", "US", "free", "self-mob", "2022", "^2", "~1"],
    *["source:", "person:", "path:", "date:", "since:", "headline:", "foo:", "date:[*"],
    "date:[2022 TO 2023]",
]
SYNTAX = st.builds(str.join, st.sampled_from(["", " "]), st.lists(st.sampled_from(PIECES), max_size=40))
QUERIES = SYNTAX | st.text(st.characters())
OPTIONS = st.fixed_dictionaries({"literal": st.booleans(), "all_words": st.booleans()})


@given(QUERIES, OPTIONS)
def test_parse_any_text_yields_a_sound_tree(query: str, options: dict[str, bool]) -> None:
    """Whatever is typed, nodes lie in the query and in its order, and no group is empty."""
    parsed = parse(query, **options)

    for node in _nodes(parsed.node):
        assert 0 <= node.at.start <= node.at.end <= len(query)
        if isinstance(node, Boolean):
            assert children(node)
            for group in (node.must, node.should, node.must_not):
                assert [child.at for child in group] == sorted(child.at for child in group)
                assert not any(isinstance(child, Nothing) for child in group)
        if isinstance(node, Match | Filter):
            for unit in _units(node.unit):
                assert 0 <= unit.at.start < unit.at.end <= len(query)
                if isinstance(unit, Word) and query.isascii():
                    assert unit.written == query[unit.at.start : unit.at.end]
    found = [match.at for match in matches(parsed.node)]
    assert found == sorted(found)
    for note in parsed.notes:
        assert 0 <= note.start <= note.end <= len(query)
        assert note.message.isprintable()


@given(QUERIES, OPTIONS)
def test_parse_without_words_is_noted(query: str, options: dict[str, bool]) -> None:
    """A query in which there is nothing to look for never comes without a note."""
    parsed = parse(query, **options)

    assert parsed.notes or not isinstance(parsed.node, Nothing)


@given(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=2, max_size=8))
def test_parse_plain_words_are_all_there(words: list[str]) -> None:
    """Plain words are taken as they are, each as often as it is typed, without a note."""
    parsed = parse(" ".join(words))

    assert [match.unit.form for match in matches(parsed.node) if isinstance(match.unit, Word)] == words
    assert not parsed.notes


def _nodes(node: Node) -> list[Node]:
    return [node, *(below for child in children(node) for below in _nodes(child))]


def _units(unit: Unit) -> list[Unit]:
    match unit:
        case Compound():
            return [unit, *unit.parts, unit.joined]
        case Phrase() | Near():
            return [unit, *(below for element in unit.elements for below in _units(element))]
        case _:
            return [unit]


def _depth(node: Node) -> int:
    return 1 + max(map(_depth, children(node)), default=0)
