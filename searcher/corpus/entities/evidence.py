"""Evidence: what the words of a name and the words around it say about its type.

text, Runs → Candidates with votes

A vote is a type and a weight; weights are added over all mentions of a surface, and 1 is enough for an
entity (rules.py). They were chosen by hand on the training halves of public sets (GUM, WikiGold, re3d).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from searcher.corpus.entities.folding import fold
from searcher.corpus.entities.grammar import Part, parse
from searcher.corpus.entities.lexicon import Lexicon
from searcher.corpus.entities.scan import Run
from searcher.records import EntityType

Vote = tuple[EntityType, float]

# What the form of a name says, as the grammar tells it.
_OF_FORM: dict[str, Vote] = {
    "company": ("organisation", 4.0),
    "organisation_of": ("organisation", 3.0),
    "organisation": ("organisation", 2.5),
    "titled": ("person", 3.5),
    "place_of": ("place", 2.5),
    "place": ("place", 2.5),
    "direction": ("place", 2.0),
}
# What the class letters of a bare name say: pattern, number of words to keep (None: all), vote.
_OF_LETTERS: tuple[tuple[str, int | None, Vote | None], ...] = (
    (r"[IJ]+$|.{7}", 0, None),  # initials alone; a list without commas
    (r"L$", None, ("place", 2.5)),
    (r"H$", None, ("place", 0.8)),
    (r"K$", None, ("organisation", 3.0)),
    (r"A$", None, ("organisation", 1.5)),
    (r"G$", None, ("person", 0.8)),
    (r"[BWN]$", None, None),
    (r"[GI].", None, ("person", 2.5)),
    (r"K.", 1, ("organisation", 3.0)),  # Google Maps
    (r"A.", 1, ("organisation", 1.0)),
    (r"LL", 1, ("place", 2.0)),
    (r"[LH].", None, ("organisation", 0.5)),
    (r".*[IJ]", None, ("person", 2.0)),
    (r".*[AN]", None, ("organisation", 0.5)),
    (r"", None, ("person", 1.2)),
)
_LETTERS = tuple((re.compile(pattern), kept, vote) for pattern, kept, vote in _OF_LETTERS)

# What the neighbours say (word lists: before_…, of_place and after_… in words.txt).
_BEFORE_WEIGHT = {"person": 2.0, "organisation": 1.8, "place": 1.3}
_AFTER_WEIGHT = {"person": 1.5, "organisation": 1.5, "place": 2.0}
_OF_PLACE_WEIGHT = 1.5
_AGE_WEIGHT = 2.0
_ARTICLE: tuple[Vote, ...] = (("person", -0.7), ("place", -0.7))  # a Cybertruck
_DEFINITE: tuple[Vote, ...] = (("person", -1.0),)  # the Taliban
_BEFORE = re.compile(r"([\w'’-]+)(?: (of))?(?: the)? \W?$", re.ASCII)
_BEFORE_CHARS = 28
_AFTER = re.compile(r"(['’]s)?,? ([a-z]+)")
_AGE = re.compile(r",? \(?(?:aged? )?\d\d[,)]")
_NAME_CHARS = 100  # what is longer is a list that lost its commas


class Candidate(NamedTuple):
    """A name as written, text[start:end], with the votes of its form and its surroundings."""

    start: int
    end: int
    votes: tuple[Vote, ...]


def candidates(text: str, runs: list[Run], lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield the candidates of all runs, in order."""
    for run in runs:
        for part in parse(run.shape):
            candidate = _candidate(text, run, part, lexicon)
            if candidate is not None and candidate.end - candidate.start <= _NAME_CHARS:
                yield candidate


def _candidate(text: str, run: Run, part: Part, lexicon: Lexicon) -> Candidate | None:
    words = [run.words[number] for number in run.at[part.start : part.end] if number >= 0]
    vote = _OF_FORM.get(part.form)
    if vote is None:
        letters = "".join(word.letter for word in words)
        kept, vote = _of_letters(letters, text[words[0].start : words[0].end], lexicon)
        words = words[:kept]
        if not words:
            return None
    start, end = words[0].start, words[-1].end
    votes = [vote] if vote else []
    if len(words) > 1 or _is_open(words[0].letter, text[start:end]):
        votes += _of_neighbours(text, start, end, lexicon)
    return Candidate(start, end, tuple(votes))


def _is_open(letter: str, name: str) -> bool:
    """Return whether the neighbours of a single word may tell its type.

    They may not for a known name of several words, whose type is certain, nor for a common word,
    which only a longer name that ends in it can make a name.
    """
    return letter != "B" and not (letter in "KL" and " " in name)


def _of_letters(letters: str, first: str, lexicon: Lexicon) -> tuple[int | None, Vote | None]:
    """Return how many words of a bare name to keep (None: all), and the vote of its letters."""
    if len(letters) > 1 and letters[0] in "LH" and fold(first) in lexicon.given:
        letters = "G" + letters[1:]  # Paris Hilton
    return next((kept, vote) for pattern, kept, vote in _LETTERS if pattern.match(letters))


def _of_neighbours(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Vote]:
    """Yield what the word before and the word after say."""
    if before := _BEFORE.search(text, max(0, start - _BEFORE_CHARS), start):
        word = before[1].lower()
        if before[2]:
            if word in lexicon.of:
                yield lexicon.of[word], _OF_PLACE_WEIGHT
        elif word in lexicon.before:
            kind = lexicon.before[word]
            yield kind, _BEFORE_WEIGHT[kind]
        elif word in lexicon.article:
            yield from _ARTICLE
        elif word == "the":
            yield from _DEFINITE
    if _AGE.match(text, end):
        yield "person", _AGE_WEIGHT
    elif after := _AFTER.match(text, end):
        neighbour = lexicon.after.get(after[2])
        if neighbour and not (after[1] and neighbour == "person"):
            yield neighbour, _AFTER_WEIGHT[neighbour]
