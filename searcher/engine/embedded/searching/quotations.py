"""Quotations: the stretches of a segment that some speakers say, and what stands inside them.

Their names, as a query has them, are found among the keys of the field speaker; of the documents that these
are in, the quotations are taken whose speaker has one of the names. Only there the words are looked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from searcher.engine.embedded.searching.body_space import BodySpace
from searcher.engine.embedded.searching.name_space import NameSpace
from searcher.engine.embedded.searching.occurrences import (
    Places,
    Space,
    one_at_each_first,
    standing,
)
from searcher.engine.embedded.segment.carried import docs_with, once
from searcher.engine.embedded.segment.identities import NOT_SHOWN, TYPES
from searcher.engine.embedded.segment.kinds import SPEAKER_KIND
from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.posting_lists import ranges
from searcher.engine.embedded.segment.postings import Segment
from searcher.query.nodes import Pattern, Unit, Word

_NEVER = np.iinfo(np.int64).max  # no position


class Quotations(NamedTuple):
    """Quotations of some speakers that have tokens, in order.

    Attributes:
        docs: docnums of shape (q,), ascending; begin, beyond: their positions in the body, uint32, half-open.
    """

    docs: Array
    begin: Array
    beyond: Array

    def holding(self, found: Places) -> Places:
        """Those of some places that lie wholly inside one of them."""
        number = self.begin.searchsorted(found.first.astype(np.uint32), "right")
        before_first = np.zeros(1, np.uint32)  # where nothing is inside
        kept = (found.last < np.concatenate((before_first, self.beyond)).take(number)).nonzero()[0]
        return Places(found.key.take(kept), found.weight.take(kept))


def quotations_of(segment: Segment, speakers: Sequence[Unit]) -> Quotations:
    """The quotations of any of some speakers; those of deleted documents are among them."""
    docs, quotes = quoted_by(segment, speakers)
    tokens = segment.arrays["quote.tokens"][quotes]
    spoken = tokens.nonzero()[0]
    docs, quotes, tokens = docs.take(spoken), quotes.take(spoken), tokens.take(spoken)
    begin = segment.text_base.take(docs) + segment.arrays["quote.token"][quotes]
    return Quotations(docs, begin, begin + tokens)


def quoted_by(segment: Segment, speakers: Sequence[Unit]) -> tuple[Array, Array]:
    """The quotations of any of some speakers.

    A speaker has the names that stand in the segment, and that as which identities show it.

    Returns:
        the documents, ascending, deleted ones among them, and numbers of quotations: int64, shape (q,).
    """
    names = NameSpace(segment, "speaker")
    named = np.sort(np.concatenate([names.places_in_names(one).first for one in speakers]), kind="stable")
    docs = once(names.regions(named))
    shown, hidden = _changed(segment, speakers)
    if len(shown):
        docs = np.union1d(docs, docs_with(segment, shown))
    start = segment.quote_start.take(docs)
    count = segment.quote_start.take(docs + 1) - start
    quotes, docs = ranges(start, count), docs.repeat(count)
    begin = (
        segment.arrays["doc.names_base"].take(docs).astype(np.int64) + segment.arrays["quote.name"][quotes]
    )
    beyond = begin + segment.arrays["quote.names"][quotes]
    meant = np.append(named, _NEVER).take(named.searchsorted(begin)) < beyond
    if len(shown) or len(hidden):
        value = _speaker_values(segment, docs, quotes)
        meant = (meant | np.isin(value, shown)) & ~np.isin(value, hidden)
    return docs[meant], quotes[meant]


def _changed(segment: Segment, speakers: Sequence[Unit]) -> tuple[Array, Array]:
    """The values of the speakers that identities show under a name that is asked for, and as nobody."""
    identities = segment.identities
    if identities is None:
        nothing = np.zeros(0, np.int64)
        return nothing, nothing
    names = NameSpace(identities.names, "entities")
    is_meant = np.zeros(identities.names.count, np.bool_)
    for speaker in speakers:
        is_meant[names.docs(speaker)] = True
    is_speaker = segment.arrays["value.kind"][identities.entities // TYPES] == SPEAKER_KIND
    values = identities.entities // TYPES
    return values[is_speaker & identities.is_shown_as(is_meant)], values[
        is_speaker & (identities.shown == NOT_SHOWN)
    ]


def _speaker_values(segment: Segment, docs: Array, quotes: Array) -> Array:
    """The number of the value of each quotation's speaker, -1 where there is none."""
    place = segment.arrays["quote.speaker"][quotes].astype(np.int64) - 1
    value = np.full(len(place), -1, np.int64)
    spoken = (place >= 0).nonzero()[0]
    at = segment.facet_start.take(docs.take(spoken)) + place.take(spoken)
    value[spoken] = segment.arrays["facet.value"][at]
    return value


class QuotedSpace:
    """The body of a segment as a reader of some quotations alone would know it: a `Space`."""

    def __init__(self, body: BodySpace, space: Space, quotations: Quotations) -> None:
        """Args: space: the same body, in which the patterns of a query are expanded."""
        self._body, self._space, self._quotations = body, space, quotations
        self.regions = space.regions

    def places(self, unit: Unit) -> Places:
        """The places of a unit that lie wholly inside a quotation, at most one for each first position."""
        return one_at_each_first(self._quotations.holding(standing(unit, self)))

    def word(self, word: Word) -> Places:
        """See `Space.word`."""
        return self._quotations.holding(self._body.word_in(word, *self._quotations))

    def row(self, words: Sequence[Word]) -> Places | None:
        """See `Space.row`: quotations are few enough."""
        return None

    def pattern(self, pattern: Pattern) -> Places:
        """See `Space.pattern`."""
        return self._quotations.holding(self._space.pattern(pattern))
