"""Explanations on a terminal: a tree that is further in with every step, no line too wide."""

from __future__ import annotations

from searcher.query.explanation import Explanation, counted, multiplied, summed
from searcher.query.reading import Forms, Reading, Term
from searcher.records import FacetCount
from searcher.ui.explained import explanation_lines, reading_lines

TREE = summed(
    "score",
    [
        multiplied(
            "“lamp”", [Explanation(2.0, "idf", (Explanation(1200, "N, articles"),)), counted("f", [0.5])]
        ),
        Explanation(0.25, "“lamp” close to “house”"),
    ],
)


def test_a_tree_is_drawn_from_its_root() -> None:
    """Each number has a line, those it is made of below it and further in; counts are whole numbers."""
    assert list(explanation_lines(TREE, 60, "    ")) == [
        "    1.2500  score: sum of",
        "      1.0000  “lamp”: product of",
        "        2.0000  idf",
        "          1,200  N, articles",
        "        0.5000  f, 1 place, weighed by form",
        "      0.2500  “lamp” close to “house”",
    ]


def test_long_lines_go_on_below_their_words() -> None:
    """What does not fit a line goes on in the next one, behind the number."""
    drawn = list(explanation_lines(TREE, 30))
    assert drawn[4:7] == [
        "    0.5000  f, 1 place,",
        "            weighed by form",
        "  0.2500  “lamp” close to",
    ]
    assert all(len(line) <= 30 for line in drawn)


def test_a_reading_is_a_table() -> None:
    """The query as it was read, then articles, idf and name of each term, and the forms of a pattern."""
    some = Forms("lamp*", 3, 2, (FacetCount("lamp", 1200), FacetCount("lamps", 2)))
    every = Forms("hous?", 1, 1, (FacetCount("house", 9),))
    reading = Reading(
        '"lamp* hous?" lamp*^2',
        (Term('"lamp* hous?"', 7, 3.5, False, (some, every)), Term("lamp*^2", 1201, 0.25, True, (some,))),
    )
    assert list(reading_lines(reading, 140)) == [
        'read as "lamp* hous?" lamp*^2',
        "  articles     idf  term",
        '         7  3.5000  "lamp* hous?": lamp* 3 forms, 2 of them looked for, lamp 1,200, lamps 2, …; '
        "hous? 1 form, house 9",
        "     1,201  0.2500  lamp*^2 (implied): 3 forms, 2 of them looked for, lamp 1,200, lamps 2, …",
    ]


def test_a_query_without_words_reads_as_nothing() -> None:
    """There is a line even when nothing was asked."""
    assert list(reading_lines(Reading("", ()), 80)) == ["read as nothing"]
