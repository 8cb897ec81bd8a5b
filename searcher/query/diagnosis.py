"""Diagnosis: why a search found nothing, or not what was asked, said in notes.

A word that no document holds is named, with the nearest one that some document does; so is a filter that
nothing passes. A phrase whose words all exist, a speaker who is quoted with other words, a pattern of which
not all forms were looked for, and articles without a date behind a date filter, are mentioned as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Protocol

from searcher.analysis import analyze
from searcher.query.filters import ENTITY_FIELDS
from searcher.query.nodes import (
    Boolean,
    DateRange,
    Filter,
    Match,
    Near,
    Node,
    Nothing,
    Phrase,
    Unit,
    Word,
    filters,
    matches,
)
from searcher.query.rendering import render
from searcher.query.speakers import ANYBODY
from searcher.query.suggest import nearest, words, written_form
from searcher.query.top_docs import Expansion, TopDocs
from searcher.records import Document, Note

FACETS = {"source": "source", "speaker": "speaker"} | dict.fromkeys(ENTITY_FIELDS, "entity")
"""Which facet holds the names that a filter looks through."""

MAX_GUESSES = 5
"""Missing words for which the nearest one is sought, which takes a tenth of a second at 100,000 articles."""

_NAMES = 10_000  # names of a facet that are looked through for the nearest, the most frequent ones

# What is said of units whose words all exist.
_APART = {
    Phrase: ("missing-phrase", "has this phrase, though the words are there"),
    Near: ("missing-near", "has these words so close together, though they are there"),
}


class Searchable(Protocol):
    """What is asked of an engine to explain an answer."""

    def search(self, query: Node, *, limit: int, facets: Mapping[str, int] | None = None) -> TopDocs:
        """The best documents."""
        ...

    def documents(self, doc_ids: Sequence[str]) -> list[Document | None]:
        """The stored documents."""
        ...

    def forms(self) -> Iterator[str]:
        """Every surface form."""
        ...


def diagnose(node: Node, top: TopDocs, engine: Searchable) -> list[Note]:
    """The notes on an answer: on its words, its filters, its dates.

    Args:
        node: the query; top: its answer.
        engine: asked further only when something was not found.
    """
    notes = [_capped(expansion) for expansion in top.expansions]
    guesses = _Guesses(engine)
    leaves = list(zip(matches(node), top.doc_freqs, strict=True))
    held = [leaf for leaf, doc_freq in leaves if doc_freq]
    for leaf, doc_freq in leaves:
        if not doc_freq:
            notes += _missing(leaf, held, guesses, engine)
    notes = list(dict.fromkeys(notes))
    if not len(top.scores) and top.count() == 0:
        for item in filters(node):
            if isinstance(item, Filter) and not _count(item, engine):
                notes.append(_empty_filter(item, engine))
            elif isinstance(item, DateRange) and not _count(item, engine):
                notes.append(Note("empty-filter", "no article has a date in this range", *item.at))
        if not notes and not isinstance(node, Nothing):  # of which the parser has said enough
            notes.append(Note("no-match", "no article matches all of this together", *node.at))
    if top.undated:
        articles = "1 article is" if top.undated == 1 else f"{top.undated} articles are"
        notes.append(Note("undated", f"{articles} left out for having no date"))
    return notes


def _capped(expansion: Expansion) -> Note:
    pattern, fitting, taken = expansion
    shown = _quoted(render(Match(pattern)))
    message = f"{shown} fits {fitting:,} words: only the most frequent {taken:,} are looked for"
    return Note("expansion", message, *pattern.at)


def _has_other_pair(leaf: Match, held: Sequence[Match]) -> bool:
    """Whether some article has another of the pairs that (a OR b) w/5 c asks for."""
    return isinstance(leaf.unit, Near) and any(
        other.at.start < leaf.at.end and leaf.at.start < other.at.end for other in held
    )


class _Guesses:
    """What the first of the missing words of a query may have been meant to be."""

    def __init__(self, engine: Searchable) -> None:
        self._engine = engine
        self._known: dict[str, str | None] = {}

    @cached_property
    def _forms(self) -> set[str]:
        return set(self._engine.forms())

    def nearest_word(self, word: Word) -> str | None:
        """The nearest form that some document has, as the first of them writes it."""
        if word.form not in self._known and len(self._known) < MAX_GUESSES:
            self._known[word.form] = self._nearest(word.form)
        return self._known.get(word.form)

    def _nearest(self, form: str) -> str | None:
        while (near := nearest(form, self._forms)) is not None:
            top = self._engine.search(Match(Word(near, near, exact=True)), limit=1)
            for document in self._engine.documents(top.doc_ids):
                if document is not None:
                    return written_form(near, (document.text, document.headline or ""))
            self._forms.discard(near)  # only deleted documents had it
        return None


def _missing(leaf: Match, held: Sequence[Match], guesses: _Guesses, engine: Searchable) -> Iterator[Note]:
    """Why no document holds a match."""
    where = "headline" if leaf.field == "headline" else "article"
    absent = [word for word in words(leaf.unit) if not _count(Match(word, leaf.field), engine)]
    for word in absent:
        meant = guesses.nearest_word(word)
        yield Note("missing-word", f"no {where} has {_quoted(_written(word))}{_question(meant)}", *word.at)
    if leaf.speakers:
        if not absent and any(_count(Filter("speaker", unit), engine) for unit in leaf.speakers):
            speakers = [_quoted(_asked(unit)) for unit in leaf.speakers if unit != ANYBODY]
            who = f"{' or '.join(speakers)} is quoted, but never" if speakers else "nobody is quoted"
            what = _quoted(render(replace(leaf, boost=1.0, speakers=())))
            yield Note("missing-quote", f"{who} with {what}", *leaf.at)
    elif not absent and not _has_other_pair(leaf, held):
        kind, message = _APART.get(type(leaf.unit), ("missing-pattern", "has a word that fits this pattern"))
        yield Note(kind, f"no {where} {message}", *leaf.at)


def _empty_filter(item: Filter, engine: Searchable) -> Note:
    """What to say of a filter that nothing passes."""
    asked = _quoted(_asked(item.unit))
    field = "entity" if item.field == "entities" else item.field
    message = f"no article quotes {asked}" if field == "speaker" else f"no article has the {field} {asked}"
    return Note("empty-filter", message + _question(_nearest_name(item.unit, item.field, engine)), *item.at)


def _nearest_name(unit: Unit, field: str, engine: Searchable) -> str | None:
    """The words of a filter, each as the nearest name has it; None when they are that already."""
    facet = FACETS.get(field)
    if facet is None:
        return None
    counts = engine.search(Boolean(), limit=0, facets={facet: _NAMES}).facets[facet]
    names = [count.value for count in counts]
    forms = {token.form for name in names for token in analyze(name)}
    meant = [word.form if word.form in forms else nearest(word.form, forms) for word in words(unit)]
    if None in meant or all(form == word.form for form, word in zip(meant, words(unit), strict=True)):
        return None
    return " ".join(written_form(form, names) for form in meant if form is not None)


def _count(node: Node, engine: Searchable) -> int:
    return engine.search(node, limit=0).count()


def _asked(unit: Unit) -> str:
    """A name that was asked for, as it was typed."""
    asked = list(map(_written, words(unit)))
    return " ".join(asked) if asked else render(Match(unit))


def _written(word: Word) -> str:
    return word.written or word.form


def _question(meant: str | None) -> str:
    return "" if meant is None else f". Did you mean {_quoted(meant)}?"


def _quoted(text: str) -> str:
    return f"“{text}”"
