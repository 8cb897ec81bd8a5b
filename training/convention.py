"""One convention: what counts as a name, alike in every set.

Article, Trimmer, Lexicon → Article

re3d marks noun phrases ("the government of Iraq", "Palmyra, Syria", "Spc. Lorraine Walsh") and calls a
country that acts an organisation. Its marks are reduced to the names in them, without titles, and countries
are places, as in the other sets; else the model learns both conventions and keeps to neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from marked import Article, Marked

from searcher.corpus.entities.folding import unaccent
from searcher.corpus.entities.lexicon import TYPE_OF_NAME, Lexicon
from searcher.corpus.entities.trimming import Trimmer

_PARTICLES = ("al-", "al", "el", "de", "van", "von", "bin")
_NAMES = re.compile(r"[A-Z][\w'’.&-]*(?:(?: - | (?:of|the|and|for|de|la|&) | )[A-Z][\w'’.&-]*)*")


def conventional(article: Article, trimmer: Trimmer, lexicon: Lexicon) -> Article:
    """Return the article with the names that its marks hold."""
    marked: list[Marked] = []
    done = 0
    for mark in sorted(
        part for entity in article.entities for part in _names(article, entity, trimmer, lexicon)
    ):
        if mark[0] >= done:
            marked.append(mark)
            done = mark[1]
    return Article(article.text, tuple(marked))


def _names(article: Article, entity: Marked, trimmer: Trimmer, lexicon: Lexicon) -> Iterator[Marked]:
    start, end, kind = entity
    surface = article.text[start:end]
    words = surface.split()
    if (words[0][0].islower() and not words[0].startswith(_PARTICLES)) or words[-1][0].islower():
        for name in _NAMES.finditer(surface):  # a noun phrase: only what anyone knows in it is a name
            known = TYPE_OF_NAME.get(lexicon.names.get(unaccent(name[0]), ""))
            if known is not None:
                yield start + name.start(), start + name.end(), known
        return
    for first, last, sort in trimmer((surface, kind)):  # type: ignore[arg-type]
        is_place = lexicon.names.get(unaccent(surface[first:last])) == "L"
        yield start + first, start + last, "place" if sort == "organisation" and is_place else sort
