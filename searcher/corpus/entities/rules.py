"""The rule recogniser: names by their form, their words and their surroundings. No model, no download.

texts → EntityMentions

Evidence is gathered over a whole document and decided once per surface: names of several words first,
then single words, which the longer names help. Title lines come last: what the text has named is found
there. Each text is judged by itself, so a refreshed index has the entities of a rebuilt one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from searcher.corpus.entities.evidence import Vote
from searcher.corpus.entities.folding import fold
from searcher.corpus.entities.lexicon import Lexicon, load_lexicon
from searcher.corpus.entities.lexing import Word
from searcher.corpus.entities.names import Found, canonical, key, short_forms
from searcher.corpus.entities.reading import Reader, Reading
from searcher.corpus.entities.remembering import Remembered
from searcher.records import EntityMention, EntityType

_ENOUGH = 1.0  # votes a surface needs
_SURNAME = 2.6  # vote for the surname of a person named in full; more than a known place has
_SHORT_FORM = 1.5  # vote for any other short form; less, for Paris is not Paris Hilton
_KNOWN: dict[str, EntityType] = {"L": "place", "K": "organisation"}
_TITLE_NAME_WORDS = 6  # the longest name looked for in a title line
_PARTICLES = (
    "van ", "von ", "der ", "den ", "de ", "del ", "della ", "di ", "da ", "dos ", "bin ", "ibn ", "abu ",
    "ter ", "ten ", "al ", "el ",
)  # fmt: skip
_PARTICLES_BEFORE = re.compile(rf"(?:\b(?:{'|'.join(_PARTICLES)}))+$")
_PARTICLES_CHARS = 14
_PARTICLE_ENDINGS = frozenset(particle[-3:] for particle in _PARTICLES)
_CACHED = 16_384


class RuleRecogniser:
    """Finds people, organisations and places in English text by rules."""

    name = "rules"
    version = "1"

    def __init__(self) -> None:
        self._lexicon = load_lexicon()
        self._reader = Reader(self._lexicon)

    def tag(self, texts: Sequence[str]) -> list[tuple[EntityMention, ...]]:
        """Return the mentions of each text, sorted by start, not overlapping."""
        return [self._tag(text) for text in texts]

    def _tag(self, text: str) -> tuple[EntityMention, ...]:
        reading = self._reader.read(text)
        types, shorts = _decide(reading, self._lexicon)
        spans: list[Found] = []
        for start, end, surface in reading.found:
            kind = types.get(surface)
            if kind is not None:
                spans.append((_with_particles(text, start) if kind == "person" else start, end, kind))
        if reading.titles:
            surnames: dict[str, EntityType] = {
                form: kind for form, (kind, weight) in shorts.items() if weight == _SURNAME
            }
            for words in reading.titles:
                spans += _in_title(text, words, surnames | types, self._lexicon)
            spans.sort()
        return canonical(text, spans)


def _decide(reading: Reading, lexicon: Lexicon) -> tuple[dict[str, EntityType], dict[str, Vote]]:
    """Return the type of each surface that is an entity, and the votes those have for their short forms.

    A text without title lines needs only the short forms that it has.
    """
    votes = reading.votes
    surfaces = votes.keys()
    types: dict[str, EntityType] = {}
    shorts: dict[str, Vote] = {}
    names = [surface for surface in votes if " " in surface]
    words = [surface for surface in votes if " " not in surface]
    for surface in names + words:
        ballot = votes[surface]
        if surface in shorts:
            kind, weight = shorts[surface]
            if kind == "person" or surface not in lexicon.words:
                count = sum(1 for _, _, other in reading.found if other == surface)
                ballot += ((kind, weight * count),)
        elected = _elections[ballot]
        if elected is not None:
            types[surface] = elected
            if not surface.isalpha():  # one word, of which there is no part
                forms = short_forms[fold(surface), elected]
                if reading.titles or not surfaces.isdisjoint(forms):
                    for form in forms:
                        if form not in shorts:
                            is_surname = elected == "person" and not surface.startswith(form)
                            shorts[form] = elected, _SURNAME if is_surname else _SHORT_FORM
    return types, shorts


def _elect(votes: tuple[Vote, ...]) -> EntityType | None:
    """Return the type with the most votes, if they are enough; of equals, the first voted for."""
    scores: dict[EntityType, float] = {}
    for kind, weight in votes:
        scores[kind] = scores.get(kind, 0.0) + weight
    best = max(scores, key=scores.__getitem__, default=None)
    return best if best is not None and scores[best] >= _ENOUGH else None


_elections = Remembered(_elect, _CACHED)


def _with_particles(text: str, start: int) -> int:
    """Return where a person's name begins when small words stand before it: bin Laden, van der Veer."""
    if text[max(0, start - 3) : start] not in _PARTICLE_ENDINGS:
        return start
    particles = _PARTICLES_BEFORE.search(text, max(0, start - _PARTICLES_CHARS), start)
    return particles.start() if particles else start


def _in_title(
    text: str, words: list[Word], types: dict[str, EntityType], lexicon: Lexicon
) -> Iterator[Found]:
    """Yield the names of a title line that the text has named, and the places and bodies anyone knows."""
    position = 0
    while position < len(words):
        start = words[position][0]
        for last in range(min(position + _TITLE_NAME_WORDS, len(words)) - 1, position - 1, -1):
            name = text[start : words[last][1]]
            kind = _type_in_title(name, types, lexicon)
            if kind is None and last == position and not name.isupper() and fold(name) not in lexicon.given:
                kind = _KNOWN.get(words[last][2])
            if kind is not None:
                yield start, words[last][1], kind
                position = last
                break
        position += 1


def _type_in_title(name: str, types: dict[str, EntityType], lexicon: Lexicon) -> EntityType | None:
    """Return the type the text gave a name; TELL US, in capitals, is not the country."""
    surface = key(name) if len(name) < 100 else ""
    if name.isupper() and lexicon.words.get(surface) == "C":
        return None
    return types.get(surface)
