"""The queries of a benchmark: words of four kinds, from a file or drawn from the articles themselves.

    python benchmarks/queries.py [--corpus FILE …] > queries.tsv

One query a line, `kind<TAB>words`:

    term     one word                       drawn evenly over the logarithm of how common words are
    or       2 to 4 words, any may match    of one headline, as people remember an article
    and      2 or 3 words, all required     of one paragraph
    phrase   2 or 3 words, side by side     from one paragraph

Words are drawn in lower case, of three letters or more, from the given articles (not the grown ones), so that
one file serves every size; the same articles give the same queries.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus import source
from growing import Article

KINDS = ("term", "or", "and", "phrase")
Queries = dict[str, list[str]]
"""Queries of each kind."""

_OF_EACH = 120  # so that the 99th percentile is not the slowest one
_WORD = re.compile(r"[^\W\d_]{3,}")
_RUN = re.compile(r"[^\W\d_]{3,}(?: [^\W\d_]{3,})+")  # words with nothing but a space between them


def queries(file: Path | None, articles: Sequence[Article]) -> Queries:
    """The queries of a file, or drawn from articles.

    Raises:
        ValueError: a line of the file is no query, or the articles hold too few words.
    """
    return draw(articles) if file is None else read(file)


def read(file: Path) -> Queries:
    """The queries of a file.

    Raises:
        ValueError: a line is not `kind<TAB>words` with one of the four kinds.
    """
    found: Queries = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        kind, tab, words = line.partition("\t")
        if kind not in KINDS or not tab or not words.strip():
            raise ValueError(f"{file.name}, line {number}: expected one of {', '.join(KINDS)}, a tab, words")
        found.setdefault(kind, []).append(words.strip())
    return found


def lucene(kind: str, words: str) -> str:
    """A query in the syntax that Lucene made common, which searcher and tantivy read alike."""
    if kind == "and":
        return " ".join(f"+{word}" for word in words.split())
    return f'"{words}"' if kind == "phrase" else words


def draw(articles: Sequence[Article], seed: int = 0) -> Queries:
    """Queries of all kinds, drawn from some articles.

    Raises:
        ValueError: the articles hold too few words to draw from.
    """
    chance = random.Random(seed)
    held = Counter(word for article in articles for word in set(_words(article.text)))
    ranked = [word for word, _ in sorted(held.items(), key=lambda item: (-item[1], item[0]))]

    def term() -> list[str]:
        return [ranked[int(len(ranked) ** chance.random()) - 1]]

    def of_headline() -> list[str]:
        return _some(chance, _words(chance.choice(articles).headline), 4)

    def of_paragraph() -> list[str]:
        return _some(chance, _words(_paragraph(chance, articles)), 3)

    def side_by_side() -> list[str]:
        runs = _RUN.findall(_paragraph(chance, articles))
        words = chance.choice(runs).lower().split() if runs else []
        size = chance.randint(2, 3)
        at = chance.randrange(max(1, len(words) - size + 1))
        return words[at : at + size]

    draws = (term, of_headline, of_paragraph, side_by_side)
    return {kind: _distinct(one, 1 if kind == "term" else 2) for kind, one in zip(KINDS, draws, strict=True)}


def _distinct(one: Callable[[], list[str]], least: int) -> list[str]:
    """Different queries of enough words."""
    found: dict[str, None] = {}
    for _ in range(100 * _OF_EACH):
        words = one()
        if len(words) >= least:
            found[" ".join(words)] = None
        if len(found) == _OF_EACH:
            break
    if not found:
        raise ValueError("the articles hold too few words to draw queries from")
    return list(found)


def _some(chance: random.Random, words: list[str], most: int) -> list[str]:
    """Between two and `most` different words, in their order."""
    words = list(dict.fromkeys(words))
    chosen = set(chance.sample(words, min(len(words), chance.randint(2, most))))
    return [word for word in words if word in chosen]


def _paragraph(chance: random.Random, articles: Sequence[Article]) -> str:
    return chance.choice(chance.choice(articles).text.split("\n"))


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def main() -> None:
    """Draw and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, nargs="+", default=[], metavar="FILE")
    for kind, words in draw(source(parser.parse_args().corpus)).items():
        print("\n".join(f"{kind}\t{query}" for query in words))


if __name__ == "__main__":
    main()
