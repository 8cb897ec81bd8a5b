"""Renderers of entities for programs: JSON and CSV, a contract as that of `searcher.ui.formats`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from searcher.query.naming import Example, RelatedEntities
from searcher.records import Entity
from searcher.ui.formats import SCHEMA_VERSION, dump

Listed: TypeAlias = tuple[Entity, Sequence[Example]]
"""An entity with example passages."""

if TYPE_CHECKING:
    from searcher.query.naming import Related

_ASSOCIATION = ("name", "type", "shared", "documents", "passages", "score")


def entities_json(total: int, found: Iterable[Listed]) -> str:
    """A list of entities, and how many there are in all."""
    entities = [{**entity._asdict(), "examples": list(map(_example, examples))} for entity, examples in found]
    return dump({"schema_version": SCHEMA_VERSION, "total": total, "entities": entities}, indent=2)


def related_json(name: str, found: RelatedEntities) -> str:
    """What shares passages with an entity; `name`: as it was asked for."""
    entity = found.entity or Entity(name, None, 0, 0)  # type: ignore[arg-type] # null: there is none
    return dump(
        {
            "schema_version": SCHEMA_VERSION,
            **entity._asdict(),
            "notes": [note._asdict() for note in found.notes],
            "related": [
                {
                    **dict(zip(_ASSOCIATION, _rounded(other), strict=True)),
                    "examples": list(map(_example, other.examples)),
                }
                for other in found
            ],
        },
        indent=2,
    )


def entities_csv(found: Iterable[Entity]) -> str:
    """A table of entities with a line of names."""
    return _table(Entity._fields, found)


def related_csv(found: Iterable[Related]) -> str:
    """A table of what shares passages with an entity, with a line of names."""
    return _table(_ASSOCIATION, map(_rounded, found))


def _rounded(other: Related) -> tuple[Any, ...]:
    *known, score, _ = other
    return *known, round(score, 6)


def _table(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """CSV; without the last line end."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    return buffer.getvalue().removesuffix("\n")


def _example(example: Example) -> dict[str, Any]:
    document, passage, highlights, _ = example
    return {
        "doc_id": document.doc_id,
        "headline": document.headline,
        "source": document.source,
        "date": document.date,
        "path": document.path,
        "passage": passage._asdict(),
        "highlights": highlights,
    }
