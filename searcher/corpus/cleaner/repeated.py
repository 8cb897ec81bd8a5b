"""Repetition: lines that stand in many documents of a collection are its sites' chrome.

A line is known by a hash; how many documents hold it is counted elsewhere and handed in, so that cleaning
stays a pure function. Two guards keep articles whole: a document made mostly of such lines is a copy of
another article, and a long paragraph amid prose is background that an agency repeats.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

from searcher.corpus.cleaner.paragraphs import Paragraph

# Two documents may share a line because one is the other's update; three seldom do.
CHROME_DOCUMENTS: Final = 3
_BACKGROUND_WORDS_MIN: Final = 26


def line_hash(paragraph: Paragraph) -> int:
    """Return a stable signed 64-bit hash, equal for lines that differ in case, quotes or dashes only."""
    digest = hashlib.blake2b(paragraph.key.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def repeated(paragraphs: Sequence[Paragraph], hashes: Sequence[int], counts: Mapping[int, int]) -> set[int]:
    """Return the positions of the paragraphs that are chrome because other documents hold them too.

    Args:
        paragraphs: what the rules kept of one document.
        hashes: their `line_hash`, same order.
        counts: hash → number of documents of the collection that hold the line, this one included.
    """
    if not counts:
        return set()
    common = {i for i, line in enumerate(hashes) if counts.get(line, 0) >= CHROME_DOCUMENTS}
    words = sum(p.words for p in paragraphs)
    if not common or 2 * sum(paragraphs[i].words for i in common) > words:
        return set()
    own = [i for i, p in enumerate(paragraphs) if i not in common and p.final]
    inside = range(own[0], own[-1]) if own else range(0)
    return {i for i in common if i not in inside or paragraphs[i].words < _BACKGROUND_WORDS_MIN}
