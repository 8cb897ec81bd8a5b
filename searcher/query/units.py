"""Units of a query: a piece of its text → words, compounds, phrases and patterns, and notes.

    self-mobilize   → Compound(self, mobilize | selfmobilize)
    fight*  wom?n   → Prefix, Wildcard      Zelenski~ → Fuzzy
    and/or          → two words             新华社     → Phrase, as each of its characters is a word

What cannot be read as a pattern is read as the words it contains, with a note.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from searcher.analysis import Token, analyze, fold
from searcher.query.lexer import shown
from searcher.query.nodes import Compound, Fuzzy, Phrase, Prefix, Unit, Wildcard, Word, word
from searcher.records import Note, Span

MAX_WORDS = 1000
"""Words of one query that are looked for: far above what a reader types, and a bound on the work."""

MAX_EDITS = 2
"""Edits a fuzzy word may ask for: with three, short words match almost anything."""

MAX_BOOST = 1000.0
"""Weights above this decide the order alone, so a larger number says nothing more."""

_EDGES = "!#$%&'+,-./:;<=>@[\\]^_`{|}~‘’‚‛‹›‐‑‒–—―…·•¡¿"  # may stand around a pattern, no part of it
_BREAK = re.compile(r"""[\s!"#$%()+,./:;<=>@[\\\]^_`{|}~–—…]""")  # never inside one
_JOINER = re.compile(r"[-‐‑&'’]")  # inside one, left out as in the joined form of a compound
_MARKS = re.compile(r"(?<=[^~^])(?:~(?P<tilde>[^~^]*))?(?:\^(?P<caret>[^~^]*))?$")
_CHUNK = re.compile(r"\S+")
_LONG_WORD = re.compile(r"[^\W\d_]{6,}")
_OPERATORS = frozenset({"AND", "OR", "NOT"})
_SPACED_DIGITS = re.compile(r"\d\s\d")  # the only white space that may be inside a token
_MAX_KEPT_PIECE = 64  # code points; with 8,192 pieces a bound on what is kept


class Marks(NamedTuple):
    """What is typed behind a word or phrase: ~ alone or with a number, ^ with a number.

    Attributes:
        at: code point of the query where the marks begin.
        tilde: the number behind ~, -1 for a ~ alone, None without one.
        boost: the number behind ^, 1.0 without one.
    """

    at: int
    tilde: int | None = None
    boost: float = 1.0


UNMARKED = Marks(0)
"""Nothing is typed behind it."""


