"""Metadata: what a saved page states about its article, to machines. Tree → Metadata.

Read from JSON-LD, from og: and meta tags, and from <title>, <h1> and <time>. Pages contradict themselves;
the readers below take the first statement that makes sense, the most deliberate kind first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

from searcher.corpus.cleaner.authors import people
from searcher.corpus.cleaner.date import read_date
from searcher.corpus.cleaner.headline import folded, without_site
from searcher.corpus.cleaner.language import language_code
from searcher.corpus.cleaner.page import Tree
from searcher.corpus.cleaner.source import domain_name, publisher
from searcher.corpus.cleaner.tables import read_rows
from searcher.corpus.cleaner.unicode import normalise

_READ: Final = ("title", "meta", "link", "h1", "time", "script")
_ARTICLE: Final = re.compile(
    r"(?:\w*(?:News|Blog|Medical|Scholarly|Tech)?Article|BlogPosting|Report|Review|LiveBlogPosting)$"
)
_NAMES: Final = {field: tuple(names.split()) for field, names in read_rows("meta.txt")}
_NESTING_MAX: Final = 12
# A page states its article a few times; what states more is a list of others, and costs their square.
_STATED_MAX: Final = 50
_TRAILING_COMMA: Final = re.compile(r",(\s{0,200}[}\]])")
_HEADLINE_CHARACTERS: Final = range(6, 301)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page states; None or empty where it states nothing.

    Attributes:
        headline: without the site's name; `titles` holds it in every form the page has for it.
        site: the publisher's name; `domain` the registered part of its address, when only that is known.
        body: the article's text as JSON-LD gives it, else "".
    """

    headline: str | None = None
    titles: tuple[str, ...] = ()
    site: str | None = None
    domain: str | None = None
    date: str | None = None
    url: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    body: str = ""


def read_metadata(tree: Tree, url: str | None = None) -> Metadata:
    """Read the metadata of a page; broken JSON and missing tags are passed over."""
    tags = _tags(tree)
    metas = _metas(tags["meta"])
    nodes = _json_nodes(tags["script"])
    articles = [node for node in nodes if _is_article(node)][:_STATED_MAX]
    sites = [node for node in nodes if _types(node) & {"WebSite", "Organization", "NewsMediaOrganization"}]
    address = _first(*_links(tags["link"], "canonical"), *metas.get("og:url", ()), url)
    stated = [_name(article.get("publisher")) for article in articles]
    stated += (
        metas.get("og:site_name", []) + [_name(node) for node in sites] + metas.get("application-name", [])
    )
    pages = list(map(_inner, tags["title"][:1]))
    heads = list(map(_inner, tags["h1"][:8]))
    site = publisher(stated, pages + metas.get("og:title", []), domain_name(address))
    titles = _titles(metas, articles, heads, pages, site)
    return Metadata(
        headline=titles[0] if titles else None,
        titles=titles,
        site=site,
        domain=domain_name(address),
        date=_date(tags["time"], metas, articles),
        url=address if address and address.startswith("http") else url,
        language=_language(tree, metas, articles),
        authors=_authors(metas, articles, site),
        body=max((_lines(article.get("articleBody")) for article in articles), key=len, default=""),
    )


def _titles(
    metas: dict[str, list[str]],
    articles: list[dict[str, Any]],
    heads: list[str],
    pages: list[str],
    site: str | None,
) -> tuple[str, ...]:
    """Return what the page calls its article, without the site's name, the most deliberate form first."""
    stated = [_text(article.get("headline")) for article in articles]
    stated += metas.get("og:title", []) + metas.get("twitter:title", []) + metas.get("headline", [])
    known = [title for title in stated[:_STATED_MAX] + heads if len(title) in _HEADLINE_CHARACTERS]
    titles = [without_site(title, site, known)[0] for title in known + pages]
    return tuple(dict.fromkeys(t for t in titles if len(t) in _HEADLINE_CHARACTERS and t != site))


