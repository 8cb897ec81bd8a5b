"""Unicode: a text in its one normal form. Raw characters → NFC, visible, plainly spaced.

Quotes and dashes stay as the writer set them, and so does U+FFFD, which says that something was lost.
Invisible characters go. A run of white space is one space, but a no-break or thin space that groups
digits (“20 000”) stays, so that the analyzer can read one number.
"""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # controls
    "\u00ad\u034f\u061c\u180e"  # soft hyphen, grapheme joiner, Arabic letter mark, Mongolian separator
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f"  # zero width, bidirectional controls, invisible operators
    "\ufeff\ufff9-\ufffb\ud800-\udfff]"  # byte order mark, interlinear marks, lone surrogates
)
_OTHER_SPACE = "\t\x1f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_WHITE = re.compile(f"[{_OTHER_SPACE}]+")
_NOT_PLAIN = bytes({*range(0x20), 0x7F} - {0x0A})  # in ASCII
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
    plain = _is_plain(text)
    if not plain and not _is_plain(text.replace("\u00a0", " ")):
        text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    if not _is_western(text):
        text = unicodedata.normalize("NFC", _LONG_RUN.sub(_without_excess_marks, text))
    if not plain:
        text = _WHITE.sub(_plain_space, text)
    while "  " in text:
        text = text.replace("  ", " ")
    if " \n" in text or "\n " in text:
        return "\n".join([line.strip(" ") for line in text.split("\n")])
    return text.strip(" ")


def _is_plain(text: str) -> bool:
    """Tell, fast, that a text has no white space but spaces and line feeds, and nothing invisible.

    The one invisible character that Python calls printable is the grapheme joiner.
    """
    if text.isascii():
        return len(text.encode().translate(None, _NOT_PLAIN)) == len(text)
    return text.replace("\n", "").isprintable() and "\u034f" not in text


def _is_western(text: str) -> bool:
    """Tell, fast, that a text has only letters and signs that are NFC however they are put together."""
    try:
        text.encode("cp1252")
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


def _plain_space(match: re.Match[str]) -> str:
    white, text = match[0], match.string
    if white in _GROUPING:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if before.isdecimal() and after.isdecimal():
            return white
    return " "


def key(line: str) -> str:
    """Return what two lines that say the same share: case folded, quotes and dashes made plain."""
    if line.isascii():
        return line.lower()
    for mark, plain in _PLAIN_MARKS:  # a third of the time that `str.translate` takes
        if mark in line:
            line = line.replace(mark, plain)
    return line.casefold()
