"""HTML form: a saved page. Raw HTML → Draft.

trafilatura finds the body, our own rules judge its paragraphs, and what the page states of itself (JSON-LD,
meta tags) fills the rest. Where trafilatura finds too little, the page's text is read as scraped text.

This module and those it shares the tree with (`page`, `metadata`) are the ones that load trafilatura and
lxml: import it only for a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from searcher.corpus.cleaner.body import body_range
from searcher.corpus.cleaner.boilerplate import mark_captions, rule_reasons
from searcher.corpus.cleaner.draft import Draft
from searcher.corpus.cleaner.ends import drop_ends, mark_own_voice
from searcher.corpus.cleaner.headline import folded, repeats
from searcher.corpus.cleaner.language import detect
from searcher.corpus.cleaner.metadata import Metadata, read_metadata
from searcher.corpus.cleaner.page import Tree, body_lines, flat_lines, is_cut_off, is_huge, page_lines, parse
from searcher.corpus.cleaner.paragraphs import Paragraph, paragraph
from searcher.corpus.cleaner.reasons import Reason
from searcher.corpus.cleaner.source import find_source
from searcher.corpus.cleaner.text import find_authors, find_date

# A body this much shorter than the article that JSON-LD states, or that the page shows, was cut off.
_CUT_OFF: Final = 0.65
_SAME_SHARE_MIN: Final = 0.7
_BODY_WORDS_MIN: Final = 40
# Beyond this a page is no article; what it says in its first part must do.
_CHARACTERS_MAX: Final = 10_000_000


def read_html(content: str, url: str | None = None) -> Draft:
    """Find the article of a saved page, and what the page states about it."""
    content = content[:_CHARACTERS_MAX]
    tree = parse(content)
    metadata = Metadata(url=url) if tree is None else read_metadata(tree, url)
    is_whole = tree is not None and not is_cut_off(tree)
    page = _paragraphs(page_lines(tree) if is_whole else []) or _paragraphs(flat_lines(content))
    page_reasons = rule_reasons(page)
    page_body = body_range(page, page_reasons)
    paragraphs = _best_body(
        tree,
        stated=_paragraphs(metadata.body.split("\n")),
        scraped=page[page_body.start : page_body.stop],
    )
    reasons = rule_reasons(paragraphs)
    mark_captions(paragraphs, reasons)
    _mark_headlines(paragraphs, reasons, metadata.titles)
    source = metadata.site or find_source(page, page_reasons) or metadata.domain
    mark_own_voice(paragraphs, reasons, source)
    drop_ends(paragraphs, reasons)
    date = metadata.date or find_date(page, page_reasons, page_body)
    authors = metadata.authors or find_authors(page, page_reasons, page_body)
    kept = [p.text for p, reason in zip(paragraphs, reasons, strict=True) if reason is None]
    _mark_headlines(page, page_reasons, metadata.titles)
    whole = list(_with_outside(page, page_reasons, paragraphs, reasons))
    return Draft(
        paragraphs=[p for p, _ in whole],
        reasons=[reason for _, reason in whole],
        headline=metadata.headline,
        source=source,
        date=date,
        url=metadata.url,
        language=detect("\n".join(kept[:40])) or metadata.language,
        authors=authors,
    )


def _best_body(tree: Tree | None, stated: list[Paragraph], scraped: list[Paragraph]) -> list[Paragraph]:
    """Return trafilatura's body unless JSON-LD states, or the page shows, much more of the same article.

    The slow way to that body is tried where the fast one finds too little (measured: on one page in
    twenty, and on no other does it find anything else).
    """
    if tree is None or is_huge(tree):
        return scraped if _words(scraped) > _words(stated) else stated
    found = _paragraphs(body_lines(tree, fast=True))
    if _enough(found) < _CUT_OFF * max(_words(stated), _words(scraped)):
        found = _paragraphs(body_lines(tree, fast=False))
    if _enough(found) < _CUT_OFF * _words(stated):
        return stated
    if _enough(found) < _CUT_OFF * _words(scraped) and _holds(scraped, found):
        return scraped
    return found or scraped


def _with_outside(
    page: Sequence[Paragraph],
    page_reasons: Sequence[Reason | None],
    body: Sequence[Paragraph],
    reasons: Sequence[Reason | None],
) -> Iterator[tuple[Paragraph, Reason | None]]:
    """Yield the body with what else the page shows around it, dropped; each in the order of the page."""
    inside = {p.key for p in body}
    first_at: dict[str, int] = {}
    for i, p in enumerate(page):
        first_at.setdefault(p.key, i)
    shown = 0

    def outside(end: int) -> Iterator[tuple[Paragraph, Reason | None]]:
        return (
            (page[i], page_reasons[i] or "navigation") for i in range(shown, end) if page[i].key not in inside
        )

    for p, reason in zip(body, reasons, strict=True):
        at = first_at.get(p.key, 0)
        yield from outside(at)
        shown = max(shown, at)
        yield p, reason
    yield from outside(len(page))


def _enough(found: Sequence[Paragraph]) -> int:
    """Return how many words a body counts for: the shortest of articles are not worth a comparison."""
    return max(_words(found), _BODY_WORDS_MIN)


def _holds(whole: Sequence[Paragraph], part: Sequence[Paragraph]) -> bool:
    """Tell whether most of the part's paragraphs stand in the whole: then it is the same article, longer."""
    keys = {p.key for p in whole}
    return sum(p.words for p in part if p.key in keys) >= _SAME_SHARE_MIN * _words(part)


def _paragraphs(lines: Sequence[str]) -> list[Paragraph]:
    return [paragraph(line) for line in lines if line]


def _words(paragraphs: Sequence[Paragraph]) -> int:
    return sum(p.words for p in paragraphs)


def _mark_headlines(
    paragraphs: Sequence[Paragraph], reasons: list[Reason | None], titles: Sequence[str]
) -> None:
    keys = {folded(title) for title in titles} - {""}
    for i, p in enumerate(paragraphs):
        if any(repeats(p, key) for key in keys):
            reasons[i] = "headline"
