"""Startup: what a whole `search` process costs beside the imports it cannot do without.

    python benchmarks/startup.py [--repeat 20] [--out]

Runs `python -m searcher search self-mobilize` on the shipped seeds, its index in place, and
`python -c "import whoosh.index, whoosh.qparser, numpy, click"` by turns, so that both see the same
machine, and prints the medians and their ratio. The target is a ratio of at most 1.5. Both run from
byte code, as installed packages do.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

from corpus import SHIPPED
from measure import SEARCHER, start_s
from record import Record, add_out

BASELINE = [sys.executable, "-c", "import whoosh.index, whoosh.qparser, numpy, click"]
TARGET = 1.5


def main() -> None:
    """Measure by turns, print, record."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeat", type=int, default=20, metavar="N")
    add_out(parser)
    chosen = parser.parse_args()
    record = Record(chosen.out)
    taken: dict[str, list[float]] = {"baseline imports": [], "whole search": []}
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        search = [
            *SEARCHER,
            "search",
            "self-mobilize",
            "--seeds",
            str(SHIPPED),
            "--index",
            str(room / "index"),
        ]
        commands = dict(zip(taken, (BASELINE, search), strict=True))
        for command in 2 * list(commands.values()):  # builds the index, compiles, warms the disk
            start_s(command, room)
        for _ in range(chosen.repeat):
            for name, command in commands.items():
                taken[name].append(1000 * start_s(command, room))
    figures: dict[str, float] = {}
    for name, times in taken.items():
        figures[f"{name}, ms"] = median(times)
        print(f"{name:18}  median {median(times):6.1f} ms   fastest {min(times):6.1f} ms")
    figures["ratio"] = median(taken["whole search"]) / median(taken["baseline imports"])
    print(f"ratio {figures['ratio']:.2f} (target: at most {TARGET})")
    record.save("shipped", {"seeds": SHIPPED.name}, figures, {"ms": taken})


if __name__ == "__main__":
    main()
