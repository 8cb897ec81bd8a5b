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
from searcher.corpus.entities.names import key
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
_AGE: tuple[Vote, ...] = (("person", 2.0),)
_ARTICLE: tuple[Vote, ...] = (("person", -0.7), ("place", -0.7))  # a Cybertruck
_DEFINITE: tuple[Vote, ...] = (("person", -1.0),)  # the Taliban
_BEFORE = re.compile(r"([\w'’-]+)(?: (of))?(?: the)? \W?$", re.ASCII)
_POINTING_BACK = re.compile(r"(?:of )?(?:the )?\W?$", re.ASCII)  # the word before these counts
_BEFORE_CHARS = 28
# The next word, or an age. An age may begin with a word.
_AFTER = re.compile(r"(['’]s)?,? ([a-z]+)|,? \(?(?:aged? )?\d\d[,)]")
_AGED = re.compile(r",? aged? \d\d[,)]")
_AGE_WORDS = ("age", "aged")
_LETTERS_AFTER = re.compile(r"(?:['’]s)?,? ([a-z]+)")
_AFTER_CHARS = 5  # enough to know for most words that they are none of those that vote
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
                surface = name.lower() if name.isascii() and name.isalpha() else key(name)
                is_open = not letter or letter not in "BKL" or _is_open(letter, name)
                found.append((start, end, surface, votes, is_open))
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


def of_neighbours(text: str, start: int, end: int) -> tuple[Vote, ...]:
    """Return what the words before and after text[start:end] say about the name there."""
    votes = _of_before(text, start) if start else ()
    return votes + _of_after(text, end) if _may_vote[text[end : end + _AFTER_CHARS]] else votes


def _of_after(text: str, end: int) -> tuple[Vote, ...]:
    """Return what the text says about a name that ends there."""
    after = _AFTER.match(text, end)
    if after is None:
        return ()
    possessive, word = after.groups()
    if word is None or (word in _AGE_WORDS and _AGED.match(text, end)):
        return _AGE
    kind = load_lexicon().after.get(word)
    if kind is None or (kind == "person" and possessive):
        return ()
    return ((kind, _AFTER_WEIGHT[kind]),)


def _vote_may_follow(start: str) -> bool:
    """Return whether text after a name may vote that starts so."""
    letters = _LETTERS_AFTER.fullmatch(start)
    return letters[1] in _beginnings() if letters else start.startswith((" ", ",", "'", "’"))


@cache
def _beginnings() -> frozenset[str]:
    """Return the beginnings of the words that vote after a name."""
    words = (*load_lexicon().after, *_AGE_WORDS)
    return frozenset(word[:chars] for word in words for chars in range(1, _AFTER_CHARS))


_may_vote = Remembered(_vote_may_follow, _CACHED_WORDS)


def _of_before(text: str, start: int) -> tuple[Vote, ...]:
    """Return what the text that ends where a name starts says about it."""
    window = start - _BEFORE_CHARS if start > _BEFORE_CHARS else 0
    at = text.rfind(" ", window, start - 1) + 1
    while at:
        votes = _of_words_before[text[at:start]]
        if votes is not None:
            return votes
        at = text.rfind(" ", window, at - 1) + 1
    return _of_context(text[window:start])


def _votes_of_words_before(words: str) -> tuple[Vote, ...] | None:
    """Return what words after a space say, or None where it depends on the word before the space."""
    word = words[:-1]
    if words == f"{word} " and word.isalpha() and word.isascii():
        return None if word in ("of", "the") else _of_word(word.lower())
    if " " not in words and len(words) > 2:
        return ()  # no space before the name
    return None if _POINTING_BACK.match(words) else _of_context(words)


_of_words_before = Remembered(_votes_of_words_before, _CACHED_WORDS)


def _of_context(context: str) -> tuple[Vote, ...]:
    """Return what the text before a name says about it."""
    before = _BEFORE.search(context)
    if before is None:
        return ()
    word = before[1].lower()
    if before[2]:
        lexicon = load_lexicon()
        return ((lexicon.of[word], _OF_PLACE_WEIGHT),) if word in lexicon.of else ()
    return _of_word(word)


def _of_word(word: str) -> tuple[Vote, ...]:
    """Return what the word before a name says about it."""
    lexicon = load_lexicon()
    if kind := lexicon.before.get(word):
        return ((kind, _BEFORE_WEIGHT[kind]),)
    if word in lexicon.article:
        return _ARTICLE
    return _DEFINITE if word == "the" else ()
