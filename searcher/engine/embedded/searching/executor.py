"""The executor: query nodes → the best documents, their scores, what was counted.

A `Searcher` keeps what does not change from query to query: norms, look-ups, the lists of words. An
`Execution` is one query over all segments. The general way is: a mask of the documents that match, then the
scores of those, node by node. Queries of the common shapes (`shape`) go to
`pruning`, which leaves most documents out and gives the same scores to the last bit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from searcher.engine.base import CollectionStats, EntityIndex, Sort
from searcher.engine.bm25 import Bm25
from searcher.engine.embedded.searching.expansion import Expander, QuerySpaces
from searcher.engine.embedded.searching.facets import count_facets
from searcher.engine.embedded.searching.gathering import Gathered, LeafList, SearchedSegment, is_row
from searcher.engine.embedded.searching.masks import mask
from searcher.engine.embedded.searching.pruning import all_of, any_of
from searcher.engine.embedded.searching.ranking import DocIds, Ranked, Ranking, Scored
from searcher.engine.embedded.searching.shapes import Shape, is_scored, shape
from searcher.engine.embedded.searching.standing import ArrayStanding
from searcher.engine.embedded.searching.weighing import Part, Weighed
from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.postings import Segment
from searcher.query.nodes import Boolean, DateRange, Match, Node, Word, filters, matches
from searcher.query.top_docs import Expansion, TopDocs
from searcher.records import Total

KEPT_DOCUMENTS = 128
"""Best documents of a word that are kept with it: more than one asks for, and still little memory."""

KEPT_BYTES = 24 << 20
"""Memory for what is kept of words from query to query; all is let go when there is more."""


class Searcher:
    """The segments of one commit, ready to be searched by any number of threads."""

    def __init__(self, segments: Sequence[Segment], stats: CollectionStats, formula: Bm25) -> None:
        documents = max(stats.documents, 1)
        averages = (stats.text_tokens / documents, stats.headline_tokens / documents)
        self.segments = list(segments)
        self.documents = stats.documents
        self.searched = [SearchedSegment(segment, formula, *averages) for segment in segments]
        self.expander = Expander([searched.space for searched in self.searched])
        self.ranking = Ranking(self.segments)
        self._texts = [searched.texts for searched in self.searched]
        self._words: dict[str | None, dict[Word, Gathered]] = {None: {}, "text": {}, "headline": {}}
        self._kept_bytes = 0

    @cached_property
    def entities(self) -> EntityIndex:
        """Who is named where; a search needs none of it."""
        from searcher.engine.embedded.searching.entity_index import EmbeddedEntities

        return EmbeddedEntities(self.segments)

    def gather(self, leaf: Match, spaces: QuerySpaces | None = None) -> Gathered:
        """A match in all segments; words are kept for the next query, and need no expansion."""
        unit = leaf.unit
        if not isinstance(unit, Word) or leaf.speakers:
            return Gathered(leaf, self.searched, self.documents, spaces.spaces if spaces else None)
        words = self._words[leaf.field]
        found = words.get(unit)
        if found is None:
            found = Gathered(leaf, self.searched, self.documents)
            self._kept_bytes += found.held_bytes
            if self._kept_bytes > KEPT_BYTES:
                for kept in self._words.values():
                    kept.clear()
                self._kept_bytes = found.held_bytes
            words[unit] = found
        return found

    def search(
        self, query: Node, *, limit: int, sort: Sort = "relevance", facets: Mapping[str, int] | None = None
    ) -> TopDocs:
        """See `searcher.engine.base.SearchEngine.search`."""
        execution = Execution(query, self)
        plan = shape(query) if sort == "relevance" and limit > 0 else None
        counted = None
        matching = execution.matching() if facets or plan is None else []
        if plan is not None:
            ranked, total = execution.best(plan, limit)
        else:
            scored = execution.scored(matching)
            total = Total(sum(map(len, matching)))
            if sort == "relevance" and execution.leaves:
                ranked = self.ranking.by_score(scored, limit)
            else:  # filters alone score nothing
                ranked = self.ranking.by_date(scored, limit, "oldest" if sort == "oldest" else "newest")
        if facets:
            counted = count_facets(self.segments, matching, facets)
        gathered = execution.gathered
        return TopDocs(
            ranked.scores,
            DocIds(self.segments, ranked),
            total,
            idfs=tuple([item.idf for item in gathered]),
            doc_freqs=tuple([item.doc_freq for item in gathered]),
            facets=counted,
            undated=0 if plan is not None and not plan.required else execution.undated(),
            expansions=execution.expansions,
            standing=ArrayStanding(self._texts, ranked, [item.lists for item in gathered]),
            count=execution.count,
        )


class Execution:
    """One query over all segments.

    Attributes:
        leaves: the scored matches of the query, in the order of `matches`; gathered: the same, looked up.
    """

    def __init__(self, query: Node, searcher: Searcher) -> None:
        self._query, self._searcher = query, searcher
        self._searched = searcher.searched
        self._gathered: dict[int, Gathered] = {}  # by identity, as nodes are slow to compare
        self._equal: dict[Match, Gathered] = {}  # a phrase may be typed twice
        self.leaves = tuple(matches(query))
        self.gathered = [self._gather(leaf) for leaf in self.leaves]

    def _gather(self, leaf: Match) -> Gathered:
        found = self._gathered.get(id(leaf))
        if found is None:
            if isinstance(leaf.unit, Word) and not leaf.speakers:
                found = self._searcher.gather(leaf)
            else:
                found = self._equal.get(leaf)
                if found is None:
                    spaces = None if is_row(leaf.unit) and not leaf.speakers else self._spaces
                    found = self._equal[leaf] = self._searcher.gather(leaf, spaces)
            self._gathered[id(leaf)] = found
        return found

    @cached_property
    def _spaces(self) -> QuerySpaces:
        return QuerySpaces(self._query, self._searcher.expander)

    @property
    def expansions(self) -> tuple[Expansion, ...]:
        """The patterns of which not every form was looked for."""
        return self._spaces.capped if "_spaces" in self.__dict__ else ()

    # the general way

    def _mask(self, number: int, node: Node, *, undated: bool = False) -> Array:
        segment = self._searched[number].segment
        found = mask(segment, node, lambda leaf: self._gather(leaf).lists[number].docs, undated=undated)
        if segment.alive is not None:
            found &= segment.alive
        return found

    def matching(self) -> list[Array]:
        """Every live document that matches, by segment."""
        masks = (self._mask(number, self._query) for number in range(len(self._searched)))
        return [found.nonzero()[0].astype(np.uint32) for found in masks]

    def scored(self, matching: Sequence[Array]) -> list[Scored]:
        """Documents that match, by segment, with their scores."""
        return [Scored(docs, self._scores(number, self._query, docs)) for number, docs in enumerate(matching)]

    def _scores(self, number: int, node: Node, docs: Array) -> Array:
        """What a node adds to the scores of documents, 0 for those that do not match it.

        Summed in query order, so that equal documents have equal scores in whatever segment they are.
        """
        scores = np.zeros(len(docs))
        if isinstance(node, Match):
            gathered = self._gather(node)
            found: LeafList = gathered.lists[number]
            return Weighed(found, gathered.idf * node.boost).scores_of(docs) if len(found) else scores
        if isinstance(node, Boolean):
            for child in (*node.must, *node.should):
                if is_scored(child):
                    scores += self._scores(number, child, docs)
            if node is not self._query:
                scores[~self._mask(number, node)[docs]] = 0.0
        return scores

    def count(self) -> int:
        """How many documents match."""
        return sum(int(np.count_nonzero(self._mask(n, self._query))) for n in range(len(self._searched)))

    def undated(self) -> int:
        """How many documents would match if a date filter did not leave out those without a date."""
        if not any(isinstance(node, DateRange) for node in filters(self._query)):
            return 0
        return sum(
            int(np.count_nonzero(self._mask(number, self._query, undated=True)))
            for number in range(len(self._searched))
        )

    # shapes

    def best(self, plan: Shape, limit: int) -> tuple[Ranked, Total]:
        """The best documents of a shape, and how many match; those of a word are kept for the next query."""
        leaf = plan.leaves[0]
        is_word = len(plan.leaves) == 1 and isinstance(leaf.unit, Word) and leaf.boost == 1.0
        if not is_word or plan.required or plan.excluded or limit > KEPT_DOCUMENTS:
            scored, total = self._pruned(plan, limit)
            return self._searcher.ranking.by_score(scored, limit), total
        gathered = self._gather(leaf)
        if gathered.best is None:
            scored, _ = self._pruned(plan, KEPT_DOCUMENTS)
            gathered.best = self._searcher.ranking.by_score(scored, KEPT_DOCUMENTS)
        return gathered.best.first(limit), Total(gathered.live)

    def _pruned(self, plan: Shape, limit: int) -> tuple[list[Scored], Total]:
        """Documents among which the best `limit` are, by segment, and how many match."""
        gathered = [self._gather(leaf) for leaf in plan.leaves]
        weighed = [
            found.weighed if leaf.boost == 1.0 else found.weighed_by(leaf.boost)
            for found, leaf in zip(gathered, plan.leaves, strict=True)
        ]
        by_segment = zip(*weighed, strict=True)
        parts = [self._part(number, plan, every) for number, every in enumerate(by_segment)]
        if plan.is_all:
            scored, matching = all_of(parts, limit)
            return scored, Total(matching)
        scored, matching, is_exact = any_of(parts, limit)
        if is_exact:
            return scored, Total(matching)
        if not plan.required and not plan.excluded:
            matching = max(matching, *[found.live for found in gathered])
        return scored, Total(matching, "gte")

    def _part(self, number: int, plan: Shape, every: Sequence[Weighed | None]) -> Part:
        """The shape in one segment; without lists where nothing can match."""
        segment = self._searched[number].segment
        weighed = [item for item in every if item is not None]
        if plan.is_all and len(weighed) < len(every):
            weighed = []
        if not plan.required and not plan.excluded:
            return Part(weighed, segment.alive, segment.count)
        allowed = self._mask(number, Boolean(must=plan.required, must_not=plan.excluded)) if weighed else None
        return Part(weighed, allowed, segment.count, is_filtered=True)
