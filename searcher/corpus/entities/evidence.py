"""Evidence: what the words of a name and the words around it say about its type.

text, Runs → Pieces; text, span of a name → votes of its neighbours

A vote is a type and a weight; weights are added over all mentions of a surface, and 1 is enough for an
entity (rules.py). They were chosen by hand on the training halves of public sets (GUM, WikiGold, re3d).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from searcher.corpus.entities.folding import fold
from searcher.corpus.entities.grammar import Part, parse
from searcher.corpus.entities.lexicon import Lexicon, load_lexicon
from searcher.corpus.entities.names import keys
from searcher.corpus.entities.remembering import Remembered
from searcher.corpus.entities.scan import Run
from searcher.records import EntityType

Vote = tuple[EntityType, float]

# What the form of a name says, as the grammar tells it.
_OF_FORM: dict[str, tuple[Vote, ...]] = {
    "company": (("organisation", 4.0),),
    "organisation_of": (("organisation", 3.0),),
    "organisation": (("organisation", 2.5),),
    "titled": (("person", 3.5),),
    "place_of": (("place", 2.5),),
    "place": (("place", 2.5),),
    "direction": (("place", 2.0),),
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
_AGE: Vote = ("person", 2.0)
_ARTICLE: tuple[Vote, ...] = (("person", -0.7), ("place", -0.7))  # a Cybertruck
_DEFINITE: tuple[Vote, ...] = (("person", -1.0),)  # the Taliban
_BEFORE = re.compile(r"([\w'’-]+)(?: (of))?(?: the)? \W?$", re.ASCII)
_BEFORE_CHARS = 28
_POINTING_BACK = ("of", "the")  # the word before these counts
# The next word, or an age. An age may begin with a word.
_AFTER = re.compile(r"(['’]s)?,? ([a-z]+)|,? \(?(?:aged? )?\d\d[,)]")
_AGED = re.compile(r",? aged? \d\d[,)]")
_AGE_WORDS = ("age", "aged")
_CACHED_WORDS = 8_192
_CACHED_SHAPES = 16_384
_NAME_CHARS = 100  # what is longer is a list that lost its commas


Piece = tuple[int, int, str, tuple[Vote, ...], bool]
"""A name as written, text[start:end], and what it says by itself: start, end, surface (names.key), the vote
of its form (one or none), and whether its neighbours may vote (`of_neighbours`)."""


_Plan = tuple[int, int, tuple[Vote, ...], str]
"""A name in a run: number of its first and of its last word, the vote of its form (one or none), and the
class of its only word ("" when there are several)."""


def pieces(text: str, runs: Iterable[Run], lexicon: Lexicon) -> list[Piece]:
    """Return the names in the runs of a text, in order."""
    found = []
    for words, shape in runs:
        for plan, if_given in _plans(shape):
            first, last, votes, letter = plan
            if if_given is not None:
                start, end, _ = words[first]
                if fold(text[start:end]) in lexicon.given:
                    _, last, votes, letter = if_given  # Paris Hilton
            start = words[first][0]
            end = words[last][1]
            if end - start <= _NAME_CHARS:
                name = text[start:end]
                found.append((start, end, keys[name], votes, _is_open(letter, name)))
    return found


@lru_cache(maxsize=_CACHED_SHAPES)
def _plans(shape: str) -> tuple[tuple[_Plan, _Plan | None], ...]:
    """Return the plan of each name in a shape, and, where it matters, that of a name with a given name."""
    plans = []
    for part in parse(shape):
        first = sum(map(str.isupper, shape[: part.start]))
        letters = "".join(filter(str.isupper, shape[part.start : part.end]))
        plan = _plan(first, letters, part)
        if plan is not None:
            may_be_given = part.form == "bare" and len(letters) > 1 and letters[0] in "LH"
            plans.append((plan, _plan(first, "G" + letters[1:], part) if may_be_given else None))
    return tuple(plans)


def _plan(first: int, letters: str, part: Part) -> _Plan | None:
    votes = _OF_FORM.get(part.form)
    count = len(letters)
    if votes is None:
        kept, votes = _of_letters(letters)
        if kept is not None:
            count = min(count, kept)
    return (first, first + count - 1, votes, letters[0] if count == 1 else "") if count else None


def _is_open(letter: str, name: str) -> bool:
    """Return whether the neighbours may tell the type of a name, of one word if it has a letter.

    They may not for a known name of several words, whose type is certain, nor for a common word,
    which only a longer name that ends in it can make a name.
    """
    return not letter or (letter != "B" and not (letter in "KL" and " " in name))


@cache  # the letters of a run: few and short
def _of_letters(letters: str) -> tuple[int | None, tuple[Vote, ...]]:
    """Return how many words of a bare name to keep (None: all), and the vote of its letters, if any."""
    kept, vote = next((kept, vote) for pattern, kept, vote in _LETTERS if pattern.match(letters))
    return kept, (vote,) if vote else ()


def of_neighbours(text: str, start: int, end: int, kinds_after: dict[str, EntityType]) -> tuple[Vote, ...]:
    """Return what the words before and after text[start:end] say about the name there.

    Args:
        text: the document.
        start, end: of the name.
        kinds_after: `Lexicon.after`.
    """
    votes = _of_before(text, start)
    after = _AFTER.match(text, end)
    if after is None:
        return votes
    word = after[2]
    kind = kinds_after.get(word)
    if kind is None:
        is_age = word is None or (word in _AGE_WORDS and _AGED.match(text, end))
        return (*votes, _AGE) if is_age else votes
    if kind == "person" and after[1]:
        return votes
    return *votes, (kind, _AFTER_WEIGHT[kind])


def _of_before(text: str, start: int) -> tuple[Vote, ...]:
    """Return what the text that ends where a name starts says about it."""
    window = start - _BEFORE_CHARS if start > _BEFORE_CHARS else 0
    # Most often that is told by the last word, or the one before "of" or "the".
    at = text.rfind(" ", window, start - 1) + 1
    word = text[at : start - 1] if 0 < at < start and text[start - 1] == " " else ""
    table = _of_word_before
    if word in _POINTING_BACK:
        if word == "of":
            table = _of_word_before_of
        end = at - 1
        at = text.rfind(" ", window, end) + 1
        word = text[at:end] if at else ""
        if word in _POINTING_BACK:
            word = ""
    if word.isalpha() and word.isascii():
        return table[word.lower()]
    return _of_context(text[window:start])


def _of_context(context: str) -> tuple[Vote, ...]:
    """Return what the text before a name says about it."""
    before = _BEFORE.search(context)
    if before is None:
        return ()
    return (_of_word_before_of if before[2] else _of_word_before)[before[1].lower()]


def _vote_of_word_before(word: str) -> tuple[Vote, ...]:
    lexicon = load_lexicon()
    if kind := lexicon.before.get(word):
        return ((kind, _BEFORE_WEIGHT[kind]),)
    if word in lexicon.article:
        return _ARTICLE
    return _DEFINITE if word == "the" else ()


def _vote_of_word_before_of(word: str) -> tuple[Vote, ...]:
    lexicon = load_lexicon()
    return ((lexicon.of[word], _OF_PLACE_WEIGHT),) if word in lexicon.of else ()


_of_word_before = Remembered(_vote_of_word_before, _CACHED_WORDS)
_of_word_before_of = Remembered(_vote_of_word_before_of, _CACHED_WORDS)
