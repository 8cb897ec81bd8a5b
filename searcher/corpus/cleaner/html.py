"""HTML form: a saved page. Raw HTML → Draft.

trafilatura finds the body, our own rules judge its paragraphs, and what the page states of itself (JSON-LD,
meta tags) fills the rest. Where trafilatura finds too little, the page's text is read as scraped text.

This module and those it shares the tree with (`page`, `metadata`) are the ones that load trafilatura and
lxml: import it only for a page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from searcher.corpus.cleaner.body import body_range
from searcher.corpus.cleaner.boilerplate import mark_captions, rule_reasons
from searcher.corpus.cleaner.draft import Draft
from searcher.corpus.cleaner.ends import drop_ends, mark_own_voice
from searcher.corpus.cleaner.headline import folded, repeats, without_site
from searcher.corpus.cleaner.language import detect
from searcher.corpus.cleaner.metadata import Metadata, read_metadata
from searcher.corpus.cleaner.page import (
    Aside,
    Tree,
    body_lines,
    flat_lines,
    is_cut_off,
    is_huge,
    page_lines,
    parse,
    part_lines,
)
from searcher.corpus.cleaner.page_date import day_near, local_day
from searcher.corpus.cleaner.paragraphs import Paragraph, read, unread
from searcher.corpus.cleaner.reasons import Reason
from searcher.corpus.cleaner.recovered import mark_link_lists, with_lost_lines
from searcher.corpus.cleaner.signature import footer_lines, logo_names
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
    lines, asides = page_lines(tree) if is_whole else ([], [])
    page = _paragraphs(lines)
    if not page:
        page, asides = _paragraphs(flat_lines(content)), []
    page_reasons = rule_reasons(page)
    page_body = body_range(page, page_reasons)
    body = _best_body(
        tree,
        stated=_paragraphs(metadata.body.split("\n")),
        scraped=page[page_body.start : page_body.stop],
    )
    paragraphs = body if tree is None else list(with_lost_lines(tree, body, page, page_reasons))
    reasons = rule_reasons(paragraphs)
    if tree is not None:
        mark_link_lists(tree, paragraphs, reasons)
    mark_captions(paragraphs, reasons)
    _mark_headlines(paragraphs, reasons, metadata.titles)
    source = metadata.site or _signed(tree, metadata, page, page_reasons)
    mark_own_voice(paragraphs, reasons, source)
    drop_ends(paragraphs, reasons)
    _mark_headlines(page, page_reasons, metadata.titles)
    heads = [i for i, reason in enumerate(page_reasons) if reason == "headline"]
    shown = find_date(page, page_reasons, page_body) or day_near(page, heads)
    date = local_day(metadata.published, shown) or shown or local_day(metadata.updated, None)
    authors = metadata.authors or find_authors(page, page_reasons, page_body)
    kept = [p.text for p, reason in zip(paragraphs, reasons, strict=True) if reason is None]
    whole = list(_with_outside(page, page_reasons, asides, paragraphs, reasons))
    return Draft(
        paragraphs=[p for p, _ in whole],
        reasons=[reason for _, reason in whole],
        headline=without_site(metadata.headline, source)[0] if metadata.headline else None,
        source=source,
        date=date,
        url=metadata.url,
        language=detect("\n".join(kept[:40])) or metadata.language,
        authors=authors,
    )


def _signed(
    tree: Tree | None, metadata: Metadata, page: Sequence[Paragraph], reasons: Sequence[Reason | None]
) -> str | None:
    """Return the publisher that a page names in its title, its footer or its logo, else where it is from."""
    footer = _paragraphs(footer_lines(tree)) if tree is not None else []
    logos = list(logo_names(tree)) if tree is not None else []
    signed = [*page, *footer, *_paragraphs(logos)]
    others: list[Reason] = ["legal"] * (len(signed) - len(page))
    named = find_source(signed, [*reasons, *others], metadata.title_site)
    return named or next(iter(logos), None) or metadata.handle or metadata.domain


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
    unscripted = _unscripted(tree)
    if _enough(found) < _CUT_OFF * _words(unscripted):
        return unscripted
    return found or scraped


def _unscripted(tree: Tree) -> list[Paragraph]:
    """Return the article of a page that shows it only to browsers without scripts."""
    lines = _paragraphs(part_lines(tree, "noscript"))
    body = body_range(lines, rule_reasons(lines))
    return lines[body.start : body.stop]


def _with_outside(
    page: Sequence[Paragraph],
    page_reasons: Sequence[Reason | None],
    asides: Sequence[Aside],
    body: Sequence[Paragraph],
    reasons: Sequence[Reason | None],
) -> Iterator[tuple[Paragraph, Reason | None]]:
    """Yield the body with what else is on the page around it, dropped; each in the order of the page."""
    inside = {p.key for p in body}
    menus: defaultdict[int, list[Paragraph]] = defaultdict(list)
    for above, line in asides:
        menus[above].append(unread(line))
    first_at: dict[str, int] = {}
    for i, p in enumerate(page):
        first_at.setdefault(p.key, i)
    shown = 0

    def outside(end: int) -> Iterator[tuple[Paragraph, Reason | None]]:
        for i in range(shown, end):
            yield from ((p, "navigation") for p in menus.pop(i, ()) if p.key not in inside)
            if i < len(page) and page[i].key not in inside:
                yield page[i], page_reasons[i] or "navigation"

    for p, reason in zip(body, reasons, strict=True):
        at = first_at.get(p.key, 0)
        yield from outside(at)
        shown = max(shown, at)
        yield p, reason
    yield from outside(len(page) + 1)


def _enough(found: Sequence[Paragraph]) -> int:
    """Return how many words a body counts for: the shortest of articles are not worth a comparison."""
    return max(_words(found), _BODY_WORDS_MIN)


def _holds(whole: Sequence[Paragraph], part: Sequence[Paragraph]) -> bool:
    """Tell whether most of the part's paragraphs stand in the whole: then it is the same article, longer."""
    keys = {p.key for p in whole}
    return sum(p.words for p in part if p.key in keys) >= _SAME_SHARE_MIN * _words(part)


def _paragraphs(lines: Sequence[str]) -> list[Paragraph]:
    return read(filter(None, lines))


def _words(paragraphs: Sequence[Paragraph]) -> int:
    return sum(p.words for p in paragraphs)


def _mark_headlines(
    paragraphs: Sequence[Paragraph], reasons: list[Reason | None], titles: Sequence[str]
) -> None:
    keys = {folded(title) for title in titles} - {""}
    for i, p in enumerate(paragraphs):
        if any(repeats(p, key) for key in keys):
            reasons[i] = "headline"
