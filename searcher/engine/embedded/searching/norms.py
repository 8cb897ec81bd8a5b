"""Norms: what the lengths of the documents of a segment do to weights, in the collection as it is now."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from searcher.engine.bm25 import Bm25
from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.postings import Segment

_MANY_POSITIONS = 4096  # from here on a table of blocks of positions pays, 8 bytes each
_BLOCK_BITS = 7
_STEPS = 4


class Norms:
    """What lengths do to weights in one segment.

    Attributes:
        formula: BM25; slack: the stored bounds times this are bounds now, 0 when they cannot be used.
        field_weights: what an occurrence counts for in the text, and in the headline.
    """

    def __init__(self, segment: Segment, formula: Bm25, text_average: float, headline_average: float) -> None:
        """Args: text_average, headline_average: tokens of a text and a headline, in the whole collection."""
        self.formula = formula
        self.field_weights = np.array([1.0, formula.headline_weight])
        self._segment = segment
        self._averages = (text_average, headline_average)
        average = text_average + formula.headline_weight * headline_average
        built, parameters = segment.arrays.values["average"], segment.arrays.values["formula"]
        self.slack = 0.0
        if list(parameters) == [formula.k1, formula.b, formula.headline_weight, formula.length_cap]:
            self.slack = (max(1.0, average / built) if built > 0 else 1.0) * (1 + 1e-9)

    def docs_at(self, positions: Array) -> Array:
        """The document of each position of the body, int64.

        Args:
            positions: uint32, below the end of the body.
        """
        base = self._segment.base
        if len(positions) < _MANY_POSITIONS:
            docs: Array = base.searchsorted(positions, "right")
            docs -= 1
            return docs
        docs = self._block_docs.take(positions >> _BLOCK_BITS)
        for _ in range(_STEPS):
            is_before = base.take(docs + 1) <= positions
            if not is_before.any():
                return docs
            docs += is_before
        late = (base.take(docs + 1) <= positions).nonzero()[0]  # in a block of many small documents
        docs[late] = base.searchsorted(positions.take(late), "right") - 1
        return docs

    @cached_property
    def _block_docs(self) -> Array:
        """The document of the first position of each block, a sixth of the time of a search for all."""
        base = self._segment.base
        starts = np.arange(0, int(base[-1]) + 1, 1 << _BLOCK_BITS)
        return base.searchsorted(starts.astype(np.uint32), "right") - 1

    def of(self, field: str | None) -> Array:
        """Ten times K of the formula for each document, float64, as frequencies are in tenths.

        Args:
            field: that of the match, None for both.
        """
        return self._text if field == "text" else self._headline if field == "headline" else self._both

    @cached_property
    def _text(self) -> Array:
        lengths = self._segment.base[1:] - self._segment.text_base - np.uint32(1)
        return 10 * self.formula.dampings(lengths, self._averages[0])

    @cached_property
    def _headline(self) -> Array:
        lengths = self._segment.text_base - self._segment.base[:-1] - np.uint32(1)
        return 10 * self.formula.dampings(lengths, self._averages[1])

    @cached_property
    def _both(self) -> Array:
        base, text_base, weight = self._segment.base, self._segment.text_base, self.formula.headline_weight
        lengths = (base[1:] - text_base - np.uint32(1)) + weight * (text_base - base[:-1] - np.uint32(1))
        return 10 * self.formula.dampings(lengths, self._averages[0] + weight * self._averages[1])
