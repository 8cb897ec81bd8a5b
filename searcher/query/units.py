"""Units of a query: a piece of its text → words, compounds, phrases and patterns, and notes.

    self-mobilize   → Compound(self, mobilize | selfmobilize)
    fight*  wom?n   → Prefix, Wildcard      Zelenski~ → Fuzzy, Zelenski~2/3 with its first 3 letters right
    and/or          → two words             新华社     → Phrase, as each of its characters is a word

What cannot be read as a pattern is read as the words it contains, with a note.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from searcher.analysis import Token, analyze, fold
from searcher.query.lexer import shown
from searcher.query.marks import EDGES, Marks, read_marks
from searcher.query.nodes import Compound, Fuzzy, Phrase, Prefix, Unit, Wildcard, Word, word
from searcher.records import Note, Span

MAX_WORDS = 1000
"""Words of one query that are looked for: far above what a reader types, and a bound on the work."""

MAX_PATTERNS = 50
"""Words with * ? or ~ of one query that are looked for: each is compared with all words that there are."""

MAX_EDITS = 2
"""Edits a fuzzy word may ask for: with three, short words match almost anything."""

_BREAK = re.compile(r"""[\s!"#$%()+,./:;<=>@[\\\]^_`{|}~–—…]""")  # never inside one
_JOINER = re.compile(r"[-‐‑&'’]")  # inside one, left out as in the joined form of a compound
_CHUNK = re.compile(r"\S+")
_SPECIAL = re.compile(r"[*?~]")  # in a phrase
_FUZZY = re.compile(rf"\w~(?:[0-9](?:/[0-9]+)?)?[{re.escape(EDGES)}]*$")
_LONG_WORD = re.compile(r"[^\W\d_]{6,}")
_OPERATORS = frozenset({"AND", "OR", "NOT"})
_SPACED_DIGITS = re.compile(r"\d\s\d")  # the only white space that may be inside a token
_MAX_KEPT_PIECE = 64  # code points; with 8,192 pieces a bound on what is kept


class UnitReader:
    """Reads units from pieces of one query and adds to its notes; so many words and patterns in all."""

    def __init__(self, text: str, notes: list[Note]) -> None:
        self._text = text
        self._notes = notes
        self._left = MAX_WORDS
        self._patterns_left = MAX_PATTERNS
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
        if self._text[start] in "~^":
            message = f"{shown(self._text[start:end])} has no word before it: read as a word"
            self._notes.append(Note("lone-operator", message, start, end))
            return self.plain(start, end, exact=exact), 1.0
        marks = self.marks(start, end, otherwise="read as words")
        if marks is None:
            return self.plain(start, end, exact=exact), 1.0
        units = self._words_or_pattern(start, marks.at, exact)
        if marks.tilde is not None:
            units = self._fuzzy(units, marks)
        return units, marks.boost

    def quoted(self, start: int, end: int, *, exact: bool = False) -> tuple[Unit, ...]:
        """The elements of the phrase text[start:end], given without its quotation marks."""
        if _SPECIAL.search(self._text, start, end) is None:
            units = self.plain(start, end, exact=exact)
        else:
            units = []
            for match in _CHUNK.finditer(self._text, start, end):
                units += self._in_phrase(*match.span(), exact)
        return in_a_row(units)

    def _in_phrase(self, start: int, end: int, exact: bool) -> list[Unit]:
        """The units of a chunk of a phrase, in which ~ makes a word fuzzy and ^ is nothing."""
        fuzzy = _FUZZY.search(self._text, start, end)
        marks = self.marks(fuzzy.start(), end) if fuzzy else None
        if marks is None or marks.tilde is None:
            return self._words_or_pattern(start, end, exact)
        return self._fuzzy(self._words_or_pattern(start, marks.at, exact), marks)

    def marks(self, start: int, end: int, *, otherwise: str = "left out") -> Marks | None:
        """The marks at the end of text[start:end], see `read_marks`."""
        return read_marks(self._text, start, end, self._notes, otherwise)

    def _words_or_pattern(self, start: int, end: int, exact: bool) -> list[Unit]:
        piece = self._text[start:end]
        bare = piece.lstrip(EDGES)
        first = end - len(bare)
        bare = bare.rstrip(EDGES + "?")
        pattern = _JOINER.sub("", fold(bare)).strip(EDGES).rstrip(EDGES + "?")
        if "*" not in pattern and "?" not in pattern:
            return self.plain(start, end, exact=exact)
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
        if not self.takes_pattern(start):
            return []
        return [Prefix(pattern[:-1], at) if is_prefix else Wildcard(pattern, at)]

    def _fuzzy(self, units: Sequence[Unit], marks: Marks) -> list[Unit]:
        """The units with room for typing errors."""
        fuzzy: list[Unit] = []
        for unit in units:
            word = unit.joined if isinstance(unit, Compound) else unit
            if not isinstance(word, Word):
                message = "~ works on words: left out"
                self._notes.append(Note("bad-tilde", message, marks.at, marks.at + 1))
                fuzzy.append(unit)
                continue
            edits = marks.tilde if marks.tilde is not None and marks.tilde >= 0 else 1 + (len(word.form) > 5)
            if edits > MAX_EDITS:
                message = f"~ allows up to {MAX_EDITS} wrong letters: read as ~{MAX_EDITS}"
                self._notes.append(Note("bad-tilde", message, marks.at, marks.at + 2))
                edits = MAX_EDITS
            if not edits:
                fuzzy.append(unit)
            elif self.takes_pattern(unit.at.start):
                fuzzy.append(Fuzzy(word.form, edits, marks.prefix, word.written, unit.at))
        return fuzzy

    def takes_word(self, start: int) -> bool:
        """Count a word; False, and once a note, if it is one too many."""
        self._left -= 1
        if self._left == -1:
            self._end_at(start)
        return self._left >= 0

    def takes_pattern(self, start: int) -> bool:
        """The same for a pattern."""
        self._patterns_left -= 1
        if self._patterns_left == -1:
            message = f"only the first {MAX_PATTERNS} words with * ? or ~ are looked for"
            self._notes.append(Note("too-many-patterns", message, start, len(self._text)))
        return self._patterns_left >= 0

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
            self._shouting = is_shouting(self._text)
        return self._shouting

    def _end_at(self, cut: int) -> None:
        """Take no more words, and say so."""
        message = f"only the first {MAX_WORDS} words of the query are looked for"
        self._notes.append(Note("too-long", message, cut, len(self._text)))
        self._left = -1


def in_a_row(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """Units as the elements of one phrase: those of a phrase among them for itself."""
    elements: list[Unit] = []
    for unit in units:
        elements += unit.elements if isinstance(unit, Phrase) else (unit,)
    return tuple(elements)


def is_shouting(text: str) -> bool:
    """Whether all of a query is in capitals, and long enough for them to say nothing."""
    return text == text.upper() and (
        any(word.isupper() for word in _LONG_WORD.findall(text))
        or sum(word.isupper() and word not in _OPERATORS for word in text.split()) > 3
    )


@lru_cache(maxsize=8192)
def _analyzed(piece: str) -> tuple[Token, ...]:
    """The tokens of a short piece, kept: words come again, in the next query at the latest."""
    return tuple(analyze(piece))
