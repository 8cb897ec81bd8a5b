"""Canonical names: which mentions of a document name the same thing, and its fullest name.

text, spans with types → Found → EntityMentions

“Kadyrov” belongs to “Ramzan Kadyrov”, “ISW” to “Institute for the Study of War”, “Wagner” to “Wagner
Group”. Only the document itself is consulted; where a short form fits two names, the first named wins.
Every recogniser ends with this pass, so that their results can be compared. Cost: linear in mentions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from searcher.corpus.entities.folding import fold
from searcher.corpus.entities.remembering import Remembered
from searcher.records import EntityMention, EntityType, Span

Own = tuple[str, EntityType]  # key and type: one name of a document


class Writing(NamedTuple):
    """What a name is, written so, of this type.

    Attributes:
        own: what it shares with other writings of it.
        shown: how it is shown, and its type.
        forms: the keys by which a text may name it again that it has named in full, but for its own.
        is_form: whether its own is one of them.
    """

    own: Own
    shown: tuple[str, EntityType]
    forms: tuple[str, ...]
    is_form: bool


Found = tuple[int, int, Writing]
"""A name in a text: start, end, what it is."""

_WORD = re.compile(r"[^\W_]+(?:[-'’&.][^\W_]+)*")
_ARABIC_ARTICLE = re.compile(r"^(?:al|el|as|ash|ad|an|ar|at|az)[-‑ ]")
# Small words that initials pass over, or may count: "FSB", "MoD", "DRC".
_SMALL = frozenset(("of", "the", "for", "and", "on", "in", "de", "la", "del", "&"))
_CACHED = 131_072


def canonical(text: str, found: Sequence[Found]) -> tuple[EntityMention, ...]:
    """Return a mention for each found span, under the fullest name the document has for it.

    Args:
        text: the document.
        found: spans that do not overlap, in order, without titles and possessives.
    """
    named: dict[Own, Writing] = {}
    for _, _, writing in found:
        named.setdefault(writing[0], writing)
    names = {own: shown for own, shown, _, _ in named.values()}
    fuller = _fuller(named)
    if " (" in text:
        fuller |= _pairs(text, found)
    for own in fuller:
        best = own
        for _ in range(3):  # Wagner → PMC Wagner Group; a bound, since pairs may run in a circle
            best = fuller.get(best, best)
        names[own] = named[best][1]
    new = tuple.__new__  # without the call of a constructor, for there are many
    return tuple(
        [
            new(EntityMention, (name, kind, start, end))
            for start, end, (own, _, _, _) in found
            for name, kind in [names[own]]
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


def write(name: str, kind: EntityType) -> Writing:
    """Return what a name is, of a type."""
    shown = display(name)
    folded = fold(shown)
    if shown.isalpha():
        return Writing((folded, kind), (shown, kind), (), False)
    own = folded.removeprefix("the ")
    forms = _short_keys(folded, kind)
    return Writing((own, kind), (shown, kind), tuple([form for form in forms if form != own]), own in forms)


def _write(written: tuple[str, EntityType]) -> Writing:
    return write(*written)


writings = Remembered(_write, _CACHED)
"""What a name is, by how it is written and its type."""


def _fuller(named: dict[Own, Writing]) -> dict[Own, Own]:
    """Return the fuller name of each name that is a part, or the initials, of another."""
    longer: dict[Own, Own] = {}
    keys = {own_key for own_key, _ in named}
    for own, (_, _, forms, is_form) in named.items():
        if is_form and own not in longer:
            longer[own] = own  # John Smith, before John Adam Smith
        if not keys.isdisjoint(forms):
            kind = own[1]
            for form in forms:
                short = form, kind
                if short in named and short not in longer:
                    longer[short] = own
    return {own: fuller for own, fuller in longer.items() if fuller != own}


def _short_keys(folded: str, kind: EntityType) -> Sequence[str]:
    plain = folded.isascii() and folded.replace(" ", "").isalpha()
    words = folded.split() if plain else _WORD.findall(folded)
    if len(words) < 2:
        return ()
    if kind == "person":
        first, last = words[0], words[-1]
        bare = last if plain else _ARABIC_ARTICLE.sub("", last)
        middle = [" ".join(words[-size:]) for size in range(2, min(len(words), 5))]
        return (last, bare, first, *middle, f"{first} {last}")
    capitals = [word[0] for word in words if word not in _SMALL]
    forms = ["".join([word[0] for word in words])]
    if 1 < len(capitals) < len(words):
        forms.append("".join(capitals))
    if kind == "organisation":
        forms += [" ".join(words[:size]) for size in range(1, min(len(words), 4))]
    return forms


def _pairs(text: str, found: Sequence[Found]) -> dict[Own, Own]:
    """Return the abbreviations a text explains in brackets: "Institute for the Study of War (ISW)"."""
    pairs: dict[Own, Own] = {}
    for (_, end, long), (start, next_end, short) in pairwise(found):
        if start - end > 2:
            continue
        if text[end:start] == " (":
            if next_end - start < 8 and text[start:next_end].isupper():
                pairs[short.own] = long.own
        elif text[end:start] == "/" and long.own in pairs:
            pairs[short.own] = pairs[long.own]
    return pairs


def group(mentions: Iterable[EntityMention]) -> list[tuple[str, EntityType, list[Span]]]:
    """Return the distinct entities in order of first mention, each with the spans that name it."""
    entities: dict[tuple[str, EntityType], list[Span]] = {}
    for mention in mentions:
        spans = entities.setdefault((mention.name, mention.type), [])
        spans.append(Span(mention.start, mention.end))
    return [(name, kind, spans) for (name, kind), spans in entities.items()]
