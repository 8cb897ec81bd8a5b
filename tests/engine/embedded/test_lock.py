import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from searcher.engine.embedded.commit.lock import WriteLock
from searcher.errors import IndexFolderError, IndexLockedError

HOLD = """
import os, sys, time
from pathlib import Path
from searcher.engine.embedded.commit.lock import WriteLock
WriteLock(Path(sys.argv[1])).acquire()
if len(sys.argv) > 2 and os.fork() == 0:
    os.close(1)  # a worker, which outlives its parent for a while
    time.sleep(5)
    os._exit(0)
print("held", flush=True)
time.sleep(60)
"""


def hold(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a process that holds the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder), *arguments], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


@pytest.mark.parametrize("worker", [(), ("with a worker",)], ids=["alone", "with a worker"])
def test_lock_names_its_holder_and_ends_with_it(tmp_path: Path, worker: tuple[str, ...]) -> None:
    """The lock of another process is an error that names it, and ends when it is killed, workers or not."""
    lock = WriteLock(tmp_path)
    with hold(tmp_path, *worker) as process:
        with pytest.raises(
            IndexLockedError, match=f"is being written by process {process.pid}, since"
        ) as raised:
            lock.acquire()
        assert raised.value.holder == lock.holder()
        process.kill()
        process.wait()
        lock.acquire(timeout_s=2)
    assert lock.holder() is not None
    assert f"process {os.getpid()}, since" in str(lock.holder())
    lock.release()


def test_lock_waits_as_long_as_it_is_told(tmp_path: Path) -> None:
    """A writer waits for another one, but not longer than it was told to."""
    first, second = WriteLock(tmp_path), WriteLock(tmp_path)
    first.acquire()
    begun = time.monotonic()
    with pytest.raises(IndexLockedError):
        second.acquire(timeout_s=0.2)
    assert 0.2 <= time.monotonic() - begun < 2
    first.release()
    second.acquire()
    second.release()


def test_released_lock_names_nobody(tmp_path: Path) -> None:
    """A lock that was given back names no holder, and giving it back twice is harmless."""
    lock = WriteLock(tmp_path)
    lock.release()
    lock.acquire()
    lock.release()
    lock.release()
    assert lock.holder() is None


def test_lock_in_a_folder_that_is_none(tmp_path: Path) -> None:
    """A lock that cannot be written is a fault of the folder."""
    with pytest.raises(IndexFolderError, match=r"it is not writable \(No such file or directory\)"):
        WriteLock(tmp_path / "missing").acquire()
    (tmp_path / "LOCK").mkdir()
    with pytest.raises(IndexFolderError, match="it is not writable"):
        WriteLock(tmp_path).acquire()
