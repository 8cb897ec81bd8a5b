"""What is kept of a page, and how fast: searcher beside others that extract articles, texts being known.

    pip install '.[bench]'
    python benchmarks/cleaning.py --truth TRUTH.json --pages FOLDER [--texts FOLDER]
                                  [--engines searcher trafilatura …] [--repeat 3] [--out]

TRUTH.json maps the stem of each file to `{"text", "meta"}`: the article as its author wrote it, and null or
its headline, publisher and date, each with a list of other right answers (`headline_alt` …). `--pages` are
the saved pages, `--texts` the same as scraped text.

Printed are, of text, precision, recall and F1 over runs of four words (as multisets), a page at a time, and
their means; how these differ over ten folds of the pages, and their 95 % intervals (`folds.py`; nothing is
trained, so no fold has to be held back); for how many pages headline, publisher and date are right (case and
punctuation aside); and pages and megabytes a second of the best of `--repeat` runs over all pages, the
engines taking turns in one process, given ready strings. searcher's text is that of `searcher clean` on the
whole folder, which knows what the pages have in common; its time is that of one pass. An engine that is not
installed is left out; one that fails on a page has found nothing there.
"""

from __future__ import annotations

import argparse
import json
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

from extractors import EXTRACTORS, Extractor, Found, long_lines
from folds import show_stability, stability
from record import Record, add_out

from searcher.cleaning import clean_paths
from searcher.corpus.reader import read_seed
from searcher.records import Cleaned, RawDocument

FIELDS = ("headline", "publisher", "date")
Truth = Mapping[str, dict[str, Any]]
_RUN_WORDS = 4
_WORD = re.compile(r"\w+")
_SUFFIX = re.compile(r"\.(?:com|co\.uk|org|net|info)$", re.I)


class Score(NamedTuple):
    """How much of what was written was found, and how much of what was found was written."""

    f1: float
    precision: float
    recall: float


