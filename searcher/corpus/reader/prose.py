"""Prose: text that may be an article, told from text that is none.

text ─▶ None, or the reason why it is no article
"""

from __future__ import annotations

import re

from searcher.corpus.reader.encoding import is_noise

MAX_LINE_CHARS = 2_000_000  # chosen: no article, and hardly a book, is one line of 300,000 words
BLANK = "empty, or only white space"
NO_TEXT = "binary data, not text"

_VISIBLE = re.compile(r"[^\s\u00ad\u200b-\u200f\u2060\ufeff]")


def complaint(text: str) -> str | None:
    """Return why a text is no article: blank, noise, or one endless line; None if it may be one."""
    return BLANK if is_blank(text) else flaw(text)


def flaw(text: str) -> str | None:
    """Return why a text that is not blank is no article, as `complaint` does."""
    if is_noise(text):
        return NO_TEXT
    if length := _endless_line(text):
        return f"one line of {length / 1e6:.0f} million characters is no article"
    return None


def is_blank(text: str) -> bool:
    """Tell whether a text shows nothing: white space and invisible characters only."""
    return not _VISIBLE.search(text)


def _endless_line(text: str) -> int:
    """Return the length of the first line longer than MAX_LINE_CHARS, 0 if there is none.

    Looks for the last line break in each window of that many characters, so that the time is linear.
    """
    start = 0
    while len(text) - start > MAX_LINE_CHARS:
        end = start + MAX_LINE_CHARS + 1
        last = max(text.rfind("\n", start, end), text.rfind("\r", start, end))
        if last < 0:
            stops = [stop for stop in (text.find("\n", end), text.find("\r", end)) if stop >= 0]
            return min(stops, default=len(text)) - start
        start = last + 1
    return 0
