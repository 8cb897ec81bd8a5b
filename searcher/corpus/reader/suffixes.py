"""A suffix: the end of a file's name, which proposes how to read it.

    name ─▶ (suffix, packed) ─▶ format, or None for kinds of file that hold no article

A suffix is what follows the last dot when it looks like one: at most ten ASCII letters and digits, one
letter at least. So "Putin said no. Then yes" and "log.1" have none, and are judged by their content.
This module is read on every search: it imports nothing.
"""

from __future__ import annotations

MAX_SUFFIX_CHARS = 10  # chosen: ".markdown" and ".webarchive" are suffixes, the end of a sentence is not

FORMATS = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
}


def split_suffix(name: str) -> tuple[str, bool]:
    """Return the suffix of a file name in lower case ("" for none), and whether it is packed (".gz").

    >>> split_suffix("News.TXT.gz"), split_suffix("notes"), split_suffix("map.pdf")
    (('.txt', True), ('', False), ('.pdf', False))
    """
    suffix = _last(name)
    if suffix == ".gz":
        return _last(name[: -len(suffix)]), True
    return suffix, False


def is_seed_name(name: str) -> bool:
    """Tell whether the name ends like a seed's; a name without any suffix does not."""
    suffix, packed = split_suffix(name)
    return suffix in FORMATS or (packed and not suffix)


def unknown_suffix(name: str) -> str | None:
    """Return the suffix of a file that no format reads (".pdf", ".tar.gz"), or None if one may."""
    suffix, packed = split_suffix(name)
    if not suffix or suffix in FORMATS:
        return None
    return f"{suffix}.gz" if packed else suffix


def _last(name: str) -> str:
    stem, dot, tail = name.rpartition(".")
    fits = dot and stem and len(tail) <= MAX_SUFFIX_CHARS and tail.isascii() and tail.isalnum()
    return f".{tail.lower()}" if fits and not tail.isdigit() else ""
