"""A page: an HTML file saved from the web, one article.

bytes ─▶ one RawDocument of form "html"; its headline, source, date are the cleaner's to find
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from searcher.corpus.reader.digest import digest_fields
from searcher.corpus.reader.encoding import decode
from searcher.corpus.reader.prose import BLANK, NO_TEXT, is_blank
from searcher.corpus.reader.seed import Seed, Unreadable
from searcher.records import RawDocument

MAX_PAGE_CHARS = 8_000_000  # chosen: scripts and all, news pages have 50,000 to 3 million

# what may come before: white space, an XML declaration, comments ("saved from url=…"); no way back into them
_PAGE = re.compile(
    r"(?:\s|<\?[^>]*+>|<!--(?:(?!-->).)*+-->)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_INLINED = re.compile(r";base64,[A-Za-z0-9+/=]{1000,}+")


def is_page(head: str) -> bool:
    """Tell whether a text begins as an HTML document does."""
    return bool(_PAGE.match(head))


def read(seed: Seed) -> Iterator[RawDocument]:
    """Read a page, heeding the charset it declares; a very long one without its inlined pictures."""
    content = decode(seed.whole(), html=True)
    if content is None:
        raise Unreadable(NO_TEXT)
    if is_blank(content):
        raise Unreadable(BLANK)
    if len(content) > MAX_PAGE_CHARS:
        content = _INLINED.sub(";base64,", content)
    if len(content) > MAX_PAGE_CHARS:
        raise Unreadable(f"a page of {len(content) / 1e6:.0f} million characters is no article")
    content = content.replace("\0", "\ufffd")
    yield RawDocument(seed.path, seed.path, "html", content, digest_fields("html", content))
