"""The document pass: what a whole text says about the names that the model marked in it.

spans of a text, as the model marks them → spans of names, one type a surface

The model judges each run by itself. Here the mentions of one name vote for its type, and so do its own words
(leaning.py); the surname of a person named in full is that person; a word the model passed over that names
something elsewhere in the text, or is known to anyone, names it here as well; and what stands in capitals
alone is a name only if the rest of the text, or anyone, knows it. Cost: linear in mentions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from searcher.corpus.entities.features import SHOUT
from searcher.corpus.entities.folding import fold, unaccent
from searcher.corpus.entities.leaning import Leaning
from searcher.corpus.entities.lexicon import Lexicon
from searcher.corpus.entities.names import Found, key
from searcher.corpus.entities.particles import Marked, begin, join
from searcher.corpus.entities.remembering import Remembered
from searcher.corpus.entities.trimming import Trimmer
from searcher.records import EntityType

_CACHED = 131_072
_SURNAME = 2.5  # votes for the type of a surname, beside its mentions, all of which count for a person's
_COMPANY = 2.5  # votes for the first word of a company, alone: Fairchild, of Fairchild Semiconductor Corp
_HEAD = 1.0  # votes for the first word of another organisation
_FULL_NAME = 0.7  # votes for the type of a full name, for each of its surname
_LEAN_SHARE = 0.8  # of the mentions of a name, that its words alone outweigh
_POSSESSIVES = ("'s", "’s")
_KNOWN: dict[str, EntityType] = {"L": "place", "K": "organisation"}

_Ballot = dict[EntityType, float]


class _Name(NamedTuple):
    """A name in a text, its surface (names.key), the type it was marked with, and the sort of its line."""

    start: int
    end: int
    surface: str
    type: EntityType | None
    line: int


class DocumentPass:
    """Settles the types of the names of a text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._trim = Trimmer(lexicon)
        self._parts = Remembered(self._find_parts, _CACHED)
        self._leanings = Remembered(Leaning(lexicon), _CACHED)
        self._keys = Remembered(key, _CACHED)

    def settle(self, text: str, marked: Sequence[Marked]) -> list[Found]:
        """Return the names of a text, in order.

        Args:
            text: the document.
            marked: in order, apart.
        """
        names = self._names(text, marked)
        ballots = self._vote(text, names)
        types = {surface: max(ballot, key=ballot.__getitem__) for surface, ballot in ballots.items()}
        passed: dict[str, int] = defaultdict(int)
        for name in names:
            if name.type is None:
                passed[name.surface] += 1
        found: list[Found] = []
        for start, end, surface, sort, line in names:
            kind = types.get(surface)
            if kind is None:
                if sort is not None or line == 0:
                    kind = self._known(text[start:end])
            elif sort is None and sum(ballots[surface].values()) < passed[surface]:
                kind = None
            if kind is not None:
                if kind == "person":
                    start = begin(text, start, found[-1][1] if found else 0)
                found.append((start, end, kind))
        return found

    def _names(self, text: str, marked: Sequence[Marked]) -> list[_Name]:
        """Return the names in the spans of a text, and the words passed over."""
        names = []
        new = tuple.__new__  # without the call of a constructor, for there are many
        for start, end, kind, line in join(text, marked):
            if kind is None:
                names.append(new(_Name, (start, end, self._keys[text[start:end]], None, line)))
                continue
            for first, last, surface, sort, endless in self._parts[text[start:end], kind]:
                stop = start + last
                if endless and text[stop : stop + 2] in _POSSESSIVES:
                    stop += 2
                names.append(new(_Name, (start + first, stop, surface, sort, line)))
        return names

    def _find_parts(
        self, marked: tuple[str, EntityType]
    ) -> tuple[tuple[int, int, str, EntityType, bool], ...]:
        """Return start, end, surface and type of each name in a span, and whether a possessive ends it:
        Standard & Poor's.
        """
        text = marked[0]
        return tuple(
            (first, last, key(text[first:last]), kind, f"{text[first:last]}'s" in self._lexicon.names)
            for first, last, kind in self._trim(marked)
        )

    def _vote(self, text: str, names: Iterable[_Name]) -> dict[str, _Ballot]:
        """Return the votes for the type of each surface, but for names in capitals alone."""
        ballots: dict[str, _Ballot] = {}
        written: dict[str, str] = {}
        families: set[str] = set()
        heads: dict[str, float] = {}
        for start, end, surface, kind, line in names:
            if kind is None or line == SHOUT:
                continue
            ballot = ballots.get(surface)
            if ballot is None:
                ballot = ballots[surface] = {}
                written[surface] = text[start:end]
            ballot[kind] = ballot.get(kind, 0.0) + 1.0
            if " " not in surface:
                continue
            if kind == "person":
                family = surface.rpartition(" ")[2]
                families.add(family)
                if family.startswith("al-"):
                    families.add(family[3:])
            elif kind == "organisation":
                head = surface.partition(" ")[0].strip(",.")
                heads[head] = max(heads.get(head, 0.0), self._weigh_head(surface))
        known = {surface for surface, name in written.items() if self._leanings[name] is not None}
        for family in families:
            _outvote(ballots.setdefault(family, {}), "person", _SURNAME, overrule=family not in known)
        for head in heads.keys() & ballots.keys() - families:
            overrule = heads[head] >= _COMPANY and head not in known
            _outvote(ballots[head], "organisation", heads[head], overrule=overrule)
        for surface, ballot in ballots.items():
            if " " in surface and "person" not in ballot:  # Ramzan Kadyrov is a person where Kadyrov is
                votes = ballots.get(surface.rpartition(" ")[2], {}).get("person")
                if votes is not None:
                    ballot["person"] = votes * _FULL_NAME
        for surface in known:
            lean = self._leanings[written[surface]]
            if lean is not None:
                ballot = ballots[surface]
                weight = lean[1] * (1 + _LEAN_SHARE * sum(ballot.values()))
                ballot[lean[0]] = ballot.get(lean[0], 0.0) + weight
        return ballots

    def _weigh_head(self, surface: str) -> float:
        """Return the votes an organisation of several words has for the type of its first word alone."""
        last = surface.rpartition(" ")[2].strip(".")
        return _COMPANY if self._lexicon.words.get(last) == "S" else _HEAD

    def _known(self, name: str) -> EntityType | None:
        """Return the type of a name of which the text says nothing, if anyone knows it."""
        lexicon = self._lexicon
        letter = lexicon.names.get(unaccent(name))
        if letter is None and name.isupper() and fold(name) not in lexicon.words:
            letter = lexicon.names.get(name.title())
        return _KNOWN.get(letter or "")


def _outvote(ballot: _Ballot, kind: EntityType, votes: float, *, overrule: bool) -> None:
    """Add votes for a type; to overrule is to take over those for every type."""
    others = sum(ballot.values()) if overrule else 0.0
    ballot[kind] = ballot.get(kind, 0.0) + votes + others
