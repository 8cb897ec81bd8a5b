"""What goes wrong around an index: killed builds, full disks, folders that are closed, other processes."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import searcher
from searcher import Changes, Index, Settings
from searcher.engine.embedded.commit.lock import WriteLock
from searcher.errors import (
    IndexCorruptError,
    IndexFolderError,
    IndexLockedError,
    IndexMissingError,
)

ALONE = Settings(workers=1)
Found = list[tuple[str, float]]
Command = Callable[..., list[str]]


def text(about: str, day: int) -> str:
    """A short article with a line that stands in all of them."""
    prose = f"The {about} near the border was closed on day {day} of the war, officials in Kyiv said."
    return f"News of the {about}\n\n{prose}\n\nFollow our channel for all the news of the day\n"


def write(seeds: Path, day: int, count: int = 70) -> None:
    """Make all seeds anew: enough of them that they go to worker processes."""
    seeds.mkdir(exist_ok=True)
    for number in range(count):
        (seeds / f"{number:03}.txt").write_text(text(f"mill {number}", day))


def ask(index: Index) -> Found:
    """What an index answers, without looking at its seeds."""
    return [
        (hit.document.text, round(hit.score, 4)) for hit in index.search("day mill border", limit=100).hits
    ]


def answers(place: Path) -> Found | None:
    """What the index at a place answers; None when there is none."""
    try:
        with searcher.open_index(place, settings=ALONE) as index:
            return ask(index)
    except IndexMissingError:
        return None


def fresh(seeds: Path, place: Path) -> Found:
    """What an index made anew answers."""
    shutil.rmtree(place, ignore_errors=True)
    with searcher.open_index(place, seeds, ALONE) as index:
        return ask(index)


def alive(mark: str) -> list[int]:
    """The processes that were started with an environment that holds `mark`."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit() and mark.encode() in (entry / "environ").read_bytes():
                found.append(int(entry.name))
    return found


def is_writing(place: Path) -> bool:
    """Whether a change of an index has begun and is not committed."""
    return (place / "seeds.sqlite.draft").exists()


def is_soon(condition: Callable[[], bool], within_s: float = 2.0) -> bool:
    """Whether something becomes true in time."""
    deadline = time.monotonic() + within_s
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="finds processes as Linux lists them")
@pytest.mark.parametrize("workers", [1, 2])
def test_a_killed_build_leaves_a_whole_index_and_no_process(
    process: Command, tmp_path: Path, workers: int
) -> None:
    """Killed at any moment, a first build, a refresh or a rebuild leaves the old answers or the new."""
    seeds, place = tmp_path / "seeds", tmp_path / "index"
    command = process("index", "--seeds", seeds, "--index", place, "--workers", workers)
    write(seeds, 0)
    fresh(seeds, place)
    draw = random.Random(workers)
    for number, kind in enumerate(("first", "refresh", "rebuild", "first", "refresh")):
        if kind == "first":
            shutil.rmtree(place)
        write(seeds, number + 1)
        before = answers(place)
        mark = f"SEARCHER_TEST_MARK={os.getpid()}-{workers}-{number}"
        name, value = mark.split("=")
        running = subprocess.Popen(
            command + ["--rebuild"] * (kind == "rebuild"),
            env=os.environ | {name: value},
            stderr=subprocess.DEVNULL,
        )
        assert is_soon(lambda running=running: is_writing(place) or running.poll() is not None, 60)
        time.sleep(draw.uniform(0, 0.7))
        running.kill()
        running.wait()
        assert is_soon(lambda mark=mark: not alive(mark)), "worker processes outlive their parent"
        found = answers(place)
        with searcher.open_index(place, seeds, ALONE) as index:
            index.refresh()
            assert found in (before, ask(index)), (number, kind)
            assert len(ask(index)) == 70
            index.refresh(rebuild=True)
        assert leftovers(place) == []


