"""The corpus of a benchmark: articles from JSON lines or the shipped seeds, grown to any size.

    python benchmarks/corpus.py --articles 100000 --to FOLDER/corpus.jsonl [--corpus FILE.jsonl …]
    python benchmarks/corpus.py --megabytes 1000 --to FOLDER/corpus.jsonl
    python benchmarks/corpus.py --check --corpus FILE.jsonl …       # how natural is what is grown?

A line of the files is `{"id", "headline", "text"}` (`title` and `body` do as well). Without files, the
shipped `seeds/` are what is grown: enough to run everything, but so small that most words are made up; give
a few thousand articles for figures that mean something. The given articles come first, in an order that
mixes the files, then grown ones (growing.py says how).

`--check` grows a tenth of the articles to the number of words of all, and all to four times that, and
prints for the source and both: distinct words at four sizes, and slopes of the rank-frequency curve (words
met once left out).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from growing import WORD, Article, grow
from measure import SEARCHER

SHIPPED = Path(__file__).resolve().parent.parent / "seeds"


class Written(NamedTuple):
    """What was written: articles, bytes of text (headlines not counted), a digest of all."""

    articles: int
    text_bytes: int
    digest: str


def source(files: Sequence[Path] = ()) -> list[Article]:
    """The articles of some files of JSON lines, mixed; of the shipped seeds without any.

    Raises:
        RuntimeError: `searcher clean` cannot read the shipped seeds.
        KeyError, json.JSONDecodeError: a line is not an article.
    """
    lines = (line for file in files for line in file.read_text(encoding="utf-8").splitlines())
    found = [_article(json.loads(line)) for line in (lines if files else _cleaned()) if line.strip()]
    random.Random(0).shuffle(found)
    return found


def _article(line: dict[str, str | None]) -> Article:
    doc_id = line.get("id") or line.get("doc_id")
    headline = line.get("headline") or line.get("title") or ""
    return Article(str(doc_id), headline, line.get("text") or line.get("body") or "")


def _cleaned() -> list[str]:
    """The shipped seeds as the command line cleans them, one JSON object a line."""
    command = [*SEARCHER, "clean", "."]
    done = subprocess.run(command, cwd=SHIPPED, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"searcher clean failed:\n{done.stderr[-2000:]}")
    return done.stdout.splitlines()


def up_to(
    articles: Iterable[Article], count: int | None, text_bytes: float = float("inf")
) -> Iterator[Article]:
    """The first articles, so many or with so much text, whichever comes first."""
    for article in islice(articles, count):
        if text_bytes <= 0:
            return
        text_bytes -= len(article.text.encode())
        yield article


def write(articles: Iterable[Article], file: Path) -> Written:
    """Write articles as a seed of JSON lines; its folder is made."""
    file.parent.mkdir(parents=True, exist_ok=True)
    count = text_bytes = 0
    digest = hashlib.sha256()
    with file.open("w", encoding="utf-8") as lines:
        for article in articles:
            line = seed_line(article)
            lines.write(line)
            digest.update(line.encode())
            count += 1
            text_bytes += len(article.text.encode())
    return Written(count, text_bytes, digest.hexdigest()[:16])


def seed_line(article: Article) -> str:
    """An article as a line of a seed."""
    whole = {"id": article.doc_id, "headline": article.headline, "text": article.text}
    return json.dumps(whole, ensure_ascii=False) + "\n"


# how natural


class _Words:
    """The words of some articles: how often each, and how many distinct at some sizes."""

    def __init__(self, articles: Iterable[Article], size: int | None = None) -> None:
        self.counts: Counter[str] = Counter()
        self.size = 0
        self.distinct: list[tuple[int, int]] = []  # (words, distinct words), article by article
        for article in articles:
            found = [word.lower() for word in WORD.findall(f"{article.headline} {article.text}")]
            self.counts.update(found)
            self.size += len(found)
            self.distinct.append((self.size, len(self.counts)))
            if size is not None and self.size >= size:
                return

    def distinct_at(self, size: int) -> str:
        """Distinct words among the first so many."""
        known = [distinct for words, distinct in self.distinct if words <= size]
        return f"{known[-1]:,}" if known and size <= 1.01 * self.size else "–"

    def slope(self, first: int, last: int) -> str:
        """The slope of log frequency over log rank by least squares over evenly spaced ranks."""
        ordered = sorted((times for times in self.counts.values() if times > 1), reverse=True)
        ranks = np.unique(np.geomspace(first, min(last, len(ordered)), 100).astype(int))
        if ranks[-1] <= 2 * first:
            return "–"
        frequencies = np.array([ordered[rank - 1] for rank in ranks])
        return f"{np.polyfit(np.log(ranks), np.log(frequencies), 1)[0]:.2f}"


def check(articles: Sequence[Article]) -> str:
    """A table that compares a corpus with what its tenth grows to, and with what itself grows to."""
    whole = _Words(articles)
    tenth = articles[: max(1, len(articles) // 10)]
    found = {
        f"source, {len(articles):,} articles": whole,
        f"grown from {len(tenth):,}": _Words(grow(tenth), whole.size),
        f"grown from {len(articles):,}": _Words(grow(articles), 4 * whole.size),
    }
    sizes = [whole.size // 10, whole.size // 3, whole.size, 4 * whole.size]
    titles = [f"V({size:,})" for size in sizes] + ["slope 10–1,000", "slope 1,000–20,000"]
    lines = [f"{'':26}" + "".join(f"{title:>20}" for title in titles)]
    for name, words in found.items():
        cells = [words.distinct_at(size) for size in sizes]
        cells += [words.slope(10, 1_000), words.slope(1_000, 20_000)]
        lines.append(f"{name:26}" + "".join(f"{cell:>20}" for cell in cells))
    return "\n".join(lines)


def main() -> None:
    """Write a corpus, or check one."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, nargs="+", default=[], metavar="FILE")
    wanted = parser.add_mutually_exclusive_group(required=True)
    wanted.add_argument("--check", action="store_true", help="print how natural grown text is")
    wanted.add_argument("--articles", type=int, metavar="N")
    wanted.add_argument("--megabytes", type=float, metavar="MB", help="of text")
    parser.add_argument("--to", type=Path, metavar="FILE", default=Path("corpus.jsonl"))
    options = parser.parse_args()
    articles = source(options.corpus)
    if options.check:
        print(check(articles))
        return
    text_bytes = float("inf") if options.megabytes is None else 1e6 * options.megabytes
    written = write(up_to(grow(articles), options.articles, text_bytes), options.to)
    print(
        f"{options.to}: {written.articles:,} articles, {written.text_bytes / 1e6:.1f} MB of text, "
        f"digest {written.digest}"
    )


if __name__ == "__main__":
    main()
