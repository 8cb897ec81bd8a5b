"""Mark: a character that dates, brackets, credits, rows of buttons cannot do without. Keys → their marks.

A line of letters, spaces and everyday punctuation alone, as most lines are, has none, and need not be asked
about any of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

DIGITS: Final = b"0123456789"
_UNMARKED: Final = b"abcdefghijklmnopqrstuvwxyz ,.'\"!?&%$;_#@*+=<>~^`{}\\[]-"


def marks_of(keys: Sequence[str]) -> list[bytes]:
    """Return the marks of each line, in UTF-8: digits, "/", "|", ":", brackets, and all beyond ASCII.

    Args:
        keys: `unicode.key` of each line.
    """
    return "\n".join(keys).encode().translate(None, _UNMARKED).split(b"\n")
