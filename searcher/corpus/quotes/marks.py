"""Marks: where an article puts words between quotation marks.

text → Quoted, in order, none inside another

A mark that looks the same at both ends opens before a word and closes behind one. What is opened ends with
its paragraph at the latest; a new mark after the end of a sentence goes on with what is open, as newspapers
do with every paragraph of a long quotation (some texts have lost the line ends between them). Cost: linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from searcher.records import PARAGRAPH_BREAK


class Quoted(NamedTuple):
    """text[start:end] stands between marks.

    Attributes:
        goes_on: it continues the one before it, which was not closed.
        is_block: it is a paragraph without marks, below words such as "He said:".
    """

    start: int
    end: int
    goes_on: bool = False
    is_block: bool = False


_DOUBLE = ('"', "“", "”", "„", "‟", "«", "»", "``", "''")
# Each with a sign of it, for one character is found in a text far sooner than two.
_DOUBLE_SIGNS = tuple((mark, mark if len(mark) == 1 else mark[0]) for mark in _DOUBLE)
_ASCII_DOUBLE_SIGNS = tuple(pair for pair in _DOUBLE_SIGNS if pair[0].isascii())
# A single mark opens only before a word and behind none: elsewhere it is an apostrophe.
_SINGLE_MARK = r"(?<=['‘])(?<![\w'’.,!?…‘]['‘])(?=[\w\[(“])"  # what is true behind its sign
_SINGLE = frozenset("'‘")
_SINGLE_END = re.compile(r"(?<=[\w.,!?…])[’'](?![\w'’])")
_CLOSING = {
    '"': '"“”', "“": '”"', "”": '”"', "„": '“”"', "‟": '”"', "«": "»", "»": "«", "``": "''\"", "''": "''\"",
}  # fmt: skip
_SENTENCE_ENDS = frozenset(".!?…")
_PAUSES = frozenset(".,!?…")
_BEFORE_OPENING = frozenset("([{—–-/")
_AFTER_CLOSING = frozenset(".,;:!?)]}—–-/…")
_LONGEST_OPEN = 3_000  # characters; what stays open for longer was no quotation
_LONGEST_SINGLE = 1_000
_ENDING_CHARS = 6
_BLOCK = re.compile(r"(\w+)(?: that| the following)?:\n\n(?=[^\W\d_])")


def find_quoted(text: str, speech: frozenset[str]) -> list[Quoted]:
    """Return what stands between marks, and paragraphs without marks that speech and a colon announce.

    Args:
        text: of a document.
        speech: the verbs of speech.
    """
    found = list(_marked(text))
    blocks = [] if ":\n\n" not in text else list(_blocks(text, speech))
    if not blocks:
        return found
    free = _outside(found, blocks, strict=True)
    return sorted(free + _outside(blocks, free, strict=False))


def _outside(some: list[Quoted], others: list[Quoted], *, strict: bool) -> list[Quoted]:
    """Return those that lie inside none of the others (`strict`), or touch none of them."""
    kept, at = [], 0
    for one in some:
        while at < len(others) and others[at].end <= one.start:
            at += 1
        inside = at < len(others) and others[at].start < one.end
        if not inside or (strict and not others[at].start <= one.start):
            kept.append(one)
    return kept


def _blocks(text: str, speech: frozenset[str]) -> Iterator[Quoted]:
    for match in _BLOCK.finditer(text):
        if match[1].lower() in speech:
            yield Quoted(match.end(), _paragraph_end(text, match.end()), is_block=True)


def _paragraph_end(text: str, at: int) -> int:
    end = text.find(PARAGRAPH_BREAK, at)
    return len(text) if end < 0 else end


@cache
def _pattern(marks: tuple[str, ...], has_single: bool) -> re.Pattern[str]:
    """Return what finds these marks: the fewer, the faster.

    Its first sign is a plain set, which the engine scans for; which mark it may be comes after.
    """
    firsts = "".join(mark[0] for mark in marks) + ("'‘" if has_single else "")
    kinds = [f"(?<={mark[0]}){mark[1:]}" for mark in marks]
    return re.compile(f"[{firsts}](?:{'|'.join([*kinds, _SINGLE_MARK] if has_single else kinds)})")


def _marked(text: str) -> Iterator[Quoted]:
    signs = _ASCII_DOUBLE_SIGNS if text.isascii() else _DOUBLE_SIGNS
    doubles = tuple([mark for mark, sign in signs if sign in text and (mark is sign or mark in text)])
    has_single = "‘" in text or ("'" in text and _has_single(text))
    if not doubles and not has_single:
        return
    pattern = _pattern(doubles, has_single)
    at, is_open = 0, False
    while first := pattern.search(text, at):
        begins = first.start() == 0 or text[first.start() - 1] == "\n"
        end = _paragraph_end(text, first.start())
        pairs, is_open = _pairs(text, pattern, first.start(), end, is_open and begins and first.start() == at)
        for start, stop, goes_on in pairs:
            while start < stop and text[start].isspace():
                start += 1
            while start < stop and text[stop - 1].isspace():
                stop -= 1
            if start < stop:
                yield Quoted(start, stop, goes_on)
        at = end + len(PARAGRAPH_BREAK)


def _has_single(text: str) -> bool:
    """Return whether an apostrophe stands where a single mark may: first, or behind a space or "("."""
    return text[0] == "'" or any(before[-1:] in (" ", "\n", "(") for before in text.split("'")[:-1])


def _pairs(
    text: str, pattern: re.Pattern[str], first: int, end: int, goes_on: bool
) -> tuple[list[tuple[int, int, bool]], bool]:
    """Return the outermost pairs of one paragraph from its first mark on, and whether the last stays open."""
    pairs: list[tuple[int, int, bool]] = []
    opened: list[tuple[str, int, bool]] = []
    past = 0  # where a pair of single marks ends
    barren = 0  # up to where none ends
    for match in pattern.finditer(text, first, end):
        start, stop = match.span()
        if start < past:
            continue
        mark = match[0]
        if mark in _SINGLE:
            if not opened:
                limit = min(end, stop + _LONGEST_SINGLE)
                if past := _single_end(text, max(stop, barren), limit):
                    pairs.append((stop, past - 1, False))
                else:
                    barren = limit
            continue
        if opened and mark in _CLOSING[opened[-1][0]] and not _opens(text, start, stop, mark, opened[-1][0]):
            _, begun, is_next = opened.pop()
            pairs.append((begun, start, is_next))
        elif mark != "”" or _opens(text, start, stop, mark, ""):
            if not opened:
                if _opens(text, start, stop, mark, ""):
                    opened.append((mark, stop, goes_on and start == first))
            elif len(opened) == 1 and _ends_sentence(text, opened[0][1], start):
                pairs.append((opened[0][1], start, opened[0][2]))
                opened = [(mark, stop, True)]
            else:
                opened.append((mark, stop, False))
    is_open = False
    if opened:
        _, begun, is_next = opened[0]
        holds_others = bool(pairs) and max(stop for _, stop, _ in pairs) > begun
        if not holds_others and end - begun <= _LONGEST_OPEN:
            pairs.append((begun, end, is_next))
            is_open = True
    return _outermost(pairs), is_open


def _outermost(pairs: list[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    kept: list[tuple[int, int, bool]] = []
    for pair in sorted(pairs):
        if not kept or pair[0] >= kept[-1][1]:
            kept.append(pair)
    return kept


def _single_end(text: str, start: int, end: int) -> int:
    """Return the end of a closing single mark, or 0; it stands after a pause, or at least not after s."""
    for match in _SINGLE_END.finditer(text, start, end):
        before = text[match.start() - 1]
        if before in _PAUSES or before not in "sxz":
            return match.end()
    return 0


def _opens(text: str, start: int, stop: int, mark: str, within: str) -> bool:
    """Return whether a mark opens, being `within` what another opened, or outside ("")."""
    if within:
        if mark == "”" or (within == "„" and mark == "“"):
            return False
        if mark in "“„":
            return True
    elif mark in "“„«":
        return True
    before = text[start - 1] if start else " "
    after = text[stop] if stop < len(text) else " "
    is_before = before.isspace() or before in _BEFORE_OPENING
    is_after = after.isspace() or after in _AFTER_CLOSING
    if mark == "``":
        return True
    return is_before and not is_after if is_before != is_after else not within


def _ends_sentence(text: str, start: int, at: int) -> bool:
    """Return whether a sentence ends in text[start:at], which was opened before, at its end."""
    before = text[max(start, at - _ENDING_CHARS) : at]
    return before.rstrip().rstrip("'’)]")[-1:] in _SENTENCE_ENDS
