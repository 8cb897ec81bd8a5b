"""One commit point: whatever happens around it, there is one whole index."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import whoosh.index
from articles import article
from disk import DiskIndex

from searcher.engine.embedded.codec.schema import INDEX_FORMAT
from searcher.engine.embedded.commit.folder import is_index
from searcher.errors import IndexCorruptError, IndexFolderError, IndexFormatError, IndexMissingError
from searcher.query.parser import parse

CHILD = """
import os, signal, sys
from pathlib import Path
from searcher.engine.embedded.commit import manifest
from searcher.engine.embedded.commit import storage
from searcher.engine.embedded import writer
from searcher.records import Document

folder, moment = Path(sys.argv[1]), sys.argv[2]

def die(*arguments):
    os.kill(os.getpid(), signal.SIGKILL)

def rename_toc(old, new):
    die() if str(new).endswith(".toc") else rename(old, new)

rename = os.replace
change = writer.EmbeddedWriter(folder, settings={"of": "the killed"})
change.add(Document("new", "new.txt", "new words"))
change.delete(["a"])
if moment == "before the MANIFEST":
    change.commit(before=die)
elif moment == "before the table of contents":
    writer.TOC.write = die
elif moment == "before its rename":
    os.replace = rename_toc
elif moment == "before the old files go":
    writer.remove_stale = die
change.commit()
"""


def kill_at(folder: Path, moment: str) -> None:
    """Let a process begin a change and be killed at some moment of its commit."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(folder), moment], check=False, env=dict(os.environ)
    )
    assert done.returncode == -signal.SIGKILL


def ids(index: DiskIndex) -> set[str]:
    """The documents of the newest commit."""
    return set(index.engine().doc_ids())


def names(index: DiskIndex) -> set[str]:
    """The files in the folder, without what is in their names of one commit."""
    return {path.name for path in index.folder.iterdir()}


def commit(index: DiskIndex, doc_id: str) -> None:
    """Add one document."""
    writer = index.writer()
    writer.add(article(doc_id, "words of its own"))
    writer.commit()


@pytest.mark.parametrize(
    ("moment", "is_done"),
    [
        ("before the MANIFEST", False),
        ("before the table of contents", False),
        ("before its rename", False),
        ("before the old files go", True),
    ],
)
def test_killed_commit_leaves_one_whole_index(index: DiskIndex, moment: str, is_done: bool) -> None:
    """A process killed during a commit leaves the old index or the new one; the next clears up."""
    before = names(index)
    kill_at(index.folder, moment)
    assert ids(index) == ({"b", "c", "d", "new"} if is_done else {"a", "b", "c", "d"})
    assert index.engine().manifest.settings == ({"of": "the killed"} if is_done else {})
    assert names(index) - before
    commit(index, "next")
    assert ids(index) == ({"b", "c", "d", "new", "next"} if is_done else {"a", "b", "c", "d", "next"})
    left = {name.split(".")[0] for name in names(index)}
    generation = 3 if is_done else 2
    live = {name for name in left if name.startswith("MAIN_")}
    assert left == {"MANIFEST", "identities", f"_MAIN_{generation}", *live}
    assert len(live) == 1  # so few documents are merged
    assert names(index) >= {f"MANIFEST.{generation}.json", f"_MAIN_{generation}.toc"}


def test_killed_first_build_is_no_index(tmp_path: Path) -> None:
    """What a killed first build leaves is no index, and the next build uses the folder."""
    kill_at(tmp_path, "before the table of contents")
    index = DiskIndex(tmp_path)
    assert not is_index(tmp_path)
    with pytest.raises(IndexMissingError, match="no index in"):
        index.engine()
    commit(index, "first")
    assert ids(index) == {"first"}
    assert sum(name.endswith(".seg") for name in names(index)) == 1
    index.close()


def test_failed_commit_can_be_cancelled(index: DiskIndex) -> None:
    """A commit that fails before it is published leaves no files, and its own error is what is seen."""
    before = names(index)
    writer = index.writer()
    writer.add(article("new", "words"))

    def fail(generation: int) -> None:
        raise RuntimeError("no seeds today")

    with pytest.raises(RuntimeError, match="no seeds today"):
        writer.commit(before=fail)
    writer.cancel()
    assert names(index) == before
    assert ids(index) == {"a", "b", "c", "d"}


