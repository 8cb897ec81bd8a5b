"""Hot spots: the functions in which indexing and searching spend their time.

    python benchmarks/hotspots.py [--articles 1000] [--top 20] [--corpus FILE.jsonl …]
                                   [--queries FILE.tsv] [--out]

Profiles, in one process each on its own (cProfile), a whole build, then every query of each kind in full
after a round to warm up. For each the functions with the most time of their own are printed: share of the
whole, calls, name. The profiler charges calls more than loops, so shares guide; what a change gains is for
the other scripts to say.
"""

from __future__ import annotations

import cProfile
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import CodeType
from typing import NamedTuple

from corpus import source, up_to, write
from engines import searcher_calls
from growing import grow
from queries import queries
from record import Record, options

import searcher


class Spot(NamedTuple):
    """A function, its share of all time, and how often it was called."""

    share: float
    calls: int
    function: str


def hotspots(work: Callable[[], object], top: int) -> list[Spot]:
    """The functions with the most time of their own."""
    profile = cProfile.Profile()
    profile.runcall(work)
    entries = profile.getstats()
    total = sum(entry.inlinetime for entry in entries) or 1.0
    found = [Spot(entry.inlinetime / total, entry.callcount, _place(entry.code)) for entry in entries]
    return sorted(found, reverse=True)[:top]


def _place(code: CodeType | str) -> str:
    """A function's name with its module's folder and file, which are the same on every machine."""
    if isinstance(code, str):  # it is not written in Python
        return re.sub(r" at 0x\w+", "", code)
    return f"{'/'.join(Path(code.co_filename).parts[-2:])}:{code.co_firstlineno} {code.co_qualname}"


def main() -> None:
    """Profile, print, record."""
    parser = options(__doc__, articles=1_000)
    parser.add_argument("--top", type=int, default=20, metavar="N", help="functions")
    chosen = parser.parse_args()
    record = Record(chosen.out)
    given = source(chosen.corpus)
    figures: dict[str, list[Spot]] = {}
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        written = write(up_to(grow(given), chosen.articles), room / "seeds" / "corpus.jsonl")
        one_process = searcher.Settings(workers=1)
        with searcher.open_index(room / "index", room / "seeds", one_process) as index:
            figures["index"] = hotspots(index.refresh, chosen.top)
            full = searcher_calls(index)[1]
            for kind, lines in queries(chosen.queries, given[: chosen.articles]).items():

                def ask(kind: str = kind, lines: list[str] = lines) -> None:
                    for words in lines:
                        full(kind, words)

                ask()
                figures[kind] = hotspots(ask, chosen.top)
    for name, spots in figures.items():
        print(f"\n{name}")
        for spot in spots:
            print(f"{spot.share:7.1%}{spot.calls:12,}  {spot.function}")
    record.save(str(chosen.articles), written._asdict(), figures, {})


if __name__ == "__main__":
    main()
