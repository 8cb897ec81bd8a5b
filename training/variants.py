"""Variants: articles with other names, datelines and capitals.

Articles, Names → Articles

They teach the model to judge names by what stands around them, and what news have that the public sets have
not: datelines, headlines in capitals.
"""

from __future__ import annotations

from random import Random

from marked import Article, rename
from names import Names


def varied(article: Article, names: Names, random: Random) -> Article:
    """Return an article with other names, perhaps a dateline, and some lines in capitals."""
    changed = renamed(article, names, random)
    if random.random() < 0.3:
        changed = dateline(changed, names.known_place(random), random)
    return shout(changed, random)


def renamed(article: Article, names: Names, random: Random) -> Article:
    """Return the article with about half of its names changed, each surface alike everywhere."""
    surfaces: dict[tuple[str, str], str | None] = {}
    families: dict[str, str] = {}
    name_of = {}
    for number, (start, end, kind) in enumerate(article.entities):
        surface = article.text[start:end]
        if not surface[:1].isupper() or (surface.isupper() and len(surface) < 6):
            continue
        if (surface, kind) not in surfaces:
            new = names.other(surface, kind, families, random) if random.random() < 0.6 else None
            surfaces[surface, kind] = new
        if (other := surfaces[surface, kind]) is not None:
            name_of[number] = other
    return rename(article, name_of)


def dateline(article: Article, place: str, random: Random) -> Article:
    """Return the article with a place, and perhaps a date and an agency, before it."""
    town = place.upper() if random.random() < 0.6 else place
    agency = random.choice(("", "", "Reuters", "AP", "AFP"))
    day = random.choice(("", "", "Jan 12", "March 3", "Aug. 29", "1996-08-22"))
    parts = [(town, "place"), (f" {day}" if day else "", None)]
    if agency:
        parts += [(" (", None), (agency, "organisation"), (")", None)]
    parts.append((random.choice((" - ", " — ", " -- ", ": ", "\n")), None))
    entities = []
    at = 0
    for part, kind in parts:
        if kind:
            entities.append((at, at + len(part), kind))
        at += len(part)
    entities += [(start + at, end + at, kind) for start, end, kind in article.entities]
    return Article("".join(part for part, _ in parts) + article.text, tuple(entities))


def shout(article: Article, random: Random) -> Article:
    """Return the article with some of its lines in capitals, or with the capitals of a headline."""
    lines = []
    for line in article.text.split("\n"):
        draw = random.random()
        if draw < 0.15 and len(line) < 160 and len(line.upper()) == len(line):
            lines.append(line.upper())
        elif draw < 0.25 and len(line) < 120:
            words = line.split(" ")
            lines.append(
                " ".join(
                    word[:1].upper() + word[1:] if len(word[:1].upper()) == 1 and len(word) > 3 else word
                    for word in words
                )
            )
        else:
            lines.append(line)
    return Article("\n".join(lines), article.entities)
