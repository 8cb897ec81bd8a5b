"""Metadata: what a saved page states about its article, to machines. Tree → Metadata.

Read from JSON-LD, from meta tags and marked-up text, and from <title>, <h1> and <time>. Pages contradict
themselves; the readers below take the first statement that makes sense, the most deliberate kind first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from searcher.corpus.cleaner.authors import people
from searcher.corpus.cleaner.headline import folded, without_site
from searcher.corpus.cleaner.language import language_code
from searcher.corpus.cleaner.linked import LinkedData, Object, is_organisation
from searcher.corpus.cleaner.page import Tree, flat_lines
from searcher.corpus.cleaner.page_date import choose, shown_days, url_day
from searcher.corpus.cleaner.signature import handle_name
from searcher.corpus.cleaner.source import domain_name, publisher
from searcher.corpus.cleaner.stated import Statements, inner, lines, statements, tags, text
from searcher.corpus.cleaner.tables import read_rows

_NAMES: Final = {field: tuple(names.split()) for field, names in read_rows("meta.txt")}
_LANGUAGE_NAMES: Final = ("og:locale", "content-language", "language")
_ASKED: Final = frozenset(name for names in _NAMES.values() for name in names) | {"og:url", *_LANGUAGE_NAMES}
_HEADLINE_CHARACTERS: Final = range(6, 301)
_STATED_MAX: Final = 50
_HEADS_MAX: Final = 8
_SPACES_MIN: Final = 2
_MARKUP: Final = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_COPYRIGHT: Final = re.compile(
    r"(?:(?:©|\(c\)|copyright|all rights reserved)[ ,.:]*|\d{4}[-– ,.]*|by )+", re.I
)
# A headline that is shown says, in part, what the page calls its article elsewhere.
_SAME_WORDS_MIN: Final = 2
_SAME_SHARE_MIN: Final = 0.25
_TELLING_CHARACTERS: Final = 4


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page states; None or empty where it states nothing.

    Attributes:
        headline: without the site's name; `titles` holds it in every form the page has for it.
        site: the publisher's name; `domain` the registered part of its address.
        title_site: the site's name as <title> has it; `handle` as its account elsewhere has it.
        published: when it was published, as it is stated; `updated` when it was last changed.
        body: the article's text as JSON-LD gives it, else "".
    """

    headline: str | None = None
    titles: tuple[str, ...] = ()
    site: str | None = None
    domain: str | None = None
    title_site: str | None = None
    handle: str | None = None
    published: str | None = None
    updated: str | None = None
    url: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    body: str = ""


def read_metadata(tree: Tree, url: str | None = None) -> Metadata:
    """Read the metadata of a page; broken JSON and missing tags are passed over."""
    found = tags(tree)
    said = statements(tree, found["meta"], _ASKED)
    linked = LinkedData(
        script.text or "" for script in found["script"] if "ld+json" in script.get("type", "")
    )
    addresses = list(filter(None, [*_canonical(found["link"]), *said.get("og:url", ()), url]))
    address = next((a for a in addresses if a.startswith("http")), addresses[0] if addresses else None)
    pages = list(map(inner, found["title"][:1]))
    heads = list(filter(None, map(inner, found["h1"][:_HEADS_MAX])))
    calls = _said(said, "title")
    articles = _own(linked.articles, {folded(title) for title in heads + calls}, address)
    site = publisher(_site_names(said, linked, articles), pages + calls, domain_name(address))
    calls = [_unmarked(article.get("headline") or article.get("name")) for article in articles] + calls
    lower = [head for head in map(inner, found["h2"][:_HEADS_MAX]) if head.count(" ") >= _SPACES_MIN]
    titles = _titles(calls[:_STATED_MAX], heads, pages, lower, site)
    updated = [text(article.get("dateModified")) for article in articles] + _said(said, "updated")
    headed = [
        tag
        for tag in found["h1"][:_HEADS_MAX] + found["h2"][:_HEADS_MAX]
        if titles and folded(inner(tag)) == folded(titles[0])
    ]
    published = [
        *_published(said, linked, articles),
        url_day(address) or "",
        *shown_days(found["time"], headed),
    ]
    return Metadata(
        headline=titles[0] if titles else None,
        titles=titles,
        site=site,
        domain=domain_name(address),
        title_site=_title_site(pages, titles),
        handle=next(filter(None, map(handle_name, _said(said, "handle"))), None),
        published=choose(published, updated),
        updated=choose(updated, published),
        url=address if address and address.startswith("http") else url,
        language=_language(tree, said, articles),
        authors=_authors(said, linked, articles, site),
        body=max((_body(article.get("articleBody")) for article in articles), key=len, default=""),
    )


