"""BM25, the one place where the formula lives.

    idf    = ln(1 + (N - n + 1/2) / (n + 1/2))            N documents, n of them with the word
    weight = f / (f + k1 * (1 - b + b * length / average))  f occurrences, length in tokens
    score  = idf * weight, summed over the words of the query

Source: Robertson et al., Okapi at TREC-3, 1994, in the form Lucene's BM25Similarity uses (idf never
negative, no constant factor k1 + 1). Fields are joined before the formula is applied, by a weighted
sum of frequencies and of lengths (BM25F: Robertson, Zaragoza & Taylor, CIKM 2004), so that a word in
headline and text saturates once.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Bm25:
    """The formula with its parameters.

    Attributes:
        k1: how slowly further occurrences stop counting, >= 0; b: how much length matters, in [0, 1].
        headline_weight: how many occurrences in the text one in the headline counts for.
        length_cap: lengths beyond this many averages count as this many, so that a long report with
            one perfect page stays a candidate for the passage stage.

    Raises:
        ValueError: a parameter is out of its range.
    """

    k1: float = 1.2
    b: float = 0.75
    headline_weight: float = 2.0
    length_cap: float = 4.0

    def __post_init__(self) -> None:
        for name, value in (("k1", self.k1), ("headline_weight", self.headline_weight)):
            if not (math.isfinite(value) and value >= 0):
                raise ValueError(f"{name} = {value}: not a finite number >= 0")
        if not 0 <= self.b <= 1:
            raise ValueError(f"b = {self.b}: not between 0 and 1")
        if not self.length_cap > 0:
            raise ValueError(f"length_cap = {self.length_cap}: not above 0")

    @staticmethod
    def idf(documents: int, doc_freq: int) -> float:
        """How much a word tells that `doc_freq` of `documents` documents hold; 0 when none does.

        >>> f"{Bm25.idf(1000, 10):.3f}"
        '4.557'
        """
        if doc_freq <= 0:
            return 0.0
        return math.log(1 + (max(documents, doc_freq) - doc_freq + 0.5) / (doc_freq + 0.5))

    def weight(self, freq: float, length: float, average: float) -> float:
        """The share of its idf that a word earns: 0 for freq 0, rising towards 1.

        Args:
            freq: weighted occurrences, >= 0.
            length: of the document or passage, in tokens; average: of all of them, > 0 unless empty.

        >>> [f"{Bm25().weight(f, 10, 10):.3f}" for f in (0, 1, 2)]
        ['0.000', '0.455', '0.625']
        """
        if freq <= 0:
            return 0.0
        relative = min(length / average, self.length_cap) if average > 0 else 1.0
        return freq / (freq + self.k1 * (1 - self.b + self.b * relative))

    def dampings(self, lengths: npt.NDArray[Any], average: float) -> npt.NDArray[np.float64]:
        """What is added to a frequency below the line, for many documents at once: weight = f / (f + K).

        Args:
            lengths: in tokens, of shape (n,); average: of all documents of the collection.

        Returns:
            float64 of shape (n,), > 0 so that a frequency of 0 weighs 0 under any parameters.
        """
        import numpy as np  # only an engine of arrays needs it

        dampings: npt.NDArray[np.float64] = lengths / (average if average > 0 else 1.0)
        if average > 0:
            np.minimum(dampings, self.length_cap, out=dampings)
        else:
            dampings.fill(1.0)
        dampings *= self.b
        dampings += 1 - self.b
        dampings *= self.k1
        if self.k1 * (1 - self.b) < sys.float_info.min:  # what a document without words gets
            np.maximum(dampings, sys.float_info.min, out=dampings)
        return dampings
