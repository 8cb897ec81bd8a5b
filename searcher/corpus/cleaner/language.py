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
_SCRIPTS: Final = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_CODE: Final = re.compile(r"([a-zA-Z]{2,3})(?:[-_]|$)")
# The first part of a text tells as much as all of it.
_CHARACTERS_MAX: Final = 3000
_WORDS_MIN: Final = 20
_SHARE_MIN: Final = 0.12
_LEAD_MIN: Final = 1.25
_SCRIPT_SHARE_MIN: Final = 0.3


def language_code(tag: str | None) -> str | None:
    """Return the language of a tag as pages give it ("en-GB", "pt_BR"), in small letters."""
    match = _CODE.match(tag.strip()) if tag else None
    return match[1].lower() if match else None


def detect(text: str) -> str | None:
    """Return the language of a text, or None when it has too few words or none stands out."""
    words = _WORD.findall(text[:_CHARACTERS_MAX].lower())
    sample = "".join(words)
    if not sample.isascii():
        for language, script in _SCRIPTS:
            if len(script.findall(sample)) > max(_WORDS_MIN, _SCRIPT_SHARE_MIN * len(sample)):
                return language
    if len(words) < _WORDS_MIN:
        return None
    counts = Counter(language for word in words for language in _LANGUAGES_OF.get(word, ()))
    ranked = [*counts.most_common(2), ("", 0), ("", 0)]
    (best, count), (_, second) = ranked[:2]
    return best if count >= _SHARE_MIN * len(words) and count >= _LEAD_MIN * second else None
