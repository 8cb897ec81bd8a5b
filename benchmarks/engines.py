"""The engines compared: searcher and its peers, each fed and asked the way its documentation shows.

articles, folder → Engine: built, timed, its bytes counted, with two calls

    search   kind, words → whatever names them: the query is parsed, the best ten are ranked
    full     kind, words → [(score, id, headline, text with what matched marked)]: what a reader gets to see

searcher takes articles and shows their best passages. The peers rank whatever they are given, so they are
given passages of about 120 words (or whole articles, `peers.py --unit article`), each with its headline.
All stem English. Differences that remain, to whose advantage: bm25s has neither phrases, nor required
words, nor highlights, so its `full` is the plain text (its); it and Whoosh drop stop words (theirs); a
peer's ten hits may all be of one article (theirs: nothing is joined); tantivy shows 150 characters of a
passage, FTS5 30 words, Whoosh the parts around matches, searcher all of it, with every match marked
(none's). searcher alone recognises who is named and by whom an article is.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from corpus import write
from growing import Article
from measure import folder_bytes, index_command, watched
from queries import KINDS, lucene

import searcher as package

Shown = list[tuple[float, str, str, str]]
Search = Callable[[str, str], object]
Full = Callable[[str, str], Shown]
TOP = 10
_PASSAGE_WORDS = 120


class Engine(NamedTuple):
    """An engine that holds the corpus.

    Attributes:
        kinds: the queries it can answer; index_s: from articles to a committed index; disk_bytes: of it.
    """

    index_s: float
    disk_bytes: int
    search: Search
    full: Full
    kinds: Sequence[str] = KINDS


Builder = Callable[[Sequence[Article], Path, int], Engine]
"""What makes an engine: units to index, an empty folder, and how many threads or processes at most."""


def passages(articles: Sequence[Article]) -> list[Article]:
    """Articles cut into pieces of about 120 words at the ends of paragraphs, or of long paragraphs' parts."""
    found: list[Article] = []
    for article in articles:
        piece: list[str] = []
        for paragraph in article.text.split("\n"):
            words = paragraph.split()
            for at in range(0, len(words), _PASSAGE_WORDS):
                part = words[at : at + _PASSAGE_WORDS]
                if piece and len(piece) + len(part) > 1.25 * _PASSAGE_WORDS:
                    found.append(article._replace(text=" ".join(piece)))
                    piece = []
                piece += part
        if piece:
            found.append(article._replace(text=" ".join(piece)))
    return found


def searcher(units: Sequence[Article], folder: Path, workers: int) -> Engine:
    """This project: through its command line, then `import searcher`; its units are articles."""
    write(units, folder / "seeds" / "corpus.jsonl")
    ran = watched(index_command(folder / "seeds", folder / "index", workers), folder)
    search, full = searcher_calls(package.open_index(folder / "index"))
    return Engine(ran.seconds, folder_bytes(folder / "index"), search, full)


def searcher_calls(index: package.Index) -> tuple[Search, Full]:
    """The two calls of an open index of ours."""

    def search(kind: str, words: str) -> object:
        return index.search(lucene(kind, words), limit=TOP)

    def full(kind: str, words: str) -> Shown:
        hits = index.search(lucene(kind, words), limit=TOP).hits
        return [
            (hit.score, hit.document.doc_id, hit.document.headline or "", hit.snippet.html()) for hit in hits
        ]

    return search, full


def tantivy(units: Sequence[Article], folder: Path, workers: int) -> Engine:
    """tantivy-py, the engine in Rust: English stemmer, positions, stored text."""
    module: Any = import_module("tantivy")
    builder = module.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for field in ("headline", "text"):
        builder.add_text_field(field, stored=True, tokenizer_name="en_stem")
    schema = builder.build()
    begun = time.perf_counter()
    index = module.Index(schema, path=str(folder))
    writer = index.writer(heap_size=500_000_000, num_threads=workers)
    for unit in units:
        writer.add_document(module.Document(id=unit.doc_id, headline=unit.headline, text=unit.text))
    writer.commit()
    writer.wait_merging_threads()
    index_s = time.perf_counter() - begun
    index.reload()
    reader = index.searcher()

    def parsed(kind: str, words: str) -> Any:
        return index.parse_query(lucene(kind, words), ["headline", "text"])

    def search(kind: str, words: str) -> object:
        return reader.search(parsed(kind, words), limit=TOP).hits

    def full(kind: str, words: str) -> Shown:
        query = parsed(kind, words)
        snippets = module.SnippetGenerator.create(reader, query, schema, "text")
        shown: Shown = []
        for score, address in reader.search(query, limit=TOP).hits:
            document = reader.doc(address)
            marked = snippets.snippet_from_doc(document).to_html()
            shown.append((score, document["id"][0], document["headline"][0], marked))
        return shown

    return Engine(index_s, folder_bytes(folder), search, full)


