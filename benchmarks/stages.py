"""One figure for each stage: from seeds to an index, from a query to marked passages.

    python benchmarks/stages.py [--articles 1000] [--pages FOLDER] [--corpus FILE.jsonl …]
                                [--queries FILE.tsv] [--workers 2] [--repeat 3] [--out]

    read+clean articles   MB of text/s, from JSON lines, which are normalised and not cut down
    read+clean pages      MB of files/s, from saved pages and scraped texts (the shipped seeds, or --pages)
    tag                   MB of text/s, who and what is named
    words+split           MB of text/s, into words and passages
    index, N workers      MB of text/s, a whole `searcher index` process, with its peak memory (all processes)
    disk                  bytes of the index, all included, to bytes of text
    cold start            ms, a whole `search` process, index in place; median
    search                µs, query string → ranked documents; p50 for each kind of query
    hits                  µs, ranked documents → passages, fetched, chosen and marked; p50 of (full − search)
    anonymous memory      of a process after 1,000 searches: memory.py

The first four run in this process, once, so that no text is met a second time; they are the only ones here
that reach below the public API, for the stages that ARCHITECTURE.md names.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median

from corpus import SHIPPED, source, up_to, write
from engines import searcher_calls
from growing import grow
from measure import SEARCHER, best_by_turns, folder_bytes, index_command, spread, start_s, watched
from queries import Queries, queries
from record import Record, options

import searcher
from searcher.analysis.vocabulary import Vocabulary
from searcher.corpus.cleaner import clean
from searcher.corpus.entities import load_recogniser
from searcher.corpus.passages import split_batch
from searcher.corpus.reader import SeedFile, find_seeds, read_seed
from searcher.records import Cleaned, Document, RawDocument

Figures = dict[str, float]


def read_and_clean(seeds: Path) -> list[Document]:
    """All articles of a folder of seeds, cleaned."""
    documents: list[Document] = []
    for seed in find_seeds(seeds):
        if isinstance(seed, SeedFile):
            for raw in read_seed(seeds, seed.path):
                cleaned = clean(raw) if isinstance(raw, RawDocument) else raw
                if isinstance(cleaned, Cleaned):
                    documents.append(cleaned.document)
    return documents


BATCH = 128
"""Articles analysed together, as workers do."""


def preparing(seeds: Path, pages: Path) -> Figures:
    """MB/s of the stages before the index."""
    documents: list[Document] = []
    seconds = _seconds(lambda: documents.extend(read_and_clean(seeds)))
    megabytes = sum(len(document.text.encode()) for document in documents) / 1e6
    recogniser = load_recogniser()
    recogniser.tag(["It loads its lists with the first text."])
    texts = [document.text for document in documents]
    return {
        "read+clean articles, MB/s": megabytes / seconds,
        "read+clean pages, MB/s": folder_bytes(pages) / 1e6 / _seconds(partial(read_and_clean, pages)),
        "tag, MB/s": megabytes / _seconds(lambda: recogniser.tag(texts)),
        "words+split, MB/s": megabytes / _seconds(partial(analyze_and_split, texts)),
    }


def analyze_and_split(texts: Sequence[str]) -> None:
    """Cut texts into words and passages, as an index is built: in batches, each word analysed once."""
    vocabulary = Vocabulary()
    for begin in range(0, len(texts), BATCH):
        batch = texts[begin : begin + BATCH]
        split_batch(batch, vocabulary.analyze_batch(batch, [True] * len(batch)))


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def indexing(room: Path, text_bytes: int, workers: Sequence[int]) -> Figures:
    """Whole builds, each into a folder of its own; the last one stays for searching."""
    figures: Figures = {}
    for count in workers:
        ran = watched(index_command(room / "seeds", room / f"index-{count}", count), room)
        figures[f"index, {count} workers, MB/s"] = text_bytes / 1e6 / ran.seconds
        if ran.pss_bytes is not None:
            figures[f"index, {count} workers, peak MB"] = ran.pss_bytes / 1e6
    figures["disk, bytes/byte of text"] = folder_bytes(room / f"index-{workers[-1]}") / text_bytes
    return figures


def searching(index: Path, room: Path, asked: Queries, repeat: int) -> tuple[Figures, dict[str, object]]:
    """Cold start, then search and hits for each kind of query; and the seconds of every query."""
    word = next(words for lines in asked.values() for words in lines)
    cold = [*SEARCHER, "search", word, "--index", str(index)]
    taken = [start_s(cold, room) for _ in range(repeat + 1)]
    figures: Figures = {"cold start, ms": 1000 * median(taken[1:])}
    raw: dict[str, object] = {"cold": taken[1:]}
    with searcher.open_index(index) as opened:
        search, full = searcher_calls(opened)
        for kind, lines in asked.items():
            best = {
                words: best_by_turns(
                    {"search": partial(search, kind, words), "full": partial(full, kind, words)}, repeat
                )
                for words in lines
            }
            figures[f"search {kind}, µs"] = 1000 * spread([times["search"] for times in best.values()]).p50_ms
            rest = [max(0.0, times["full"] - times["search"]) for times in best.values()]
            figures[f"hits {kind}, µs"] = 1000 * spread(rest).p50_ms
            raw[kind] = best
    return figures, raw


def main() -> None:
    """Measure, print, record."""
    parser = options(__doc__, articles=1_000)
    parser.add_argument("--pages", type=Path, default=SHIPPED, metavar="FOLDER", help="saved pages")
    chosen = parser.parse_args()
    record = Record(chosen.out)
    given = source(chosen.corpus)
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        written = write(up_to(grow(given), chosen.articles), room / "seeds" / "corpus.jsonl")
        workers = sorted({1, chosen.workers})
        figures = preparing(room / "seeds", chosen.pages)
        figures |= indexing(room, written.text_bytes, workers)
        asked = queries(chosen.queries, given[: chosen.articles])
        searched, raw = searching(room / f"index-{workers[-1]}", room, asked, chosen.repeat)
    figures |= searched
    for name, figure in figures.items():
        print(f"{name:32}{figure:12,.2f}")
    record.save(str(chosen.articles), written._asdict(), figures, raw)


if __name__ == "__main__":
    main()
