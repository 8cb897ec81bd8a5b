"""Body: the stretch of paragraphs where the article is. Paragraphs and their reasons → a range.

Every paragraph has a worth, prose above and labels below zero; the body is the run of the greatest sum
(maximum subsequence segmentation, Pasternack and Roth, WWW 2009), so that a few labels do not cut an
article in two, but a menu ends it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from searcher.corpus.cleaner.paragraphs import Paragraph
from searcher.corpus.cleaner.reasons import Reason

# Chosen on scraped pages with known bodies: a paragraph pays for about its first nine words, none is worth
# more than sixty, and a label (no final punctuation) is worth less than a sentence of its length.
_PROSE_COST: Final = 9.0
_LABEL_COST: Final = 8.0
_LABEL_WORTH: Final = 0.4
_WORDS_MAX: Final = 60
# What ends an article costs more than what interrupts it.
_REASON_COST: Final[dict[Reason, float]] = {
    "comments": 60.0,
    "related": 16.0,
    "legal": 15.0,
    "newsletter": 10.0,
    "donation": 8.0,
    "share": 6.0,
    "navigation": 6.0,
    "headline": 4.0,
    "byline": 4.0,
    "promo": 3.0,
    "caption": 2.0,
    "repeated": 4.0,
}
# Links to other articles come in blocks: each line below the first adds a little to what the block costs.
_MORE_RELATED_COST: Final = 4.0
_LINK_WORDS_MAX: Final = 12
# With no more stray lines than this around it, the text was clean already: it is all body.
_STRAY_LINES_MAX: Final = 3
# A page that still has its menus has labels that the rules know; a text without any has no menu.
_FURNITURE_MIN: Final = 3
_INSIDE: Final = frozenset({None, "headline", "caption"})
# Author, date, share buttons and a picture stand between headline and prose, not a menu.
_HEADLINE_REACH: Final = 40
_SENTENCE_WORDS_MIN: Final = 4
_STANDFIRST_LINES: Final = 8
_STANDFIRST_WORDS: Final = 60
_BODY_WORTH_MIN: Final = 25.0


def worth(paragraph: Paragraph) -> float:
    """Return how much what may be the journalist's speaks for (above zero) or against being in an article."""
    words, final = paragraph.words, paragraph.final
    if words > _WORDS_MAX:
        words = _WORDS_MAX
    if not final:
        return _LABEL_WORTH * words - _LABEL_COST
    return max(0.0, words - _PROSE_COST) if paragraph.text[-1] == ":" else words - _PROSE_COST


def body_range(
    paragraphs: Sequence[Paragraph], reasons: Sequence[Reason | None], headline_at: Sequence[int] = ()
) -> range:
    """Return the positions of the body: all of them when only a few stray lines lie outside.

    Args:
        headline_at: where the headline stands and is marked, when that is sure; the body begins below one.
    """
    everything = range(len(paragraphs))
    worths = _worths(paragraphs, reasons)
    best = _best_part(worths, reasons, headline_at)
    outside = reasons[: best.start].count(None) + reasons[best.stop :].count(None)
    if not best or outside <= _STRAY_LINES_MAX:
        return everything
    start = _below_standfirst(paragraphs, reasons, _first_sentence(paragraphs, reasons, best))
    best = range(start, _last_sentence(paragraphs, reasons, best))
    return range(start, _end_of_list(paragraphs, reasons, best))


def has_furniture(reasons: Sequence[Reason | None]) -> bool:
    """Tell whether a text still has its page around it: then the rules know more than a line or two of it."""
    return len(reasons) - sum(map(_INSIDE.__contains__, reasons)) >= _FURNITURE_MIN


