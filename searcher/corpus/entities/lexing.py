"""Words: the capitalised words of a line, each with the class that says what part it can play in a name.

text[start:end], Lexicon → Words

Words that make up a known name ("United States", "Standard & Poor's") are one Word. Only Latin letters
have capitals that tell names; text in other scripts yields nothing.
"""

from __future__ import annotations

import re

from searcher.corpus.entities.folding import fold, unaccent
from searcher.corpus.entities.lexicon import Lexicon, load_lexicon
from searcher.corpus.entities.remembering import Remembered

_LATIN = [chr(code) for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00))]
UPPER = "".join(char for char in _LATIN if char.isupper())
_LETTER = "".join(char for char in _LATIN if char.isalpha())

NOT_BEFORE = r"[\w@#&.-]"  # a capital right after one of these begins no word
ARABIC_ARTICLES = ("al", "el", "ul", "ur", "as", "ash", "an", "ar", "at", "az", "ad", "ed")
# What may stand, in small letters, before the capital of a word: al-Assad, d'Estaing.
PREFIX = rf"(?:(?:{'|'.join(ARABIC_ARTICLES)})[-‑])?(?:[dl]['’])?"


def _word_pattern(upper: str, letter: str) -> re.Pattern[str]:
    """Return the expression for U.S. | Kadyrov, O'Brien, al-Assad, d'Estaing, Jean-Luc, AT&T, G20.

    A possessive is not part of the word.
    """
    return re.compile(
        rf"(?<!{NOT_BEFORE})(?:(?:[{upper}]\.){{2,6}}|{PREFIX}[{upper}][{letter}0-9]*"
        rf"(?:(?:['’](?![sS](?![{letter}]))|[-‐‑&])[{letter}0-9]+)*)"
    )


WORD = _word_pattern(UPPER, _LETTER)
_ASCII_WORD = _word_pattern("A-Z", "A-Za-z")  # finds the same in ASCII, in half the time
# US-led, Kyiv-based: the tail of a compound that is no part of the name.
_COMPOUND_TAIL = re.compile(
    r"[-‑](?:[a-z]{3,}(?:ed|ing)|style|born|wide|run|held|led|built|era|only|like|made|area|bound)$"
)
GENERATION = frozenset(("Jr", "Sr", "II", "III"))
_ACRONYM_CHARS = 6
_KNOWN_NAME_CHARS = 60
_CACHED_WORDS = 65_536
_CACHED_WORD_CHARS = 60


Word = tuple[int, int, str]
"""A capitalised word, or a known name: text[start:end], and its class letter (lexicon.py)."""

_Entry = tuple[int, str, int, int, str, int]
"""What a word is wherever it stands: how many characters of it are the word, without the tail of a compound;
its class when it is not, or not part of, a known name; most capitalised words of a known name that begins
with it, 0 when there is none; the same when a full stop follows; its class when it is, by itself, the known
name; most words of a known name that begins with it and has more than one, else 0."""


def lex(text: str, start: int, end: int, lexicon: Lexicon) -> list[Word]:
    """Return the Words of text[start:end], in order."""
    words: list[Word] = []
    known: list[tuple[int, int]] = []
    pattern = _ASCII_WORD if text.isascii() else WORD
    for match in pattern.finditer(text, start, end):
        word = match[0]
        at = match.start()
        chars, letter, longest, dotted, _, _ = (
            _entries[word] if len(word) <= _CACHED_WORD_CHARS else _look_up(word)
        )
        stop = at + chars
        if dotted:
            if text[stop : stop + 1] == ".":
                longest = dotted
            if longest:
                known.append((len(words), longest))
        words.append((at, stop, letter))
    return _with_known_names(text, words, known, lexicon) if known else words


def lex_plain(text: str, lexicon: Lexicon) -> list[Word]:
    """Return the Words of a text of ASCII letters in words with single spaces between them, as `lex` does."""
    words: list[Word] = []
    known: list[tuple[int, int]] = []
    at = 0
    for word in text.split(" "):
        stop = at + len(word)
        if word[0] <= "Z":
            _, _, _, _, letter, longest = _entries[word]
            if longest:
                known.append((len(words), longest))
            words.append((at, stop, letter))
        at = stop + 1
    return _with_known_names(text, words, known, lexicon) if known else words


def _with_known_names(
    text: str, words: list[Word], known: list[tuple[int, int]], lexicon: Lexicon
) -> list[Word]:
    """Return the words with each known name in one.

    `known`: where one may begin, in order, and how many words it has at most.
    """
    joined: list[Word] = []
    done = 0
    for position, longest in known:
        if position >= done and (name := _known_name(text, words, position, longest, lexicon)):
            joined += words[done:position]
            joined.append(name[0])
            done = position + name[1]
    return joined + words[done:] if done else words


def _look_up(word: str) -> _Entry:
    """Return what the lexicon that ships with the package, and its form, say about a word."""
    lexicon = load_lexicon()
    bare = _without_tail(word, lexicon)
    first = unaccent(bare)
    longest = max(lexicon.longest.get(first, 0), lexicon.longest.get(f"{first}'s", 0))
    dotted = max(longest, lexicon.longest.get(f"{first}.", 0))
    letter = _class_of(bare, lexicon)
    known = first in lexicon.names and _is_the_name(first, lexicon)
    alone = lexicon.names[first] if longest and known else letter
    return len(bare), letter, longest, dotted, alone, longest if longest > 1 else 0


_entries = Remembered(_look_up, _CACHED_WORDS)


def _without_tail(word: str, lexicon: Lexicon) -> str:
    """Return a word without the tail of a compound; of two places, the first."""
    if "-" not in word and "‑" not in word:
        return word
    if tail := _COMPOUND_TAIL.search(word):
        return word[: tail.start()]
    head, _, rest = unaccent(word).partition("-")
    if word not in lexicon.names and lexicon.names.get(head) == "L" and rest in lexicon.names:
        return word[: len(head)]  # the US-China talks
    return word


def _known_name(
    text: str, words: list[Word], position: int, longest: int, lexicon: Lexicon
) -> tuple[Word, int] | None:
    """Return the longest known name that begins with the word at `position`, and its number of words."""
    start = words[position][0]
    for last in range(min(position + longest, len(words)) - 1, position - 1, -1):
        for end in _ends(text, words[last][1]):
            name = unaccent(text[start:end]) if end - start <= _KNOWN_NAME_CHARS else ""
            if name in lexicon.names and (last > position or _is_the_name(name, lexicon)):
                return (start, end, lexicon.names[name]), last - position + 1
    return None


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
    if word in GENERATION:
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
    if not word.isalpha() and any(char.isdigit() for char in word):
        return "N"
    return "G" if folded in lexicon.given else "W"
