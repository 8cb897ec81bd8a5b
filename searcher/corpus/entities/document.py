"""The document pass: what a whole text says about the names that the model marked in it.

spans of a text, as the model marks them → spans of names, one type a surface

The model judges each run by itself. Here the names of a text vote for the type of each (voting.py); a word
the model passed over that names something elsewhere in the text, or is known to anyone, names it here as
well; and what stands in capitals alone is a name only if the rest of the text, or anyone, knows it. What a
name says by itself is remembered. Cost: linear in mentions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from searcher.corpus.entities.folding import fold, unaccent
from searcher.corpus.entities.leaning import Leaning
from searcher.corpus.entities.lexicon import TYPE_OF_NAME, Lexicon
from searcher.corpus.entities.model.features import SHOUT
from searcher.corpus.entities.names import Found, key, write, writings
from searcher.corpus.entities.particles import Marked, begin, join
from searcher.corpus.entities.remembering import Remembered
from searcher.corpus.entities.trimming import Trimmer
from searcher.corpus.entities.voting import Name, elect, outnumbered, vote
from searcher.records import ENTITY_TYPES, EntityType

_CACHED = 131_072
_POSSESSIVES = ("'s", "’s")

_Mention = tuple[int, int, Name, int]  # start, end, name, sort of its line


class DocumentPass:
    """Settles the types of the names of a text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._trim = Trimmer(lexicon)
        self._lean = Leaning(lexicon)
        kinds: tuple[EntityType | None, ...] = (None, *ENTITY_TYPES)
        self._parts = {kind: Remembered(partial(self._find_parts, kind), _CACHED) for kind in kinds}
        self._names = {kind: Remembered(partial(self._describe, kind), _CACHED) for kind in ENTITY_TYPES}

    def settle(self, text: str, marked: Sequence[Marked]) -> list[Found]:
        """Return the names of a text, in order.

        Args:
            text: the document.
            marked: in order, apart.
        """
        mentions = self._mentions(text, marked)
        times = Counter([name for _, _, name, line in mentions if line != SHOUT or name.type is None])
        ballots = vote(times)
        types = {surface: elect(ballot) for surface, ballot in ballots.items()}
        passed = outnumbered(times, ballots)
        found: list[Found] = []
        for start, end, name, line in mentions:
            kind = types.get(name.surface)
            if kind is None:
                if name.type is not None or line == 0:
                    kind = self._known(text[start:end])
            elif name.type is None and name.surface in passed:
                kind = None
            if kind is None:
                continue
            writing = name.writing
            if writing is None or kind != name.type:
                writing = writings[text[start:end], kind]
            if kind == "person":
                first = begin(text, start, found[-1][1] if found else 0)
                if first < start:
                    start, writing = first, writings[text[first:end], kind]
            found.append((start, end, writing))
        return found

    def _mentions(self, text: str, marked: Sequence[Marked]) -> list[_Mention]:
        """Return the names in the spans of a text, and the words passed over."""
        mentions = []
        parts = self._parts
        for start, end, kind, line in join(text, marked):
            for first, last, name in parts[kind][text[start:end]]:
                stop = start + last
                if name.possessives is not None and text[stop : stop + 2] in name.possessives:
                    name = name.possessives[text[stop : stop + 2]]
                    stop += 2
                mentions.append((start + first, stop, name, line))
        return mentions

    def _find_parts(self, kind: EntityType | None, text: str) -> tuple[tuple[int, int, Name], ...]:
        """Return start and end of each name in a span, and the name."""
        if kind is None:
            return ((0, len(text), Name(key(text), None)),)
        parts = self._trim((text, kind))
        return tuple([(first, last, self._names[sort][text[first:last]]) for first, last, sort in parts])

    def _describe(self, kind: EntityType, text: str) -> Name:
        """Return what a name says by itself."""
        name = self._judge(text, kind, key(text))
        if f"{text}'s" in self._lexicon.names:
            name.possessives = {end: self._judge(text + end, kind, name.surface) for end in _POSSESSIVES}
        return name

    def _judge(self, text: str, kind: EntityType, surface: str) -> Name:
        """Return what a name of some surface says by itself."""
        name = Name(surface, kind, lean=self._lean(text), writing=write(text, kind))
        if " " in surface:
            name.last = last = surface.rpartition(" ")[2]
            if kind == "person":
                name.families = (last, last[3:]) if last.startswith("al-") else (last,)
            elif kind == "organisation":
                name.head = surface.partition(" ")[0].strip(",.")
                name.is_company = self._lexicon.words.get(last.strip(".")) == "S"
        return name

    def _known(self, name: str) -> EntityType | None:
        """Return the type of a name of which the text says nothing, if anyone knows it."""
        lexicon = self._lexicon
        letter = lexicon.names.get(unaccent(name))
        if letter is None and name.isupper() and fold(name) not in lexicon.words:
            letter = lexicon.names.get(name.title())
        return TYPE_OF_NAME.get(letter or "")
