"""Matching for Whoosh: one postings list as Whoosh's matchers are, a document at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from whoosh.matching.mcore import LeafMatcher, ReadTooFar
from whoosh.reading import TermInfo

from searcher.engine.embedded.segment.layout import Array


class Occurrences(NamedTuple):
    """One term of one field.

    Attributes:
        docs: documents, ascending, deleted ones included.
        starts: one more than there are; where each one's positions begin.
        positions: counted from the beginning of the field, ascending in each document.
    """

    docs: Array
    starts: Array
    positions: Array

    def info(self, lengths: Callable[[int], int]) -> TermInfo:
        """What Whoosh keeps of a term."""
        counts = np.diff(self.starts)
        sizes = [lengths(int(doc)) for doc in self.docs]
        return TermInfo(
            weight=float(len(self.positions)),
            df=len(self.docs),
            minlength=min(sizes),
            maxlength=max(sizes),
            maxweight=float(counts.max()),
            minid=int(self.docs[0]),
            maxid=int(self.docs[-1]),
        )


class ArrayMatcher(LeafMatcher):  # type: ignore[misc] # Whoosh ships no types
    """A postings list as Whoosh's matchers are: one document at a time."""

    def __init__(self, found: Occurrences, term: tuple[str, bytes], format_: Any, scorer: Any) -> None:
        self._found, self._term, self.format, self.scorer = found, term, format_, scorer
        self._counts = np.diff(found.starts)
        self._at = 0

    def is_active(self) -> bool:
        """Whether there is a document here."""
        return self._at < len(self._found.docs)

    def reset(self) -> None:
        """Back to the first document."""
        self._at = 0

    def copy(self) -> ArrayMatcher:
        """Another matcher at the same document."""
        other = ArrayMatcher(self._found, self._term, self.format, self.scorer)
        other._at = self._at
        return other

    def id(self) -> int:
        """The document here."""
        return int(self._found.docs[self._at])

    def all_ids(self) -> Iterator[int]:
        """The documents from here on."""
        yield from self._found.docs[self._at :].tolist()
        self._at = len(self._found.docs)

    def next(self) -> None:
        """Go to the next document."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1

    def skip_to(self, targetid: int) -> None:
        """Go on to the first document not below one."""
        if not self.is_active():
            raise ReadTooFar
        self._at = max(self._at, int(np.searchsorted(self._found.docs, targetid)))

    def weight(self) -> float:
        """How often the term occurs here."""
        return float(self._counts[self._at])

    def value(self) -> bytes:
        """Its positions here, as bytes."""
        begin, end = self._found.starts[self._at], self._found.starts[self._at + 1]
        return self._found.positions[begin:end].astype(np.uint32).tobytes()

    # One list is one block.

    def skip_to_quality(self, minquality: float) -> int:
        """Go to the end when no document can be as good as that."""
        if self.block_quality() > minquality:
            return 0
        self._at = len(self._found.docs)
        return 1

    def block_min_length(self) -> int:
        """A length that no document is below."""
        return 0

    def block_max_length(self) -> int:
        """A length that no document is above."""
        return 1 << 31

    def block_max_weight(self) -> float:
        """The most occurrences in one document."""
        return float(self._counts.max())
