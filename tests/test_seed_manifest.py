"""The seed manifest knows one generation, and a draft becomes the next or leaves nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.errors import IndexCorruptError, IndexFolderError
from searcher.records import Skipped
from searcher.seed_manifest import FILE_NAME, SeedDraft, SeedManifest, SeedRow, remove_others

HASH = "0a" * 16
SEED = SeedRow("a.txt", 10, 20, "ab")


def write(folder: Path, generation: int, *claims: tuple[str, str], like: int | None = None) -> None:
    """Save a generation with articles of (path, claim)."""
    with SeedDraft(folder, like) as draft:
        draft.put_seed(SEED)
        for path, claim in claims:
            draft.put_article(path, claim, HASH, (1, -2))
        draft.settle_ids()
        draft.save(generation)


def read(folder: Path, generation: int) -> SeedManifest:
    """Open a generation that is there."""
    known = SeedManifest.read(folder, generation)
    assert known is not None
    return known


def names(folder: Path, generation: int) -> dict[tuple[str, str], str | None]:
    """The doc_id of every (path, claim) that has another than its claim."""
    known = read(folder, generation)
    found = {(article.path, article.claim): article.doc_id for article in known.renamed()}
    known.close()
    return found


def test_manifest_saved_says_what_was_put_into_the_draft(tmp_path: Path) -> None:
    """Seeds, articles, skips and chrome come back as they were put in."""
    with SeedDraft(tmp_path, None) as draft:
        draft.put_seed(SEED)
        draft.put_seed(SeedRow("b.txt", 1, 2, None))
        draft.put_article("a.txt", "a.txt", HASH, (7, -(2**63)))
        draft.skip("b.txt", Skipped("b.txt", "an empty file"))
        draft.put_chrome({7, 2**63 - 1})
        assert draft.settle_ids() == []
        draft.save(3)
    known = read(tmp_path, 3)
    assert known.seeds() == {"a.txt": ("a.txt", 10, 20), "b.txt": ("b.txt", 1, 2)}
    assert (known.seed("a.txt"), known.seed("c.txt")) == (SEED, None)
    assert known.unreadable() == {"b.txt"}
    assert [article.doc_id for article in known.articles("a.txt")] == ["a.txt"]
    assert known.skipped() == [Skipped("b.txt", "an empty file")]
    assert known.chrome() == {7, 2**63 - 1}
    assert known.count() == 2
    known.close()
    known.close()


def test_manifest_of_another_generation_is_not_there(tmp_path: Path) -> None:
    """A manifest belongs to one generation of the index."""
    write(tmp_path, 3)
    assert SeedManifest.read(tmp_path, 2) is None


def test_seed_put_again_or_removed_keeps_its_articles_apart(tmp_path: Path) -> None:
    """A seed may go before its articles do, or come after them; when both are gone, nothing is left."""
    with SeedDraft(tmp_path, None) as draft:
        draft.put_article("a.txt", "x", HASH, ())
        assert (draft.count(), draft.seed("a.txt"), draft.unreadable()) == (0, None, set())
        draft.put_seed(SEED)
        draft.put_seed(SeedRow("a.txt", 11, 21, None))
        assert (draft.seed("a.txt"), draft.unreadable()) == (SeedRow("a.txt", 11, 21, None), {"a.txt"})
        draft.remove_seed("a.txt")
        assert (draft.seeds(), draft.unreadable(), draft.count()) == ({}, set(), 0)
        draft.settle_ids()
        assert [article.content_hash for article in draft.articles("a.txt")] == [HASH]
        draft.save(0)
    with SeedDraft(tmp_path, 0) as draft:
        draft.remove_article("a.txt", "x")
        assert draft.articles("a.txt") == []
        draft.save(1)
    with sqlite3.connect(tmp_path / f"{FILE_NAME}.1") as database:
        assert database.execute("SELECT count(*) FROM seeds").fetchone() == (0,)
    database.close()


def test_manifest_in_use_is_not_changed_by_a_later_one(tmp_path: Path) -> None:
    """Who has opened a generation sees it to the end, though its file is replaced and removed."""
    write(tmp_path, 0, ("a.txt", "a.txt"))
    known = read(tmp_path, 0)
    write(tmp_path, 1, ("b.txt", "b.txt"), like=0)
    remove_others(tmp_path, 1)
    assert [path.name for path in tmp_path.iterdir()] == [f"{FILE_NAME}.1"]
    assert len(known.articles("a.txt")) == 1
    assert known.articles("b.txt") == []
    known.close()
    following = read(tmp_path, 1)
    assert len(following.articles("a.txt")) == len(following.articles("b.txt")) == 1
    following.close()


def test_draft_not_saved_leaves_nothing(tmp_path: Path) -> None:
    """A draft that is given up is gone, and what a killed one left is no hindrance."""
    (tmp_path / f"{FILE_NAME}.draft").write_bytes(b"half a page")
    with SeedDraft(tmp_path, None) as draft:
        draft.put_seed(SEED)
    assert list(tmp_path.iterdir()) == []


def test_manifest_in_a_folder_with_a_strange_name_is_read(tmp_path: Path) -> None:
    """A folder's name is no part of a query."""
    folder = tmp_path / "a?mode=rw#b%20c"
    folder.mkdir()
    write(folder, 0)
    assert read(folder, 0).count() == 1


