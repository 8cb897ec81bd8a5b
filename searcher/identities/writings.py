"""Writings: what several ways to write one name share.

    names ─▶ the forms by which writings of names are compared

Case, accents, apostrophes, hyphens, the dots of initials and a leading “the” are set aside; `company` tells
what is left of the name of a company, and as what kind of company the law has it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from searcher.analysis.folding import fold

_LEFT_OUT = "'’‘ʼ`."
_BREAKS = re.compile(r"[^\w& \n]|_")
_BLANKS = re.compile(r" {2,}")
_SPACED_INITIALS = re.compile(r" (?=\w[ \n])(?<=[ \n]\w )")

_LEGAL_FORMS = {
    **{
        form: form for form in ("plc", "llc", "llp", "lp", "ag", "sa", "nv", "bv", "gmbh", "spa", "ab", "oyj")
    },
    **{"inc": "inc", "incorporated": "inc", "corp": "corp", "corporation": "corp"},
    **{"co": "co", "cos": "co", "company": "co", "ltd": "ltd", "limited": "ltd"},
}
_LEGAL_ENDS = tuple(f" {form}" for form in _LEGAL_FORMS)
# Small words that initials pass over, or count: FSB, MoD, DRC.
_SMALL = frozenset(("of", "the", "for", "and", "on", "in", "at", "de", "la", "del", "du", "des", "&"))


class Company(NamedTuple):
    """The name of a company without the words behind it that say it is one, and these: "co ltd"."""

    name: str
    legal_form: str


def writing(name: str) -> str:
    """What all writings of a name share.

    >>> writing("The Élysée"), writing("E. F. O’Neill-Hutton"), writing("U.S.")
    ('elysee', 'ef oneill hutton', 'us')
    """
    return writings([name])[0]


def writings(names: Sequence[str]) -> list[str]:
    """The same of many names, at once.

    Cost: about 0.5 µs a name: what can be done for all of them is done once.
    """
    folded = [name.lower() if name.isascii() else fold(name) for name in names]
    text = "\n".join(folded)
    if text.count("\n") >= len(names) > 0:  # some name has an end of line in it
        folded = [" ".join(name.split()) for name in folded]
        text = "\n".join(folded)
    for sign in _LEFT_OUT:
        text = text.replace(sign, "")
    text = "\n" + _BLANKS.sub(" ", _BREAKS.sub(" ", text)) + "\n"
    text = text.replace("\n ", "\n").replace(" \n", "\n")
    bare = _SPACED_INITIALS.sub("", text).replace("\nthe ", "\n")[1:-1]
    # A name of signs alone stays what it is.
    return [form or name for form, name in zip(bare.split("\n"), folded, strict=True)] if names else []


def says_company(written: str) -> bool:
    """Whether a `writing` ends in words that say it is a company."""
    return written.endswith(_LEGAL_ENDS)


def company(written: str) -> Company:
    """What is left of a `writing` as the name of a company; one word always is.

    >>> company(writing("Nikko Securities Company Limited")), company(writing("The Company"))
    (Company(name='nikko securities', legal_form='co ltd'), Company(name='company', legal_form=''))
    """
    legal_form = ""
    while written.endswith(_LEGAL_ENDS):
        written, _, last = written.rpartition(" ")
        legal_form = f"{_LEGAL_FORMS[last]} {legal_form}" if legal_form else _LEGAL_FORMS[last]
    return Company(written, legal_form)


def root(written: str) -> str:
    """What a `writing` with and without the words that say it is a company share.

    >>> root(writing("Nikko Securities Co. Ltd.")), root(writing("Nikko Securities"))
    ('nikko securities', 'nikko securities')
    """
    return company(written).name if says_company(written) else written


def initials(written: str) -> set[str]:
    """The acronyms of a `writing`: with its small words and without; none of a single word.

    >>> sorted(initials("institute for the study of war"))
    ['iftsow', 'isw']
    """
    words = written.split()
    if len(words) < 2:
        return set()
    every = "".join([word[0] for word in words])
    large = "".join([word[0] for word in words if word not in _SMALL])
    return {every, large} if len(large) > 1 else {every}
