"""Attributing: which words around a quotation tell whose it is.

text, EntityMentions, Quoted → Quotes

Each sentence that quotes is read once (subjects.py). A quotation belongs to the words of speech right before
it, right behind it, earlier in its sentence, or later in it, in this order. One that has none goes on with
what the sentence before it says, if it stands by itself. What is short, and nobody says, is no quotation but
a title or a word at arm's length.

A sentence that quotes nothing is read only when somebody asks who spoke before: for a pronoun, an office,
or a quotation without words of speech. What was put off is then read in the order of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from searcher.corpus.quotes.marks import Quoted
from searcher.corpus.quotes.referents import Referents
from searcher.corpus.quotes.sentences import Shape, last_sentence, mask, sentences, shape
from searcher.corpus.quotes.subjects import Attribution, Subject, attributions, sentence_subject
from searcher.records import PARAGRAPH_BREAK, EntityMention, Quote, Span

_RIGHT_BEFORE = re.compile(r"[:,]?[cx]?[:,]?$")
_RIGHT_BEHIND = re.compile(r"[,-]?[dWyrRBPDolsxz]*$")
_BEHIND = re.compile(r",?(?:v|[dWyrRBPDolsp]*[poltirRBPDhWy]x?v)")
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_MIN_WORDS = 4  # of a quotation that nobody is said to have said
_LONGEST_ROLE = 100


class Said(NamedTuple):
    """Who spoke, and the words that tell it."""

    speaker: str | None
    mention: Span | None
    cue: Span | None


class _Read(NamedTuple):
    shape: Shape
    attributions: Sequence[Attribution]


def attribute(text: str, entities: Sequence[EntityMention], quoted: Sequence[Quoted]) -> list[Quote]:
    """Return what is quoted, with its speakers; what proves to be no quotation is left out."""
    return _Attributing(text, entities, quoted).quotes()


class _Attributing:
    """The attribution of one document's quotations, from its beginning to its end."""

    def __init__(self, text: str, entities: Sequence[EntityMention], quoted: Sequence[Quoted]) -> None:
        self._text = text
        self._quoted = quoted
        self._masked = mask(text, quoted)
        self._mentions = entities
        self._starts = [mention.start for mention in entities]
        self._begins = [one.start for one in quoted]
        self._referents = Referents(self._masked, entities, self._starts)
        self._quotes: list[Quote] = []
        self._last: Said | None = None  # of the sentence before
        self._is_last_unread = False
        self._unread: list[tuple[Span, bool, list[tuple[int, str, str]]]] = []  # and who spoke after it
        self._open: Said | None = None  # of the quotation before

    def quotes(self) -> list[Quote]:
        """Return the quotations of the document."""
        number = 0
        past = 0
        while number < len(self._quoted):
            start = self._text.rfind(PARAGRAPH_BREAK, 0, self._quoted[number].start)
            start = 0 if start < 0 else start + len(PARAGRAPH_BREAK)
            end = self._text.find(PARAGRAPH_BREAK, self._quoted[number].start)
            end = len(self._text) if end < 0 else end
            last = number
            while last < len(self._quoted) and self._quoted[last].start < end:
                last += 1
            self._paragraph(start, end, self._quoted[number:last], start == past)
            past = end + len(PARAGRAPH_BREAK)
            number = last
        return self._quotes

    def _read(self, span: Span) -> _Read:
        start, end = span
        quoted = self._quoted[bisect_left(self._begins, start) : bisect_left(self._begins, end)]
        mentions = self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        found = shape(self._masked, span, quoted, mentions)
        return _Read(found, attributions(found.parts))

    def _paragraph(self, start: int, end: int, quoted: Sequence[Quoted], follows: bool) -> None:
        """Attribute the quotations of one paragraph; `follows`: the paragraph before it has some, too."""
        spans = sentences(self._masked, start, end)
        number = 0
        if not follows:
            self._last, self._is_last_unread = None, False
            if start:  # the last sentence before may be what introduces this
                above = self._text.rfind(PARAGRAPH_BREAK, 0, start - 2)
                above = 0 if above < 0 else above + 2
                self._put_off(Span(above, start - 2), is_paragraph=True)
        at = 0
        while at < len(spans):
            span = spans[at]
            first = number
            while number < len(quoted) and quoted[number].start < span.end:
                number += 1
            at += 1
            following = spans[at] if at < len(spans) else None
            if first == number:
                is_next = following and number < len(quoted) and quoted[number].start < following.end
                if is_next or following is None:
                    self._put_off(span, is_paragraph=False)
                continue
            mine = quoted[first:number]
            read = self._read(span)
            if (
                following
                and (number == len(quoted) or quoted[number].start >= following.end)
                and not read.attributions
                and read.shape.parts.strip("q") == ""
            ):
                more = self._read(following)
                if more.attributions and _is_reply(more.shape.parts):
                    read = self._read(Span(span.start, following.end))
                    at += 1
            self._sentence(read, mine)

    def _put_off(self, span: Span, *, is_paragraph: bool) -> None:
        """Remember a sentence without quotations, or a paragraph that ends with it, for `_catch_up`."""
        self._unread.append((span, is_paragraph, []))
        self._is_last_unread = True

    def _catch_up(self) -> None:
        """Read what was put off: who speaks in it matters now."""
        unread, self._unread = self._unread, []
        said = None
        for span, is_paragraph, spoke_since in unread:
            sentence = last_sentence(self._masked, *span) if is_paragraph else span
            said = self._reported(self._read(sentence)) if sentence else None
            for spoke in spoke_since:
                self._referents.spoke(*spoke)
        if self._is_last_unread:
            self._last, self._is_last_unread = said, False

    def _spoke(self, at: int, name: str, kind: str) -> None:
        """Tell the referents who spoke, in the order of the text."""
        if self._unread:
            self._unread[-1][2].append((at, name, kind))
        else:
            self._referents.spoke(at, name, kind)

    def _last_said(self) -> Said | None:
        if self._is_last_unread:
            self._catch_up()
        return self._last

    def _reported(self, read: _Read) -> Said | None:
        """Return who speaks in a sentence without quotations, if it tells of speech."""
        if not read.attributions:
            return self._told(read)
        said = None
        for attribution in read.attributions:
            found = self._said(read.shape, attribution)
            if read.shape.parts[attribution.cue] != "k":
                said = found
        return said

    def _told(self, read: _Read) -> Said | None:
        """Return the last speaker, if a sentence that tells of no speech is about that person."""
        subject = sentence_subject(read.shape.parts, len(read.shape.parts))
        if subject is None or subject.kind not in "ph":
            return None
        last = self._referents.last_person()
        said = self._said(read.shape, Attribution(-1, subject))
        return said if last is not None and said.speaker == last else None

    def _sentence(self, read: _Read, quoted: Sequence[Quoted]) -> None:
        parts = read.shape.parts
        places = [place for place, part in enumerate(parts) if part == "q"]
        is_alone = not parts.strip("q")
        known: dict[int, Said] = {}
        said: Said | None = None
        for one, place in zip(quoted, places, strict=False):
            attribution = _attribution_of(parts, place, read.attributions)
            if attribution is not None:
                for earlier in read.attributions:  # "he" may mean who said something in this sentence
                    if earlier.cue not in known and earlier.cue <= attribution.cue:
                        known[earlier.cue] = self._said(read.shape, earlier)
                said = known[attribution.cue]
            elif parts[place - 1 : place] == ":" and (subject := sentence_subject(parts, place)):
                said = self._said(read.shape, Attribution(-1, subject))
            elif one.is_block or one.goes_on:
                said = self._open if one.goes_on else self._last_said()
            elif is_alone:
                said = self._last_said()
            else:
                said = None
            if attribution is None and not self._is_quotation(one, is_alone, said):
                continue
            if attribution is not None and self._is_title(one, parts, place):
                continue
            speaker, mention, cue = said or Said(None, None, None)
            self._quotes.append(Quote(one.start, one.end, speaker, mention, cue))
            self._open = said
        if said is not None or places:
            self._last, self._is_last_unread = said, False

    def _is_quotation(self, one: Quoted, is_alone: bool, said: Said | None) -> bool:
        """Return whether something between marks without words of speech is a quotation."""
        if one.is_block:
            return said is not None
        if one.goes_on or (is_alone and self._text[one.end - 1] in ".,!?…"):
            return True
        words = _WORD.findall(self._text, one.start, min(one.end, one.start + 400))
        if len(words) < _MIN_WORDS or not words[0][0].isupper():
            return False
        return (
            any(word[0].islower() and len(word) > 3 for word in words[1:])
            and self._text[one.end - 1] in ".,!?…"
        )

    def _is_title(self, one: Quoted, parts: str, place: int) -> bool:
        """Return whether something between marks is a name in a sentence that tells of speech."""
        words = self._text[one.start : one.end].split()
        if len(words) > 6 or parts[place - 1 : place] in (":", ",", "v") or _BEHIND.match(parts, place + 1):
            return False
        return (
            all(word[0].isupper() or len(word) < 4 for word in words)
            and self._text[one.end - 1] not in ".!?…"
        )

    def _said(self, found: Shape, attribution: Attribution) -> Said:
        cue = found.span(attribution.cue) if attribution.cue >= 0 else None
        subject = attribution.subject
        if subject.kind in "pol":
            entity = found.mention(subject.first)
            self._spoke(entity.start, entity.name, subject.kind)
            return Said(entity.name, Span(entity.start, entity.end), cue)
        mention = found.span(subject.first)
        if subject.last != subject.first:
            mention = Span(mention.start, found.span(subject.last).end)
        return Said(self._speaker(found, subject, mention), mention, cue)

    def _speaker(self, found: Shape, subject: Subject, mention: Span) -> str | None:
        """Return whom a pronoun or a role means."""
        words = self._text[mention.start : mention.end].lower().split()
        if self._unread and (subject.kind != "r" or words[0] == "the"):
            self._catch_up()
        kind, name = "p", None
        if subject.kind == "h":
            name = self._referents.person(mention.start, words[0])
        elif subject.kind in "it":
            kind, name = "o", self._referents.body(mention.start)
        else:
            if words[0] == "the":
                head = found.parts[subject.last]
                if head == "P":
                    name = self._referents.role(mention.start, words) or self._referents.person(
                        mention.start, ""
                    )
                elif head == "r":
                    name = self._referents.role(mention.start, words)
                elif head == "B" and len(words) == 2:
                    kind, name = "o", self._referents.body(mention.start)
            if name is None:
                role = " ".join(self._text[mention.start : mention.end].split())
                if len(role) > _LONGEST_ROLE:
                    return None
                head = found.parts[subject.last]
                self._spoke(mention.start, role, "o" if head in "RBD" else "p")
                return role
        if name is not None:
            self._spoke(mention.start, name, kind)
        return name


def _attribution_of(parts: str, place: int, found: Sequence[Attribution]) -> Attribution | None:
    """Return which attribution of a sentence a quotation belongs to."""
    before = [one for one in found if one.cue < place]
    behind = [one for one in found if one.cue > place]
    if before:
        between = parts[before[-1].cue + 1 : place]
        if "q" not in between and (_RIGHT_BEFORE.match(between) or between.endswith((":", ","))):
            return before[-1]
    if behind:
        first = behind[0]
        begins = min(first.cue, first.subject.first)
        if begins > place and _RIGHT_BEHIND.match(parts[place + 1 : begins]):
            return first
    return before[-1] if before else behind[0] if behind else None


def _is_reply(parts: str) -> bool:
    """Return whether a sentence is words of speech alone: Kadyrov asked."""
    return "q" not in parts and bool(re.match(r"[dWyrRBD]*[poht][xz]*v", parts)) and len(parts) < 12
