"""Reading: the names of a text as they stand, each with the votes for its type.

text → Candidates of its sentences, Words of its title lines

Most words of a text have no capital, and most that have one stand in a stretch that was met before:
“The”, “U.S.”, “President Reagan”. So one expression finds the stretches (stretches.py), each distinct
one is read once, as a text of its own, and the reading is remembered. A reading depends on its stretch
and on two things outside it, which are part of what is remembered: whether the stretch opens a
sentence, and which of its words the text also has in small letters. Lines with shouts or unusual
characters are read whole, in the same way but without memory; the lines between them, and between title
lines, are searched for stretches at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from searcher.corpus.entities.evidence import Piece, Vote, of_neighbours, pieces
from searcher.corpus.entities.lexicon import Lexicon
from searcher.corpus.entities.lexing import NOT_BEFORE, PREFIX, Word, lex, lex_plain
from searcher.corpus.entities.remembering import Remembered
from searcher.corpus.entities.scan import (
    LINE_ENDS,
    Occurs,
    is_title,
    join,
    may_be_title,
    occurs_in,
    opens_sentence,
    small_word,
    take_shouts,
)
from searcher.corpus.entities.stretches import UNUSUAL, stretch_pattern


class Reading(NamedTuple):
    """What a text says about its names.

    Attributes:
        found: start, end and surface (names.key) of each name as written, in order.
        votes: surface → the votes of all its names, in order.
        titles: the words of each title line or shout.
    """

    found: list[tuple[int, int, str]]
    votes: dict[str, tuple[Vote, ...]]
    titles: list[list[Word]]


_LINE = re.compile(rf"[^{LINE_ENDS}]+")
# Four words in capitals: what every shout begins with (scan.py), in a line without unusual characters.
_PERHAPS_SHOUT = re.compile(r"[A-Z][A-Z'’.,-]{1,30} (?:[“\"(]?[A-Z][A-Z'’.,-]{1,30} ){3}")
_PREFIX_BEFORE = re.compile(rf"(?<!{NOT_BEFORE}){PREFIX}$")
_PREFIX_CHARS = 7
_MARKS_IN_NAMES = "'’-‑"  # before a capital: the end of a prefix, or a quotation mark
_CACHED_STRETCHES = 49_152
_CACHED_VARIANTS = 8_192
_CACHED_STRETCH_CHARS = 100


_Said = tuple[Sequence[Piece], str | None, Sequence[str]]
"""What a stretch says: its names, at offsets of it; what shows that its first word is no name, should it
open a sentence (`small_word`); words inside it that open one and were taken for names."""


_NOTHING: _Said = ((), None, ())


class Reader:
    """Reads texts; what it remembers makes it faster and does not change what it finds."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._stretches = stretch_pattern(lexicon).finditer
        self._said = Remembered(self._read_stretch, _CACHED_STRETCHES)
        self._remembered_variant = lru_cache(maxsize=_CACHED_VARIANTS)(self._read_stretch)

    def read(self, text: str) -> Reading:
        """Return what a text says about its names."""
        reading = Reading([], {}, [])
        occurs = occurs_in(text)
        usual = text.isascii() or not UNUSUAL.search(text)
        quiet = usual and not _PERHAPS_SHOUT.search(text)
        done = 0  # where the lines begin that wait to be read by stretches
        for match in () if quiet and not _has_title(text) else _LINE.finditer(text):
            line = match[0]
            start, end = match.span()
            if may_be_title(line):
                words = lex(text, start, end, self._lexicon)
                if is_title(line, len(words)):
                    reading.titles.append(words)
                    self._read_by_stretches(text, done, start, occurs, reading)
                    done = end
                    continue
            if not quiet and (_PERHAPS_SHOUT.search(line) or UNUSUAL.search(line)):
                self._read_by_stretches(text, done, start, occurs, reading)
                done = end
                words = lex(text, start, end, self._lexicon)
                shouts, words = take_shouts(text, start, end, words)
                reading.titles.extend(shouts)
                runs = join(text, words, self._lexicon, occurs)
                _add(reading, text, 0, pieces(text, runs, self._lexicon))
        self._read_by_stretches(text, done, len(text), occurs, reading)
        return reading

    def _read_by_stretches(self, text: str, start: int, end: int, occurs: Occurs, reading: Reading) -> None:
        """Add what the names of whole lines say."""
        remembered = self._said
        for match in self._stretches(text, start, end):
            at = match.start()
            stretch = match[0]
            if text[at - 1] in _MARKS_IN_NAMES and at:
                at = _whole(text, at)
                stretch = text[at : match.end()]
            short = len(stretch) <= _CACHED_STRETCH_CHARS
            said = remembered[stretch] if short else self._read_stretch(stretch)
            if said is _NOTHING:
                continue
            names, first, inner = said
            skips = (
                first is not None and opens_sentence(text, at, self._lexicon) and (not first or occurs(first))
            )
            if skips or inner:
                names = self._read_again(stretch, occurs, said, skip_first=skips)
            if names:
                _add(reading, text, at, names)

    def _read_again(self, stretch: str, occurs: Occurs, said: _Said, *, skip_first: bool) -> Sequence[Piece]:
        """Return the names of a stretch in a text that shows some of its words to be none."""
        names, _, inner = said
        read = self._remembered_variant if len(stretch) <= _CACHED_STRETCH_CHARS else self._read_stretch
        if skip_first:
            names, _, inner = read(stretch, True)
        plain: tuple[str, ...] = ()
        while inner and (more := tuple([word for word in inner if occurs(word)])):
            plain += more
            names, _, inner = read(stretch, skip_first, plain)
        return names

    def _read_stretch(self, stretch: str, skip_first: bool = False, plain: tuple[str, ...] = ()) -> _Said:
        """Read a stretch as a text of its own, of which nothing is known that stands before.

        Args:
            stretch: the text.
            skip_first: whether its first word is no name.
            plain: words that the document has in small letters.
        """
        asked: list[str] = []

        def occurs(word: str) -> bool:
            if word in plain:
                return True
            asked.append(word)
            return False

        of_letters = stretch.isascii() and stretch.replace(" ", "").isalpha() and "  " not in stretch
        if of_letters and len(stretch) <= _CACHED_STRETCH_CHARS:
            words = lex_plain(stretch, self._lexicon)
        else:
            words = lex(stretch, 0, len(stretch), self._lexicon)
        runs = join(stretch, words[skip_first:], self._lexicon, occurs, text_opens=False)
        said = tuple(pieces(stretch, runs, self._lexicon)), small_word(stretch, words[0]), tuple(asked)
        return _NOTHING if said == _NOTHING else said


def _add(reading: Reading, text: str, offset: int, names: Iterable[Piece]) -> None:
    """Add names, at offsets of text[offset:], with the votes of their neighbours."""
    found, all_votes, _ = reading
    for start, end, surface, votes, asks in names:
        start += offset
        end += offset
        if asks:
            votes += of_neighbours(text, start, end)
        found.append((start, end, surface))
        if surface in all_votes:
            all_votes[surface] += votes
        else:
            all_votes[surface] = votes


def _has_title(text: str) -> bool:
    """Return whether a line of a text may be a title. Where lines end in unusual ways it may be, too."""
    return "\r" in text or any(map(may_be_title, filter(None, text.split("\n"))))


def _whole(text: str, at: int) -> int:
    """Return where a stretch begins whose first capital is at `at`: before its prefix or quotation mark."""
    prefix = _PREFIX_BEFORE.search(text, max(0, at - _PREFIX_CHARS), at)
    at = prefix.start() if prefix else at
    return at - 1 if at and text[at - 1] in "'’" else at
