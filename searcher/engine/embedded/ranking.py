"""Ranking: scored documents → the best ones in order, and what facets count.

Order is by score or date, then doc_id, so that it never depends on document numbers: an index that
was refreshed many times lists its hits as one that was built at once.
"""

from __future__ import annotations

import heapq
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from searcher.engine.base import Sort
from searcher.engine.embedded.segment import Segment
from searcher.records import FacetCount


class Candidate(NamedTuple):
    """A matching document, still by its number."""

    score: float
    segment: int
    docnum: int


def doc_id(segment: Segment, docnum: int) -> str:
    """The id of a document; a file name that is not UTF-8 has surrogates in it."""
    return segment.data("key", docnum).decode("utf-8", "surrogatepass")


def best(
    candidates: Sequence[Candidate], segments: Sequence[Segment], *, limit: int, sort: Sort
) -> list[tuple[str, Candidate]]:
    """The first `limit` candidates in order, each with its doc_id.

    "relevance" is by falling score; "newest" and "oldest" by date, undated last, then by score. Ties
    are broken by doc_id, so document numbers decide nothing.
    """
    if limit <= 0:
        return []

    def order(candidate: Candidate) -> tuple[float, float]:
        if sort == "relevance":
            return (-candidate.score, 0.0)
        day = segments[candidate.segment].number("day", candidate.docnum)
        if day == 0:
            return (float("inf"), -candidate.score)
        return (float(-day if sort == "newest" else day), -candidate.score)

    ordered = [(order(candidate), candidate) for candidate in candidates]
    if len(ordered) > limit:
        # Only those that may be among the first are worth reading an id for.
        last = heapq.nsmallest(limit, (key for key, _ in ordered))[-1]
        ordered = [(key, candidate) for key, candidate in ordered if key <= last]
    named = [
        (key, doc_id(segments[candidate.segment], candidate.docnum), candidate) for key, candidate in ordered
    ]
    named.sort(key=lambda item: item[:2])
    return [(name, candidate) for _, name, candidate in named[:limit]]


def count_facets(
    candidates: Sequence[Candidate], segments: Sequence[Segment], sizes: Mapping[str, int]
) -> dict[str, tuple[FacetCount, ...]]:
    """How many candidates carry each source, entity and month, most frequent first (months in order).

    Args:
        candidates: every matching document.
        segments: those the candidates are numbered in.
        sizes: how many values to give at most, by facet ("source", "entity", "date").
    """
    counters: dict[str, Counter[str]] = {name: Counter() for name in sizes}
    for candidate in candidates:
        values = json.loads(
            segments[candidate.segment].data("facets", candidate.docnum).decode("utf-8", "surrogatepass")
        )
        for name, counter in counters.items():
            counter.update(values[name])
    facets: dict[str, tuple[FacetCount, ...]] = {}
    for name, counter in counters.items():
        ranked = sorted(counter.items(), key=lambda item: (-item[1], item[0]))[: sizes[name]]
        if name == "date":
            ranked.sort()
        facets[name] = tuple(FacetCount(value, count) for value, count in ranked)
    return facets