class UnitReader:
    """Reads units from pieces of one query and adds to its notes; at most `MAX_WORDS` words in all."""

    def __init__(self, text: str, notes: list[Note]) -> None:
        self._text = text
        self._notes = notes
        self._left = MAX_WORDS
        self._shouting: bool | None = None

    def plain(self, start: int, end: int, *, exact: bool = False) -> list[Unit]:
        """The words and compounds of text[start:end], nothing in it being special."""
        if self._left < 0:
            return []
        text = self._text
        run = text[start:end]
        units: list[Unit] = []
        pieces = run.split()
        if len(pieces) > 1 and _SPACED_DIGITS.search(run):
            pieces = [run]
        for piece in pieces:
            start = text.index(piece, start)
            tokens = _analyzed(piece) if len(piece) <= _MAX_KEPT_PIECE else tuple(analyze(piece))
            if len(tokens) > self._left:
                kept = self._left
                self._end_at(start + tokens[kept].start)
                return units + self._grouped(tokens[:kept], start, exact)
            self._left -= len(tokens)
            if len(tokens) == 1:
                units.append(self._word(tokens[0], start, exact))
            elif tokens:
                units += self._grouped(tokens, start, exact)
            start += len(piece)
        return units

    def single(self, start: int, end: int, *, exact: bool = False) -> Word | None:
        """The word of text[start:end], if it is one word of letters and no operator; not counted."""
        piece = self._text[start:end]
        if not piece.isalpha() or piece in _OPERATORS or len(piece) > _MAX_KEPT_PIECE:
            return None
        tokens = _analyzed(piece)
        return self._word(tokens[0], start, exact) if len(tokens) == 1 else None

    def chunk(self, start: int, end: int, *, exact: bool = False) -> tuple[list[Unit], float]:
        """The units of text[start:end], which has no white space, and their boost."""
        marks = self.marks(start, end, otherwise="read as words")
        if marks is None:
            return self.plain(start, end, exact=exact), 1.0
        units = self._words_or_pattern(start, marks.at, exact)
        if marks.tilde is not None:
            units = [self._fuzzy(unit, marks) for unit in units]
        return units, marks.boost

    def quoted(self, start: int, end: int, *, exact: bool = False) -> tuple[Unit, ...]:
        """The elements of the phrase text[start:end], given without its quotation marks."""
        piece = self._text[start:end]
        if "*" not in piece and "?" not in piece:
            units = self.plain(start, end, exact=exact)
        else:
            units = []
            for match in _CHUNK.finditer(piece):
                units += self._words_or_pattern(start + match.start(), start + match.end(), exact)
        elements: list[Unit] = []
        for unit in units:
            elements += unit.elements if isinstance(unit, Phrase) else (unit,)
        return tuple(elements)

    def marks(self, start: int, end: int, *, otherwise: str = "left out") -> Marks | None:
        """The marks at the end of text[start:end]; None, with a note, when they cannot be read.

        Args:
            otherwise: what the note says becomes of marks that cannot be read.
        """
        piece = self._text[start:end]
        match = _MARKS.search(piece) if "~" in piece or "^" in piece else None
        if match is None or match.start() == len(piece):
            return Marks(end)
        at = start + match.start()
        tilde, boost = _tilde(match["tilde"]), _boost(match["caret"])
        if tilde is not None and boost is not None:
            return Marks(at, None if match["tilde"] is None else tilde, boost)
        if boost is None:
            kind, wanted = "bad-boost", f"a weight such as ^2 (above 0, up to {MAX_BOOST:.0f})"
        else:
            kind, wanted = "bad-tilde", "a number such as ~2"
        message = f"{shown(self._text[at:end])} is not {wanted}: {otherwise}"
        self._notes.append(Note(kind, message, at, end))
        return None

    def _words_or_pattern(self, start: int, end: int, exact: bool) -> list[Unit]:
        piece = self._text[start:end]
        bare = piece.lstrip(_EDGES)
        first = end - len(bare)
        bare = bare.rstrip(_EDGES + "?")
        if "*" not in bare and "?" not in bare:
            return self.plain(start, end, exact=exact)
        pattern = _JOINER.sub("", fold(bare))
        if not any(character.isalnum() for character in pattern):
            message = f"{shown(piece)} has no letters or digits: left out"
            self._notes.append(Note("ignored", message, start, end))
            return []
        at = Span(first, first + len(bare))
        if _BREAK.search(pattern):
            message = f"{shown(bare)} is more than one word, so * and ? stand for nothing in it"
            self._notes.append(Note("bad-pattern", message, *at))
            return self.plain(start, end, exact=exact)
        pattern = re.sub(r"\*+", "*", pattern)
        is_prefix = pattern.endswith("*") and pattern.count("*") == 1 and "?" not in pattern
        if self._left <= 0:
            self._end_at(start)
            return []
        self._left -= 1
        return [Prefix(pattern[:-1], at) if is_prefix else Wildcard(pattern, at)]

    def _fuzzy(self, unit: Unit, marks: Marks) -> Unit:
        """The unit with room for typing errors."""
        if isinstance(unit, Word):
            form = unit.form
        elif isinstance(unit, Compound):
            form = unit.joined.form
        else:
            message = "~ works on words: left out"
            self._notes.append(Note("bad-tilde", message, marks.at, marks.at + 1))
            return unit
        edits = marks.tilde if marks.tilde is not None and marks.tilde >= 0 else 1 + (len(form) > 5)
        if edits > MAX_EDITS:
            message = f"~ allows up to {MAX_EDITS} wrong letters: read as ~{MAX_EDITS}"
            self._notes.append(Note("bad-tilde", message, marks.at, marks.at + 2))
            edits = MAX_EDITS
        return Fuzzy(form, edits, at=unit.at) if edits else unit

    def _grouped(self, tokens: Sequence[Token], start: int, exact: bool) -> list[Unit]:
        """Tokens → units: compounds from their parts, phrases from words written together, single words."""
        whole: dict[int, Token] = {}
        parts: list[Token] = []
        for token in tokens:
            if token.last == token.position:
                parts.append(token)
            elif token.position not in whole or whole[token.position].last < token.last:
                whole[token.position] = token
        units: list[Unit] = []
        i = 0
        while i < len(parts):
            j = i + 1
            joined = whole.get(parts[i].position)
            if joined:
                while j < len(parts) and parts[j].position <= joined.last:
                    j += 1
            else:
                while (
                    j < len(parts) and parts[j].start == parts[j - 1].end and parts[j].position not in whole
                ):
                    j += 1
            words = tuple([self._word(token, start, exact) for token in parts[i:j]])
            if joined:
                one = self._word(joined, start, exact)
                units.append(Compound(words, one, one.at) if len(words) > 1 else one)
            else:
                at = Span(words[0].at.start, words[-1].at.end)
                units.append(Phrase(words, at) if len(words) > 1 else words[0])
            i = j
        return units

    def _word(self, token: Token, start: int, exact: bool) -> Word:
        form, term, cased, _, _, first, end = token
        at = Span(start + first, start + end)
        written = self._text[start + first : start + end]
        if cased is not None and (written in _OPERATORS or self._is_shouting()):
            cased = None
        return word(form, term, cased, exact, written, at)

    def _is_shouting(self) -> bool:
        """Whether capitals say nothing in this query, because all of it is in capitals."""
        if self._shouting is None:
            text = self._text
            self._shouting = text == text.upper() and (
                any(word.isupper() for word in _LONG_WORD.findall(text))
                or sum(word.isupper() and word not in _OPERATORS for word in text.split()) > 3
            )
        return self._shouting

    def _end_at(self, cut: int) -> None:
        """Take no more words, and say so once."""
        if self._left >= 0:
            message = f"only the first {MAX_WORDS} words of the query are looked for"
            self._notes.append(Note("too-long", message, cut, len(self._text)))
        self._left = -1


@lru_cache(maxsize=8192)
def _analyzed(piece: str) -> tuple[Token, ...]:
    """The tokens of a short piece, kept: words come again, in the next query at the latest."""
    return tuple(analyze(piece))


def _tilde(typed: str | None) -> int | None:
    """The number behind a ~ (-1: no number there), None if it is none."""
    digits = (typed or "").rstrip(_EDGES)
    if not digits:
        return -1
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 5 else None


def _boost(typed: str | None) -> float | None:
    """The number behind a ^ (1.0: no ^ there), None if it is none that can weigh."""
    if typed is None:
        return 1.0
    match = re.fullmatch(r"[0-9]{1,4}(?:\.[0-9]{1,6})?|\.[0-9]{1,6}", typed.rstrip(_EDGES))
    weight = float(match.group()) if match else 0.0
    return weight if 0 < weight <= MAX_BOOST else None
