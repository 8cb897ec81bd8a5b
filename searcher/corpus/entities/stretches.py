"""Stretches: parts of a line that hold whole runs, so that equal stretches hold equal names.

Lexicon → the expression that finds them

A stretch is capitalised words with only such gaps between them as may stand inside a run or a known
name. It may be longer than a run, never shorter: what is inside says all there is to say about its
runs, but for the two questions that reading.py asks of the rest of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from searcher.corpus.entities.lexicon import Lexicon
from searcher.corpus.entities.lexing import ARABIC_ARTICLES, GENERATION, NOT_BEFORE, PREFIX, WORD
from searcher.corpus.entities.scan import GAP_CHARS, JOINING_WORDS, LINE_ENDS

# Anything that may be, or fold to, a letter or a space which the expression for stretches does not know.
UNUSUAL = re.compile(r"[^\x00-\x7f\xa0£€§©®°«»‘’“”–—…•‐‑]")

_SPACE = rf"[^\S{LINE_ENDS}]"
_PREFIX_CHARS = 6
_SMALL_WORD = re.compile(r"[a-z]+")


def stretch_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the expression for the stretches of a line without `UNUSUAL` characters.

    It begins with the first capital, where a search can jump to; a prefix (al-Assad) lies before it. It
    crosses no end of a line, so it may search many lines at once.
    """
    short = "|".join(_any_case(word[1:]) for word in sorted(lexicon.abbreviation) if len(word) > 1)
    longest_short = max(map(len, lexicon.abbreviation)) - 1
    # After the capital: U.S. and J. (whose full stop is inside a name), Gov. (likewise), or anything else,
    # which is tried first where no full stop follows.
    other = r"[\w'’&‐‑–`‘-]*+"
    abbreviation = rf"(?=[A-Za-z]{{1,{longest_short}}}\.)(?:{short})\.(?![A-Z])"
    rest = rf"(?:{other}(?!\.)|\.[\w.'’&‐‑-]*+|{abbreviation}|{other})"
    after_article = "".join(
        rf"|(?<={article}[-‑].)(?<!{NOT_BEFORE}.{{{len(article) + 2}}})" for article in ARABIC_ARTICLES
    )
    begins_word = rf"(?:(?<!{NOT_BEFORE}.){after_article})"
    company = "|".join(
        word[0].upper() + _any_case(word[1:]) for word in sorted(lexicon.words) if lexicon.words[word] == "S"
    )
    before_company = rf",{_SPACE}(?=(?:{company}|{'|'.join(sorted(GENERATION))})\b)"
    known = _gaps_of(lexicon.names)
    small = {*JOINING_WORDS, *lexicon.particle, *_SMALL_WORD.findall(" ".join(known))}
    between = rf"{_SPACE}++(?:(?:{_one_of(small)}){_SPACE}++)*+(?:[&-]{_SPACE})?+"
    joined = re.compile(between)
    # Sault Ste. Marie, Abu ‘Arish: gaps that follow few words, and would join sentences after others. What
    # begins as a word may go on is part of the word before.
    rare = [gap for gap in sorted(known) if not joined.fullmatch(gap) and gap[0] not in "'’-–`‘"]
    rare_gaps = "|".join(map(_literal, rare))
    before_rare = "|".join(sorted({f"(?<={_literal(word[-3:])})" for gap in rare for word in known[gap]}))
    # Most stretches end in front of words without a capital, which is quickly seen.
    reach = max(GAP_CHARS, *map(len, known)) + _PREFIX_CHARS
    gap = (
        rf"(?=[^A-Z]{{1,{reach}}}+[A-Z])"
        rf"(?:{between}|{before_company}|(?={rare_gaps})(?:{before_rare})(?:{rare_gaps}))"
    )
    return re.compile(rf"[A-Z]{begins_word}{rest}(?:{gap}{PREFIX}[A-Z]{rest})*+")


def _gaps_of(names: Iterable[str]) -> dict[str, set[str]]:
    """Return what stands between the words of known names, each gap with the words before it."""
    gaps: dict[str, set[str]] = {}
    for name in names:
        if not name.isalpha():
            for left, right in pairwise(WORD.finditer(name)):
                gaps.setdefault(name[left.end() : right.start()], set()).add(left[0])
    return gaps


def _literal(part: str) -> str:
    """Return an expression for part of a known name, whichever its apostrophes."""
    return re.escape(part).replace("'", "['’]")


def _one_of(words: Iterable[str]) -> str:
    """Return an expression for words, those with one first letter together."""
    rests: dict[str, list[str]] = {}
    for word in sorted(words):
        rests.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in rests.items())


def _any_case(word: str) -> str:
    """Return an expression for a word in small letters or capitals."""
    return "".join(f"[{char}{char.upper()}]" for char in word)