def runs(text: str) -> Counter[tuple[str, ...]]:
    """The runs of four words of a text; all of a shorter one."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    starts = range(max(1, len(words) - _RUN_WORDS + 1)) if words else ()
    return Counter(tuple(words[start : start + _RUN_WORDS]) for start in starts)


def score(found: str, written: str) -> Score:
    """Compare one text with what its author wrote."""
    mine, theirs = runs(found), runs(written)
    both = (mine & theirs).total()
    precision = both / mine.total() if mine else 0.0
    recall = both / theirs.total() if theirs else 1.0
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    return Score(f1, precision, recall)


def is_right(field: str, found: str | None, meta: Mapping[str, Any]) -> bool:
    """Tell whether a field is what it should be, or one of the other right answers."""
    key = _day if field == "date" else _key
    return key(found) in {key(answer) for answer in (meta[field], *meta[f"{field}_alt"])}


def _day(value: str | None) -> str:
    return (value or "")[:10]


def _key(value: str | None) -> str:
    name = _SUFFIX.sub("", (value or "").strip())
    return "".join(_WORD.findall(unicodedata.normalize("NFKC", name).casefold())).removeprefix("the")


def contents(folder: Path, truth: Truth) -> dict[str, str]:
    """The decoded pages or texts of a folder that have a known article, by stem."""
    found = {}
    for path in sorted(folder.iterdir()):
        if path.stem in truth:
            raws = list(read_seed(folder, path.name))
            if len(raws) == 1 and isinstance(raws[0], RawDocument):
                found[path.stem] = raws[0].content
    return found


def cleaned(folder: Path) -> dict[str, Found]:
    """What `searcher clean` makes of a folder, by stem."""
    return {
        Path(item.document.path).stem: Found(
            item.document.text, item.document.headline, item.document.source, item.document.date
        )
        for item in clean_paths([folder])
        if isinstance(item, Cleaned)
    }


def extracted(read: Callable[[str], Found], pages: Mapping[str, str]) -> dict[str, Found]:
    """What an extractor makes of the pages; nothing where it fails."""
    return {stem: _attempt(read, page) for stem, page in pages.items()}


def _attempt(read: Callable[[str], Found], page: str) -> Found:
    try:
        return read(page)
    except Exception:  # whatever its parser raises on a broken page
        return Found("")


def seconds(
    engines: Mapping[str, Callable[[str], Found]], pages: Mapping[str, str], repeat: int
) -> dict[str, list[float]]:
    """The seconds of each run of each engine over all pages; they take turns."""
    taken: dict[str, list[float]] = {name: [] for name in engines}
    for _ in range(repeat):
        for name, read in engines.items():
            begun = time.perf_counter()
            for page in pages.values():
                _attempt(read, page)
            taken[name].append(time.perf_counter() - begun)
    return taken


def scores(texts: Mapping[str, Found], truth: Truth) -> dict[str, Score]:
    """The score of each page."""
    return {stem: score(texts.get(stem, Found("")).text, known["text"]) for stem, known in truth.items()}


def figures(
    by_page: Mapping[str, Score], about: Mapping[str, Found] | None, truth: Truth
) -> dict[str, float]:
    """The means of the scores, and how many fields are right."""
    columns = zip(*by_page.values(), strict=True)
    means = {name: fmean(column) for name, column in zip(Score._fields, columns, strict=True)}
    if about is None:
        return means
    stated = {stem: known["meta"] for stem, known in truth.items() if known["meta"]}
    right = {
        field: sum(
            is_right(field, getattr(about.get(stem), field, None), meta) for stem, meta in stated.items()
        )
        for field in FIELDS
        if any(getattr(found, field) for found in about.values())  # otherwise nobody looked for it
    }
    return {**means, **right, "stated": len(stated)}


def installed(names: list[str]) -> dict[str, Extractor]:
    """The engines that can be loaded."""
    found = {}
    for name in names:
        try:
            found[name] = EXTRACTORS[name]()
        except ImportError as missing:
            print(f"{name}: left out, {missing}")
    return found


def speeds(taken: Mapping[str, list[float]], inputs: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """Pages and megabytes a second of the best run of each."""
    size = sum(len(content.encode()) for content in inputs.values()) / 1e6
    return {
        name: {"pages/s": len(inputs) / min(times), "MB/s": size / min(times)}
        for name, times in taken.items()
    }


def show(title: str, table: Mapping[str, Mapping[str, float]]) -> None:
    """Print a table, an engine a line."""
    print(
        f"\n{title:16}{'F1':>7}{'P':>7}{'R':>7}{'headline':>10}{'publisher':>10}{'date':>8}{'pages/s':>10}{'MB/s':>8}"
    )
    for name, row in table.items():
        scores = "".join(f"{row[part]:7.3f}" for part in Score._fields)
        stated = [f"{row[field]:.0f}/{row['stated']:.0f}" if field in row else "–" for field in FIELDS]
        print(
            f"{name:16}{scores}{stated[0]:>10}{stated[1]:>10}{stated[2]:>8}{row['pages/s']:10.1f}{row['MB/s']:8.2f}"
        )


def main() -> None:
    """Measure, print, record."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--truth", type=Path, required=True, metavar="FILE")
    parser.add_argument("--pages", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--texts", type=Path, metavar="FOLDER")
    parser.add_argument("--engines", nargs="+", choices=EXTRACTORS, default=list(EXTRACTORS), metavar="NAME")
    parser.add_argument("--repeat", type=int, default=3, metavar="N")
    add_out(parser)
    chosen = parser.parse_args()
    record = Record(chosen.out)
    truth: Truth = json.loads(chosen.truth.read_text(encoding="utf-8"))

    engines = installed(chosen.engines)
    pages = contents(chosen.pages, truth)
    taken = {"pages": seconds({name: engine.read for name, engine in engines.items()}, pages, chosen.repeat)}
    fast = speeds(taken["pages"], pages)
    table, stable = {}, {}
    for name, engine in engines.items():
        found = cleaned(chosen.pages) if name == "searcher" else extracted(engine.read, pages)
        about = found if engine.about in (None, engine.read) else extracted(engine.about, pages)
        by_page = scores(found, truth)
        table[name] = figures(by_page, about if engine.about else None, truth) | fast[name]
        stable[name] = stability({stem: page.f1 for stem, page in by_page.items()})
    show("pages", table)
    show_stability(stable)
    results: dict[str, Any] = {"pages": table, "stability": stable}

    if chosen.texts:
        texts = contents(chosen.texts, truth)
        taken["texts"] = seconds({"searcher": _read_text, "long lines": long_lines}, texts, chosen.repeat)
        fast = speeds(taken["texts"], texts)
        found = cleaned(chosen.texts)
        results["texts"] = {
            "searcher": figures(scores(found, truth), found, truth) | fast["searcher"],
            "long lines": figures(scores(extracted(long_lines, texts), truth), None, truth)
            | fast["long lines"],
        }
        show("scraped texts", results["texts"])
    record.save(str(len(pages)), {"pages": len(pages), "articles_known": len(truth)}, results, taken)


def _read_text(text: str) -> Found:
    """What searcher makes of one scraped text, for the clock."""
    from searcher.corpus.cleaner import clean

    clean(RawDocument("text", "text", "text", text, ""))
    return Found("")


if __name__ == "__main__":
    main()
