"""Table: rules and words that are data, in text files beside this module. File → rows.

Read once, at import; a reason that is not in `reasons.REASONS` is a mistake in the file and raises.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from searcher.corpus.cleaner.reasons import REASONS, Reason


class Row(NamedTuple):
    """One rule: what a paragraph is if it begins like `pattern` and has at most `most_words` words.

    `held` are the texts a rule is known by (`held.HeldTexts`), none where it is known by its beginning.
    """

    reason: Reason
    most_words: int
    pattern: str
    held: tuple[str, ...] = ()


def label_table(name: str) -> dict[str, Reason]:
    """Read "[reason]" sections of labels between bars: label → reason."""
    labels: dict[str, Reason] = {}
    reason: Reason | None = None
    for line in _lines(name):
        if line.startswith("["):
            reason = _reason(line.strip("[]"))
        elif reason is not None:
            labels |= dict.fromkeys((label.strip() for label in line.split("|")), reason)
    return labels


def opener_table(name: str) -> tuple[Row, ...]:
    """Read rows of reason, most words and pattern."""
    return tuple(Row(_reason(reason), int(words), pattern) for reason, words, pattern in read_rows(name))


def phrase_table(name: str) -> tuple[Row, ...]:
    """Read rows of reason, most words, held texts (between bars) and pattern."""
    return tuple(
        Row(_reason(reason), int(words), pattern, tuple(held.split("|")))
        for reason, words, held, pattern in read_rows(name)
    )


def read_rows(name: str) -> list[list[str]]:
    """Read the rows of a file whose columns are parted by tabs; lines that begin with "#" are comments."""
    return [line.split("\t") for line in _lines(name)]


def read_words(name: str) -> frozenset[str]:
    """Read the words of a file."""
    return frozenset(word for line in _lines(name) for word in line.split())


def _lines(name: str) -> list[str]:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]


def _reason(name: str) -> Reason:
    for reason in REASONS:
        if reason == name:
            return reason
    raise ValueError(f"{name!r} is no reason to drop a line; reasons.REASONS lists those there are")
