"""The lexicon: what is known about words and names before any text is read.

words.txt, organisations.txt and people.txt (ours), places.txt.gz (GeoNames), given.txt and family.txt.gz
(Faker; see NOTICE.txt) → Lexicon

Each word has one *class*, a letter that stands for the part it can play in a name. Names of several
words have a class as a whole. All of it is evidence that the model weighs (model/forms.py).
Read once, on first use.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from searcher.corpus.entities.folding import fold, unaccent
from searcher.records import EntityType

# Sections of words.txt in order of precedence: a word in several lists
# has the class of the first one. What is in no list is W, X is a name that is no entity.
CLASS_OF_SECTION = {
    "function": "C",
    "calendar": "C",
    "company": "S",
    "title": "T",
    "organisation_word": "O",
    "direction": "Q",
    "place_word": "P",
    "other_word": "X",
    "demonym": "D",
    "modifier": "M",
    "common": "B",
}
# Names as they are written, in order of precedence: Z is a name of nothing we look for, K a known
# organisation, L a place by its bare name, H one that needs its context.
CLASS_OF_NAMES = {
    "not_a_name": "Z",
    "organisation": "K",
    "place": "L",
    "country": "L",
    "region": "L",
    "city": "L",
    "town": "H",
}
TYPE_OF_NAME: dict[str, EntityType] = {"K": "organisation", "L": "place"}
"""What names of a class are by themselves."""
_BETWEEN = re.compile(r",(?:\s|$)")
_SECTION = re.compile(r"^\[(\w+)\]$")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word classes, known names, and the words around names that tell their type.

    Attributes:
        words: folded word → class letter.
        names: name as written, accents folded → class letter.
        several: those names that are not one plain word.
        first_of: first word of a known name of several words → class letter of such a name.
        also_organisation: names of organisations that are words, places or people as often.
        given, family: folded given names, family names without accents.
        notable: names that well-known people are called by alone, without accents.
        before, of, after: lower-case word → the type it speaks for, standing before the name, before
            "of" and the name, and after the name.
    """

    words: dict[str, str]
    names: dict[str, str]
    given: frozenset[str]
    family: frozenset[str]
    notable: frozenset[str]
    also_organisation: frozenset[str]
    first_of: dict[str, str]
    several: dict[str, str]
    article: frozenset[str]
    not_acronym: frozenset[str]
    abbreviation: frozenset[str]
    particle: frozenset[str]
    before: dict[str, EntityType]
    of: dict[str, EntityType]
    after: dict[str, EntityType]


def read_sections(text: str) -> dict[str, list[str]]:
    """Read the form of words.txt: "[section]" lines, then entries separated by commas and line ends."""
    sections: dict[str, list[str]] = {}
    entries: list[str] = []
    for line in text.splitlines():
        if line.startswith("[") and (header := _SECTION.match(line)):
            entries = sections.setdefault(header[1], [])
        elif not line.startswith("#"):
            parts = _BETWEEN.split(line) if "," in line else (line,)
            entries += filter(None, map(str.strip, parts))
    return sections


def read_shipped(*files: str) -> dict[str, list[str]]:
    """Read files of that form that ship with the package; of a section that several have, the last holds."""
    sections: dict[str, list[str]] = {}
    for file in files:
        data = resources.files(__package__).joinpath(file).read_bytes()
        sections |= read_sections((gzip.decompress(data) if file.endswith(".gz") else data).decode("utf-8"))
    return sections


@cache
def load_lexicon() -> Lexicon:
    """Return the lexicon that ships with the package; read on the first call."""
    sections = read_shipped("words.txt", "places.txt.gz", "given.txt", "family.txt.gz", "people.txt")
    more = read_shipped("organisations.txt")["organisation"]
    words = {
        fold(word): letter
        for section, letter in reversed(CLASS_OF_SECTION.items())
        for word in sections[section]
    }
    for demonym in sections["demonym"]:
        words.setdefault(fold(demonym) + "s", "D")
    names = {
        unaccent(name): letter
        for section, letter in reversed(CLASS_OF_NAMES.items())
        for name in sections[section]
    }
    given = frozenset(map(fold, sections["given"]))
    family = frozenset(map(unaccent, sections["family"])) | {
        word.capitalize() for word in sections["surname_too"]
    }
    also = set()
    for name in map(unaccent, more):
        if fold(name) in words or name in names or fold(name) in given or name in family:
            also.add(name)
        else:
            names[name] = "K"
    return Lexicon(
        words=words,
        names=names,
        given=given,
        family=family,
        notable=frozenset(map(unaccent, sections["notable"])),
        also_organisation=frozenset(also),
        first_of={
            re.split(r"\.? ", name, maxsplit=1)[0]: letter for name, letter in names.items() if " " in name
        },
        several={name: letter for name, letter in names.items() if not name.isalpha()},
        article=frozenset(sections["article"]),
        not_acronym=frozenset(sections["not_acronym"]),
        abbreviation=frozenset(sections["abbreviation"]),
        particle=frozenset(sections["particle"]),
        before=_votes(
            sections,
            person=("title", "title_context"),
            place=("before_place",),
            organisation=("before_organisation",),
        ),
        of=_votes(sections, place=("of_place",)),
        after=_votes(
            sections,
            person=("after_person",),
            place=("after_place",),
            organisation=("after_organisation",),
        ),
    )


def _votes(
    sections: dict[str, list[str]],
    *,
    person: tuple[str, ...] = (),
    organisation: tuple[str, ...] = (),
    place: tuple[str, ...] = (),
) -> dict[str, EntityType]:
    """Return word → type; a word in the sections of several types speaks for the last of them."""
    votes: dict[str, EntityType] = {}
    votes |= dict.fromkeys((word for name in person for word in sections[name]), "person")
    votes |= dict.fromkeys((word for name in organisation for word in sections[name]), "organisation")
    votes |= dict.fromkeys((word for name in place for word in sections[name]), "place")
    return votes
