"""Attribution: which words of a query are those of a speaker."""

from __future__ import annotations

import pytest

from searcher.query.attribution import attributed
from searcher.query.nodes import Boolean, Match, Word, matches
from searcher.query.options import combine
from searcher.query.parser import parse
from searcher.query.rendering import render
from searcher.query.widening import widen


def said(query: str) -> dict[str, list[str]]:
    """By word of a query, whose it is."""
    return {
        render(Match(leaf.unit, leaf.field)): [render(Match(unit)).lstrip("=") for unit in leaf.speakers]
        for leaf in matches(parse(query).node)
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("speaker:a word", {"word": ["a"]}),
        ("word speaker:a", {"word": ["a"]}),
        ("speaker:a +x y", {"x": ["a"], "y": ["a"]}),
        ("speaker:a x AND y", {"x": ["a"], "y": ["a"]}),
        ("speaker:a x OR y", {"x": ["a"], "y": []}),
        ("speaker:a OR x", {"x": []}),
        ("speaker:a speaker:b x", {"x": ["a", "b"]}),
        ("speaker:(a AND b) x", {"x": ["a", "b"]}),
        ("(speaker:a OR source:s) x", {"x": []}),
        ("(speaker:a x) OR (speaker:b y)", {"x": ["a"], "y": ["b"]}),
        ("speaker:a (x OR (speaker:b y))", {"x": ["a"], "y": ["b"]}),
        ("-speaker:a x", {"x": []}),
        ("speaker:a headline:h text:t", {"headline:h": [], "text:t": ["a"]}),
        ("speaker:a x* y~ p w/2 q", {"x*": ["a"], "y~1": ["a"], "p w/2 q": ["a"]}),
        ('speaker:"a b" x', {"x": ['"a b"']}),
        ("x y", {"x": [], "y": []}),
    ],
)
def test_words_beside_a_required_speaker_are_his(query: str, expected: dict[str, list[str]]) -> None:
    """Words are a speaker's where this speaker is required beside them, and the nearest group decides."""
    assert said(query) == expected


def test_node_without_a_speaker_is_given_back() -> None:
    """A query that asks for no speaker stays the very node it is, and one that was read is not read again."""
    plain, spoken = parse("a b source:c (d OR e)").node, parse("speaker:a b (c OR d)").node
    assert attributed(plain) is plain
    assert attributed(spoken) == spoken


def test_option_means_what_the_field_means() -> None:
    """A speaker given as an option is the field in the query; any name passes for a star."""
    for speaker, query in (("Ann Lee", 'speaker:"Ann Lee" x'), (("a", "b"), "(speaker:a OR speaker:b) x")):
        asked, typed = combine(parse("x"), speaker=speaker).node, parse(query).node
        assert isinstance(asked, Boolean)
        assert isinstance(typed, Boolean)
        assert set(asked.must) == set(typed.must)
    (leaf,) = matches(combine(parse("x"), speaker="*").node)
    assert len(leaf.speakers) == 1
    assert next(matches(parse("x").node)).speakers == ()


def test_many_words_of_a_speaker_are_wanted_in_a_row() -> None:
    """What five words imply is looked for where the words are."""
    asked = widen(parse("speaker:a one two three four five").node)
    assert isinstance(asked, Boolean)
    (group,) = (child for child in asked.must if isinstance(child, Boolean))
    *_, row = group.should
    assert isinstance(row, Match)
    assert (row.implied, row.speakers) == (True, (Word("a", "a", exact=True),))


@pytest.mark.parametrize(
    ("query", "kinds", "rendered"),
    [
        ("speaker:", {"empty-field"}, "speaker"),
        ('speaker:"', {"empty-field", "unclosed-quote"}, "speaker"),
        ('speaker:"" x', {"empty-phrase"}, "x"),
        ("speaker:()", {"empty-group"}, ""),
        ("SPEAKER:Ann^2 x", {"bad-boost"}, "speaker:ann AND x"),
        ("speaker:a?b* x", set(), "speaker:a?b* AND x"),
        ("(speaker:a speaker:b", {"unbalanced-parenthesis"}, "speaker:a OR speaker:b"),
    ],
)
def test_odd_speakers_are_read_as_something(query: str, kinds: set[str], rendered: str) -> None:
    """No text after speaker: is an error; what is no name is said."""
    node, notes = parse(query)
    assert kinds <= {note.kind for note in notes}
    assert render(node) == rendered
