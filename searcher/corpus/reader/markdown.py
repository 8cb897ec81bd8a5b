"""Markdown: a text whose marks are taken off, one article.

bytes ─▶ one RawDocument of form "text", as a reader of the rendered page would copy it

Headings, emphasis, links, images, quotations and rules are undone. An image leaves its description, said
to be one, so that the cleaner sees a caption. Source of the marks: https://spec.commonmark.org/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from searcher.corpus.reader import text
from searcher.corpus.reader.prose import is_blank
from searcher.corpus.reader.seed import Seed, Unreadable
from searcher.records import RawDocument

# Each is bounded, and none can begin again inside what it failed on, so that long lines cost little.
_LINE_MARKS = (
    (re.compile(r"^ {0,3}(?:>[ \t]?)+", re.M), ""),  # quotation
    (re.compile(r"^ {0,3}(?:[-*_=][ \t]*){3,200}$", re.M), ""),  # rule, or the line under a heading
    (re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t#]*$", re.M), r"\1"),
    (re.compile(r"^([ \t]{0,20})[*+][ \t]+", re.M), r"\1• "),
)
_TARGET = r"\((?:[^()\s]{0,2000})(?:[ \t]+\"[^\"\n]{0,300}\")?\)"
_INLINE_MARKS = (
    (re.compile(rf"!\[\]{_TARGET}"), ""),
    (re.compile(rf"!\[([^\[\]\n]{{1,500}})\]{_TARGET}"), r"Image: \1"),
    (re.compile(rf"\[([^\[\]\n]{{0,500}})\]{_TARGET}"), r"\1"),
    (re.compile(r"<(https?://[^<>\s]{1,2000})>"), r"\1"),
    (re.compile(r"(?<!\\)\*\*([^*\n]{1,2000})\*\*"), r"\1"),
    (re.compile(r"(?<![\w\\])__([^_\n]{1,2000})__(?!\w)"), r"\1"),
    (re.compile(r"(?<!\\)\*([^*\s](?:[^*\n]{0,2000}[^*\s])?)\*"), r"\1"),
    (re.compile(r"(?<![\w\\])_([^_\s](?:[^_\n]{0,2000}[^_\s])?)_(?!\w)"), r"\1"),
    (re.compile(r"~~([^~\n]{1,2000})~~"), r"\1"),
    (re.compile(r"(`{1,3})([^`\n]{1,2000})\1"), r"\2"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!~>-])"), r"\1"),
)


def read(seed: Seed) -> Iterator[RawDocument]:
    """Read a Markdown text; its content_hash is that of the text with its marks."""
    for raw in text.read(seed):
        content = plain(raw.content)
        if is_blank(content):
            raise Unreadable("Markdown marks, and no words")
        yield replace(raw, content=content)


def plain(marked: str) -> str:
    """Return a Markdown text without its marks; lines keep their number and order.

    >>> plain("## What *now*?\\n> **Read** [more](https://a.example/b)")
    'What now?\\nRead more'
    """
    for pattern, replacement in (*_LINE_MARKS, *_INLINE_MARKS):
        marked = pattern.sub(replacement, marked)
    return marked
