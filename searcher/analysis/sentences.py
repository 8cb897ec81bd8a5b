"""Sentences: where a reader would stop for breath.

Text → spans that follow each other without overlap and, with the white space between them, cover it.
A sentence ends at every line end, and at . ! ? … (and their full-width kin) with closing quotes, before
white space and a word that is not in small letters. A full stop that belongs to an abbreviation or to
initials ends one only before a word that hardly stands in a name ("in the U.S. The", not "the U.S. Army").
The rules are deliberately few: a wrong cut costs a passage boundary, nothing more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from searcher.records import Span

_ABBREVIATIONS = frozenset({
    "mr", "mrs", "ms", "messrs", "mx", "dr", "prof", "rev", "fr", "st", "sr", "jr", "hon", "esq",
    "gov", "sen", "rep", "pres", "supt", "gen", "adm", "col", "cmdr", "lt", "maj", "capt", "cpl", "sgt",
    "pvt", "jan", "feb", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    "inc", "ltd", "co", "corp", "bros", "dept", "univ", "assn", "mt", "ave", "blvd", "vs", "al", "ca", "cf",
})  # fmt: skip
_BEFORE_NUMBERS = frozenset({"no", "nos", "art", "fig", "vol", "pp", "mar", "est", "approx"})
_STARTERS = frozenset({
    "the", "he", "she", "it", "they", "we", "you", "his", "her", "its", "their", "our", "this", "that",
    "these", "those", "there", "but", "and", "in", "on", "at", "as", "if", "when", "while", "after", "before",
    "since", "what", "who", "how", "why", "some", "many", "most", "more", "both", "one", "no", "not", "for",
    "with", "from", "by", "however", "meanwhile", "although", "asked", "according", "last", "earlier", "now",
})  # fmt: skip

_OPENING = "\"'“‘„‚«»‹›(\\[¿¡—–-"
_CLOSING = "\"'”’“‘»«›‹)\\]"
_STOPS = ".!?…"
_FULL_WIDTH_STOPS = "。！？｡।॥"
# The first sign is a plain set, which the engine scans for; what kind of end it may be comes after.
_END = re.compile(
    rf"[{_STOPS}{_FULL_WIDTH_STOPS}\n](?:"
    rf"(?<=[{_STOPS}])(?<![{_STOPS}]{{2}})(?P<more>[{_STOPS}]*+)[{_CLOSING}]*+"
    rf"(?=\s[\s{_OPENING}]*+(?P<next>[^\W_]{{1,20}}))"
    rf"|(?<=[{_FULL_WIDTH_STOPS}])[{_FULL_WIDTH_STOPS}]*+[{_CLOSING}」』]*+"
    r"|(?<=\n)\n*+)"
)
_VISIBLE = re.compile(r"\S")
_LAST_WORD = re.compile(r"(?<![\w'’])(?:[^\W\d_]\.)*[^\W\d_]+$")
_LONGEST_ABBREVIATION = 20


def sentences(text: str) -> list[Span]:
    """The sentences of `text` as spans without surrounding white space, in order, none empty.

    >>> [text[s:e] for text in ["He met Mr. Smith. “Why?” she said."] for s, e in sentences(text)]
    ['He met Mr. Smith.', '“Why?” she said.']
    """
    spans: list[Span] = []
    start = next_word(text, 0)
    while start < len(text):
        end = sentence_end(text, start)
        spans.append(Span(start, start + len(text[start:end].rstrip())))
        start = next_word(text, end)
    return spans


def sentence_ends(text: str, start: int) -> Iterator[int]:
    """Where the sentences end that begin at `start` or behind it, as `sentence_end` finds it for each.

    Line ends behind the end of a sentence are given as well; at last the length of the text.
    """
    for match in _END.finditer(text, start):
        if match["next"] is None or _ends(text, match):
            yield match.end()
    yield len(text)


def sentence_end(text: str, within: int) -> int:
    """Where the sentence ends that holds the character at `within`, with the line end that divides it off.

    Whether a stop ends a sentence depends on what is next to it alone, not on where the sentence began:
    so a sentence may be looked for anywhere, but not among the very signs that end one.

    Args:
        within: code point of a letter or digit, or of a sentence's beginning.
    """
    return next(sentence_ends(text, within))


def next_word(text: str, at: int) -> int:
    """The first code point from `at` on that is not white space, or the text's length."""
    found = _VISIBLE.search(text, at)
    return found.start() if found else len(text)


def first_sentence(text: str) -> str:
    """The first sentence of `text`, or "" when it has none: what stands in for a missing headline."""
    found = sentences(text[:2000])
    return text[found[0].start : found[0].end] if found else ""


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether the stop that `match` found ends a sentence."""
    following = match["next"]
    if following[0].islower():
        return False
    if match["more"] or text[match.start()] != ".":
        return True
    last = _LAST_WORD.search(text, max(0, match.start() - _LONGEST_ABBREVIATION), match.start())
    if last is None:
        return True
    written = last.group()
    word = written.lower()
    if word in _BEFORE_NUMBERS:
        return not following[0].isdigit()
    is_initial = len(written) == 1 and written != word
    is_short = is_initial or "." in word or word in _ABBREVIATIONS
    return not is_short or following.lower() in _STARTERS
