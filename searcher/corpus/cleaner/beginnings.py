"""Beginning: the first characters of what a pattern matches. Pattern → a few short texts.

Reads what the tables' patterns are made of: literals, alternatives, optional and repeated parts. What it
does not look into (".", "\\w", a set) ends a text, so that the answer is too wide at worst, never too narrow.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

LONGEST: Final = 6
"""No text is longer than that."""

_ATOM: Final = re.compile(r"\(\?[:!]|\[(?:\\.|[^\]\\])+\]|\\?.", re.S)
_TIMES: Final = re.compile(r"[?*+]\??|\{(\d+),?\d*\}\??")


class _Texts(NamedTuple):
    """What a part of a pattern begins with: texts that go on with what follows, and texts cut short."""

    open: frozenset[str]
    cut: frozenset[str]


_NONE: Final = _Texts(frozenset(), frozenset())
_EMPTY: Final = _Texts(frozenset({""}), frozenset())
_UNKNOWN: Final = _Texts(frozenset(), frozenset({""}))


def beginnings(pattern: str) -> frozenset[str]:
    """Return texts of at most LONGEST characters, with one of which all that a pattern matches begins.

    A digit is written "0", whichever it is.

    Raises:
        ValueError: the pattern has a group that is neither (?:…) nor (?!…).

    >>> sorted(beginnings(r"(?:please )?(?:follow|like) us"))
    ['fol', 'lik', 'ple']
    """
    texts, _ = _alternatives(pattern, 0)
    return texts.open | texts.cut


def _alternatives(pattern: str, at: int) -> tuple[_Texts, int]:
    """Read alternatives up to the bracket that closes them; return where that is."""
    found, current = _NONE, _EMPTY
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            found, current = _either(found, current), _EMPTY
            at += 1
            continue
        atom, at = _atom(pattern, at)
        following = _then(current, atom)
        times = _TIMES.match(pattern, at)
        if times:
            at = times.end()
            if times[0][0] != "?":  # how often it comes again is not looked into
                following = _Texts(frozenset(), following.open | following.cut)
            if times[0][0] in "?*" or times[1] == "0":
                following = _either(following, current)
        current = following
    return _either(found, current), at


def _atom(pattern: str, at: int) -> tuple[_Texts, int]:
    """Read a literal, a group, a set or an escape; return where it ends."""
    match = _ATOM.match(pattern, at)
    assert match  # any character is an atom
    atom, end = match[0], match.end()
    if atom in ("(?:", "(?!"):
        texts, end = _alternatives(pattern, end)
        return (texts if atom == "(?:" else _EMPTY), end + 1
    if atom == "(":
        raise ValueError(f"a pattern of the tables has a group that is neither (?:…) nor (?!…): {pattern!r}")
    if atom in (r"\b", "^", "$"):
        return _EMPTY, end
    if atom in (r"\d", *"0123456789"):
        return _Texts(frozenset("0"), frozenset()), end
    if atom == "." or len(atom) > 2 or (len(atom) == 2 and atom[1].isalpha()):
        return _UNKNOWN, end
    return _Texts(frozenset(atom[-1]), frozenset()), end


def _then(above: _Texts, below: _Texts) -> _Texts:
    return _Texts(_joined(above.open, below.open), above.cut | _joined(above.open, below.cut))


def _joined(firsts: frozenset[str], seconds: frozenset[str]) -> frozenset[str]:
    return frozenset((first + second)[:LONGEST] for first in firsts for second in seconds)


def _either(one: _Texts, other: _Texts) -> _Texts:
    return _Texts(one.open | other.open, one.cut | other.cut)
