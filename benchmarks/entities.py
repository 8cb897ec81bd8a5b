"""Names: what share is found and of the right type, and how fast, beside what people judged.

    python benchmarks/entities.py [--recogniser NAME] [--every 8] [--repeat 3]

Printed are, for the `test` splits of the shared sets and for the judged newswire (how that was chosen and
what is compared says `tests/corpus/entities/judged.py`), typed and untyped F1 and the precision and recall
of typed names; and megabytes a second of tagging the shared news, every `--every`-th article, in batches as
indexing does it, on one core: the first time, and the best of `--repeat` more. All need `../shared`.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from searcher.cleaning import clean_paths
from searcher.corpus.entities import Recogniser, load_recogniser
from searcher.records import Cleaned
from searcher.workers import BATCH_ARTICLES

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "corpus" / "entities"))
from judged import SHARED, Figures, Marked, marked, newswire, score  # noqa: E402  (beside its test)

SETS = ("gum", "wikigold", "re3d")
NEWSWIRE = ("reuters-21578.jsonl", "bbc.jsonl")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--recogniser", default="learned", metavar="NAME")
    parser.add_argument("--every", type=int, default=8, metavar="N")
    parser.add_argument("--repeat", type=int, default=3, metavar="N")
    given = parser.parse_args()
    recogniser = load_recogniser(given.recogniser)
    print(f"{'':22}{'texts':>6}{'names':>7}{'typed':>7}{'untyped':>9}{'P':>7}{'R':>7}")
    figures = []
    for name in SETS:
        pairs = list(marked(SHARED / "data" / "ner" / f"{name}.jsonl", "test"))
        figures.append(_score(f"{name}, test", pairs, recogniser))
    mean = sum(one.typed for one in figures) / len(figures)
    print(f"{'mean':22}{'':13}{mean:7.3f}{sum(one.untyped for one in figures) / len(figures):9.3f}")
    both = []
    for path in NEWSWIRE:
        both += (pairs := list(newswire(path)))
        _score(path, pairs, recogniser)
    _score("newswire together", both, recogniser)
    for path in NEWSWIRE:
        articles = clean_paths([SHARED / "data" / "news" / path])
        texts = [item.document.text for item in articles if isinstance(item, Cleaned)][:: given.every]
        size = sum(len(text.encode()) for text in texts) / 1e6
        first, *more = (_seconds(texts, recogniser) for _ in range(1 + given.repeat))
        print(f"{path}: {size:.1f} MB, {size / first:.1f} MB/s, again {size / min(more):.1f}")


def _score(what: str, pairs: list[tuple[str, Marked]], recogniser: Recogniser) -> Figures:
    one = score(pairs, recogniser)
    print(f"{what:22}{one.texts:6}{one.names:7}{one.typed:7.3f}{one.untyped:9.3f}"
          f"{one.precision:7.3f}{one.recall:7.3f}")  # fmt: skip
    return one


def _seconds(texts: list[str], recogniser: Recogniser) -> float:
    begun = time.process_time()
    for start in range(0, len(texts), BATCH_ARTICLES):
        recogniser.tag(texts[start : start + BATCH_ARTICLES])
    return time.process_time() - begun


if __name__ == "__main__":
    main()
