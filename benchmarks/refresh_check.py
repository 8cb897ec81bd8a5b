"""How long the look for changed seeds takes: what every search pays before it answers.

    python benchmarks/refresh_check.py [--seeds 1000 100000] [--repeat 5] [--out]

Makes folders of small files and a manifest that knows them all, as an index over them would, and times
`searcher.refresh.look`, opening the manifest included. The promise: 0.02 s for 1,000 seeds, 1 s for
100,000. The files are in the cache of the system, as they are for a second search.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from record import Record, add_out

from searcher.corpus.reader import find_seeds
from searcher.corpus.reader.find import SeedFile
from searcher.refresh import look
from searcher.seed_manifest import SeedDraft, SeedManifest, SeedRow

FILES_IN_FOLDER = 1000
PROMISES_S = {1_000: 0.02, 100_000: 1.0}


def make(base: Path, count: int) -> tuple[Path, Path]:
    """Write `count` seeds, and an index folder whose manifest of generation 0 knows them."""
    seeds, index = base / "seeds", base / "index"
    index.mkdir()
    for number in range(count):
        folder = seeds / f"{number // FILES_IN_FOLDER:04d}"
        if number % FILES_IN_FOLDER == 0:
            folder.mkdir(parents=True)
        (folder / f"{number:06d}_article.txt").write_text(f"Article {number}\n\nIts only sentence.\n")
    with SeedDraft(index, None) as draft:
        for found in find_seeds(seeds):
            assert isinstance(found, SeedFile)
            draft.put_seed(SeedRow(*found, f"{hash(found.path):032x}"[-32:]))
            draft.put_article(found.path, found.path, "0" * 32, (1, 2, 3, 4, 5, 6, 7, 8))
        draft.save(0)
    return seeds, index


def measure(count: int, repeat: int) -> float:
    """The best of several looks at `count` seeds, in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        seeds, index = make(Path(folder), count)
        times = []
        for _ in range(repeat):
            begun = time.perf_counter()
            known = SeedManifest.read(index, 0)
            assert known is not None
            changed = look(seeds, index, known)
            times.append(time.perf_counter() - begun)
            known.close()
            assert not changed
        return min(times)


def main() -> None:
    """Measure, print one line for each number of seeds, record."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, nargs="+", default=list(PROMISES_S), metavar="N")
    parser.add_argument("--repeat", type=int, default=5, metavar="N")
    add_out(parser)
    options = parser.parse_args()
    record = Record(options.out)
    figures: dict[str, float] = {}
    for count in options.seeds:
        seconds = figures[f"{count} seeds, s"] = measure(count, options.repeat)
        promise = PROMISES_S.get(count)
        print(
            f"{count:>9,} seeds: {seconds:.4f} s" + (f" (promised: {promise} s)" if promise else ""),
            flush=True,
        )
    record.save("-".join(str(count) for count in options.seeds), {}, figures, {})


if __name__ == "__main__":
    main()
