"""A JSON file: one article, a list of them, or {"articles": [ … ]}.

bytes ─▶ one RawDocument of form "article", or one per item of the list
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from searcher.corpus.reader.article import Entry, read_article, read_entries
from searcher.corpus.reader.encoding import decode
from searcher.corpus.reader.prose import NO_TEXT
from searcher.corpus.reader.seed import Seed, Unreadable
from searcher.records import RawDocument, Skipped

# not strict: a tab or line break written as itself inside a string is common and clear
_DECODER = json.JSONDecoder(strict=False)


def parse(text: str) -> object:
    """Parse one JSON value.

    Raises:
        Unreadable: it is not JSON, or nested too deeply, or holds a number too long to read.
    """
    try:
        value: object = _DECODER.decode(text)
    except json.JSONDecodeError as exc:
        place = f"line {exc.lineno}, column {exc.colno}" if exc.lineno > 1 else f"column {exc.colno}"
        raise Unreadable(f"broken JSON at {place}: {exc.msg}") from exc
    except RecursionError as exc:
        raise Unreadable("JSON nested too deeply") from exc
    except ValueError as exc:  # the interpreter refuses integers of more than 4,300 digits
        raise Unreadable("a number with too many digits") from exc
    return value


def read(seed: Seed) -> Iterator[RawDocument | Skipped]:
    """Read a JSON file, held in memory as a whole."""
    text = decode(seed.whole())
    if text is None:
        raise Unreadable(NO_TEXT)
    value = parse(text.removeprefix("\ufeff"))
    articles = value.get("articles") if isinstance(value, dict) else value
    if isinstance(articles, list):
        entries = (Entry("article", number, item) for number, item in enumerate(articles, start=1))
        yield from read_entries(seed.path, entries)
    else:
        yield read_article(seed.path, value, many=False)
