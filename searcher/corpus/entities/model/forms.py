"""Forms: what a token is by itself, wherever it stands.

token → Form

A form says which part of the token may belong to a name ("Kadyrov" of "Kadyrov’s", "US" of "US-led"), of
which *kind* the token is (a small class: a given name, a title, a word before places, a full stop), and
which *atoms* it has: the plain facts that the model weighs, such as its word, its ending, its shape.
Each distinct token is formed once and remembered (tokens.py), so all of this may take its time.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from searcher.corpus.entities.folding import fold, unaccent
from searcher.corpus.entities.lexicon import Lexicon

CAPITAL, JOINER, ABBREVIATION, OPENER, LONG_WORD, UPPER, BEGINS = 1, 2, 4, 8, 16, 32, 64
"""Flags of a form: it may be a word of a name; it may stand inside a name between two such words; a full
stop after it ends no sentence; it ends a sentence or begins a quotation; it has more than three letters;
it has capitals only; known names of several words begin with it."""

_LATIN = [chr(code) for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00))]
_UPPER = "".join(char for char in _LATIN if char.isupper())
_HAS_CAPITAL = re.compile(rf"[{_UPPER}]")
_POSSESSIVES = frozenset(("'s", "’s", "'S", "’S"))
# US-led, Kyiv-based: the tail of a compound that is no part of the name.
TAIL = r"[-‐‑](?:[a-z]{3,}(?:ed|ing)|style|born|wide|run|held|led|built|era|only|like|made|area|bound)"
_TAIL = re.compile(TAIL + "$")
_GENERATION = frozenset(("Jr", "Sr", "II", "III", "IV"))
_TOKEN_CHARS = 40  # what is longer is no word
_ACRONYM_CHARS = 6

_JOINING = frozenset(("of", "the", "for", "and", "on", "in", "to", "&", "-", "–", "/", ",", "'", "’"))
_TYPES = {"person": "p", "organisation": "o", "place": "l"}
_CAPITAL_KINDS = tuple("CSTOQPXDMBIJLANGFWKHZ")
_LOWER_KINDS = ("w", "9", "a", "m", "t", "d", *(f"{b}{a}" for b in "-pol" for a in "-pol" if b + a != "--"))
_MARKS = ".,()\"'-–:;!?&/$%@#<*"
KINDS = ("\n", *_CAPITAL_KINDS, *_LOWER_KINDS, *(f"j{word}" for word in ("of", "the", "for", "and", "p")),
         *_MARKS, "~")  # fmt: skip
"""Every kind there is; the first is that of the end of a line, beyond which nothing counts."""
_MARK_OF = {
    **dict.fromkeys("“”«»", '"'), **dict.fromkeys("‘’`", "'"), **dict.fromkeys("‐‑", "-"),
    **dict.fromkeys("£€", "$"), "—": "–", "…": ".", "[": "(", "]": ")", "•": "*", ">": "<",
}  # fmt: skip


class Form(NamedTuple):
    """What a token is.

    Attributes:
        chars: how many characters, from the first, may belong to a name.
        kind: one of KINDS.
        flags: see above.
        folded: the part that may belong to a name, without case, accents and the Arabic article.
        atoms: what there is to say, its word first.
    """

    chars: int
    kind: str
    flags: int
    folded: str
    atoms: tuple[str, ...]


LINE_END = Form(0, "\n", OPENER, "", ("end",))


def form(token: str, lexicon: Lexicon) -> Form:
    """Return the form of a token without the white space around it."""
    if not token:
        return LINE_END
    if len(token) > _TOKEN_CHARS:
        return Form(len(token), "w", 0, token, ("w=",))
    if not token[0].isalnum():
        return _of_mark(token)
    if _HAS_CAPITAL.search(token):
        return _of_capital(token, lexicon)
    return _of_lower(token, lexicon)


def _of_mark(token: str) -> Form:
    first, last = (_MARK_OF.get(char, char) for char in (token[0], token[-1]))
    kind = first if first in _MARKS else "~"
    opens = first in ".!?:;*" or last in "\"'(*"
    flags = (OPENER if opens else 0) | (JOINER if token in _JOINING else 0)
    return Form(len(token), kind, flags, token, (f"w={token[:4]}", f"m={first}", f"n={last}"))


def _of_lower(token: str, lexicon: Lexicon) -> Form:
    flags = (LONG_WORD if len(token) > 3 else 0) | (ABBREVIATION if token in lexicon.abbreviation else 0)
    folded = fold(token)
    if folded[0].isdigit():
        return Form(len(token), "9", flags, folded, (f"w={_letters(folded[:6])}",))
    if token in _JOINING or token in lexicon.particle:
        flags |= JOINER
        kind = f"j{token}" if f"j{token}" in KINDS else "jp"
        return Form(len(token), kind, flags, folded, (f"w={folded}", f"k={kind}"))
    before = lexicon.before.get(folded) or lexicon.of.get(folded)
    after = lexicon.after.get(folded)
    kind = f"{_TYPES[before] if before else '-'}{_TYPES[after] if after else '-'}"
    if kind == "--":
        letter = lexicon.words.get(folded, "")
        kind = {"T": "t", "D": "d", "O": "m", "P": "m"}.get(letter, "a" if folded in lexicon.article else "w")
    return Form(len(token), kind, flags, folded, (f"w={folded}", f"k={kind}", f"s={folded[-3:]}"))


def _of_capital(token: str, lexicon: Lexicon) -> Form:
    possessive = token[-2:] in _POSSESSIVES
    word = token[:-2] if possessive else token
    if possessive and unaccent(token) in lexicon.names:
        word = token  # Moody's
    bare = _without_tail(word, lexicon)
    folded = fold(bare)
    plain = unaccent(bare)
    letter = kind_letter(bare, plain, folded, lexicon)
    letters = _letters(bare)
    atoms = [f"w={folded}", f"k={letter}", f"s={folded[-3:]}", f"h={_shape(letters)}"]
    if folded in lexicon.given:
        atoms.append("given")
    if plain in lexicon.family:
        atoms.append("family")
    if plain in lexicon.notable:
        atoms.append("notable")
    if known := lexicon.names.get(plain):
        atoms.append(f"known={known}")
    if plain in lexicon.also_organisation:
        atoms.append("known=K?")
    if known := lexicon.first_of.get(plain):
        atoms.append(f"first={known}")
    if spoken := lexicon.words.get(folded):
        atoms.append(f"class={spoken}")
    if possessive:
        atoms.append("'s")
    if bare != word:
        atoms.append(f"tail={fold(word[len(bare) + 1 :])[-3:]}")
    chars = len(folded)
    atoms += [
        f"s2={folded[-2:]}",
        f"s4={folded[-4:]}",
        f"p2={folded[:2]}",
        f"p3={folded[:3]}",
        f"p4={folded[:4]}",
    ]
    atoms += [f"c={letters[:3]}{letters[-2:]}", f"l={min(chars, 10)}"]
    if "-" in bare:
        atoms += [f"head={folded.partition('-')[0]}", f"last={folded.rpartition('-')[2]}"]
    short = len(bare) == 1 or "." in bare or folded in lexicon.abbreviation
    flags = CAPITAL | (ABBREVIATION if short and bare == token else 0) | (UPPER if bare.isupper() else 0)
    flags |= (LONG_WORD if chars > 3 else 0) | (BEGINS if plain in lexicon.first_of else 0)
    return Form(len(bare), letter, flags, folded.removeprefix("al-"), tuple(atoms))


def _without_tail(word: str, lexicon: Lexicon) -> str:
    """Return a word without the tail of a compound; of two places, the first."""
    if "-" not in word and "‑" not in word and "‐" not in word:
        return word
    if (tail := _TAIL.search(word)) and _HAS_CAPITAL.search(word, 0, tail.start()):
        return word[: tail.start()]
    head, _, rest = unaccent(word).partition("-")
    if word not in lexicon.names and lexicon.names.get(head) == "L" and rest in lexicon.names:
        return word[: len(head)]  # the US-China talks
    return word


def kind_letter(word: str, plain: str, folded: str, lexicon: Lexicon) -> str:
    """Return the class of a capitalised word by the lexicon, else by its form."""
    if len(word) == 1:
        return "C" if word in "IA" else "I"
    if word in _GENERATION:
        return "J"
    letter = lexicon.words.get(folded)
    known = lexicon.names.get(plain)
    if known and (word.isupper() or known not in "LH" or not letter):
        return known
    if len(word) > 3 and word.isupper() and lexicon.names.get(plain.title()) == "L":
        return "L"  # the town of a dateline
    if "." in word:
        return "I" if len(word) == 3 else "A"  # J.K. Rowling, the F.B.I.
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
    if folded in lexicon.given:
        return "G"
    return "F" if plain in lexicon.family or plain in lexicon.notable else "W"


@lru_cache(maxsize=4096)
def _shape(letters: str) -> str:
    """Return the shape of a word without repetitions: McDonald is XxXx, G20 is X9, al-Assad is x-Xx."""
    return _REPEATED.sub(r"\1", letters)[:8]


class _Shapes(dict[int, str]):
    """The shape of each character, for str.translate."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = "X" if char.isupper() else "x" if char.isalpha() else "9" if char.isdigit() else char
        return self[code]


_SHAPES = _Shapes()
_REPEATED = re.compile(r"(.)\1+")


def _letters(word: str) -> str:
    """Return the shape of a word, character by character."""
    return word.translate(_SHAPES)
