"""Repetition: lines that stand in many documents of one source are its chrome.

A line is known by a hash of itself and its source: what several papers print is an agency's text, not
chrome. How many documents hold it is counted elsewhere and handed in, so that cleaning stays a pure function.
Articles of which no source is known count as one source. Two guards keep articles whole: a document made
mostly of such lines is a copy of another article, and a long paragraph amid prose is background that an
agency repeats.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from searcher.corpus.cleaner.unicode import key

if TYPE_CHECKING:
    from searcher.corpus.cleaner.paragraphs import Paragraph

# Two documents may share a line because one is the other's update; three seldom do.
CHROME_DOCUMENTS: Final = 3
_BACKGROUND_WORDS_MIN: Final = 26
_HASH_BYTES: Final = 8


def line_hashes(source: str | None, paragraphs: Iterable[Paragraph]) -> list[int]:
    """Return a stable signed 64-bit hash of each line of one source, in order.

    Equal for lines, and for names of sources, that differ in case, quotes or dashes only.
    """
    begun = hashlib.blake2b(key(source or "").encode() + b"\n", digest_size=_HASH_BYTES)
    hashes: list[int] = []
    for paragraph in paragraphs:
        digest = begun.copy()
        digest.update(paragraph.key.encode())
        hashes.append(int.from_bytes(digest.digest(), "little", signed=True))
    return hashes


def repeated(paragraphs: Sequence[Paragraph], hashes: Sequence[int], counts: Mapping[int, int]) -> set[int]:
    """Return the positions of the paragraphs that are chrome because other documents hold them too.

    Args:
        paragraphs: what the rules kept of one document.
        hashes: their `line_hashes`, same order.
        counts: hash → number of documents of the source that hold the line, this one included.
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
