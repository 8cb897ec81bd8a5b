"""Measuring: what a command, or a call, takes in seconds and bytes.

    watched         a command ─▶ Ran: seconds, and the peak memory of it and all its children
    start_s         a short command ─▶ seconds, to the millisecond
    best_by_turns   calls ─▶ the best time of each, taken in turn so that all see the same machine
    spread          times ─▶ p50 and p99
    folder_bytes    a folder ─▶ the bytes of its files
    anonymous_bytes this process ─▶ its memory that no file backs (RssAnon)

Memory comes from `/proc`; where there is none it is None, and reported as not measured.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple, TypeVar

Name = TypeVar("Name", bound=Hashable)

SEARCHER = (sys.executable, "-m", "searcher")
"""The command line of the package that `import searcher` finds."""

_EVERY_S = 0.1  # often enough for what lasts seconds; reading the sizes of a large process takes milliseconds
_PROC = Path("/proc")


class Ran(NamedTuple):
    """A command that has ended.

    Attributes:
        seconds: of wall time.
        pss_bytes: the largest sum, over the command and its children, of proportional set sizes, in which a
            page that k processes share counts 1/k in each; None where the system does not tell.
        rss_bytes: the same of resident set sizes, in which shared pages count again and again.
    """

    seconds: float
    pss_bytes: int | None
    rss_bytes: int | None


class Spread(NamedTuple):
    """Median and 99th percentile of some times (of up to a hundred: the largest), in milliseconds."""

    p50_ms: float
    p99_ms: float


def index_command(seeds: Path, index: Path, workers: int) -> list[str]:
    """The command that builds an index, or brings it up to date."""
    return [*SEARCHER, "index", "--seeds", str(seeds), "--index", str(index), "--workers", str(workers)]


def watched(command: Sequence[str], folder: Path) -> Ran:
    """Run a command to its end and watch it.

    Args:
        command: what to run; stdout is thrown away.
        folder: where; away from the checkout, so that Python loads the installed package there too.

    Raises:
        RuntimeError: it failed; the message ends with what it said last.
    """
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=said, cwd=folder, env=_environment()
        )
        peaks: list[int | None] = [None, None]
        threading.Thread(target=_watch, args=(process, peaks), daemon=True).start()
        status = process.wait()
        seconds = time.perf_counter() - begun
        if status:
            said.seek(0)
            last = said.read()[-2000:].decode(errors="replace")
            raise RuntimeError(f"{' '.join(command)}: exit status {status}\n{last}")
    return Ran(seconds, peaks[0], peaks[1])


def start_s(command: Sequence[str], folder: Path) -> float:
    """Seconds of wall time of a short command, watched by nothing but a clock.

    It runs from byte code, as installed packages do, kept below the folder: its first run there compiles.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    environment = _environment() | {"PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=folder, env=environment)
    return time.perf_counter() - begun


def _environment() -> dict[str, str]:
    """This process's, without what would change searcher's settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith("SEARCHER_")}


def _watch(process: subprocess.Popen[bytes], peaks: list[int | None]) -> None:
    """Raise the peaks (PSS, RSS) while a process lives."""
    while process.returncode is None:
        sizes = [_sizes(pid) for pid in _tree(process.pid)]
        for kind in range(2):
            total = sum(size[kind] for size in sizes)
            if total:
                peaks[kind] = max(peaks[kind] or 0, total)
        time.sleep(_EVERY_S)


def _tree(pid: int) -> Iterator[int]:
    """A process and all that descend from it."""
    yield pid
    try:
        threads = list((_PROC / str(pid) / "task").iterdir())
    except OSError:  # it ended meanwhile
        return
    for thread in threads:
        for child in _read(thread / "children").split():
            yield from _tree(int(child))


def _sizes(pid: int) -> tuple[int, int]:
    """PSS and RSS of a process in bytes; 0 when it is gone, or the system does not tell."""
    lines = _read(_PROC / str(pid) / "smaps_rollup")
    return _field(lines, "Pss:") or 0, _field(lines, "Rss:") or 0


def _field(lines: str, name: str) -> int | None:
    """A size given in kB by one of the lines, in bytes."""
    sizes = (line.split()[1] for line in lines.splitlines() if line.startswith(name))
    found = next(sizes, None)
    return None if found is None else int(found) * 1024


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:  # the process ended meanwhile
        return ""


def anonymous_bytes() -> int | None:
    """RssAnon of this process: what it holds besides the files it has mapped."""
    return _field(_read(_PROC / "self" / "status"), "RssAnon:")


def best_by_turns(calls: Mapping[Name, Callable[[], object]], repeat: int) -> dict[Name, float]:
    """The shortest time of each call in seconds, by turns.

    Every call is made once to warm up, then `repeat` times; who comes first changes from round to round, as
    the first finds the caches as another query left them.
    """
    names = list(calls)
    best = dict.fromkeys(names, float("inf"))
    for name in names:
        calls[name]()
    for turn in range(repeat):
        at = turn % len(names)
        for name in names[at:] + names[:at]:
            begun = time.perf_counter()
            calls[name]()
            best[name] = min(best[name], time.perf_counter() - begun)
    return best


def spread(seconds: Sequence[float]) -> Spread:
    """Median and 99th percentile.

    Raises:
        ValueError: there are no times.
    """
    if not seconds:
        raise ValueError("no times were taken")
    ordered = sorted(seconds)
    return Spread(1000 * median(ordered), 1000 * ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))])


def folder_bytes(folder: Path) -> int:
    """The bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
