"""The builder writes, array by array, what the builder that takes one step an occurrence writes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
import slow_builder
from hypothesis import given, settings
from hypothesis import strategies as st
from segment_files import assert_equal, documents, few_are_many

from searcher.analysis import is_stemmed
from searcher.analysis.vocabulary import Vocabulary
from searcher.corpus.entities import load_recogniser
from searcher.corpus.reader import read_seed
from searcher.engine.base import indexed_texts
from searcher.engine.bm25 import Bm25
from searcher.engine.embedded.building import builder, words
from searcher.engine.embedded.building.builder import SegmentBuilder
from searcher.engine.embedded.segment.layout import Arrays, narrowest
from searcher.engine.embedded.segment.postings import Segment
from searcher.engine.embedded.segment.stored import load_document
from searcher.preparing import Prepared, prepare
from searcher.records import Document, EntityMention

NEWS = Path(__file__).parents[4] / "shared" / "data" / "news"
FORMULAS = st.sampled_from([Bm25(), Bm25(k1=0, headline_weight=0), Bm25(b=0.3, headline_weight=0.1)])

kept = Vocabulary()


@pytest.fixture(autouse=True, scope="module")
def _few_are_many() -> Iterator[None]:
    with few_are_many():
        yield


def check(batches: Sequence[Sequence[Document]], formula: Bm25, vocabulary: Vocabulary) -> None:
    """Hold a segment of some batches to the referee."""
    with TemporaryDirectory() as folder:
        made, expected = Path(folder, "made.seg"), Path(folder, "expected.seg")
        segment = SegmentBuilder(formula, vocabulary)
        for batch in batches:
            segment.add(batch)
        segment.write(made)
        slow_builder.build(expected, list(itertools.chain(*batches)), formula)
        assert_equal(made, expected)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(documents(), max_size=5), max_size=3), FORMULAS)
def test_write_equals_the_slow_builder(batches: list[list[Document]], formula: Bm25) -> None:
    """Any documents, in any batches, under any formula, become the file that the slow builder writes."""
    check(batches, formula, kept)


def test_write_real_articles_equals_the_slow_builder() -> None:
    """So do articles of a newspaper."""
    if not NEWS.exists():
        pytest.skip("no news beside the checkout")
    for name, count in (("bbc", 60), ("reuters-21578", 200)):
        raws = list(itertools.islice(read_seed(NEWS, f"{name}.jsonl"), count))
        prepared = prepare(raws, frozenset(), load_recogniser("learned"), Vocabulary()).outcomes
        articles = [item.document for item in prepared if isinstance(item, Prepared)]
        check([articles[:50], articles[50:]], Bm25(), Vocabulary())


def test_write_many_documents_equals_the_slow_builder() -> None:
    """Long lists name their best documents: the highest weights, the first document where they are equal."""
    texts = ["word " * (1 + i * 7 % 5) + "other " * (i % 3) for i in range(400)]
    check([[Document(str(i), "p", text) for i, text in enumerate(texts)]], Bm25(), Vocabulary())


@pytest.mark.parametrize(
    ("largest", "dtype"),
    [
        (0, "u1"),
        (255, "u1"),
        (256, "u2"),
        (65_535, "u2"),
        (65_536, "u4"),
        ((1 << 32) - 1, "u4"),
        (1 << 32, "u8"),
    ],
)
def test_narrowest_holds_the_largest_and_no_more(largest: int, dtype: str) -> None:
    """A column is as wide as its largest number needs."""
    assert narrowest(largest) == dtype


@pytest.mark.parametrize(("count", "words"), [(2, 10), (256, 10), (257, 70_000)])
def test_write_columns_of_any_width_gives_the_documents_back(tmp_path: Path, count: int, words: int) -> None:
    """What needs one byte, two or four comes back as it was, and so does who holds a word or a name."""
    text = "a" * words + " Ann Lee"
    long = (EntityMention("Ann Lee", "person", words + 1, words + 8), EntityMention("L", "place", 0, words))
    articles = [Document(str(i), "p" if i % 2 else str(i), f"word {i}", url="u") for i in range(count - 1)]
    articles.append(Document("last", "p", f"{text} word", date="2022-01-02", entities=long))
    made = SegmentBuilder(Bm25(), Vocabulary())
    made.add(articles)
    made.write(tmp_path / "made.seg")
    segment = Segment(Arrays(tmp_path / "made.seg"))
    assert [load_document(segment, i) for i in range(count)] == articles
    held = segment.postings(segment.stems.find(b"word"))
    assert (held.docs.dtype, held.docs.tolist()) == (np.uint32, list(range(count)))
    assert segment.key_docs(segment.keys.find(b"person\0lee")).tolist() == [count - 1]


def test_write_group_of_many_variants_uses_two_bytes() -> None:
    """A form with more than 256 ways of being written is told apart by two bytes a position."""
    accented = ["".join(letters) for letters in itertools.product("AÀÁÂÃÄÅĀĂĄ", repeat=3)]
    check([[Document("a", "p", " ".join(accented[:400]) + " more words")]], Bm25(), Vocabulary())


def test_write_group_of_too_many_variants_forgets_its_capitals(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that writes one word in countless capitals becomes a segment all the same."""
    monkeypatch.setattr(words, "MOST_VARIANTS", 300)
    monkeypatch.setattr(slow_builder, "MOST_VARIANTS", 300)
    accented = ["".join(letters) for letters in itertools.product("AÀÁÂÃÄÅĀĂĄ", repeat=3)]
    text = " ".join(accented)
    with TemporaryDirectory() as folder:
        made, expected = Path(folder, "made.seg"), Path(folder, "expected.seg")
        segment = SegmentBuilder(Bm25(), Vocabulary())
        segment.add([Document("a", "p", text, headline="USA")])
        segment.write(made)
        slow_builder.build(expected, [Document("a", "p", text, headline="USA")])
        assert_equal(made, expected)


