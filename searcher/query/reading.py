"""Reading: how a query was understood, term by term, and in how many articles each term stands.

nodes + what an engine counts → the query as it was read; per match its articles and idf;
per pattern (prefix, wildcard, fuzzy word) the forms that fit it, the most frequent ones first
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

from searcher.query.nodes import Boolean, Match, Node, Pattern, ScoredField, Word, matches, patterns
from searcher.query.places import fitting
from searcher.query.rendering import render
from searcher.query.top_docs import TopDocs
from searcher.records import FacetCount

_MOST_PATTERNS = 20  # of one query that are looked into, which takes some ms each
_MOST_COUNTED = 1024  # forms of a pattern
_MOST_SHOWN = 8


class Forms(NamedTuple):
    """The forms that a pattern stands for.

    Attributes:
        pattern: as a query has it.
        fitting: how many forms fit it; taken: how many of them are looked for.
        most: some of these, the most frequent first, each with how many articles hold it. Of very many
            forms only the first thousand of the alphabet are counted.
    """

    pattern: str
    fitting: int
    taken: int
    most: tuple[FacetCount, ...]


class Term(NamedTuple):
    """One match of a query.

    Attributes:
        text: as a query has it, with its field and boost.
        articles: how many hold it; idf: what it tells.
        is_implied: it was not asked for, but adds to scores: words that were typed in a row stand in a row.
        patterns: the forms of those in it.
    """

    text: str
    articles: int
    idf: float
    is_implied: bool = False
    patterns: tuple[Forms, ...] = ()


class Reading(NamedTuple):
    """How a query was understood.

    Attributes:
        query: as it was read, in the query language; terms: its matches in order, without excluded ones.
    """

    query: str
    terms: tuple[Term, ...]


class Engine(Protocol):
    """What an engine is asked for."""

    def search(self, query: Node, *, limit: int) -> TopDocs:
        """The best documents."""
        ...

    def forms(self) -> Iterator[str]:
        """Every surface form."""
        ...


def reading_of(node: Node, asked: Node, engine: Engine) -> Reading:
    """How a query was understood.

    Args:
        node: as it was read; asked: the same with what it implies, as the engine was asked for it.
    """
    spelled = explicit(asked)
    leaves, top = list(matches(spelled)), engine.search(spelled, limit=0)
    implied = {id(same) for leaf, same in zip(_scored(asked), _scored(spelled), strict=True) if leaf.implied}
    typed = [(leaf.field, unit) for leaf in leaves for unit in patterns(leaf)][:_MOST_PATTERNS]
    forms = sorted(set(engine.forms())) if typed else []
    taken = {expansion.pattern: expansion.taken for expansion in top.expansions}
    fits = {(field, unit): _pattern(unit, field, forms, taken.get(unit), engine) for field, unit in typed}
    terms = [
        Term(
            render(leaf),
            articles,
            idf,
            id(leaf) in implied,
            tuple(fits[leaf.field, unit] for unit in patterns(leaf) if (leaf.field, unit) in fits),
        )
        for leaf, articles, idf in zip(leaves, top.doc_freqs, top.idfs, strict=True)
    ]
    return Reading(render(node), tuple(terms))


def explicit(node: Node) -> Node:
    """The same node with all that it implies asked for, so that an engine reports on it."""
    if isinstance(node, Match):
        return replace(node, implied=False)
    if isinstance(node, Boolean):
        must, should = (tuple(map(explicit, nodes)) for nodes in (node.must, node.should))
        return replace(node, must=must, should=should)
    return node


def _scored(node: Node) -> Iterator[Match]:
    """Every match that adds to scores."""
    if isinstance(node, Match):
        yield node
    elif isinstance(node, Boolean):
        for child in (*node.must, *node.should):
            yield from _scored(child)


def _pattern(
    unit: Pattern, field: ScoredField | None, forms: Sequence[str], taken: int | None, engine: Engine
) -> Forms:
    """What a pattern stands for in a field.

    Args:
        forms: all there are; taken: how many of those that fit are looked for, None for all.
    """
    fit = fitting(unit, forms)
    words = tuple(Match(Word(form, form, exact=True), field) for form in fit[:_MOST_COUNTED])
    counts = zip(fit, engine.search(Boolean(should=words), limit=0).doc_freqs, strict=False)
    most = sorted((-count, form) for form, count in counts if count)[:_MOST_SHOWN]
    shown = tuple(FacetCount(form, -count) for count, form in most)
    return Forms(render(Match(unit)), len(fit), len(fit) if taken is None else taken, shown)
