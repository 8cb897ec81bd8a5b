"""How good the order is: searcher beside bm25s on judged collections, each in a fresh index.

    pip install '.[bench]'
    python benchmarks/ranking.py FOLDER [--only NAME …] [--out]

FOLDER holds a folder for each collection, with corpus.jsonl (lines of `{"id" or "_id", "title", "text"}`),
queries (queries.tsv or queries.jsonl) and judgments (qrels.tsv). Queries are plain words, runs 1000 documents
deep. bm25s is given title and text as one string, with its English stop words and Snowball's stemmer,
k1 = 1.2, b = 0.75, the Lucene form; documents that share no word with a query are not in its run. Printed are
the means of each measure over the topics, searcher's less bm25s's, and p of a randomisation test; the last
rows are means over the collections. `searcher.relevance` says what the measures are.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

from record import Record, add_out

import searcher
from searcher.relevance.comparing import Compared, compare
from searcher.relevance.judging import DEPTH, Judged, Qrels, Run, is_telling, judge
from searcher.relevance.measures import MEASURES
from searcher.relevance.qrels import read_qrels
from searcher.relevance.runs import ask
from searcher.relevance.topics import Topics, read_topics

_WIDTH = 9


class Collection(NamedTuple):
    """Documents in a file, topics, and which documents answer them."""

    name: str
    corpus: Path
    topics: Topics
    qrels: Qrels


def collections(folder: Path) -> Iterator[Collection]:
    """The collections below a folder, by name; topics without a relevant document are left out."""
    for corpus in sorted(folder.glob("*/corpus.jsonl")):
        (queries,) = (path for path in corpus.parent.glob("queries.*") if path.suffix in (".tsv", ".jsonl"))
        qrels = read_qrels(corpus.parent / "qrels.tsv")
        topics = read_topics(queries)
        telling = {topic: words for topic, words in topics.items() if is_telling(qrels.get(topic, {}))}
        yield Collection(corpus.parent.name, corpus, telling, qrels)


def build(collection: Collection, folder: Path) -> Path:
    """A fresh index of a collection, below a folder that is made."""
    seeds = folder / "seeds"
    seeds.mkdir(parents=True)
    shutil.copy(collection.corpus, seeds)
    with searcher.open_index(folder / "index", seeds) as index:
        index.refresh()
    return folder / "index"


def found(collection: Collection, index: Path, *, expand: bool = False) -> Run:
    """What searcher finds in an index, with its default settings."""
    with searcher.open_index(index) as opened:
        return ask(
            lambda words: opened.search(words, limit=DEPTH, literal=True, expand=expand).documents,
            collection.topics,
        )


def searcher_run(collection: Collection) -> Run:
    """What searcher finds, from a fresh index."""
    with tempfile.TemporaryDirectory() as room:
        return found(collection, build(collection, Path(room) / collection.name))


def bm25s_run(collection: Collection) -> Run:
    """What bm25s finds."""
    module: Any = import_module("bm25s")
    stemmer = import_module("Stemmer").Stemmer("english")

    def tokens(texts: list[str]) -> Any:
        return module.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False)

    given = [json.loads(line) for line in collection.corpus.read_text(encoding="utf-8").splitlines()]
    doc_ids = [str(document.get("id", document.get("_id"))) for document in given]
    retriever = module.BM25(k1=1.2, b=0.75, method="lucene")
    texts = [f"{document.get('title') or ''} {document.get('text') or ''}" for document in given]
    retriever.index(tokens(texts), show_progress=False)
    most = min(DEPTH, len(given))

    def search(words: str) -> Iterator[tuple[str, float]]:
        numbers, scores = retriever.retrieve(tokens([words]), k=most, show_progress=False)
        for number, score in zip(numbers[0], scores[0], strict=True):
            if score > 0:
                yield doc_ids[number], float(score)

    return ask(search, collection.topics)


RUNS: Mapping[str, Callable[[Collection], Run]] = {"searcher": searcher_run, "bm25s": bm25s_run}


def show(name: str, rows: Mapping[str, Mapping[str, float]], beside: str = "") -> None:
    """Print a row of numbers for each name."""
    for row, values in rows.items():
        form = "{:+.4f}" if row == "difference" else "{:.4f}"
        print(f"{name:12}{row:12}" + "".join(form.format(values[m]).rjust(_WIDTH) for m in MEASURES) + beside)
        name = beside = ""


def field(compared: Mapping[str, Compared], name: str) -> dict[str, float]:
    """One number of a comparison, by measure."""
    return {measure: getattr(found, name) for measure, found in compared.items()}


def averages(judged: list[Mapping[str, Judged]]) -> dict[str, dict[str, float]]:
    """The means over the collections, and their difference."""
    means = {system: {m: fmean(one[system].means[m] for one in judged) for m in MEASURES} for system in RUNS}
    means["difference"] = {m: means["searcher"][m] - means["bm25s"][m] for m in MEASURES}
    return means


def main() -> None:
    """Index, search, judge, print, record."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="+", metavar="NAME", help="of the collections")
    add_out(parser)
    chosen = parser.parse_args()
    record = Record(chosen.out)
    judged: dict[str, dict[str, Judged]] = {}
    figures: dict[str, object] = {}
    print(" " * 24 + "".join(measure.rjust(_WIDTH) for measure in MEASURES))
    for collection in collections(chosen.folder):
        name = collection.name
        if chosen.only and name not in chosen.only:
            continue
        judged[name] = {
            system: judge(collection.topics, collection.qrels, make(collection))
            for system, make in RUNS.items()
        }
        compared = compare(judged[name]["bm25s"], judged[name]["searcher"])
        rows = {system: found.means for system, found in judged[name].items()}
        rows |= {"difference": field(compared, "difference"), "p": field(compared, "p")}
        show(name, rows, f"   {len(collection.topics)} topics")
        figures[name] = rows
    if not judged:
        parser.error(f"{chosen.folder} holds no such collection")
    figures["mean"] = averages(list(judged.values()))
    show("mean", averages(list(judged.values())))
    raw = {
        name: {system: found.topics for system, found in systems.items()} for name, systems in judged.items()
    }
    record.save("-".join(judged), {"collections": list(judged)}, figures, raw)


if __name__ == "__main__":
    main()