def leftovers(place: Path) -> list[str]:
    """Files in an index folder that a single commit of one segment does not need."""
    names = sorted(path.name for path in place.iterdir())
    segments = {name.split(".")[0] for name in names if re.fullmatch(r"MAIN_\w+\..*", name)}
    generations = {re.sub(r"\D", "", name) for name in names if re.match(r"MANIFEST|_MAIN|seeds", name)}
    odd = [name for name in names if "tmp" in name or "draft" in name]
    return odd + (names if len(segments) > 1 or len(generations) > 1 else [])


def test_a_killed_commit_is_taken_back_or_complete(tmp_path: Path) -> None:
    """Killed between any two renames of a commit, the index answers as before it or as after it."""
    seeds, place = tmp_path / "seeds", tmp_path / "index"
    write(seeds, 0, count=3)
    before = fresh(seeds, place)
    write(seeds, 1, count=4)
    after = fresh(seeds, tmp_path / "other")
    script = (
        "import os, signal, sys, searcher\n"
        "count, real = 0, os.replace\n"
        "def replace(*given, **more):\n"
        "    global count\n"
        "    count += 1\n"
        "    if count == int(sys.argv[3]): os.kill(os.getpid(), signal.SIGKILL)\n"
        "    real(*given, **more)\n"
        "os.replace = os.rename = replace\n"
        "searcher.open_index(sys.argv[1], sys.argv[2]).refresh()\n"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(searcher.__file__).parent.parent)}
    seen = []
    for moment in range(1, 10):
        copy = tmp_path / f"copy{moment}"
        shutil.copytree(place, copy)
        arguments = [sys.executable, "-c", script, str(copy), str(seeds), str(moment)]
        done = subprocess.run(arguments, env=environment, check=False, capture_output=True)
        found = answers(copy)
        assert found in (before, after), moment
        with searcher.open_index(copy, seeds, ALONE) as index:
            index.refresh()
            assert ask(index) == after
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
        seen.append(found == after)
    assert len(seen) >= 3  # the seed manifest, the MANIFEST, the table of contents
    assert seen == sorted(seen)


def test_searches_while_another_process_commits_never_fail(process: Command, tmp_path: Path) -> None:
    """An index is read, opened and asked for its status as it is being changed again and again."""
    seeds, place = tmp_path / "seeds", tmp_path / "index"
    write(seeds, 0, count=5)
    fresh(seeds, place)
    script = (
        "import sys, pathlib, searcher\n"
        "seeds = pathlib.Path(sys.argv[2])\n"
        "with searcher.open_index(sys.argv[1], settings=searcher.Settings(workers=1)) as index:\n"
        "    for number in range(20):\n"
        "        (seeds / 'more.txt').write_text(f'More\\n\\nThe mill near the border, day {number}.\\n')\n"
        "        index.refresh()\n"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(searcher.__file__).parent.parent)}
    writer = subprocess.Popen([sys.executable, "-c", script, str(place), str(seeds)], env=environment)
    asked = 0
    with searcher.open_index(place, settings=ALONE) as kept:
        while writer.poll() is None:
            found = answers(place)
            assert found is not None
            assert len(found) in (5, 6)
            with contextlib.suppress(IndexLockedError):
                kept.refresh(wait_s=0.0)
            assert len(ask(kept)) in (5, 6)
            assert kept.status().documents in (5, 6)
            asked += 1
    assert writer.returncode == 0
    assert asked > 3


def test_a_search_never_waits_for_a_writer(cli: Callable[..., Any], tmp_path: Path) -> None:
    """While another process writes, a search answers from the last commit and says so."""
    seeds, place = tmp_path / "seeds", tmp_path / "index"
    write(seeds, 0, count=3)
    fresh(seeds, place)
    write(seeds, 1, count=4)
    lock = WriteLock(place)
    lock.acquire()
    try:
        begun = time.monotonic()
        outcome = cli("search", "--index", place, "--count", "border")
        assert time.monotonic() - begun < 5
    finally:
        lock.release()
    assert (outcome.status, outcome.out) == (0, "3\n")
    assert f"process {os.getpid()}" in outcome.err
    assert cli("search", "--index", place, "--count", "border").out == "4\n"


# folders that are closed


