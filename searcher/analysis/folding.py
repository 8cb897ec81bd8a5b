"""Folding: words that a reader takes for the same are made the same.

A folded word is NFKC, in small letters, without accents on Latin and Greek letters, without the signs
that Hebrew and Arabic may leave out, without invisible characters. Other marks stay: Cyrillic й is a
letter of its own, not an accented и. Folding is done per term, never in a stored text, so it may
change the length of what it folds.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_INVISIBLE_CODES = (
    0x00AD,  # soft hyphen
    0x034F,  # grapheme joiner
    0x061C,  # Arabic letter mark
    0x180E,  # Mongolian vowel separator
    *range(0x200B, 0x2010),  # zero-width space and joiners, direction marks
    *range(0x202A, 0x202F),  # direction embeddings
    *range(0x2060, 0x2070),  # word joiner, invisible operators, direction isolates
    *range(0xFE00, 0xFE10),  # variation selectors
    0xFEFF,  # zero-width no-break space
)
INVISIBLE = "".join(map(chr, _INVISIBLE_CODES))
"""Characters that take no room on a page; they may stand inside a word and mean nothing there."""

# Signs that a writer of Hebrew or Arabic may set or leave out, as newspapers do: points, vowel signs
# and the stroke that only widens a word. (Arabic hamza and madda are spelling: they stay.)
_OPTIONAL_CODES = (
    *range(0x0591, 0x05BE), 0x05BF, 0x05C1, 0x05C2, 0x05C4, 0x05C5, 0x05C7,
    *range(0x0610, 0x061B), 0x0640, *range(0x064B, 0x0653), *range(0x0656, 0x0660), 0x0670,
)  # fmt: skip
_DELETE_INVISIBLE = dict.fromkeys(_INVISIBLE_CODES)
_DELETE_OPTIONAL = dict.fromkeys(_OPTIONAL_CODES)

# Letters that readers without the key type as others, though Unicode does not decompose them.
_PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th"}
)


def remove_invisible(text: str) -> str:
    """The text without the characters of `INVISIBLE`."""
    return text.translate(_DELETE_INVISIBLE)


def fold(text: str) -> str:
    """Fold a word (or a name of several words) to the form it is compared by; folding twice changes nothing.

    >>> fold("Élysée"), fold("STRASSE") == fold("Straße"), fold("Łódź"), fold("Йод"), fold("שָׁלוֹם")
    ('elysee', True, 'lodz', 'йод', 'שלום')
    """
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", remove_invisible(text)).casefold().lower()
    if folded.isascii():
        return folded
    bare: list[str] = []
    strips_marks = False
    for character in unicodedata.normalize("NFD", folded).translate(_DELETE_OPTIONAL):
        if unicodedata.category(character).startswith("M"):
            if not strips_marks:
                bare.append(character)
        else:
            strips_marks = _is_latin_or_greek(character)
            bare.append(character)
    return unicodedata.normalize("NFC", "".join(bare)).translate(_PLAIN_LETTERS)


@lru_cache(maxsize=4096)
def _is_latin_or_greek(character: str) -> bool:
    if character.isascii():
        return True
    return unicodedata.name(character, "").startswith(("LATIN ", "GREEK "))
