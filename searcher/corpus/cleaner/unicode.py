"""Unicode: a text in its one normal form. Raw characters → NFC, visible, plainly spaced.

Quotes and dashes stay as the writer set them, and so does U+FFFD, which says that something was lost.
Invisible characters go. A run of white space is one space, but a no-break or thin space that groups
digits (“20 000”) stays, so that the analyzer can read one number.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import chain, pairwise

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # controls
    "\u00ad\u034f\u061c\u180e"  # soft hyphen, grapheme joiner, Arabic letter mark, Mongolian separator
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f"  # zero width, bidirectional controls, invisible operators
    "\ufeff\ufff9-\ufffb\ud800-\udfff]"  # byte order mark, interlinear marks, lone surrogates
)
_OTHER_SPACE = "\t\x1f\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"
_ASCII = bytes(range(0x80))
_NOT_PLAIN = bytes({*range(0x20), 0x7F} - {0x0A})
_GROUPING = frozenset("\u00a0\u2009\u202f")
_PLAIN_MARKS = (*((mark, "'") for mark in "’‘‚‛′"), *((mark, '"') for mark in "“”„‟″«»"),
                *((mark, "-") for mark in "–—−\u2010\u2011"))  # fmt: skip


# Putting marks in their normal order takes quadratic time, so a run of them is cut where Unicode's
# stream-safe format cuts it (https://unicode.org/reports/tr15/#Stream_Safe_Text_Format); no writing has more.
_MAX_MARKS = 30
_NO_MARKS = "\0-\u02ff"  # all below the first mark: said first, it spares most letters a look into the tables
_LONG_RUN = re.compile(rf"[^{_NO_MARKS}\w\s]{{{_MAX_MARKS + 1},}}")


def normalise(text: str) -> str:
    """Return the text in NFC without invisible characters, white space made plain, lines ended by "\\n".

    Idempotent. Lines keep their number and order; each loses its outer spaces.
    """
    encoded = text.encode("utf-8", "surrogatepass")
    beyond = "" if text.isascii() else _beyond_ascii(encoded)
    plain = len(encoded.translate(None, _NOT_PLAIN)) == len(encoded)  # its ASCII, that is
    if not plain or not _is_visible(beyond.replace("\u00a0", "")):
        text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
        beyond = _beyond_ascii(text.encode())
    if not _is_western(beyond):
        if _LONG_RUN.search(beyond):
            text = _LONG_RUN.sub(_without_excess_marks, text)
        text = unicodedata.normalize("NFC", text)
    if not plain or not _is_visible(beyond):
        for white in _OTHER_SPACE:
            if white in text:
                text = _with_plain(text, white)
    while "  " in text:
        text = text.replace("  ", " ")
    return text.replace(" \n", "\n").replace("\n ", "\n").strip(" ")


def _beyond_ascii(encoded: bytes) -> str:
    """Return the characters that are not ASCII, in order: few, so that much can be asked of them."""
    return encoded.translate(None, _ASCII).decode("utf-8", "surrogatepass")


def _is_visible(beyond: str) -> bool:
    """Tell whether there is neither white space nor anything invisible among characters beyond ASCII.

    The one invisible character that Python calls printable is the grapheme joiner.
    """
    return beyond.isprintable() and "\u034f" not in beyond


def _is_western(beyond: str) -> bool:
    """Tell whether there are only letters and signs that are NFC however they are put together."""
    try:
        beyond.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _without_excess_marks(match: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for character in match[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MAX_MARKS:
            kept.append(character)
    return "".join(kept)


def _with_plain(text: str, white: str) -> str:
    """Make each of one kind of white space a space, but those that group digits."""
    if white not in _GROUPING:
        return text.replace(white, " ")
    parts = text.split(white)
    marks = [
        white if before[-1:].isdecimal() and after[:1].isdecimal() else " "
        for before, after in pairwise(parts)
    ]
    return "".join(chain.from_iterable(zip(parts, [*marks, ""], strict=True)))


def key(line: str) -> str:
    """Return what two lines that say the same share: case folded, quotes and dashes made plain."""
    if line.isascii():
        return line.lower()
    for mark, plain in _PLAIN_MARKS:  # a third of the time that `str.translate` takes
        if mark in line:
            line = line.replace(mark, plain)
    return line.casefold()
