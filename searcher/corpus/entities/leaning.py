"""Leaning: which type a name leans to by its words alone, whatever stands around it.

name → type, votes

Moscow is a place, Acme Ltd and the Ministry of Culture are organisations, Lake Victoria is a place and
anyone whose first name is Vladimir a person; so says the lexicon, and the document pass counts it as votes.
"""

from __future__ import annotations

from searcher.corpus.entities.folding import fold, unaccent
from searcher.corpus.entities.lexicon import TYPE_OF_NAME, Lexicon
from searcher.records import EntityType

Lean = tuple[EntityType, float] | None

_KNOWN, _COMPANY, _BODY, _LANDMARK, _PERSON = 1.0, 3.0, 1.0, 1.0, 0.7

_NO_PERSON = frozenset("SOPXD")


class Leaning:
    """Judges names by a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def __call__(self, name: str) -> Lean:
        """Return the type a name leans to, and how much, in mentions that say so."""
        lexicon = self._lexicon
        plain = unaccent(name)
        known = lexicon.names.get(plain)
        if known is None and plain.startswith("the "):
            known = lexicon.names.get(plain[4:])
        if known in TYPE_OF_NAME:
            return TYPE_OF_NAME[known], _KNOWN
        words = fold(plain).split()
        if len(words) < 2:
            return None
        letters = [lexicon.words.get(word.strip(".,"), "") for word in words]
        if letters[-1] == "S":
            return "organisation", _COMPANY
        if "O" in letters:
            return "organisation", _BODY
        if "P" in (letters[0], letters[-1]):
            return "place", _LANDMARK
        if words[0] in lexicon.given and _NO_PERSON.isdisjoint(letters):
            return "person", _PERSON
        return None
