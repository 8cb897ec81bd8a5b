"""Diagnosis: why a search found nothing, or not what was asked, said in notes.

A word that no document holds is named, with the nearest one that some document does; a phrase whose
words all exist, a filter that nothing passes, articles without a date behind a date filter as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from searcher.query.nodes import DateRange, Filter, Match, Node, Phrase, Word, filters, matches
from searcher.query.suggest import nearest, words, written_form
from searcher.records import Document, Note, TopDocs


class Searchable(Protocol):
    """What is asked of an engine to explain an answer."""

    def search(self, query: Node, *, limit: int) -> TopDocs:
        """The best documents."""
        ...

    def documents(self, doc_ids: Sequence[str]) -> list[Document | None]:
        """The stored documents."""
        ...

    def forms(self) -> Iterator[str]:
        """Every surface form."""
        ...


def diagnose(node: Node, top: TopDocs, engine: Searchable) -> list[Note]:
    """The notes on an answer, in query order.

    Args:
        node: the query; top: its answer.
        engine: asked further only when something was not found.
    """
    notes: list[Note] = []
    forms: list[str] = []

    def missing(word: Word) -> Iterable[Note]:
        if not forms:
            forms.extend(engine.forms())
        near = nearest(word.form, forms)
        message = f"no article has {_quoted(word.written or word.form)}"
        if near is not None:
            message += f". Did you mean {_quoted(_as_written(near, engine))}?"
        yield Note("missing-word", message, *word.at)

    for leaf, doc_freq in zip(matches(node), top.doc_freqs, strict=True):
        if doc_freq:
            continue
        absent = [word for word in words(leaf.unit) if not _count(Match(word, leaf.field), engine)]
        for word in absent:
            notes += missing(word)
        if not absent:
            kind = "phrase" if isinstance(leaf.unit, Phrase) else "pattern"
            message = f"no article has this {kind}" + (", though it has the words" if kind == "phrase" else "")
            notes.append(Note(f"missing-{kind}", message, *leaf.at))
    if top.total.value == 0:
        for item in filters(node):
            if isinstance(item, Filter) and not _count(item, engine):
                value = " ".join(word.written or word.form for word in words(item.unit))
                notes.append(Note("empty-filter", f"no article has the {item.field} {_quoted(value)}", *item.at))
            elif isinstance(item, DateRange) and not _count(item, engine):
                notes.append(Note("empty-filter", "no article has a date in this range", *item.at))
        if not notes:
            notes.append(Note("no-match", "no article matches all of this together", *node.at))
    if top.undated:
        one = top.undated == 1
        message = f"{top.undated} {'article' if one else 'articles'} without a date {'is' if one else 'are'} left out"
        notes.append(Note("undated", message))
    return notes


def _count(node: Node, engine: Searchable) -> int:
    return engine.search(node, limit=0).total.value


def _as_written(form: str, engine: Searchable) -> str:
    """A form as the first article that has it writes it."""
    top = engine.search(Match(Word(form, form, exact=True)), limit=1)
    texts: list[str] = []
    for document in engine.documents([found.doc_id for found in top.documents]):
        if document is not None:
            texts += [document.text, document.headline or ""]
    return written_form(form, texts)


def _quoted(text: str) -> str:
    return f"“{text}”"
