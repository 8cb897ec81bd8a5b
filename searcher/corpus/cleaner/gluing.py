"""Glue: where a scraper joined two blocks of a page. Normalised text → the same text, one block a line.

A joint without a space is a capital right behind something that ends. Behind the end of a sentence, a time, a
year or a picture agency no capital can stand, so one is enough; a small letter before a capital may be a
name (“LifeNews”), so it takes a line with many different ones, as a menu is that lost its spaces. With a
space between, only a byline that ends in a date can be told from the text that follows it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from searcher.corpus.cleaner.rules import CAPITAL, DATED_BYLINE

# It begins with the capital, where a search can jump to.
_JOINT: Final = re.compile(rf"[{CAPITAL}](?<=[^\W_{CAPITAL}].|[.!?…\"”’»)].)(?=[^\W\d_{CAPITAL}]|['’ ])")
_AGENCIES: Final = ("Images", "Reuters", "Getty", "Photo", "Press", "Sputnik", "Shutterstock")
_SMALL_ENDS: Final = (*_AGENCIES, "am", "pm", "p.m", "Uhr")
_END: Final = re.compile(
    r"[^\W\d_]{2}[.!?…][\"”’»)]$|(?:[^\W\d_]{3}|\d\d|\))[.!?…]$"
    r"|\d[:.]\d\d ?(?:[ap]\.?m\.?|[AP]\.?M\.?|Uhr)?$|\b(?:19|20)\d\d$"
    rf"|\b(?:{'|'.join(_AGENCIES)})$"
)
_END_CHARACTERS: Final = 24
_GOES_ON: Final = re.compile(
    r"(?!(?:Com|Net|Org|Info|Co) )[^\W\d_]{2,}+(?:['’][a-z]{1,2})?(?: |$)|[AI](?: |['’][a-z])", re.M
)
_ADDRESS: Final = re.compile(r"[@/]|\bwww\.")
# So many different joints of small letters and capitals, and no more words to each, are no names.
_JOINTS_MIN: Final = 5
_WORDS_TO_JOINT: Final = 8
_SIDE: Final = 4

_TEXT_FOLLOWS: Final = re.compile(r"[ ,|•·–—-]{1,4}(?=[^\W_].{60})")


def unglued(text: str) -> str:
    """Put an end of line where two blocks were joined; no character is lost but spaces there.

    >>> unglued("He refused to comment.The company said nothing to LifeNews.")
    'He refused to comment.\\nThe company said nothing to LifeNews.'
    """
    cuts = sorted({*_joints(text), *_byline_ends(text)})
    if not cuts:
        return text
    pieces = [text[begin:end] for begin, end in zip((0, *cuts), (*cuts, len(text)), strict=True)]
    return "\n".join([piece.strip(" ") for piece in pieces])


def _joints(text: str) -> Iterator[int]:
    """Yield where two blocks are joined without a space."""
    in_words: list[int] = []
    for joint in _JOINT.finditer(text):
        at = joint.start()
        if text[at - 1].islower():
            in_words.append(at)
            if not text.endswith(_SMALL_ENDS, 0, at):
                continue
        if not _END.search(text, max(0, at - _END_CHARACTERS), at):
            continue
        if _GOES_ON.match(text, at) and not _in_address(text, at):
            yield at
    if len(in_words) >= _JOINTS_MIN:
        yield from _menus(text, in_words)


def _menus(text: str, in_words: Sequence[int]) -> Iterator[int]:
    """Yield those of the joints inside words, in order, that part the entries of a menu."""
    end = 0
    for number, at in enumerate(in_words):
        if at < end:
            continue
        end = text.find("\n", at) + 1 or len(text) + 1
        places = in_words[number : bisect_left(in_words, end, number)]
        distinct = len({text[place - _SIDE : place + _SIDE] for place in places})
        words = text.count(" ", text.rfind("\n", 0, at) + 1, end) + 1
        if distinct >= _JOINTS_MIN and words <= _WORDS_TO_JOINT * distinct:
            yield from (place for place in places if not text.endswith(_AGENCIES, 0, place))


def _byline_ends(text: str) -> Iterator[int]:
    """Yield where the text begins that a byline with its date was put before."""
    for by in ("By ", "BY "):
        at = 0 if text.startswith(by) else text.find("\n" + by) + 1
        while at or text.startswith(by, at):
            byline = DATED_BYLINE.match(text, at)
            follows = _TEXT_FOLLOWS.match(text, byline.end()) if byline else None
            if follows:
                yield follows.end()
            at = text.find("\n" + by, at) + 1
            if not at:
                return


def _in_address(text: str, at: int) -> bool:
    """Tell whether a joint is inside a web address ("www.Example.Com/Here")."""
    begin = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1
    return _ADDRESS.search(text, begin, at) is not None
