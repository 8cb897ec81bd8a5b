"""Folding: what two writings of one name share.

name → name without accents, and without case

The lexicon, the rules and the canonical names compare names only in this form.
"""

from __future__ import annotations

import unicodedata


def fold(word: str) -> str:
    """Return `word` without case, accents and the curve of its apostrophes."""
    if not word.isascii():
        word = unaccent(word)
    return word.lower()


def unaccent(word: str) -> str:
    """Return `word` without accents and with straight apostrophes, its case kept."""
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFKD", word.replace("’", "'"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))
