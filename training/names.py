"""Names: people, places and organisations to put in the place of others, drawn at random.

the package's lexicon → names

Most are known (gazetteers that ship with the package), some are invented, so that the model learns to judge
by what stands around a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from searcher.corpus.entities.lexicon import read_shipped

_ENDS = (
    "Inc", "Inc.", "Corp", "Corp.", "Co", "Ltd", "Ltd.", "plc", "Group", "Holdings", "Industries",
    "Bank", "Airlines", "Technologies", "Pharmaceuticals", "Energy", "Motors", "Systems", "AG", "SA",
    "Partners", "Capital", "Securities", "Financial", "Insurance", "Resources", "Oil", "Times", "United",
    "University", "Institute", "Foundation", "International", "Bancorp", "& Co", "Brothers", "Party",
)  # fmt: skip
_INITIALS = "ABCDEFGHJKLMPRSTW"
_PARTICLES = (
    "van", "van der", "von", "de", "bin", "di", "de la", "del", "al", "el", "da",
)  # fmt: skip
_PLACE_SHARES = {"place": 0.2, "country": 0.25, "region": 0.1, "city": 0.3, "town": 0.15}


class Names:
    """Names to put in the place of others."""

    def __init__(
        self,
        given: Sequence[str],
        family: Sequence[str],
        places: Sequence[tuple[Sequence[str], float]],
        words: Sequence[str],
    ) -> None:
        """Draw from these; each list of places has its share."""
        self._given, self._family, self._words = given, family, words
        self._places, self._shares = [list(names) for names, _ in places], [share for _, share in places]

    def known_place(self, random: Random) -> str:
        """Return a place of the gazetteer."""
        return random.choice(random.choices(self._places, self._shares)[0])

    def other(self, surface: str, kind: str, families: dict[str, str], random: Random) -> str | None:
        """Return another name for a surface of a type, or None to keep it; `families` are renamed alike."""
        words = surface.split()
        if kind == "person":
            last = words[-1]
            if last not in families:
                families[last] = self.family_name(random)
            if len(words) == 1:
                return families[last]
            if len(words) > 3 or any(not word[0].isupper() for word in words):
                return None
            first = self.given_name(random)
            middle = f"{random.choice(_INITIALS)}. " if random.random() < 0.08 else ""
            return f"{first} {middle}{families[last]}"
        if kind == "place":
            return self.place(random) if len(words) <= 2 else None
        return self.company(random) if len(words) <= 3 and random.random() < 0.5 else None

    def given_name(self, random: Random) -> str:
        """Return a given name, of which some are in no list."""
        return self.invented(random) if random.random() < 0.25 else random.choice(self._given)

    def family_name(self, random: Random) -> str:
        """Return a family name, or an invented one, some with what may stand before it."""
        draw = random.random()
        if draw < 0.08:
            return f"{random.choice(_PARTICLES)} {random.choice(self._family)}"
        if draw < 0.1:
            return f"{random.choice(self._family)}-{random.choice(self._family)}"
        if draw < 0.14:
            return f"al-{random.choice(self._family)}"
        if draw < 0.3:
            return self.invented(random)
        return random.choice(self._family)

    def place(self, random: Random) -> str:
        """Return a place, some of them invented."""
        return self.invented(random) if random.random() < 0.2 else self.known_place(random)

    def company(self, random: Random) -> str:
        """Return a company."""
        initials = random.choice(("", "", "", "{}. ", "{}.{}. ")).format(*random.choices(_INITIALS, k=2))
        stem = random.choice(
            (
                initials + random.choice(self._family),
                self.invented(random),
                random.choice(self._words),
                self.known_place(random),
            )
        )
        draw = random.random()
        if draw < 0.35:
            return stem
        if draw < 0.45:
            partner = random.choice(self._family)
            end = random.choice(("", "", " Inc", " Co", " Ltd", " and Co"))
            return f"{stem}{random.choice((' & ', ' and ', ' and ', ', '))}{partner}{end}"
        if draw < 0.55:
            return f"{stem} {random.choice(self._words)} {random.choice(_ENDS)}"
        return f"{stem} {random.choice(_ENDS)}"

    def invented(self, random: Random) -> str:
        """Return a word that is no name anyone knows, of the halves of two that are."""
        left, right = (
            random.choice(self._family),
            random.choice((random.choice(self._family), self.known_place(random))),
        )
        right = right.split()[-1]
        return (left[: max(2, len(left) // 2)] + right[len(right) // 2 :].lower()).capitalize()


def load_names() -> Names:
    """Return the names of the package."""
    sections = read_shipped("words.txt", "places.txt.gz", "family.txt.gz", "given.txt")
    words = [
        word.capitalize()
        for name in ("common", "modifier", "direction")
        for word in sections[name]
        if word.isalpha() and len(word) > 3
    ]
    return Names(
        given=sections["given"],
        family=sections["family"],
        places=[(sections[name], share) for name, share in _PLACE_SHARES.items()],
        words=words,
    )