def test_cancel_after_the_commit_takes_nothing_back(
    index: DiskIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change interrupted when it is already published stays, cancelled or not."""

    def interrupted(*arguments: object) -> None:
        raise KeyboardInterrupt

    writer = index.writer()
    writer.add(article("new", "words"))
    monkeypatch.setattr("searcher.engine.embedded.writer.remove_stale", interrupted)
    with pytest.raises(KeyboardInterrupt):
        writer.commit()
    writer.cancel()
    assert ids(index) == {"a", "b", "c", "d", "new"}
    assert index.engine().search(parse("words").node, limit=1).count() == 1


def test_full_disk_is_an_error_of_ours(index: DiskIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full while a commit is written ends in a message, and the old index stays."""

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    writer = index.writer()
    writer.add(article("new", "words"))
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(IndexFolderError, match=r"cannot be written to \(No space left on device\)"):
            writer.commit()
    writer.cancel()
    assert ids(index) == {"a", "b", "c", "d"}


def test_large_batches_become_several_segments(tmp_path: Path) -> None:
    """Documents that do not fit the memory allowed for them are written as they come, and merged."""
    index = DiskIndex(tmp_path)
    writer = index.writer()
    part = writer.recipe(held_bytes=1).begin()
    placed = [part.add([article(doc_id, "words of its own")]) for doc_id in "abc"]
    assert len({item.part for item in placed}) == 3
    writer.take(part.finish())
    writer.discard(placed[1].part, placed[1].first)
    writer.commit()
    assert ids(index) == {"a", "c"}
    assert index.engine().search(parse('"words of its own"').node, limit=1).count() == 2
    assert sum(name.endswith(".seg") for name in names(index)) == 1
    index.close()


def test_segment_names_do_not_depend_on_a_seed(tmp_path: Path) -> None:
    """A program that seeds `random` before each change loses nothing: no two segments get one name."""
    index = DiskIndex(tmp_path)
    for doc_id in "abc":
        random.seed(1)
        commit(index, doc_id)
    assert ids(index) == {"a", "b", "c"}
    assert index.engine().search(parse("own").node, limit=5).count() == 3
    index.close()


def test_many_small_commits_stay_few_segments(tmp_path: Path) -> None:
    """Small segments are merged, and one whose documents are all deleted goes."""
    index = DiskIndex(tmp_path)
    for number in range(40):
        writer = index.writer()
        writer.delete([f"d{number - 1}"])
        writer.add(article(f"d{number}", "words"))
        writer.commit()
    assert sum(name.endswith(".seg") for name in names(index)) == 1
    assert index.engine().stats().documents == 1
    index.close()


def test_rebuild_leaves_the_old_index_readable(index: DiskIndex) -> None:
    """A rebuild begins with nothing, and the old commit answers until the new one is there."""
    old = index.engine()
    writer = index.writer(rebuild=True)
    writer.add(article("only", "words"))
    assert ids(index) == {"a", "b", "c", "d"}
    writer.commit()
    assert ids(index) == {"only"}
    assert set(old.doc_ids()) == {"a", "b", "c", "d"}


def test_index_of_another_format_is_refused(index: DiskIndex) -> None:
    """An index of another format is an error with both numbers, even if all else in it has changed."""
    path = index.folder / "MANIFEST.1.json"
    path.write_text('{"searcher": "index", "format": 7, "settings": {}, "stats": {"articles": 3}}')
    with pytest.raises(
        IndexFormatError, match=f"built with format 7; this version reads {INDEX_FORMAT}"
    ) as raised:
        index.engine()
    assert (raised.value.found, raised.value.expected) == (7, INDEX_FORMAT)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"searcher": "no"}', '{"searcher": "index"}', "\udcff", "1" * 9999]
)
def test_manifest_that_is_none_is_damage(index: DiskIndex, content: str) -> None:
    """A commit whose MANIFEST is not one of ours is damaged."""
    (index.folder / "MANIFEST.1.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(IndexCorruptError, match=r"MANIFEST\.1\.json is not one of ours"):
        index.engine()


def test_closed_engine_says_so(index: DiskIndex) -> None:
    """Asking a closed engine is an error, not an answer without documents."""
    engine = index.engine()
    engine.close()
    with pytest.raises(ValueError, match="was closed before all of its answer was read"):
        engine.documents(["a"])


def test_whoosh_itself_reads_the_index(index: DiskIndex) -> None:
    """It is a Whoosh index: stock Whoosh opens it and walks its postings."""
    with whoosh.index.open_dir(str(index.folder), indexname="MAIN").reader() as reader:
        assert reader.doc_count() == 4
        matcher = reader.postings("text", b"~troop")
        assert matcher.value_as("positions") == [5 * n for n in range(40)]


def test_opening_begins_again_when_a_commit_takes_the_files_away(
    index: DiskIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit between reading the table of contents and opening its files means a look at the newer one."""
    read = whoosh.index.TOC.read
    others = iter(["first", "second"])

    def read_slowly(*arguments: object, **options: object) -> object:
        toc = read(*arguments, **options)
        for doc_id in others:
            writer = index.writer(rebuild=True)
            writer.add(article(doc_id, "words"))
            writer.commit()
            break
        return toc

    monkeypatch.setattr("searcher.engine.embedded.commit.reading.TOC.read", read_slowly)
    assert ids(index) == {"second"}


def test_one_engine_serves_several_threads(index: DiskIndex) -> None:
    """Threads that share an engine get the answers one would have got alone."""
    engine = index.engine()
    node = parse('troops OR "were sent" OR s*').node
    expected = engine.search(node, limit=9)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: engine.search(node, limit=9), range(40)))
        documents = list(pool.map(lambda _: engine.documents(["a", "b"]), range(40)))
    assert answers == [expected] * 40
    assert documents == [engine.documents(["a", "b"])] * 40
