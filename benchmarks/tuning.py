"""The constants of the ranking, tried on judged collections, each judged on those it was not chosen by.

    python benchmarks/tuning.py FOLDER [--feedback] [--out]

FOLDER is that of ranking.py. Every setting of a grid runs over all collections. Then, for each of them, the
setting is taken that is best in the mean over the *others*, and what it earns on the one left out is printed
beside what the shipped constants earn there: where the two are alike, the constants are not fitted to it.
With --feedback the grid is that of `expand`, else that of the order without it. Measured is nDCG@10.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from itertools import product
from pathlib import Path
from statistics import fmean

from ranking import Collection, build, collections, found
from record import Record, add_out

from searcher.relevance.judging import judge

MEASURE = "nDCG@10"

ORDER: Mapping[str, Sequence[float]] = {
    "function_words.FUNCTION_WEIGHT": (0.02, 0.05, 0.2, 1.0),
    "passages.PROXIMITY_WEIGHT": (0.2, 0.5, 0.8),
    "results.PASSAGE_WEIGHT": (0.15, 0.3, 0.5),
}
FEEDBACK: Mapping[str, Sequence[float]] = {
    "feedback.ADDED": (0.2, 0.35, 0.6),
    "feedback.WORDS": (40, 70, 100),
    "feedback.COMMON": (0.1, 0.3, 1.0),
}
"""Constants below `searcher.query`, and the values to try."""

Setting = tuple[float, ...]


def shipped(names: Sequence[str]) -> Setting:
    """The values that the constants have."""
    return tuple(getattr(_module(name), name.partition(".")[2]) for name in names)


def apply(names: Sequence[str], setting: Setting) -> None:
    """Give the constants other values."""
    for name, value in zip(names, setting, strict=True):
        setattr(_module(name), name.partition(".")[2], value)


def _module(name: str) -> object:
    return import_module(f"searcher.query.{name.partition('.')[0]}")


def earned(collection: Collection, index: Path, *, expand: bool) -> float:
    """What the present constants earn; the index is opened anew, as words are kept with their weights."""
    return judge(collection.topics, collection.qrels, found(collection, index, expand=expand)).means[MEASURE]


def tried(grid: Mapping[str, Sequence[float]]) -> Iterator[Setting]:
    """The shipped setting, then every one of the grid."""
    first = shipped(list(grid))
    yield first
    yield from (setting for setting in product(*grid.values()) if setting != first)


def best_without(name: str, earnings: Mapping[Setting, Mapping[str, float]]) -> Setting:
    """The setting that earns most in the mean over all collections but one."""
    return max(earnings, key=lambda one: fmean(v for other, v in earnings[one].items() if other != name))


def main() -> None:
    """Build, try, print, record."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--feedback", action="store_true", help="tune `expand`")
    add_out(parser)
    chosen = parser.parse_args()
    grid = FEEDBACK if chosen.feedback else ORDER
    names = list(grid)
    record = Record(chosen.out)
    earnings: dict[Setting, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as room:
        held = list(collections(chosen.folder))
        indexes = {one.name: build(one, Path(room) / one.name) for one in held}
        without = {one.name: earned(one, indexes[one.name], expand=False) for one in held}
        print(" ".join(names), *without, "mean")
        print("without expand" if chosen.feedback else "shipped", *map("{:.4f}".format, without.values()))
        for setting in tried(grid):
            apply(names, setting)
            earnings[setting] = {
                one.name: earned(one, indexes[one.name], expand=chosen.feedback) for one in held
            }
            values = earnings[setting].values()
            print(*setting, *map("{:.4f}".format, values), f"{fmean(values):.4f}", flush=True)
    first = next(iter(earnings))
    print("\nleft out: setting that is best on the others, what it earns here, what the shipped one earns")
    left_out = {}
    for name in without:
        best = max(
            earnings, key=lambda s, name=name: fmean(v for other, v in earnings[s].items() if other != name)
        )  # type: ignore[misc]
        left_out[name] = {"setting": best, "earned": earnings[best][name], "shipped": earnings[first][name]}
        print(f"{name:12}", *best, f"{earnings[best][name]:.4f}", f"{earnings[first][name]:.4f}")
    means = {key: fmean(one[key] for one in left_out.values()) for key in ("earned", "shipped")}
    print(f"{'mean':12}", *map("{:.4f}".format, means.values()))
    settings = {" ".join(map(str, setting)): values for setting, values in earnings.items()}
    figures = {"left_out": left_out, "mean": means, "without": without}
    record.save("feedback" if chosen.feedback else "order", {"grid": dict(grid)}, figures, settings)


if __name__ == "__main__":
    main()
