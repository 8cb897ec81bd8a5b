"""Passages and hits the slow and obvious way: one document, one passage, one place at a time.

What `searcher.query.passages` and `searcher.query.results` are held to.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from searcher.analysis import analyze
from searcher.analysis.sentences import sentences
from searcher.engine.bm25 import Bm25
from searcher.query.filters import mentions_of
from searcher.query.found import AVERAGE_PASSAGE
from searcher.query.highlight import highlight, merge, worth_marking
from searcher.query.hits import Hit
from searcher.query.nodes import Node, matches
from searcher.query.passages import PROXIMITY_WEIGHT
from searcher.query.results import PASSAGE_WEIGHT, RESCORED
from searcher.query.text_standing import bounds_of, headline_places, text_places
from searcher.query.widening import RUN_WORDS
from searcher.records import Document, Passage, PassageBounds, Place, Span

FAR = 12


def passage_of(bounds: Sequence[PassageBounds], place: Place) -> int:
    """The passage that a place begins in."""
    return max(bisect_right([bound.token_start for bound in bounds], place.first) - 1, 0)


def slow_scores(
    bounds: Sequence[PassageBounds],
    places: Sequence[Sequence[Place]],
    idfs: Sequence[float],
    formula: Bm25,
    average: float = AVERAGE_PASSAGE,
) -> list[float]:
    """The score of every passage of a document, 0 where nothing of the query stands."""
    found: list[defaultdict[int, list[Place]]] = [defaultdict(list) for _ in bounds]
    for i, standing in enumerate(places):
        for place in standing:
            found[passage_of(bounds, place)][i].append(place)
    return [
        _score(by_match, idfs, formula, bound.token_end - bound.token_start, average)
        for bound, by_match in zip(bounds, found, strict=True)
    ]


def _score(
    found: Mapping[int, Sequence[Place]], idfs: Sequence[float], formula: Bm25, length: int, average: float
) -> float:
    score = 0.0
    for i, standing in found.items():
        score += idfs[i] * formula.weight(sum(place.weight for place in standing), length, average)
    for i, j in pairwise(found):
        score += PROXIMITY_WEIGHT * min(idfs[i], idfs[j]) * _closeness(found[i], found[j])
    return score


def _closeness(left: Sequence[Place], right: Sequence[Place]) -> float:
    best = 0.0
    for place in left:
        behind = [other for other in right if other.first > place.first]
        before = [other for other in right if other.first <= place.first]
        if behind and 0 < (gap := behind[0].first - place.last) <= FAR:
            best = max(best, 1 / gap)
        if before and 0 < (gap := place.first - before[-1].last) <= FAR:
            best = max(best, 0.5 / gap)
    return best


def slow_hits(
    node: Node,
    documents: Sequence[Document],
    scores: Sequence[float],
    idfs: Sequence[float],
    formula: Bm25,
    *,
    limit: int,
    offset: int = 0,
    per_document: int = 1,
    by_relevance: bool = True,
) -> list[Hit]:
    """The hits of an engine that found documents, with these scores, in this order."""
    leaves = tuple(matches(node))
    weights = [idf * leaf.boost for idf, leaf in zip(idfs, leaves, strict=True)]
    ranked: list[tuple[float, Document, list[float], float]] = []
    for document, score in zip(documents, scores, strict=True):
        standing = () if document.text == document.headline else _standing(node, document, "text")
        own = slow_scores(bounds_of(document), standing, weights, formula)
        best = max(own) if any(standing) else score
        ranked.append((score, document, own, score + PASSAGE_WEIGHT * best))
    if by_relevance and leaves:
        first = [(joined, doc, own, joined) for _, doc, own, joined in ranked[:RESCORED]]
        ranked[:RESCORED] = sorted(first, key=lambda item: (-item[0], item[1].doc_id))
    hits: list[Hit] = []
    for rank, (score, document, own, _) in enumerate(ranked[offset : offset + limit], offset + 1):
        order = sorted(range(len(own)), key=lambda i: (-own[i], i))
        for ordinal in order[:1] + [i for i in order[1:per_document] if own[i] > 0]:
            hits.append(_hit(node, rank, score, document, ordinal))
    return hits


def _standing(node: Node, document: Document, field: str) -> Sequence[Sequence[Place]]:
    find = text_places if field == "text" else headline_places
    return find(document, tuple(matches(node)))


def _hit(node: Node, rank: int, score: float, document: Document, ordinal: int) -> Hit:
    headline = document.headline or ""
    in_text, in_headline = (
        [place for standing in _standing(node, document, field) for place in worth_marking(standing)]
        for field in ("text", "headline")
    )
    headline_highlights = highlight(headline, document.language, in_headline)
    mentions = () if any(matches(node)) else mentions_of(node, document)
    bounds = bounds_of(document)
    if mentions:
        ordinal = next(i for i, bound in enumerate(bounds) if mentions[0].start < bound.end)
    bound = bounds[ordinal]
    if not mentions and document.text != document.headline:
        bound = _grown(document, bounds, ordinal, _standing(node, document, "text"))
    text = document.text[bound.start : bound.end]
    start = bound.start + len(text) - len(text.lstrip())
    passage = Passage(ordinal, start, start + len(text.strip()), text.strip())
    if mentions:
        inside = [span for span in mentions if passage.start <= span.start < passage.end]
        spans = merge(Span(a - passage.start, min(b, passage.end) - passage.start) for a, b in inside)
    elif document.text == document.headline:
        spans = headline_highlights
    else:
        tokens = [token for token in analyze(passage.text, document.language) if token.last == token.position]
        begin = bound.token_start
        spans = merge(
            Span(tokens[max(first - begin, 0)].start, tokens[min(last - begin, len(tokens) - 1)].end)
            for first, last, _ in in_text
            if last >= begin and first < bound.token_end and max(first - begin, 0) < len(tokens)
        )
    return Hit(rank, score, document, passage, spans, headline_highlights)


def _grown(
    document: Document, bounds: Sequence[PassageBounds], ordinal: int, standing: Sequence[Sequence[Place]]
) -> PassageBounds:
    """A passage with the sentences beyond its borders that places go on in."""
    bound = bounds[ordinal]
    places = [place for found in standing for place in found]
    own, before, behind = ([p for p in places if passage_of(bounds, p) == ordinal + n] for n in (0, -1, 1))
    if not own:
        return bound
    start, end, begin, beyond = bound
    in_a_row = len(standing) >= RUN_WORDS
    runs_on = in_a_row and any(p.last == beyond - 1 for p in own) and any(p.first == beyond for p in behind)
    runs_in = in_a_row and any(p.first == begin for p in own) and any(p.last == begin - 1 for p in before)
    if any(p.last >= begin for p in before) or runs_in:
        text = document.text[: bounds[ordinal].start]
        first, _ = sentences(text[bounds[ordinal - 1].start :])[-1]
        start = bounds[ordinal - 1].start + first
        begin -= sum(token.position == token.last for token in analyze(text[start:]))
    if any(p.last >= beyond for p in own) or runs_on:
        text = document.text[bound.end : bounds[ordinal + 1].end]
        _, last = sentences(text)[0]
        end = bound.end + last
        beyond += sum(token.position == token.last for token in analyze(text[:last]))
    return PassageBounds(start, end, begin, beyond)