@pytest.mark.parametrize("damage", [b"", b"no database at all, but quite long" * 200])
def test_manifest_that_is_damaged_is_an_error_of_the_index(tmp_path: Path, damage: bytes) -> None:
    """A file that is no manifest is reported as a corrupt index, to readers and to writers."""
    (tmp_path / f"{FILE_NAME}.0").write_bytes(damage)
    known = read(tmp_path, 0)
    with pytest.raises(IndexCorruptError, match=r"seeds\.sqlite\.0.*--rebuild"):
        known.seeds()
    known.close()
    with pytest.raises((IndexCorruptError, IndexFolderError)), SeedDraft(tmp_path, 0) as draft:
        draft.put_seed(SEED)


def test_draft_without_room_is_an_error_of_the_folder(tmp_path: Path) -> None:
    """A full disk is reported as such."""
    with SeedDraft(tmp_path, None) as draft:
        draft._db.execute("PRAGMA max_page_count = 12")
        draft.put_seed(SEED)
        with pytest.raises(IndexFolderError, match="full"):
            draft.put_seed(SeedRow("b.txt", 1, 2, "ab" * 100_000))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("claims", "renamed"),
    [
        ([("a", "x"), ("b", "y")], {}),
        ([("a", "x"), ("b", "x"), ("c", "x")], {("b", "x"): "b#x", ("c", "x"): "c#x"}),
        ([("a", "x"), ("b", "x"), ("c", "b#x")], {("b", "x"): "b#b#x"}),
        (
            [("a", "b#x"), ("a", "x"), ("b", "x"), ("b", "b#x")],
            {("b", "b#x"): "b#b#x", ("b", "x"): "b#b#b#x"},
        ),
        (
            [("a", "b#c"), ("a", "c"), ("x", "b#c"), ("x#b", "c")],
            {("x", "b#c"): "x#b#c", ("x#b", "c"): "x#b#x#b#c"},
        ),
    ],
    ids=[
        "no contest",
        "first by path",
        "fallback claimed",
        "fallback claimed and taken",
        "two fallbacks alike",
    ],
)
def test_settle_ids_gives_each_id_to_the_first_by_path(
    tmp_path: Path, claims: list[tuple[str, str]], renamed: dict[tuple[str, str], str]
) -> None:
    """The first by path has the id, the others theirs with the path before it, in any order of coming."""
    write(tmp_path, 0, *claims)
    assert names(tmp_path, 0) == renamed
    write(tmp_path, 1, *claims[1:])
    write(tmp_path, 2, claims[0], like=1)
    assert names(tmp_path, 2) == renamed


pairs = st.frozensets(st.tuples(st.sampled_from("abc"), st.sampled_from(["x", "y", "a#x", "b#x", "b#b#x"])))


@settings(max_examples=60, deadline=None)
@given(first=pairs, gone=pairs, then=pairs)
def test_settle_ids_step_by_step_gives_what_all_at_once_gives(
    first: frozenset[tuple[str, str]], gone: frozenset[tuple[str, str]], then: frozenset[tuple[str, str]]
) -> None:
    """Looking at what changed gives the ids of a manifest written anew, and tells of those that differ."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, 0, *first)
        with SeedDraft(folder, 0) as draft:
            before = {(path, claim): draft.article(path, claim) for path, claim in first - gone - then}
            for path, claim in gone:
                draft.remove_article(path, claim)
            for path, claim in then:
                draft.put_article(path, claim, HASH, ())
            told = {(article.path, article.claim): article for article in draft.settle_ids()}
            after = {(path, claim): draft.article(path, claim) for path, claim in before}
            draft.save(1)
        write(folder, 2, *(first - gone | then))
        assert names(folder, 1) == names(folder, 2)
        assert told == {pair: before[pair] for pair in before if before[pair] != after[pair]}


def test_settle_ids_returns_what_earlier_articles_were_called(tmp_path: Path) -> None:
    """Articles that lose an id, or get one back, are told of with the id they had."""
    write(tmp_path, 0, ("b", "x"), ("c", "x"))
    with SeedDraft(tmp_path, 0) as draft:
        draft.put_article("a", "x", HASH, ())
        assert [(article.path, article.doc_id) for article in draft.settle_ids()] == [("b", "x")]
        draft.remove_article("a", "x")
        draft.remove_article("b", "x")
        assert [(article.path, article.doc_id) for article in draft.settle_ids()] == [("c", "c#x")]
        assert draft.renamed() == []


def test_repeated_and_holding_tell_lines_by_the_documents_that_hold_them(tmp_path: Path) -> None:
    """Lines are counted by documents; `holding` finds those of earlier generations."""
    with SeedDraft(tmp_path, None) as draft:
        assert draft.repeated(1) == frozenset()
        for path, lines in {"a": (1, 2), "b": (2, 3), "c": (-5, 2), "d": ()}.items():
            draft.put_article(path, path, HASH, lines)
        assert draft.repeated(3) == {2}
        assert draft.repeated(1) == {1, 2, 3, -5}
        assert draft.holding({2}) == []
        draft.settle_ids()
        assert {article.path for article in draft.holding({1, 3, 99})} == {"a", "b"}
        assert draft.holding(()) == []
        with pytest.raises(ValueError, match="documents=0"):
            draft.repeated(0)


def test_manifest_serves_several_threads(tmp_path: Path) -> None:
    """A connection opened in one thread answers in another."""
    from concurrent.futures import ThreadPoolExecutor

    write(tmp_path, 0, ("a.txt", "a.txt"))
    known = read(tmp_path, 0)
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: known.count(), range(20))) == {1}
    known.close()


def test_manifest_empty_knows_nothing() -> None:
    """An index without a commit knows no seed."""
    known = SeedManifest.empty()
    assert known.seeds() == {}
    assert known.skipped() == []
    assert known.count() == 0
    known.close()
    with pytest.raises(sqlite3.ProgrammingError):
        known._db.execute("SELECT 1")
