"""A watched index follows its seeds."""

from __future__ import annotations

import queue
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import searcher
from searcher import Changes, Settings
from searcher.errors import IndexFolderError, SearcherError, SeedsMissingError
from searcher.pipeline import Index
from searcher.watching import follow

ALONE = Settings(workers=1)
PATIENCE_S = 15


class Watch:
    """A watch that runs in a thread, and what it gives."""

    def __init__(self, index: Index) -> None:
        self.stop = threading.Event()
        self._given: queue.Queue[Changes | SearcherError] = queue.Queue()
        self._thread = threading.Thread(target=self._run, args=(index,))
        self._thread.start()

    def _run(self, index: Index) -> None:
        for given in follow(index, self.stop):
            self._given.put(given)

    def next(self) -> Changes | SearcherError:
        """What comes next."""
        return self._given.get(timeout=PATIENCE_S)

    def end(self) -> bool:
        """Stop the watch; whether it ended."""
        self.stop.set()
        self._thread.join(PATIENCE_S)
        return not self._thread.is_alive()


def write(folder: Path, about: str) -> None:
    """A seed."""
    folder.mkdir(exist_ok=True)
    prose = f"The {about} near the border was closed for a week, officials said on Monday."
    (folder / f"{about}.txt").write_text(f"News of the {about}\n\n{prose}\n")


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait less for quiet than a person's editor needs."""
    monkeypatch.setattr("searcher.watching._QUIET_MS", 50)
    monkeypatch.setattr("searcher.watching._PULSE_MS", 200)


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A folder with one seed."""
    write(tmp_path / "seeds", "harbour")
    return tmp_path / "seeds"


@pytest.fixture
def index(tmp_path: Path, seeds: Path) -> Iterator[Index]:
    """An index of it, inside it."""
    with searcher.open_index(seeds / "index", seeds, ALONE) as opened:
        yield opened


def test_follow_refreshes_after_every_change_and_survives_errors(
    index: Index, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is missing at first, an edit, an error, a folder that goes and comes back; then the end."""
    watch = Watch(index)
    try:
        assert watch.next() == Changes(added=1, read=1)
        write(seeds, "depot")
        assert watch.next() == Changes(added=1, read=1)
        with monkeypatch.context() as patched:

            def fail(*given: object, **more: object) -> None:
                raise IndexFolderError(index.folder, "No space left on device")

            patched.setattr("searcher.pipeline.Refresh", fail)
            write(seeds, "canal")
            assert isinstance(watch.next(), IndexFolderError)
        (seeds / "depot.txt").unlink()
        assert watch.next() == Changes(added=1, removed=1, read=1)
    finally:
        assert watch.end()
    assert index.search("border").total.value == 2


def test_follow_of_a_folder_that_goes_and_comes_back_goes_on(tmp_path: Path, seeds: Path) -> None:
    """A folder that is removed is an error; made again, it is followed again."""
    with searcher.open_index(tmp_path / "index", seeds, ALONE) as index:
        watch = Watch(index)
        try:
            assert watch.next() == Changes(added=1, read=1)
            shutil.rmtree(seeds)
            assert isinstance(watch.next(), SeedsMissingError)
            assert index.search("border").total.value == 1
            write(tmp_path / "later", "depot")
            (tmp_path / "later").rename(seeds)
            given = watch.next()
            while isinstance(given, SeedsMissingError):  # first there was no seed, then no folder
                given = watch.next()
            assert given == Changes(added=1, removed=1, read=1)
            write(seeds, "canal")
            assert watch.next() == Changes(added=1, read=1)
        finally:
            assert watch.end()


def test_follow_without_a_folder_is_an_error(tmp_path: Path) -> None:
    """There must be something to watch."""
    with (
        searcher.open_index(tmp_path / "index", tmp_path / "nowhere", ALONE) as index,
        pytest.raises(SeedsMissingError),
    ):
        next(follow(index))
