"""TopDocs: what an engine gives back — the best documents, and where the query's matches stand in them.

An engine that keeps positions brings a `Standing` of its own (`embedded.searching.standing`, from its
arrays); for one that does not, `searcher.query.text_standing` fetches the documents and analyses them again.
Both give the same answers.

Documents are meant by their place in `TopDocs`: 0 is the first. Token positions count from wherever the
standing likes, the same for all of a document's text, code points from the beginning of the passage (or
headline).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from searcher.query.nodes import Pattern
from searcher.records import Document, FacetCount, Passage, Place, Span, Total

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


class PlaceTable(NamedTuple):
    """Where matches stand in the texts of some documents: passages, and the places that begin in each.

    Passages are sorted by document and ordinal, and each has a place; places are sorted by passage, match,
    first.

    Attributes:
        document: of each passage, counted from the first of those asked for; ordinal: its number there;
            tokens: its length, any integers; begin: the number of its first place.
        leaf: of each place, the number of its match in the order of `query.nodes.matches`.
        first, last: of each place, its token positions, inclusive, as the standing counts them;
            weight: see `Place`.
    """

    document: npt.NDArray[np.integer[Any]]
    ordinal: npt.NDArray[np.integer[Any]]
    tokens: npt.NDArray[np.integer[Any]]
    begin: npt.NDArray[np.intp]
    leaf: npt.NDArray[np.integer[Any]]
    first: npt.NDArray[np.integer[Any]]
    last: npt.NDArray[np.integer[Any]]
    weight: npt.NDArray[np.float64]


class Expansion(NamedTuple):
    """A pattern of which only the most frequent forms were looked for: how many fit, how many were taken."""

    pattern: Pattern
    fitting: int
    taken: int


ShownPassage = tuple[Passage, int, int]
"""A passage without white space at its ends, the position of its first token, and that behind its last."""

Ranges = tuple[list[int], list[int]]
"""First and last positions of some tokens, ascending; no two ranges share a position."""


class Standing(Protocol):
    """Places and texts of the documents of one TopDocs."""

    def places(self, begin: int, end: int) -> PlaceTable:
        """Where the query's matches stand in the texts of documents begin to end."""
        ...

    def headline_places(self, document: int) -> Sequence[Sequence[Place]]:
        """Where they stand in a document's headline: one sequence for each match."""
        ...

    def documents(self, documents: Sequence[int]) -> Sequence[Document]:
        """Some documents; their fields may be read only when they are asked for."""
        ...

    def passages(self, wanted: Sequence[tuple[int, int]]) -> Sequence[ShownPassage]:
        """Passages by document and ordinal."""
        ...

    def spans(
        self, documents: Sequence[int], shown: Sequence[ShownPassage], ranges: Sequence[Ranges]
    ) -> Sequence[tuple[Span, ...]]:
        """Ranges of positions → code points of passages.

        Args:
            documents: the document of each passage; shown: as `passages` gave them.
            ranges: those in each passage.
        """
        ...

    def headline_spans(self, document: int, ranges: Ranges) -> tuple[Span, ...]:
        """The same for a headline, in which positions count from 0."""
        ...


class TopDocs:
    """The best documents of a search, best first, and what was counted on the way.

    Attributes:
        scores: of the documents, falling, equal ones by id; doc_ids: their ids, maybe read when asked for.
        total: how many match, maybe a lower bound; `count` counts them all.
        idfs: one per scored unit of the query, in the order of `query.nodes.matches`.
        doc_freqs: documents that hold each unit, same order; zero tells which word is missing.
        facets: what was asked for.
        undated: documents that matched but for a date filter they have no date for.
        expansions: the patterns of which not every form was looked for.
        standing: where matches stand; None when the engine keeps no positions.
    """

    __slots__ = (
        "_count", "doc_freqs", "doc_ids", "expansions", "facets", "idfs", "scores", "standing", "total",
        "undated",
    )  # fmt: skip

    def __init__(
        self,
        scores: Sequence[float],
        doc_ids: Sequence[str],
        total: Total,
        *,
        idfs: tuple[float, ...] = (),
        doc_freqs: tuple[int, ...] = (),
        facets: Mapping[str, tuple[FacetCount, ...]] | None = None,
        undated: int = 0,
        expansions: tuple[Expansion, ...] = (),
        standing: Standing | None = None,
        count: Callable[[], int] | None = None,
    ) -> None:
        self.scores, self.doc_ids, self.total = scores, doc_ids, total
        self.idfs, self.doc_freqs = idfs, doc_freqs
        self.facets: dict[str, tuple[FacetCount, ...]] = dict(facets or {})
        self.undated, self.standing, self.expansions = undated, standing, expansions
        self._count = count

    def count(self) -> int:
        """How many documents match, exactly."""
        if self.total.relation == "gte" and self._count is not None:
            self.total = Total(self._count())
        return self.total.value

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TopDocs):
            return NotImplemented
        return self._key() == other._key()

    __hash__ = None  # type: ignore[assignment] # it is a mutable answer, nobody's key

    def _key(self) -> tuple[object, ...]:
        return (list(self.scores), list(self.doc_ids), self.count(), self.idfs, self.doc_freqs, self.facets,
                self.undated)  # fmt: skip
