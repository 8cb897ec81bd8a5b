"""Language: which one a text is written in. Text → a code such as "en", or None when unsure.

Scripts that one language uses decide by themselves; the others are told apart by their commonest small
words, of which any running text has plenty.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from searcher.corpus.cleaner.tables import read_rows

_SMALL_WORDS: Final[dict[str, frozenset[str]]] = {
    language: frozenset(words.split()) for language, words in read_rows("languages.txt")
}
_LANGUAGES_OF: Final = {
    word: tuple(language for language, small in _SMALL_WORDS.items() if word in small)
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


def language_code(tag: str | None) -> str | None:
    """Return the language of a tag as pages give it ("en-GB", "pt_BR"), in small letters."""
    match = _CODE.match(tag.strip()) if tag else None
    return match[1].lower() if match else None


def detect(text: str) -> str | None:
    """Return the language of a text, or None when it has too few words or none stands out."""
    words = _WORD.findall(text[:_CHARACTERS_MAX].lower())
    sample = "".join(words)
    if not sample.isascii():
        for language, script, share in _SCRIPTS:
            if len(sample) >= _LETTERS_MIN and len(script.findall(sample)) >= share * len(sample):
                return language
    if len(words) < _WORDS_MIN:
        return None
    counts = Counter(language for word in words for language in _LANGUAGES_OF.get(word, ()))
    ranked = [*counts.most_common(2), ("", 0), ("", 0)]
    (best, count), (_, second) = ranked[:2]
    return best if count >= _SHARE_MIN * len(words) and count >= _LEAD_MIN * second else None
