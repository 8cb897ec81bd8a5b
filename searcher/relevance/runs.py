"""A run: what a system found for each topic; asked for, or as a file that trec_eval reads.

topic Q0 doc_id rank score name     columns parted by white space; the score decides, not the rank
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from math import isfinite
from pathlib import Path

from searcher.errors import EvaluationFileError
from searcher.relevance.files import lines, one_word, read_text
from searcher.relevance.judging import Run, Scores
from searcher.relevance.topics import Topics

RUN_NAME = "searcher"
_DIGITS = 6  # of a score, behind the point


def ask(search: Callable[[str], Iterable[tuple[str, float]]], topics: Topics) -> Run:
    """Search for every topic.

    Args:
        search: words → (doc_id, score), best first; `judging.DEPTH` of them are enough.
    """
    return {topic: scores(search(words)) for topic, words in topics.items()}


def scores(documents: Iterable[tuple[str, float]]) -> Scores:
    """What was found for a topic, as it would be read from the file that `run_lines` writes.

    So a run gives the same measures whether it is judged at once or from its file.
    """
    return {one_word(doc_id): round(score, _DIGITS) for doc_id, score in documents}


def run_lines(topic: str, documents: Iterable[tuple[str, float]]) -> Iterator[str]:
    """One line a document.

    Args:
        topic: its id; white space in it, and in ids of documents, is percent-encoded.
        documents: (doc_id, score), best first.
    """
    topic = one_word(topic)
    for rank, (doc_id, score) in enumerate(documents, 1):
        yield f"{topic} Q0 {one_word(doc_id)} {rank} {score:.{_DIGITS}f} {RUN_NAME}"


def read_run(path: Path) -> Run:
    """Read a run.

    Raises:
        EvaluationFileError: the file cannot be read, a line is not of the form above, or a document is
            found twice for a topic.
    """
    run: dict[str, dict[str, float]] = {}
    for number, line in lines(read_text(path)):
        topic, doc_id, score = _found(path, number, line)
        if doc_id in run.setdefault(topic, {}):
            raise EvaluationFileError(path, f"{doc_id} was found for topic {topic} before", number)
        run[topic][doc_id] = score
    return run


def _found(path: Path, number: int, line: str) -> tuple[str, str, float]:
    try:
        topic, _, doc_id, _, written, _ = line.split()
        score = float(written)
        if not isfinite(score):
            raise ValueError(written)
    except ValueError:
        raise EvaluationFileError(
            path, f"expected topic, Q0, document, rank, score and name, found {line!r}", number
        ) from None
    return one_word(topic), one_word(doc_id), score
