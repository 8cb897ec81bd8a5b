"""Known items: whether an article is found again by what somebody remembers of it.

    python benchmarks/known_items.py FILE.jsonl [--words 8] [--seed 1] [--articles N] [--out]

FILE holds lines of `{"id", "headline" or "title", "text"}`. The texts alone are indexed; then every article
is looked for by its headline, and by a random run of some words of its text, both as plain words. Printed are
the mean reciprocal rank (RR; of the first 100) and the share found first (success@1), and for the runs: the
share of first hits whose passage shows the whole run, and the share of runs that another article holds as
well, word by word, so that nothing tells which of the two is meant.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from pathlib import Path
from statistics import fmean

from record import Record, add_out

import searcher
from searcher.relevance.measures import reciprocal_rank

DEEP = 100


class Article:
    """One article: its id, headline, words."""

    def __init__(self, line: str) -> None:
        given = json.loads(line)
        self.doc_id = str(given["id"])
        self.headline = str(given.get("headline") or given.get("title") or "")
        self.text = str(given["text"])
        self.words = self.text.split()

    def run(self, count: int, chance: random.Random) -> str:
        """Some words in a row."""
        first = chance.randrange(max(len(self.words) - count, 0) + 1)
        return " ".join(self.words[first : first + count])


def reciprocal(index: searcher.Index, query: str, doc_id: str) -> float:
    """One by the rank of an article, 0 beyond the first hundred."""
    documents = index.search(query, limit=DEEP, literal=True).documents
    return reciprocal_rank([found_id == doc_id for found_id, _ in documents], [1])


def shows(index: searcher.Index, run: str) -> bool:
    """Whether the first hit's passage holds the whole run."""
    hits = index.search(run, limit=1, literal=True).hits
    return bool(hits) and run in " ".join(hits[0].passage.text.split())


def main() -> None:
    """Index, ask, print, record."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--words", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles", type=int)
    add_out(parser)
    chosen = parser.parse_args()
    record = Record(chosen.out)
    chance = random.Random(chosen.seed)
    articles = [Article(line) for line in chosen.file.read_text(encoding="utf-8").splitlines()]
    articles = articles[: chosen.articles]
    runs = {one.doc_id: one.run(chosen.words, chance) for one in articles if len(one.words) >= chosen.words}
    with tempfile.TemporaryDirectory() as room:
        seeds = Path(room) / "seeds"
        seeds.mkdir()
        lines = (json.dumps({"id": one.doc_id, "text": one.text}) for one in articles)
        (seeds / "texts.jsonl").write_text("\n".join(lines), encoding="utf-8")
        with searcher.open_index(Path(room) / "index", seeds) as index:
            index.refresh()
            by_headline = [reciprocal(index, one.headline, one.doc_id) for one in articles if one.headline]
            by_run = [reciprocal(index, run, doc_id) for doc_id, run in runs.items()]
            shown = fmean(shows(index, run) for run in runs.values())
    flat = {one.doc_id: " ".join(one.words) for one in articles}
    shared = fmean(
        any(run in text for other, text in flat.items() if other != doc_id) for doc_id, run in runs.items()
    )
    figures = {
        "headline, RR": fmean(by_headline),
        "headline, success@1": fmean(rank == 1 for rank in by_headline),
        "run, RR": fmean(by_run),
        "run, success@1": fmean(rank == 1 for rank in by_run),
        "run, passage shows it": shown,
        "run, another article holds it": shared,
    }
    for name, value in figures.items():
        print(f"{name:32}{value:.4f}")
    settings = {"articles": len(articles), "words": chosen.words, "seed": chosen.seed}
    raw = {"headline": by_headline, "run": by_run}
    record.save(chosen.file.stem, settings, figures, raw)


if __name__ == "__main__":
    main()
