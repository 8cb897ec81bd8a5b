"""Words of speech: the part that a word plays in telling who said what.

cues.txt → Words

A part is a letter; the grammar (subjects.py) is written over these letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from searcher.corpus.entities.lexicon import read_sections

PART_OF_SECTION = {
    "according": "a",
    "quoted": "j",
    "said": "v",
    "saying": "g",
    "called": "k",
    "he": "h",
    "she": "h",
    "they": "t",
    "it": "i",
    "who": "u",
    "writer": "n",
    "preposition": "f",
    "other_preposition": "e",
    "conjunction": "c",
    "determiner": "d",
    "be": "b",
    "auxiliary": "z",
    "adverb": "x",
    "role": "r",
    "roles": "R",
    "body": "B",
    "document": "D",
    "person": "P",
}
"""The sections of cues.txt that give words a part, in order of precedence.

The other letters: p o l a person, an organisation, a place; s a possessive behind it; q a quotation; W a
capitalised word; y any other; signs for themselves.
"""


@dataclass(frozen=True, slots=True)
class Words:
    """What cues.txt says.

    Attributes:
        parts: word in small letters → letter.
        speech: verbs and participles of speech.
        genders: titles and given names → "m" or "f".
    """

    parts: dict[str, str]
    speech: frozenset[str]
    genders: dict[str, str]


@cache
def load_words() -> Words:
    """Return the table that ships with the package; read on the first call."""
    sections = read_sections(resources.files(__package__).joinpath("cues.txt").read_text("utf-8"))
    parts = {word: part for section, part in reversed(PART_OF_SECTION.items()) for word in sections[section]}
    return Words(
        parts=parts,
        speech=frozenset(sections["said"] + sections["saying"] + sections["called"]),
        genders=dict.fromkeys(sections["male"], "m") | dict.fromkeys(sections["female"], "f"),
    )