def fts5(units: Sequence[Article], folder: Path, workers: int) -> Engine:
    """SQLite FTS5, the engine in C that comes with Python: Porter stemmer, optimised after loading."""
    begun = time.perf_counter()
    base = sqlite3.connect(folder / "fts5.db")
    base.execute(
        "CREATE VIRTUAL TABLE unit USING fts5(id UNINDEXED, headline, text, tokenize='porter unicode61')"
    )
    base.executemany("INSERT INTO unit VALUES (?, ?, ?)", units)
    base.execute("INSERT INTO unit(unit) VALUES ('optimize')")
    base.commit()
    index_s = time.perf_counter() - begun
    ranked = "FROM unit WHERE unit MATCH ? ORDER BY rank LIMIT ?"
    marked = "snippet(unit, 2, '<mark>', '</mark>', '…', 30)"
    joined = {"term": " ", "or": " OR ", "and": " AND "}

    def written(kind: str, words: str) -> str:
        if kind == "phrase":
            return f'"{words}"'
        return joined[kind].join(f'"{word}"' for word in re.findall(r"\w+", words))

    def search(kind: str, words: str) -> object:
        return base.execute(f"SELECT rowid {ranked}", (written(kind, words), TOP)).fetchall()

    def full(kind: str, words: str) -> Shown:
        chosen = f"SELECT -rank, id, headline, {marked} {ranked}"
        return base.execute(chosen, (written(kind, words), TOP)).fetchall()

    return Engine(index_s, folder_bytes(folder), search, full)


def bm25s(units: Sequence[Article], folder: Path, workers: int) -> Engine:
    """bm25s, scores worked out beforehand in numpy arrays, its default; scores and texts stay in memory."""
    module: Any = import_module("bm25s")
    stemmer = import_module("Stemmer").Stemmer("english")

    def tokens(texts: list[str]) -> Any:
        return module.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False)

    begun = time.perf_counter()
    retriever = module.BM25()
    retriever.index(tokens([f"{unit.headline} {unit.text}" for unit in units]), show_progress=False)
    retriever.save(folder, corpus=[unit._asdict() for unit in units])
    index_s = time.perf_counter() - begun
    most = min(TOP, len(units))

    def found(words: str) -> Any:
        return retriever.retrieve(tokens([words]), k=most, show_progress=False)

    def search(kind: str, words: str) -> object:
        return found(words)

    def full(kind: str, words: str) -> Shown:
        result = found(words)
        pairs = zip(result.scores[0], result.documents[0], strict=True)
        return [(float(score), *units[number]) for score, number in pairs if score > 0]

    return Engine(index_s, folder_bytes(folder), search, full, ("term", "or"))


def whoosh(units: Sequence[Article], folder: Path, workers: int) -> Engine:
    """Stock Whoosh (whoosh3): its own codec, writer, searcher and highlighter."""
    analysis: Any = import_module("whoosh.analysis")
    fields: Any = import_module("whoosh.fields")
    parsing: Any = import_module("whoosh.qparser")
    text = fields.TEXT(stored=True, analyzer=analysis.StemmingAnalyzer())
    schema = fields.Schema(id=fields.ID(stored=True), headline=text, text=text)
    begun = time.perf_counter()
    index = import_module("whoosh.index").create_in(str(folder), schema)
    writer = index.writer(limitmb=512, procs=workers) if workers > 1 else index.writer(limitmb=512)
    for unit in units:
        writer.add_document(id=unit.doc_id, headline=unit.headline, text=unit.text)
    writer.commit()
    index_s = time.perf_counter() - begun
    reader = index.searcher()
    any_of = parsing.MultifieldParser(["headline", "text"], schema, group=parsing.OrGroup)
    all_of = parsing.MultifieldParser(["headline", "text"], schema)

    def found(kind: str, words: str) -> Any:
        parser = all_of if kind == "and" else any_of
        return reader.search(parser.parse(f'"{words}"' if kind == "phrase" else words), limit=TOP)

    def search(kind: str, words: str) -> object:
        return [hit.docnum for hit in found(kind, words)]

    def full(kind: str, words: str) -> Shown:
        return [(hit.score, hit["id"], hit["headline"], hit.highlights("text")) for hit in found(kind, words)]

    return Engine(index_s, folder_bytes(folder), search, full)


BUILDERS: dict[str, Builder] = {
    "searcher": searcher,
    "tantivy": tantivy,
    "fts5": fts5,
    "bm25s": bm25s,
    "whoosh": whoosh,
}
