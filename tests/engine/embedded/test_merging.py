"""A merge writes, array by array, what building the live documents anew would write."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from segment_files import assert_equal, documents, few_are_many

from searcher.analysis.vocabulary import Vocabulary
from searcher.engine.bm25 import Bm25
from searcher.engine.embedded.building.builder import SegmentBuilder
from searcher.engine.embedded.merging import unions
from searcher.engine.embedded.merging.merge import merge
from searcher.engine.embedded.segment.layout import Arrays, DamagedFileError
from searcher.engine.embedded.segment.postings import Segment
from searcher.records import Document

DELETABLE = st.lists(st.tuples(documents(), st.booleans()), max_size=5)
kept = Vocabulary()


@pytest.fixture(autouse=True, scope="module")
def _few_are_many() -> Iterator[None]:
    with few_are_many(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(unions, "RANGE_STRINGS", 3)
        yield


def build(path: Path, articles: Sequence[Document], formula: Bm25 | None = None) -> Path:
    """A segment of some documents."""
    segment = SegmentBuilder(formula or Bm25(), kept)
    segment.add(articles)
    segment.write(path)
    return path


@settings(max_examples=150, deadline=None)
@given(st.lists(DELETABLE, min_size=1, max_size=4), st.integers(0, 4))
def test_merge_equals_building_anew(parts: list[list[tuple[Document, bool]]], at_once: int) -> None:
    """Any segments with any documents deleted, also some merged before, become what one build would."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        segments = []
        for i, part in enumerate(parts):
            path = build(folder / f"{i}.seg", [document for document, _ in part], Bm25(k1=2))
            deleted = [number for number, (_, is_deleted) in enumerate(part) if is_deleted]
            segments.append(Segment(Arrays(path), deleted))
        if 0 < at_once <= len(segments):
            merge(segments[:at_once], folder / "first.seg", Bm25(b=0.1))
            segments[:at_once] = [Segment(Arrays(folder / "first.seg"))]
        merge(segments, folder / "made.seg", Bm25())
        live = [document for part in parts for document, is_deleted in part if not is_deleted]
        assert_equal(folder / "made.seg", build(folder / "expected.seg", live))


def test_merge_long_documents_equals_building_anew(tmp_path: Path) -> None:
    """So does a word that one document has more often than a byte counts, or writes in more ways."""
    accented = ["".join(letters) for letters in itertools.product("AÀÁÂÃÄÅĀĂĄ", repeat=3)]
    texts = ["word " * 600 + "other", " ".join(accented[:200]) + " word", " ".join(accented[100:400]), "word"]
    articles = [Document(str(number), "p", text, headline="Word") for number, text in enumerate(texts)]
    segments = [
        Segment(Arrays(build(tmp_path / "a", articles[:2]))),
        Segment(Arrays(build(tmp_path / "b", articles[2:])), [1]),
    ]
    merge(segments, tmp_path / "made", Bm25())
    assert_equal(tmp_path / "made", build(tmp_path / "expected", articles[:3]))


def test_merge_damaged_segment_raises_and_leaves_no_file(tmp_path: Path) -> None:
    """Damage is found before it is carried on."""
    path = build(tmp_path / "a.seg", [Document("a", "p", "some words")])
    segment = Segment(Arrays(path))
    with path.open("r+b") as file:
        file.seek(64)
        file.write(b"\xff")
    with pytest.raises(DamagedFileError):
        merge([segment], tmp_path / "b.seg", Bm25())
    assert list(tmp_path.iterdir()) == [path]
