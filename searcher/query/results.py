"""Results: what a search gives back, passages chosen when they are first looked at.

TopDocs → hits. The documents come ranked from the engine; here the passages of the first ones are
scored and the order is made final. The number of documents looked at does not depend on how many are
shown, so the first ten of a hundred are the ten of a search for ten. Of a hit, nothing is read before
it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from searcher.query.found import Asked, Batch
from searcher.query.hits import Hit
from searcher.query.lazy import lazy
from searcher.query.nodes import Match, Node, matches
from searcher.query.passages import Formula
from searcher.query.text_standing import Fetch, TextStanding
from searcher.query.top_docs import Standing, TopDocs
from searcher.records import FacetCount, Note, Total

if TYPE_CHECKING:
    from searcher.query.explainer import Explainer
    from searcher.query.explanation import Explanation
    from searcher.query.reading import Reading

RESCORED = 50
"""Documents whose passages are scored, best first; at least so many are asked of the engine."""

PASSAGE_WEIGHT = 0.3
"""What the best passage's score adds to its document's."""


class Results:
    """The answer to a query.

    Attributes:
        query: as it was typed; node: as it was read.
        facets: counts over all matching documents, when asked for.
        took_ms: from the query's text to the ranked documents.
    """

    def __init__(
        self,
        query: str,
        node: Node,
        top: TopDocs,
        fetch: Fetch,
        formula: Formula,
        *,
        limit: int,
        offset: int = 0,
        per_document: int = 1,
        by_relevance: bool = True,
        notes: Callable[[], Sequence[Note]] = tuple,
        explainer: Callable[[Sequence[str]], Explainer] | None = None,
        took_ms: float = 0.0,
    ) -> None:
        self.query, self.node, self.top = query, node, top
        self.took_ms = took_ms
        self._make_notes, self._make_explainer = notes, explainer
        self._fetch, self._formula = fetch, formula
        self._begin, self._end = offset, offset + limit
        self._per_document = per_document
        self._leaves: tuple[Match, ...] = tuple(matches(node))
        # Passages have no say in an order by date, nor without words to score.
        self._is_reordered = by_relevance and bool(self._leaves)

    @property
    def total(self) -> Total:
        """How many documents match; an engine that has skipped some counts them all when this is read."""
        self.top.count()
        return self.top.total

    @property
    def facets(self) -> dict[str, tuple[FacetCount, ...]]:
        """Counts over all matching documents, when asked for."""
        return self.top.facets

    @lazy
    def notes(self) -> tuple[Note, ...]:
        """What the reader should know; worked out when first asked for, as the nearest words take a while."""
        return tuple(self._make_notes())

    @lazy
    def documents(self) -> list[tuple[str, float]]:
        """(doc_id, score) of the documents in final order: what a run file lists."""
        ids, scores = self.top.doc_ids, self.top.scores
        wanted = slice(self._begin, self._end)
        if not self._is_reordered:
            return list(zip(ids[wanted], scores[wanted], strict=True))
        first = [(ids[number], self._scores[number]) for number in self._order]
        return (first + list(zip(ids[RESCORED:], scores[RESCORED:], strict=True)))[wanted]

    @lazy
    def hits(self) -> list[Hit]:
        """The best passages, best first; the further ones of a document right behind its best."""
        begin, end = self._begin, self._end
        hits: list[Hit] = []
        beyond = begin
        if self._is_reordered:
            numbers: Sequence[int] = self._order[begin:end]
            ranked = [(number, self._scores[number]) for number in numbers]
            hits = self._first.hits(ranked, begin + 1, self._per_document)
            beyond, begin = max(begin, RESCORED), begin + len(ranked)
        numbers = self._living(beyond, end)
        if numbers:
            ranked = [(number, self.top.scores[number]) for number in numbers]
            hits += self._batch(beyond, end).hits(ranked, begin + 1, self._per_document)
        return hits

    def explain(self, hit: Hit) -> Explanation:
        """The numbers behind a hit's score, as a tree that adds up to it; worked out when asked for.

        Raises:
            ValueError: the hit is not of this answer.
        """
        number = list(self.top.doc_ids).index(hit.document.doc_id)
        is_joined = self._is_reordered and number < RESCORED
        batch = self._batch(number, number + 1) if is_joined else None
        return self._explainer.score(hit.document, batch, PASSAGE_WEIGHT)

    @lazy
    def reading(self) -> Reading:
        """How the query was understood, term by term with counts of articles; worked out when asked for."""
        return self._explainer.reading()

    @lazy
    def _explainer(self) -> Explainer:
        if self._make_explainer is None:
            raise ValueError("an answer that was made without its engine cannot be explained")
        return self._make_explainer([doc_id for doc_id, _ in self.documents])

    @lazy
    def _order(self) -> list[int]:
        """The first documents, in final order; equal ones by id."""
        scores, ids = self._scores, self.top.doc_ids
        living = self._living(0, RESCORED)
        order = sorted(living, key=scores.__getitem__, reverse=True)
        different = len({*scores})
        if different == len(scores) or different == len({*zip(scores, self.top.scores, strict=False)}):
            # Where scores are equal those of the engine are too, and then the documents came in order of ids.
            return order
        return sorted(living, key=lambda number: (-scores[number], ids[number]))

    @lazy
    def _scores(self) -> list[float]:
        """The final score of each of the first documents.

        Where the text holds nothing of the query, the headline does, and stands for a passage as good.
        """
        scores, passages = self.top.scores[:RESCORED], self._first.scores
        joined = [score + PASSAGE_WEIGHT * best for score, best in zip(scores, passages.best, strict=True)]
        if 0.0 in passages.best:
            for number, (begin, beyond) in enumerate(pairwise(passages.starts)):
                if begin == beyond:
                    joined[number] = scores[number] + PASSAGE_WEIGHT * scores[number]
        return joined

    @lazy
    def _first(self) -> Batch:
        """The documents whose passages are scored for the order."""
        return self._batch(0, RESCORED)

    def _batch(self, begin: int, end: int) -> Batch:
        idfs = [idf * leaf.boost for idf, leaf in zip(self.top.idfs, self._leaves, strict=True)]
        asked = Asked(self.node, self._leaves, idfs, self._formula, self._fetch)
        return Batch(asked, self._standing, begin, min(end, len(self.top.scores)))

    def _living(self, begin: int, end: int) -> Sequence[int]:
        """Documents begin to end, without those that went away before their texts could be fetched."""
        end = min(end, len(self.top.scores))
        standing = self._standing
        return standing.living(begin, end) if isinstance(standing, TextStanding) else range(begin, end)

    @lazy
    def _standing(self) -> Standing:
        return self.top.standing or TextStanding(self.top.doc_ids, self._leaves, self._fetch)
