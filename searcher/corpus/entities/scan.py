"""Runs: stretches of capitalised words, with what each word and each gap between them is.

text, its Words (lexing.py) → Runs

A run never crosses a line. Its `shape` is what the grammar reads: a class letter (lexicon.py) for
each word, with a small letter between two words that are joined by more than a space:

    o of   f for, on   a and   e &   p a particle (de, bin, van der)   s possessive   v comma

Words of lines set like a title, or in capitals, say nothing by their capitals; they are given apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from searcher.corpus.entities.folding import fold
from searcher.corpus.entities.lexicon import Lexicon
from searcher.corpus.entities.lexing import UPPER, Word

Occurs = Callable[[str], bool]

_LOWER = re.compile(r"(?<![\w'’])[a-z]{2,}(?!\w)")
_CAPITAL = re.compile(rf"[{UPPER}]")
_SHOUT = re.compile(rf"(?<!\S)(?:[“\"(]?[{UPPER}][{UPPER}'’.,-]{{1,30}}[ ]){{4,}}")
LINE_ENDS = "\n\r\u2028\u2029"
_LAST_WORD = re.compile(rf"([\w'’.-]*)[^\w{LINE_ENDS}]{{0,3}}\Z")
_LAST_WORD_CHARS = 12

# What may stand between two words of a run. A gap that is not here, and is no particle, ends the run.
_JOINERS = {
    " ": "", "\u00a0": "", "  ": "", ". ": ".", ".": ".", ".\u00a0": ".",
    " of ": "o", " of the ": "o", " for ": "f", " for the ": "f", " on ": "f",
    " and ": "a", " & ": "e", ", ": "v", "'s ": "s", "’s ": "s", "' ": "s", "’ ": "s",
}  # fmt: skip
JOINING_WORDS = ("of", "the", "for", "on", "and")
GAP_CHARS = 16
_OPENING = " \u00a0\"'“”‘’([*•-–—"  # what may stand between the end of a sentence and the next word
_QUOTES = '"“‘[(*•'
_BEFORE_SENTENCE = "!?:;" + LINE_ENDS
_PLAIN_ENDINGS = ("ly", "ing", "tion", "tions", "ment", "ments", "ness")
_FEW_WORDS = 24
_TITLE_LINE_CHARS = 160
_TITLE_LINE_ENDS = '.!?,;:”"'  # a line that ends so is a sentence
_RUN_WORDS = 14  # a longer run is a list or a headline; the cut bounds the grammar's work


Run = tuple[list[Word], str]
"""Words in a row, and their shape, as above: a capital for each word."""


def occurs_in(text: str) -> Occurs:
    """Return the question whether `text` has a word, by itself, in small letters.

    Few words of a text are asked for. Looking for each is cheaper than listing all, which comes when the
    text proves to be one where many are.
    """
    asked = 0
    words: frozenset[str] | None = None

    def occurs(word: str) -> bool:
        nonlocal asked, words
        asked += 1
        if asked <= _FEW_WORDS:
            return _stands_in(text, word)
        if words is None:
            words = frozenset(_LOWER.findall(text))
        return word in words

    return occurs


def _stands_in(text: str, word: str) -> bool:
    at = text.find(word)
    while at >= 0:
        match = _LOWER.match(text, at)
        if match and match.end() == at + len(word):
            return True
        at = text.find(word, at + 1)
    return False


def may_be_title(line: str) -> bool:
    """Return whether `is_title` depends on the words of this line, which take longer to find."""
    if len(line) > _TITLE_LINE_CHARS or line[-1] in _TITLE_LINE_ENDS:
        return line.isupper()
    return is_title(line, len(_CAPITAL.findall(line)))  # there are no more words than capitals


def is_title(line: str, capitals: int) -> bool:
    """Return whether capitals are the rule in this line: a headline, or someone shouting."""
    if line.isupper():
        return capitals > 1
    if len(line) > _TITLE_LINE_CHARS or line.count(",") > 1 or line.rstrip()[-1:] in _TITLE_LINE_ENDS:
        return False
    return capitals > 3 and sum(1 for word in _LOWER.findall(line) if len(word) > 3) * 4 <= capitals


def take_shouts(text: str, start: int, end: int, words: list[Word]) -> tuple[list[list[Word]], list[Word]]:
    """Take the stretches of capitals out of a line; return their words, and the other words."""
    spans = [match.span() for match in _SHOUT.finditer(text, start, end)]
    if not spans:
        return [], words
    shouts: list[list[Word]] = [[] for _ in spans]
    others: list[Word] = []
    number = 0
    for word in words:
        while number < len(spans) and spans[number][1] <= word[0]:
            number += 1
        inside = number < len(spans) and spans[number][0] <= word[0]
        (shouts[number] if inside else others).append(word)
    return shouts, others


def join(
    text: str,
    words: list[Word],
    lexicon: Lexicon,
    occurs: Occurs,
    *,
    text_opens: bool = True,
) -> list[Run]:
    """Join the words of a line into runs; words that name nothing end a run.

    Args:
        text: the words are words of one line of it.
        words: in order.
        lexicon: for small words and abbreviations.
        occurs: whether the document has a word in small letters (`occurs_in`).
        text_opens: whether a sentence begins where the text does.
    """
    runs: list[Run] = []
    run: list[Word] = []
    shape = ""
    for word in words:
        start, end, letter = word
        joiner = None
        if run:
            joiner = _joiner(text, run[-1], word, lexicon)
            if joiner == "" and run[-1][2] in "GITW" and _ends_name(run[-1][2], word, text, lexicon):
                letter = "W"
        if joiner is None or letter in "CZ" or len(run) >= _RUN_WORDS:
            if run:
                runs.append((run, shape))
                run, shape = [], ""
            if letter in "CZ":
                continue
            if opens_sentence(text, start, lexicon, text_opens=text_opens):
                small = small_word(text, word)
                if small is not None and (not small or occurs(small)):
                    continue
        elif joiner:
            shape += joiner
        shape += letter
        run.append((start, end, letter))
    if run:
        runs.append((run, shape))
    return runs


def _ends_name(before: str, word: Word, text: str, lexicon: Lexicon) -> bool:
    """Return whether a word of another class ends a person's name: Theresa May, Mr Brown, Anna Lake.

    Before it stands a word of class G, I, T or W.
    """
    start, end, letter = word
    after_any = "BCT"  # the others end the names of places and bodies as well: Lenin Street
    return (before != "W" or letter in after_any) and fold(text[start:end]) in lexicon.surname_too


def _joiner(text: str, left: Word, right: Word, lexicon: Lexicon) -> str | None:
    """Return the small letter that joins two words ("" for a space), or None where a run ends."""
    gap = text[left[1] : right[0]]
    if gap == " ":
        return ""
    joiner = _JOINERS.get(gap)
    if joiner is None:
        if len(gap) > GAP_CHARS:
            return None
        inner = gap.split()
        spaced = gap[:1] == " " and gap[-1:] == " "
        return "p" if inner and spaced and all(part in lexicon.particle for part in inner) else None
    if joiner == ".":
        short = text[left[0] : left[1]]
        return "" if len(short) == 1 or fold(short) in lexicon.abbreviation else None
    if joiner == "v":
        return "v" if right[2] in "SJ" else None
    return joiner


def opens_sentence(text: str, start: int, lexicon: Lexicon, *, text_opens: bool = True) -> bool:
    """Return whether a word begins a line, a sentence or a quotation."""
    at = start - 1
    while at >= 0 and text[at] in _OPENING:
        if text[at] in _QUOTES:
            return True
        at -= 1
    if at < 0:
        return text_opens
    if text[at] in _BEFORE_SENTENCE:
        return True
    if text[at] not in ".…":
        return False
    before = _LAST_WORD.search(text, max(0, at - _LAST_WORD_CHARS), at)
    word = before[1] if before else ""
    return not (len(word) == 1 or fold(word) in lexicon.abbreviation or ("." in word and word[0].isupper()))


def small_word(text: str, word: Word) -> str | None:
    """Return what shows that the first word of a sentence is capitalised for that reason alone.

    That is the word in small letters somewhere in the document, or "" where nothing needs to be shown,
    or None where nothing can show it.
    """
    start, end, letter = word
    if letter != "W":
        return "" if letter == "B" else None
    folded = fold(text[start:end]).rpartition("-")[2]
    return "" if folded.endswith(_PLAIN_ENDINGS) else folded
