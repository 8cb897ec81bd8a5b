"""The identities of a commit: segments, corrections → the file that says as what entities are shown.

The names of all segments are counted by type, in live documents; `searcher.identities` says as what each is
shown; and what is shown otherwise than it stands is written down by its numbers in each segment (see
`segment.identities`).
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from searcher.analysis.vocabulary import Vocabulary
from searcher.engine.embedded.building.blobs import Blob, from_zero
from searcher.engine.embedded.building.names import NAME_FIELDS, Named, write_names
from searcher.engine.embedded.building.words import WordTable
from searcher.engine.embedded.segment.identities import NOT_SHOWN, TYPES
from searcher.engine.embedded.segment.kinds import SPEAKER_KIND
from searcher.engine.embedded.segment.layout import Array, ArrayWriter
from searcher.engine.embedded.segment.postings import Segment
from searcher.identities import Correction, Key, Pairs, resolve
from searcher.records import ENTITY_TYPES

_TYPE = {name: number for number, name in enumerate(ENTITY_TYPES)}


def write_identities(path: Path, segments: Mapping[str, Segment], corrections: Sequence[Correction]) -> None:
    """Write the identities of a commit.

    Args:
        path: where there is no file yet.
        segments: by their names, in the order of the table of contents.

    Cost: 0.5 s for the 76,000 names of 100,000 documents, most of it to compare names.
    """
    with _uncollected():
        _write_identities(path, segments, corrections)


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


def _write_identities(path: Path, segments: Mapping[str, Segment], corrections: Sequence[Correction]) -> None:
    tables = [_Table.of(segment) for segment in segments.values()]
    counts: dict[Key, int] = {}
    for table in tables:
        if counts:
            for key, documents in zip(table.keys, table.documents, strict=True):
                counts[key] = counts.get(key, 0) + documents
        else:
            counts = dict(zip(table.keys, table.documents, strict=True))
    identities = resolve(counts, corrections, lambda pairs: _joined(pairs, tables))
    shown = _Shown(identities.shown)
    changes = [_changes(table, counts, shown) for table in tables]
    with ArrayWriter(path) as file:
        file.values["segments"] = list(segments)
        file.values["idle"] = [str(correction) for correction in identities.idle]
        Blob.of([name for name, _ in shown.keys]).write(file, "shown")
        types = np.array([_TYPE[kind] for _, kind in shown.keys], np.uint8)
        file.write("shown.type", "u1", types)
        file.write(
            "change.start", "u4", from_zero(np.array([len(each.entity) for each in changes], np.int64))
        )
        file.write("extra.start", "u4", from_zero(np.array([len(each.extra) for each in changes], np.int64)))
        for name in ("entity", "shown", "value"):
            file.write(f"change.{name}", "u4", _of_all([getattr(each, name) for each in changes]))
        file.write("extra.shown", "u4", _of_all([each.extra for each in changes]))
        words = WordTable(Vocabulary())
        string = words.strings.numbers([name for name, _ in shown.keys])
        fields = np.array([NAME_FIELDS.index(kind) for _, kind in shown.keys], np.int32)
        named = Named(np.arange(len(string), dtype=np.int32), fields, string)
        nothing = np.zeros(0, np.int32)
        write_names(file, len(string), named, Named(nothing, nothing, nothing), words.strings, words)


class _Table(NamedTuple):
    """The entities that the live documents of a segment carry.

    Attributes:
        entities: 3 × value + type, ascending; keys: their names and types; documents: how many carry each.
    """

    segment: Segment
    entities: Array
    keys: list[Key]
    documents: list[int]

    @classmethod
    def of(cls, segment: Segment) -> _Table:
        """Count a segment."""
        arrays = segment.arrays
        starts = segment.facet_start.all()
        mentions = np.diff(segment.mention_start.all())
        is_named = np.zeros(TYPES * int(starts[-1]), np.bool_)
        is_named[(TYPES * starts[:-1]).repeat(mentions) + arrays["mention.entity"]] = True
        if segment.alive is not None:
            is_named &= (segment.alive.repeat(np.diff(starts))).repeat(TYPES)
        at = is_named.nonzero()[0]
        values = arrays["facet.value"].astype(np.int64)
        documents = np.bincount(TYPES * values[at // TYPES] + at % TYPES)
        entities = documents.nonzero()[0]
        names = _texts(segment, entities // TYPES)
        types = [ENTITY_TYPES[kind] for kind in (entities % TYPES).tolist()]
        return cls(segment, entities, list(zip(names, types, strict=True)), documents[entities].tolist())


def _texts(segment: Segment, values: Array) -> list[str]:
    """Some values of a segment, ascending, as text."""
    if not len(values):
        return []
    start = segment.arrays["value.start"]
    first = int(start[values[0]])
    data = segment.arrays["value.bytes"][first : int(start[values[-1] + 1])].tobytes()
    begins, ends = (start[values + more].astype(np.int64) - first for more in (0, 1))
    return [
        str(data[begin:end], "utf-8", "surrogatepass")
        for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)
    ]


class _Shown:
    """As what names are shown, numbered.

    Attributes:
        keys: names and types as which something is shown, ascending; names: those alone.
    """

    def __init__(self, shown: Mapping[Key, Key | None]) -> None:
        self._shown = shown
        self.keys: list[Key] = sorted({key for key in shown.values() if key is not None})
        self.names = {name for name, _ in self.keys}
        self._numbers: dict[Key | None, int] = {key: number for number, key in enumerate(self.keys)}
        self._numbers[None] = NOT_SHOWN

    def __iter__(self) -> Iterator[Key]:
        return iter(self._shown)

    def __bool__(self) -> bool:
        return bool(self._shown)

    def number(self, key: Key) -> int:
        """As which one of `keys` a name is shown that is shown otherwise, or NOT_SHOWN."""
        return self._numbers[self._shown[key]]


class _Changes(NamedTuple):
    """What is shown otherwise in one segment: columns of change.*, and extra.shown."""

    entity: list[int]
    shown: list[int]
    value: list[int]
    extra: list[int]


def _changes(table: _Table, counts: Mapping[Key, int], shown: _Shown) -> _Changes:
    changes = _Changes([], [], [], [])
    if shown:
        count = len(table.segment.values)
        _add(changes, shown, count, dict(zip(table.keys, table.entities.tolist(), strict=True)))
        kinds = table.segment.arrays["value.kind"]
        speakers = np.arange(*kinds.searchsorted((SPEAKER_KIND, SPEAKER_KIND + 1)).tolist())
        keys = [_speaker(name, counts) for name in _texts(table.segment, speakers)]
        _add(changes, shown, count, dict(zip(keys, (TYPES * speakers).tolist(), strict=True)))
    return changes


def _add(changes: _Changes, shown: _Shown, count: int, entities: Mapping[Key, int]) -> None:
    """Take in what of some entities is shown otherwise; `count`: values of the segment."""
    values = {
        name: entities[name, kind] // TYPES
        for name in shown.names
        for kind in ENTITY_TYPES
        if (name, kind) in entities
    }
    for entity, number in sorted([(entities[key], shown.number(key)) for key in shown if key in entities]):
        value = NOT_SHOWN
        if number != NOT_SHOWN:
            name = shown.keys[number][0]
            if name not in values:
                values[name] = count + len(changes.extra)
                changes.extra.append(number)
            value = values[name]
        changes.entity.append(entity)
        changes.shown.append(number)
        changes.value.append(value)


def _speaker(name: str, counts: Mapping[Key, int]) -> Key:
    """The entity that a speaker is; of several types the first one of ENTITY_TYPES."""
    return next(((name, kind) for kind in ENTITY_TYPES if (name, kind) in counts), (name, ENTITY_TYPES[0]))


def _of_all(parts: Sequence[list[int]]) -> list[int]:
    return [number for part in parts for number in part]


def _joined(pairs: Pairs, tables: Sequence[_Table]) -> Pairs:
    """The acronyms that some document uses for a long form: a mention of this is written like that."""
    shorts: dict[Key, list[Key]] = {}
    for acronym, form in pairs:
        shorts.setdefault(form, []).append(acronym)
    joined: set[tuple[Key, Key]] = set()
    for table in tables if shorts else ():
        for key, written in _written_short(table, shorts):
            joined |= {(short, key) for short in shorts[key] if short[0] == written}
    return joined


def _written_short(table: _Table, shorts: Mapping[Key, Sequence[Key]]) -> Iterator[tuple[Key, str]]:
    """What mentions of some names are, where these are as long as one of their acronyms."""
    segment, arrays = table.segment, table.segment.arrays
    lengths = np.zeros(TYPES * len(segment.values), np.uint32)  # a bit for each length looked for
    keys = {}
    for entity, key in zip(table.entities.tolist(), table.keys, strict=True):
        if key in shorts:
            keys[entity] = key
            lengths[entity] = sum({1 << len(short) for short, _ in shorts[key]})
    mentions = (arrays["mention.length"] < lengths.itemsize * 8).nonzero()[0]
    docs = segment.mention_start.all().searchsorted(mentions, "right") - 1
    place, kind = np.divmod(arrays["mention.entity"][mentions].astype(np.int64), TYPES)
    entities = TYPES * arrays["facet.value"][segment.facet_start.take(docs) + place].astype(np.int64) + kind
    size = arrays["mention.length"][mentions]
    fits = (lengths[entities] >> size & 1).nonzero()[0]
    # Of each name and length the first one: what is written so once is written so again.
    _, first = np.unique(entities[fits] << 8 | size[fits], return_index=True)
    for at in fits[first].tolist():
        begin = int(arrays["mention.begin"][mentions[at]])
        written = segment.texts.text(int(docs[at]))[begin : begin + int(size[at])]
        yield keys[int(entities[at])], written
