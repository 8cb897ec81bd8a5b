"""The merge policy keeps segments few and rewriting rare, however documents come and go."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from searcher.analysis.vocabulary import Vocabulary
from searcher.engine.bm25 import Bm25
from searcher.engine.embedded.building.builder import SegmentBuilder
from searcher.engine.embedded.building.groups import MOST_POSITIONS
from searcher.engine.embedded.merging.policy import Size, tier, to_merge
from searcher.engine.embedded.segment.layout import Arrays
from searcher.engine.embedded.segment.postings import Segment
from searcher.records import Document

LOWEST = 1 << 15  # positions; smaller segments are of the lowest tier


class Index:
    """The sizes of an index, and what merging cost so far."""

    def __init__(self) -> None:
        self.segments: list[Size] = []
        self.added = self.rewritten = self.most_at_once = 0

    def commit(self, positions: int) -> None:
        """Add a segment and merge."""
        self.segments += [Size(positions, positions)]
        self.added += positions
        groups = to_merge(self.segments)
        merged = [sum(self.segments[number].live for number in group) for group in groups]
        gone = {number for group in groups for number in group}
        gone |= {number for number, size in enumerate(self.segments) if not size.live}
        self.segments = [size for number, size in enumerate(self.segments) if number not in gone]
        self.segments += [Size(size, size) for size in merged]
        self.rewritten += sum(merged)
        self.most_at_once = max([self.most_at_once, *merged])

    def delete(self, drawn: random.Random) -> None:
        """Delete part of some segment."""
        number = drawn.randrange(len(self.segments))
        size = self.segments[number]
        self.segments[number] = Size(drawn.randrange(size.live + 1), size.total)

    @property
    def live(self) -> int:
        """Positions of live documents."""
        return sum(size.live for size in self.segments)


@pytest.mark.parametrize("seed", range(5))
def test_to_merge_keeps_one_segment_a_tier(seed: int) -> None:
    """After any of thousands of random commits and deletions, no two segments are of one tier."""
    drawn = random.Random(seed)
    index = Index()
    for _ in range(3000):
        index.commit(int(10 ** drawn.uniform(1, 6)))
        tiers = [tier(size.live) for size in index.segments]
        assert len(set(tiers)) == len(tiers) <= tier(index.live) + 1
        assert all(size.total - size.live <= size.total / 4 for size in index.segments)
        if drawn.random() < 0.2:
            index.delete(drawn)


def test_to_merge_single_articles_rewrites_each_a_few_times() -> None:
    """Articles that come one by one are rewritten sixteen times a tier at most, but in the lowest."""
    index = Index()
    for _ in range(20_000):
        index.commit(150)
    assert len(index.segments) <= 4
    assert index.rewritten <= 20_000 * LOWEST / 2 + 16 * index.added * tier(index.live)


def test_to_merge_one_article_a_hundred_thousand_stay() -> None:
    """Refreshing a large index article by article leaves its large segment alone."""
    index = Index()
    index.commit(14_000_000)
    for _ in range(5000):
        index.commit(150)
    assert index.most_at_once < 14_000_000
    assert index.rewritten <= 5000 * LOWEST


def test_to_merge_many_flushed_segments_become_one() -> None:
    """A build that had to flush often ends with one segment."""
    assert to_merge([Size(10_000_000, 10_000_000)] * 16) == [list(range(16))]


def test_to_merge_never_makes_a_segment_too_large() -> None:
    """Segments that would have too many positions together stay apart."""
    half = MOST_POSITIONS // 2
    assert to_merge([Size(half, half)] * 2) == []
    assert to_merge([Size(half - 1, half)] * 3) == [[0, 1]]


def test_to_merge_worn_segment_is_rewritten() -> None:
    """A segment of which more than a quarter is deleted is rewritten, unless nothing of it is left."""
    assert to_merge([Size(100_000, 100_000), Size(740, 1000)]) == [[1]]
    assert to_merge([Size(750, 1000)]) == []
    assert to_merge([Size(0, 1000)]) == []


def test_size_of_counts_live_positions(tmp_path: Path) -> None:
    """A document takes its words and two free positions; deleted ones are not counted as live."""
    builder = SegmentBuilder(Bm25(), Vocabulary())
    builder.add([Document("a", "p", "one two"), Document("b", "p", "three", headline="four")])
    builder.write(tmp_path / "a.seg")
    arrays = Arrays(tmp_path / "a.seg")
    assert Size.of(Segment(arrays)) == Size(8, 8)
    assert Size.of(Segment(arrays, [0])) == Size(4, 8)
    assert Size.of(Segment(arrays, [0, 1])) == Size(0, 8)
