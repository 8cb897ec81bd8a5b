"""Side by side: searcher, tantivy-py, SQLite FTS5, bm25s and stock Whoosh on one corpus and one query file.

    pip install '.[bench]'
    python benchmarks/peers.py [--articles 10000] [--engines searcher tantivy …] [--unit passage|article]
                               [--corpus FILE.jsonl …] [--queries FILE.tsv] [--repeat 3] [--out]

All engines stand in one process, warm, and answer each query in turn; of `--repeat` runs the best counts.
Printed for each: megabytes of text indexed a second (searcher: a whole process that reads, cleans, tags,
splits, indexes and commits; the peers get ready strings), bytes on disk to bytes of text, and for each kind
of query p50 and p99 of `search` (query string → best ten) and `full` (query string → best ten, texts with
highlights). `answered` is the share of queries with a hit: an engine that finds nothing is quick. Then
searcher's times over each peer's: p50 to p50, p99 to p99, and the median of the ratios query by query;
below 1 searcher is faster. What is fair and what is not stands in engines.py. An engine that is not
installed is left out.
"""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from statistics import median

from corpus import source, up_to
from engines import BUILDERS, Engine, passages
from growing import Article, grow
from measure import best_by_turns, spread
from queries import KINDS, Queries, queries
from record import Record, options

Times = dict[str, dict[str, dict[str, tuple[float, float]]]]
"""kind → words → engine → seconds of (search, full)."""
Figures = dict[str, dict[str, dict[str, float]]]
"""engine → "index" or kind → name of a figure → figure."""

_MODES = ("search", "full")


def build(
    names: Sequence[str], articles: Sequence[Article], unit: str, room: Path, workers: int
) -> dict[str, Engine]:
    """The engines that are installed, each with the corpus."""
    cut = passages(articles) if unit == "passage" else articles
    built: dict[str, Engine] = {}
    for name in names:
        folder = room / name
        folder.mkdir()
        try:
            built[name] = BUILDERS[name](articles if name == "searcher" else cut, folder, workers)
        except ImportError as missing:
            print(f"{name}: left out, {missing}")
    return built


def measure(
    engines: dict[str, Engine], asked: Queries, repeat: int
) -> tuple[Times, dict[str, dict[str, float]]]:
    """Every query by every engine, in turn: times, and the share of each kind that each engine answered."""
    times: Times = {}
    answered: dict[str, dict[str, float]] = {name: {} for name in engines}
    # What was built stays; otherwise looking through it for garbage would be charged to whoever is timed.
    gc.collect()
    gc.freeze()
    for kind, lines in asked.items():
        able = {name: engine for name, engine in engines.items() if kind in engine.kinds}
        times[kind] = {}
        for words in lines:
            # One mode after the other: who has just searched would find its own traces in the caches.
            search, full = (
                best_by_turns({name: partial(call, kind, words) for name, call in calls.items()}, repeat)
                for calls in (
                    {name: engine.search for name, engine in able.items()},
                    {name: engine.full for name, engine in able.items()},
                )
            )
            times[kind][words] = {name: (search[name], full[name]) for name in able}
        for name, engine in able.items():
            answered[name][kind] = sum(bool(engine.full(kind, words)) for words in lines) / len(lines)
    return times, answered


def summarise(
    engines: dict[str, Engine], times: Times, answered: dict[str, dict[str, float]], text_bytes: int
) -> Figures:
    """The figures of each engine."""
    figures: Figures = {}
    for name, engine in engines.items():
        index = {"mb_s": text_bytes / 1e6 / engine.index_s, "disk_ratio": engine.disk_bytes / text_bytes}
        figures[name] = {"index": {"seconds": engine.index_s, **index}}
        for kind in engine.kinds:
            if kind not in times:
                continue
            taken = [by_engine[name] for by_engine in times[kind].values()]
            found = figures[name][kind] = {"answered": answered[name][kind]}
            for at, mode in enumerate(_MODES):
                found[f"{mode}_p50_ms"], found[f"{mode}_p99_ms"] = spread([pair[at] for pair in taken])
    return figures


def ratios(figures: Figures, times: Times) -> Figures:
    """searcher's times over each peer's: peer → kind → figure."""
    ours, found = figures["searcher"], Figures()
    for peer in figures.keys() - {"searcher"}:
        found[peer] = {}
        for kind in figures[peer].keys() & ours.keys() & times.keys():
            theirs = figures[peer][kind]
            over = {name: ours[kind][name] / theirs[name] for name in theirs if name.endswith("_ms")}
            for at, mode in enumerate(_MODES):
                pairs = [(by["searcher"][at], by[peer][at]) for by in times[kind].values()]
                over[f"{mode}_by_query"] = median(own / other for own, other in pairs)
            found[peer][kind] = {name.removesuffix("_ms"): value for name, value in over.items()}
    return found


def show(figures: Figures, over: Figures) -> None:
    """Print both."""
    print(f"\n{'':10}{'index MB/s':>12}{'disk/text':>12}")
    for name, found in figures.items():
        print(f"{name:10}{found['index']['mb_s']:12.2f}{found['index']['disk_ratio']:12.2f}")
    print(
        f"\n{'ms':10}{'':10}{'answered':>9}"
        + "".join(f"{mode} {p}".rjust(12) for mode in _MODES for p in ("p50", "p99"))
    )
    for kind in KINDS:
        for name, found in figures.items():
            if kind in found:
                values = [found[kind][f"{mode}_{p}_ms"] for mode in _MODES for p in ("p50", "p99")]
                print(
                    f"{kind:10}{name:10}{found[kind]['answered']:9.0%}"
                    + "".join(f"{value:12.3f}" for value in values)
                )
    titles = [f"{mode} {p}" for mode in _MODES for p in ("p50", "p99", "by query")]
    print(f"\n{'searcher / …':20}" + "".join(title.rjust(16) for title in titles))
    for kind in KINDS:
        for name in (name for name in figures if kind in over.get(name, {})):
            values = [over[name][kind][title.replace(" ", "_")] for title in titles]
            print(f"{kind:10}{name:10}" + "".join(f"{value:16.4f}" for value in values))


def main() -> None:
    """Build, measure by turns, print, record."""
    parser = options(__doc__, articles=10_000)
    parser.add_argument("--engines", nargs="+", choices=BUILDERS, default=list(BUILDERS), metavar="NAME")
    parser.add_argument("--unit", choices=("passage", "article"), default="passage", help="what peers index")
    chosen = parser.parse_args()
    record = Record(chosen.out)
    given = source(chosen.corpus)
    articles = list(up_to(grow(given), chosen.articles))
    text_bytes = sum(len(article.text.encode()) for article in articles)
    asked = queries(chosen.queries, articles[: len(given)])
    with tempfile.TemporaryDirectory() as room:
        engines = build(chosen.engines, articles, chosen.unit, Path(room), chosen.workers)
        times, answered = measure(engines, asked, chosen.repeat)
    figures = summarise(engines, times, answered, text_bytes)
    over = ratios(figures, times) if "searcher" in figures else {}
    show(figures, over)
    corpus = {"articles": len(articles), "text_bytes": text_bytes, "unit": chosen.unit}
    label = f"{len(articles)}" + ("" if chosen.unit == "passage" else f"-{chosen.unit}")
    record.save(label, corpus, {"engines": figures, "ratios": over}, {"seconds": times})


if __name__ == "__main__":
    main()
