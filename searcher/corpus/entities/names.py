"""Canonical names: which mentions of a document name the same thing, and its fullest name.

text, [(start, end, type)] → EntityMentions

“Kadyrov” belongs to “Ramzan Kadyrov”, “ISW” to “Institute for the Study of War”, “Wagner” to “Wagner
Group”. Only the document itself is consulted; where a short form fits two names, the first named wins.
Every recogniser ends with this pass, so that their results can be compared. Cost: linear in mentions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from searcher.corpus.entities.folding import fold
from searcher.corpus.entities.remembering import Remembered
from searcher.records import EntityMention, EntityType, Span

Found = tuple[int, int, EntityType]
Own = tuple[str, EntityType]  # key and type: one name of a document

_WORD = re.compile(r"[^\W_]+(?:[-'’&.][^\W_]+)*")
_ARABIC_ARTICLE = re.compile(r"^(?:al|el|as|ash|ad|an|ar|at|az)[-‑ ]")
# Small words that initials pass over, or may count: "FSB", "MoD", "DRC".
_SMALL = frozenset(("of", "the", "for", "and", "on", "in", "de", "la", "del", "&"))
_CACHED = 32_768


def canonical(text: str, found: Iterable[Found]) -> tuple[EntityMention, ...]:
    """Return a mention for each found span, under the fullest name the document has for it.

    Args:
        text: the document.
        found: spans that do not overlap, in order, without titles and possessives.
    """
    spans = list(found)
    own = []
    surfaces: dict[Own, str] = {}
    for start, end, kind in spans:
        written = text[start:end]
        this = keys[written], kind
        own.append(this)
        if this not in surfaces:
            surfaces[this] = display(written)
    fuller = _fuller(surfaces)
    fuller |= _pairs(text, spans, own)
    names = {this: (name, this[1]) for this, name in surfaces.items()}
    for this in fuller:
        best = this
        for _ in range(3):  # Wagner → PMC Wagner Group; a bound, since pairs may run in a circle
            best = fuller.get(best, best)
        names[this] = surfaces.get(best) or surfaces[this], best[1]
    # Without the call of a constructor, for there are many.
    new = tuple.__new__
    return tuple(
        [
            new(EntityMention, (*names[this], start, end))
            for this, (start, end, _) in zip(own, spans, strict=True)
        ]
    )


def display(name: str) -> str:
    """Return a name as it is shown: single spaces, dotted initials closed up (U.S. → US)."""
    if name.isalpha():
        return name
    name = " ".join(name.split())
    if "." not in name or " " in name:
        return name
    bare = name.replace(".", "")
    return bare if bare.isupper() else name


def key(name: str) -> str:
    """Return what two writings of one name share."""
    return fold(display(name)).removeprefix("the ")


keys = Remembered(key, _CACHED)


def _fuller(surfaces: dict[Own, str]) -> dict[Own, Own]:
    """Return the fuller name of each name that is a part, or the initials, of another."""
    longer: dict[Own, Own] = {}
    for own, name in surfaces.items():
        if name.isalpha():
            continue  # one word, of which there is no part
        for short in short_forms[fold(name), own[1]]:
            if short in surfaces:
                longer.setdefault(short, own)
    return {own: fuller for own, fuller in longer.items() if fuller != own}


def _short_forms(own: Own) -> tuple[Own, ...]:
    """Return the keys by which a text may name again what it has named in full, by a folded name."""
    folded, kind = own
    return tuple([(form, kind) for form in _short_keys(folded, kind)])


short_forms = Remembered(_short_forms, _CACHED)


def _short_keys(folded: str, kind: EntityType) -> Sequence[str]:
    words = _WORD.findall(folded)
    if len(words) < 2:
        return ()
    if kind == "person":
        first, last = words[0], words[-1]
        middle = [" ".join(words[-size:]) for size in range(2, min(len(words), 5))]
        return (last, _ARABIC_ARTICLE.sub("", last), first, *middle, f"{first} {last}")
    capitals = [word for word in words if word not in _SMALL]
    initials = ["".join([word[0] for word in parts]) for parts in (capitals, words)]
    forms = [form for form in initials if len(form) > 1]
    if kind == "organisation":
        forms += [" ".join(words[:size]) for size in range(1, min(len(words), 4))]
    return forms


def _pairs(text: str, spans: list[Found], own: list[Own]) -> dict[Own, Own]:
    """Return the abbreviations a text explains in brackets: "Institute for the Study of War (ISW)"."""
    pairs: dict[Own, Own] = {}
    for number in range(len(spans) - 1):
        end = spans[number][1]
        next_start, next_end, _ = spans[number + 1]
        if next_start - end == 2 and text[end:next_start] == " (":
            short = text[next_start:next_end]
            if len(short) < 8 and short.isupper():
                pairs[own[number + 1]] = own[number]
        elif next_start - end == 1 and text[end] == "/" and own[number] in pairs:
            pairs[own[number + 1]] = pairs[own[number]]
    return pairs


def group(mentions: Iterable[EntityMention]) -> list[tuple[str, EntityType, list[Span]]]:
    """Return the distinct entities in order of first mention, each with the spans that name it."""
    entities: dict[tuple[str, EntityType], list[Span]] = {}
    for mention in mentions:
        spans = entities.setdefault((mention.name, mention.type), [])
        spans.append(Span(mention.start, mention.end))
    return [(name, kind, spans) for (name, kind), spans in entities.items()]
