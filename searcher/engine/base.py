"""The seam: what every engine offers, whatever it is made of.

A pipeline talks to these protocols alone. An engine returns documents; passages are chosen and
marked above it, from the match positions it reports or, if it keeps none, from the stored text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from searcher.query.nodes import Node
from searcher.query.top_docs import TopDocs
from searcher.records import Association, Document, Entity, EntityType

if TYPE_CHECKING:
    from searcher.analysis.vocabulary import TokenArrays, Vocabulary

Sort = Literal["relevance", "newest", "oldest"]


class Capabilities(NamedTuple):
    """What an engine can do beyond finding documents."""

    positions: bool
    """TopDocs carry the places of each match."""


@dataclass(frozen=True, slots=True)
class CollectionStats:
    """Counts over the live documents of an index.

    Attributes:
        documents: how many; text_tokens, headline_tokens: the sums of their lengths.
        size_bytes: what the index takes on disk.
    """

    documents: int = 0
    text_tokens: int = 0
    headline_tokens: int = 0
    size_bytes: int = 0


class EntityIndex(Protocol):
    """The entities that the live documents of a commit name.

    Two of one name but of different types are two. A mention stands in the passage in which it begins.
    """

    def count(self, *, type: EntityType | None = None, prefix: str = "") -> int:
        """How many entities `ranked` has in all."""
        ...

    def ranked(
        self, *, type: EntityType | None = None, prefix: str = "", limit: int | None = None, offset: int = 0
    ) -> list[Entity]:
        """Entities: those most documents name first, then by mentions, name and type.

        Args:
            type: of which type, None for any; prefix: what some words of the name begin with, folded.
            limit: how many at most; offset: how many of the first to pass over.
        """
        ...

    def named(self, name: str) -> list[Entity]:
        """The entities of a name, of any type, ordered as `ranked`.

        If none is shown under it, those that have it in some documents; then those that fold to it.
        """
        ...

    def associated(
        self, name: str, type: EntityType, *, other: EntityType | None = None, limit: int | None = None
    ) -> list[Association]:
        """What shares passages with an entity beyond chance: see `searcher.engine.association`.

        Args:
            other: of which type, None for any.

        Returns:
            by falling score, then name and type; nothing when there is no such entity.
        """
        ...

    def passages(self, names: Sequence[tuple[str, EntityType]], limit: int) -> list[tuple[str, int]]:
        """Passages in which all of some entities are named, as doc_id and ordinal; one of each document.

        First those that name the rarest of them most often, then all of them, then newer ones, then by id.
        """
        ...


class SearchEngine(Protocol):
    """An opened index: one commit, seen whole, for as long as the object is used."""

    capabilities: Capabilities

    def search(
        self,
        query: Node,
        *,
        limit: int,
        sort: Sort = "relevance",
        facets: Mapping[str, int] | None = None,
    ) -> TopDocs:
        """The best `limit` documents for `query`; ties by doc_id.

        Args:
            query: what to find.
            limit: documents wanted, >= 0; the total is exact or says that it is not.
            sort: undated documents come last in both date orders.
            facets: by name of a facet (see `searcher.query.facets`) how many values to tell at most; all
                documents that match are counted, whatever the limit.
        """
        ...

    def documents(self, doc_ids: Sequence[str]) -> list[Document | None]:
        """The stored documents, in the order asked for; None where there is none of that id."""
        ...

    def doc_ids(self) -> Iterator[str]:
        """Every live document's id, in no particular order."""
        ...

    def forms(self) -> Iterator[str]:
        """Every folded surface form of text and headlines, joined ones too, for finding the nearest one.

        Forms that only deleted documents had may still be among them.
        """
        ...

    def stats(self) -> CollectionStats:
        """Counts over the live documents."""
        ...

    def entities(self) -> EntityIndex:
        """Who is named where; made when it is first asked for."""
        ...

    def close(self) -> None:
        """Let go of files. Safe to call twice."""
        ...


class PlacedDocuments(NamedTuple):
    """Where a part of a change put some documents: the first one's number there; the others follow."""

    part: str
    first: int


class BuiltPart(NamedTuple):
    """What a worker built: its name, and how many documents are in it."""

    name: str
    documents: int


class IndexPart(Protocol):
    """Takes documents in a worker process.

    Attributes:
        vocabulary: what the next batch of documents is to be analysed by.
    """

    vocabulary: Vocabulary

    def add(self, documents: Sequence[Document], tokens: TokenArrays | None = None) -> PlacedDocuments:
        """Index a batch of documents.

        Args:
            documents: about a hundred.
            tokens: of the headline and the text of each by turns, if they were analysed already.
        """
        ...

    def finish(self) -> list[BuiltPart]:
        """Have everything where the writer finds it, and say what that is."""
        ...


class PartRecipe(Protocol):
    """How to begin a part; may be sent to another process."""

    def begin(self) -> IndexPart:
        """A part of the change."""
        ...


class IndexWriter(Protocol):
    """One change of an index: nothing is seen by readers before `commit`, all of it after."""

    def add(self, document: Document) -> None:
        """Index a document; its doc_id must not be in the index unless `delete` was called for it."""
        ...

    def recipe(self, held_bytes: int) -> PartRecipe:
        """How worker processes build parts of this change, each holding about so many bytes."""
        ...

    def take(self, parts: Collection[BuiltPart]) -> None:
        """Have the documents of finished parts in the commit."""
        ...

    def discard(self, part: str, number: int) -> None:
        """Leave out a document of a part that was taken, by its number there."""
        ...

    def delete(self, doc_ids: Collection[str]) -> None:
        """Remove documents of earlier commits; ids that are not there are ignored."""
        ...

    def commit(self) -> None:
        """Publish everything at once."""
        ...

    def cancel(self) -> None:
        """Forget everything."""
        ...


def indexed_texts(documents: Sequence[Document]) -> list[str]:
    """The texts that are indexed: of each document the headline and the text, both "" when there is none.

    An article that is a headline alone has it as its text as well, which then is not indexed twice.
    """
    texts: list[str] = []
    for document in documents:
        headline = document.headline or ""
        texts += (headline, "" if document.is_headline_alone else document.text)
    return texts
