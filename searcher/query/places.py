"""Places: where in one document a unit of the query stands.

A *place* is a run of token positions, first and last inclusive, with a weight: a word stands at one
position, a compound or a phrase spans several. The rules are written here once. An engine that keeps
positions answers from its postings, one that does not has the stored text analysed again; both do it
by giving these functions an `Occurrences` of the document, so both get the same places.

Weights: an occurrence in the very form that was asked for counts in full, another inflection of the
same stem less; when the reader typed capitals ("US"), other spellings ("us") count very little.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol

from searcher.analysis import Token
from searcher.query.nodes import Compound, Fuzzy, Near, Phrase, Prefix, Unit, Wildcard, Word
from searcher.records import Place

FORM_WEIGHT = 1.0
STEM_WEIGHT = 0.8
UNCASED_WEIGHT = 0.1


class Occurrences(Protocol):
    """What a document holds, by kind of term; every list in order of position."""

    def forms(self, form: str) -> Sequence[Place]:
        """Where the surface form stands, as a word or as the joined form of a compound."""
        ...

    def stems(self, term: str) -> Sequence[Place]:
        """The same for a stem."""
        ...

    def cased(self, form: str) -> Sequence[Place]:
        """Where a word of two to five capitals stands."""
        ...

    def expansions(self, unit: Prefix | Wildcard | Fuzzy) -> Iterable[str]:
        """The surface forms of the document, or of its index, that fit a pattern."""
        ...


def places(unit: Unit, occurrences: Occurrences) -> list[Place]:
    """Every place where `unit` stands, in order of position, at most one for each first position.

    Args:
        unit: any unit; words in it may be exact.
        occurrences: of one document and one field.
    """
    match unit:
        case Word():
            return _word(unit, occurrences)
        case Compound():
            return _compound(unit, occurrences)
        case Phrase():
            return _phrase([places(element, occurrences) for element in unit.elements])
        case Near():
            return _near([places(element, occurrences) for element in unit.elements], unit.distance)
        case _:
            return _pattern(unit, occurrences)


def _word(word: Word, occurrences: Occurrences) -> list[Place]:
    found: dict[int, Place] = {}
    if not word.exact:
        for first, last, _ in occurrences.stems(word.term):
            found[first] = Place(first, last, STEM_WEIGHT)
    for first, last, _ in occurrences.forms(word.form):
        found[first] = Place(first, last, FORM_WEIGHT)
    if word.cased is not None and found:
        cased = {first for first, _, _ in occurrences.cased(word.cased)}
        found = {
            first: place if first in cased else place._replace(weight=UNCASED_WEIGHT)
            for first, place in found.items()
        }
    return [found[first] for first in sorted(found)]


def _compound(compound: Compound, occurrences: Occurrences) -> list[Place]:
    found = {place.first: place for place in _word(compound.joined, occurrences)}
    for place in _phrase([_word(part, occurrences) for part in compound.parts]):
        standing = found.get(place.first)
        if standing is None or place.weight > standing.weight:
            found[place.first] = place
    return [found[first] for first in sorted(found)]


def _pattern(unit: Prefix | Wildcard | Fuzzy, occurrences: Occurrences) -> list[Place]:
    found: dict[int, Place] = {}
    for form in occurrences.expansions(unit):
        for place in occurrences.forms(form):
            found.setdefault(place.first, place)
    return [found[first] for first in sorted(found)]


def _phrase(elements: Sequence[Sequence[Place]]) -> list[Place]:
    """Places that begin with the first element and go on, without a gap, to the last."""
    if not elements or not all(elements):
        return []
    runs = list(elements[0])
    for following in elements[1:]:
        starts = {place.first: place for place in following}
        runs = [
            Place(run.first, following_place.last, min(run.weight, following_place.weight))
            for run in runs
            if (following_place := starts.get(run.last + 1)) is not None
        ]
    return runs


def _near(elements: Sequence[Sequence[Place]], distance: int) -> list[Place]:
    """The places of elements that have every other element at most `distance` positions away."""
    if not elements or not all(elements):
        return []
    found: dict[int, Place] = {}
    for i, element in enumerate(elements):
        others = [other for j, other in enumerate(elements) if j != i]
        for place in element:
            if all(any(_gap(place, other) <= distance for other in places_) for places_ in others):
                found.setdefault(place.first, place)
    return [found[first] for first in sorted(found)]


def _gap(one: Place, other: Place) -> int:
    """Positions from one place to the other; 1 for neighbours. A place is never near itself."""
    if one.first == other.first:
        return 1 << 30
    return other.first - one.last if one.first < other.first else one.first - other.last


class TextOccurrences:
    """Occurrences of one analysed text: the slow way that every engine is compared with."""

    def __init__(self, tokens: Iterable[Token], *, stemmed: bool) -> None:
        self._forms: defaultdict[str, list[Place]] = defaultdict(list)
        self._stems: defaultdict[str, list[Place]] = defaultdict(list)
        self._cased: defaultdict[str, list[Place]] = defaultdict(list)
        for token in tokens:
            place = Place(token.position, token.last)
            self._forms[token.form].append(place)
            if stemmed:
                self._stems[token.term].append(place)
            if token.cased is not None:
                self._cased[token.cased].append(place)

    def forms(self, form: str) -> Sequence[Place]:
        """See `Occurrences`."""
        return self._forms.get(form, ())

    def stems(self, term: str) -> Sequence[Place]:
        """See `Occurrences`."""
        return self._stems.get(term, ())

    def cased(self, form: str) -> Sequence[Place]:
        """See `Occurrences`."""
        return self._cased.get(form, ())

    def expansions(self, unit: Prefix | Wildcard | Fuzzy) -> Iterable[str]:
        """See `Occurrences`."""
        return fitting(unit, self._forms)


def fitting(unit: Prefix | Wildcard | Fuzzy, forms: Iterable[str]) -> Iterable[str]:
    """Those of `forms` that fit a pattern."""
    if isinstance(unit, Prefix):
        return [form for form in forms if form.startswith(unit.form)]
    if isinstance(unit, Wildcard):
        fits = re.compile(wildcard_regex(unit.pattern), re.DOTALL).fullmatch
        return [form for form in forms if fits(form)]
    # Only a fuzzy query pays for the import.
    from rapidfuzz.distance import Levenshtein

    shared = unit.form[: unit.prefix_length]
    return [
        form
        for form in forms
        if form.startswith(shared)
        and Levenshtein.distance(unit.form, form, score_cutoff=unit.edits) <= unit.edits
    ]


def wildcard_regex(pattern: str) -> str:
    """A regular expression for a wildcard pattern: * is any run, ? is one character.

    Every run but the last is possessive in effect: the text up to the next literal is taken at its
    first occurrence, which is enough for a match and keeps the cost linear.
    """
    pieces = [
        "".join("." if character == "?" else re.escape(character) for character in piece)
        for piece in pattern.split("*")
    ]
    if len(pieces) == 1:
        return pieces[0]
    middle = "".join(f"(?>.*?{piece})" for piece in pieces[1:-1] if piece)
    return f"{pieces[0]}{middle}.*{pieces[-1]}"


def literal_prefix(unit: Prefix | Wildcard | Fuzzy) -> str:
    """What every fitting form begins with, to narrow the search in a sorted dictionary."""
    if isinstance(unit, Prefix):
        return unit.form
    if isinstance(unit, Wildcard):
        return re.split(r"[*?]", unit.pattern, maxsplit=1)[0]
    return unit.form[: unit.prefix_length]
