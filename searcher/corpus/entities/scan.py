"""Runs: stretches of capitalised words, with what each word and each gap between them is.

text, Lexicon → (Runs of its sentences, Words of its title lines)

A run never crosses a line. Its `shape` is what the grammar reads: a class letter (lexicon.py) for
each word, with a small letter between two words that are joined by more than a space:

    o of   f for, on   a and   e &   p a particle (de, bin, van der)   s possessive   v comma

Words of lines set like a title, or in capitals, say nothing by their capitals; they are given apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from searcher.corpus.entities.folding import fold
from searcher.corpus.entities.lexicon import Lexicon
from searcher.corpus.entities.lexing import UPPER, Word, lex

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_LOWER = re.compile(r"(?<![\w'’])[a-z]{2,}(?!\w)")
_SHOUT = re.compile(rf"(?<!\S)(?:[“\"(]?[{UPPER}][{UPPER}'’.,-]{{1,30}}[ ]){{4,}}")
_LAST_WORD = re.compile(r"([\w'’.-]*)\W{0,3}$")

# What may stand between two words of a run. A gap that is not here, and is no particle, ends the run.
_JOINERS = {
    " ": "", "\u00a0": "", "  ": "", ". ": ".", ".": ".", ".\u00a0": ".",
    " of ": "o", " of the ": "o", " for ": "f", " for the ": "f", " on ": "f",
    " and ": "a", " & ": "e", ", ": "v", "'s ": "s", "’s ": "s", "' ": "s", "’ ": "s",
}  # fmt: skip
_GAP_CHARS = 16
_OPENING = " \u00a0\"'“”‘’([*•-–—"  # what may stand between the end of a sentence and the next word
_QUOTES = '"“‘[(*•'
_PLAIN_ENDINGS = ("ly", "ing", "tion", "tions", "ment", "ments", "ness")
_TITLE_LINE_CHARS = 160
_TITLE_LINE_ENDS = '.!?,;:”"'  # a line that ends so is a sentence
_RUN_WORDS = 14  # a longer run is a list or a headline; the cut bounds the grammar's work


class Run(NamedTuple):
    """Words in a row; `shape` as above, `at[i]` the number of the word shape[i] stands for, or -1.

    `opens` says that the first word begins a sentence, so that its capital means little.
    """

    words: tuple[Word, ...]
    shape: str
    at: tuple[int, ...]
    opens: bool


def scan(text: str, lexicon: Lexicon) -> tuple[list[Run], list[list[Word]]]:
    """Return the runs of `text` in order, and for each title line or shout its words."""
    lowered = frozenset(_LOWER.findall(text))
    runs: list[Run] = []
    titles: list[list[Word]] = []
    for line in _LINE.finditer(text):
        words = lex(text, line.start(), line.end(), lexicon)
        if not words:
            continue
        if _is_title(line[0], len(words)):
            titles.append(words)
            continue
        shouts, words = _shouts(text, line, words)
        titles += shouts
        runs += _runs(text, line.start(), words, lexicon, lowered)
    return runs, titles


def _is_title(line: str, capitals: int) -> bool:
    """Return whether capitals are the rule in this line: a headline, or someone shouting."""
    if line.isupper():
        return capitals > 1
    if len(line) > _TITLE_LINE_CHARS or line.count(",") > 1 or line.rstrip()[-1:] in _TITLE_LINE_ENDS:
        return False
    return capitals > 3 and sum(1 for word in _LOWER.findall(line) if len(word) > 3) * 4 <= capitals


def _shouts(text: str, line: re.Match[str], words: list[Word]) -> tuple[list[list[Word]], list[Word]]:
    """Take the stretches of capitals out of a line; return their words, and the other words."""
    spans = [match.span() for match in _SHOUT.finditer(text, *line.span())]
    if not spans:
        return [], words
    shouts: list[list[Word]] = [[] for _ in spans]
    others: list[Word] = []
    number = 0
    for word in words:
        while number < len(spans) and spans[number][1] <= word.start:
            number += 1
        inside = number < len(spans) and spans[number][0] <= word.start
        (shouts[number] if inside else others).append(word)
    return shouts, others


def _runs(
    text: str, line_start: int, words: list[Word], lexicon: Lexicon, lowered: frozenset[str]
) -> Iterator[Run]:
    """Join neighbouring words into runs; words that name nothing end a run."""
    run: list[Word] = []
    shape: list[str] = []
    at: list[int] = []
    opens = False
    for word in words:
        joiner = _joiner(text, run[-1], word, lexicon) if run else None
        if joiner == "" and _ends_name(run[-1], text[word.start : word.end], word.letter, lexicon):
            word = word._replace(letter="W")
        if word.letter in "CZ" or joiner is None or len(run) >= _RUN_WORDS:
            if run:
                yield Run(tuple(run), "".join(shape), tuple(at), opens)
            run, shape, at = [], [], []
            if word.letter in "CZ":
                continue
            opens = _opens_sentence(text, word.start, line_start, lexicon)
            if opens and _is_plain(text, word, lowered):
                continue
        elif joiner:
            shape.append(joiner)
            at.append(-1)
        shape.append(word.letter)
        at.append(len(run))
        run.append(word)
    if run:
        yield Run(tuple(run), "".join(shape), tuple(at), opens)


def _ends_name(before: Word, word: str, letter: str, lexicon: Lexicon) -> bool:
    """Return whether a word of another class ends a person's name: Theresa May, Mr Brown, Anna Lake."""
    after_any = "BCT"  # the others end the names of places and bodies as well: Lenin Street
    return fold(word) in lexicon.surname_too and (
        before.letter in "GIT" or (before.letter == "W" and letter in after_any)
    )


def _joiner(text: str, left: Word, right: Word, lexicon: Lexicon) -> str | None:
    """Return the small letter that joins two words ("" for a space), or None where a run ends."""
    gap = text[left.end : right.start]
    if len(gap) > _GAP_CHARS:
        return None
    joiner = _JOINERS.get(gap)
    if joiner is None:
        inner = gap.split()
        spaced = gap[:1] == " " and gap[-1:] == " "
        return "p" if inner and spaced and all(part in lexicon.particle for part in inner) else None
    if joiner == ".":
        short = text[left.start : left.end]
        return "" if len(short) == 1 or fold(short) in lexicon.abbreviation else None
    if joiner == "v":
        return "v" if right.letter in "SJ" else None
    return joiner


def _opens_sentence(text: str, start: int, line_start: int, lexicon: Lexicon) -> bool:
    """Return whether a word begins a line, a sentence or a quotation."""
    at = start - 1
    while at >= line_start and text[at] in _OPENING:
        if text[at] in _QUOTES:
            return True
        at -= 1
    if at < line_start or text[at] in "!?:;":
        return True
    if text[at] not in ".…":
        return False
    before = _LAST_WORD.search(text, max(line_start, at - 12), at)
    word = before[1] if before else ""
    return not (len(word) == 1 or fold(word) in lexicon.abbreviation or ("." in word and word[0].isupper()))


def _is_plain(text: str, word: Word, lowered: frozenset[str]) -> bool:
    """Return whether the first word of a sentence is capitalised for that reason alone."""
    if word.letter != "W":
        return word.letter == "B"
    folded = fold(text[word.start : word.end]).rpartition("-")[2]
    return folded in lowered or folded.endswith(_PLAIN_ENDINGS)
