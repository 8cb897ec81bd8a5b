"""Language: which one a text is written in. Text → a code such as "en", or None when unsure.

Scripts that one language uses decide by themselves; the others are told apart by their commonest small
words, of which any running text has plenty.

This runs over every article, so words are counted without a step of Python for each. Text that a Western
code page can hold is cut into words as bytes of that code page, any other by a pattern: both find the same
words. Each small word stands for a number with a one in the field of each of its languages; the sum of
them all holds every language's count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from struct import Struct
from typing import Final

from searcher.corpus.cleaner.tables import read_rows

_SMALL_WORDS: Final[dict[str, frozenset[str]]] = {
    language: frozenset(words.split()) for language, words in read_rows("languages.txt")
}
_LANGUAGES: Final = tuple(_SMALL_WORDS)
_FIELDS: Final = Struct(f"<{len(_LANGUAGES)}H")  # 16 bits: no sample has so many words
_FIELDS_OF: Final[dict[str, int]] = {
    word: sum(1 << (16 * place) for place, name in enumerate(_LANGUAGES) if word in _SMALL_WORDS[name])
    for word in frozenset().union(*_SMALL_WORDS.values())
}
_SCRIPTS: Final = tuple(
    (language, re.compile(letters), share)
    for language, letters, share in (  # the least share of the letters that tells
        ("ja", "[\u3040-\u30ff]", 0.1),
        ("ko", "[\uac00-\ud7af]", 0.3),
        ("zh", "[\u4e00-\u9fff]", 0.3),
        ("he", "[\u0590-\u05ff]", 0.3),
        ("el", "[\u0370-\u03ff]", 0.3),
        ("th", "[\u0e00-\u0e7f]", 0.3),
    )
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_CODE: Final = re.compile(r"([a-zA-Z]{2,3})(?:[-_]|$)")
# The first part of a text tells as much as all of it.
_CHARACTERS_MAX: Final = 3000
_WORDS_MIN: Final = 20
_LETTERS_MIN: Final = 30
_SHARE_MIN: Final = 0.12
_LEAD_MIN: Final = 1.25

# A code page without a letter of the scripts above, whose letters are as many when they are made small.
_WESTERN: Final = "cp1252"


def _letter_table() -> bytes:
    """Return what `bytes.translate` needs to make letters of the code page small, and all else a space."""
    table = bytearray(b" " * 256)
    for code in range(256):
        letter = bytes([code]).decode(_WESTERN, "replace").lower()
        if _WORD.fullmatch(letter):
            table[code] = letter.encode(_WESTERN)[0]
    return bytes(table)


_LETTERS: Final = _letter_table()
_WESTERN_FIELDS_OF: Final = {
    word.encode(_WESTERN): fields
    for word, fields in _FIELDS_OF.items()
    if word.encode(_WESTERN, "ignore").decode(_WESTERN) == word
}


def language_code(tag: str | None) -> str | None:
    """Return the language of a tag as pages give it ("en-GB", "pt_BR"), in small letters."""
    match = _CODE.match(tag.strip()) if tag else None
    return match[1].lower() if match else None


def detect(text: str) -> str | None:
    """Return the language of a text, or None when it has too few words or none stands out."""
    sample = text[:_CHARACTERS_MAX]
    try:
        western = (sample.encode() if sample.isascii() else sample.encode(_WESTERN)).translate(_LETTERS)
    except UnicodeEncodeError:
        words = _WORD.findall(sample.lower())
        return _by_script("".join(words)) or _by_small_words(len(words), map(_FIELDS_OF.get, words))
    split = western.split()
    return _by_small_words(len(split), map(_WESTERN_FIELDS_OF.get, split))


def _by_script(letters: str) -> str | None:
    """Return the one language that is written so; None for too few letters, or a script of many."""
    if letters.isascii() or len(letters) < _LETTERS_MIN:
        return None
    for language, script, share in _SCRIPTS:
        if len(script.findall(letters)) >= share * len(letters):
            return language
    return None


def _by_small_words(words: int, fields: Iterable[int | None]) -> str | None:
    """Return the language that has the most of so many words, given the fields of each that is small."""
    if words < _WORDS_MIN:
        return None
    counts = _FIELDS.unpack(sum(filter(None, fields)).to_bytes(_FIELDS.size, "little"))
    second, count = sorted(counts)[-2:]
    if count < _SHARE_MIN * words or count < _LEAD_MIN * second:
        return None
    return _LANGUAGES[counts.index(count)]
