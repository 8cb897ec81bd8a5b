"""Canonical names: which mentions of a document name the same thing, and its fullest name.

text, [(start, end, type)] → EntityMentions

“Kadyrov” belongs to “Ramzan Kadyrov”, “ISW” to “Institute for the Study of War”, “Wagner” to “Wagner
Group”. Only the document itself is consulted; where a short form fits two names, the first named wins.
Every recogniser ends with this pass, so that their results can be compared. Cost: linear in mentions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from searcher.corpus.entities.folding import fold
from searcher.corpus.entities.remembering import Remembered
from searcher.records import EntityMention, EntityType, Span

Found = tuple[int, int, EntityType]
Own = tuple[str, EntityType]  # key and type: one name of a document
_Writing = tuple[str, str, str]  # of a name: key, how it is shown, and that folded ("" for one word)

_WORD = re.compile(r"[^\W_]+(?:[-'’&.][^\W_]+)*")
_ARABIC_ARTICLE = re.compile(r"^(?:al|el|as|ash|ad|an|ar|at|az)[-‑ ]")
# Small words that initials pass over, or may count: "FSB", "MoD", "DRC".
_SMALL = frozenset(("of", "the", "for", "and", "on", "in", "de", "la", "del", "&"))
_CACHED = 131_072


def canonical(text: str, found: Iterable[Found]) -> tuple[EntityMention, ...]:
    """Return a mention for each found span, under the fullest name the document has for it.

    Args:
        text: the document.
        found: spans that do not overlap, in order, without titles and possessives.
    """
    spans = list(found)
    own: list[Own] = []
    named: dict[Own, _Writing] = {}
    for start, end, kind in spans:
        writing = _writings[text[start:end]]
        this = writing[0], kind
        own.append(this)
        if this not in named:
            named[this] = writing
    names = {this: (writing[1], this[1]) for this, writing in named.items()}
    fuller = _fuller(named)
    if pairs := _pairs(text, spans, own):
        fuller |= pairs
    for this in fuller:
        best = this
        for _ in range(3):  # Wagner → PMC Wagner Group; a bound, since pairs may run in a circle
            best = fuller.get(best, best)
        names[this] = (named[best] if best in named else named[this])[1], best[1]
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
    if name.isalpha():
        return fold(name)
    return fold(display(name)).removeprefix("the ")


def _write(name: str) -> _Writing:
    shown = display(name)
    return key(name), shown, "" if shown.isalpha() else fold(shown)


_writings = Remembered(_write, _CACHED)


def _fuller(named: dict[Own, _Writing]) -> dict[Own, Own]:
    """Return the fuller name of each name that is a part, or the initials, of another."""
    longer: dict[Own, Own] = {}
    if len(named) > 1:
        known = {own_key for own_key, _ in named}
        for own, (_, _, folded) in named.items():
            if folded:
                kind = own[1]
                forms = short_forms[folded, kind]
                if not known.isdisjoint(forms):
                    for form in forms:
                        if (form, kind) in named:
                            longer.setdefault((form, kind), own)
    return {own: fuller for own, fuller in longer.items() if fuller != own}


def _short_forms(own: Own) -> Sequence[str]:
    """Return the keys by which a text may name again what it has named in full, by a folded name."""
    return tuple(_short_keys(*own))


short_forms = Remembered(_short_forms, _CACHED)


def _short_keys(folded: str, kind: EntityType) -> Sequence[str]:
    plain = folded.isascii() and folded.replace(" ", "").isalpha()
    words = folded.split() if plain else _WORD.findall(folded)
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
    for number, ((_, end, _), (next_start, next_end, _)) in enumerate(pairwise(spans)):
        if next_start - end > 2:
            continue
        if text[end:next_start] == " (":
            short = text[next_start:next_end]
            if len(short) < 8 and short.isupper():
                pairs[own[number + 1]] = own[number]
        elif text[end:next_start] == "/" and own[number] in pairs:
            pairs[own[number + 1]] = pairs[own[number]]
    return pairs


def group(mentions: Iterable[EntityMention]) -> list[tuple[str, EntityType, list[Span]]]:
    """Return the distinct entities in order of first mention, each with the spans that name it."""
    entities: dict[tuple[str, EntityType], list[Span]] = {}
    for mention in mentions:
        spans = entities.setdefault((mention.name, mention.type), [])
        spans.append(Span(mention.start, mention.end))
    return [(name, kind, spans) for (name, kind), spans in entities.items()]
