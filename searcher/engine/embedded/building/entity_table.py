"""The entity table of a segment: which entities its documents carry, how many each, and their ties.

    segment ─▶ EntityTable

None of it changes with deletions: deleted documents are taken off when the live ones are counted. It takes
5 µs an entity to work out, so of a large segment it is kept in a file beside it, `<segment>.names`, to be
mapped by later commits. Who searches needs no such file; one that is missing or damaged is made again.

    entity       E    3 × value + type, ascending (of a speaker 3 × value; see `segment.identities`)
    documents    E    how many carry each, deleted ones included; 0 for speakers
    ties.*            see `searcher.identities.Ties`

values["rules"] is the version of the evidence that the ties are for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from searcher.engine.embedded.segment.identities import TYPES
from searcher.engine.embedded.segment.kinds import SPEAKER_KIND
from searcher.engine.embedded.segment.layout import Array, Arrays, ArrayWriter, DamagedFileError
from searcher.engine.embedded.segment.posting_lists import ranges
from searcher.engine.embedded.segment.postings import Segment
from searcher.identities import RULES, Key, Ties
from searcher.records import ENTITY_TYPES

KEPT_ENTITIES = 1 << 12
"""Segments of so many have a file; those of fewer, which small changes rewrite, are quick to count again."""


def names_file(path: Path) -> Path:
    """Where the table of a segment is kept; `path`: of its own file."""
    return path.with_suffix(".names")


@dataclass
class EntityTable:
    """The entities that the documents of a segment carry, and its speakers behind them.

    Attributes:
        entities: ascending; documents: how many carry each, deleted ones included, 0 for speakers.
        ties: of the names of these.
    """

    segment: Segment
    entities: Array
    documents: Array
    ties: Ties

    @classmethod
    def of(cls, segment: Segment) -> EntityTable:
        """Count a segment."""
        documents = np.bincount(carried_by(segment, np.arange(segment.count)))
        carried = documents.nonzero()[0]
        speakers = np.arange(first_speaker(segment), TYPES * len(segment.values), TYPES)
        entities = np.concatenate((carried, speakers))
        documents = np.concatenate((documents[carried], np.zeros(len(speakers), np.int64)))
        return cls(segment, entities, documents, Ties.of(keys_of(segment, entities)))

    @classmethod
    def open(cls, segment: Segment) -> EntityTable:
        """The same, from its file if there is one; a large segment has one afterwards."""
        path = names_file(segment.arrays.path)
        try:
            arrays = Arrays(path)
            arrays.verify()
            if arrays.values.get("rules") == RULES:
                ties = Ties(*(arrays[f"ties.{name}"] for name in Ties._fields))
                ties = ties._replace(is_short=ties.is_short.view(np.bool_))
                return cls(segment, arrays["entity"], arrays["documents"], ties)
        except (FileNotFoundError, DamagedFileError, ValueError):
            pass
        made = cls.of(segment)
        if len(made.entities) >= KEPT_ENTITIES:
            path.unlink(missing_ok=True)
            made.write(path)
        return made

    def write(self, path: Path) -> None:
        """Write the file, where there is none yet."""
        with ArrayWriter(path) as file:
            file.values["rules"] = RULES
            file.write("entity", "u4", self.entities)
            file.write("documents", "u4", self.documents)
            for name, values in self.ties._asdict().items():
                file.write(f"ties.{name}", "u1" if name == "is_short" else "u4", values)

    @cached_property
    def live(self) -> Array:
        """How many live documents carry each."""
        documents = self.documents.astype(np.int64)
        if len(self.segment.deleted):
            gone = carried_by(self.segment, self.segment.deleted)
            np.subtract.at(documents, self.entities.searchsorted(gone), 1)
        return documents


def first_speaker(segment: Segment) -> int:
    """The lowest number that a speaker of a segment may have; all entities are below."""
    return TYPES * int(segment.arrays["value.kind"].searchsorted(SPEAKER_KIND))


def keys_of(segment: Segment, entities: Array) -> list[Key]:
    """The names and types of some entities, ascending; speakers are people."""
    types = [ENTITY_TYPES[kind] for kind in (entities % TYPES).tolist()]
    return list(zip(_texts(segment, entities // TYPES), types, strict=True))


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


def carried_by(segment: Segment, docs: Array) -> Array:
    """The entities of some documents, each once for each document that carries it."""
    start = segment.facet_start.take(docs)
    held_by = segment.facet_start.take(docs + 1) - start
    first = segment.mention_start.take(docs)
    mentions = segment.mention_start.take(docs + 1) - first
    is_named = np.zeros(TYPES * int(held_by.sum()), np.bool_)
    own = segment.arrays["mention.entity"][ranges(first, mentions)]
    is_named[(TYPES * (held_by.cumsum() - held_by)).repeat(mentions) + own] = True
    at = is_named.nonzero()[0]
    values = segment.arrays["facet.value"][ranges(start, held_by)].astype(np.int64)
    found: Array = TYPES * values[at // TYPES] + at % TYPES
    return found
