"""A topic: a query that somebody judged answers for, by an id.

id<TAB>words                                    a line each
{"_id": "1", "text": "words"}                   a line each, as BEIR has it
<top> <num> Number: 1 <title> words … </top>    TREC; of a topic its title is taken
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from searcher.errors import EvaluationFileError
from searcher.relevance.files import lines, one_word, read_text

Topics = Mapping[str, str]
"""topic → the words to search for."""

_Found = tuple[int, str, str]
"""The number of a line, the topic that begins there, its words."""

_TOP = re.compile(r"<top>", re.I)
_END = re.compile(r"</top>", re.I)
# Tags are often not closed: a value ends where the next tag begins. Topics of some years have a label in it.
_VALUES = {
    "num": re.compile(r"<num>\s*(?:Number:)?([^<]*)", re.I),
    "title": re.compile(r"<title>\s*(?:Topic:)?([^<]*)", re.I),
}


def read_topics(path: Path) -> Topics:
    """Read queries in any of the forms above, which the first character tells.

    Raises:
        EvaluationFileError: the file cannot be read, a line is not of its form, or an id is used twice.
    """
    text = read_text(path)
    form = {"{": _beir, "<": _trec}.get(text.lstrip()[:1], _table)
    topics: dict[str, str] = {}
    for number, topic, words in form(path, text):
        name = one_word(topic)
        if name in topics:
            raise EvaluationFileError(path, f"a second query has the id {topic!r}", number)
        topics[name] = words
    if not topics:
        raise EvaluationFileError(path, "it holds no queries")
    return topics


def _table(path: Path, text: str) -> Iterator[_Found]:
    for number, line in lines(text):
        topic, tab, words = line.partition("\t")
        if not tab or not topic.strip():
            raise EvaluationFileError(path, f"expected id<TAB>words, found {line!r}", number)
        yield number, topic.strip(), words.strip()


def _beir(path: Path, text: str) -> Iterator[_Found]:
    for number, line in lines(text):
        try:
            given = json.loads(line)
            topic, words = given["_id"], given["text"]
            if not isinstance(topic, str | int) or not isinstance(words, str) or not str(topic).strip():
                raise TypeError
        except (ValueError, TypeError, KeyError, RecursionError):
            raise EvaluationFileError(
                path, f'expected {{"_id": …, "text": …}}, found {line!r}', number
            ) from None
        yield number, str(topic).strip(), words


def _trec(path: Path, text: str) -> Iterator[_Found]:
    for begin, end in pairwise([*(top.start() for top in _TOP.finditer(text)), len(text)]):
        line = text.count("\n", 0, begin) + 1
        if not _END.search(text, begin, end):
            raise EvaluationFileError(path, "expected </top> after the topic that begins here", line)
        values = {}
        for tag, value in _VALUES.items():
            found = value.search(text, begin, end)
            if not found or not found[1].strip():
                raise EvaluationFileError(path, f"expected <{tag}> in the topic that begins here", line)
            values[tag] = " ".join(found[1].split())
        topic = values["num"]
        # TREC numbers its early topics 051 where the judgments say 51.
        yield line, str(int(topic)) if topic.isdecimal() else topic, values["title"]
