"""A posting list tells the same of its documents whether it is read as a whole or document by document."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
import slow_builder
from hypothesis import given, settings
from hypothesis import strategies as st
from searching import searcher_of
from segment_files import assert_equal, documents

from searcher.analysis.vocabulary import Vocabulary
from searcher.engine.bm25 import Bm25
from searcher.engine.embedded.building.builder import SegmentBuilder
from searcher.engine.embedded.merging.merge import merge
from searcher.engine.embedded.segment import posting_lists
from searcher.engine.embedded.segment.layout import Arrays
from searcher.engine.embedded.segment.postings import Segment
from searcher.query.parser import parse
from searcher.records import Document

LONG = Document("long", "p", "one two " * 40_000 + "three one two", headline="One")
"""More than 65,536 positions, the last ones being the only “three”."""

SHORT = [Document("short", "p", "one two three"), Document("other", "p", "two one")]


@settings(max_examples=60, deadline=None)
@given(st.lists(documents(), min_size=1, max_size=5), st.data())
def test_reading_document_by_document_equals_reading_all(
    articles: list[Document], data: st.DataObject
) -> None:
    """What is found among all places is found in the documents that they are in."""
    with TemporaryDirectory() as name:
        slow_builder.build(Path(name, "a.seg"), articles)
        segment = Segment(Arrays(Path(name, "a.seg")))
    base, text_base = segment.base, segment.text_base
    docs = np.array(data.draw(st.lists(st.integers(0, len(articles) - 1))), np.uint32)
    edges = (base[docs], text_base[docs]) if data.draw(st.booleans()) else (text_base[docs], base[docs + 1])
    wanted = np.array(sorted(data.draw(st.sets(st.integers(0, int(base[-1]) - 1)))), np.uint32)
    for group in range(len(segment.lists.group_bound)):
        listed = segment.postings(group)
        places = listed.places.tolist()
        assert places == sorted(set(places))
        assert segment.lists.places(np.array([group, group])).tolist() == places * 2
        counts = np.diff(listed.starts())
        assert (np.searchsorted(base, places, "right") - 1).tolist() == listed.docs.repeat(counts).tolist()
        common = [(n, places.index(place)) for n, place in enumerate(wanted.tolist()) if place in places]
        assert list(zip(*(each.tolist() for each in listed.find(wanted)), strict=True)) == common
        inside = [
            [number for number, place in enumerate(places) if begin <= place < end]
            for begin, end in zip(*(edge.tolist() for edge in edges), strict=True)
        ]
        flat = [number for numbers in inside for number in numbers]
        for whole in (1 << 16, -1):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(posting_lists, "WHOLE_LIST", whole)
                patch.setattr(posting_lists, "_FEW", 0)
                segment.lists = posting_lists.PostingLists(segment.arrays)
                count, number, place = segment.postings(group).placed(docs, *edges)
            assert (count.tolist(), number.tolist()) == ([len(numbers) for numbers in inside], flat)
            assert place.tolist() == [places[number] for number in flat]


def test_very_long_document_equals_the_slow_builder_and_a_merge(tmp_path: Path) -> None:
    """Positions that two bytes do not hold have their high half apart, built or merged."""
    made = []
    for name, articles in (("a", [SHORT[1], LONG]), ("b", SHORT[:1]), ("all", [LONG, *SHORT[:1]])):
        segment = SegmentBuilder(Bm25(), Vocabulary())
        segment.add(articles)
        segment.write(tmp_path / name)
        made.append(tmp_path / name)
    slow_builder.build(tmp_path / "slow", [LONG, *SHORT[:1]])
    assert_equal(made[2], tmp_path / "slow")
    assert len(Arrays(made[2])["far.position"]) > 10_000
    merge([Segment(Arrays(made[0]), [0]), Segment(Arrays(made[1]))], tmp_path / "merged", Bm25())
    assert_equal(tmp_path / "merged", made[2])


@pytest.mark.parametrize("whole", [1 << 20, 0])
def test_search_very_long_document_finds_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: int
) -> None:
    """A phrase at the end of a very long document is found, read as a whole or document by document."""
    monkeypatch.setattr(posting_lists, "WHOLE_LIST", whole)
    monkeypatch.setattr(posting_lists, "_FEW", 0)
    searcher = searcher_of(tmp_path, [*SHORT, LONG])
    assert list(searcher.search(parse('"two three one"').node, limit=10).doc_ids) == ["long"]
