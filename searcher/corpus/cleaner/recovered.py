"""Recovered: what trafilatura loses of an article, or takes for a part of it. Body and page → a better body.

trafilatura drops paragraphs that are mostly links, and headings in unusual places; between two paragraphs of
an article one line alone is nothing else. It keeps lists of links to other articles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from searcher.corpus.cleaner.page import Tree
from searcher.corpus.cleaner.paragraphs import Paragraph
from searcher.corpus.cleaner.reasons import Reason
from searcher.corpus.cleaner.stated import inner
from searcher.corpus.cleaner.unicode import key

_TITLE_WORDS: Final = range(4, 26)
_LINKS_MIN: Final = 2
_HEADINGS: Final = ("h2", "h3", "h4", "h5")


def with_lost_lines(
    tree: Tree, found: Sequence[Paragraph], page: Sequence[Paragraph], reasons: Sequence[Reason | None]
) -> Iterator[Paragraph]:
    """Yield the body with each line that stands alone on the page between two of its paragraphs.

    Unless that is the title of another article, with a link to it.
    """
    inside = {p.key for p in found}
    between = {
        (page[i - 1].key, page[i + 1].key): page[i]
        for i in range(1, len(page) - 1)
        if reasons[i] is None and page[i].key not in inside
    }
    lost_at = {(above.key, below.key) for above, below in pairwise(found)} & between.keys()
    titles = {between[at].key for at in lost_at if _is_title(between[at])}
    links = _links(tree, titles)
    yield from found[:1]
    for above, p in pairwise(found):
        lost = between.get((above.key, p.key))
        if lost is not None and lost.key not in links:
            yield lost
        yield p


def mark_link_lists(tree: Tree, paragraphs: Sequence[Paragraph], reasons: list[Reason | None]) -> None:
    """Mark lines one after the other of which each is a link, and the title of something else."""
    titles = [i for i, p in enumerate(paragraphs) if reasons[i] is None and _is_title(p)]
    runs = _runs(titles)
    if not runs:
        return
    links = _links(tree, {paragraphs[i].key for run in runs for i in run})
    for run in runs:
        for linked in _runs([i for i in run if paragraphs[i].key in links]):
            for i in linked:
                reasons[i] = "related"


def _links(tree: Tree, keys: set[str]) -> set[str]:
    """Return which of the lines are links, and no headings."""
    if not keys:
        return set()
    counts = {line.count(" ") for line in keys}
    links = (link for link in tree.iter("a") if len(" ".join(link.itertext()).split()) - 1 in counts)
    found = ((key(inner(link)), link) for link in links)
    return {
        line for line, link in found if line in keys and not any(True for _ in link.iterancestors(_HEADINGS))
    }


def _is_title(paragraph: Paragraph) -> bool:
    return not paragraph.final and paragraph.words in _TITLE_WORDS


def _runs(places: Sequence[int]) -> list[list[int]]:
    """Return the runs of neighbouring places, of two or more."""
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] + 1 == place:
            runs[-1].append(place)
        else:
            runs.append([place])
    return [run for run in runs if len(run) >= _LINKS_MIN]
