"""The rule recogniser: names by their form, their words and their surroundings. No model, no download.

texts → EntityMentions

Evidence is gathered over a whole document and decided once per surface: names of several words first,
then single words, which the longer names help. Title lines come last: what the text has named is found
there. Each text is judged by itself, so a refreshed index has the entities of a rebuilt one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from searcher.corpus.entities.evidence import Candidate, Vote, candidates
from searcher.corpus.entities.folding import fold
from searcher.corpus.entities.lexicon import Lexicon, load_lexicon
from searcher.corpus.entities.lexing import Word
from searcher.corpus.entities.names import Found, canonical, key, short_forms
from searcher.corpus.entities.scan import scan
from searcher.records import EntityMention, EntityType

_ENOUGH = 1.0  # votes a surface needs
_SURNAME = 2.6  # vote for the surname of a person named in full; more than a known place has
_SHORT_FORM = 1.5  # vote for any other short form; less, for Paris is not Paris Hilton
_KNOWN: dict[str, EntityType] = {"L": "place", "K": "organisation"}
_TITLE_NAME_WORDS = 6  # the longest name looked for in a title line
_PARTICLES = re.compile(r"(?:\b(?:van|von|der|den|de|del|della|di|da|dos|bin|ibn|abu|ter|ten|al|el) )+$")
_PARTICLES_CHARS = 14


class RuleRecogniser:
    """Finds people, organisations and places in English text by rules."""

    name = "rules"
    version = "1"

    def __init__(self) -> None:
        self._lexicon = load_lexicon()

    def tag(self, texts: Sequence[str]) -> list[tuple[EntityMention, ...]]:
        """Return the mentions of each text, sorted by start, not overlapping."""
        return [self._tag(text) for text in texts]

    def _tag(self, text: str) -> tuple[EntityMention, ...]:
        runs, titles = scan(text, self._lexicon)
        found = list(candidates(text, runs, self._lexicon))
        types, surnames = _decide(text, found, self._lexicon)
        spans: list[Found] = []
        for candidate in found:
            kind = types.get(key(text[candidate.start : candidate.end]))
            if kind is not None:
                start = _with_particles(text, candidate.start) if kind == "person" else candidate.start
                spans.append((start, candidate.end, kind))
        for words in titles:
            spans += _in_title(text, words, surnames | types, self._lexicon)
        return canonical(text, sorted(spans))


def _decide(
    text: str, found: list[Candidate], lexicon: Lexicon
) -> tuple[dict[str, EntityType], dict[str, EntityType]]:
    """Return the type of each surface (by its key) that is an entity, and of the surnames of people."""
    votes: dict[str, dict[EntityType, float]] = defaultdict(lambda: defaultdict(float))
    counts: Counter[str] = Counter()
    for candidate in found:
        surface = key(text[candidate.start : candidate.end])
        counts[surface] += 1
        for kind, weight in candidate.votes:
            votes[surface][kind] += weight
    types: dict[str, EntityType] = {}
    shorts: dict[str, Vote] = {}
    for surface in sorted(counts, key=lambda surface: " " not in surface):
        scores = votes[surface]
        if surface in shorts:
            kind, weight = shorts[surface]
            if kind == "person" or surface not in lexicon.words:
                scores[kind] += weight * counts[surface]
        best = max(scores.values(), default=0.0)
        if best < _ENOUGH:
            continue
        kind = next(kind for kind in scores if scores[kind] == best)
        types[surface] = kind
        for form in short_forms(surface, kind):
            surname = kind == "person" and not surface.startswith(form)
            shorts.setdefault(form, (kind, _SURNAME if surname else _SHORT_FORM))
    return types, {form: kind for form, (kind, weight) in shorts.items() if weight == _SURNAME}


def _with_particles(text: str, start: int) -> int:
    """Return where a person's name begins when small words stand before it: bin Laden, van der Veer."""
    particles = _PARTICLES.search(text, max(0, start - _PARTICLES_CHARS), start)
    return particles.start() if particles else start


def _in_title(
    text: str, words: list[Word], types: dict[str, EntityType], lexicon: Lexicon
) -> Iterator[Found]:
    """Yield the names of a title line that the text has named, and the places and bodies anyone knows."""
    position = 0
    while position < len(words):
        start = words[position].start
        for last in range(min(position + _TITLE_NAME_WORDS, len(words)) - 1, position - 1, -1):
            name = text[start : words[last].end]
            kind = _type_in_title(name, types, lexicon)
            if kind is None and last == position and not name.isupper() and fold(name) not in lexicon.given:
                kind = _KNOWN.get(words[last].letter)
            if kind is not None:
                yield start, words[last].end, kind
                position = last
                break
        position += 1


def _type_in_title(name: str, types: dict[str, EntityType], lexicon: Lexicon) -> EntityType | None:
    """Return the type the text gave a name; TELL US, in capitals, is not the country."""
    surface = key(name) if len(name) < 100 else ""
    if name.isupper() and lexicon.words.get(surface) == "C":
        return None
    return types.get(surface)
