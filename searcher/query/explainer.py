"""Explaining: a hit of an answer → the numbers behind its score (see `explanation`).

    score     what its article earns + a share of what the article's best passage earns
    article   for each match that counts: idf × boost × f / (f + K), over text and headline together
    passage   see `passage_explanation`

Everything is worked out anew when it is asked for: the engine is asked the same again of the articles that
are shown. So a search that is not explained pays nothing, and an explanation cannot tell another story than
the search did.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from searcher.analysis import analyze
from searcher.query.explanation import (
    Explanation,
    counted,
    damped,
    earned,
    multiplied,
    named,
    summed,
)
from searcher.query.found import Batch
from searcher.query.function_words import weight_of
from searcher.query.lazy import lazy
from searcher.query.nodes import Boolean, Filter, Match, Node, Word, matches
from searcher.query.passage_explanation import explain_passage
from searcher.query.passages import Formula
from searcher.query.reading import Reading, explicit, reading_of
from searcher.query.text_standing import TextStanding
from searcher.query.top_docs import TopDocs
from searcher.records import Document


class Counts(Protocol):
    """What an engine counts over its documents."""

    @property
    def documents(self) -> int:
        """How many there are."""
        ...

    @property
    def text_tokens(self) -> int:
        """The sum of the lengths of their texts."""
        ...

    @property
    def headline_tokens(self) -> int:
        """The sum of the lengths of their headlines."""
        ...


class FieldFormula(Formula, Protocol):
    """What is needed of `searcher.engine.bm25.Bm25`; the pipeline hands it in."""

    @property
    def headline_weight(self) -> float:
        """How many occurrences in the text one in the headline counts for."""
        ...


class Engine(Protocol):
    """What an engine is asked for."""

    def search(self, query: Node, *, limit: int, facets: Mapping[str, int] | None = None) -> TopDocs:
        """The best documents."""
        ...

    def documents(self, doc_ids: Sequence[str]) -> list[Document | None]:
        """The stored documents."""
        ...

    def forms(self) -> Iterator[str]:
        """Every surface form."""
        ...

    def stats(self) -> Counts:
        """Counts over the live documents."""
        ...


class Explainer:
    """Explains the scores of some documents that an engine found for a query."""

    def __init__(
        self, engine: Engine, node: Node, asked: Node, formula: FieldFormula, doc_ids: Sequence[str]
    ) -> None:
        """Begin to explain; nothing is worked out before it is asked for.

        Args:
            node: the query as it was read; asked: the same with all it implies, as the engine got it.
            doc_ids: of the documents that may be explained.
        """
        self._engine, self._node, self._asked, self._formula = engine, node, asked, formula
        self._doc_ids = doc_ids
        self._known: dict[int, frozenset[str]] = {}  # documents that match a group, by its identity
        self._explicit = explicit(asked)
        self._leaves = tuple(matches(self._explicit))
        stats = engine.stats()
        self._documents = stats.documents
        count = max(stats.documents, 1)
        self._averages = {"text": stats.text_tokens / count, "headline": stats.headline_tokens / count}
        self._factors = {"text": 1.0, "headline": formula.headline_weight}

    def reading(self) -> Reading:
        """How the query was understood."""
        return reading_of(self._node, self._asked, self._engine)

    def score(self, document: Document, batch: Batch | None, share: float) -> Explanation:
        """The final score of a document.

        Args:
            batch: of the document alone; None when its passages have no say in the score.
            share: what its best passage counts.
        """
        article = self.article(document)
        if batch is None:
            return summed("score", [article])
        # Where the text holds nothing of the query, the headline does, and stands for a passage as good.
        best = explain_passage(batch) or Explanation(
            article.value, "the headline stands for a passage: the same as above"
        )
        return summed(
            "score", [article, multiplied("passage", [Explanation(share, "share of a passage"), best])]
        )

    def article(self, document: Document) -> Explanation:
        """What a document earns as a whole: the score that the engine gave it."""
        top, at = self._top, self._places[document.doc_id]
        standing = top.standing or TextStanding(top.doc_ids, self._leaves, self._engine.documents)
        table, in_headline = standing.places(at, at + 1), standing.headline_places(at)
        counting = set(self._counting(self._asked, self._explicit, document.doc_id, is_root=True))
        lengths = _lengths(document)
        parts = []
        for number, leaf in enumerate(self._leaves):
            weights = {
                "text": table.weight[table.leaf == number].tolist(),
                "headline": [place.weight for place in in_headline[number]],
            }
            if id(leaf) in counting and any(weights.values()):
                factors = [*self._idf(leaf, top.idfs[number], top.doc_freqs[number]), *_boost(leaf)]
                parts.append(
                    earned(named(leaf), factors, self._frequency(weights), self._damping(leaf, lengths))
                )
        return summed("the article", parts)

    @lazy
    def _top(self) -> TopDocs:
        """The documents, with all that the engine says of them."""
        return self._ask()

    @lazy
    def _places(self) -> dict[str, int]:
        """Where each document stands in it."""
        return {doc_id: at for at, doc_id in enumerate(self._top.doc_ids)}

    def _counting(self, node: Node, spelled: Node, doc_id: str, *, is_root: bool = False) -> Iterator[int]:
        """The identities of the matches that count: those of a group only where the whole group matches.

        Args:
            node: as it was asked; spelled: the same as it is explicit.
        """
        if isinstance(node, Match):
            yield id(spelled)
        elif isinstance(node, Boolean) and (is_root or doc_id in self._holding(node)):
            assert isinstance(spelled, Boolean)  # made of the node
            for child, same in zip(node.must + node.should, spelled.must + spelled.should, strict=True):
                yield from self._counting(child, same, doc_id)

    def _holding(self, node: Boolean) -> frozenset[str]:
        """Which of the documents match a group."""
        if id(node) not in self._known:
            self._known[id(node)] = frozenset(self._ask(node).doc_ids)
        return self._known[id(node)]

    def _ask(self, *required: Node) -> TopDocs:
        """What the engine answers if it may give these documents alone, those that match some nodes.

        It is asked the whole query each time: what a pattern stands for may depend on the others.
        """
        these = [Filter("doc_id", Word(doc_id, doc_id, exact=True)) for doc_id in self._doc_ids]
        narrowed = Boolean(must=(Boolean(should=tuple(these)), *required), should=(self._explicit,))
        return self._engine.search(narrowed, limit=len(these))

    def _idf(self, leaf: Match, idf: float, doc_freq: int) -> Iterator[Explanation]:
        """What a match tells, by how many documents hold it."""
        share = weight_of(leaf.unit)
        parts = (
            Explanation(self._documents, "N, articles"),
            Explanation(doc_freq, "n, articles that hold it"),
        )
        yield Explanation(idf / share, "idf = ln(1 + (N − n + ½) / (n + ½))", parts)
        if share != 1:
            yield Explanation(share, "share of a function word")

    def _frequency(self, found: Mapping[str, Sequence[float]]) -> Explanation:
        """How often a match stands in a document.

        Args:
            found: by field, the weight of each of its places.
        """
        parts = []
        for field, weights in found.items():
            part = counted(f"in the {field}", weights)
            if (factor := self._factors[field]) != 1:
                part = multiplied(f"the {field}", [part, Explanation(factor, f"weight of the {field}")])
            parts += [part] if weights else []
        return summed("f, frequency", parts)

    def _damping(self, leaf: Match, lengths: Mapping[str, int]) -> Explanation:
        """What the length of a document, or of one of its fields, does to the weight of a match."""
        factors = self._factors if leaf.field is None else {leaf.field: 1.0}
        length = sum(factor * lengths[field] for field, factor in factors.items())
        average = sum(factor * self._averages[field] for field, factor in factors.items())
        fields = [field if factor == 1 else f"{factor:g} × {field}" for field, factor in factors.items()]
        return damped(self._formula, length, average, f"length of {' + '.join(fields)} in words")


def _boost(leaf: Match) -> Iterator[Explanation]:
    if leaf.boost != 1:
        yield Explanation(leaf.boost, "boost")


def _lengths(document: Document) -> dict[str, int]:
    """Words of a document's text and headline, as an index counts them."""
    texts = {"text": document.text, "headline": document.headline or ""}
    if document.is_headline_alone:
        texts["text"] = ""
    every = {field: analyze(text, document.language) for field, text in texts.items()}
    return {field: 1 + max((token.last for token in tokens), default=-1) for field, tokens in every.items()}
