"""Canonical names: which mentions of a document name the same thing, and its fullest name.

text, [(start, end, type)] → EntityMentions

“Kadyrov” belongs to “Ramzan Kadyrov”, “ISW” to “Institute for the Study of War”, “Wagner” to “Wagner
Group”. Only the document itself is consulted; where a short form fits two names, the first named wins.
Every recogniser ends with this pass, so that their results can be compared. Cost: linear in mentions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from searcher.corpus.entities.folding import fold
from searcher.records import EntityMention, EntityType, Span

Found = tuple[int, int, EntityType]

_WORD = re.compile(r"[^\W_]+(?:[-'’&.][^\W_]+)*")
_ARABIC_ARTICLE = re.compile(r"^(?:al|el|as|ash|ad|an|ar|at|az)[-‑ ]")
# Small words that initials pass over, or may count: "FSB", "MoD", "DRC".
_SMALL = frozenset(("of", "the", "for", "and", "on", "in", "de", "la", "del", "&"))


def canonical(text: str, found: Iterable[Found]) -> tuple[EntityMention, ...]:
    """Return a mention for each found span, under the fullest name the document has for it.

    Args:
        text: the document.
        found: spans that do not overlap, in order, without titles and possessives.
    """
    spans = list(found)
    surfaces: dict[tuple[str, EntityType], str] = {}
    for start, end, kind in spans:
        name = display(text[start:end])
        surfaces.setdefault((key(name), kind), name)
    fuller = dict(_short_forms(surfaces))
    fuller |= _pairs(text, spans)
    mentions = []
    for start, end, kind in spans:
        own = (key(text[start:end]), kind)
        best = own
        for _ in range(3):  # Wagner → PMC Wagner Group; a bound, since pairs may run in a circle
            best = fuller.get(best, best)
        name = surfaces.get(best, surfaces.get(own, text[start:end]))
        mentions.append(EntityMention(name, best[1], start, end))
    return tuple(mentions)


def display(name: str) -> str:
    """Return a name as it is shown: single spaces, dotted initials closed up (U.S. → US)."""
    name = " ".join(name.split())
    if "." not in name or " " in name:
        return name
    bare = name.replace(".", "")
    return bare if bare.isupper() else name


@lru_cache(maxsize=65_536)
def key(name: str) -> str:
    """Return what two writings of one name share."""
    return fold(display(name)).removeprefix("the ")


def _short_forms(
    surfaces: dict[tuple[str, EntityType], str],
) -> Iterator[tuple[tuple[str, EntityType], tuple[str, EntityType]]]:
    """Yield (short form, fuller name) for names that are a part, or the initials, of another."""
    longer: dict[tuple[str, EntityType], tuple[str, EntityType]] = {}
    for own, name in surfaces.items():
        for short in short_forms(name, own[1]):
            longer.setdefault((short, own[1]), own)
    for own in surfaces:
        fuller = longer.get(own)
        if fuller is not None and fuller != own:
            yield own, fuller


def short_forms(name: str, kind: EntityType) -> Iterator[str]:
    """Yield the keys by which a text may name again what it has named in full."""
    words = _WORD.findall(fold(name))
    if len(words) < 2:
        return
    if kind == "person":
        yield words[-1]
        yield _ARABIC_ARTICLE.sub("", words[-1])
        yield words[0]
        for size in range(2, min(len(words), 5)):
            yield " ".join(words[-size:])
        yield f"{words[0]} {words[-1]}"
        return
    capitals = [word for word in words if word not in _SMALL]
    for parts in (capitals, words):
        initials = "".join(word[0] for word in parts)
        if len(initials) > 1:
            yield initials
    if kind == "organisation":
        for size in range(1, min(len(words), 4)):
            yield " ".join(words[:size])


def _pairs(text: str, spans: list[Found]) -> dict[tuple[str, EntityType], tuple[str, EntityType]]:
    """Return the abbreviations a text explains in brackets: "Institute for the Study of War (ISW)"."""
    pairs = {}
    for (start, end, kind), (next_start, next_end, next_kind) in pairwise(spans):
        short = text[next_start:next_end]
        if next_start - end == 2 and text[end:next_start] == " (" and len(short) < 8 and short.isupper():
            pairs[key(short), next_kind] = (key(text[start:end]), kind)
        elif text[end:next_start] == "/" and (key(text[start:end]), kind) in pairs:
            pairs[key(short), next_kind] = pairs[key(text[start:end]), kind]
    return pairs


def group(mentions: Iterable[EntityMention]) -> list[tuple[str, EntityType, list[Span]]]:
    """Return the distinct entities in order of first mention, each with the spans that name it."""
    entities: dict[tuple[str, EntityType], list[Span]] = {}
    for mention in mentions:
        spans = entities.setdefault((mention.name, mention.type), [])
        spans.append(Span(mention.start, mention.end))
    return [(name, kind, spans) for (name, kind), spans in entities.items()]
