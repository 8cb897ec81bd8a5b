"""Paragraph: one line of thought, as its writer set it. Normalised text → paragraphs, in order.

Scraped files break lines in three ways, and each file is read in its own: one paragraph a line (the
commonest), lines wrapped at a fixed width, and lines broken wherever the page had a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise, repeat
from typing import NamedTuple

from searcher.corpus.cleaner.date import is_dateline
from searcher.corpus.cleaner.gluing import unglued
from searcher.corpus.cleaner.labels import label_reason
from searcher.corpus.cleaner.own import own_words
from searcher.corpus.cleaner.reasons import Reason
from searcher.corpus.cleaner.rules import is_credit
from searcher.corpus.cleaner.unicode import key

# Chinese, Japanese, Thai and the like write no spaces: two characters count as about one word.
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_STOPS = frozenset(".!?…。！？:;؟।")
_FINAL = re.compile(r"""[.!?…。！？:;؟।][\]"'”’»)）\d]{0,4}$""")
_OPENS_LOW = re.compile(r"[,;.:)\]”’%]|['’]s\b|[a-zß-öø-ÿа-яёα-ωά-ώ]")
_BRACKETS = frozenset("([“«")
_MID_SENTENCE = re.compile(rf"\n(?={_OPENS_LOW.pattern}|(?<=[(\[“«]\n))")
_BULLET = re.compile(r"(?:[•●▪◦‣·*]|[-–—] )")

# The lines of menus and buttons come again on every page of a site: what so many, so short ones say by
# themselves is remembered. That takes six megabytes on pages as they are, fifteen at most.
_REMEMBERED_LINES = 1 << 14
_REMEMBERED_CHARACTERS = 120
_REMEMBERED_CHROME = 1 << 12
_remembered: dict[str, Paragraph] = {}

# Wrapped text: widths people set (mail 72, typewriters 60-80, terminals 80-100), and how sure to be.
_WRAP_WIDTHS = range(50, 101)
_WRAP_LINES_MIN = 6
_BROKEN_SHARE_MIN = 0.4
_FULL_SHARE_MIN = 0.9
_SMALL_SHARE_MIN = 0.5
# A line this short between two halves of a sentence is the text of a link.
_LINK_WORDS_MAX = 12
_OPEN_WORDS_MIN = 3
_OPEN_CHARACTERS_MAX = 80
_CHROME_CHARACTERS_MAX = 200
# No sentence is this long; without a bound a file of fragments would cost the square of its size.
_JOINED_CHARACTERS_MAX = 5000
_ENDING = 6


class Paragraph(NamedTuple):
    """One paragraph and what is asked of it again and again.

    Attributes:
        text: normalised, one line, not empty.
        key: `unicode.key` of it.
        words: how many words it has (half the characters where a script writes no spaces).
        final: it ends as a sentence does.
        own: what it is when read by itself, or None.
        signs: the places of the `signs.SIGNS` that it may be.
    """

    text: str
    key: str
    words: int
    final: bool
    own: Reason | None
    signs: tuple[int, ...]


def read(lines: Iterable[str]) -> list[Paragraph]:
    """Read lines of normalised text, each a paragraph, by themselves."""
    texts = list(lines)
    found = dict(zip(texts, map(_remembered.get, texts), strict=True))
    new = [text for text, paragraph in found.items() if paragraph is None]
    known = found | dict(zip(new, _read_new(new), strict=True)) if new else found
    return list(filter(None, map(known.get, texts)))  # each is known now


def unread(text: str) -> Paragraph:
    """Take a line for a paragraph without asking what it is."""
    return Paragraph(text, key(text), 0, False, None, ())


def paragraph(text: str) -> Paragraph:
    """Read one line of normalised text by itself."""
    return read([text])[0]


def _read_new(texts: list[str]) -> list[Paragraph]:
    keys = [text.lower() if text.isascii() else key(text) for text in texts]
    words = list(map(word_count, texts))
    final = [text[-1] in _STOPS or is_final(text) for text in texts]
    rows = zip(texts, keys, words, final, *own_words(texts, keys, words, final), strict=True)
    paragraphs = list(map(tuple.__new__, repeat(Paragraph), rows))  # without the call of a constructor
    short = [pair for pair in zip(texts, paragraphs, strict=True) if len(pair[0]) <= _REMEMBERED_CHARACTERS]
    if len(_remembered) + len(short) > _REMEMBERED_LINES:
        _remembered.clear()
    _remembered.update(short[:_REMEMBERED_LINES])
    return paragraphs


