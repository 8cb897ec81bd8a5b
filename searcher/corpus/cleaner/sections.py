"""Section: paragraphs that belong to the one above them. An opener's reason → the same for what follows it.

Fluent boilerplate gives itself away by its opener: a letter to the readers, a note about the writer, a
list of links, a caption below its label. Each kind has a test that says how long it goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from searcher.corpus.cleaner.paragraphs import Paragraph
from searcher.corpus.cleaner.reasons import Reason


class Section(NamedTuple):
    """A kind of section.

    Attributes:
        reason: of the opener when read by itself, and of all that follows it.
        opener: what the opener's key begins with.
        takes: whether the section goes on with a paragraph.
        most: it goes on for at most so many paragraphs.
    """

    reason: Reason
    opener: re.Pattern[str]
    takes: Callable[[Paragraph], bool]
    most: int


_QUOTED: Final = re.compile(r'"[^"]{0,600}"')
_WE: Final = re.compile(r"\b(?:we|us|our|ours|your|you|dear|i|my)\b")
_APPEAL: Final = re.compile(
    r"\b(?:support|donat\w{1,6}|contribut\w{1,6}|help|readers?|independent|journalism|newsroom|thank you"
    r"|fund\w{0,6}|\$\d+|subscri\w{1,8})\b"
)
_BIO: Final = re.compile(
    r"\b(?:editor|reporter|writer|correspondent|journalist|columnist|author|producer|freelance\w{0,2}"
    r"|contributor|covers|covering|writes|joined|focus|based in|graduat\w{1,4}|twitter|email|reach"
    r"|read more|degree|blog\w{0,5})\b"
)
_JUDGED_CHARACTERS: Final = 1500
_BUTTON_WORDS_MAX: Final = 5
_BUTTONS_REACH: Final = 3


def _speaks(paragraph: Paragraph) -> int:
    """Count how often a paragraph says "we" or "you" outside quotation marks."""
    return len(_WE.findall(_QUOTED.sub("", paragraph.key[:_JUDGED_CHARACTERS])))


def _is_letter(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph speaks to the reader in the paper's own name, or is a button below."""
    speaks = _speaks(paragraph)
    if speaks > 1 or (speaks == 1 and _APPEAL.search(paragraph.key[:_JUDGED_CHARACTERS])):
        return True
    return paragraph.words <= _BUTTON_WORDS_MAX and (not paragraph.final or paragraph.text[-1] == "?")


def _is_bio(paragraph: Paragraph) -> bool:
    return paragraph.words <= 120 and _BIO.search(paragraph.key[:_JUDGED_CHARACTERS]) is not None


def _is_title(paragraph: Paragraph) -> bool:
    return 3 <= paragraph.words <= 25 and paragraph.text[-1] not in '.!:,;”"'


def _is_caption(paragraph: Paragraph) -> bool:
    return paragraph.words <= 45


def _is_name(paragraph: Paragraph) -> bool:
    return paragraph.words <= 6


_SALUTATION: Final = re.compile(r"a \w+ (?:from|to) |dear (?:reader|friend|supporter|subscriber)")
_CREDIT_LABEL: Final = re.compile(
    r"(?:image|photo|picture|media)? ?(?:copyright|credits?|source|by|via|photos?):?$"
)
_SECTIONS: Final = (
    Section("donation", _SALUTATION, _is_letter, 20),
    Section("byline", re.compile(r"about (?:the|this) |meet the "), _is_bio, 3),
    Section("related", re.compile(r"[^:]{3,40}:?$"), _is_title, 5),
    Section("caption", re.compile(r"(?:image|media|photo|video) ?(?:caption)?:?$"), _is_caption, 1),
    Section("caption", _CREDIT_LABEL, _is_name, 1),
)
_OPENING: Final = frozenset(section.reason for section in _SECTIONS)


def mark_sections(paragraphs: Sequence[Paragraph], reasons: list[Reason | None]) -> None:
    """Give what follows each opener the opener's reason; what a rule knows otherwise ends the section."""
    end = 0
    for i in [i for i, reason in enumerate(reasons) if reason in _OPENING]:
        for section in _SECTIONS:
            if i >= end and section.reason == reasons[i] and section.opener.match(paragraphs[i].key):
                end = _mark(section, i + 1, paragraphs, reasons)


def _mark(section: Section, first: int, paragraphs: Sequence[Paragraph], reasons: list[Reason | None]) -> int:
    """Mark the section that begins at `first`; return where it ends."""
    end = first
    while end < min(first + section.most, len(paragraphs)) and _goes_on(section, end, paragraphs, reasons):
        reasons[end] = section.reason
        end += 1
    return end


def _goes_on(
    section: Section, i: int, paragraphs: Sequence[Paragraph], reasons: Sequence[Reason | None]
) -> bool:
    if reasons[i] is not None:
        return reasons[i] == section.reason
    if section.takes(paragraphs[i]):
        return True
    if section.takes is not _is_letter:
        return False
    # A letter may tell of the paper without a "we"; then it speaks to the reader, or its buttons follow.
    speaks_again = i + 1 < len(paragraphs) and reasons[i + 1] is None and _speaks(paragraphs[i + 1]) > 1
    return speaks_again or section.reason in reasons[i + 1 : i + 1 + _BUTTONS_REACH]
