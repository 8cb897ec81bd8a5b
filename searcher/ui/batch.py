"""A batch: a file of queries, id<TAB>words a line, answered as a TREC run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from searcher.ui.console import FOUND, NOTHING, fail, talk, write

if TYPE_CHECKING:
    from searcher.query.results import Results

_MOST_FAULTS = 10  # told one by one


def search_batch(find: Callable[[str], Results], file: str) -> int:
    """Run a file of queries and print a run; the exit status, NOTHING when none of them found anything."""
    from searcher.relevance.runs import run_lines

    try:
        text = Path(file).read_bytes().decode("utf-8-sig", "replace")
    except OSError as error:
        fail(f"{file}: {error.strerror}")
    status = NOTHING
    queries = faults = 0
    for number, line in enumerate(text.split("\n"), 1):
        topic, tab, words = line.rstrip("\r").partition("\t")
        if not line.strip():
            continue
        if not tab or not topic.strip():
            faults += 1
            if faults <= _MOST_FAULTS:
                talk(f"{file}: line {number} is not id<TAB>words and is left out")
            continue
        queries += 1
        results = find(words)
        if results.documents:
            status = FOUND
        write(run_lines(topic.strip(), results.documents))
    if faults > _MOST_FAULTS:
        talk(f"{file}: so are {faults - _MOST_FAULTS:,} more lines")
    if not queries:
        fail(f"{file}: it holds no queries; write one a line, as id<TAB>words")
    return status