@pytest.fixture
def bound(tmp_path: Path) -> Iterator[Path]:
    """A folder, and the rights of somebody whom file modes bind: root is bound by none."""
    write(tmp_path / "warm", 0, count=1)
    fresh(tmp_path / "warm", tmp_path / "warm index")  # loads what that somebody may not be able to load
    folder = Path(tempfile.mkdtemp())
    is_root = os.geteuid() == 0
    if is_root:
        os.chown(folder, 65534, 65534)
        os.seteuid(65534)
    try:
        yield folder
    finally:
        if is_root:
            os.seteuid(0)
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o700)
        shutil.rmtree(folder)


def test_an_index_that_is_read_only_answers(bound: Path) -> None:
    """A read-only index needs no lock while it is up to date, and says so when it is not."""
    seeds, place = bound / "seeds", bound / "index"
    write(seeds, 0, count=3)
    found = fresh(seeds, place)
    time.sleep(0.06)  # so that the times of the seeds are known to be told apart
    with searcher.open_index(place, settings=ALONE) as index:
        index.refresh()
    for path in (*place.iterdir(), place):
        path.chmod(0o500 if path.is_dir() else 0o400)
    with searcher.open_index(place, settings=ALONE) as index:
        assert index.refresh() == Changes()
        assert index.status().up_to_date is True
        (seeds / "more.txt").write_text(text("canal", 1))
        with pytest.raises(IndexFolderError, match="not writable"):
            index.refresh(wait_s=0.0)
        assert ask(index) == found


def test_an_index_in_a_closed_folder_is_an_error(bound: Path) -> None:
    """Where no folder can be made, the error names it."""
    write(bound / "seeds", 0, count=3)
    (bound / "closed").mkdir(mode=0o500)
    with (
        searcher.open_index(bound / "closed" / "index", bound / "seeds", ALONE) as index,
        pytest.raises(IndexFolderError, match=r"closed/index.*Permission denied"),
    ):
        index.refresh()


def test_a_seed_that_cannot_be_read_is_read_once_it_can(bound: Path) -> None:
    """A closed seed is skipped and listed; opening it changes neither size nor time, and is seen."""
    seeds = bound / "seeds"
    write(seeds, 0, count=3)
    (seeds / "001.txt").chmod(0)
    with searcher.open_index(bound / "index", seeds, ALONE) as index:
        assert [item.path for item in index.refresh().skipped] == ["001.txt"]
        assert index.refresh() == Changes()
        (seeds / "001.txt").chmod(0o600)
        assert index.status().up_to_date is False
        changes = index.refresh()
        assert (changes.added, changes.read) == (1, 1)
        assert index.status().skipped == ()


def test_seeds_in_a_folder_that_cannot_be_entered_stay(bound: Path) -> None:
    """What cannot be seen is not gone; it is, when it can be seen that it is."""
    seeds = bound / "seeds"
    write(seeds, 0, count=2)
    write(seeds / "inner", 1, count=2)
    with searcher.open_index(bound / "index", seeds, ALONE) as index:
        assert index.refresh().added == 4
        (seeds / "inner").chmod(0)
        assert index.refresh() == Changes()
        assert len(ask(index)) == 4
        (seeds / "inner").chmod(0o700)
        (seeds / "inner" / "000.txt").unlink()
        assert index.refresh().removed == 1


# full disks


@pytest.mark.parametrize("where", ["segment", "MANIFEST", "table of contents", "seed manifest"])
def test_a_full_disk_leaves_the_index_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """Wherever the room runs out: an error of the folder, the old answers, and no obstacle for later."""
    seeds, place = tmp_path / "seeds", tmp_path / "index"
    write(seeds, 0, count=3)
    found = fresh(seeds, place)
    write(seeds, 1, count=4)
    targets = {
        "segment": "searcher.engine.embedded.segment.layout.os.pwrite",
        "MANIFEST": "searcher.engine.embedded.commit.manifest.write_durably",
        "table of contents": "searcher.engine.embedded.commit.storage.IndexStorage.rename_file",
        "seed manifest": "searcher.seed_manifest.os.fsync",
    }

    def full(*given: Any, **more: Any) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    with searcher.open_index(place, settings=ALONE) as index:
        with monkeypatch.context() as patched:
            patched.setattr(targets[where], full)
            with pytest.raises(IndexFolderError, match="No space left on device"):
                index.refresh()
        assert ask(index) == found
        assert answers(place) == found
        assert index.refresh().added == 1
        assert ask(index) == fresh(seeds, tmp_path / "other")
        index.refresh(rebuild=True)
    assert leftovers(place) == []


