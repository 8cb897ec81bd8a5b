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
from bisect import bisect_left, bisect_right
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

    Where two begin together (a word and a compound that begins with it may both fit a pattern), the one
    that counts more is taken, or the shorter.

    Args:
        unit: any unit; words in it may be exact.
        occurrences: of one document and one field.
    """
    return _first_best(_standing(unit, occurrences))


def places_within(unit: Unit, occurrences: Occurrences, quotations: Sequence[tuple[int, int]]) -> list[Place]:
    """The places of a unit that a reader of some quotations alone would find, each inside one of them.

    Args:
        quotations: half-open token positions, ascending, none overlapping another.
    """
    inside = _Inside(occurrences, quotations)
    return _first_best(inside.only(_standing(unit, inside)))


def _first_best(found: Iterable[Place]) -> list[Place]:
    """The heaviest, or else the shortest, of the places that begin together."""
    best: dict[int, Place] = {}
    for place in found:
        known = best.get(place.first)
        if known is None or place.weight > known.weight:
            best[place.first] = place
    return list(best.values())


class _Inside:
    """The occurrences that lie inside quotations."""

    def __init__(self, occurrences: Occurrences, quotations: Sequence[tuple[int, int]]) -> None:
        self._of = occurrences
        self._begins = [begin for begin, _ in quotations]
        self._beyonds = [beyond for _, beyond in quotations]
        self.expansions = occurrences.expansions

    def only(self, found: Iterable[Place]) -> list[Place]:
        """Those of some places that lie wholly inside one of them."""
        return [place for place in found if self._holds(place)]

    def _holds(self, place: Place) -> bool:
        number = bisect_right(self._begins, place.first) - 1
        return number >= 0 and place.last < self._beyonds[number]

    def forms(self, form: str) -> Sequence[Place]:
        """See `Occurrences`."""
        return self.only(self._of.forms(form))

    def stems(self, term: str) -> Sequence[Place]:
        """See `Occurrences`."""
        return self.only(self._of.stems(term))

    def cased(self, form: str) -> Sequence[Place]:
        """See `Occurrences`."""
        return self.only(self._of.cased(form))


def _standing(unit: Unit, occurrences: Occurrences) -> list[Place]:
    """Every place of a unit, sorted; several may begin together, and a phrase can go on behind each."""
    match unit:
        case Word():
            return _word(unit, occurrences)
        case Compound():
            parts = _phrase([_word(part, occurrences) for part in unit.parts])
            return _heaviest([*_word(unit.joined, occurrences), *parts])
        case Phrase():
            return _phrase([_standing(element, occurrences) for element in unit.elements])
        case Near():
            return _near([_standing(element, occurrences) for element in unit.elements], unit.distance)
        case _:
            forms = occurrences.expansions(unit)
            return _heaviest([place for form in forms for place in occurrences.forms(form)])


def _heaviest(found: Iterable[Place]) -> list[Place]:
    """Places in order, those with the same positions as one."""
    weights: dict[tuple[int, int], float] = {}
    for first, last, weight in found:
        weights[first, last] = max(weight, weights.get((first, last), 0.0))
    return [Place(first, last, weights[first, last]) for first, last in sorted(weights)]


def _word(word: Word, occurrences: Occurrences) -> list[Place]:
    found = [Place(first, last, FORM_WEIGHT) for first, last, _ in occurrences.forms(word.form)]
    if not word.exact:
        stems = occurrences.stems(word.term)
        found = _heaviest([*found, *(Place(first, last, STEM_WEIGHT) for first, last, _ in stems)])
    if word.cased is not None and found:
        cased = {first for first, _, _ in occurrences.cased(word.cased)}
        found = [place if place.first in cased else place._replace(weight=UNCASED_WEIGHT) for place in found]
    return found


def _phrase(elements: Sequence[Sequence[Place]]) -> list[Place]:
    """Places that begin with the first element and go on, without a gap, to the last."""
    if not elements or not all(elements):
        return []
    runs = list(elements[0])
    for following in elements[1:]:
        beginning: defaultdict[int, list[Place]] = defaultdict(list)
        for place in following:
            beginning[place.first].append(place)
        runs = _heaviest(
            Place(first, place.last, min(weight, place.weight))
            for first, last, weight in runs
            for place in beginning.get(last + 1, ())
        )
    return runs


def _near(elements: Sequence[Sequence[Place]], distance: int) -> list[Place]:
    """The places of all elements, where places hang together in which every element has its part.

    Two places hang together when they are of different elements, do not overlap, and are at most
    `distance` positions apart (1 for neighbours). It is enough to look at the nearest ones.
    """
    if not elements or not all(elements):
        return []
    found = [(i, place) for i, standing in enumerate(elements) for place in standing]
    parent = list(range(len(found)))  # of a tree for each group of places that hang together

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = n = parent[parent[n]]
        return n

    begun = 0
    for j, others in enumerate(elements):
        firsts = [place.first for place in others]
        by_last = sorted(range(len(others)), key=lambda m: others[m].last)
        lasts = [others[m].last for m in by_last]
        for n, (i, place) in enumerate(found):
            behind = bisect_right(firsts, place.last)
            if i != j and behind < len(firsts) and firsts[behind] - place.last <= distance:
                parent[root(n)] = root(begun + behind)
            before = bisect_left(lasts, place.first) - 1
            if i != j and before >= 0 and place.first - lasts[before] <= distance:
                parent[root(n)] = root(begun + by_last[before])
        begun += len(others)
    members: defaultdict[int, set[int]] = defaultdict(set)
    for n, (i, _) in enumerate(found):
        members[root(n)].add(i)
    return _heaviest(place for n, (_, place) in enumerate(found) if len(members[root(n)]) == len(elements))


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


def fitting(unit: Prefix | Wildcard | Fuzzy, forms: Iterable[str]) -> list[str]:
    """Those of `forms` that fit a pattern, in their order."""
    if isinstance(unit, Prefix):
        return [form for form in forms if form.startswith(unit.form)]
    if isinstance(unit, Wildcard):
        return _fitting_wildcard(unit, list(forms))
    # Only a fuzzy query pays for the import.
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import extract

    beginning = unit.form[: unit.prefix_length]
    forms = [form for form in forms if form.startswith(beginning)] if beginning else list(forms)
    near = extract(unit.form, forms, scorer=Levenshtein.distance, score_cutoff=unit.edits, limit=None)
    return [forms[number] for number in sorted([number for _, _, number in near])]


def _fitting_wildcard(unit: Wildcard, forms: Sequence[str]) -> list[str]:
    """One search through all forms, a line each: a tenth of the time of one for each form."""
    lines = "\n".join(["", *forms, ""])
    regex = wildcard_regex(unit.pattern)
    if lines.count("\n") == len(forms) + 1:
        return re.findall(f"\n({regex})(?=\n)", lines)
    fits = re.compile(regex, re.DOTALL).fullmatch  # an id may have a line end in it
    return [form for form in forms if fits(form)]


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
