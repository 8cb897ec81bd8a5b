"""Page: a saved page as one tree, and its text as lines. HTML → tree → lines.

The tree is parsed once, and read by all: for metadata, for the body, for the whole of its text. Nobody
changes it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from html import unescape
from itertools import accumulate, islice
from typing import Any, Final

import trafilatura
from lxml import etree

from searcher.corpus.cleaner.tables import read_rows
from searcher.corpus.cleaner.unicode import normalise

# They warn about every page they find little on; we say so ourselves, once, as a reason.
for _name in ("trafilatura", "htmldate", "courlan", "justext"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

Tree = Any  # an element of lxml.html, which ships no types

_TAGS: Final = {name: frozenset(tags.split()) for name, tags in read_rows("tags.txt")}
_BLOCKS: Final = _TAGS["block"]
_UNREAD: Final = _TAGS["unread"]
_NOTHING: Final[frozenset[str]] = frozenset()
_SCRIPTS: Final = frozenset(("script", "style", "noscript", "template", "svg", "iframe"))
# The parser compares each attribute of a tag with all before it: a hundred thousand of them take a minute.
# A shorter page has no room for that many; a tag this long with so many gaps loses its attributes.
_LONG_CHARACTERS: Final = 300_000
_LONG_TAG: Final = 4_000
_GAPS_MAX: Final = 2_000
_OPEN_TAG: Final = re.compile(r"""<[a-zA-Z](?:[^=>]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+""")
_LINE_ENDS: Final = re.compile(r"[\n\r]+")
_OTHER_LINE_ENDS: Final = re.compile("[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_GAP: Final = re.compile(r"[\s/=]+")
_BLOCK_TAG: Final = re.compile(rf"</?(?:{'|'.join(sorted(_BLOCKS))})\b[^<>]{{0,2000}}>", re.I)
_TAG: Final = re.compile(r"</?[a-z!?][^<>]{0,2000}>", re.I)
_NO_TEXT: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|noscript|template|svg)\b.*?(?:</\1\s*>|\Z)", re.I | re.S
)
# The parser gives up at 256 levels; what it has read by then ends there.
_LEVELS_MAX: Final = 250
# Without this word near its beginning trafilatura takes a text for something else, and refuses it.
_ROOT: Final = "<html>"
_ROOT_CHARACTERS: Final = 50
# News pages have some thousands; trafilatura takes up to 0.2 ms for each (measured on nested ones).
_ELEMENTS_MAX: Final = 30_000


def parse(content: str) -> Tree | None:
    """Parse a page, without its comments; None when nothing is in it."""
    if len(content) > _LONG_CHARACTERS:
        content = _OPEN_TAG.sub(_without_excess_attributes, content)
    if "html" not in content[:_ROOT_CHARACTERS].lower():
        content = _ROOT + content
    return trafilatura.load_html(content)


Aside = tuple[int, str]
"""How many lines of a page stand above what HTML marks as no part of an article, and a line of that."""


def page_lines(tree: Tree) -> tuple[list[str], list[Aside]]:
    """Return all of the page's text, a line for each block, and the text of its menus apart; no scripts."""
    parts: list[tuple[int, Tree]] = []
    raw = _raw_lines(tree, _UNREAD, parts)
    lines = _normalised(raw)
    above = [0, *accumulate(map(bool, lines))]
    found = [(above[at], _raw_lines(part, _SCRIPTS)) for at, part in parts]
    texts = iter(_normalised([line for _, of_part in found for line in of_part]))
    asides = [(at, text) for at, of_part in found for text in islice(texts, len(of_part)) if text]
    return list(filter(None, lines)), asides


def part_lines(tree: Tree, tag: str) -> list[str]:
    """Return the text of the parts of a page that have a tag, menus and all, a line for each block."""
    parts = tree.xpath(f".//{tag}[not(ancestor::{tag})]")
    return [line for part in parts for line in _lines(part, _SCRIPTS - {tag})]


def is_cut_off(tree: Tree) -> bool:
    """Tell whether the page is nested deeper than the parser follows, so that its end is missing."""
    levels = 0
    while len(tree):
        tree = tree[-1]
        levels += 1
    return levels >= _LEVELS_MAX


def is_huge(tree: Tree) -> bool:
    """Tell whether a page has more elements than can be searched for a body in a few seconds."""
    return bool(tree.xpath("count(.//*)") > _ELEMENTS_MAX)


def body_lines(tree: Tree, *, fast: bool) -> list[str]:
    """Return what trafilatura takes for the article, a line for each block.

    Args:
        fast: by trafilatura's own rules alone; otherwise readability and jusText are asked too, which takes
            twice as long.
    """
    try:
        page = trafilatura.bare_extraction(
            tree,
            fast=fast,
            favor_precision=True,
            include_comments=False,
            include_tables=False,
            deduplicate=False,
        )
    except Exception:  # it raises whatever a broken tree makes lxml raise; the page is then read without it
        return []
    return _lines(page.body, _NOTHING) if page is not None and page.body is not None else []


def _without_excess_attributes(tag: re.Match[str]) -> str:
    text = tag[0]
    if len(text) < _LONG_TAG:
        return text
    gaps = _GAP.finditer(text)
    name_ends = next(gaps, None)
    excess = next(islice(gaps, _GAPS_MAX, None), None)
    return text[: name_ends.start()] if name_ends and excess else text


def flat_lines(content: str) -> list[str]:
    """Return the text between the tags, a line for each block, for a page that the parser does not follow."""
    text = _LINE_ENDS.sub(" ", _NO_TEXT.sub(" ", content))
    text = unescape(_TAG.sub("", _BLOCK_TAG.sub("\n", text)))
    return list(filter(None, normalise(text).split("\n")))


def _lines(root: Tree, unread: frozenset[str]) -> list[str]:
    """Return the text of a tree, normalised, a line for each block."""
    return list(filter(None, _normalised(_raw_lines(root, unread))))


def _normalised(raw: Sequence[str]) -> list[str]:
    """Normalise lines, all at once, since that is faster; what is left of one may be nothing."""
    if not raw:
        return []
    joined = "\n".join([line.replace("\n", " ") for line in raw])
    return [line.strip() for line in normalise(_OTHER_LINE_ENDS.sub(" ", joined)).split("\n")]


def _raw_lines(root: Tree, unread: frozenset[str], left: list[tuple[int, Tree]] | None = None) -> list[str]:
    """Return the text of a tree as it is, without recursion; no line is all white space.

    Args:
        unread: tags of parts that are passed over.
        left: takes those of them that are no scripts, each behind the number of lines above.
    """
    lines: list[str] = []
    parts: list[str] = []

    def end_line() -> None:
        line = "".join(parts)
        parts.clear()
        if line and not line.isspace():
            lines.append(line)

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if tag in _BLOCKS:
            end_line()
        if event == "end":
            if element.tail and element is not root:
                parts.append(element.tail)
        elif tag in unread:
            walk.skip_subtree()
            if left is not None and tag not in _SCRIPTS:
                left.append((len(lines), element))
        elif element.text:
            parts.append(element.text)
    end_line()
    return lines
