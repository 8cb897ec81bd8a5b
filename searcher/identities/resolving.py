"""Resolving: evidence and corrections → as what each name of a collection is shown.

Corrections are applied in order, to what is shown by then: first by the evidence, then by the corrections
before. A name that only the evidence shows as another one may also be called by itself, so that people can
part what it joined: “Putin is not Vladimir Putin but Igor Putin”.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from searcher.identities.corrections import Correction
from searcher.identities.evidence import Counts, Key, Pairs, evidence, joins_none
from searcher.records import EntityType


class Identities(NamedTuple):
    """As what the names of a collection are shown.

    Attributes:
        shown: of those that are shown otherwise than they stand: as what, or None for not at all.
        idle: corrections that concern no name of the collection.
    """

    shown: Mapping[Key, Key | None]
    idle: tuple[Correction, ...] = ()


def resolve(
    counts: Counts,
    corrections: Sequence[Correction] = (),
    joins: Callable[[Pairs], Pairs] = joins_none,
    settled: Collection[Key] | None = None,
) -> Identities:
    """As what each name is shown.

    Args:
        counts: documents that carry each name of a type.
        joins: tells of acronyms and long forms which pairs some document uses for one thing.
        settled: of which of them the outcome is wanted, None for all; see `ties` for what has to be counted
            with them. Every name that a correction speaks of is one, if it is carried at all.

    Returns:
        one hop for each name: what a name is shown as is not shown as anything else by being so named.
    """
    found = evidence(counts, joins)
    if settled is not None:
        found = {key: to for key, to in found.items() if key in settled}
    if not corrections:
        return Identities(found)
    spoken_of = {name for correction in corrections for name in (correction.name, correction.into)}
    shown: dict[Key, Key | None] = {}
    for key in counts if settled is None else settled:
        to = found.get(key, key)
        if key[0] in spoken_of or to[0] in spoken_of:
            shown[key] = to
    applied = _Applied(counts, shown, set(found))
    idle = tuple(correction for correction in corrections if not applied.apply(correction))
    return Identities({key: to for key, to in (found | shown).items() if to != key}, idle)


class _Applied:
    """Names, and as what they are shown while corrections are applied."""

    def __init__(self, counts: Counts, shown: dict[Key, Key | None], by_evidence: set[Key]) -> None:
        self._counts, self._shown = counts, shown
        self._by_evidence = by_evidence
        self._named: dict[str, set[Key]] = {}
        for key, to in shown.items():
            assert to is not None  # nothing is removed yet
            self._named.setdefault(to[0], set()).add(key)
            self._named.setdefault(key[0], set()).add(key)

    def apply(self, correction: Correction) -> bool:
        """Apply one; whether it concerned any name."""
        kind, name, into, of_type = correction
        concerned = [
            key
            for key in self._named.get(name, ())
            if (called := self._called(key, name)) is not None and of_type in (None, called[1])
        ]
        of_target = self._type_of(into, concerned) if kind == "merge" else None
        for key in concerned:
            called = self._called(key, name)
            assert called is not None  # as above
            self._show(key, _moved(correction, called, of_target))
        return bool(concerned)

    def _called(self, key: Key, name: str) -> Key | None:
        """What a name is shown as, or else, by evidence alone, was, if that is `name`."""
        to = self._shown[key]
        if to is not None and to[0] == name:
            return to
        return key if key[0] == name and key in self._by_evidence else None

    def _type_of(self, name: str, joining: Collection[Key]) -> EntityType | None:
        """The type that most documents show an entity with, those that are to join it left out."""
        documents: Counter[EntityType] = Counter()
        for key in self._named.get(name, ()):
            to = self._shown[key]
            if to is not None and to[0] == name and key not in joining:
                documents[to[1]] += self._counts[key]
        return min(documents, key=lambda kind: (-documents[kind], kind), default=None)

    def _show(self, key: Key, to: Key | None) -> None:
        self._shown[key] = to
        self._by_evidence.discard(key)
        if to is not None:
            self._named.setdefault(to[0], set()).add(key)


def _moved(correction: Correction, called: Key, of_target: EntityType | None) -> Key | None:
    """What an entity is shown as after a correction."""
    name, kind = called
    match correction.kind:
        case "merge":
            return correction.into, of_target or kind
        case "rename":
            return correction.into, kind
        case "retype":
            return name, correction.into  # type: ignore[return-value] # checked when it was read
        case "remove":
            return None
