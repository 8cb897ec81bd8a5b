"""Words: the capitalised words of a line, each with the class that says what part it can play in a name.

text[start:end], Lexicon → Words

Words that make up a known name ("United States", "Standard & Poor's") are one Word. Only Latin letters
have capitals that tell names; text in other scripts yields nothing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from searcher.corpus.entities.folding import fold, unaccent
from searcher.corpus.entities.lexicon import Lexicon

_LATIN = [chr(code) for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00))]
UPPER = "".join(char for char in _LATIN if char.isupper())
_LETTER = "".join(char for char in _LATIN if char.isalpha())

# U.S. | Kadyrov, O'Brien, al-Assad, d'Estaing, Jean-Luc, AT&T, G20; a possessive is not part of the word.
_WORD = re.compile(
    rf"(?<![\w@#&.-])(?:(?:[{UPPER}]\.){{2,6}}|"
    rf"(?:(?:al|el|ul|ur|as|ash|an|ar|at|az|ad|ed)[-‑])?(?:[dl]['’])?[{UPPER}][{_LETTER}0-9]*"
    rf"(?:(?:['’](?![sS](?![{_LETTER}]))|[-‐‑&])[{_LETTER}0-9]+)*)"
)
# US-led, Kyiv-based: the tail of a compound that is no part of the name.
_COMPOUND_TAIL = re.compile(
    r"[-‑](?:[a-z]{3,}(?:ed|ing)|style|born|wide|run|held|led|built|era|only|like|made|area|bound)$"
)
_GENERATION = frozenset(("Jr", "Sr", "II", "III"))
_ACRONYM_CHARS = 6
_KNOWN_NAME_CHARS = 60


class Word(NamedTuple):
    """A capitalised word, or a known name: text[start:end], and its class letter (lexicon.py)."""

    start: int
    end: int
    letter: str


def lex(text: str, start: int, end: int, lexicon: Lexicon) -> list[Word]:
    """Return the Words of text[start:end], in order."""
    spans = [_without_tail(match, lexicon) for match in _WORD.finditer(text, start, end)]
    words: list[Word] = []
    position = 0
    while position < len(spans):
        word, used = _known_name(text, spans, position, lexicon)
        words.append(word or Word(*spans[position], _class_of(text[slice(*spans[position])], lexicon)))
        position += used
    return words


def _without_tail(match: re.Match[str], lexicon: Lexicon) -> tuple[int, int]:
    """Return the span of a word without the tail of a compound; of two places, the first."""
    start, end = match.span()
    word = match[0]
    if "-" not in word and "‑" not in word:
        return start, end
    if tail := _COMPOUND_TAIL.search(word):
        return start, start + tail.start()
    head, _, rest = unaccent(word).partition("-")
    if word not in lexicon.names and lexicon.names.get(head) == "L" and rest in lexicon.names:
        return start, start + len(head)  # the US-China talks
    return start, end


def _known_name(
    text: str, spans: list[tuple[int, int]], position: int, lexicon: Lexicon
) -> tuple[Word | None, int]:
    """Return the longest known name that begins with the word at `position`, and its number of words."""
    start, end = spans[position]
    first = unaccent(text[start:end])
    longest = max(lexicon.longest.get(first, 0), lexicon.longest.get(f"{first}'s", 0))
    if text[end : end + 1] == ".":
        longest = max(longest, lexicon.longest.get(f"{first}.", 0))
    for last in range(min(position + longest, len(spans)) - 1, position - 1, -1):
        for end in _ends(text, spans[last][1]):
            name = unaccent(text[start:end]) if end - start <= _KNOWN_NAME_CHARS else ""
            if name in lexicon.names and (last > position or _is_the_name(name, lexicon)):
                return Word(start, end, lexicon.names[name]), last - position + 1
    return None, 1


def _ends(text: str, end: int) -> tuple[int, ...]:
    """Return where a known name may end: Moody's, Washington D.C., Moody."""
    if text[end : end + 2] in ("'s", "’s"):
        return end + 2, end
    return (end + 1, end) if text[end : end + 1] == "." else (end,)


def _is_the_name(word: str, lexicon: Lexicon) -> bool:
    """Return whether a known name of one word is meant, rather than the word it also is."""
    return word.isupper() or lexicon.names[word] not in "LH" or fold(word) not in lexicon.words


def _class_of(word: str, lexicon: Lexicon) -> str:
    """Return the class of a word by the lexicon, else by its form."""
    if len(word) == 1:
        return "C" if word in "IA" else "I"
    if word in _GENERATION:
        return "J"
    if len(word) > 3 and word.isupper() and lexicon.names.get(unaccent(word).title()) == "L":
        return "L"  # the town of a dateline
    if "." in word:
        return "I" if len(word) == 4 else "A"  # J.K. Rowling, the F.B.I.
    folded = fold(word)
    letter = lexicon.words.get(folded)
    if word.isupper() and len(word) <= _ACRONYM_CHARS:
        if word in lexicon.not_acronym:
            return "C"
        return letter if letter and (len(word) > 3 or letter in "SDT") else "A"
    if letter:
        return letter
    if "-" in word and lexicon.words.get(folded.rpartition("-")[2]) == "D":
        return "D"  # Russian-Ukrainian
    if any(char.isdigit() for char in word):
        return "N"
    return "G" if folded in lexicon.given else "W"
