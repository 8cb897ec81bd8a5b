"""An index knows its seeds, sees one commit at a time, and says clearly when it cannot be used."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import searcher
from searcher import Changes, Index, Settings
from searcher.errors import (
    IndexCorruptError,
    IndexFolderError,
    IndexFormatError,
    IndexLockedError,
    IndexMissingError,
    RecogniserMissingError,
    SeedsMismatchError,
    SeedsMissingError,
    SettingsError,
)

ALONE = Settings(workers=1, lock_timeout_s=0.1)


def text(about: str) -> str:
    """A short article."""
    prose = f"The {about} near the border was closed for a week, officials said on Monday."
    return f"News of the {about}\n\n{prose}\n"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A folder with two seeds."""
    folder = tmp_path / "seeds"
    folder.mkdir()
    for name in ("harbour", "depot"):
        (folder / f"{name}.txt").write_text(text(name))
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the index is."""
    return tmp_path / "index"


@pytest.fixture
def index(place: Path, seeds: Path) -> Iterator[Index]:
    """An index of the two seeds."""
    with searcher.open_index(place, seeds, ALONE) as opened:
        opened.refresh()
        yield opened


def found(index: Index, query: str = "border") -> list[str]:
    """The ids of what a query finds, sorted."""
    return sorted(hit.document.doc_id for hit in index.search(query, limit=100).hits)


BOTH = ["depot.txt", "harbour.txt"]


# which seeds, which index


def test_open_without_index_and_seeds_says_what_to_run(place: Path) -> None:
    """Where no index is, and no seeds are given, nothing is made."""
    with pytest.raises(IndexMissingError, match="searcher index --seeds"):
        searcher.open_index(place)
    assert not place.exists()


def test_open_with_seeds_builds_at_the_first_search(place: Path, seeds: Path) -> None:
    """An index that was only begun makes nothing until it is searched."""
    with searcher.open_index(place, seeds, ALONE) as index:
        assert not index.is_built
        assert not place.exists()
        assert found(index) == BOTH
        assert index.is_built


def test_open_without_seeds_follows_the_recorded_ones(index: Index, place: Path, seeds: Path) -> None:
    """An index knows which folder it was made from."""
    (seeds / "canal.txt").write_text(text("canal"))
    with searcher.open_index(place, settings=ALONE) as again:
        assert again.refresh().added == 1
        assert again.seeds == seeds


def test_open_with_other_seeds_is_an_error_that_names_both(index: Index, place: Path, tmp_path: Path) -> None:
    """An index is not turned over to other seeds by an accident."""
    with pytest.raises(SeedsMismatchError, match="--rebuild") as raised:
        searcher.open_index(place, tmp_path / "others")
    assert (raised.value.recorded, raised.value.given) == (tmp_path / "seeds", tmp_path / "others")
    assert found(index) == BOTH


def test_open_with_other_seeds_and_rebuild_belongs_to_those(
    index: Index, place: Path, tmp_path: Path
) -> None:
    """`rebuild` turns an index over; until that is done the old one answers."""
    others = tmp_path / "others"
    others.mkdir()
    (others / "canal.txt").write_text(text("canal"))
    with searcher.open_index(place, others, ALONE, rebuild=True) as turned:
        assert found(index) == BOTH
        assert turned.refresh() == Changes(added=1, read=1)
        assert found(turned) == ["canal.txt"]
    with searcher.open_index(place) as again:
        assert again.seeds == others


def test_open_by_another_spelling_of_the_same_seeds_is_the_same(
    index: Index, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relative path, and a link, lead to the same folder."""
    (tmp_path / "link").symlink_to(tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    for spelling in ("seeds", "link", "../" + tmp_path.name + "/seeds/"):
        with searcher.open_index("index", spelling, ALONE) as again:
            assert again.refresh() == Changes()


@pytest.mark.parametrize("move", ["move", "copy"])
def test_open_an_index_elsewhere_never_follows_the_seeds_it_finds_there(
    tmp_path: Path, seeds: Path, move: str
) -> None:
    """An index that was moved or copied beside other seeds belongs to its own, and loses nothing."""
    home, other = tmp_path / "home", tmp_path / "other"
    home.mkdir()
    (other / "seeds").mkdir(parents=True)
    (other / "seeds" / "canal.txt").write_text(text("canal"))
    seeds = seeds.rename(home / "seeds")
    with searcher.open_index(home / "index", seeds, ALONE) as index:
        index.refresh()
    shutil.copytree(home / "index", other / "index")
    if move == "move":
        home.rename(tmp_path / "elsewhere")
    with searcher.open_index(other / "index", settings=ALONE) as index:
        assert index.seeds == home / "seeds"
        if move == "move":
            with pytest.raises(SeedsMissingError):
                index.refresh()
        else:
            assert index.refresh() == Changes()
        assert found(index) == BOTH


def test_refresh_without_seeds_folder_removes_nothing(index: Index, seeds: Path) -> None:
    """A folder that is gone, or empty, is an error, and the index answers as before."""
    shutil.rmtree(seeds)
    with pytest.raises(SeedsMissingError, match="--seeds DIR"):
        index.refresh()
    seeds.mkdir()
    for rebuild in (False, True):
        with pytest.raises(SeedsMissingError, match="no article"):
            index.refresh(rebuild=rebuild)
    assert found(index) == BOTH
    assert index.status().up_to_date is None
    assert any("no article" in note for note in index.status().notes)


def test_refresh_without_seeds_makes_no_index(place: Path, tmp_path: Path) -> None:
    """Seeds that are not there leave no folder behind."""
    with searcher.open_index(place, tmp_path / "nowhere", ALONE) as index, pytest.raises(SeedsMissingError):
        index.search("border")
    assert not place.exists()


@pytest.mark.parametrize("settings", [{"workers": 0}, {"workers": -3}], ids=str)
def test_settings_out_of_range_are_an_error(settings: dict[str, int]) -> None:
    """A setting that cannot be used is named."""
    with pytest.raises(SettingsError, match="workers"):
        Settings(**settings)


# rebuilding


def test_rebuild_reads_everything_again(index: Index) -> None:
    """A rebuild of seeds that did not change gives the same index."""
    assert index.refresh(rebuild=True) == Changes(added=2, read=2)
    assert found(index) == BOTH
    assert index.refresh() == Changes()


def test_refresh_with_another_recogniser_rebuilds(index: Index, place: Path) -> None:
    """What the index depends on besides its seeds is recorded; a recogniser that is missing is an error."""
    with (
        searcher.open_index(place, settings=ALONE.with_(recogniser="nobody")) as other,
        pytest.raises(RecogniserMissingError, match="nobody"),
    ):
        other.refresh()
    assert found(index) == BOTH
    assert index.refresh() == Changes()


def test_refresh_by_another_version_of_the_cleaner_rebuilds(
    index: Index, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seeds cleaned by another version are read again."""
    monkeypatch.setattr("searcher.pipeline.CORPUS_VERSION", 999)
    with searcher.open_index(place, settings=ALONE) as other:
        assert other.status().up_to_date is False
        assert other.refresh() == Changes(added=2, read=2)
        assert other.status().up_to_date is True


@pytest.mark.parametrize("seeds_there", [True, False])
def test_open_of_another_format_rebuilds_if_it_can(
    index: Index, place: Path, seeds: Path, seeds_there: bool
) -> None:
    """An index of another format is made anew from its seeds; without them the error says what to run."""
    for path in place.glob("MANIFEST.*.json"):
        path.write_text(json.dumps(json.loads(path.read_text()) | {"format": -1}))
    if seeds_there:
        with searcher.open_index(place, settings=ALONE) as other:
            assert found(other) == BOTH
    else:
        shutil.rmtree(seeds)
        with pytest.raises(IndexFormatError, match=r"format -1.*searcher index --rebuild"):
            searcher.open_index(place, settings=ALONE)


@pytest.mark.parametrize("suffix", ["toc", "seg", "json"])
def test_open_of_damaged_files_is_an_error_and_rebuild_repairs(
    index: Index, place: Path, seeds: Path, suffix: str
) -> None:
    """Files that cannot be read are an error that says what to run, and running it helps."""
    index.close()
    for path in place.glob(f"*.{suffix}"):
        path.write_bytes(b"\0" * 40)
    with (
        pytest.raises((IndexCorruptError, IndexFolderError), match=r"--rebuild|--index"),
        searcher.open_index(place, seeds, ALONE) as damaged,
    ):
        damaged.search("border")
    with searcher.open_index(place, seeds, ALONE, rebuild=True) as repaired:
        assert repaired.refresh().added == 2
        assert found(repaired) == BOTH


def test_refresh_without_seed_manifest_rebuilds(index: Index, place: Path) -> None:
    """When it is not known what was read, everything is read again."""
    for path in place.glob("seeds.sqlite*"):
        path.unlink()
    with searcher.open_index(place, settings=ALONE) as other:
        assert found(other) == BOTH
        assert other.status().up_to_date is False
        assert other.refresh() == Changes(added=2, read=2)
        assert other.refresh() == Changes()


def test_refresh_with_damaged_seed_manifest_keeps_the_index(index: Index, place: Path) -> None:
    """A seed manifest that cannot be read is an error; the index answers, and a rebuild repairs."""
    for path in place.glob("seeds.sqlite*"):
        path.write_bytes(b"no database" * 1000)
    with searcher.open_index(place, settings=ALONE) as other:
        with pytest.raises(IndexCorruptError, match=r"seeds\.sqlite.*--rebuild"):
            other.refresh()
        assert found(other) == BOTH
        assert other.refresh(rebuild=True).added == 2


def test_refresh_after_the_index_was_deleted_builds_all_of_it(index: Index, place: Path, seeds: Path) -> None:
    """An index that is removed under its users' hands is made anew, whole."""
    shutil.rmtree(place)
    (seeds / "canal.txt").write_text(text("canal"))
    assert index.refresh().added == 3
    assert found(index) == ["canal.txt", *BOTH]


# one commit at a time


def test_index_sees_one_commit_until_it_is_refreshed(index: Index, place: Path, seeds: Path) -> None:
    """What another process commits shows with the next refresh, also when it was all there was to do."""
    with searcher.open_index(place, settings=ALONE) as other:
        for about in ("canal", "mill"):
            (seeds / f"{about}.txt").write_text(text(about))
            other.refresh()
    assert found(index) == BOTH
    assert index.status().documents == 2
    assert index.refresh() == Changes()
    assert found(index) == ["canal.txt", *BOTH, "mill.txt"]


def test_results_can_be_read_after_a_refresh_and_after_closing(index: Index, seeds: Path) -> None:
    """Passages are chosen when they are looked at, from the commit that was searched."""
    results, unread = index.search("harbour"), index.search("hrbour")
    (seeds / "harbour.txt").unlink()
    index.refresh()
    assert [hit.document.doc_id for hit in results.hits] == ["harbour.txt"]
    assert found(index, "harbour") == []
    index.close()
    assert "harbour" in unread.notes[0].message


def test_index_that_is_closed_says_so(index: Index) -> None:
    """Closing twice does no harm; using what was closed is a caller's mistake."""
    index.close()
    index.close()
    for use in (index.refresh, index.status, lambda: index.search("border"), lambda: index.document("a")):
        with pytest.raises(ValueError, match="closed"):
            use()


def test_index_serves_threads(index: Index) -> None:
    """Eight threads that search one index at the same time are answered as one is, also across refreshes."""
    alone = {query: found(index, query) for query in ("border", "harbour", "-depot", "source:nobody")}
    with ThreadPoolExecutor(9) as pool:
        refreshed = pool.submit(lambda: [index.refresh(rebuild=True) for _ in range(3)])
        together = list(pool.map(lambda query: (query, found(index, query)), [*alone] * 20))
        refreshed.result()
    assert all(hits == alone[query] for query, hits in together)


def test_second_writer_waits_and_then_names_the_first(index: Index, place: Path, seeds: Path) -> None:
    """Whoever cannot write in time is told who writes; a writer that ends in time is waited for."""
    from searcher.engine.embedded.commit.lock import WriteLock

    (seeds / "canal.txt").write_text(text("canal"))
    lock = WriteLock(place)
    lock.acquire()
    try:
        with pytest.raises(IndexLockedError, match=r"process [0-9]+"):
            index.refresh(wait_s=0.0)
        assert found(index) == BOTH
        threading.Timer(0.3, lock.release).start()
        assert index.refresh(wait_s=30).added == 1
    finally:
        lock.release()


def test_second_writer_finds_the_work_done(index: Index, place: Path, seeds: Path) -> None:
    """Whoever waited for the lock looks again, and reads nothing that the other has read."""
    from searcher.engine.embedded.commit.lock import WriteLock

    (seeds / "canal.txt").write_text(text("canal"))

    class Late(WriteLock):
        def acquire(self, timeout_s: float = 0.0) -> None:
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr("searcher.changing.WriteLock", WriteLock)
                with searcher.open_index(place, settings=ALONE) as other:
                    assert other.refresh().added == 1
            super().acquire(timeout_s)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("searcher.changing.WriteLock", Late)
        assert index.refresh() == Changes()
    assert found(index) == ["canal.txt", *BOTH]


@pytest.mark.parametrize(
    "options",
    [{"limit": -1}, {"offset": -1}, {"per_document": 0}, {"sort": "best"}, {"since": "soon"}],
    ids=str,
)
def test_search_with_an_option_out_of_range_is_the_callers_mistake(
    index: Index, options: dict[str, object]
) -> None:
    """A query is never an error, an option may be one."""
    with pytest.raises(ValueError, match=str(next(iter(options.values())))):
        index.search("border", **options)  # type: ignore[arg-type] # wrong on purpose


def test_document_and_mark_show_an_article(index: Index) -> None:
    """A document is had by its id, and what a query matches in it is told by spans of its text."""
    document = index.document("harbour.txt")
    assert document is not None
    marked = index.mark(document, "harbour closed")
    assert [document.text[start:end] for start, end in marked.text] == ["harbour", "closed"]
    assert document.headline is not None
    assert [document.headline[start:end] for start, end in marked.headline] == ["harbour"]
    assert index.document("nobody.txt") is None


def test_status_tells_what_is_in_the_index(index: Index, seeds: Path) -> None:
    """Counts, skips with reasons, the folder, and when it was built."""
    (seeds / "empty.txt").write_text("")
    (seeds / "picture.png").write_bytes(b"")
    index.refresh()
    status = index.status()
    assert (status.documents, status.seeds, status.seeds_folder) == (2, 3, seeds)
    assert {item.path: item.reason for item in status.skipped}.keys() == {"empty.txt", "picture.png"}
    assert status.index_bytes > 1000
    assert status.built_at is not None
    assert index.stats.documents == 2
