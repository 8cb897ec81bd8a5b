"""A file of an evaluation: lines of text, each of which says one thing, or is refused by its number.

path ─▶ (line number, line) of each line that is not empty
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from searcher.errors import EvaluationFileError

Line = tuple[int, str]
"""Its number, from 1, and what stands in it, without the line end."""

_BREAKING = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def read_text(path: Path) -> str:
    """Read a whole file; a byte that is no UTF-8 becomes U+FFFD.

    Raises:
        EvaluationFileError: the file cannot be read.
    """
    try:
        return path.read_bytes().decode("utf-8-sig", "replace")
    except OSError as error:
        raise EvaluationFileError(path, error.strerror or str(error)) from error


def lines(text: str) -> Iterator[Line]:
    """The lines of a text that are not empty."""
    # Not splitlines: the text of a query may hold what Unicode calls a line end.
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line.rstrip("\r")


def one_word(name: str) -> str:
    """An id as one word, which TREC's forms need: white space and controls are written %20 and so on.

    Every id that is read or written here goes through this, so that ids with spaces meet in all forms.

    >>> one_word("my article.txt")
    'my%20article.txt'
    """
    return _BREAKING.sub(lambda match: quote(match[0], safe="", errors="replace"), name)


def cells(line: str, *counts: int) -> Iterator[list[str]]:
    """The ways to cut a line into one of some numbers of cells: at tabs, where ids may hold spaces, or at
    white space.
    """
    for cut in ([cell.strip() for cell in line.split("\t")], line.split()):
        if len(cut) in counts and all(cut):
            yield cut
