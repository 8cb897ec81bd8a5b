"""Entity filters: the documents of a segment that name an entity which a unit of the query names.

A document is found under the names as which its entities are shown, and under every form of them that it has
itself: its own canonical names and the words of its mentions. The words of these stand among the names of the
segment; those of shown names, where they are others, in the file of identities. What is shown as of another
type, or not at all, is looked at mention by mention, for the words of the segment do not tell whose they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from searcher.analysis import analyze
from searcher.engine.embedded.searching.name_space import NameSpace
from searcher.engine.embedded.segment.carried import docs_with, entities_of, once
from searcher.engine.embedded.segment.identities import TYPES, SegmentIdentities
from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.posting_lists import ranges
from searcher.engine.embedded.segment.postings import Segment
from searcher.query.nodes import Unit
from searcher.query.places import TextOccurrences, places
from searcher.records import ENTITY_TYPES

ENTITY_FIELDS = ("entities", *ENTITY_TYPES)


def naming(segment: Segment, field: str, unit: Unit) -> Array:
    """The documents in which a unit names an entity of a field, deleted ones maybe among them.

    Args:
        field: one of ENTITY_FIELDS.

    Returns:
        bool of shape (documents,), the caller's own.

    Cost: 20 µs more for each document that has the words and an entity that is shown as of another type, or
    not at all.
    """
    found = among(segment, NameSpace(segment, field).docs(unit))
    identities = segment.identities
    if identities is None:
        return found
    meant = NameSpace(identities.names, field).docs(unit)
    if len(meant):
        is_meant = np.zeros(identities.names.count, np.bool_)
        is_meant[meant] = True
        found[_carrying(segment, identities.entities[identities.is_shown_as(is_meant)])] = True
    types = [number for number, kind in enumerate(ENTITY_TYPES) if field in ("entities", kind)]
    turned = identities.turned(types)
    if len(turned):
        candidates = found | among(segment, NameSpace(segment, "entities").docs(unit))
        _settle(segment, identities, unit, types, turned, candidates.nonzero()[0], found)
    return found


def among(segment: Segment, docs: Array) -> Array:
    """A bool for each document of a segment: whether it is one of some."""
    found = np.zeros(segment.count, np.bool_)
    found[docs] = True
    return found


def _carrying(segment: Segment, entities: Array) -> Array:
    """The documents that carry any of some entities."""
    is_wanted = np.zeros(TYPES * len(segment.values), np.bool_)
    is_wanted[entities] = True
    mentions = _Mentions.of(segment, docs_with(segment, entities // TYPES))
    found: Array = mentions.docs[once(mentions.holder[is_wanted[mentions.entity]])]
    return found


class _Mentions(NamedTuple):
    """The mentions of some documents.

    Attributes:
        docs: docnums; holder: of which of these each mention is; row: its number; entity: 3 × value + type.
    """

    docs: Array
    holder: Array
    row: Array
    entity: Array

    @classmethod
    def of(cls, segment: Segment, docs: Array) -> _Mentions:
        """Read them."""
        start = segment.mention_start.take(docs)
        count = segment.mention_start.take(docs + 1) - start
        row = ranges(start, count)
        entity = entities_of(segment, docs.repeat(count), row)
        return cls(docs, np.arange(len(docs)).repeat(count), row, entity)


def _settle(
    segment: Segment,
    identities: SegmentIdentities,
    unit: Unit,
    types: list[int],
    turned: Array,
    docs: Array,
    found: Array,
) -> None:
    """Find out of some documents with the words whether they are meant: of those with turned entities.

    Args:
        types: of the field; turned: entities that are of it and shown as of none, or the other way round.
        docs: docnums, ascending; found: for each document of the segment, corrected in place.
    """
    is_turned = np.zeros(TYPES * len(segment.values), np.bool_)
    is_turned[turned] = True
    mentions = _Mentions.of(segment, docs)
    turns = is_turned[mentions.entity].nonzero()[0]
    names = _Names(segment, identities, unit)
    for number, own in _by_holder(mentions.holder, turns):
        doc = int(docs[number])
        if names.any_of(doc, mentions.row[own], mentions.entity[own]):  # else its words are of others
            every = mentions.holder.searchsorted((number, number + 1))
            own = np.arange(*every)
            entity = mentions.entity[own]
            at, is_changed = identities.find(entity)
            own = own[np.isin(np.where(is_changed, identities.types[at], entity % TYPES), types)]
            found[doc] = names.any_of(doc, mentions.row[own], mentions.entity[own])


def _by_holder(holder: Array, rows: Array) -> Iterator[tuple[int, Array]]:
    """Rows, those of each holder together; both ascending."""
    starts = np.diff(holder[rows], prepend=-1).nonzero()[0]
    for own in np.split(rows, starts[1:]) if len(rows) else ():
        yield int(holder[own[0]]), own


class _Names:
    """Whether names are what a unit names, each looked at once."""

    def __init__(self, segment: Segment, identities: SegmentIdentities, unit: Unit) -> None:
        self._segment, self._identities, self._unit = segment, identities, unit
        self._of_entity: dict[int, bool] = {}
        self._of_form: dict[str, bool] = {}

    def any_of(self, doc: int, mentions: Array, entities: Array) -> bool:
        """Whether any of some entities of a document is meant, by its names or by a mention of it."""
        if any(map(self._is_meant, set(entities.tolist()))):
            return True
        return any(self._fits(self._form(doc, mention)) for mention in mentions.tolist())

    def _form(self, doc: int, mention: int) -> str:
        """What a mention is; kept, for it is asked again by the next query."""
        form = self._identities.forms.get(mention)
        if form is None:
            begin, length = (int(self._segment.arrays[f"mention.{c}"][mention]) for c in ("begin", "length"))
            form = self._segment.texts.text(doc)[begin : begin + length]
            self._identities.forms[mention] = form
        return form

    def _is_meant(self, entity: int) -> bool:
        is_meant = self._of_entity.get(entity)
        if is_meant is None:
            own = self._segment.values.text(entity // TYPES)
            shown = self._identities.of(entity, (own, ENTITY_TYPES[entity % TYPES]))
            is_meant = self._of_entity[entity] = self._fits(own) or (
                shown is not None and self._fits(shown[0])
            )
        return is_meant

    def _fits(self, name: str) -> bool:
        fits = self._of_form.get(name)
        if fits is None:
            fits = self._of_form[name] = bool(places(self._unit, _words(name)))
        return fits


@lru_cache(maxsize=4096)
def _words(name: str) -> TextOccurrences:
    return TextOccurrences(analyze(name), stemmed=False)
