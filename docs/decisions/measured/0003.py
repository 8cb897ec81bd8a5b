"""The numbers of decision 0003: what Whoosh's parser and ours make of queries, and how long it takes."""

import statistics
import time
from collections.abc import Callable

from whoosh.fields import DATETIME, ID, TEXT, Schema
from whoosh.qparser import FuzzyTermPlugin, MultifieldParser, PlusMinusPlugin

from searcher.query.parser import parse

TIMED = (
    "Kursk",
    "Kursk governor volunteers",
    '"free press" source:CNN kadyrov',
    "self-mobilize",
    "(Kursk OR Belgorod) AND volunteers",
)
ODD = (
    "self-mobilize", "US", "R&D", "T-72", "to be or not to be", "-Kursk", "NOT", "date:yesterday",
    "date:2022-02-30", 'a b"~3', "what's up?", "foo:bar",
)  # fmt: skip


def microseconds(work: Callable[[str], object], query: str) -> float:
    """The median processor time of 300 parses."""
    taken = []
    for _ in range(300):
        begun = time.process_time_ns()
        work(query)
        taken.append(time.process_time_ns() - begun)
    return statistics.median(taken) / 1000


if __name__ == "__main__":
    schema = Schema(text=TEXT, headline=TEXT, source=TEXT, entities=TEXT, date=DATETIME, path=ID)
    whoosh = MultifieldParser(["text", "headline"], schema)
    whoosh.add_plugin(FuzzyTermPlugin())
    whoosh.add_plugin(PlusMinusPlugin())
    for query in TIMED:
        print(f"{query:36} {microseconds(whoosh.parse, query):4.0f} µs {microseconds(parse, query):4.0f} µs")
    for query in ODD:
        ours = parse(query)
        print(f"{query:20} {whoosh.parse(query)} | {type(ours.node).__name__} {[n.kind for n in ours.notes]}")
