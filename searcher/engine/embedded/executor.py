"""The executor: query nodes → documents with scores and places.

This is the slow and obvious way: for every match the documents that hold it, for every such document
the places, for every place its weight, then the tree of booleans over dictionaries of scores. Whatever
comes to be faster is measured against it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from searcher.engine.base import CollectionStats
from searcher.engine.bm25 import Bm25
from searcher.engine.embedded.schema import NO_DATE
from searcher.engine.embedded.segment import PostedOccurrences, Segment
from searcher.engine.embedded.terms import STEM
from searcher.query.nodes import (
    Boolean,
    Compound,
    DateRange,
    Filter,
    Fuzzy,
    Match,
    Near,
    Node,
    Phrase,
    Prefix,
    Unit,
    Wildcard,
    Word,
    matches,
)
from searcher.query.places import UNCASED_WEIGHT, places
from searcher.records import Place

DocPlaces: TypeAlias = dict[int, list[Place]]
Scores: TypeAlias = dict[int, float]
KEYED = ("language", "path", "doc_id")


class Execution:
    """One query over the segments of one commit.

    Attributes:
        leaves: the scored matches of the query, in the order of `matches`.
        doc_freqs, idfs: one for each of them.
    """

    def __init__(
        self, query: Node, segments: Sequence[Segment], stats: CollectionStats, formula: Bm25
    ) -> None:
        self._query = query
        self._segments = segments
        self._formula = formula
        documents = max(stats.documents, 1)
        self._average = {
            "text": stats.text_tokens / documents,
            "headline": formula.headline_weight * stats.headline_tokens / documents,
        }
        self.leaves = tuple(matches(query))
        self._found: dict[tuple[int, str, Unit], DocPlaces] = {}
        self._leaf_scores: dict[tuple[int, Match], Scores] = {}
        doc_freq = {leaf: self._doc_freq(leaf) for leaf in set(self.leaves)}  # a word may be typed often
        self.doc_freqs = tuple(doc_freq[leaf] for leaf in self.leaves)
        self.idfs = tuple(formula.idf(stats.documents, count) for count in self.doc_freqs)
        self._idf = dict(zip(self.leaves, self.idfs, strict=True))

    def scores(self, number: int) -> Scores:
        """The live documents of segment `number` that match, each with its score."""
        return self._evaluate(self._query, number, undated=False)

    def undated(self) -> int:
        """How many documents would match if a date filter did not leave out those without a date."""
        return sum(
            len(self._evaluate(self._query, number, undated=True)) for number in range(len(self._segments))
        )

    def text_places(self, leaf: Match, number: int, docnum: int) -> Sequence[Place]:
        """Where a leaf stands in a document's text."""
        return self._places(leaf, "text", number).get(docnum, ())

    def headline_places(self, leaf: Match, number: int, docnum: int) -> Sequence[Place]:
        """Where a leaf stands in a document's headline."""
        return self._places(leaf, "headline", number).get(docnum, ())

    # matches

    def _places(self, leaf: Match, field: str, number: int) -> DocPlaces:
        if leaf.field is not None and leaf.field != field:
            return {}
        return self._unit_places(leaf.unit, field, number)

    def _unit_places(self, unit: Unit, field: str, number: int) -> DocPlaces:
        key = (number, field, unit)
        found = self._found.get(key)
        if found is None:
            occurrences = PostedOccurrences(self._segments[number], field)
            found = self._found[key] = {}
            for docnum in _candidates(unit, occurrences):
                occurrences.docnum = docnum
                standing = places(unit, occurrences)
                if standing:
                    found[docnum] = standing
        return found

    def _doc_freq(self, leaf: Match) -> int:
        """Documents that hold a leaf; for a word typed in capitals those that hold it in capitals."""
        holders: set[tuple[int, int]] = set()
        preferred: set[tuple[int, int]] = set()
        for number in range(len(self._segments)):
            for field in ("text", "headline"):
                for docnum, standing in self._places(leaf, field, number).items():
                    holders.add((number, docnum))
                    if any(place.weight > UNCASED_WEIGHT for place in standing):
                        preferred.add((number, docnum))
        return len(preferred) or len(holders)

    def _leaf(self, leaf: Match, number: int) -> Scores:
        """The documents that hold a leaf, with its scores; not to be changed, as equal leaves share them."""
        key = (number, leaf)
        found = self._leaf_scores.get(key)
        if found is None:
            found = self._leaf_scores[key] = self._score_leaf(leaf, number)
        return found

    def _score_leaf(self, leaf: Match, number: int) -> Scores:
        segment, formula = self._segments[number], self._formula
        text = self._places(leaf, "text", number)
        headline = self._places(leaf, "headline", number)
        fields = ("text", "headline") if leaf.field is None else (leaf.field,)
        average = sum(self._average[field] for field in fields)
        idf = self._idf.get(leaf, 0.0) * leaf.boost
        scores: Scores = {}
        for docnum in text.keys() | headline.keys():
            freq = sum(place.weight for place in text.get(docnum, ()))
            freq += formula.headline_weight * sum(place.weight for place in headline.get(docnum, ()))
            length = 0.0
            if "text" in fields:
                length += segment.number("text_length", docnum)
            if "headline" in fields:
                length += formula.headline_weight * segment.number("headline_length", docnum)
            scores[docnum] = idf * formula.weight(freq, length, average)
        return scores

    # the tree

    def _evaluate(self, node: Node, number: int, *, undated: bool) -> Scores:
        match node:
            case Match():
                return self._leaf(node, number)
            case Filter():
                return dict.fromkeys(self._filtered(node, number), 0.0)
            case DateRange():
                return dict.fromkeys(self._dated(node, number, undated), 0.0)
            case Boolean():
                return self._combine(node, number, undated)
            case _:
                return {}

    def _combine(self, node: Boolean, number: int, undated: bool) -> Scores:
        required = [self._evaluate(child, number, undated=undated) for child in node.must]
        optional = [self._evaluate(child, number, undated=undated) for child in node.should]
        scores: Scores
        if required:
            # Summed in query order whatever the segment, so that equal documents have equal scores.
            scores = {
                docnum: sum(found[docnum] for found in required)
                for docnum in min(required, key=len)
                if all(docnum in found for found in required)
            }
            for found in optional:
                for docnum in scores.keys() & found.keys():
                    scores[docnum] += found[docnum]
        elif optional:
            scores = {}
            for found in optional:
                for docnum, score in found.items():
                    scores[docnum] = scores.get(docnum, 0.0) + score
        else:
            scores = dict.fromkeys(self._segments[number].docnums(), 0.0)
        for child in node.must_not:
            for docnum in self._evaluate(child, number, undated=False):
                scores.pop(docnum, None)
        return scores

    # filters

    def _filtered(self, node: Filter, number: int) -> Iterator[int]:
        segment = self._segments[number]
        if node.field not in KEYED:
            return iter(self._unit_places(node.unit, node.field, number))
        if isinstance(node.unit, Word):
            key = node.unit.form if node.field == "language" else node.unit.written or node.unit.form
            return iter(segment.postings(node.field, key))
        if isinstance(node.unit, Prefix | Wildcard | Fuzzy):
            keys = segment.keys(node.field, node.unit)
            return iter({docnum for key in keys for docnum in segment.postings(node.field, key)})
        return iter(())

    def _dated(self, node: DateRange, number: int, undated: bool) -> set[int]:
        segment = self._segments[number]
        if undated:
            return set(segment.postings("date", NO_DATE))
        found: set[int] = set()
        for day in segment.terms("date"):
            if day != NO_DATE and (node.first or day) <= day <= (node.last or day):
                found.update(segment.postings("date", day))
        return found


def _candidates(unit: Unit, occurrences: PostedOccurrences) -> set[int]:
    """Documents that may hold a unit: all that do, and some that hold its words apart."""
    match unit:
        case Word():
            found = occurrences.holders(unit.form)
            return found if unit.exact else found | occurrences.holders(STEM + unit.term)
        case Compound():
            parts = set.intersection(*(_candidates(part, occurrences) for part in unit.parts))
            return parts | _candidates(unit.joined, occurrences)
        case Phrase() | Near():
            return set.intersection(*(_candidates(element, occurrences) for element in unit.elements))
        case Prefix() | Wildcard() | Fuzzy():
            return set(occurrences.fitting(unit))
