"""Articles: texts with their entities marked, as the trainer reads them.

*.jsonl, own/*.txt → Articles

Each line of a *.jsonl is `{"text", "entities": [[start, end, type]], "split"}`. The texts of own/ were
written for this project: articles with a line of `---` between them, names marked in place as {p:…}, {o:…},
{l:…}; lines that begin with # are comments.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Marked = tuple[int, int, str]

_MARK = re.compile(r"\{([pol]):([^{}]+)\}")
_TYPES = {"p": "person", "o": "organisation", "l": "place"}

# re3d marks them
_PRONOUNS = frozenset(
    ("I", "We", "They", "He", "She", "You", "It", "Our", "My", "Their", "Your", "His", "Her", "Its")
)


@dataclass(frozen=True, slots=True)
class Article:
    """A text and its entities: start, end and type, in order, apart."""

    text: str
    entities: tuple[Marked, ...]


def read(path: Path, split: str) -> Iterator[Article]:
    """Yield the articles of one split of a file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            if entry["split"] == split:
                marked = sorted(map(tuple, entry["entities"]))
                text = entry["text"]
                yield Article(
                    text, tuple(mark for mark in marked if text[mark[0] : mark[1]] not in _PRONOUNS)
                )


def read_own(path: Path) -> Iterator[Article]:
    """Yield the articles of one file of own texts.

    Raises:
        ValueError: a brace belongs to no mark.
    """
    text = re.sub(r"^#.*\n", "", path.read_text("utf-8"), flags=re.MULTILINE)
    for article in re.split(r"^---\n", text, flags=re.MULTILINE):
        parts: list[str] = []
        entities: list[Marked] = []
        done = length = 0
        for mark in _MARK.finditer(article):
            parts += (article[done : mark.start()], mark[2])
            length += mark.start() - done
            entities.append((length, length + len(mark[2]), _TYPES[mark[1]]))
            length += len(mark[2])
            done = mark.end()
        plain = "".join((*parts, article[done:]))
        if stray := re.search(r"[{}]", plain):
            raise ValueError(
                f"{path.name}: a brace that marks nothing: {plain[max(0, stray.start() - 40) :][:80]!r}"
            )
        yield Article(plain, tuple(entities))


def rename(article: Article, name_of: dict[int, str]) -> Article:
    """Return the article with other names in the place of some of its entities, by their number."""
    parts: list[str] = []
    entities: list[Marked] = []
    done = length = 0
    for number, (start, end, kind) in enumerate(article.entities):
        if start < done:
            continue
        name = name_of.get(number, article.text[start:end])
        parts += (article.text[done:start], name)
        length += start - done
        entities.append((length, length + len(name), kind))
        length += len(name)
        done = end
    parts.append(article.text[done:])
    return Article("".join(parts), tuple(entities))
