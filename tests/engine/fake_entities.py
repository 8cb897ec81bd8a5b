"""Entities, counted passage by passage in plain Python: what every engine has to tell of them."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from searcher.analysis.folding import fold
from searcher.records import ENTITY_TYPES, Association, Document, Entity, EntityType

Name = tuple[str, EntityType]
Passage = tuple[str, int]


def folded(name: str) -> str:
    """A name as it is compared."""
    return " ".join(re.sub("[‘’]", "'", fold(name)).split())


def words_begin(name: str, prefix: str) -> bool:
    """Whether a prefix stands somewhere in a name, and not within a word."""
    name, prefix = folded(name), folded(prefix)
    places = [at for at in range(len(name)) if name.startswith(prefix, at)]
    return not prefix or any(at == 0 or not re.match(r"\w", name[at - 1]) for at in places)


def log_likelihood(shared: int, one: int, other: int, total: int) -> float:
    """G² of two names, cell by cell."""
    rows, columns = (one, total - one), (other, total - other)
    table = ((shared, one - shared), (other - shared, total - one - other + shared))
    return 2 * sum(
        observed * math.log(observed * total / (row * column))
        for row, line in zip(rows, table, strict=True)
        for column, observed in zip(columns, line, strict=True)
        if observed
    )


class FakeEntities:
    """A `searcher.engine.base.EntityIndex` over documents."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = {document.doc_id: document for document in documents}
        self._held: dict[Passage, Counter[Name]] = {}
        for document in self._documents.values():
            begins = [passage.start for passage in document.passages] or [0]
            for ordinal in range(len(begins)):
                self._held[document.doc_id, ordinal] = Counter()
            for name, kind, start, _ in document.entities:
                ordinal = max(number for number, begin in enumerate(begins) if begin <= start)
                self._held[document.doc_id, ordinal][name, kind] += 1
        self._passages: dict[Name, set[Passage]] = defaultdict(set)
        for passage, names in self._held.items():
            for name in names:
                self._passages[name].add(passage)

    def _entity(self, name: Name) -> Entity:
        passages = self._passages[name]
        documents = {doc_id for doc_id, _ in passages}
        return Entity(*name, len(documents), sum(self._held[passage][name] for passage in passages))

    def count(self, *, type: EntityType | None = None, prefix: str = "") -> int:
        """Count them."""
        return len(self.ranked(type=type, prefix=prefix))

    def ranked(
        self, *, type: EntityType | None = None, prefix: str = "", limit: int | None = None, offset: int = 0
    ) -> list[Entity]:
        """Rank them."""
        entities = [
            self._entity(name)
            for name in list(self._passages)
            if type in (None, name[1]) and words_begin(name[0], prefix)
        ]
        entities.sort(key=lambda e: (-e.documents, -e.mentions, e.name, ENTITY_TYPES.index(e.type)))
        return entities[offset : None if limit is None else offset + limit]

    def named(self, name: str) -> list[Entity]:
        """Find those of a name."""
        every = self.ranked()
        same = [entity for entity in every if entity.name == name]
        return same or [e for e in every if folded(name) and folded(e.name) == folded(name)]

    def associated(
        self, name: str, type: EntityType, *, other: EntityType | None = None, limit: int | None = None
    ) -> list[Association]:
        """Compare one with every other."""
        own, total = self._passages.get((name, type), set()), len(self._held)
        found = []
        for key, passages in self._passages.items():
            shared = own & passages
            if key == (name, type) or other not in (None, key[1]) or len(shared) < 2:
                continue
            if len(shared) * total <= len(own) * len(passages):
                continue
            score = log_likelihood(len(shared), len(own), len(passages), total)
            if score >= 10.83:
                documents = {doc_id for doc_id, _ in shared}
                found.append(Association(*key, len(shared), len(documents), len(passages), score))
        found.sort(key=lambda a: (-round(a.score, 6), a.name, ENTITY_TYPES.index(a.type)))
        return found[:limit]

    def passages(self, names: Sequence[Name], limit: int) -> list[Passage]:
        """Look through all passages."""

        def rank(passage: Passage) -> tuple[object, ...]:
            counts = [self._held[passage][name] for name in names]
            day = int((self._documents[passage[0]].date or "0").replace("-", ""))
            return -min(counts), -sum(counts), -day, passage

        held = [at for at, counts in self._held.items() if names and all(counts[name] for name in names)]
        best: dict[str, Passage] = {}
        for passage in sorted(held, key=rank):
            best.setdefault(passage[0], passage)
        return list(best.values())[:limit]
