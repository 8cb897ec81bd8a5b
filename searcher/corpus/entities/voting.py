"""Voting: which type each name of a text has, by what all its names say.

names, how often each is marked → ballots: surface → type → votes

The mentions of a name vote for the type they are marked with, its own words for another; a person named in
full speaks for the surname, an organisation for its first word, a surname for whoever bears it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from searcher.corpus.entities.leaning import Lean
from searcher.corpus.entities.names import Writing
from searcher.records import EntityType

_SURNAME = 2.5  # votes for the type of a surname, beside its mentions, all of which count for a person's
_FULL_NAME = 0.7  # votes for the type of a full name, for each of its surname
_LEAN_SHARE = 0.8  # of the mentions of a name, that its words alone outweigh
_COMPANY = 2.5  # votes for the first word of a company, alone: Fairchild, of Fairchild Semiconductor Corp
_HEAD = 1.0  # votes for the first word of another organisation

Ballot = dict[EntityType, float]


@dataclass(slots=True, eq=False)
class Name:
    """What a name says by itself, written so and marked with this type.

    Attributes:
        surface: what its mentions share (names.key).
        type: None if the model passed over it.
        last: the last word of a surface of several, else None.
        families: surnames that a full name of a person tells.
        head: the first word of an organisation of several.
        is_company: whether its last word says so.
        lean: the type its words lean to.
        possessives: the name with a possessive, if that belongs to it: Standard & Poor's.
        writing: what the name is if that is its type.
    """

    surface: str
    type: EntityType | None
    last: str | None = None
    families: tuple[str, ...] = ()
    head: str | None = None
    is_company: bool = False
    lean: Lean = None
    possessives: dict[str, Name] | None = None
    writing: Writing | None = None


class _Claims(NamedTuple):
    """What the names of a text say of the types of others, and of their own.

    Attributes:
        families: surnames of persons named in full.
        heads: first word of an organisation → its votes for that.
        full: surface of several words, not marked as a person → its last word.
        leans: surface → the type its words lean to, and how much.
    """

    families: set[str]
    heads: dict[str, float]
    full: dict[str, str]
    leans: dict[str, tuple[EntityType, float]]

    def note(self, name: Name) -> None:
        """Add what a name of several words says."""
        if name.families:
            self.families.update(name.families)
        elif name.last is not None:
            self.full[name.surface] = name.last
        if name.head is not None:
            votes = _COMPANY if name.is_company else _HEAD
            self.heads[name.head] = max(self.heads.get(name.head, 0.0), votes)


def vote(times: Mapping[Name, int]) -> dict[str, Ballot]:
    """Return the votes for the type of each surface, from how often names are marked with a type."""
    ballots: dict[str, Ballot] = {}
    claims = _Claims(set(), {}, {}, {})
    for name, votes in times.items():
        kind, surface = name.type, name.surface
        if kind is None:
            continue
        if surface in ballots:
            ballots[surface][kind] = ballots[surface].get(kind, 0.0) + votes
        else:
            ballots[surface] = {kind: votes}
            if name.lean is not None:
                claims.leans[surface] = name.lean
        if name.last is not None:
            claims.note(name)
    _name_families(ballots, claims)
    _name_heads(ballots, claims)
    _name_in_full(ballots, claims)
    _lean(ballots, claims)
    return ballots


def _name_families(ballots: dict[str, Ballot], claims: _Claims) -> None:
    """Add the votes for surnames, also for those that stand nowhere alone."""
    for family in claims.families:
        if family in ballots:
            _outvote(ballots[family], "person", _SURNAME, overrule=family not in claims.leans)
        else:
            ballots[family] = {"person": _SURNAME}


def _name_heads(ballots: Mapping[str, Ballot], claims: _Claims) -> None:
    """Add the votes for first words of organisations that stand alone and are nobody's surname."""
    for head, votes in claims.heads.items():
        if head in ballots and head not in claims.families:
            overrule = votes >= _COMPANY and head not in claims.leans
            _outvote(ballots[head], "organisation", votes, overrule=overrule)


def _name_in_full(ballots: Mapping[str, Ballot], claims: _Claims) -> None:
    """Add the votes of last words for persons: Ramzan Kadyrov is a person where Kadyrov is."""
    for surface, last in claims.full.items():
        if last in ballots and "person" in ballots[last] and "person" not in ballots[surface]:
            ballots[surface]["person"] = ballots[last]["person"] * _FULL_NAME


def _lean(ballots: Mapping[str, Ballot], claims: _Claims) -> None:
    """Add the votes of names' own words."""
    for surface, (kind, weight) in claims.leans.items():
        ballot = ballots[surface]
        votes = weight * (1 + _LEAN_SHARE * sum(ballot.values()))
        ballot[kind] = ballot.get(kind, 0.0) + votes


def _outvote(ballot: Ballot, kind: EntityType, votes: float, *, overrule: bool) -> None:
    """Add votes for a type; to overrule is to take over those for every type."""
    others = sum(ballot.values()) if overrule else 0.0
    ballot[kind] = ballot.get(kind, 0.0) + votes + others


def elect(ballot: Ballot) -> EntityType:
    """Return the type with most votes, of several the first."""
    if len(ballot) == 1:
        return next(iter(ballot))
    return max(ballot, key=ballot.__getitem__)


def outnumbered(times: Mapping[Name, int], ballots: Mapping[str, Ballot]) -> set[str]:
    """Return the surfaces that were passed over more often than there are votes for a type."""
    passed: dict[str, int] = {}
    for name in [name for name in times if name.type is None]:
        passed[name.surface] = passed.get(name.surface, 0) + times[name]
    return {surface for surface, count in passed.items() if sum(ballots.get(surface, {}).values()) < count}
