"""Linked data: what a page's JSON-LD scripts say. Scripts → objects, in the page's order.

An object that only names another by its `@id` is looked up where it is used (`LinkedData.whole`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

_ARTICLE: Final = re.compile(r"\w{0,40}Article|BlogPosting|Report|Review|LiveBlogPosting|SocialMediaPosting")
_SITE: Final = re.compile(r"WebSite|\w{0,40}Organi[sz]ation|Corporation|Newspaper|Periodical")
_PAGE: Final = re.compile(r"\w{0,40}Page|Recipe|HowTo|CreativeWork|PodcastEpisode|VideoObject")
_INSIDE: Final = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart")
_NESTING_MAX: Final = 12
_ITEMS_MAX: Final = 500
# A page states its article a few times; what states more is a list of others, and costs their square.
_ARTICLES_MAX: Final = 50
_TRAILING_COMMA: Final = re.compile(r",(\s{0,200}[}\]])")
# What pages hide their scripts in from browsers of the nineties.
_OPENERS: Final = ("<!--", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA[", "//")
_CLOSERS: Final = ("-->", "//]]>", "/*]]>*/", "]]>", "//", ";")

Object = dict[str, Any]


class LinkedData:
    """The objects of a page's scripts.

    Attributes:
        articles: those that are articles.
        sites: those that are a site, or who runs it.
        pages: those that are a page, or what may be all of one (a recipe, a film).
    """

    def __init__(self, scripts: Iterable[str]) -> None:
        objects = [found for script in scripts for found in _objects(_loads(script), _NESTING_MAX)]
        self._by_id: dict[str, Object] = {}
        for found in objects:
            name = found.get("@id")
            if isinstance(name, str) and len(found) > len(self._by_id.get(name, ())):
                self._by_id[name] = found
        self.articles = [found for found in objects if _is(found, _ARTICLE)][:_ARTICLES_MAX]
        self.sites = [found for found in objects if _is(found, _SITE)][:_ARTICLES_MAX]
        self.pages = [found for found in objects if _is(found, _PAGE)][:_ARTICLES_MAX]

    def whole(self, value: Any) -> list[Any]:
        """Return a value as a list, with objects in place of the mere ids of them."""
        values = value[:_ITEMS_MAX] if isinstance(value, list) else [value]
        return [self._by_id.get(str(v["@id"]), v) if _is_id(v) else v for v in values]


def is_organisation(value: Any) -> bool:
    """Tell whether a value is an object that stands for an organisation."""
    return isinstance(value, dict) and _is(value, _SITE)


def _is_id(value: Any) -> bool:
    return isinstance(value, dict) and "@id" in value and "name" not in value


def _is(found: Object, kinds: re.Pattern[str]) -> bool:
    types = found.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(isinstance(name, str) and kinds.fullmatch(re.split("[/:#]", name)[-1]) for name in names)


def _loads(source: str) -> Any:
    """Parse JSON as pages write it: with comments around it, raw line ends in strings, trailing commas."""
    source = source.strip()
    for opener in _OPENERS:
        source = source.removeprefix(opener).lstrip()
    for closer in _CLOSERS:
        source = source.removesuffix(closer).rstrip()
    for attempt in (source, _TRAILING_COMMA.sub(r"\1", source)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: Any, depth: int) -> Iterator[Object]:
    """Yield the objects of a value: of lists, of @graph, and of what is the page's main entity."""
    if depth == 0:
        return
    if isinstance(value, list):
        for item in value[:_ITEMS_MAX]:
            yield from _objects(item, depth - 1)
    elif isinstance(value, dict):
        yield value
        for name in _INSIDE:
            yield from _objects(value.get(name), depth - 1)
