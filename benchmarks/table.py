"""The performance tables of the README, in Markdown, made from the records of one machine and day.

    python benchmarks/table.py benchmarks/runs/<date>-<machine>

First the measures the project has set itself, each with its bar, its aim, and what was found (of several
kinds of queries, or peers, each; the verdict goes by the worst), or "–" where the script that measures it
has not been run with the size the measure names. README.md in this folder lists the commands. Then every
side-by-side run.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import operator
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from queries import KINDS

Found = dict[str, float]
"""What a measure gave: one number, named "", or one for each name."""


class Measure(NamedTuple):
    """A row: what is measured, where it is recorded, and what it should be.

    Attributes:
        record: the name of the file; figures: picks the row's numbers from that file's figures.
        bar, aim: bounds from above if `is_cost`, else from below.
    """

    title: str
    record: str
    figures: Callable[[Any], Found]
    bar: float
    aim: float
    unit: str = "×"
    is_cost: bool = True


def _over(name: str, kinds: tuple[str, ...], *peers: str) -> Callable[[Any], Found]:
    """Our times over those of peers."""

    def pick(figures: Any) -> Found:
        ratios = figures["ratios"]
        return {
            " ".join([kind, *([peer] if len(peers) > 1 else [])]): ratios[peer][kind][name]
            for peer in peers
            for kind in kinds
            if kind in ratios[peer]
        }

    return pick


def _times_faster(*kinds: str) -> Callable[[Any], Found]:
    """Stock Whoosh's search times over ours."""
    return lambda figures: {kind: 1 / figures["ratios"]["whoosh"][kind]["search_p50"] for kind in kinds}


def _worst_over_all(figures: Any) -> Found:
    """Our p50 and p99 over those of the two peers, of each the largest of all kinds."""
    names = ("full_p50", "full_p99")
    picked = {
        f"{peer} {name[-3:]}": _over(name, KINDS, peer)(figures)
        for peer in ("fts5", "bm25s")
        for name in names
    }
    return {title: max(ratios.values()) for title, ratios in picked.items()}


def _at(*path: str, scale: float = 1.0) -> Callable[[Any], Found]:
    """One figure, found by its path."""

    def pick(figures: Any) -> Found:
        for name in path:
            figures = figures[name]
        return {"": figures * scale}

    return pick


def _growth(figures: Any) -> Found:
    return {kind: figures["growth"][kind]["p50_ms"] for kind in ("term", "or", "and")}


_MEGABYTE = 1e-6
_MEASURES = (
    Measure(
        "full p50, 10k, of tantivy's", "peers-10000", _over("full_p50", ("term", "or"), "tantivy"), 0.8, 0.5
    ),
    Measure(
        "full p50, 10k, of tantivy's",
        "peers-10000",
        _over("full_p50", ("and", "phrase"), "tantivy"),
        1.3,
        1.0,
    ),
    Measure("full p50, 100k, of tantivy's", "peers-100000", _over("full_p50", KINDS, "tantivy"), 0.8, 0.5),
    Measure("full p99, 10k, of tantivy's", "peers-10000", _over("full_p99", KINDS, "tantivy"), 1.2, 0.6),
    Measure("full p99, 100k, of tantivy's", "peers-100000", _over("full_p99", KINDS, "tantivy"), 1.2, 0.6),
    Measure(
        "search p50, 10k, faster than stock Whoosh",
        "peers-10000",
        _times_faster("term", "or"),
        50,
        100,
        "×",
        False,
    ),
    Measure(
        "search p50, 10k, faster than stock Whoosh",
        "peers-10000",
        _times_faster("and", "phrase"),
        20,
        50,
        "×",
        False,
    ),
    Measure("full, 10k, of FTS5's and bm25s's, the worst kind", "peers-10000", _worst_over_all, 1.0, 1 / 3),
    Measure(
        "whole pipeline on JSONL, 2 workers",
        "stages-10000",
        _at("index, 2 workers, MB/s"),
        4,
        8,
        " MB/s",
        False,
    ),
    Measure("index on disk of text", "stages-10000", _at("disk, bytes/byte of text"), 2.8, 2.2),
    Measure(
        "peak memory of indexing 1 GB, all processes",
        "memory-1000mb-100000",
        _at("indexing", "peak_pss_bytes", scale=_MEGABYTE),
        1200,
        700,
        " MB",
    ),
    Measure(
        "anonymous memory after 1,000 searches, 100k",
        "memory-1000mb-100000",
        _at("searching", "rss_anon_searched_bytes", scale=_MEGABYTE),
        120,
        60,
        " MB",
    ),
    Measure("growth of full p50, 10k to 1M", "scale-10000-100000-1000000", _growth, 8, 3),
    Measure(
        "refresh that adds an article to 100k",
        "scale-10000-100000-1000000",
        _at("sizes", "100000", "add", "refresh_s"),
        1,
        0.2,
        " s",
    ),
    Measure("cold `search`, 20k, of the shipped seeds'", "cold-20000", _at("ratio"), 1.5, 1.1),
)


