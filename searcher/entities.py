"""Entities: who and what the articles of an index name, over all of them, and how people correct that.

    index.entities.list(type="person")           the entities, the most frequent first
    index.entities.related("Vladimir Putin")     who and what shares passages with one
    index.entities.merge("Putin", "Vladimir Putin")   a correction: kept beside the seeds, applied at once

Everything is answered from the commit that the index sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from searcher.config import DEFAULT_LIMIT, LISTED_ENTITIES
from searcher.records import ENTITY_TYPES, Entity, EntityType

if TYPE_CHECKING:
    from searcher.corrections import Corrected
    from searcher.engine.base import SearchEngine
    from searcher.identities import CorrectionKind
    from searcher.pipeline import Index
    from searcher.query.naming import Example, RelatedEntities


class Entities:
    """The entities of an index; `Index.entities` gives them.

    A correction is written to `entities.toml` in the seeds folder and shown from then on, after every
    rebuild too. Each raises EntityMissingError when there is no such name, CorrectionsFileError when the
    file cannot be read, SeedsMissingError when there is no folder to write it to, and what
    `Index.refresh` raises when the index cannot be written.
    """

    def __init__(self, index: Index) -> None:
        self._index = index

    # who is named

    def list(
        self,
        type: EntityType | None = None,
        *,
        prefix: str = "",
        limit: int | None = LISTED_ENTITIES,
        offset: int = 0,
    ) -> tuple[Entity, ...]:
        """The people, organisations and places that articles name: those that most articles name first.

        Args:
            type: "person", "organisation" or "place"; None for all.
            prefix: what a word of the name begins with, whatever the case and accents; it may go on.
            limit: how many at most, None for all; offset: how many of the first to pass over.

        Raises:
            ValueError: there is no such type, limit or offset is negative.
        """
        _check(type, limit, offset)
        entities = self._engine().entities()
        return tuple(entities.ranked(type=type, prefix=prefix, limit=limit, offset=offset))

    def count(self, type: EntityType | None = None, *, prefix: str = "") -> int:
        """How many entities `list` has in all."""
        _check(type)
        return self._engine().entities().count(type=type, prefix=prefix)

    def examples(self, name: str, *, type: EntityType | None = None, limit: int = 3) -> tuple[Example, ...]:
        """Passages in which an entity is named, one of an article: where it is named most often first.

        Args:
            name: in full, whatever the case and accents; type: for a name that entities of several types
                have, None for the one that most articles name.

        Raises:
            ValueError: there is no such type, limit is negative.
        """
        _check(type, limit)
        engine = self._engine()
        same = engine.entities().named(name)
        chosen = [entity for entity in same if type in (None, entity.type)][:1]
        return _examples(engine, [(entity.name, entity.type) for entity in chosen], limit)

    def related(
        self,
        name: str,
        *,
        type: EntityType | None = None,
        limit: int | None = DEFAULT_LIMIT,
        examples: int = 1,
    ) -> RelatedEntities:
        """Who and what shares passages with an entity more often than chance would have it.

        Those that chance explains least come first (log-likelihood ratio, Dunning 1993; two passages or
        more, p < .001). A name that is unknown has none; the notes then offer names like it.

        Args:
            name: whatever the case and accents; a part of it is enough where only one name has it.
            type: for a name that entities of several types have, None for the one that most articles name.
            limit: how many at most, None for all; examples: passages of each in which both are named.

        Raises:
            ValueError: there is no such type, limit or examples is negative.
        """
        from searcher.query.naming import (
            Related,
            RelatedEntities,
            fuller_note,
            missing_note,
            only_fuller,
            type_notes,
        )

        _check(type, limit, examples)
        engine = self._engine()
        entities = engine.entities()
        same = entities.named(name)
        entity = next((entity for entity in same if type in (None, entity.type)), None)
        notes = tuple(type_notes(name, entity, same)) if entity and not type else ()
        if entity is None and (entity := only_fuller(name, type, entities)):
            notes = (fuller_note(name, entity),)
        if entity is None:
            return RelatedEntities(None, notes=(missing_note(name, type, same, entities),))
        own = (entity.name, entity.type)
        related = (
            Related(*other, _examples(engine, [own, (other.name, other.type)], examples))
            for other in entities.associated(*own, limit=limit)
        )
        return RelatedEntities(entity, tuple(related), notes)

    def _engine(self) -> SearchEngine:
        return self._index._opened().engine

    # corrections

    def merge(self, name: str, into: str, type: EntityType | None = None) -> Corrected:
        """Show one entity as another one: both are the same; `type` says which, if several have the name."""
        return self._correct("merge", name, into, type)

    def rename(self, name: str, into: str, type: EntityType | None = None) -> Corrected:
        """Show an entity under another name."""
        return self._correct("rename", name, into, type)

    def retype(self, name: str, into: EntityType, type: EntityType | None = None) -> Corrected:
        """Show an entity as a person, an organisation or a place; `type`: what it is shown as now."""
        _check(into)
        return self._correct("retype", name, into, type)

    def remove(self, name: str, type: EntityType | None = None) -> Corrected:
        """Show an entity no more: it is none."""
        return self._correct("remove", name, "", type)

    def undo(self) -> Corrected | None:
        """Take back the last correction; None when there is none."""
        from searcher.corrections import take_back

        return take_back(self._index)

    def _correct(self, kind: CorrectionKind, name: str, into: str, type: EntityType | None) -> Corrected:
        from searcher.corrections import correct
        from searcher.identities import Correction

        _check(type)
        return correct(self._index, Correction(kind, name, into, type))


def _check(type: str | None, *counts: int | None) -> None:
    if type is not None and type not in ENTITY_TYPES:
        raise ValueError(f"type={type!r}: choose {', '.join(ENTITY_TYPES)}")
    if any(count is not None and count < 0 for count in counts):
        raise ValueError(f"{counts}: limit, offset and examples are at least 0")


def _examples(
    engine: SearchEngine, names: Sequence[tuple[str, EntityType]], limit: int
) -> tuple[Example, ...]:
    """Passages in which all of some entities are named."""
    from searcher.query.naming import example

    places = engine.entities().passages(names, limit)
    documents = engine.documents([doc_id for doc_id, _ in places])
    return tuple(
        example(document, ordinal, names)
        for document, (_, ordinal) in zip(documents, places, strict=True)
        if document is not None
    )
