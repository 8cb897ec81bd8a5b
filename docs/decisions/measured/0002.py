"""The numbers of decision 0002: `python 0002.py ARTICLES.jsonl`, a line of which has headline and text."""

import json
import random
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import searcher
from searcher.engine.embedded.engine import EmbeddedEngine
from searcher.engine.embedded.writer import EmbeddedWriter
from searcher.records import Document


def queries(file: Path, count: int, seed: int = 7) -> list[list[str]]:
    """The first three words of four letters or more of some headlines."""
    headlines = [json.loads(line)["headline"] for line in file.open(encoding="utf-8")]
    found = [
        re.findall(r"[A-Za-z]{4,}", headline)[:3] for headline in random.Random(seed).sample(headlines, count)
    ]
    return [words for words in found if len(words) == 3]


def spread(index: searcher.Index, file: Path) -> None:
    """Count the articles that hold all words of a query, but in no one passage."""
    asked = queries(file, 200)
    held = apart = 0
    for words in asked:
        top = index.search(" ".join(words), limit=5000, all_words=True).top
        if top.standing is None:
            continue
        table = top.standing.places(0, len(top.scores))
        passages: dict[int, dict[int, set[int]]] = {}  # document → passage → matches in it
        for document, ordinal, leaf in zip(table.document, table.ordinal, table.leaf, strict=True):
            passages.setdefault(document, {}).setdefault(ordinal, set()).add(leaf)
        whole = (any(len(leaves) == len(words) for leaves in found.values()) for found in passages.values())
        held += len(top.scores)
        apart += len(top.scores) - sum(whole)
    print(f"{len(asked)} queries match {held} articles; in {apart} no passage holds all words")


def reading(index: searcher.Index, file: Path) -> None:
    """Time finding documents, and reading hits."""
    asked = queries(file, 60)
    for kind, texts, all_words in (
        ("one word", [words[0] for words in asked], False),
        ("three words", [" ".join(words) for words in asked], False),
        ("all of three", [" ".join(words) for words in asked], True),
        ("phrase", [f'"{words[0]} {words[1]}"' for words in asked], False),
    ):
        found, read = [], []
        for text in texts:
            begun = time.process_time()
            results = index.search(text, all_words=all_words)
            found.append(time.process_time() - begun)
            [hit.snippet for hit in results.hits]
            read.append(time.process_time() - begun)
        middle, engine = statistics.median(read) * 1000, statistics.median(found) * 1000
        print(f"{kind}: {middle:.0f} ms of which the engine {engine:.0f}; at worst {max(read) * 1000:.0f}")


def build(documents: Iterable[Document]) -> None:
    """Index documents and say what that takes."""
    folder = Path(tempfile.mkdtemp())
    begun = time.process_time()
    writer = EmbeddedWriter(folder, settings={})
    for document in documents:
        writer.add(document)
    writer.commit()
    taken = time.process_time() - begun
    size = sum(path.stat().st_size for path in folder.iterdir())
    engine = EmbeddedEngine(folder)
    print(f"{engine.stats().documents} entries: {taken:.1f} s, {size / 1e6:.1f} MB")
    engine.close()
    shutil.rmtree(folder)


def passages(document: Document) -> Iterator[Document]:
    """The passages of a document as documents."""
    for number, (start, end, _, _) in enumerate(document.passages):
        text = document.text[start:end].strip()
        yield replace(document, doc_id=f"{document.doc_id}#{number}", text=text, passages=())


def compare(index: searcher.Index) -> None:
    """Index every fourth article, whole and in passages."""
    everything = index.search("-nosuchword", limit=10**6).documents
    kept = sorted(doc_id for doc_id, _ in everything)[::4]
    whole = [replace(document, entities=()) for document in map(index.document, kept) if document is not None]
    build(whole)
    build(passage for document in whole for passage in passages(document))


if __name__ == "__main__":
    articles = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as desk:
        (Path(desk) / "seeds").mkdir()
        shutil.copy(articles, Path(desk) / "seeds")
        with searcher.open_index(Path(desk) / "index", Path(desk) / "seeds") as opened:
            begun = time.process_time()
            opened.refresh()
            print(f"indexed in {time.process_time() - begun:.1f} s here; {opened.stats}")
            spread(opened, articles)
            reading(opened, articles)
            compare(opened)
