"""Trimming: a span as the model marks it, without what is no part of the name.

text of a span, type → parts of it that are names, each with its type

“President Vladimir Putin” names Vladimir Putin, “Texas Gov. Greg Abbott” a place and a person, “Chechens”
nobody. A span's text is judged once and remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from searcher.corpus.entities.folding import fold, unaccent
from searcher.corpus.entities.lexicon import TYPE_OF_NAME, Lexicon
from searcher.corpus.entities.model.forms import TAIL
from searcher.records import EntityType

Part = tuple[int, int, EntityType]

_WORD = re.compile(r"[^\s]+")
_EDGES = " \"'“”‘’()[].,;:!?*-–—/&\u00a0"
_SMALL_EDGES = frozenset(("The", "of", "the", "for", "and", "on", "in", "to", "&", "-", "–", "/", ","))
_TICKER = re.compile(r"[A-Z0-9]{1,6}\.[A-Z]{1,2}")
_PLAIN = frozenset((None, "Q", "P", "B"))  # classes of words that are left where they are
_TRIMMED = frozenset("TDM")  # classes that are left out before a person
_NATION = frozenset("CDQ")
_TOLD = frozenset("TDCSMXOQ")  # classes that tell something here
_APART = re.compile(r"(?<! of)(?<! for)(?<! and)(?<! on)(?<! in)(?<! to)(?<! &) the (?=[A-Z])")
_COMPOUND = re.compile(TAIL + r" (?=\S)")
_OWNER = re.compile(r"['’]s (?=[A-Z])")
_SPAN_CHARS = 120  # what is longer is a list


class Trimmer:
    """Trims spans by what the lexicon says of their words."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def __call__(self, marked: tuple[str, EntityType]) -> tuple[Part, ...]:
        """Return the names in a span: offsets in its text, and types."""
        surface, kind = marked
        if len(surface) > _SPAN_CHARS:
            return ()
        whole = ((0, len(surface), kind),)
        plain = surface.isascii() and surface.replace(" ", "").isalpha()
        if plain and _PLAIN.issuperset(map(self._lexicon.words.get, surface.lower().split())):
            return whole
        if self._lexicon.names.get(unaccent(surface)) in ("K", "L"):
            return whole
        if "." in surface and _TICKER.fullmatch(surface):
            return ()
        if " the " in surface and (apart := _APART.search(surface)):  # CNN the Pentagon
            return (*self((surface[: apart.start()], kind)), *self._behind(surface, apart.end(), kind))
        if (
            kind == "person" and "s " in surface and (owner := _OWNER.search(surface))
        ):  # Chechnya’s Ramzan Kadyrov
            known = self._lexicon.names.get(unaccent(surface[: owner.start()])) == "L"
            place: tuple[Part, ...] = ((0, owner.start(), "place"),) if known else ()
            return (*place, *self._behind(surface, owner.end(), kind))
        if kind != "organisation" and ", " in surface:  # Grozny, Russia
            at = surface.rindex(", ")
            return (*self((surface[:at], kind)), *self._behind(surface, at + 2, kind))
        if "-" in surface and (tail := _COMPOUND.search(surface)):  # Florida-based Falic Group
            bearer = self._bearer(surface[: tail.start()])
            return bearer if kind == "place" else (*bearer, *self._behind(surface, tail.end(), kind))
        if plain:
            words = surface.split()
            letters = list(map(self._letter, words))
            trims = kind == "person" and not _TRIMMED.isdisjoint(letters)
            if not trims and words[0] not in _SMALL_EDGES and words[-1] not in _SMALL_EDGES:
                return self._name(surface, 0, len(surface), kind, letters)
        return self._trim_words(surface, kind)

    def _behind(self, surface: str, at: int, kind: EntityType) -> Iterator[Part]:
        """Yield the names in the rest of a span."""
        return ((first + at, last + at, sort) for first, last, sort in self((surface[at:], kind)))

    def _bearer(self, name: str) -> tuple[Part, ...]:
        """Return the name before the tail of a compound as a part, if it is none of a nation."""
        if self._lexicon.words.get(fold(name)) == "D":
            return ()
        letter = self._lexicon.names.get(unaccent(name), "")
        return ((0, len(name), TYPE_OF_NAME.get(letter, "place")),)

    def _trim_words(self, surface: str, kind: EntityType) -> tuple[Part, ...]:
        """Return the names in a span that is no list."""
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
        if words:
            letters = [letter for _, _, letter in words]
            parts += self._name(surface, words[0][0], words[-1][1], kind, letters)
        return tuple(parts)

    def _name(
        self, surface: str, start: int, end: int, kind: EntityType, letters: Sequence[str]
    ) -> tuple[Part, ...]:
        """Return the name between two offsets, by the classes of its words, if it is one."""
        if _is_nobody(letters) or self._lexicon.names.get(unaccent(surface[start:end])) == "Z":
            return ()
        return ((start, end, "organisation" if letters[-1] == "S" and len(letters) > 1 else kind),)

    def _letter(self, word: str) -> str:
        bare = word.strip(_EDGES)
        letter = self._lexicon.words.get(fold(bare), "W")
        if letter == "C" and (bare.isupper() and len(bare) > 1):
            return "W"
        return letter if letter in _TOLD else "W"

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


def _is_nobody(letters: Sequence[str]) -> bool:
    """Return whether words of these classes name a nation, a day, a war or a prize."""
    if letters[-1] == "X" and "O" not in letters:
        return True
    return letters[-1] != "Q" and _NATION.issuperset(letters)  # West German


def _is_edge(word: str) -> bool:
    """Return whether a word is no part of a name at either end of it."""
    return word in _SMALL_EDGES or not word.strip(_EDGES)
