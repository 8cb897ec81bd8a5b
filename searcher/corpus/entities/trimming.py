"""Trimming: a span as the model marks it, without what is no part of the name.

text of a span, type → parts of it that are names, each with its type

“President Vladimir Putin” names Vladimir Putin, “Texas Gov. Greg Abbott” a place and a person, “Chechens”
nobody. A span's text is judged once and remembered.
"""

from __future__ import annotations

import re

from searcher.corpus.entities.folding import fold, unaccent
from searcher.corpus.entities.lexicon import Lexicon
from searcher.records import EntityType

Part = tuple[int, int, EntityType]

_WORD = re.compile(r"[^\s]+")
_EDGES = " \"'“”‘’()[].,;:!?*-–—/&\u00a0"
_SMALL_EDGES = frozenset(("The", "of", "the", "for", "and", "on", "in", "to", "&", "-", "–", "/", ","))
_TICKER = re.compile(r"[A-Z0-9]{1,6}\.[A-Z]{1,2}")
_PLAIN = "QPB"  # classes of words that are left where they are
_APART = re.compile(r"(?<! of)(?<! for)(?<! and)(?<! on)(?<! in)(?<! to)(?<! &) the (?=[A-Z])")
_OWNER = re.compile(r"['’]s (?=[A-Z])")
_SPAN_CHARS = 120  # what is longer is a list


class Trimmer:
    """Trims spans by what the lexicon says of their words."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def __call__(self, marked: tuple[str, EntityType]) -> tuple[Part, ...]:
        """Return the names in a span: offsets in its text, and types."""
        surface, kind = marked
        if self._lexicon.names.get(unaccent(surface)) in ("K", "L"):
            return ((0, len(surface), kind),)
        if len(surface) > _SPAN_CHARS or _TICKER.fullmatch(surface):
            return ()
        if apart := _APART.search(surface):  # CNN the Pentagon
            at = apart.end()
            rest = self((surface[at:], kind))
            before = self((surface[: apart.start()], kind))
            return (*before, *((first + at, last + at, sort) for first, last, sort in rest))
        if kind == "person" and (owner := _OWNER.search(surface)):  # Chechnya’s Ramzan Kadyrov
            at = owner.end()
            rest = self((surface[at:], kind))
            known = self._lexicon.names.get(unaccent(surface[: owner.start()])) == "L"
            return (
                *(((0, owner.start(), "place"),) if known else ()),
                *((first + at, last + at, sort) for first, last, sort in rest),
            )
        if kind != "organisation" and ", " in surface:  # Grozny, Russia
            left, _, right = surface.rpartition(", ")
            at = len(left) + 2
            return (
                *self((left, kind)),
                *((first + at, last + at, sort) for first, last, sort in self((right, kind))),
            )
        if surface.isascii() and surface.replace(" ", "").isalpha():
            letters = map(self._lexicon.words.get, surface.lower().split())
            if all(letter is None or letter in _PLAIN for letter in letters):
                return ((0, len(surface), kind),)
        words = [(match.start(), match.end(), self._letter(match[0])) for match in _WORD.finditer(surface)]
        words = self._without_edges(surface, words)
        parts: list[Part] = []
        if kind == "person":
            titles = [
                number
                for number, (start, end, letter) in enumerate(words)
                if letter == "T"
                and (not number or surface[start:end] not in self._lexicon.family)  # Luther King
            ]
            if titles and titles[-1] < len(words) - 1:
                ahead = self._without_edges(surface, words[: titles[0]])
                place = surface[ahead[0][0] : ahead[-1][1]] if ahead else ""
                if place and self._lexicon.names.get(unaccent(place)) in ("L", "H"):
                    parts.append((ahead[0][0], ahead[-1][1], "place"))
                words = self._without_edges(surface, words[titles[-1] + 1 :])
            while len(words) > 1 and words[0][2] in "DM":
                words = words[1:]
        if words and not self._is_nobody([letter for _, _, letter in words]):
            start, end = words[0][0], words[-1][1]
            name = unaccent(surface[start:end])
            if self._lexicon.names.get(name) != "Z":
                if words[-1][2] == "S" and len(words) > 1:
                    kind = "organisation"
                parts.append((start, end, kind))
        return tuple(parts)

    def _is_nobody(self, letters: list[str]) -> bool:
        """Return whether words name a nation, a day, a war or a prize."""
        if letters[-1] == "X" and "O" not in letters:
            return True
        return all(letter in "CDQ" for letter in letters) and letters[-1] != "Q"  # West German

    def _letter(self, word: str) -> str:
        bare = word.strip(_EDGES)
        letter = self._lexicon.words.get(fold(bare), "W")
        if letter == "C" and (bare.isupper() and len(bare) > 1):
            return "W"
        return letter if letter in "TDCSMXOQ" else "W"

    def _without_edges(self, surface: str, words: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
        """Return the words without small words and marks at either end."""
        first, last = 0, len(words)
        while first < last and _is_edge(surface[slice(*words[first][:2])]):
            first += 1
        while first < last and _is_edge(surface[slice(*words[last - 1][:2])]):
            last -= 1
        words = words[first:last]
        if words:
            start, end, letter = words[0]
            text = surface[start:end]
            words[0] = (start + len(text) - len(text.lstrip(_EDGES)), end, letter)
            start, end, letter = words[-1]
            text = surface[start:end]
            stripped = text.rstrip(_EDGES)
            end = start + len(stripped)
            if "." in stripped and surface[end : end + 1] == ".":
                end += 1  # U.S.
            words[-1] = (start, end, letter)
        return words


def _is_edge(word: str) -> bool:
    """Return whether a word is no part of a name at either end of it."""
    return word in _SMALL_EDGES or not word.strip(_EDGES)