def _worths(paragraphs: Sequence[Paragraph], reasons: Sequence[Reason | None]) -> list[float]:
    worths: list[float] = []
    in_list = in_links = False
    for paragraph, reason in zip(paragraphs, reasons, strict=True):
        if reason:
            in_list = False
            worths.append(-_MORE_RELATED_COST if in_links and reason == "related" else -_REASON_COST[reason])
            in_links = in_links or reason == "related"
            continue
        if in_links:
            in_links = paragraph.words <= _LINK_WORDS_MAX and not paragraph.final
        if in_list and not paragraph.final:
            worths.append(0.0)
        else:
            worths.append(worth(paragraph))
            in_list = paragraph.text[-1] == ":"
    return worths


def _best_part(
    worths: Sequence[float], reasons: Sequence[Reason | None], headline_at: Sequence[int]
) -> range:
    """Return the best run that no comment section interrupts, begun below the headline if that is sure."""
    walls = [i for i, reason in enumerate(reasons) if reason == "comments"] + [len(worths)]
    below = [_best_start(worths, at + 1, next(wall for wall in walls if wall > at)) for at in headline_at]
    if below:
        run, total = max(below, key=lambda pair: pair[1])
        if total >= _BODY_WORTH_MIN:
            return run
    parts = [_best_run(worths, above, wall) for above, wall in zip([0, *walls], walls, strict=False)]
    return max(parts, key=lambda pair: pair[1])[0]


def _best_start(worths: Sequence[float], first: int, end: int) -> tuple[range, float]:
    """Return the best run among those that begin with the first prose near `first`."""
    start = next((i for i in range(first, min(end, first + _HEADLINE_REACH)) if worths[i] > 0), None)
    if start is None:
        return range(first, first), 0.0
    best_end, best_sum, total = start, 0.0, 0.0
    for i in range(start, end):
        total += worths[i]
        if total > best_sum:
            best_end, best_sum = i + 1, total
    return range(start, best_end), best_sum


def _best_run(worths: Sequence[float], first: int, end: int) -> tuple[range, float]:
    best = range(first, first)
    best_sum = total = 0.0
    start = first
    for i in range(first, end):
        if total <= 0:
            start, total = i, 0.0
        total += worths[i]
        if total > best_sum:
            best, best_sum = range(start, i + 1), total
    return best, best_sum


def _first_sentence(paragraphs: Sequence[Paragraph], reasons: Sequence[Reason | None], body: range) -> int:
    """Return where the article's first sentence stands: short sentences right above the body belong to it."""
    start = body.start
    for i in range(body.start - 1, -1, -1):
        if _is_sentence(paragraphs[i], reasons[i]):
            start = i
        elif reasons[i] != "caption":
            break
    return start


def _last_sentence(paragraphs: Sequence[Paragraph], reasons: Sequence[Reason | None], body: range) -> int:
    """Return the end of the body with the short sentences right below it."""
    end = body.stop
    while end < len(paragraphs) and _is_sentence(paragraphs[end], reasons[end]):
        end += 1
    return end


def _is_sentence(paragraph: Paragraph, reason: Reason | None) -> bool:
    return reason is None and paragraph.final and paragraph.words >= _SENTENCE_WORDS_MIN


def _below_standfirst(paragraphs: Sequence[Paragraph], reasons: Sequence[Reason | None], start: int) -> int:
    """Return where the text starts below its byline, when only a standfirst stands above that."""
    words = 0
    for i in range(start, min(start + _STANDFIRST_LINES, len(paragraphs))):
        if reasons[i] == "byline":
            return i + 1
        words += paragraphs[i].words if reasons[i] is None else 0
        if words > _STANDFIRST_WORDS:
            break
    return start


def _end_of_list(paragraphs: Sequence[Paragraph], reasons: Sequence[Reason | None], body: range) -> int:
    """Return the end of the body, past the list that its last line announces with a colon."""
    end = body.stop
    if end < len(paragraphs) and reasons[end] is None and paragraphs[end].text.endswith(":"):
        end += 1
    if paragraphs[end - 1].text.endswith(":"):
        while end < len(paragraphs) and reasons[end] is None and not paragraphs[end].final:
            end += 1
    return end
