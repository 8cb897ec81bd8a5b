"""The nouns that travel between the stages of `searcher`.

Values are frozen. Offsets are code points, half-open, and survive every stage, so that a
highlight on a terminal can be traced back to the words of a seed.

    seed ─▶ RawDocument ─▶ Document (+ EntityMention, PassageBounds) ─▶ index
    query ─▶ nodes ─▶ TopDocs ─▶ Hit (Document, Passage, Span)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

EntityType = Literal["person", "organisation", "place"]
ENTITY_TYPES: tuple[EntityType, ...] = ("person", "organisation", "place")
SeedForm = Literal["text", "html", "article"]

PARAGRAPH_BREAK = "\n\n"
"""What lies between two paragraphs of a document's text, and nowhere else in it."""


class Span(NamedTuple):
    """A half-open range of code points in some text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One article as its seed holds it, decoded but not cleaned.

    `form` says what `content` is: "text" (scraped lines, chrome and all), "html" (a saved page), or
    "article" (a text given as such in a JSON seed: normalised, never cut down). The other fields are
    what the seed itself states; they win over anything the cleaner could guess.

    Attributes:
        doc_id: the id given in a JSON seed, else the path; unique inside its seed.
        path: below the seeds folder, with "/".
        content_hash: hex digest of everything the article was made from; equal hash, equal article.
    """

    doc_id: str
    path: str
    form: SeedForm
    content: str
    content_hash: str
    headline: str | None = None
    source: str | None = None
    date: str | None = None
    url: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A seed, or one article of it, that could not become a document, and why."""

    path: str
    reason: str


class Dropped(NamedTuple):
    """A paragraph of a seed that is not the journalist's, and what it is instead."""

    text: str
    reason: str


class EntityMention(NamedTuple):
    """One place in a document's text where an entity is named.

    `name` is the canonical name inside the document ("Vladimir Putin" also for "Putin’s");
    text[start:end] is the mention itself, without possessive.
    """

    name: str
    type: EntityType
    start: int
    end: int


class Quote(NamedTuple):
    """Words that an article quotes directly, and who said them.

    A quotation that goes on in the next paragraph is one Quote in each.

    Attributes:
        start, end: text[start:end] is what stands between the quotation marks.
        speaker: the canonical name of a person or an organisation of the document, or the role of a speaker
            who is not named, as written ("a spokesman"); None when the article does not say.
        mention: the name, role or pronoun by which the article says it; None when there is none nearby.
        cue: the words of speech ("said", "according to"); None when there are none.
    """

    start: int
    end: int
    speaker: str | None = None
    mention: Span | None = None
    cue: Span | None = None


class PassageBounds(NamedTuple):
    """Where one passage lies in its document: code points and token positions, both half-open."""

    start: int
    end: int
    token_start: int
    token_end: int


@dataclass(frozen=True, slots=True)
class Document:
    """A clean article: what the journalist wrote, and what is known about it.

    `text` is the paragraphs joined by an empty line; every span and bound refers to it.
    `date` is "YYYY-MM-DD" or None. Passages never cross documents and together cover all of `text`.
    """

    doc_id: str
    path: str
    text: str
    headline: str | None = None
    source: str | None = None
    date: str | None = None
    url: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    entities: tuple[EntityMention, ...] = ()
    passages: tuple[PassageBounds, ...] = ()
    quotes: tuple[Quote, ...] = ()

    @property
    def is_headline_alone(self) -> bool:
        """Whether there is no text but the headline, which then is the text as well and counts once."""
        return self.text == self.headline


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What the cleaner makes of one RawDocument.

    Attributes:
        document: without entities and passages, which later stages add.
        dropped: everything of the seed that is not in document.text, in the seed's order.
        kept_above: how many paragraphs of document.text stand above each of `dropped`; same order.
        lines: hashes of the paragraphs that only repetition across seeds could show to be chrome;
            they do not depend on the counts the cleaner was given.
    """

    document: Document
    dropped: tuple[Dropped, ...] = ()
    lines: tuple[int, ...] = ()
    kept_above: tuple[int, ...] = ()

    @property
    def paragraphs(self) -> tuple[Span, ...]:
        """Spans of document.text, in order."""
        spans: list[Span] = []
        start = 0
        for text in filter(None, self.document.text.split(PARAGRAPH_BREAK)):
            end = start + len(text)
            spans.append(Span(start, end))
            start = end + len(PARAGRAPH_BREAK)
        return tuple(spans)

    def judged(self) -> Iterator[tuple[str, str | None]]:
        """Every paragraph of the seed in its order: the text, and why it is dropped, or None."""
        kept = [self.document.text[start:end] for start, end in self.paragraphs]
        shown = 0
        for (text, reason), above in zip(self.dropped, self.kept_above, strict=True):
            yield from ((paragraph, None) for paragraph in kept[shown:above])
            shown = above
            yield text, reason
        yield from ((paragraph, None) for paragraph in kept[shown:])


class Note(NamedTuple):
    """Something the reader of a result should know; start and end are code points in the query."""

    kind: str
    message: str
    start: int = 0
    end: int = 0


class Total(NamedTuple):
    """How many documents match: exactly ("eq") or at least ("gte")."""

    value: int
    relation: Literal["eq", "gte"] = "eq"


class Place(NamedTuple):
    """Token positions of one match, first and last inclusive (a phrase spans several).

    `weight` is how much the occurrence counts: 1 in the very form asked for, less in another.
    """

    first: int
    last: int
    weight: float = 1.0


class FacetCount(NamedTuple):
    """How many of the matching documents carry a value."""

    value: str
    count: int  # type: ignore[assignment] # hides tuple.count, which nobody asks of a facet


class Entity(NamedTuple):
    """A person, an organisation or a place of a collection.

    Attributes:
        documents: in how many it is named; mentions: how often, in all of them.
    """

    name: str
    type: EntityType
    documents: int
    mentions: int


class Association(NamedTuple):
    """An entity that stands in the same passages as another one, more often than chance would have it.

    Attributes:
        shared: passages in which both are named; documents: how many these passages are of.
        passages: in which it is named at all.
        score: how surprising that is, G² of `searcher.engine.association`.
    """

    name: str
    type: EntityType
    shared: int
    documents: int
    passages: int
    score: float


class Passage(NamedTuple):
    """One passage of a document: its number there, its code points in the document's text, its words."""

    ordinal: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What bringing an index up to date did, in documents (`read`: seeds read again).

    `warnings` tell what could not be done and waits for a person, such as corrections with a fault in them.
    """

    added: int = 0
    updated: int = 0
    removed: int = 0
    read: int = 0
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """True when the index is not as it was."""
        return bool(self.added or self.updated or self.removed)


@dataclass(frozen=True, slots=True)
class Status:
    """What is in an index, and whether it is what its seeds would give.

    Attributes:
        documents, seeds: how many; skipped: what could not become a document.
        up_to_date: whether a refresh would change nothing; None when the seeds are missing.
        notes: what else should be known, such as ids that several articles claim.
    """

    documents: int
    seeds: int
    skipped: tuple[Skipped, ...]
    index_bytes: int
    built_at: str | None
    up_to_date: bool | None
    seeds_folder: Path | None
    notes: tuple[str, ...] = ()


class Marked(NamedTuple):
    """What a query matches in a document: spans of its text and of its headline."""

    text: tuple[Span, ...]
    headline: tuple[Span, ...]
