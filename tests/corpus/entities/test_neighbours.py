"""What stands around a name is judged as the plain rules judge it, whatever was remembered before."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from searcher.corpus.entities.evidence import of_neighbours
from searcher.corpus.entities.lexicon import load_lexicon

PARTS = (
    "of the The a an in near said told mayor President Gov. No. U.S. J. al- village city 45 “ ” ' ’ \" ( ) < "
    "- – . … , : ; ! 's ’s age aged wrote et it é x"
)
TEXTS = st.lists(st.sampled_from([*PARTS.split(), " ", "  ", "\n", "\n\n", "\u00a0"])).map(
    "".join
) | st.lists(st.sampled_from(PARTS.split())).map(" ".join)


def votes_before(text: str) -> list[tuple[str, float]]:
    """Return what a text says about a name that begins where it ends, by one expression."""
    before = re.search(r"([\w'’-]+)(?: (of))?(?: the)? \W?$", text[-28:], re.ASCII)
    if before is None:
        return []
    lexicon = load_lexicon()
    word = before[1].lower()
    if before[2]:
        return [(lexicon.of[word], 1.5)] if word in lexicon.of else []
    if kind := lexicon.before.get(word):
        return [(kind, {"person": 2.0, "organisation": 1.8, "place": 1.3}[kind])]
    if word in lexicon.article:
        return [("person", -0.7), ("place", -0.7)]
    return [("person", -1.0)] if word == "the" else []


def votes_after(text: str) -> list[tuple[str, float]]:
    """Return what a text says about a name that ends where it begins, by one expression."""
    after = re.match(r"(['’]s)?,? ([a-z]+)|,? \(?(?:aged? )?\d\d[,)]", text)
    if after is None:
        return []
    if after[2] is None or (after[2] in ("age", "aged") and re.match(r",? aged? \d\d[,)]", text)):
        return [("person", 2.0)]
    kind = load_lexicon().after.get(after[2])
    if kind is None or (kind == "person" and after[1]):
        return []
    return [(kind, {"person": 1.5, "organisation": 1.5, "place": 2.0}[kind])]


@given(TEXTS, TEXTS)
@example("the mayor of the ", ", aged 45, left")
@example("said \n\n", " et al")
@example("a village near “", "’s mayor")
@example("said (\n", " (45)")
def test_neighbours_vote_as_one_expression_says(before: str, after: str) -> None:
    """The last words before a name and the first after it are enough to know all votes."""
    name = "Kadyrov"
    votes = of_neighbours(before + name + after, len(before), len(before + name))
    assert list(votes) == votes_before(before) + votes_after(after)
