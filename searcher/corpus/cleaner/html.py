"""HTML form: a saved page. Raw HTML → Draft.

trafilatura finds the body, our own rules judge its paragraphs, and what the page states of itself (JSON-LD,
meta tags) fills the rest. Where trafilatura finds too little, the page's text is read as scraped text.

This is the one module that loads trafilatura, lxml and (through `metadata`) bs4: import it only for a page.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from html import unescape
from typing import Any, Final

import lxml.html
import trafilatura
from lxml import etree

from searcher.corpus.cleaner.body import body_range
from searcher.corpus.cleaner.boilerplate import mark_captions, rule_reasons
from searcher.corpus.cleaner.draft import Draft
from searcher.corpus.cleaner.ends import drop_ends, mark_own_voice
from searcher.corpus.cleaner.headline import folded, repeats
from searcher.corpus.cleaner.language import detect
from searcher.corpus.cleaner.metadata import read_metadata
from searcher.corpus.cleaner.paragraphs import Paragraph, paragraph
from searcher.corpus.cleaner.reasons import Reason
from searcher.corpus.cleaner.source import find_source
from searcher.corpus.cleaner.tables import read_rows
from searcher.corpus.cleaner.text import find_authors, find_date
from searcher.corpus.cleaner.unicode import normalise

# They warn about every page they find little on; we say so ourselves, once, as a reason.
for _name in ("trafilatura", "htmldate", "courlan", "justext"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

_TAGS: Final = {name: tuple(tags.split()) for name, tags in read_rows("tags.txt")}
_BLOCKS: Final = frozenset(_TAGS["block"])
_UNREAD: Final = _TAGS["unread"]
_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
_XML_DECLARATION: Final = re.compile(r"\A\s{0,100}<\?xml[^>]{0,200}\?>")
# A body this much shorter than the article that JSON-LD states, or that the page shows, was cut off.
_CUT_OFF: Final = 0.65
_SAME_SHARE_MIN: Final = 0.7
_BODY_WORDS_MIN: Final = 40
# Beyond this a page is no article; what it says in its first part must do.
_CHARACTERS_MAX: Final = 10_000_000


def read_html(content: str, url: str | None = None) -> Draft:
    """Find the article of a saved page, and what the page states about it."""
    content = _XML_DECLARATION.sub("", content[:_CHARACTERS_MAX].replace("\0", ""))
    metadata = read_metadata(content, url)
    page = _paragraphs(_page_lines(content)) or _paragraphs(_flat_lines(content))
    page_reasons = rule_reasons(page)
    page_body = body_range(page, page_reasons)
    paragraphs = _best_body(
        found=_paragraphs(_extracted(content, url)),
        stated=_paragraphs(metadata.body.split("\n")),
        scraped=page[page_body.start : page_body.stop],
    )
    reasons = rule_reasons(paragraphs)
    mark_captions(paragraphs, reasons)
    _mark_headlines(paragraphs, reasons, metadata.titles)
    source = metadata.site or find_source(page, page_reasons) or metadata.domain
    mark_own_voice(paragraphs, reasons, source)
    drop_ends(paragraphs, reasons)
    kept = [p.text for p, reason in zip(paragraphs, reasons, strict=True) if reason is None]
    return Draft(
        paragraphs=paragraphs,
        reasons=reasons,
        headline=metadata.headline,
        source=source,
        date=metadata.date or find_date(page, page_reasons, page_body),
        url=metadata.url,
        language=detect("\n".join(kept[:40])) or metadata.language,
        authors=metadata.authors or find_authors(page, page_reasons, page_body),
    )


def _best_body(found: list[Paragraph], stated: list[Paragraph], scraped: list[Paragraph]) -> list[Paragraph]:
    """Return trafilatura's body unless JSON-LD states, or the page shows, much more of the same article."""
    enough = max(_words(found), _BODY_WORDS_MIN)
    if enough < _CUT_OFF * _words(stated):
        return stated
    if enough < _CUT_OFF * _words(scraped) and _holds(scraped, found):
        return scraped
    return found or scraped


def _extracted(content: str, url: str | None) -> list[str]:
    try:
        page = trafilatura.bare_extraction(
            content,
            url=url,
            favor_precision=True,
            include_comments=False,
            include_tables=False,
            deduplicate=False,
        )
    except Exception:  # it raises whatever a broken tree makes lxml raise; the page is then read without it
        return []
    return _lines(page.body) if page is not None and page.body is not None else []


def _page_lines(content: str) -> list[str]:
    """Return all of the page's text, every block a line, without menus and scripts."""
    try:
        tree = lxml.html.document_fromstring(content)
    except (etree.ParserError, ValueError):
        return []  # empty, or nothing but markup
    return _lines(_without(tree, _UNREAD))


def _holds(whole: Sequence[Paragraph], part: Sequence[Paragraph]) -> bool:
    """Tell whether most of the part's paragraphs stand in the whole: then it is the same article, longer."""
    keys = {p.key for p in whole}
    return sum(p.words for p in part if p.key in keys) >= _SAME_SHARE_MIN * _words(part)


def _flat_lines(content: str) -> list[str]:
    """Return the text between the tags, for a page nested deeper than the parser follows (256 levels)."""
    return normalise(unescape(_TAG.sub("\n", content))).split("\n")


def _without(tree: Any, tags: Sequence[str]) -> Any:
    for element in list(tree.iter(*tags, etree.Comment)):
        if element.getparent() is not None:
            element.drop_tree()
    return tree


def _lines(root: Any) -> list[str]:
    """Return the text of a tree, one line a block, without recursion."""
    lines: list[str] = []
    parts: list[str] = []

    def end_line() -> None:
        lines.append(normalise("".join(parts)).replace("\n", " "))
        parts.clear()

    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        is_block = element.tag in _BLOCKS
        if is_block:
            end_line()
        if event == "start":
            parts.append(element.text or "")
        elif element is not root:
            parts.append(element.tail or "")
    end_line()
    return lines


def _paragraphs(lines: Sequence[str]) -> list[Paragraph]:
    return [paragraph(line.strip()) for line in lines if line.strip()]


def _words(paragraphs: Sequence[Paragraph]) -> int:
    return sum(p.words for p in paragraphs)


def _mark_headlines(
    paragraphs: Sequence[Paragraph], reasons: list[Reason | None], titles: Sequence[str]
) -> None:
    keys = {folded(title) for title in titles} - {""}
    for i, p in enumerate(paragraphs):
        if any(repeats(p, key) for key in keys):
            reasons[i] = "headline"
