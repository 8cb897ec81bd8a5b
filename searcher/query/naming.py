"""Naming: passages in which entities are named, and what to say of a name that was asked for.

Document + the number of a passage + entities → an Example, with the names marked
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, overload

from searcher.analysis import sentences
from searcher.analysis.folding import fold
from searcher.query.highlight import merge
from searcher.query.hits import Snippet
from searcher.query.suggest import nearest
from searcher.query.text_standing import bounds_of
from searcher.records import Document, Entity, EntityType, Note, Passage, Span

OFFERED = 3
"""Names that are offered instead of one that nobody has."""

_NAMES = 10_000  # that are looked through for the nearest, the most frequent ones


class Example(NamedTuple):
    """A passage in which some entities are all named.

    Attributes:
        highlights: spans of passage.text in which one of them is named.
        focus: the shortest run of sentences of passage.text that names all of them.
    """

    document: Document
    passage: Passage
    highlights: tuple[Span, ...]
    focus: Span

    @property
    def snippet(self) -> Snippet:
        """The passage with the names marked."""
        return Snippet(self.passage.text, self.highlights)


class Related(NamedTuple):
    """An entity that shares passages with another one, beyond chance.

    Attributes:
        shared: passages in which both are named; documents: how many these passages are of.
        passages: in which it is named at all.
        score: how surprising that is: G², twice the log-likelihood ratio (Dunning, 1993).
        examples: passages in which both are named.
    """

    name: str
    type: EntityType
    shared: int
    documents: int
    passages: int
    score: float
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True)
class RelatedEntities(Sequence[Related]):
    """Who and what is named together with an entity, the least likely by chance first.

    Attributes:
        entity: that entity, None when no article names it.
        notes: how the name was understood, and which ones are like it.
    """

    entity: Entity | None
    related: tuple[Related, ...] = ()
    notes: tuple[Note, ...] = ()

    @overload
    def __getitem__(self, at: int) -> Related: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Related, ...]: ...
    def __getitem__(self, at: int | slice) -> Related | tuple[Related, ...]:
        return self.related[at]

    def __len__(self) -> int:
        return len(self.related)


class Ranking(Protocol):
    """What is asked of the entities of an index to find names like another one."""

    def ranked(
        self, *, type: EntityType | None = None, prefix: str = "", limit: int | None = None
    ) -> list[Entity]:
        """Entities, the most frequent first."""
        ...


def example(document: Document, ordinal: int, names: Sequence[tuple[str, EntityType]]) -> Example:
    """A passage of a document with some entities marked.

    Args:
        ordinal: number of the passage; names: entities that are all named in it.
    """
    bounds = bounds_of(document)[ordinal]
    whole = document.text[bounds.start : bounds.end]
    text = whole.strip()
    start = bounds.start + len(whole) - len(whole.lstrip())
    found = sorted(
        (Span(mention.start - start, min(mention.end - start, len(text))), names.index(mention[:2]))
        for mention in document.entities
        if mention[:2] in names and bounds.start <= mention.start < bounds.end
    )
    passage = Passage(ordinal, start, start + len(text), text)
    return Example(document, passage, merge(span for span, _ in found), _focus(text, found))


def _focus(text: str, found: Sequence[tuple[Span, int]]) -> Span:
    """The shortest run of sentences in which every entity is named.

    Args:
        found: where they are named, ascending, and which of them.
    """
    cut = sentences(text)
    shortest = Span(0, len(text))
    last: dict[int, Span] = {}  # where each was named last
    entities = len({which for _, which in found})
    for span, which in found:
        last[which] = span
        if len(last) == entities:
            first = min(each.start for each in last.values())
            start = max((each.start for each in cut if each.start <= first), default=0)
            end = min((each.end for each in cut if each.end >= span.end), default=len(text))
            shortest = min(shortest, Span(start, end), key=lambda each: each.end - each.start)
    return shortest


def only_fuller(name: str, type: EntityType | None, entities: Ranking) -> Entity | None:
    """The one entity whose name has all words of another name in it; None when none or several do."""
    words = fold(name).split()
    if not words:
        return None
    like = entities.ranked(type=type, prefix=words[-1])
    fuller = [entity for entity in like if set(words) <= set(fold(entity.name).split())]
    return fuller[0] if len(fuller) == 1 else None


def fuller_note(name: str, entity: Entity) -> Note:
    """What to say when a part of a name was enough."""
    return Note("fuller-name", f"“{name}” is read as “{entity.name}”, the only name with it", 0, len(name))


def type_notes(name: str, chosen: Entity, same: Sequence[Entity]) -> Iterator[Note]:
    """What to say when several entities of different types have a name, of which one was chosen."""
    others = [f"{_a(entity.type)} ({entity.documents:,})" for entity in same if entity.type != chosen.type]
    if others:
        read = f"“{name}” is read as {_a(chosen.type)} ({_articles(chosen.documents)})"
        yield Note("several-types", f"{read}; it is also {' and '.join(others)}", 0, len(name))


def missing_note(name: str, type: EntityType | None, same: Sequence[Entity], every: Ranking) -> Note:
    """What to say of a name that no article has, at least not for a `type`."""
    if same:
        known = " and ".join(_a(entity.type) for entity in same)
        message = f"no article names “{name}” as {_a(type or same[0].type)}, but as {known}"
    else:
        near = " or ".join(f"“{near}”" for near in near_names(name, every))
        message = f"no article names “{name}”" + (f". Did you mean {near}?" if near else "")
    return Note("missing-name", message, 0, len(name))


def near_names(name: str, every: Ranking) -> list[str]:
    """The most frequent names that have the words of another, or what is spelled most like it."""
    if not (folded_name := fold(name).strip()):
        return []
    found = every.ranked(prefix=name, limit=OFFERED)
    if not found:
        known = [fold(entity.name) for entity in every.ranked(limit=_NAMES)]
        words = (word for folded in known for word in folded.split())
        near = nearest(folded_name, {*known, *words})
        found = every.ranked(prefix=near, limit=OFFERED) if near else []
    return list(dict.fromkeys(entity.name for entity in found))


def _a(type: EntityType) -> str:
    return f"an {type}" if type[0] in "aeiou" else f"a {type}"


def _articles(count: int) -> str:
    return f"{count:,} article{'' if count == 1 else 's'}"
