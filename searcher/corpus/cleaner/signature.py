"""Signature: where a page names its maker outside its article and its statements. Tree → lines, names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from searcher.corpus.cleaner.page import Tree, part_lines
from searcher.corpus.cleaner.stated import text

_LOGOS_MAX: Final = 8
_NOT_NAME: Final = re.compile(
    r"\b(?:the )?(?:logo(?:type)?|image|icon|img|home ?page|home|go to|back to|visit|site|website|link)\b"
    r"|\.(?:png|svg|gif|jpe?g)$|^[-_ ]{1,9}|[-_ ]{1,9}$",
    re.I,
)
_NAME_CHARACTERS: Final = range(2, 60)
_HANDLE: Final = re.compile(r"@?(\w{2,30})$")
_HUMP: Final = re.compile(r"(?<=[a-zß-öø-ÿ0-9])(?=[A-ZÀ-Þ])")


def footer_lines(tree: Tree) -> list[str]:
    """Return the text of the page's footers, where its maker claims the rights."""
    return part_lines(tree, "footer")


def logo_names(tree: Tree) -> Iterator[str]:
    """Yield the names that the page's logos stand for."""
    logos = tree.xpath(".//img[@alt][contains(concat(@class, @id, @src, @alt, ../@class, ../@id), 'ogo')]")
    for image in logos[:_LOGOS_MAX]:
        name = _NOT_NAME.sub(" ", text(image.get("alt"))[:200].replace("-", " ")).strip()
        if len(name) in _NAME_CHARACTERS:
            yield " ".join(name.split())


def handle_name(handle: str) -> str | None:
    """Return the name in an account's name.

    >>> handle_name("@HarbourPost")
    'Harbour Post'
    """
    match = _HANDLE.match(handle)
    return _HUMP.sub(" ", match[1].replace("_", " ")).strip() if match else None
