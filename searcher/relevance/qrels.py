"""Qrels: which documents answer which topic, and how well, as somebody judged.

    topic 0 doc_id grade            TREC, columns parted by white space
    topic<TAB>doc_id<TAB>grade      three columns; a line of column names may come first, as BEIR has it

A grade is a whole number: 0 or less is not relevant, and more is better.
"""

from __future__ import annotations

from pathlib import Path

from searcher.errors import EvaluationFileError
from searcher.relevance.files import cells, lines, one_word, read_text
from searcher.relevance.judging import Qrels

_EXPECTED = "topic, document and grade, or topic, 0, document and grade"


def read_qrels(path: Path) -> Qrels:
    """Read judgments.

    Raises:
        EvaluationFileError: the file cannot be read, a line is none of the forms above, or a document is
            judged twice for a topic, and not alike.
    """
    qrels: dict[str, dict[str, int]] = {}
    read = list(lines(read_text(path)))
    if read and _is_header(read[0][1]):
        del read[0]
    for number, line in read:
        topic, doc_id, grade = _judgment(path, number, line)
        known = qrels.setdefault(topic, {}).setdefault(doc_id, grade)
        if known != grade:
            raise EvaluationFileError(
                path, f"{doc_id} has grade {grade} for topic {topic}, and had {known} before", number
            )
    if not qrels:
        raise EvaluationFileError(path, "it holds no judgments")
    return qrels


def _is_header(line: str) -> bool:
    """Whether a first line names its columns: no cell of it holds a digit."""
    return any(True for _ in cells(line, 3, 4)) and not any(map(str.isdigit, line))


def _judgment(path: Path, number: int, line: str) -> tuple[str, str, int]:
    for cut in cells(line, 3, 4):
        try:
            return one_word(cut[0]), one_word(cut[-2]), int(cut[-1])
        except ValueError:
            continue
    raise EvaluationFileError(path, f"expected {_EXPECTED}, found {line!r}", number)