# bad seeds


def test_bad_seeds_are_listed_and_the_rest_is_indexed(tmp_path: Path) -> None:
    """Each fault costs what is faulty, is told with a reason, and stands in the status until it is mended."""
    seeds = tmp_path / "seeds"
    write(seeds, 0, count=3)
    (seeds / "folder.txt").mkdir()
    (seeds / "empty.txt").write_bytes(b"")
    (seeds / "line.txt").write_bytes(b"x" * 5_000_000)
    (seeds / "junk.html").write_bytes(bytes(range(256)) * 200)
    (seeds / "wrong.txt").write_bytes(text("caf\xe9", 0).encode("latin-1"))
    lines = [
        f'{{"id": "{n}", "headline": "Line {n}", "text": "{text("lock", n).splitlines()[2]}"}}'
        for n in range(9)
    ]
    lines[6] = '{"id": broken'
    lines[8] = lines[7]
    (seeds / "many.jsonl").write_text("\n".join(lines))
    with searcher.open_index(tmp_path / "index", seeds, ALONE) as index:
        changes = index.refresh()
        skipped = {(item.path, item.reason) for item in changes.skipped}
        assert set(index.status().skipped) == set(changes.skipped)
        assert {path for path, _ in skipped} == {
            "folder.txt",
            "empty.txt",
            "junk.html",
            "line.txt",
            "many.jsonl",
        }
        assert sum("line 7" in reason or "line 9" in reason for _, reason in skipped) == 2
        assert changes.added == 3 + 1 + 7
        assert index.search("café").total.value == 1
        assert index.refresh() == Changes()


def test_a_fault_of_a_stage_costs_one_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An article that a stage fails on is skipped with the reason; the others are indexed."""
    from searcher.corpus.cleaner import clean

    def faulty(raw: Any, *given: Any) -> Any:
        if raw.path == "001.txt":
            raise RecursionError("too deep")
        return clean(raw, *given)

    seeds = tmp_path / "seeds"
    write(seeds, 0, count=3)
    monkeypatch.setattr("searcher.preparing.clean", faulty)
    with searcher.open_index(tmp_path / "index", seeds, ALONE) as index:
        changes = index.refresh()
    assert changes.added == 2
    assert [(item.path, item.reason) for item in changes.skipped] == [
        ("001.txt", "cleaning failed: RecursionError: too deep")
    ]


def test_a_fault_of_a_reader_costs_one_seed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A seed that the reader fails on is skipped with the reason; the others are indexed."""
    from searcher.corpus.reader import read_seed

    def faulty(seeds: Path, path: str, *rest: Any) -> Any:
        yield from read_seed(seeds, path, *rest)
        if path == "001.txt":
            raise KeyError("charset")

    seeds = tmp_path / "seeds"
    write(seeds, 0, count=3)
    monkeypatch.setattr("searcher.refresh.read_seed", faulty)
    with searcher.open_index(tmp_path / "index", seeds, ALONE) as index:
        changes = index.refresh()
    assert [item.path for item in changes.skipped] == ["001.txt"]
    assert "reading failed" in changes.skipped[0].reason
    assert changes.added == 3


def test_an_index_damaged_meanwhile_is_an_error(tmp_path: Path) -> None:
    """A segment that loses its files is told, with what to run."""
    seeds, place = tmp_path / "seeds", tmp_path / "index"
    write(seeds, 0, count=3)
    fresh(seeds, place)
    for path in place.glob("*.seg"):
        path.unlink()
    with pytest.raises(IndexCorruptError, match="--rebuild"):
        answers(place)
