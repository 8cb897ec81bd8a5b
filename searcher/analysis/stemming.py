"""Stemming: the inflections of an English word become one term.

Folded form → term, by Snowball's English stemmer (https://snowballstem.org/algorithms/english/stemmer.html)
after three things it does not know:

    -ise and -ize, -yse and -yze are one spelling    mobilise mobilize, analyse analyze
    short words may have a plural                    mps mp, ngos ngo (Snowball looks for another vowel)
    so may codes                                     f16s f16

What several words share by chance is the price of any stemmer; an occurrence in the very form that was
asked for weighs more.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from typing import cast

import Stemmer

# An ending of the verbs that are written both ways, after at least three letters. A vowel before it
# (raise, noise, cruise, guise) never makes such a verb.
_ISE = re.compile(
    r"(?<=[a-z0-9]{2}[^aou])is(?=(?:e[ds]?|ers?|ing(?:s|ly)?|ations?|ational(?:ly)?|abl[ey]|ability)$)"
)
_YZE = re.compile(r"(?<=[a-z]{2}[^aou])yz(?=(?:e[ds]?|ers?|ing)$)")

# What words end in that only have -ise, and the short ones as a whole. Their relatives (precisely,
# revision) do not take a z, and would be torn from them. They are the usual list of spelling guides.
_ALWAYS_ISE = (
    "advertis", "advis", "chastis", "circumcis", "concis", "despis", "devis", "excis", "exercis", "expertis",
    "franchis", "improvis", "incis", "merchandis", "paradis", "precis", "premis", "pris", "promis", "revis",
    "supervis", "surmis", "televis", "treatis", "wis",
)  # fmt: skip
_ALWAYS_ISE_WHOLE = frozenset({"aris", "demis", "denis"})

# "rss" and "grass" are no plurals, nor is "Mrs"; "ngos", "ctos" and "ndas" are.
_SHORT_PLURAL = re.compile(r"(?!mrs$)(?:[bcdfghjklmnpqrstvwxz]{2,}(?<!s)[ao]?|[a-z]+\d+)s")

_LOCAL = threading.local()  # a Snowball stemmer keeps a buffer and is not for two threads


def is_stemmed(language: str | None) -> bool:
    """Whether text of a language (ISO 639-1; None when not known) is stemmed: it is taken for English."""
    return language is None or language == "en"


def stem(form: str) -> str:
    """The term of a folded English form; a form that is not in English letters is its own term.

    >>> stem("mobilisation"), stem("mobilize"), stem("promised"), stem("mps"), stem("20000")
    ('mobil', 'mobil', 'promis', 'mp', '20000')
    """
    if not form.isascii() or form.isdigit():
        return form
    if form.endswith("s") and _SHORT_PLURAL.fullmatch(form):
        return form[:-1]
    return cast(str, _stemmer().stemWord(_respelled(form)))


def stem_all(forms: Sequence[str]) -> list[str]:
    """The terms of many forms of ASCII letters and digits: `stem` of each, in less time.

    >>> stem_all(["mobilisation", "mps", "20000"])
    ['mobil', 'mp', '20000']
    """
    terms: list[str] = _stemmer().stemWords([_respelled(form) for form in forms])
    return [
        form[:-1] if form.endswith("s") and _SHORT_PLURAL.fullmatch(form) else term
        for form, term in zip(forms, terms, strict=True)
    ]


def _stemmer() -> Stemmer.Stemmer:
    found = getattr(_LOCAL, "english", None)
    if found is None:
        found = _LOCAL.english = Stemmer.Stemmer("english", 0)
    return found


def _respelled(form: str) -> str:
    return _one_spelling(form) if "is" in form or "yz" in form else form


def _one_spelling(form: str) -> str:
    match = _ISE.search(form)
    if match:
        root = form[: match.end()]
        if not root.endswith(_ALWAYS_ISE) and root not in _ALWAYS_ISE_WHOLE:
            return f"{root[:-1]}z{form[match.end() :]}"
    return _YZE.sub("ys", form)
