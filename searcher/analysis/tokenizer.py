"""Tokens: the words of a text, with their positions and code points.

A *chunk* is what stands between breaks: a word, a number, dotted initials, or several of them joined
by hyphens, ampersands or apostrophes (a *compound*). Everything about a chunk is worked out once and
kept, because the same few thousand chunks make up most of any collection.

    "the U.S.-led self-mobilization" → the | us led usled | self mobilization selfmobilization
                             position   0     1  2   1–2     3    4            3–4

Rules (DESIGN, "Words"): there is no stop list; a possessive ’s is dropped; digits grouped by comma,
thin or no-break space are one term, by a plain space a compound; other dashes and slashes break.
A joined form has no joiner but where that would make another word of it: 3-2 is not 32, nor is
she'll a shell. Scripts that set no space between words (Chinese, Japanese, Thai …) have words of one
character, so that any run of them is a phrase.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from searcher.analysis.folding import INVISIBLE, fold, remove_invisible
from searcher.analysis.stemming import is_stemmed, stem

MAX_FORM = 128
"""Code points of a form that count: longer "words" are encoded data, and a term has to fit its index."""

_MAX_PIECE = 4 * MAX_FORM  # fills a form; to normalise a long run of marks takes quadratic time
_MAX_KEPT_CHUNK = 32  # a chunk of a script without spaces has a token per character, and hardly comes again


class Token(NamedTuple):
    """One word of a text, or the joined form of a compound.

    Attributes:
        form: the folded surface form; term: its stem (the form itself where text is not stemmed).
        cased: "US" for a word of two to five capitals, else None.
        position, last: token positions of its first and last part, equal unless it is a joined form.
        start, end: code points of the text it stands for.
    """

    form: str
    term: str
    cased: str | None
    position: int
    last: int
    start: int
    end: int


def _mark_ranges() -> str:
    """Combining marks as ranges of a character class: they belong to the word they stand in."""
    blocks = (
        *range(0x0300, 0x1D00), *range(0x1DC0, 0x1E00), *range(0x20D0, 0x2100), *range(0x302A, 0x3030),
        0x3099, 0x309A, *range(0xA66F, 0xA67E), *range(0xA800, 0xAC00), 0xFB1E, *range(0xFE20, 0xFE30),
    )  # fmt: skip
    marks = [code for code in blocks if unicodedata.category(chr(code)).startswith("M")]
    starts = [code for i, code in enumerate(marks) if i == 0 or marks[i - 1] != code - 1]
    ends = [code for i, code in enumerate(marks) if i + 1 == len(marks) or marks[i + 1] != code + 1]
    return "".join(f"{chr(a)}-{chr(b)}" for a, b in zip(starts, ends, strict=True))


# Repetitions are possessive or bounded: what a rule has taken it does not give back bit by bit.
_IN_WORD = f"[{_mark_ranges()}{INVISIBLE}]"
_LETTER_APOSTROPHES = "ʹʻʼʽʾʿ"  # letters to Unicode: okina, and the hamza and ayin of romanised Arabic
_APOSTROPHES = f"'’‘‛′´`＇{_LETTER_APOSTROPHES}"
_HYPHENS = "-‐‑"
_JOINERS = f"{_HYPHENS}&{_APOSTROPHES}"
_ALNUM = rf"[^\W_{_LETTER_APOSTROPHES}]"
_LETTER = rf"[^\W\d_{_LETTER_APOSTROPHES}]{_IN_WORD}*+"

_INITIALS = rf"(?:{_LETTER}(?:\.|(?!{_ALNUM}))){{2,10}}+"
_GROUPED = r"\d{1,3}(?:[,\u00a0\u2007\u2009\u202f]\d{3})++(?!\d)(?:\.\d++)?"
_DECIMAL = r"\d++(?:\.\d++)++"
_PART = rf"(?:{_INITIALS}|(?:{_GROUPED}|{_DECIMAL}|{_ALNUM}){_ALNUM}*+(?:{_IN_WORD}++{_ALNUM}*+)*+)"
_NUMBER = re.compile(rf"{_GROUPED}|{_DECIMAL}")
_SPACED_DIGITS = rf"(?<![\d.,])\d{{1,3}}(?: \d{{3}}){{1,5}}+(?!{_ALNUM}|[.,]\d)"

# What the last four characters before a plain space, and what follows it, must be like to be grouped by it.
BEFORE_SPACED_DIGITS = re.compile(r"(?:^|[^\d.,A-Za-z])\d{1,3}\Z")
AFTER_SPACED_DIGITS = re.compile(r"\d{3}")

_CHUNK = re.compile(rf"{_SPACED_DIGITS}|{_PART}(?:[{_JOINERS}][{INVISIBLE}]*+{_PART}){{0,15}}+")
# What is between two parts of a chunk. The apostrophe of 1990’s, an old way to write 1990s, is not.
_JOINT = re.compile(rf"((?!(?<=\d0)[{_APOSTROPHES}][sS](?!{_ALNUM}))[{_JOINERS} ][{INVISIBLE}]*+)")
_NOT_IN_FORMS = re.compile(rf"[\s,(){_APOSTROPHES}]")  # group marks; ʼ and () are what NFKC makes of ŉ and ⑴
_CAPITALS = re.compile(r"[^\W\d_]{2,5}")
_CONTRACTED = frozenset({"ll", "re", "d"})  # shell, were and id are other words; dont, im and youve are not
_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai and Lao, Burmese, Khmer
    "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"  # kana, Han
)
_ONE_CHARACTER_WORDS = re.compile(rf"((?=[^\W\d_])[{_SPACELESS}](?:{_IN_WORD}|[\uff9e\uff9f])*+)")


def analyze(text: str, language: str | None = None) -> list[Token]:
    """The tokens of `text` in order; a joined form follows the parts of its compound.

    Args:
        text: any text; offsets are code points in it.
        language: ISO 639-1 code; English and unknown (None) text is stemmed, other text is not.

    Returns:
        tokens whose positions count from 0 without gaps (a joined form shares those of its parts).

    >>> [(t.term, t.position, t.last) for t in analyze("‘self-mobilization’")]
    [('self', 0, 0), ('mobil', 1, 1), ('selfmobil', 0, 1)]
    """
    return tokenize(text, is_stemmed(language))


def tokenize(text: str, stemmed: bool) -> list[Token]:
    """As `analyze`, of text that is known to be stemmed or not."""
    if is_plain(text) or _NUMBER.fullmatch(text):
        return _words(text, 0, 0, stemmed)
    tokens: list[Token] = []
    position = 0
    for match in _CHUNK.finditer(text):
        offset = match.start()
        chunk = match.group()
        width, parts = (_expand if len(chunk) <= _MAX_KEPT_CHUNK else _expand.__wrapped__)(chunk, stemmed)
        if not (offset or position):
            tokens += parts
        else:
            for form, term, cased, first, last, start, end in parts:
                tokens.append(
                    Token(form, term, cased, position + first, position + last, offset + start, offset + end)
                )
        position += width
    return tokens


def is_plain(word: str) -> bool:
    """Whether a word is one of ASCII letters and digits alone, which no rule divides."""
    return word.isascii() and word.isalnum() and len(word) <= MAX_FORM


def form_of_one(chunk: str) -> str | None:
    """The form of a chunk that is one ASCII word or number and nothing else; None of any other.

    >>> form_of_one("Attacks"), form_of_one("20,000.50"), form_of_one("U.S.-led")
    ('attacks', '20000.50', None)
    """
    if is_plain(chunk):
        return chunk.lower()
    if chunk[:1].isdigit() and len(chunk) <= MAX_FORM and chunk.isascii() and _NUMBER.fullmatch(chunk):
        return chunk.replace(",", "")
    return None


def is_capitals(word: str) -> bool:
    """Whether a plain word has a case-kept form."""
    return 2 <= len(word) <= 5 and word.isupper() and word.isalpha()


def _plain_token(word: str, start: int, position: int, stemmed: bool) -> Token:
    """The one token of a plain word."""
    form = word.lower()
    term = stem(form) if stemmed else form
    cased = word if is_capitals(word) else None
    return Token(form, term, cased, position, position, start, start + len(word))


@lru_cache(maxsize=1 << 15)
def _expand(chunk: str, stemmed: bool) -> tuple[int, tuple[Token, ...]]:
    """The positions a chunk takes, and its tokens relative to its own beginning."""
    tokens: list[Token] = []
    joined = ""
    parts = end = 0
    pieces = _JOINT.split(chunk)
    for joint, part in zip(("", *pieces[1::2]), pieces[::2], strict=True):
        start = end + len(joint)
        end = start + len(part)
        if joint and joint[0] in _APOSTROPHES and remove_invisible(part) in ("s", "S"):
            continue  # a possessive: “Putin’s” is Putin
        added = _words(part, start, len(tokens), stemmed)
        if added:
            parts += 1
            tokens += added
            whole = "".join([token.form for token in added])
            joined += _between(joined, joint[:1], whole) + whole
    width = len(tokens)
    if parts > 1:
        joined = joined[:MAX_FORM]
        term = stem(joined) if stemmed else joined
        tokens.append(Token(joined, term, None, 0, width - 1, tokens[0].start, tokens[-1].end))
    return width, tuple(tokens)


def _words(part: str, start: int, position: int, stemmed: bool) -> list[Token]:
    """The tokens of a part, which are several only in a script without spaces."""
    if is_plain(part):
        return [_plain_token(part, start, position, stemmed)]
    words: list[Token] = []
    for piece in (part,) if part.isascii() else _ONE_CHARACTER_WORDS.split(part):
        end = start + len(piece)
        form, cased = _forms(piece[:_MAX_PIECE])
        if form:
            at = position + len(words)
            words.append(Token(form, stem(form) if stemmed else form, cased, at, at, start, end))
        start = end
    return words


@lru_cache(maxsize=1 << 13)  # the characters of a script without spaces come again in other chunks
def _forms(piece: str) -> tuple[str, str | None]:
    """The folded form of a word or number, and the case-kept one of a word in capitals."""
    is_number = piece[:1].isdigit()
    if not is_number:
        piece = piece.replace(".", "")
    form = _NOT_IN_FORMS.sub("", fold(piece))[:MAX_FORM]
    if is_number or not piece.isupper():
        return form, None
    plain = unicodedata.normalize("NFKC", remove_invisible(piece))
    return form, plain if _CAPITALS.fullmatch(plain) else None


def _between(before: str, joiner: str, after: str) -> str:
    """What stays of a joiner in the joined form."""
    if joiner and joiner in _APOSTROPHES and after in _CONTRACTED:
        return "'"
    if joiner and joiner in _HYPHENS and before[-1:].isdigit() and after[0].isdigit():
        return "-"
    return ""