def test_write_twice_begins_anew(tmp_path: Path) -> None:
    """A builder that has written a segment makes the next one as if it were the first."""
    first, second = [Document("a", "p", "one word")], [Document("b", "q", "another word", headline="Word")]
    segment = SegmentBuilder(Bm25(), Vocabulary())
    for name, batch in (("first", first), ("second", second)):
        segment.add(batch)
        assert segment.count == 1
        segment.write(tmp_path / name)
        assert segment.count == 0
        slow_builder.build(tmp_path / "expected", batch)
        assert_equal(tmp_path / name, tmp_path / "expected")
        (tmp_path / "expected").unlink()


def test_add_with_tokens_does_not_analyse_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tokens that the caller worked out are taken as they are."""
    batch = [Document("a", "p", "one word", headline="Head"), Document("b", "p", "ein Wort", language="de")]
    vocabulary = Vocabulary()
    stemmed = [is_stemmed(document.language) for document in batch for _ in range(2)]
    tokens = vocabulary.analyze_batch(indexed_texts(batch), stemmed)
    segment = SegmentBuilder(Bm25(), vocabulary)
    with monkeypatch.context() as patch:
        patch.setattr(vocabulary, "analyze_batch", None)
        segment.add(batch, tokens)
    segment.write(tmp_path / "made")
    slow_builder.build(tmp_path / "expected", batch)
    assert_equal(tmp_path / "made", tmp_path / "expected")


def test_add_tokens_of_other_documents_raises() -> None:
    """Tokens have to be those of the documents."""
    tokens = Vocabulary().analyze_batch(["a"], [True])
    with pytest.raises(ValueError, match="1 texts for 1 documents"):
        SegmentBuilder(Bm25(), Vocabulary()).add([Document("a", "p", "a")], tokens)


def test_add_too_many_positions_raises_and_adds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A segment that positions could not number is refused before it is too late."""
    monkeypatch.setattr(builder, "MOST_POSITIONS", 10)
    segment = SegmentBuilder(Bm25(), Vocabulary())
    segment.add([Document("a", "p", "one two three")])
    with pytest.raises(OverflowError, match="11 positions"):
        segment.add([Document("b", "p", "one two three four")])
    assert segment.count == 1


def test_held_bytes_grows_with_what_is_held() -> None:
    """What is held is at least the text, and four bytes for each of its words."""
    segment = SegmentBuilder(Bm25(), Vocabulary())
    before = segment.held_bytes
    segment.add([Document("a", "p", "word " * 10_000)])
    assert segment.held_bytes - before >= 90_000


def test_write_failing_leaves_no_file_and_an_empty_builder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be written leaves nothing behind."""
    segment = SegmentBuilder(Bm25(), Vocabulary())
    segment.add([Document("a", "p", "word")])
    monkeypatch.setattr(builder, "write_names", None)
    with pytest.raises(TypeError):
        segment.write(tmp_path / "a.seg")
    assert (segment.count, list(tmp_path.iterdir())) == (0, [])
