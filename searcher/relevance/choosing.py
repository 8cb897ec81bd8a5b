"""A choice of topics: those that can be judged, and what is left out, counted.

topics, qrels ─▶ the topics that have a relevant document, notes
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import unquote

from searcher.relevance.judging import Qrels, is_telling
from searcher.relevance.topics import Topics


class Chosen(NamedTuple):
    """What is judged; `notes` say what is not, and how much of it."""

    topics: Topics
    notes: tuple[str, ...]


def choose(topics: Topics, qrels: Qrels) -> Chosen:
    """Choose the topics that can be judged, in their order; none is an answer, too."""
    judged = {topic: words for topic, words in topics.items() if topic in qrels}
    chosen = {topic: words for topic, words in judged.items() if is_telling(qrels[topic])}
    notes = (
        (len(topics) - len(judged), "without judgments: left out"),
        (len(judged) - len(chosen), "of which no document is judged relevant: left out"),
        (len(qrels.keys() - topics.keys()), "judged, but not asked: left out"),
    )
    return Chosen(chosen, tuple(f"{queries(count)} {what}" for count, what in notes if count))


def queries(count: int) -> str:
    """A number of queries in words."""
    return f"{count:,} {'query' if count == 1 else 'queries'}"


def count_missing(topics: Topics, qrels: Qrels, is_there: Callable[[str], bool]) -> int:
    """How many judged documents of some topics are not there.

    Args:
        is_there: tells of a doc_id, in which spaces may or may not be percent-encoded.
    """
    judged = {doc_id for topic in topics for doc_id in qrels[topic]}
    return sum(not is_there(doc_id) and not is_there(unquote(doc_id)) for doc_id in judged)
