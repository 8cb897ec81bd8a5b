"""Scale: how search times grow with the collection, and what adding one article to it costs.

    python benchmarks/scale.py [--articles 10000 100000 1000000] [--corpus FILE.jsonl …] [--queries FILE.tsv]
                               [--workers 2] [--repeat 3] [--out]

For each number of articles a corpus is grown (the smaller are the beginnings of the larger) and indexed.
Then every query is answered in full (ten passages with highlights) by each index in turn, warm, best of
`--repeat`: p50 and p99 for each kind, and the ratio of the largest index to the smallest. Last, to each
index:

    refresh   one article in a file of its own, `index.refresh()`; median of `--repeat` articles, and the
              first of them, which loads what a search does not need
    command   the same by `searcher index`, a whole process
    append    one article at the end of the file that holds all others, which has to be read again; once
"""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from statistics import median

from corpus import seed_line, source, up_to, write
from engines import searcher_calls
from growing import Article, grow
from measure import best_by_turns, folder_bytes, index_command, spread, watched
from queries import Queries, queries
from record import Record, options

import searcher

Figures = dict[str, dict[str, float]]
Times = dict[str, dict[str, dict[str, float]]]
"""kind → words → number of articles → seconds."""


def build(given: Sequence[Article], articles: int, workers: int, room: Path) -> dict[str, float]:
    """Grow and index a corpus in a folder of its own; what that took."""
    written = write(up_to(grow(given), articles), room / "seeds" / "corpus.jsonl")
    ran = watched(index_command(room / "seeds", room / "index", workers), room)
    return {
        "text_bytes": written.text_bytes,
        "index_s": ran.seconds,
        "mb_s": written.text_bytes / 1e6 / ran.seconds,
        "disk_ratio": folder_bytes(room / "index") / written.text_bytes,
    }


def search(rooms: dict[str, Path], asked: Queries, repeat: int) -> Times:
    """Every query by every index, in turn."""
    opened = {name: searcher.open_index(room / "index") for name, room in rooms.items()}
    answers = {name: searcher_calls(index)[1] for name, index in opened.items()}
    gc.collect()
    gc.freeze()
    times = {
        kind: {
            words: best_by_turns({name: partial(full, kind, words) for name, full in answers.items()}, repeat)
            for words in lines
        }
        for kind, lines in asked.items()
    }
    for index in opened.values():
        index.close()
    return times


def add(room: Path, workers: int, repeat: int) -> dict[str, float]:
    """Seconds of bringing an index up to date after one article was added, three ways."""
    taken: list[float] = []
    with searcher.open_index(room / "index", settings=searcher.Settings(workers=workers)) as index:
        for number in range(repeat):
            write([_news(number)], room / "seeds" / f"added-{number}.jsonl")
            begun = time.perf_counter()
            changes = index.refresh()
            taken.append(time.perf_counter() - begun)
            if changes.added != 1:
                raise RuntimeError(f"one article was to be added: {changes}")
    write([_news(repeat)], room / "seeds" / f"added-{repeat}.jsonl")
    command = watched(index_command(room / "seeds", room / "index", workers), room).seconds
    with (room / "seeds" / "corpus.jsonl").open("a", encoding="utf-8") as lines:
        lines.write(seed_line(_news(repeat + 1)))
    append = watched(index_command(room / "seeds", room / "index", workers), room).seconds
    return {"first_refresh_s": taken[0], "refresh_s": median(taken), "command_s": command, "append_s": append}


def _news(number: int) -> Article:
    text = (
        f"The council of Ostermark met on day {number} of the flood.\n\nIt will meet again, its speaker said."
    )
    return Article(f"added-{number}", f"Council meets on day {number}", text)


def main() -> None:
    """Build, search, add; print, record."""
    chosen = options(__doc__, articles=(10_000, 100_000, 1_000_000)).parse_args()
    record = Record(chosen.out)
    given = source(chosen.corpus)
    sizes = sorted(chosen.articles)
    asked = queries(chosen.queries, given[: sizes[0]])
    figures: dict[str, Figures] = {}
    with tempfile.TemporaryDirectory() as folder:
        rooms = {str(size): Path(folder) / str(size) for size in sizes}
        for name, room in rooms.items():
            figures[name] = {"index": build(given, int(name), chosen.workers, room)}
        times = search(rooms, asked, chosen.repeat)
        for name, room in rooms.items():
            for kind, by_words in times.items():
                figures[name][kind] = spread([by_size[name] for by_size in by_words.values()])._asdict()
            figures[name]["add"] = add(room, chosen.workers, chosen.repeat)
    smallest, largest = figures[str(sizes[0])], figures[str(sizes[-1])]
    growth = {
        kind: {name: largest[kind][name] / smallest[kind][name] for name in largest[kind]} for kind in times
    }
    show(figures, growth)
    label = "-".join(str(size) for size in sizes)
    source_of = {"source_articles": len(given)}
    record.save(label, source_of, {"sizes": figures, "growth": growth}, {"seconds": times})


def show(figures: dict[str, Figures], growth: Figures) -> None:
    """Print one line for each figure, one column for each size, and the growth."""
    print(f"{'articles':24}" + "".join(f"{int(size):14,}" for size in figures) + f"{'growth':>10}")
    for group, names in next(iter(figures.values())).items():
        for name in names:
            ratio = f"{growth[group][name]:10.2f}" if group in growth else ""
            cells = "".join(f"{found[group][name]:14,.3f}" for found in figures.values())
            print(f"{group:10}{name:14}{cells}{ratio}")


if __name__ == "__main__":
    main()
