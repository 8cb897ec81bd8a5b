"""Crossing: what was asked may stand half in one passage and half in the next.

    passage + places in its document → the passage, with the whole sentence beyond a border that they cross

Passages end where sentences do, so a single word never needs this; words in a row do, when a sentence ends
among them.
"""

from __future__ import annotations

from typing import NamedTuple

from searcher.analysis import analyze
from searcher.analysis.sentences import sentences
from searcher.query.top_docs import ShownPassage, Standing
from searcher.records import Passage


class Places(NamedTuple):
    """Positions of places: those in a passage, and those in the ones before and behind it.

    The firsts are there when places that stand side by side go on in each other, too.
    """

    own_lasts: list[int]
    lasts_before: list[int]
    own_firsts: list[int] | None = None
    firsts_behind: list[int] | None = None


def grown(standing: Standing, number: int, places: Places, shown: ShownPassage) -> ShownPassage:
    """A passage with the sentences beyond its borders that places go on in; itself when none does.

    Args:
        number: of the document in the standing; shown: the passage.
        places: where the query stands in it and in its neighbours.
    """
    passage, begin, beyond = shown
    latest, before = max(places.own_lasts), max(places.lasts_before, default=-2)
    goes_on, comes_in = latest >= beyond, before >= begin
    if places.own_firsts and places.firsts_behind is not None:
        goes_on |= latest == beyond - 1 and min(places.firsts_behind, default=-2) == beyond
        comes_in |= before == begin - 1 and min(places.own_firsts) == begin
    if not (goes_on or comes_in):
        return shown
    start, end = passage.start, passage.end
    if comes_in:
        ((neighbour, first, _),) = standing.passages([(number, passage.ordinal - 1)])
        spans = sentences(neighbour.text)
        if spans:
            start = neighbour.start + spans[-1].start
            begin = first + _tokens(neighbour.text[: spans[-1].start])
    if goes_on:
        ((neighbour, _, _),) = standing.passages([(number, passage.ordinal + 1)])
        spans = sentences(neighbour.text)
        if spans:
            end = neighbour.start + spans[0].end
            beyond += _tokens(neighbour.text[: spans[0].end])
    (document,) = standing.documents([number])
    return Passage(passage.ordinal, start, end, document.text[start:end]), begin, beyond


def _tokens(text: str) -> int:
    """Positions that a text takes."""
    return max((token.last + 1 for token in analyze(text)), default=0)
