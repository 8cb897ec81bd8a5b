"""Statement: what one tag of a page says about it to machines. Tree → name → values.

Names are those of meta tags, of microdata (`itemprop`) and of RDFa (`property`), in small letters, without
the vocabulary that all share (“schema:headline” is “headline”). What is said of another thing of the page (a
picture, a comment, the second article of a list) is not said of the article.
"""

from __future__ import annotations

import re
from collections import defaultdict
from html import unescape
from typing import Any, Final

from searcher.corpus.cleaner.page import Tree
from searcher.corpus.cleaner.unicode import normalise

Statements = dict[str, list[str]]

_TAGS: Final = ("title", "meta", "link", "h1", "h2", "time", "script")
_MARKED: Final = ".//*[@itemprop or @property][not(self::meta)]"
_NAMING: Final = ("property", "name", "itemprop", "http-equiv")
_MARKED_MAX: Final = 500
_CHARACTERS_MAX: Final = 2_000
_OF_ARTICLE: Final = re.compile(r"(?:Article|BlogPosting|Report|Review|Page|CreativeWork|Recipe|Blog)$")
_WHOLES: Final = frozenset({"publisher", "author", "creator"})
_VOCABULARY: Final = re.compile(r"(?:https?://(?:www\.)?schema\.org/|schema:|rnews:|sioc:)")
_DUBLIN_CORE: Final = re.compile(r"dc(?:terms)?:")


def tags(tree: Tree) -> dict[str, list[Tree]]:
    """Return the elements that state something, by their tags, in the page's order."""
    found: dict[str, list[Tree]] = {tag: [] for tag in _TAGS}
    for element in tree.iter(*_TAGS):
        found[element.tag].append(element)
    return found


def statements(tree: Tree, metas: list[Tree], asked: frozenset[str]) -> Statements:
    """Return what the page's tags say under the names asked for, in the page's order, meta tags first."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for tag in metas:
        stated = " ".join(filter(None, map(tag.get, _NAMING)))
        names = asked.intersection(_names(stated))
        value = text(tag.get("content")) if names else ""
        if value and not (tag.get("itemprop") and _of_another(tag)):
            for name in names:
                found[name].append(value)
    for tag in tree.xpath(_MARKED)[:_MARKED_MAX]:
        names = asked.intersection(_names(tag.get("itemprop") or tag.get("property")))
        value = tag.get("content") or tag.get("datetime")
        if names and not _of_another(tag):
            whole = _WHOLES.intersection(names)
            value = text(value) or (_name(tag) if whole else inner(tag))
            for name in names if value else ():
                found[name].append(value)
    return found


def inner(tag: Tree) -> str:
    """Return the text of an element, on one line."""
    return text(" ".join(tag.itertext()))[:_CHARACTERS_MAX]


def text(value: Any) -> str:
    """Return a stated value as one line of normalised text; "" for what is no text and no number."""
    return lines(value).replace("\n", " ").strip()


def lines(value: Any) -> str:
    """Return a stated value as normalised text; "" for what is no text and no number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return normalise(unescape(value)) if isinstance(value, str) else ""


def _names(value: str | None) -> list[str]:
    names = (_VOCABULARY.sub("", name, count=1).lower() for name in (value or "").split())
    return [_DUBLIN_CORE.sub(lambda prefix: prefix[0][:-1] + ".", name) for name in names]


def _name(tag: Tree) -> str:
    """Return the name of a thing that is marked up in a page."""
    for named in tag.xpath(".//*[@itemprop='name' or @property='name' or @property='schema:name'][1]"):
        return text(named.get("content")) or inner(named)
    return inner(tag)


def _of_another(tag: Tree) -> bool:
    """Tell whether a marked tag speaks of a thing of the page that is not its article."""
    for above in tag.iterancestors():
        if above.get("itemscope") is not None or above.get("typeof"):
            kind = above.get("itemtype") or above.get("typeof") or ""
            return not _OF_ARTICLE.search(kind.strip()) or above.get("itemprop") == "comment"
    return False
