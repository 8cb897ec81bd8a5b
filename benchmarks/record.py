"""A record: what a benchmark found, on which machine, with which versions, by which command.

    options    the arguments all scripts share: --corpus, --articles, --queries, --workers, --repeat, --out
    Record     begun before the measurement, `save` after it writes runs/<date>-<machine>/<script>-….json

A record is one JSON object: script, command, began, machine, versions, load_average (before and after; 1, 5
and 15 minutes), corpus, figures (what `table.py` reads) and raw (what they were made from). A machine is
named for its processor and cores; neither host names nor paths are recorded.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import re
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

import searcher

RUNS = Path(__file__).resolve().parent / "runs"
_PACKAGES = (
    *("whoosh3", "numpy", "PyStemmer", "tantivy", "bm25s"),
    *("trafilatura", "lxml", "readability-lxml", "Resiliparse", "newspaper4k", "beautifulsoup4"),
)
_WORD = re.compile(r"[a-z0-9][a-z0-9-]*")
_NO_NAME = re.compile(r"\((r|tm)\)|\b(intel|amd|core|cpu|processor|[0-9]+-core)\b|@.*")


class Machine(NamedTuple):
    """What a benchmark ran on."""

    processor: str
    cores: int
    memory_gb: float | None
    system: str
    python: str

    @property
    def name(self) -> str:
        """A short name for folders, such as "epyc-2-cores"."""
        words = _WORD.findall(_NO_NAME.sub(" ", self.processor.lower())) or [platform.machine().lower()]
        return "-".join([*words[:3], str(self.cores), "cores"])


def machine() -> Machine:
    """This machine."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    model = re.search(r"^model name\s*: (.+)$", _text("/proc/cpuinfo"), re.MULTILINE)
    memory = re.search(r"^MemTotal:\s+(\d+) kB$", _text("/proc/meminfo"), re.MULTILINE)
    return Machine(
        model[1] if model else platform.processor() or platform.machine(),
        cores,
        round(int(memory[1]) / 2**20, 1) if memory else None,
        " ".join([platform.system(), *platform.release().split(".")[:1]]),
        platform.python_version(),
    )


def _text(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""


def options(doc: str | None, articles: int | Sequence[int], repeat: int = 3) -> argparse.ArgumentParser:
    """A parser with the arguments all scripts share.

    Args:
        doc: the script's docstring, which is its help.
        articles: the default size of the corpus, or several sizes.
        repeat: the default number of timed runs, of which the best, or the median, counts.
    """
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    files = "JSON lines; without, the shipped seeds, grown"
    parser.add_argument("--corpus", type=Path, nargs="+", default=[], metavar="FILE", help=files)
    several = None if isinstance(articles, int) else "+"
    parser.add_argument("--articles", type=int, nargs=several, default=articles, metavar="N")
    parser.add_argument("--queries", type=Path, metavar="FILE", help="kind<TAB>words; drawn without")
    parser.add_argument("--workers", type=int, default=machine().cores, metavar="N", help="of the index")
    parser.add_argument("--repeat", type=int, default=repeat, metavar="N")
    add_out(parser)
    return parser


def add_out(parser: argparse.ArgumentParser) -> None:
    """Add `--out`: keep what is found, below runs/ or the folder given."""
    kept = f"keep a record, in {RUNS.name}/ here or in this folder"
    parser.add_argument("--out", type=Path, nargs="?", const=RUNS, metavar="FOLDER", help=kept)


class Record:
    """What will be known of one run of a script."""

    def __init__(self, out: Path | None) -> None:
        """Begin.

        Args:
            out: the folder of runs; None to save nothing.
        """
        self._out = out
        self._began = datetime.now(UTC)
        self._load = _load_average()
        self._script = Path(sys.argv[0]).stem

    def save(
        self,
        label: str,
        corpus: Mapping[str, object],
        figures: Mapping[str, object],
        raw: Mapping[str, object],
    ) -> None:
        """Write what was found, if it is to be kept, and say where and under which load.

        Args:
            label: what tells this run from others of the script, such as the number of articles.
            corpus: what was searched; figures: the numbers to quote; raw: what they come from.
        """
        after = _load_average()
        on = machine()
        print(f"{on.processor}, {on.cores} cores, load average before {self._load[0]}, after {after[0]}")
        if self._out is None:
            return
        whole = {
            "script": self._script,
            "command": _command(),
            "began": self._began.isoformat(timespec="seconds"),
            "machine": on._asdict(),
            "versions": _versions(),
            "load_average": {"before": self._load, "after": after},
            "corpus": corpus,
            "figures": _rounded(figures),
        }
        folder = self._out / f"{self._began:%Y-%m-%d}-{on.name}"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{self._script}-{label}.json"
        head = json.dumps(whole, indent=1, ensure_ascii=False).removesuffix("\n}")
        tail = json.dumps(_rounded(raw), ensure_ascii=False)  # on one line: there are thousands of numbers
        file.write_text(f'{head},\n "raw": {tail}\n}}\n', encoding="utf-8")
        print(f"recorded in {folder.name}/{file.name}")


def _command() -> str:
    """The command as anyone would give it: files by their names, without the folders they lie in here."""
    given = [Path(word).name if os.sep in word else word for word in sys.argv[1:]]
    return " ".join(["python", f"benchmarks/{Path(sys.argv[0]).name}", *given])


def _load_average() -> list[float]:
    return [round(load, 2) for load in os.getloadavg()] if hasattr(os, "getloadavg") else []


def _versions() -> dict[str, str]:
    """Of the packages measured; searcher's with the commit, if it is a checkout that knows."""
    found = {"searcher": f"{searcher.__version__}{_commit()}", "sqlite": sqlite3.sqlite_version}
    for package in _PACKAGES:
        with contextlib.suppress(PackageNotFoundError):
            found[package] = version(package)
    return found


def _commit() -> str:
    folder = Path(searcher.__file__).parent
    command = ["git", "-C", str(folder), "describe", "--always", "--dirty", "--exclude=*"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return f" ({done.stdout.strip()})"


def _rounded(value: object) -> object:
    """Four significant digits of every fraction: more is noise."""
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, Mapping):
        return {key: _rounded(item) for key, item in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, list | tuple) else value
