"""The merge policy: how large the segments of an index are → which of them are to become one.

Every segment adds to the cost of every query (two cost twice what one does, eight six times), and every
merge rewrites what it merges. So segments are kept in tiers, each sixteen times as large as the one below,
and no two in the same: where a second one comes, the two are merged, and the outcome may move up a tier and
meet the next. An index of 100,000 news articles thus has four segments at most, three on average.

Articles that come one by one rewrite the lowest tier each time, 250 articles at most, which takes 15 ms;
every 250th of them rewrites up to 4,000 articles, every 4,000th up to 64,000. However they come, an article
is rewritten sixteen times at most in each tier above the lowest. (Leveled compaction: O'Neil et al., The
log-structured merge-tree, 1996.) Sizes are counted in positions, which is what merging takes time for.

Deleted documents cost time and are counted in no statistics, but they lie on the disk and are skipped in
every list. A segment that is a quarter deleted is rewritten, which also bounds what such rewriting costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from searcher.engine.embedded.building.groups import MOST_POSITIONS
from searcher.engine.embedded.segment.postings import Segment

_LOWEST_BITS = 15
"""The lowest tier is of segments below 32,768 positions."""

_TIER_BITS = 4
_MOST_DELETED = 1 / 4


class Size(NamedTuple):
    """How large a segment is, in positions: without its deleted documents, and with them."""

    live: int
    total: int

    @classmethod
    def of(cls, segment: Segment) -> Size:
        """The size of a segment, 0 live ones only if it has no live document."""
        deleted = segment.deleted
        gone = segment.base[deleted + 1].astype(int) - segment.base[deleted]
        total = int(segment.base[-1])
        return cls(total - int(gone.sum()), total)


def to_merge(sizes: Sequence[Size]) -> list[list[int]]:
    """Which segments are to be merged.

    Args:
        sizes: of all segments of an index, the newest among them.

    Returns:
        lists of indexes, each to become one segment; one alone is to be rewritten. A segment in no list
        stays, but that those without live documents are to be dropped.
    """
    order = sorted((number for number, size in enumerate(sizes) if size.live), key=lambda i: sizes[i].live)
    groups: list[list[int]] = []
    together = 0
    for number in order:
        live = sizes[number].live
        if groups and tier(live) <= tier(together) and together + live < MOST_POSITIONS:
            groups[-1].append(number)
            together += live
        else:
            groups.append([number])
            together = live
    return [sorted(group) for group in groups if len(group) > 1 or _is_worn(sizes[group[0]])]


def tier(live: int) -> int:
    """The tier of a segment, 0 and up."""
    return max(0, -(-(live.bit_length() - _LOWEST_BITS) // _TIER_BITS))


def _is_worn(size: Size) -> bool:
    return size.total - size.live > size.total * _MOST_DELETED
