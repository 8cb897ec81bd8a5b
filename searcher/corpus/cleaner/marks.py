"""Mark: a character that dates, brackets, credits, rows of buttons cannot do without. Lines → their marks.

A line of letters, spaces and everyday punctuation alone, as most lines are, has none, and need not be asked
about any of these.
"""

from __future__ import annotations

from typing import Final

DIGITS: Final = b"0123456789"
_UNMARKED: Final = b"abcdefghijklmnopqrstuvwxyz ,.'\"!?&%$;_#@*+=<>~^`{}\\[]-"


def marks_of(page: bytes) -> list[bytes]:
    """Return the marks of each line, in UTF-8: digits, "/", "|", ":", brackets, and all beyond ASCII.

    Args:
        page: `unicode.key` of each line of a page, in UTF-8, with an end of line between them.
    """
    return page.translate(None, _UNMARKED).split(b"\n")