def _date(times: list[Tree], metas: dict[str, list[str]], articles: list[dict[str, Any]]) -> str | None:
    stated = [_text(article.get(name)) for name in ("datePublished", "dateCreated") for article in articles]
    for name in _NAMES["date"]:
        stated += metas.get(name, [])
    stated += [_text(tag.get("datetime")) or _inner(tag) for tag in times[:3]]
    stated += [_text(article.get("dateModified")) for article in articles]
    return next(filter(None, map(read_date, stated)), None)


def _authors(
    metas: dict[str, list[str]], articles: list[dict[str, Any]], site: str | None
) -> tuple[str, ...]:
    named = [name for article in articles for name in _names(article.get("author"))]
    for key in _NAMES["author"]:
        named += [part for value in metas.get(key, ()) for part in re.split(r",| and |;|\|", value)]
    return tuple(name for name in people(named) if folded(name) != folded(site or ""))


def _language(tree: Tree, metas: dict[str, list[str]], articles: list[dict[str, Any]]) -> str | None:
    stated = [_text(tree.get("lang") or tree.get("xml:lang"))]
    stated += metas.get("og:locale", []) + metas.get("content-language", []) + metas.get("language", [])
    stated += [_text(article.get("inLanguage")) for article in articles]
    return next(filter(None, map(language_code, stated)), None)


def _tags(tree: Tree) -> dict[str, list[Tree]]:
    """Return the elements that state something, by their tags, in the page's order."""
    tags: dict[str, list[Tree]] = {tag: [] for tag in _READ}
    for element in tree.iter(*_READ):
        tags[element.tag].append(element)
    return tags


def _inner(tag: Tree) -> str:
    return _text(" ".join(tag.itertext()))


def _metas(tags: list[Tree]) -> dict[str, list[str]]:
    """Return the contents of the meta tags by their names in small letters, in the page's order."""
    metas: dict[str, list[str]] = {}
    for tag in tags:
        name = _text(
            tag.get("property") or tag.get("name") or tag.get("itemprop") or tag.get("http-equiv")
        ).lower()
        content = _text(tag.get("content"))
        if name and content:
            metas.setdefault(name, []).append(content)
    return metas


def _links(tags: list[Tree], relation: str) -> list[str]:
    return [_text(tag.get("href")) for tag in tags if relation in tag.get("rel", "").split()]


def _json_nodes(scripts: list[Tree]) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = []
    for script in scripts:
        if "ld+json" in script.get("type", ""):
            nodes.extend(_objects(_loads(script.text or ""), _NESTING_MAX))
    return nodes


def _loads(source: str) -> Any:
    """Parse JSON as pages write it: with comments around it, raw line ends in strings, trailing commas."""
    source = (
        source.strip()
        .removeprefix("<!--")
        .removeprefix("//<![CDATA[")
        .removesuffix("//]]>")
        .removesuffix("-->")
    )
    source = source.strip().rstrip(";")
    for attempt in (source, _TRAILING_COMMA.sub(r"\1", source)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON-LD value: of lists, of @graph, and of what is the page's main entity."""
    if depth == 0:
        return
    if isinstance(value, list):
        for item in value[:500]:
            yield from _objects(item, depth - 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
            yield from _objects(value.get(name), depth - 1)


def _types(node: dict[str, Any]) -> set[str]:
    types = node.get("@type")
    return {t for t in (types if isinstance(types, list) else [types]) if isinstance(t, str)}


def _is_article(node: dict[str, Any]) -> bool:
    return any(_ARTICLE.match(kind) for kind in _types(node))


def _names(value: Any) -> Iterable[str]:
    for item in value if isinstance(value, list) else [value]:
        if not (isinstance(item, dict) and "Organization" in str(item.get("@type"))):
            yield from filter(None, [_name(item)])


def _name(value: Any) -> str:
    """Return the name of a JSON-LD thing, which may be an object, a list or the name itself."""
    if isinstance(value, list):
        return next(filter(None, map(_name, value)), "")
    return _text(value.get("name") if isinstance(value, dict) else value)


def _text(value: Any) -> str:
    return _lines(value).replace("\n", " ").strip()


def _first(*values: str | None) -> str | None:
    return next(filter(None, values), None)


def _lines(value: Any) -> str:
    return normalise(unescape(value)) if isinstance(value, str) else ""