def measures(records: Mapping[str, Any]) -> list[str]:
    """The table of measures, line by line."""
    lines = ["| measure | found | bar | aim | |", "|---|---|---|---|---|"]
    for measure in _MEASURES:
        sign = "≤" if measure.is_cost else "≥"
        bounds = f"{sign} {_number(measure.bar)}{measure.unit} | {sign} {_number(measure.aim)}{measure.unit}"
        found, verdict = "–", ""
        with contextlib.suppress(KeyError, TypeError):  # not run with all engines, or null on this system
            numbers = measure.figures(records[measure.record]["figures"])
            found = ", ".join(
                f"{name} {_number(number)}{measure.unit}".strip() for name, number in numbers.items()
            )
            verdict = _verdict(measure, numbers)
        lines.append(f"| {measure.title} | {found} | {bounds} | {verdict} |")
    return lines


def _verdict(measure: Measure, numbers: Found) -> str:
    keeps, worst = (operator.le, max) if measure.is_cost else (operator.ge, min)
    number = worst(numbers.values())
    if keeps(number, measure.aim):
        return "aim"
    return "bar" if keeps(number, measure.bar) else "missed"


def side_by_side(record: Any) -> list[str]:
    """The table of one run of all engines, line by line."""
    corpus, engines = record["corpus"], record["figures"]["engines"]
    size = f"{corpus['articles']:,} articles, {corpus['text_bytes'] / 1e6:.1f} MB of text"
    kinds = " | ".join(f"{kind}, p50 / p99 ms" for kind in KINDS)
    lines = [f"{size}, peers index each {corpus['unit']}; query string → top 10, highlighted:", ""]
    lines += [f"| | index MB/s | disk / text | {kinds} |", "|---|---|---|" + "---|" * len(KINDS)]
    for name, found in engines.items():
        cells = [_number(found["index"]["mb_s"]), _number(found["index"]["disk_ratio"])]
        for kind in KINDS:
            times = found.get(kind)
            cells.append(
                f"{_number(times['full_p50_ms'])} / {_number(times['full_p99_ms'])}" if times else "–"
            )
        version = record["versions"].get({"fts5": "sqlite", "whoosh": "whoosh3"}.get(name, name), "")
        lines.append(f"| {name} {version} | " + " | ".join(cells) + " |")
    return lines


def _number(number: float) -> str:
    """Two digits of what is small, none behind the point of what is large."""
    return f"{number:,.0f}" if abs(number) >= 10 else f"{number:.2g}"


def main() -> None:
    """Read the records of a folder and print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("runs", type=Path, metavar="FOLDER")
    folder = parser.parse_args().runs
    records = {
        file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json"))
    }
    if not records:
        parser.error(f"{folder}: no records")
    tables = [measures(records)]
    tables += [side_by_side(record) for record in records.values() if record["script"] == "peers"]
    machine = next(iter(records.values()))["machine"]
    print(
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB, "
        f"Python {machine['python']}\n"
    )
    print("\n\n".join("\n".join(table) for table in tables))


if __name__ == "__main__":
    main()
