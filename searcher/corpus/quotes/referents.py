"""Referents: whom a pronoun or a role means.

masked text, EntityMentions, what was attributed before → name of a speaker

A pronoun means the person last named as a subject, by the article or as a speaker, whose sex is not known to
be another; "it" and "the company" the organisation. A role with "the" means the person who is given that
office (Foreign Secretary Jack Straw; Jemma Smith, a spokeswoman), else itself. Nothing is looked for further
back than a few paragraphs.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from searcher.corpus.quotes.sentences import QUOTED
from searcher.corpus.quotes.words import load_words
from searcher.records import EntityMention

_BACK = 40  # mentions
_BACK_CHARS = 3_000
_NEAR_CHARS = 1_200
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_BEFORE = 60
_AFTER = 80
_TITLES = re.compile(r"((?:[\w'’.-]+ )*)$")
_FEMALE = frozenset(("she", "her", "elle", "ella", "она"))
_MALE = frozenset(("he", "his", "er", "il", "él", "он"))
_NOT_SUBJECT = frozenset((
    "of", "to", "with", "for", "by", "from", "against", "at", "in", "on", "about", "over", "between", "than",
    "under", "into", "like", "behind", "near", "through",
))  # fmt: skip
_BEGINS_CLAUSE = frozenset((
    "that", "and", "but", "when", "as", "after", "because", "while", "if", "said", "says", "though",
    "although", "before", "which", "whom", "since", "where", "how", "why", "whether", "however", "so",
    "meanwhile", "added", "then", "also", "only",
))  # fmt: skip


class Referents:
    """What is known about the speakers of one document.

    Args:
        masked: its text, quotations not shown.
        mentions: its entities, sorted by start.
        starts: their starts.
    """

    def __init__(self, masked: str, mentions: Sequence[EntityMention], starts: Sequence[int]) -> None:
        self._masked = masked
        self._mentions = mentions
        self._starts = starts
        self._genders: dict[str, str] = {}
        self._offices: dict[str, list[tuple[int, str]]] | None = None
        self._last: dict[str, tuple[int, str]] = {}

    def spoke(self, at: int, name: str, kind: str) -> None:
        """Remember who spoke last; kind is p, o or l."""
        self._last[kind] = (at, name)

    def last_person(self) -> str | None:
        """Return who spoke last."""
        return self._last["p"][1] if "p" in self._last else None

    def person(self, at: int, pronoun: str) -> str | None:
        """Return the person that a pronoun at some place means."""
        gender = "f" if pronoun in _FEMALE else "m" if pronoun in _MALE else ""
        name = self._latest(at, "person", "p", gender)
        if name is not None and gender:
            self._genders.setdefault(name, gender)
        return name

    def body(self, at: int) -> str | None:
        """Return the organisation that "it" or "the company" at some place means."""
        return self._latest(at, "organisation", "o", "")

    def role(self, at: int, words: Sequence[str]) -> str | None:
        """Return the person who has the office that these words end with, if the text named one before."""
        if self._offices is None:
            self._offices = self._find_offices()
        held = self._offices.get(words[-1], [])
        number = bisect_left(held, (at, ""))
        name = held[number - 1][1] if number else None
        return name if name is not None and self._is_near(name, at) else None

    def _is_near(self, name: str, at: int) -> bool:
        """Return whether a name, or who bears it as a speaker, was met not long before some place."""
        if any(name == spoke and at - place < _NEAR_CHARS for place, spoke in self._last.values()):
            return True
        number = bisect_left(self._starts, at)
        near = self._mentions[bisect_left(self._starts, at - _NEAR_CHARS) : number]
        return any(mention.name == name for mention in near[-_BACK:])

    def gender(self, name: str, start: int) -> str:
        """Return "m", "f" or "" for a person, by title, given name, or a pronoun seen before."""
        if known := self._genders.get(name):
            return known
        genders = load_words().genders
        before = _TITLES.search(self._masked, max(0, start - 12), start)
        titles = before[1].split() if before else []
        words = name.split()
        found = genders.get(titles[-1].rstrip(".").lower(), "") if titles and titles[-1][0].isupper() else ""
        if not found and len(words) > 1:
            found = genders.get(words[0].lower(), "")
        if found:
            self._genders[name] = found
        return found

    def _latest(self, at: int, kind: str, part: str, gender: str) -> str | None:
        spoke_at, spoke = self._last.get(part, (-1, ""))
        if spoke and (at - spoke_at > _BACK_CHARS or not self._agrees(spoke, spoke_at, gender)):
            spoke = ""
        fallback: str | None = None
        number = bisect_left(self._starts, at)
        for mention in reversed(self._mentions[max(0, number - _BACK) : number]):
            if at - mention.start > _BACK_CHARS:
                break
            if spoke and mention.start <= spoke_at:
                break
            if mention.type != kind or self._masked[mention.start] == QUOTED:
                continue
            if not self._agrees(mention.name, mention.start, gender):
                continue
            if self._is_subject(mention):
                return mention.name
            fallback = fallback or mention.name
        return spoke or fallback

    def _agrees(self, name: str, start: int, gender: str) -> bool:
        return not gender or self.gender(name, start) in ("", gender)

    def _is_subject(self, mention: EntityMention) -> bool:
        """Return whether a mention seems to do what its clause tells."""
        masked = self._masked
        if masked[mention.end : mention.end + 2] in ("'s", "’s", "' ", "’ "):
            return False
        roles = load_words().parts
        before = masked[max(0, mention.start - _BEFORE) : mention.start]
        before = before[max(before.rfind("\n"), before.rfind('"'), before.rfind("”")) + 1 :]
        for word in reversed(before.split()):
            if word[-1] in ".!?,;:)(—–-" + QUOTED and word not in (
                "Mr.",
                "Mrs.",
                "Ms.",
                "Dr.",
                "Gov.",
                "Sen.",
            ):
                return word[-1] != "," or True
            if word[0].isupper() and word.lower() not in _NOT_SUBJECT:
                continue
            lower = word.lower()
            if lower in _NOT_SUBJECT:
                return lower == "to" and "according to" in before
            if lower in _BEGINS_CLAUSE:
                return True
            if roles.get(lower, "") not in ("r", "R", "B", "P", "d") and not lower.endswith(
                ("'s", "’s", "ian", "ese")
            ):
                return False
        return True

    def _find_offices(self) -> dict[str, list[tuple[int, str]]]:
        """Return the role words that stand with a person: word → places and names."""
        parts = load_words().parts
        offices: dict[str, list[tuple[int, str]]] = {}
        masked = self._masked
        for mention in self._mentions:
            if mention.type != "person" or masked[mention.start] == QUOTED:
                continue
            start = max(0, mention.start - _BEFORE)
            title = re.split(r"[^\w\s'’.-]|[.]\s|\n", masked[start : mention.start])[-1]
            words = _WORD.findall(title)[-5:]
            if masked[mention.end : mention.end + 2] == ", ":
                after = re.split(r"[^\w\s'’.-]|[.]\s|\n", masked[mention.end + 2 : mention.end + _AFTER])[0]
                words += _WORD.findall(after)[:8]
            for word in words:
                lower = word.lower()
                if parts.get(lower) in ("r", "P"):
                    offices.setdefault(lower, []).append((mention.start, mention.name))
        return offices
