"""The former commit: as what entities were shown before a change, and the names that the change touches.

What the change does not bear on is shown after it as it was before (see `searcher.identities.ties`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np

from searcher.engine.embedded.building.entity_table import carried_by, first_speaker, keys_of
from searcher.engine.embedded.segment.identities import NOT_SHOWN
from searcher.engine.embedded.segment.layout import Array, Arrays
from searcher.engine.embedded.segment.postings import Segment
from searcher.engine.embedded.segment.strings import Strings
from searcher.identities import RULES, Key, Ties, Touched
from searcher.records import ENTITY_TYPES

Moves: TypeAlias = dict[tuple[Key, bool], Key | None]
"""As what some entities are shown, and the speakers of their names: True for these."""


class Rows(NamedTuple):
    """What of a segment is shown otherwise than it stands: its change.* (see `segment.identities`), in int64.

    Attributes:
        entity: ascending; shown: numbers of keys, or NOT_SHOWN; value: by which it is counted.
    """

    entity: Array
    shown: Array
    value: Array


_NO_ROWS = Rows(*[np.zeros(0, np.int64)] * len(Rows._fields))


@dataclass(frozen=True)
class Former:
    """The commit before a change; of one of which nothing is known, as before the first, all is touched.

    Attributes:
        touched: names of the documents that came and went, and those that corrections spoke of.
        segments, rows: by the names of its segments.
        keys: as which something was shown.
        arrays: the file that says so.
    """

    touched: Touched = field(default_factory=lambda: Touched(everything=True))
    segments: Mapping[str, Segment] = field(default_factory=dict)
    rows: Mapping[str, Rows] = field(default_factory=dict)
    keys: Sequence[Key] = ()
    arrays: Arrays | None = None

    @classmethod
    def of(
        cls,
        path: Path,
        segments: Mapping[str, Segment],
        came: Sequence[Segment],
        went: Mapping[str, Array],
    ) -> Former:
        """What is known of a commit.

        Args:
            path: of the file of its identities.
            segments: its own, with what was deleted by then.
            came: those whose documents the change adds, as they are before any are merged.
            went: by name of a segment, the documents of it that the change deletes, ascending.

        Raises:
            FileNotFoundError, DamagedFileError: the file cannot be read.
        """
        arrays = Arrays(path)
        if arrays.values.get("rules") != RULES:
            return cls()
        documents = [(segment, np.arange(segment.count)) for segment in came]
        documents += [(segments[name], docs) for name, docs in went.items()]
        touched = Touched([ties_of_names(arrays.values["corrected"])])
        for segment, docs in documents:
            touched.add(Ties.of(keys_of(segment, np.unique(carried_by(segment, docs)))))
        start = arrays["change.start"].tolist()
        columns = [arrays[f"change.{name}"].astype(np.int64) for name in Rows._fields]
        rows = {
            name: Rows(*(column[slice(*start[number : number + 2])] for column in columns))
            for number, name in enumerate(segments)
        }
        texts, types = Strings(arrays, "shown"), arrays["shown.type"].tolist()
        keys = [(texts.text(number), ENTITY_TYPES[kind]) for number, kind in enumerate(types)]
        return cls(touched, segments, rows, keys, arrays)

    def kept(self, name: str, settled: Array) -> Rows:
        """The rows of a segment but for those settled again, none if it is new."""
        rows = self.rows.get(name, _NO_ROWS)
        stays = ~np.isin(rows.entity, settled)
        return Rows(*(column[stays] for column in rows))

    def moves(self, names: Sequence[str]) -> Moves:
        """As what entities and speakers of some of its segments were shown, by name."""
        found: Moves = {}
        for name in names:
            segment, rows = self.segments[name], self.rows[name]
            shown = [None if number == NOT_SHOWN else self.keys[number] for number in rows.shown.tolist()]
            is_speaker = (rows.entity >= first_speaker(segment)).tolist()
            found |= zip(zip(keys_of(segment, rows.entity), is_speaker, strict=True), shown, strict=True)
        return found


def ties_of_names(names: Sequence[str]) -> Ties:
    """The ties of names, of whatever type they are."""
    return Ties.of([(name, kind) for name in names for kind in ENTITY_TYPES])
