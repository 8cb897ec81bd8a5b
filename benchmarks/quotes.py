"""Quotes: what share gets its speaker, and how fast, beside what people judged.

    python benchmarks/quotes.py [--repeat 3] [--every 8]

Printed are, over the judged articles of `tests/data/quotes.json` (how they were chosen and compared says
`tests/corpus/quotes/judged.py`), the share of judged quotations that is found, of found ones that is judged,
of judged ones that has a speaker, and of these that has the right one; and megabytes a second of finding
quotes in the shared news, every `--every`-th article, entities known, on one core, the best of
`--repeat` runs. Both need `../shared`.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from searcher.cleaning import clean_paths
from searcher.corpus.entities import load_recogniser
from searcher.corpus.quotes import find_quotes
from searcher.records import Cleaned

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "corpus" / "quotes"))
from judged import SHARED, measure  # noqa: E402  (it lives beside the test that holds its figures)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeat", type=int, default=3, metavar="N")
    parser.add_argument("--every", type=int, default=8, metavar="N")
    given = parser.parse_args()
    for name, value in measure()._asdict().items():
        print(f"{name:12}{value:.3f}" if isinstance(value, float) else f"{name:12}{value}")
    recogniser = load_recogniser()
    sizes = seconds = 0.0
    for path in sorted((SHARED / "data" / "news").glob("*.jsonl")):
        texts = [item.document.text for item in clean_paths([path]) if isinstance(item, Cleaned)]
        texts = texts[:: given.every]
        tagged = list(zip(texts, recogniser.tag(texts), strict=True))
        size = sum(len(text.encode()) for text in texts) / 1e6
        taken = []
        for _ in range(given.repeat):
            begun = time.process_time()
            count = sum(len(find_quotes(text, entities)) for text, entities in tagged)
            taken.append(time.process_time() - begun)
        sizes, seconds = sizes + size, seconds + min(taken)
        print(f"{path.name}: {size:.1f} MB, {count} quotes, {size / min(taken):.1f} MB/s")
    print(f"together: {sizes / seconds:.1f} MB/s")


if __name__ == "__main__":
    main()
