"""Startup: what a whole `search` process costs beside the imports it cannot do without.

Runs `python -m searcher search self-mobilize` on the shipped seeds, its index in place, and
`python -c "import whoosh.index, whoosh.qparser, numpy, click"` by turns, so that both see the same
machine, and prints the medians and their ratio. The target is a ratio of at most 1.5. Both run from
byte code, as installed packages do.

    python benchmarks/startup.py [RUNS=20]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
BASELINE = [sys.executable, "-c", "import whoosh.index, whoosh.qparser, numpy, click"]
TARGET = 1.5


def wall_ms(command: list[str], environment: dict[str, str]) -> float:
    """Run a command from start to end; milliseconds of wall time."""
    quiet = subprocess.DEVNULL
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=quiet, stderr=quiet, cwd=ROOT, env=environment)
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    """Measure by turns and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as room:
        search = [sys.executable, "-m", "searcher", "search", "self-mobilize"]
        search += ["--seeds", str(ROOT / "seeds"), "--index", f"{room}/index"]
        environment = os.environ | {"PYTHONPYCACHEPREFIX": f"{room}/bytecode"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        commands = {"baseline imports": BASELINE, "whole search": search}
        for command in 2 * list(commands.values()):  # builds the index, compiles, warms the disk
            wall_ms(command, environment)
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                times[name].append(wall_ms(command, environment))
    for name, taken in times.items():
        print(f"{name:18}  median {median(taken):6.1f} ms   fastest {min(taken):6.1f} ms   ({runs} runs)")
    ratio = median(times["whole search"]) / median(times["baseline imports"])
    print(f"ratio {ratio:.2f} (target: at most {TARGET})")


if __name__ == "__main__":
    main()
