"""Sentences as shapes: one letter for each word, so that a grammar can be written over them.

text, Quoted → masked text; span of a sentence in it → Shape

What is quoted counts as one word: masked text is the text with other signs in place of the words between
marks, so that nothing quoted is taken for what the article itself says. The last sign inside is kept if it is
a pause, for it tells whether the sentence goes on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import islice

from searcher.analysis.sentences import next_word, sentence_ends
from searcher.corpus.entities.remembering import Remembered
from searcher.corpus.quotes.marks import Quoted
from searcher.corpus.quotes.words import load_words
from searcher.records import EntityMention, EntityType, Span

QUOTED = "\ua756"  # a capital letter, for where a sentence may begin; texts that have it show another
_INSTEAD = "\ua757"
_PAUSES = ".,!?…;:"
_CLOSING = "'’)]"
_SIGN_OF_TYPE: dict[EntityType, str] = {  # no word of a masked text begins like them
    "person": f" {QUOTED}p ",
    "organisation": f" {QUOTED}o ",
    "place": f" {QUOTED}l ",
}
_SHOWN = re.compile("[qpol]")
_QUOTATION = f" {QUOTED}q "
_POSSESSIVE_SIGN = f"{QUOTED}s "
_APOSTROPHES = ("'", "’")
_KEPT_CAPITALISED = frozenset("hirRBPDt")
_AGE = re.compile(r"\d+-year-old$")
_TOKEN = re.compile(r"\w+(?:[-‑'’.&/]\w+)*|[,:;()]|[—–]|-{1,2}(?=\n?(?: |\Z))")
_POSSESSIVE = re.compile(r"['’]s\b|(?<=s)['’](?!\w)")
_CACHED_PIECES = 131_072
_LONGEST = 1_500  # characters of a sentence
_NEAR_END = 400  # characters; fewer than of a sentence that is cut
_FEW = 4
_LETTER = re.compile(r"[^\W_]")
_SPACE = re.compile(r"\s")
_OUTSIDE = re.compile(f"[^{QUOTED}]")


class Shape:
    """A sentence as letters, one a word (words.py). Where a word stands is found when it is asked for.

    Attributes:
        parts: the letters.
    """

    __slots__ = ("_end", "_masked", "_places", "_shown", "_start", "parts")

    def __init__(
        self, parts: str, masked: str, start: int, end: int, shown: Sequence[Quoted | EntityMention]
    ) -> None:
        self.parts = parts
        self._masked = masked
        self._start = start
        self._end = end
        self._shown = shown  # what the letters q, p, o and l stand for, in order
        self._places: list[int] | None = None  # their numbers

    def span(self, number: int) -> Span:
        """Return where the word of a letter stands in the text."""
        count = self._count(number)
        before, start, upto = -1, self._start, self._end
        if count:
            assert self._places is not None
            before = self._places[count - 1]
            one = self._shown[count - 1]
            if before == number:
                return Span(one.start, one.end)
            start = one.end
            if self.parts[before + 1] == "s" and (possessive := _POSSESSIVE.match(self._masked, start)):
                before += 1
                if before == number:
                    return Span(*possessive.span())
                start = possessive.end()
        if count < len(self._shown):
            upto = self._shown[count].start
        words = _TOKEN.finditer(self._masked, start, upto)
        return Span(*next(islice(words, number - before - 1, None)).span())

    def mention(self, number: int) -> EntityMention:
        """Return the mention that a letter stands for."""
        mention = self._shown[self._count(number) - 1]
        assert isinstance(mention, EntityMention)
        return mention

    def _count(self, number: int) -> int:
        """Return how many letters up to a number stand for something shown."""
        if self._places is None:
            self._places = [match.start() for match in _SHOWN.finditer(self.parts)]
        return bisect_right(self._places, number)


def mask(text: str, quoted: Iterable[Quoted]) -> str:
    """Return a text of the same length that does not show what is quoted."""
    pieces = []
    at = 0
    if QUOTED in text:
        text = text.replace(QUOTED, _INSTEAD)
    for start, end, *_ in quoted:
        pieces.append(text[at:start])
        last = text[end - 1]
        if last in _CLOSING:
            last = text[start:end].rstrip(_CLOSING)[-1:]
        if last and last in _PAUSES and end - start > 1:
            pieces += (QUOTED * (end - start - 1), last)
        else:
            pieces.append(QUOTED * (end - start))
        at = end
    pieces.append(text[at:])
    return "".join(pieces)


def sentences(masked: str, start: int, end: int) -> list[Span]:
    """Return the sentences of a paragraph, white space around them left out.

    What goes on for longer than a sentence does is cut, at a space if there is one, never in a quotation: so
    what is done for every pair of words of a sentence stays small.
    """
    found = []
    start = next_word(masked, start)
    ends = sentence_ends(masked, start)
    stop = start
    while start < end:
        while stop <= start:
            stop = min(next(ends), end)
        cut = stop
        if stop - start > _LONGEST:
            outside = _SPACE.search(
                masked, start + _LONGEST, min(stop, start + 2 * _LONGEST)
            ) or _OUTSIDE.search(masked, start + _LONGEST, stop)
            cut = outside.start() if outside else stop
        found.append(Span(start, start + len(masked[start:cut].rstrip())))
        start = next_word(masked, cut)
    return found


def last_sentence(masked: str, start: int, end: int) -> Span | None:
    """Return the last of the sentences of a paragraph, mostly without a look at the others."""
    word = _LETTER.search(masked, end - _NEAR_END, end) if end - start > _NEAR_END else None
    near = sentences(masked, word.start(), end) if word else []
    found = near if len(near) > 1 else sentences(masked, start, end)
    return found[-1] if found else None


def shape(masked: str, sentence: Span, quoted: Sequence[Quoted], mentions: Sequence[EntityMention]) -> Shape:
    """Return the shape of a sentence.

    Args:
        masked: text that shows no quotation.
        sentence: start and end.
        quoted, mentions: those that begin in the sentence, in order; mentions inside quotations are left out.
    """
    at, end = sentence
    if len(quoted) == 1 and _is_alone(masked, sentence, quoted[0], mentions):
        return Shape("q", masked, at, end, quoted)
    pieces: list[str] = []
    shown: list[Quoted | EntityMention] = []
    marks = iter(quoted)
    quote = next(marks, None)
    for mention in mentions:
        begins = mention.start
        while quote is not None and quote.start <= begins:
            pieces += (masked[at : quote.start], _QUOTATION)
            shown.append(quote)
            at = quote.end
            quote = next(marks, None)
        if at <= begins and mention.end <= end:
            pieces += (masked[at:begins], _SIGN_OF_TYPE[mention.type])
            shown.append(mention)
            at = mention.end
            if masked[at : at + 1] in _APOSTROPHES and (possessive := _POSSESSIVE.match(masked, at)):
                pieces.append(_POSSESSIVE_SIGN)
                at = possessive.end()
    while quote is not None:
        pieces += (masked[at : quote.start], _QUOTATION)
        shown.append(quote)
        at = quote.end
        quote = next(marks, None)
    pieces.append(masked[at:end])
    first, *others = "".join(pieces).split(" ")
    parts = _FIRST[first] + "".join(map(_OTHER.__getitem__, others))
    return Shape(parts, masked, sentence.start, end, shown)


def _is_alone(masked: str, sentence: Span, quote: Quoted, mentions: Sequence[EntityMention]) -> bool:
    """Return whether a sentence is one quotation and nothing but marks around it."""
    return (
        quote.start - sentence.start < _FEW
        and sentence.end - quote.end < _FEW
        and not (mentions and (mentions[0].start < quote.start or mentions[-1].start >= quote.end))
        and not _TOKEN.search(masked, sentence.start, quote.start)
        and not _TOKEN.search(masked, quote.end, sentence.end)
    )


def _letters(piece: str, *, is_first: bool) -> str:
    """Return the letters of what stands between two spaces."""
    if piece[:1] == QUOTED:
        return piece[1:]
    known = load_words().parts
    letters: list[str] = []
    for match in _TOKEN.finditer(piece):
        word = match[0]
        first = word[0]
        if first.islower():
            part = known.get(word) or ("x" if word.endswith("ly") else "y")
        elif first.isupper():
            part = known.get(word.lower(), "W")
            if part not in _KEPT_CAPITALISED and not (is_first and not letters):
                part = "W"
        elif first.isalnum():
            part = "P" if _AGE.match(word) else "y"
        else:
            part = "-" if first in "-—–()" else first
        letters.append(part)
    return "".join(letters)


_FIRST = Remembered(partial(_letters, is_first=True), _CACHED_PIECES)
_OTHER = Remembered(partial(_letters, is_first=False), _CACHED_PIECES)
