"""Reading a seed: which format it has, and what that format makes of it.

    (seeds folder, path) ─▶ RawDocument | Skipped, at least one

The registry is `READERS`: format ─▶ function from Seed to articles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from searcher.corpus.reader import html, json, jsonl, markdown, text
from searcher.corpus.reader.encoding import marked, wide
from searcher.corpus.reader.rest import Rest, measure
from searcher.corpus.reader.seed import BLOCK_BYTES, Seed, Unreadable
from searcher.corpus.reader.suffixes import FORMATS, split_suffix
from searcher.records import RawDocument, Skipped

READERS: dict[str, Callable[[Seed], Iterator[RawDocument | Skipped]]] = {
    "text": text.read,
    "markdown": markdown.read,
    "html": html.read,
    "jsonl": jsonl.read,
    "json": json.read,
}

# documents that are text on the outside, met without a suffix or with a wrong one
FOREIGN = {b"%PDF-": "a PDF document", b"{\\rtf": "an RTF document", b"%!PS": "a PostScript document"}

_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[{\[\]])")
SNIFFED_CHARS = 4096  # room for the comments that saved pages begin with


def read_articles(folder: Path, path: str, rest: Rest | None = None) -> Iterator[RawDocument | Skipped]:
    """Implement `searcher.corpus.reader.read_seed`, where it is described."""
    count = 0
    try:
        with closing(Seed(folder, path)) as seed:
            if not seed.head:
                raise Unreadable("an empty file")
            for start, kind in FOREIGN.items():
                if seed.head.startswith(start):
                    raise Unreadable(f"{kind}, not text")
            read = READERS[choose(path, seed.head)]
            for article in jsonl.read_rest(seed, rest) if rest else read(seed):
                count += 1
                yield article
    except Unreadable as exc:
        yield Skipped(path, str(exc))
    else:
        if not count and not rest:
            yield Skipped(path, "holds no article")


def find_rest(
    folder: Path, path: str, size: int, digest: str, is_taken: Callable[[str], bool]
) -> Rest | None:
    """Implement `searcher.corpus.reader.find_rest`, where it is described."""
    try:
        with closing(Seed(folder, path)) as seed:
            # A short one is as soon read anew, and could have become another format.
            if size < BLOCK_BYTES or choose(path, seed.head) != "jsonl" or jsonl.codec_of(seed) != "utf-8":
                return None
            return measure(seed.blocks(), size, digest, is_taken)
    except Unreadable:
        return None


def choose(path: str, head: bytes) -> str:
    """Name the format of a seed: the one its suffix proposes, unless its first bytes tell otherwise."""
    proposed = FORMATS.get(split_suffix(path)[0], "")
    beginning = head.decode(marked(head) or wide(head) or "utf-8", "replace")
    if proposed == "json":
        return "jsonl" if _is_lines(beginning) else "json"
    if proposed == "jsonl":
        return "jsonl"
    if proposed == "html":
        return "html" if "<" in beginning else "text"
    if html.is_page(beginning[:SNIFFED_CHARS]):
        return "html"
    if not proposed and _JSON.match(beginning):
        return "jsonl" if _is_lines(beginning) else "json"
    return proposed or "text"


def _is_lines(beginning: str) -> bool:
    """Tell whether the first line is a whole JSON object, and another line follows."""
    first, _, rest = beginning.strip().lstrip("\ufeff").partition("\n")
    if not rest or not first.startswith("{"):
        return False
    try:
        json.parse(first)
    except Unreadable:
        return False
    return True
