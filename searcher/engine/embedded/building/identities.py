"""The identities of a commit: segments, corrections → the file that says as what entities are shown.

The names of all segments are counted by type, in live documents; `searcher.identities` says as what each is
shown; and what is shown otherwise than it stands is written down by its numbers in each segment (see
`segment.identities`). For names that a change does not bear on, what the former commit wrote down holds.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator, Mapping, Sequence
from itertools import compress
from pathlib import Path
from typing import NamedTuple

import numpy as np

from searcher.engine.embedded.building.entity_table import EntityTable, first_speaker, keys_of
from searcher.engine.embedded.building.former import Former, Moves, ties_of_names
from searcher.engine.embedded.building.joining import joined
from searcher.engine.embedded.building.shown import Changes, write_shown
from searcher.engine.embedded.segment.identities import NOT_SHOWN, TYPES
from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.postings import Segment
from searcher.identities import Correction, Key, neighbourhood, resolve
from searcher.records import ENTITY_TYPES


def write_identities(
    path: Path, segments: Mapping[str, Segment], corrections: Sequence[Correction], former: Former
) -> None:
    """Write the identities of a commit.

    Args:
        path: where there is no file yet.
        segments: by their names, in the order of the table of contents.
        former: the commit that the change began with; what is written is the same whatever is known of it.

    Cost: for the 85,000 names of 100,000 documents 0.5 s; where one document came, 0.05 s.
    """
    with _uncollected():
        _write_identities(path, segments, corrections, former)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Hold the garbage collector, which some hundred thousand tuples set to work on all there is, in vain."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _write_identities(
    path: Path, segments: Mapping[str, Segment], corrections: Sequence[Correction], former: Former
) -> None:
    corrected = sorted({name for each in corrections for name in (each.name, each.into)})
    former.touched.add(ties_of_names(corrected))
    tables = [EntityTable.open(segment) for segment in segments.values()]
    found = neighbourhood([table.ties for table in tables], former.touched)
    parts = [
        _Part.of(table, is_near, is_settled, is_new=name not in former.segments)
        for name, table, is_near, is_settled in zip(segments, tables, found.near, found.settled, strict=True)
    ]
    counts: dict[Key, int] = {}
    settled: set[Key] = set()
    for part in parts:
        is_counted = part.is_near & part.is_live
        keys, documents = compress(part.keys, is_counted), part.documents[is_counted].tolist()
        for key, number in zip(keys, documents, strict=True):
            counts[key] = counts.get(key, 0) + number
        settled.update(compress(part.keys, is_counted & part.is_settled))
    identities = resolve(counts, corrections, lambda pairs: joined(pairs, parts), settled)
    moves = former.moves([name for name in former.segments if name not in segments])
    changes = [
        Changes(
            part.segment,
            former.kept(name, table.entities[is_settled]),
            _changed(part, counts, identities.shown, {} if name in former.segments else moves),
        )
        for name, table, is_settled, part in zip(segments, tables, found.settled, parts, strict=True)
    ]
    values = {"idle": [str(correction) for correction in identities.idle], "corrected": corrected}
    write_shown(path, dict(zip(segments, changes, strict=True)), former, values)


class _Part(NamedTuple):
    """Entities of a segment, those near to a change or, of a new segment, all, and speakers.

    Attributes:
        entities: ascending; keys: their names and types; documents: live ones that carry each.
        is_near: whether it is counted, and is_settled: whether it is settled again, as all of its root are.
        is_live: whether it is an entity of live documents, and is_speaker: whether it is a speaker.
    """

    segment: Segment
    entities: Array
    keys: list[Key]
    documents: Array
    is_near: Array
    is_settled: Array
    is_live: Array
    is_speaker: Array

    @classmethod
    def of(cls, table: EntityTable, is_near: Array, is_settled: Array, *, is_new: bool) -> _Part:
        """Those of a segment; the arrays are of all that its table has."""
        read = slice(None) if is_new else is_near.nonzero()[0]
        entities, documents = table.entities[read].astype(np.int64), table.live[read]
        return cls(
            table.segment,
            entities,
            keys_of(table.segment, entities),
            documents,
            is_near[read],
            is_settled[read],
            documents > 0,
            entities >= first_speaker(table.segment),
        )


def _changed(
    part: _Part, counts: Mapping[Key, int], shown: Mapping[Key, Key | None], moves: Moves
) -> list[tuple[int, Key | None, int]]:
    """What of a segment is shown otherwise, but for what it keeps: columns as in change.*, keys themselves.

    Args:
        shown: as what names are shown that are settled again; moves: and others, of a new segment.
    """
    changed: list[tuple[int, Key | None, int]] = []
    for speakers, own in ((False, part.is_live), (True, part.is_speaker)):
        keys, entities = list(compress(part.keys, own)), part.entities[own].tolist()
        found: list[tuple[int, Key | None]] = []
        for key, entity, is_settled in zip(keys, entities, part.is_settled[own].tolist(), strict=True):
            if is_settled:
                called = _speaker(key[0], counts) if speakers else key
                if called in shown:
                    found.append((entity, shown[called]))
            elif moves and (key, speakers) in moves:
                found.append((entity, moves[key, speakers]))
        names = {to[0] for _, to in found if to is not None}
        values = {
            key[0]: entity // TYPES for key, entity in zip(keys, entities, strict=True) if key[0] in names
        }
        changed += [
            (entity, to, NOT_SHOWN if to is None else values.get(to[0], NOT_SHOWN)) for entity, to in found
        ]
    return changed


def _speaker(name: str, counts: Mapping[Key, int]) -> Key:
    """The entity that a speaker is; of several types the first one of ENTITY_TYPES."""
    return next(((name, kind) for kind in ENTITY_TYPES if (name, kind) in counts), (name, ENTITY_TYPES[0]))
