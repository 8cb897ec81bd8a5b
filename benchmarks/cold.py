"""Cold start: a whole `search` process on a large collection beside the same on the shipped seeds.

    python benchmarks/cold.py [--articles 20000] [--files] [--corpus FILE.jsonl …] [--repeat 20] [--out]

Both indexes are in place and up to date. The processes alternate, so that both see the same machine; the
medians and their ratio are printed. Both are asked for the same word, which stands in both. The collection
is one JSONL file; with `--files`, every article is a file of its own, which a search has to look at for
changes. (What a search costs beside its imports alone: startup.py.)
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

from corpus import SHIPPED, source, up_to, write
from growing import WORD, Article, grow
from measure import SEARCHER, index_command, start_s, watched
from record import Record, options

_FILES_IN_FOLDER = 1000


def common_word(*collections: Sequence[Article]) -> str:
    """The word of seven letters or more that the largest share of each collection holds."""
    shares = [_shares(collection) for collection in collections]
    both = {word for word in shares[0] if len(word) >= 7 and all(word in other for other in shares)}
    if not both:
        raise ValueError("the collections share no word to search for")
    return max(both, key=lambda word: (min(share[word] for share in shares), word))


def _shares(articles: Sequence[Article]) -> dict[str, float]:
    held = Counter(word for article in articles for word in set(WORD.findall(article.text.lower())))
    return {word: count / len(articles) for word, count in held.items()}


def write_files(articles: Iterable[Article], folder: Path) -> None:
    """Write every article as a seed of its own, a thousand to a folder."""
    for number, article in enumerate(articles):
        write([article], folder / f"{number // _FILES_IN_FOLDER:04d}" / f"{number:07d}.jsonl")


def main() -> None:
    """Build both, run by turns, print, record."""
    parser = options(__doc__, articles=20_000, repeat=20)
    parser.add_argument("--files", action="store_true", help="each article a file of its own")
    chosen = parser.parse_args()
    record = Record(chosen.out)
    given = source(chosen.corpus)
    word = common_word(given[: chosen.articles], source())
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        articles = up_to(grow(given), chosen.articles)
        if chosen.files:
            write_files(articles, room / "large")
        else:
            write(articles, room / "large" / "corpus.jsonl")
        places = {"large": room / "large", "shipped": SHIPPED}
        commands = {}
        for name, seeds in places.items():
            index = room / f"{name}-index"
            watched(index_command(seeds, index, chosen.workers), room)
            commands[name] = [*SEARCHER, "search", word, "--seeds", str(seeds), "--index", str(index)]
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for turn in range(chosen.repeat + 1):
            for name, command in commands.items():
                seconds = start_s(command, room)
                if turn:  # the first warms up
                    taken[name].append(seconds)
    figures: dict[str, object] = {f"{name}_ms": 1000 * median(times) for name, times in taken.items()}
    figures["ratio"] = median(taken["large"]) / median(taken["shipped"])
    for name, times in taken.items():
        print(f"{name:10} median {1000 * median(times):8.1f} ms, fastest {1000 * min(times):8.1f} ms")
    print(f"ratio {figures['ratio']:.3f} ({chosen.articles:,} articles, {word!r})")
    label = f"{chosen.articles}" + ("-files" if chosen.files else "")
    record.save(label, {"articles": chosen.articles, "files": chosen.files}, figures, {"seconds": taken})


if __name__ == "__main__":
    main()