def _own(articles: list[Object], titles: set[str], address: str | None) -> list[Object]:
    """Return the page's own articles, of those that it states: lists of others are stated, too."""
    named = [article for article in articles if folded(_unmarked(article.get("headline"))) in titles]
    if not named and address:
        ends = {address, address.rstrip("/"), address.rstrip("/") + "/"}
        named = [
            a
            for a in articles
            if {text(a.get("url")), text(a.get("@id")), text(a.get("mainEntityOfPage"))} & ends
        ]
    return named or articles


def _titles(
    stated: list[str], heads: list[str], pages: list[str], lower: list[str], site: str | None
) -> tuple[str, ...]:
    """Return what the page calls its article, without the site's name: first the form that it shows.

    Args:
        lower: headings of the second level, which are sometimes the headline, below a logo.
    """
    known = [title for title in stated + heads + lower if len(title) in _HEADLINE_CHARACTERS]
    site_key = folded(site or "")

    def bare(titles: Sequence[str]) -> list[str]:
        cut = [without_site(title, site, known)[0] for title in titles]
        return [title for title in cut if len(title) in _HEADLINE_CHARACTERS and folded(title) != site_key]

    said, shown, written = bare(stated), bare(heads), bare(pages)
    first = _shown(shown, said or written)
    return tuple(dict.fromkeys([*first, *said, *written, *shown]))


def _shown(heads: Sequence[str], titles: Sequence[str]) -> list[str]:
    """Return which of the page's <h1> is its headline, by what the page calls its article; at most one."""
    keys = {folded(title) for title in titles}
    same = next((head for head in heads if folded(head) in keys), None)
    if same or not titles:
        return [same or heads[0]] if heads else []
    words = [_telling(key) for key in keys]
    best, share = [], _SAME_SHARE_MIN
    for head in heads:
        own = _telling(folded(head))
        for other in words:
            common = len(own & other)
            # What has few words beside the title's is the name of its subject or section.
            if common >= _SAME_WORDS_MIN and common > share * len(own) and 2 * len(own) > len(other):
                best, share = [head], common / len(own)
    return best


def _telling(key: str) -> set[str]:
    return {word for word in key.split() if len(word) >= _TELLING_CHARACTERS}


def _title_site(pages: Sequence[str], titles: Sequence[str]) -> str | None:
    """Return what stands beside the headline in the page's title."""
    for page in pages:
        return without_site(page, None, [title for title in titles if title != page])[1]
    return None


def _published(said: Statements, linked: LinkedData, articles: list[Object]) -> Iterator[str]:
    for name in ("datePublished", "dateCreated"):
        yield from (text(article.get(name)) for article in articles)
    yield from _said(said, "date")
    yield from (text(page.get("datePublished")) for page in linked.pages)


def _site_names(said: Statements, linked: LinkedData, articles: list[Object]) -> list[str]:
    names = [_name(thing) for a in articles for thing in linked.whole(a.get("publisher"))]
    stated = _said(said, "site")
    names += said.get("og:site_name", []) + list(map(_name, linked.sites)) + stated
    return [_COPYRIGHT.sub("", name, count=1) if name[:1] in "©(Cc0123456789" else name for name in names]


def _authors(
    said: Statements, linked: LinkedData, articles: list[Object], site: str | None
) -> tuple[str, ...]:
    things = [thing for article in articles for thing in linked.whole(article.get("author"))]
    named = [name for thing in things if not is_organisation(thing) for name in filter(None, [_name(thing)])]
    named += [part for value in _said(said, "author") for part in re.split(r",| and |;|\|", value)]
    return tuple(name for name in people(named) if folded(name) != folded(site or ""))


def _language(tree: Tree, said: Statements, articles: list[Object]) -> str | None:
    stated = [text(tree.get("lang") or tree.get("xml:lang"))]
    stated += [value for name in _LANGUAGE_NAMES for value in said.get(name, ())]
    stated += [text(article.get("inLanguage")) for article in articles]
    return next(filter(None, map(language_code, stated)), None)


def _said(said: Statements, field: str) -> list[str]:
    """Return what the tags say of a field, the most deliberate name first."""
    return [value for name in _NAMES[field] for value in said.get(name, ())]


def _canonical(links: Iterable[Tree]) -> Iterator[str]:
    return (text(tag.get("href")) for tag in links if "canonical" in tag.get("rel", "").split())


def _name(value: Any) -> str:
    """Return the name of a JSON-LD thing, which may be an object, a list or the name itself."""
    if isinstance(value, list):
        return next(filter(None, map(_name, value)), "")
    return _unmarked(value.get("name") if isinstance(value, dict) else value)


def _unmarked(value: Any) -> str:
    return _MARKUP.sub("", text(value)).strip()


def _body(value: Any) -> str:
    """Return a stated text, a paragraph a line; some state it with its markup."""
    stated = lines(value)
    return "\n".join(flat_lines(stated)) if _MARKUP.search(stated) else stated
