from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest

from searcher.query.nodes import (
    Boolean,
    DateRange,
    Filter,
    Match,
    Node,
    Word,
    boolean,
    filters,
    match,
    matches,
    word,
)
from searcher.records import Span

AT = Span(3, 6)
WORD = Word("us", "us", "US", False, "U.S.", AT)
MATCH = Match(WORD, "text", 2.0, AT)
BOOLEAN = Boolean((MATCH,), (), (), AT)


@pytest.mark.parametrize(
    ("quick", "plain"),
    [
        (word("us", "us", "US", False, "U.S.", AT), WORD),
        (match(WORD, "text", 2.0, AT), MATCH),
        (boolean((MATCH,), (), (), AT), BOOLEAN),
    ],
    ids=["word", "match", "boolean"],
)
def test_node_made_quickly_is_the_node(quick: Word | Node, plain: Word | Node) -> None:
    """A node made the quick way is like any other: equal, frozen, and fit to be copied and pickled."""
    assert type(quick) is type(plain)
    assert repr(quick) == repr(plain)
    for same in (quick, copy.copy(quick), pickle.loads(pickle.dumps(quick)), dataclasses.replace(quick)):
        assert same == plain
        assert hash(same) == hash(plain)
    with pytest.raises(dataclasses.FrozenInstanceError):
        quick.at = Span(0, 0)  # type: ignore[misc] # that is the point


def test_word_and_match_that_ask_for_other_things_differ() -> None:
    """Equal hashes do not make equal nodes: form, stem, case, exactness, field and weight all count."""
    others = [("us", "us", None, False), ("us", "us", "US", True), ("us", "u", "US", False)]
    words = [WORD, *(Word(*other) for other in others)]
    leaves = [MATCH, Match(WORD), Match(WORD, "headline", 2.0), Match(WORD, "text", 1.0)]

    assert len(set(words)) == len(words)
    assert len(set(leaves)) == len(leaves)


def test_matches_and_filters_come_in_query_order_without_excluded_ones() -> None:
    """Scored matches and filters are told in the order of the query, whatever group they stand in."""
    leaves = [Match(Word(form, form), at=Span(at, at + 1)) for at, form in enumerate("abcd")]
    source = Filter("source", Word("x", "x"), Span(5, 6))
    days = DateRange("2022-01-01", None, Span(4, 5))
    inner = Boolean(must=(leaves[1],), must_not=(leaves[2],), at=Span(1, 3))
    node = Boolean(must=(leaves[3], source), should=(leaves[0], inner, days), at=Span(0, 6))

    assert [leaf.unit for leaf in matches(node)] == [leaves[at].unit for at in (0, 1, 3)]
    assert list(filters(node)) == [days, source]
    assert list(matches(source)) == []
    assert list(filters(source)) == [source]