def is_final(line: str) -> bool:
    """Tell whether a line ends as a sentence does, within closing quotes, brackets or a note's number."""
    last = line[-1]
    if last in _STOPS:
        return True
    return not last.isalpha() and _FINAL.search(line, max(0, len(line) - _ENDING)) is not None


def word_count(text: str) -> int:
    """Count words, roughly and fast: enough to tell a paragraph from a label."""
    words = text.count(" ") + 1
    if not text.isascii() and len(text) > 8 * words:
        words = max(words, len(_UNSPACED.findall(text)) // 2)
    return words


def split(text: str) -> list[Paragraph]:
    """Cut normalised text into its paragraphs; no character but white space is lost."""
    lines = text.split("\n")
    width = _wrap_width(lines)
    joined = _unwrap(lines, width) if width else _join_links(text, lines)
    return read(unglued("\n".join(filter(None, joined))).split("\n")) if text else []


def _wrap_width(lines: list[str]) -> int | None:
    """Return the width the lines were wrapped at, or None where each line is a paragraph.

    Most wrapped lines break off in the middle of a sentence, go on in small letters, and had no room for
    the next word.
    """
    lengths = [len(line) for line in lines if line]
    if len(lengths) < _WRAP_LINES_MIN or max(lengths) not in _WRAP_WIDTHS:
        return None
    width = max(lengths)
    broken = [(line, _first_word(below)) for line, below in pairwise(lines) if line and below]
    broken = [(line, word) for line, word in broken if not _FINAL.search(line)]
    full = sum(width - len(line) - 1 <= len(word) for line, word in broken)
    small = sum(not word[0].isupper() for _, word in broken)
    enough = len(broken) >= _BROKEN_SHARE_MIN * len(lengths)
    return width if enough and min(full / _FULL_SHARE_MIN, small / _SMALL_SHARE_MIN) >= len(broken) else None


def _first_word(line: str) -> str:
    return line.split(" ", 1)[0]


def _unwrap(lines: list[str], width: int) -> Iterable[str]:
    """Join a line to the one above where its first word had no room there."""
    current = ""
    room = 0
    for line in lines:
        if line and current and room <= len(_first_word(line)) and not _BULLET.match(line):
            hyphenated = current[-1] == "-" and current[-2:-1].isalpha() and line[:1].islower()
            current += line if hyphenated else " " + line
        else:
            yield current
            current = line
        room = width - len(line) - 1
    yield current


def _join_links(text: str, lines: list[str]) -> Iterable[str]:
    """Join the pieces of a sentence that a scraper broke at its links.

    A line that begins in the middle of a sentence continues the one above; a short line between two
    such halves is the link itself.
    """
    joined = lines.copy()
    for i in _maybe_joined(text):
        above = joined[i - 1]
        ended = not above or above[-1] in _STOPS  # as most are
        if not ended and lines[i] and _continues(above, lines[i], lines[i + 1] if i + 1 < len(lines) else ""):
            space = "" if lines[i][0] in ",;.:)]”’%" or above[-1] in "([“«" else " "
            joined[i - 1], joined[i] = "", above + space + lines[i]
    return joined


def _maybe_joined(text: str) -> list[int]:
    """Return which lines may continue the one above: these, and the lines above them, begin low."""
    found = set()
    line = last = 0
    for match in _MID_SENTENCE.finditer(text):
        line += text.count("\n", last, match.end())
        last = match.end()
        found |= {line, line - 1}
    return sorted(found - {0})


def _continues(above: str, line: str, below: str) -> bool:
    """Tell whether the line belongs to the sentence above it; what a rule knows never does."""
    if len(above) > _JOINED_CHARACTERS_MAX:
        return False
    if above[-1] in _BRACKETS:
        return True
    return _reads_on(above, line, below) and not any(
        len(one) <= _CHROME_CHARACTERS_MAX and _is_chrome(one) for one in (line, above)
    )


@lru_cache(maxsize=_REMEMBERED_CHROME)
def _is_chrome(line: str) -> bool:
    return label_reason(key(line)) is not None or is_credit(line) or is_dateline(line)


def _reads_on(above: str, line: str, below: str) -> bool:
    ended = is_final(above)
    short = len(above) < _OPEN_CHARACTERS_MAX and above.count(" ") + 1 < _OPEN_WORDS_MIN
    if short and not _OPENS_LOW.match(above):
        return not ended and _OPENS_LOW.match(line) is not None
    if ended or _BULLET.match(line):
        return False
    if _OPENS_LOW.match(line):
        return True
    is_link = line.count(" ") < _LINK_WORDS_MAX and not is_final(line)
    return is_link and _OPENS_LOW.match(below) is not None
