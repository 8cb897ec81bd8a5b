"""Evidence: what the names of a collection show of each other.

    {(name, type): documents} ─▶ {(name, type): (name, type)}, by three steps, one after the other

1. writings   names that differ in writing alone are the same thing, under the writing met most often; where
              nearly all documents agree on its type, the others are mistaken about it.
2. companies  “Time Warner Inc” is “Time Warner”, unless there is a “Time Warner Ltd” as well.
3. short      a bare surname is the one prominent person of that surname, an acronym the one prominent
              long form that some document joins with it.

Every step gives a map in one hop, and the next sees its names only: there are no chains and no circles, and
the order of the counts does not matter.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TypeAlias, TypeVar

from searcher.identities.writings import Company, company, initials, root, says_company, writings
from searcher.records import EntityType

Key: TypeAlias = tuple[str, EntityType]
Counts: TypeAlias = Mapping[Key, int]
"""Documents that carry a name of a type."""

Pairs: TypeAlias = Collection[tuple[Key, Key]]
"""Acronyms, each with a long form."""

_Form = TypeVar("_Form", str, Company)
_Written: TypeAlias = Mapping[str, str]  # the `writing` of each name

RULES = 1
"""Version of the evidence: raise it with any change of what names show of each other, or of `writings`."""

DOMINANT_SHARE, DOMINANT_DOCUMENTS = 0.9, 5
"""So many documents, and this share of them, have to agree on a type before the others are mistaken."""

PROMINENT_SHARE, PROMINENT_DOCUMENTS = 0.85, 2
RIVAL_SHARE = 0.05
"""A full name is the prominent one when so many documents carry it, and this share of all that carry one with
the word; and when no other one is in more documents than one and this share of the first one's. Of 24,000
newswire and BBC articles the first condition alone makes James Baker (213 documents) of a bare Baker, though
Howard Baker (21) was in office too; the second alone, some Smith. Ronald Reagan (26 of 29, Nancy: 1) and Tony
Blair (146 of 168, the next: 5) pass; Brown, Howard and Bush do not."""

MANY_DOCUMENTS, BARE_RATIO = 10, 2
"""When so many documents have the full name, others that a single document has do not count: they are slips
of pens and recognisers. Else the bare one is in so many times as many at most: Salomon (16 documents) is not
Robert Salomon (4), but a bank."""


def joins_none(pairs: Pairs) -> Pairs:
    """No document says of any acronym what it stands for."""
    return ()


def evidence(counts: Counts, joins: Callable[[Pairs], Pairs] = joins_none) -> dict[Key, Key]:
    """What each name is shown as, of those that are shown otherwise than they stand.

    Args:
        joins: tells of acronyms and long forms which pairs some document uses for one thing.

    Cost: 4 µs a name: 0.3 to 0.4 s for the 95,000 of 100,000 articles.
    """
    written = _written(counts)
    found: dict[Key, Key] = {}
    now = counts
    for step in (_writings, _companies):
        moved = step(now, written)
        found = _then(found, moved)
        now = _recounted(now, moved)
    joined = joins(_spelled_out(counts, written))
    pairs = {(found.get(short, short), found.get(long, long)) for short, long in joined}
    found = _then(found, _surnames(now, written) | _acronyms(now, pairs))
    return {key: to for key, to in found.items() if key in counts and key != to}


def _then(found: dict[Key, Key], moved: dict[Key, Key]) -> dict[Key, Key]:
    """What names are shown as after one more step."""
    return moved | {key: moved.get(to, to) for key, to in found.items()}


def _written(counts: Counts) -> _Written:
    names = list(dict.fromkeys([name for name, _ in counts]))
    return dict(zip(names, writings(names), strict=True))


def _recounted(counts: Counts, moved: Mapping[Key, Key]) -> dict[Key, int]:
    """Counts by what names are shown as; a document that carries both counts for both."""
    again = dict(counts)
    for key, to in moved.items():
        documents = again.pop(key, 0)
        if documents:
            again[to] = again.get(to, 0) + documents
    return again


# writings and companies


def _writings(counts: Counts, written: _Written) -> dict[Key, Key]:
    """Names that differ in writing, or in a type that few documents say."""
    moved: dict[Key, Key] = {}
    for members in _alike(list(counts), [written[name] for name, _ in counts]):
        by_type: Counter[EntityType] = Counter()
        for key in members:
            by_type[key[1]] += counts[key]
        ((first, most),) = by_type.most_common(1)
        total = by_type.total()
        if total >= DOMINANT_DOCUMENTS and most >= DOMINANT_SHARE * total:
            moved |= _under_the_usual(members, counts, first)
            continue
        for kind in by_type:
            moved |= _under_the_usual([key for key in members if key[1] == kind], counts, kind)
    return moved


def _companies(counts: Counts, written: _Written) -> dict[Key, Key]:
    """Companies with and without “Inc”."""
    said: defaultdict[str, set[str]] = defaultdict(set)
    companies: dict[Key, Company] = {}
    others: list[tuple[Key, str]] = []
    for key in counts:
        if key[1] == "organisation":
            form = written[key[0]]
            if says_company(form):
                companies[key] = own = company(form)
                said[own.name].add(own.legal_form)
            else:
                others.append((key, form))
    for key, form in others:
        if form in said and len(said[form]) == 1:
            companies[key] = Company(form, *said[form])
    moved: dict[Key, Key] = {}
    for members in _alike(list(companies), list(companies.values())):
        moved |= _under_the_usual(members, counts, "organisation")
    return moved


def _alike(keys: Sequence[Key], forms: Sequence[_Form]) -> list[list[Key]]:
    """The names of each form that several share."""
    shared = {form for form, count in Counter(forms).items() if count > 1}
    alike: defaultdict[_Form, list[Key]] = defaultdict(list)
    for key, form in zip(keys, forms, strict=True):
        if form in shared:
            alike[form].append(key)
    return list(alike.values())


def _under_the_usual(members: Collection[Key], counts: Counts, kind: EntityType) -> dict[Key, Key]:
    """Show names as the writing met most often; capitals throughout only if there is no other as frequent."""
    documents: Counter[str] = Counter()
    for key in members:
        documents[key[0]] += counts[key]
    usual = min(documents, key=lambda name: (-documents[name], name.isupper(), name))
    return {key: (usual, kind) for key in members if key != (usual, kind)}


# short forms


def is_short(key: Key, written: str) -> bool:
    """Whether a name may be short for another one: a word for a person, or an acronym.

    Args:
        written: its `writing`.
    """
    return " " not in written and (key[1] == "person" or _is_acronym(key[0]))


def _is_acronym(name: str) -> bool:
    return 2 <= len(name) <= 7 and name.isupper() and name.isalpha()


def short_forms(key: Key, written: str) -> set[str]:
    """The writings of what may be short for a name: first and last word of a person, initials of others."""
    name, kind = key
    if kind != "person":
        return initials(root(written)) if " " in name else set()
    blank = written.find(" ")
    return {written[:blank], written[written.rfind(" ") + 1 :]} if blank >= 0 else set()


def _surnames(counts: Counts, written: _Written) -> dict[Key, Key]:
    """Bare surnames; every person who has the word as first or last name is a rival."""
    people = [key for key in counts if key[1] == "person"]
    bare = {form: key for key in people if is_short(key, form := written[key[0]])}
    bearers: defaultdict[str, list[Key]] = defaultdict(list)
    for key in people:
        for word in short_forms(key, written[key[0]]):
            if word in bare:
                bearers[word].append(key)
    moved = {}
    for word, rivals in bearers.items():
        full = _prominent(rivals, counts, counts[bare[word]])
        if full is not None and written[full[0]].rpartition(" ")[2] == word:
            moved[bare[word]] = full
    return moved


def _spelled_out(counts: Counts, written: _Written) -> Pairs:
    """Acronyms with names whose initials they are: what documents may join."""
    acronyms: defaultdict[tuple[str, EntityType], list[Key]] = defaultdict(list)
    for key in counts:
        if key[1] != "person" and is_short(key, form := written[key[0]]):
            acronyms[form, key[1]].append(key)
    pairs: list[tuple[Key, Key]] = []
    for key, documents in counts.items():
        name, kind = key
        if kind != "person" and documents >= PROMINENT_DOCUMENTS and " " in name:
            for short in short_forms(key, written[name]):
                for acronym in acronyms.get((short, kind), ()):
                    if not _is_too_rare(documents, counts[acronym]):
                        pairs.append((acronym, key))
    return pairs


def _acronyms(counts: Counts, joined: Pairs) -> dict[Key, Key]:
    """Acronyms that a document joins with their long form."""
    longs: defaultdict[Key, list[Key]] = defaultdict(list)
    for short, long in joined:
        if " " not in short[0] and " " in long[0]:  # whatever they are shown as by now
            longs[short].append(long)
    prominent = ((short, _prominent(rivals, counts, counts[short])) for short, rivals in longs.items())
    return {short: full for short, full in prominent if full is not None}


def _is_too_rare(documents: int, bare: int) -> bool:
    return documents < MANY_DOCUMENTS and bare > BARE_RATIO * documents


def _prominent(rivals: Iterable[Key], counts: Counts, bare: int) -> Key | None:
    """The one that is meant when nothing more is said; `bare`: documents that say nothing more."""
    ranked = sorted(rivals, key=lambda key: (-counts[key], key))
    documents = [counts[key] for key in ranked]
    if documents and documents[0] >= MANY_DOCUMENTS:
        documents = [count for count in documents if count > 1]
    if not ranked or documents[0] < max(PROMINENT_DOCUMENTS, PROMINENT_SHARE * sum(documents)):
        return None
    if documents[1:] and documents[1] > 1 + RIVAL_SHARE * documents[0]:
        return None
    return None if _is_too_rare(documents[0], bare) else ranked[0]
