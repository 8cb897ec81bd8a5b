"""TopDocs: what an engine gives back — the best documents, and where the query's matches stand in them.

An engine that keeps positions brings a `Standing` of its own (`embedded.searching.standing`, from its
arrays); for one that does not, `searcher.query.text_standing` fetches the documents and analyses them again.
Both give the same answers.

Documents are meant by their place in `TopDocs`: 0 is the first. Token positions count from the beginning of
the document's text (or headline), code points from that of the passage's text (or the headline's).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from searcher.records import Document, FacetCount, Passage, PassageBounds, Place, Span, Total

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


class PlaceTable(NamedTuple):
    """Where matches stand in the texts of some documents: one row a place.

    Rows are sorted by document, ordinal, leaf, first. A place belongs to the passage it begins in.

    Attributes:
        document: its number, counted from the first of those asked for.
        ordinal: number of the passage in its document; tokens: length of that passage, any integers.
        leaf: number of the match, in the order of `query.nodes.matches`.
        first, last: token positions in the document's text, inclusive; weight: see `Place`.
    """

    document: npt.NDArray[np.int64]
    ordinal: npt.NDArray[np.int64]
    tokens: npt.NDArray[np.integer[Any]]
    leaf: npt.NDArray[np.int64]
    first: npt.NDArray[np.int64]
    last: npt.NDArray[np.int64]
    weight: npt.NDArray[np.float64]


class Standing(Protocol):
    """Places and texts of the documents of one TopDocs."""

    def places(self, begin: int, end: int) -> PlaceTable:
        """Where the query's matches stand in the texts of documents begin to end."""
        ...

    def headline_places(self, document: int) -> Sequence[Sequence[Place]]:
        """Where they stand in a document's headline: one sequence for each match."""
        ...

    def document(self, document: int) -> Document:
        """The document; its fields may be read only when they are asked for."""
        ...

    def passage(self, document: int, ordinal: int) -> tuple[Passage, PassageBounds]:
        """A passage without white space at its ends, and its bounds (with it)."""
        ...

    def spans(
        self, document: int, passage: Passage, bounds: PassageBounds, places: Sequence[tuple[int, int]]
    ) -> list[Span]:
        """Token positions (first, last) of a document's text → code points of a passage's text.

        Args:
            passage, bounds: as `passage` gave them.
            places: ascending; those outside the passage are left out, one that crosses its border is
                cut there.
        """
        ...

    def headline_spans(self, document: int, places: Sequence[tuple[int, int]]) -> list[Span]:
        """Token positions of a headline, ascending → its code points."""
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
        standing: where matches stand; None when the engine keeps no positions.
    """

    __slots__ = ("_count", "doc_freqs", "doc_ids", "facets", "idfs", "scores", "standing", "total", "undated")

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
        standing: Standing | None = None,
        count: Callable[[], int] | None = None,
    ) -> None:
        self.scores, self.doc_ids, self.total = scores, doc_ids, total
        self.idfs, self.doc_freqs = idfs, doc_freqs
        self.facets: dict[str, tuple[FacetCount, ...]] = dict(facets or {})
        self.undated, self.standing = undated, standing
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
