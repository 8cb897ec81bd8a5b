"""Highlights: the exact code points of what matched.

Token positions of places → spans of the passage's text. Only the passage that is shown is analysed,
and it yields the same tokens there as it did inside its document.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from searcher.analysis import analyze
from searcher.query.places import UNCASED_WEIGHT
from searcher.records import Place, Span


def highlight(
    text: str, language: str | None, places: Iterable[Place], first_token: int = 0
) -> tuple[Span, ...]:
    """The spans of `text` that the places cover, in order, merged where they overlap; see `token_spans`."""
    return merge(token_spans(text, language, [(first, last) for first, last, _ in places], first_token))


def token_spans(
    text: str, language: str | None, places: Iterable[tuple[int, int]], first_token: int = 0
) -> list[Span]:
    """The span of `text` that each place covers.

    Args:
        text: a passage, or a whole text or headline.
        language: of its document.
        places: token positions in the document, first and last; those outside `text` are left out, and one
            that crosses its border (a phrase over two passages) is marked as far as it is inside.
        first_token: token position of the document at which `text` begins.
    """
    wanted = [(first, last) for first, last in places if last >= first_token]
    if not wanted:
        return []
    tokens = [token for token in analyze(text, language) if token.last == token.position]
    spans: list[Span] = []
    for first, last in wanted:
        first, last = max(first - first_token, 0), min(last - first_token, len(tokens) - 1)
        if first <= last:
            spans.append(Span(tokens[first].start, tokens[last].end))
    return spans


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, overlapping ones as one; spans that only touch stay apart."""
    ordered = sorted(spans)
    beyond = -1
    for start, end in ordered:
        if start < beyond:
            return _joined(ordered)
        beyond = end
    return tuple(ordered)


def _joined(ordered: Iterable[Span]) -> tuple[Span, ...]:
    """Ascending spans, overlapping ones as one."""
    merged: list[Span] = []
    for span in ordered:
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def worth_marking(places: Sequence[Place]) -> Sequence[Place]:
    """The places to show: where "US" stands in capitals, a lower-case “us” is not what was meant."""
    preferred = [place for place in places if place.weight > UNCASED_WEIGHT]
    return preferred or places
