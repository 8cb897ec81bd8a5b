"""The file of identities: what of each segment is shown otherwise → `identities.<generation>.arr`.

What it holds is told in `segment.identities`. What changed is put together with what the former commit had,
numbered anew: there may be other names as which something is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from searcher.analysis.vocabulary import Vocabulary
from searcher.engine.embedded.building.blobs import Blob, from_zero, lengths
from searcher.engine.embedded.building.entity_table import first_speaker
from searcher.engine.embedded.building.former import Former, Rows
from searcher.engine.embedded.building.names import NAME_FIELDS, Named, write_names
from searcher.engine.embedded.building.words import WordTable
from searcher.engine.embedded.segment.identities import NOT_SHOWN
from searcher.engine.embedded.segment.layout import Array, Arrays, ArrayWriter
from searcher.engine.embedded.segment.postings import Segment
from searcher.identities import RULES, Key
from searcher.records import ENTITY_TYPES

_TYPE = {name: number for number, name in enumerate(ENTITY_TYPES)}


class Changes(NamedTuple):
    """What of a segment is shown otherwise than it stands.

    Attributes:
        kept: as the former commit has it.
        others: entity, as what it is shown, and the number of the value of that name, NOT_SHOWN for none.
    """

    segment: Segment
    kept: Rows
    others: Sequence[tuple[int, Key | None, int]]


def write_shown(
    path: Path, changes: Mapping[str, Changes], former: Former, values: Mapping[str, Any]
) -> None:
    """Write the file.

    Args:
        path: where there is no file yet.
        changes: by the names of the segments, in the order of the table of contents.
        values: more to be told in the file.
    """
    used = np.unique(_together([each.kept.shown for each in changes.values()]))
    used = used[used != NOT_SHOWN]
    kept = [former.keys[number] for number in used.tolist()]
    shown = (to for each in changes.values() for _, to, _ in each.others if to is not None)
    keys = sorted({*kept, *shown})
    numbers: dict[Key | None, int] = {key: number for number, key in enumerate(keys)}
    numbers[None] = NOT_SHOWN
    renumbered = np.full(len(former.keys) + 1, NOT_SHOWN, np.int64)
    renumbered[used] = [numbers[key] for key in kept]
    rows, extra = [], []
    for each in changes.values():
        own = _rows(each, numbers, renumbered)
        rows.append(own)
        extra.append(_with_extra(each.segment, own, keys))
    with ArrayWriter(path) as file:
        file.values.update(values, segments=list(changes), rules=RULES)
        Blob.of([name for name, _ in keys]).write(file, "shown")
        file.write("shown.type", "u1", np.array([_TYPE[kind] for _, kind in keys], np.uint8))
        file.write("change.start", "u4", from_zero(np.array([len(own.entity) for own in rows], np.int64)))
        file.write("extra.start", "u4", from_zero(lengths(extra)))
        for column in Rows._fields:
            file.write(f"change.{column}", "u4", _together([getattr(own, column) for own in rows]))
        file.write("extra.shown", "u4", _together([np.array(own, np.int64) for own in extra]))
        if former.arrays is not None and keys == former.keys:
            _copy_words(file, former.arrays)
        else:
            _write_words(file, keys)


def _together(arrays: Sequence[Array]) -> Array:
    return np.concatenate([np.zeros(0, np.int64), *arrays])


def _rows(changes: Changes, numbers: Mapping[Key | None, int], renumbered: Array) -> Rows:
    """The rows of a segment; the value is NOT_SHOWN where the segment has none of the name.

    Args:
        numbers: of keys; renumbered: the same by their numbers in the former commit, at the end NOT_SHOWN.
    """
    segment, kept, others = changes
    rows = np.array([(entity, numbers[to], value) for entity, to, value in others], np.int64).reshape(-1, 3)
    entity = np.concatenate((kept.entity, rows[:, 0]))
    shown = np.concatenate((renumbered[np.minimum(kept.shown, len(renumbered) - 1)], rows[:, 1]))
    value = np.concatenate((np.where(kept.value < len(segment.values), kept.value, NOT_SHOWN), rows[:, 2]))
    order = entity.argsort()
    return Rows(entity[order], shown[order], value[order])


def _with_extra(segment: Segment, rows: Rows, keys: Sequence[Key]) -> list[int]:
    """Give names that a segment does not have extra values, in place; they are shown as these."""
    first, count = first_speaker(segment), len(segment.values)
    places: dict[tuple[str, bool], int] = {}
    extra: list[int] = []
    for at in ((rows.value == NOT_SHOWN) & (rows.shown != NOT_SHOWN)).nonzero()[0].tolist():
        number = int(rows.shown[at])
        name = keys[number][0], bool(rows.entity[at] >= first)  # entities and speakers are counted apart
        if name not in places:
            places[name] = count + len(extra)
            extra.append(number)
        rows.value[at] = places[name]
    return extra


def _write_words(file: ArrayWriter, keys: Sequence[Key]) -> None:
    """Write the words by which names are found."""
    words = WordTable(Vocabulary())
    string = words.strings.numbers([name for name, _ in keys])
    fields = np.array([NAME_FIELDS.index(kind) for _, kind in keys], np.int32)
    named = Named(np.arange(len(string), dtype=np.int32), fields, string)
    nothing = np.zeros(0, np.int32)
    write_names(file, len(string), named, Named(nothing, nothing, nothing), words.strings, words)


def _copy_words(file: ArrayWriter, former: Arrays) -> None:
    """Write the same for the same names."""
    for name in former.names():
        if name.startswith("key.") or name == "doc.names_base":
            values = former[name]
            file.write(name, values.dtype.str[1:], values)
