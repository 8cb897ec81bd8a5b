"""Subjects: who does the speaking that a word of speech tells of.

Letters of a sentence → Attributions

The grammar is written over the letters of words.py. It looks left of the word of speech (Kadyrov, the leader
of Chechnya, said), right of it where a quotation stands before it (said Kadyrov), and for a word without a
subject of its own (adding) at the subject of the one before it, or of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from searcher.corpus.entities.remembering import Remembered

_NOUNS = frozenset("rRBPD")
_OF_NOUN = frozenset("WyrRBPDolps")
_NAMES = frozenset("pol")
_PRONOUNS = frozenset("hti")
_PAUSE = frozenset(",-")
_FOR = frozenset("fe")
_CUES = re.compile("[vgkaj]")
_SUBJECT_OF_FEW = frozenset("pohtirRBPD")  # what may do what a word of [called] says
_QUOTED_AS = re.compile(r"j(?:[dW]*([po]))?e$")
_SEGMENTS = 8
_LONGEST_ROLE = 10  # words
_MOST_REMEMBERED = 32_768  # sentences; every third comes again


class Subject(NamedTuple):
    """Words that name a speaker: numbers of the first and the last, and what they are.

    `kind` is p, o or l for a mention, h, t or i for a pronoun, r for a role or an unknown name.
    """

    first: int
    last: int
    kind: str


class Attribution(NamedTuple):
    """A word of speech and its subject, as numbers of letters of a sentence."""

    cue: int
    subject: Subject


def _attributions(parts: str) -> list[Attribution]:
    found: list[Attribution] = []
    for match in _CUES.finditer(parts):
        cue = match.start()
        subject = _subject(parts, cue, found)
        if subject is not None:
            found.append(Attribution(cue, subject))
    return found


_REMEMBERED = Remembered(_attributions, _MOST_REMEMBERED)


def attributions(parts: str) -> Sequence[Attribution]:
    """Return who speaks by which words in a sentence of these letters, in order."""
    return _REMEMBERED[parts]


def _subject(parts: str, cue: int, found: list[Attribution]) -> Subject | None:
    part = parts[cue]
    if part == "a":
        begins = cue + 2 if parts[cue + 1 : cue + 2] == "f" else cue + 1
        subject = _right(parts, begins)
        return subject if subject and (subject.kind != "r" or _is_role(parts, subject)) else None
    before = parts[:cue].rstrip("x")
    if part == "v":
        if before.endswith(("q", "q,", "q-")) or not before:
            return _right(parts, cue + 1) or None
        if before.endswith(",") and (subject := _right(parts, cue + 1)):
            past = parts[subject.last + 1 : subject.last + 2]
            if subject.kind in "pr" and past in ("", ",") and not _left(parts, cue):
                return subject
    if part == "j" and _is_as(parts, cue):
        return None
    subject = None if part == "g" and before.endswith(",") else _left(parts, cue)
    if subject is not None:
        return None if part in "kj" and parts[subject.last] not in _SUBJECT_OF_FEW else subject
    if part == "g" and (quoting := _QUOTED_AS.search(parts, 0, cue)):
        name = quoting.start(1)  # quoted Kadyrov as saying; Kadyrov was quoted as saying
        if name >= 0:
            return Subject(name, name, parts[name])
        return _left(parts, len(parts[: quoting.start()].rstrip("xzb")))
    if part in "gkj" or before.endswith(("c", "f")):
        if before.endswith(("b", "d", "s")):  # was called; the call
            return None
        return found[-1].subject if found else sentence_subject(parts, cue)
    return None


def sentence_subject(parts: str, upto: int) -> Subject | None:
    """Return what a sentence is about: its first name, pronoun or role that depends on nothing before it."""
    at = 0
    while at < upto and parts[at] in "cx,q":
        at += 1
    if at < upto and parts[at] in "feg":
        comma = parts.find(",", at, upto)
        if comma >= 0:
            if parts[comma - 1] in "po" and parts[comma + 1 : comma + 2] == "u":  # On tape Kadyrov, who …
                return Subject(comma - 1, comma - 1, parts[comma - 1])
            at = comma + 1
    while at < upto:
        part = parts[at]
        after = parts[at + 1 : at + 2]
        if part in _PRONOUNS:
            return Subject(at, at, part)
        if part in "po" and after != "s" and not (part == "o" and after and after in "WyrRBPDp"):
            return Subject(at, at, part)
        if part in _NOUNS and (not after or after not in _OF_NOUN):
            return Subject(_chunk(parts, at), at, "r")
        if part in "fevkg" or (part in "bz" and at):
            return None
        at += 1
    return None


def _left(parts: str, cue: int) -> Subject | None:
    """Return the subject before a word of speech."""
    at = cue - 1
    is_passive = False
    while at >= 0 and parts[at] in "xzb":
        is_passive = is_passive or parts[at] == "b"
        at -= 1
    if at < 0 or (is_passive and parts[cue] in "kj"):
        return None
    part = parts[at]
    if part in _PRONOUNS:
        return Subject(at, at, part)
    if part == "u":
        at -= 1
        if at >= 0 and parts[at] in _PAUSE:
            at -= 1
        return _ending(parts, at) if at >= 0 else None
    if part in _PAUSE:
        return _before_apposition(parts, at)
    return _ending(parts, at)


def _ending(parts: str, at: int) -> Subject | None:
    """Return the name or role whose last word is at `at`."""
    part = parts[at]
    if part not in _OF_NOUN or part == "s":
        return None
    start = _chunk(parts, at)
    # a spokesman for the ministry; one dealer at a German bank; John Smith of Goldman Sachs
    first = start
    head = at
    while first >= 2 and parts[first - 1] == "f":
        before = parts[first - 2]
        begins = _chunk(parts, first - 2)
        if before not in "rRBPpd" or (begins and parts[begins - 1] == "f" and before in "BP"):
            break
        first, head = begins, first - 2
    if head != at and parts[head] == "p":
        return Subject(head, head, "p")
    if head != at or part in _NOUNS:
        # John Houlihan, editor of a magazine said
        if first > 1 and parts[first - 1] == "," and parts[first - 2] == "p" and parts[first] != "d":
            return Subject(first - 2, first - 2, "p")
        return Subject(first, at, "r")
    if part in _NAMES:
        return Subject(at, at, part)
    chunk = parts[start : at + 1]
    if "p" in chunk and not _NOUNS & set(chunk[chunk.rindex("p") :]) and "s" not in chunk:
        name = start + chunk.rindex("p")
        return Subject(name, name, "p")
    if chunk[0] == "d" or chunk.strip("W") == "":
        return Subject(start, at, "r")
    return None


def _chunk(parts: str, at: int) -> int:
    """Return the number of the first word of the noun phrase whose last is at `at`."""
    while at and parts[at] != "d" and (parts[at - 1] in _OF_NOUN or parts[at - 1] == "d"):
        at -= 1
    return at


def _before_apposition(parts: str, comma: int) -> Subject | None:
    """Return the subject that is parted from its verb: Peskov, a spokesman who deals with X, said."""
    other: Subject | None = None
    end = comma
    for _ in range(_SEGMENTS):
        start = end
        while start and parts[start - 1] not in ",-;:q":
            start -= 1
        begins = start
        while begins < end and parts[begins] in "cx":
            begins += 1
        segment = parts[begins:end]
        if segment and segment[0] != "g":
            name = segment.find("p")
            while name >= 0 and (segment[name + 1 : name + 2] == "s" or not _FOR.isdisjoint(segment[:name])):
                name = segment.find("p", name + 1)
            if name >= 0:
                return Subject(begins + name, begins + name, "p")
            if segment[-1] in _PRONOUNS and len(segment) < 3:
                return Subject(end - 1, end - 1, segment[-1])
            if segment[0] not in _FOR:
                other = _ending(parts, end - 1) or other
        if start == 0 or parts[start - 1] in ";:q":
            break
        end = start - 1
    return other


def _right(parts: str, at: int) -> Subject | None:
    """Return the subject that begins at `at` or soon after."""
    while at < len(parts) and parts[at] == "x":
        at += 1
    if at == len(parts):
        return None
    if parts[at] in "ht":
        return Subject(at, at, parts[at])
    start = at
    while at < len(parts) and (parts[at] in _OF_NOUN or (parts[at] == "d" and at == start)):
        after = parts[at + 1 : at + 2]
        if parts[at] == "p" and after != "s" and after not in _NOUNS:
            return Subject(at, at, "p")
        at += 1
    if at == start:
        return None
    last = at - 1
    head = parts[last]
    after = parts[at : at + 1]
    if head in _NOUNS and after == "f":
        end = at
        while end < len(parts) and parts[end] not in ",-;:qucvgkaexzb" and end - start < _LONGEST_ROLE:
            end += 1
        while parts[end - 1] in "fd":
            end -= 1
        return Subject(start, end - 1, "r")
    if head in _NOUNS and after == ",":  # said the spokesman, Dmitry Peskov
        name = parts.find("p", at)
        if name > 0 and not parts[at + 1 : name].strip("Wl") and parts[name + 1 : name + 2] in ("", ","):
            return Subject(name, name, "p")
    if head in "ol":
        return Subject(last, last, head)
    if head == "W" and (chunk := parts[start:at]).rstrip("W")[-1:] in (
        "r",
        "P",
    ):  # a spokeswoman nobody knows
        return Subject(start + len(chunk.rstrip("W")), last, "r")
    if head in _NOUNS or parts[start] == "d" or not parts[start:at].strip("W"):
        return Subject(start, last, "r")
    return None


def _is_as(parts: str, cue: int) -> bool:
    """Return whether what is quoted is quoted as somebody's saying, which then tells whose it is."""
    return bool(re.match(r"[dWpoy]*eg", parts[cue + 1 :]))


def _is_role(parts: str, subject: Subject) -> bool:
    return any(part in "rR" for part in parts[subject.first : subject.last + 1])
