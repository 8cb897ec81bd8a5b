import pytest

from searcher.query.nodes import Boolean, DateRange, Filter, Node, Nothing, Phrase, Word
from searcher.query.options import combine
from searcher.query.parser import parse


def show(node: Node) -> str:
    """Filters and ranges of a tree on one line."""
    if isinstance(node, Boolean):
        must = " & ".join(sorted(map(show, node.must)))
        return f"({must or ' | '.join(sorted(map(show, node.should)))})"
    if isinstance(node, Filter):
        words = node.unit.elements if isinstance(node.unit, Phrase) else (node.unit,)
        return f"{node.field}:" + " ".join(word.form for word in words if isinstance(word, Word))
    if isinstance(node, DateRange):
        return f"{node.first or ''}..{node.last or ''}"
    return "nothing" if isinstance(node, Nothing) else "word"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, "word"),
        ({"source": "The Moscow Times"}, "(source:the moscow times & word)"),
        ({"source": ["Newsweek", "CNN"]}, "((source:cnn | source:newsweek) & word)"),
        ({"entity": ["Putin", "Kadyrov"]}, "(entities:kadyrov & entities:putin & word)"),
        ({"since": "2022-09"}, "(2022-09-01.. & word)"),
        ({"until": "2022"}, "(..2022-12-31 & word)"),
        ({"since": "2022-09-02", "until": "2022-09-03"}, "(2022-09-02..2022-09-03 & word)"),
        ({"source": 'the "Times"'}, "(source:the times & word)"),
    ],
    ids=str,
)
def test_options_narrow_a_query(options: dict[str, str], expected: str) -> None:
    """Options are what the query language could have said: any of the sources, all of the entities."""
    node = combine(parse("text:word"), **options).node
    assert show(node) == expected


def test_options_alone_are_a_query() -> None:
    """Without words the options are the query, and nothing is noted about an empty one."""
    parsed = combine(parse(""), source="Newsweek")
    assert show(parsed.node) == "source:newsweek"
    assert parsed.notes == ()


def test_name_without_a_word_matches_nothing() -> None:
    """A source of signs alone is not forgotten: nothing has such a name."""
    assert show(combine(parse("text:word"), source="!!!").node) == "(source: & word)"


@pytest.mark.parametrize("day", ["yesterday", "2022-13", "2022-02-30", ""])
def test_date_that_is_none_is_an_error(day: str) -> None:
    """A date that is none is the caller's mistake, unlike one in a query."""
    with pytest.raises(ValueError, match="is no date such as 2022, 2022-09 or 2022-09-15"):
        combine(parse("word"), since=day)
