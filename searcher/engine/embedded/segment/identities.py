"""Identities of a commit: as what the entities of its segments are shown, in one file beside them.

`identities.<generation>.arr` holds only what is shown otherwise than a segment has it; nothing of a segment
is written again. In it, an *entity* of a segment is 3 × the number of its value + its type (a speaker, whose
value has a kind of its own, 3 × the number of its value).

    shown.*          K    names as which something is shown; shown.type: of each
    change.start   S+1    where the changes of each segment begin, in the order of the table of contents
    change.entity         entities, ascending in each segment
    change.shown          as which of the K each is shown, NONE for not at all
    change.value          number of the value by which it is counted then: of the segment, or, from their
                          count on, one of the extra ones
    extra.start    S+1    where the extra values of each segment begin: names that it does not have itself
    extra.shown           which of the K has the name
    key.* doc.names_base  the words of the K names, as those of the names of K documents (see `postings`)

values["segments"] are the names of the segments, values["idle"] the corrections that concern nothing. For the
next commit, which keeps what it does not bear on, values["rules"] is the version of the evidence, and
values["corrected"] are the names that corrections speak of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

import numpy as np

from searcher.engine.embedded.segment.keys import Keys
from searcher.engine.embedded.segment.kinds import SPEAKER_KIND
from searcher.engine.embedded.segment.layout import Array, Arrays, DamagedFileError
from searcher.engine.embedded.segment.strings import Strings
from searcher.records import ENTITY_TYPES, EntityType

ShownAs: TypeAlias = tuple[str, EntityType]

NOT_SHOWN = 0xFFFFFFFF
TYPES = len(ENTITY_TYPES)


def identities_file(generation: int) -> str:
    """The name of the file of a commit."""
    return f"identities.{generation}.arr"


class ShownNames(Keys):
    """The names as which entities of a commit are shown, to be looked for by their words."""

    def __init__(self, arrays: Arrays) -> None:
        super().__init__(arrays)
        self.names = Strings(arrays, "shown")
        self.types: Array = arrays["shown.type"]
        self.count = len(self.types)


class SegmentIdentities:
    """As what the entities of one segment are shown.

    Attributes:
        entities: those shown otherwise than they stand, ascending; shown: numbers of `names`, or NOT_SHOWN;
            values: by which they are counted.
        extra: the names behind the values of the segment.
        forms: what some mentions are, by number: those that filters had to read.
    """

    def __init__(self, names: ShownNames, changes: slice, extra: slice, segment: Arrays) -> None:
        """Args: changes, extra: which of those of the file are of this segment; segment: its own arrays."""
        arrays = names.arrays
        self._kinds: Array = segment["value.kind"]
        self.names = names
        self.entities: Array = arrays["change.entity"][changes]
        self.shown: Array = arrays["change.shown"][changes]
        self.values: Array = arrays["change.value"][changes]
        self._extra: Array = arrays["extra.shown"][extra]
        self.forms: dict[int, str] = {}

    @cached_property
    def extra(self) -> list[bytes]:
        """The names of values that the segment does not have."""
        return [self.names.names[number] for number in self._extra.tolist()]

    @cached_property
    def _first_speaker(self) -> int:
        """The lowest number of a speaker."""
        return TYPES * int(self._kinds.searchsorted(SPEAKER_KIND))

    @cached_property
    def types(self) -> Array:
        """The types as which the changed entities are shown, 255 for not at all."""
        types = np.append(self.names.types, np.uint8(255))
        found: Array = types[np.minimum(self.shown, self.names.count)]
        return found

    def of(self, entity: int, own: ShownAs) -> ShownAs | None:
        """As what an entity that stands as `own` is shown; None for not at all."""
        at = int(self.entities.searchsorted(entity))
        if at == len(self.entities) or self.entities[at] != entity:
            return own
        number = int(self.shown[at])
        if number == NOT_SHOWN:
            return None
        return self.names.names.text(number), ENTITY_TYPES[self.names.types[number]]

    def find(self, entities: Array) -> tuple[Array, Array]:
        """Where entities are among the changed ones, and whether they are."""
        at = self.entities.searchsorted(entities.astype(self.entities.dtype))
        at = np.minimum(at, len(self.entities) - 1)
        return at, self.entities[at] == entities

    def is_shown_as(self, is_meant: Array) -> Array:
        """Which of the changed entities are shown as certain ones; `is_meant`: by number of these."""
        found: Array = np.append(is_meant, np.False_)[np.minimum(self.shown, self.names.count)]
        return found

    def turned(self, types: Sequence[int]) -> Array:
        """The entities that are of some types but shown as none of these, or the other way round."""
        is_own = np.isin(self.entities % TYPES, types)
        is_entity = self.entities < self._first_speaker
        found: Array = self.entities[(is_own != np.isin(self.types, types)) & is_entity]
        return found

    def holds(self, values: int) -> Array:
        """By number of a value, whether an entity of it is changed; `values`: how many there are."""
        is_changed = np.zeros(values, np.bool_)
        is_changed[self.entities // TYPES] = True
        return is_changed


def read_identities(
    path: Path, segments: Mapping[str, Arrays]
) -> tuple[list[SegmentIdentities | None], list[str]]:
    """The identities of a commit, and its idle corrections.

    Args:
        segments: by name, in the order of the table of contents.

    Returns:
        for each segment its identities, None when all stand as they are; and the corrections.

    Raises:
        FileNotFoundError: a later commit removed the file.
        DamagedFileError: it is not what was written, or of other segments.
    """
    arrays = Arrays(path)
    if arrays.values["segments"] != list(segments):
        raise DamagedFileError(f"{path.name} is of other segments")
    names = ShownNames(arrays)
    start, extra = (arrays[f"{name}.start"].tolist() for name in ("change", "extra"))
    found = [
        SegmentIdentities(names, slice(*start[number : number + 2]), slice(*extra[number : number + 2]), own)
        for number, own in enumerate(segments.values())
    ]
    return [one if len(one.entities) else None for one in found], list(arrays.values["idle"])
