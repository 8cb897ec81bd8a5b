"""Spelling: a word or compound of a query → text that is read as it again.

    Word(us, cased US)              → US
    Compound(r, d | rd)             → r&d
    Compound(20, 000 | 20000)       → 20&000, which asks for what “20 000” does without a space

A word's form mostly spells it. Where it does not (½ is folded to something that is no longer one word), what
was typed does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from searcher.analysis import Token, analyze
from searcher.query.nodes import Compound, Fuzzy, Word

OPERATORS = frozenset({"AND", "OR", "NOT"})
"""Words that in capitals are no words."""

_KEPT_JOINERS = ("'", "-")  # those that a joined form may have in it
_HYPHENS, _APOSTROPHES = "-‐‑", "'’‘‛′´`＇"


def spell(unit: Word | Compound) -> str:
    """Text without white space that is read as a word or compound, wherever in a query it stands."""
    spellings = list(_of_word(unit) if isinstance(unit, Word) else _of_compound(unit))
    return next((text for text in spellings if _is_read_as(text, unit)), spellings[0])


def spell_form(fuzzy: Fuzzy) -> str:
    """Text without white space that is read as one word, or one compound, of a form."""
    tokens = analyze(fuzzy.form)
    if len(tokens) > 1 and tokens[-1].form != fuzzy.form:
        cut = tokens[1].start  # a script without spaces: one joint makes a compound of its characters
        joined = f"{fuzzy.form[:cut]}&{fuzzy.form[cut:]}"
        return joined if analyze(joined)[-1].form == fuzzy.form else fuzzy.written
    return fuzzy.form


def _of_word(word: Word) -> Iterator[str]:
    if word.cased is None:
        yield word.form
    else:
        yield word.cased if word.cased not in OPERATORS else ".".join(word.cased) + "."
    yield word.written


def _of_compound(compound: Compound) -> Iterator[str]:
    """The parts with joiners between them that leave the joined form as it is."""
    parts = [spell(part) for part in compound.parts]
    for likely in (_first_joiner(compound.joined.written), "&"):
        text, at = parts[0], len(compound.parts[0].form)
        for part, spelled in zip(compound.parts[1:], parts[1:], strict=True):
            kept = compound.joined.form[at : at + 1]
            is_kept = kept in _KEPT_JOINERS
            text += (kept if is_kept else likely) + spelled
            at += is_kept + len(part.form)
        yield text
    yield compound.joined.written


def _first_joiner(written: str) -> str:
    for character in written:
        if character in _HYPHENS:
            return "-"
        if character in _APOSTROPHES:
            return "'"
    return "&"


def _is_read_as(text: str, unit: Word | Compound) -> bool:
    """Whether text is analysed to a unit, exact or not."""
    tokens = analyze(text)
    if not tokens or any(character.isspace() for character in text) or text in OPERATORS:
        return False
    if isinstance(unit, Word):
        return len(tokens) == 1 and _is(tokens[0], unit)
    parts: Sequence[Token] = tokens[:-1]
    return (
        len(parts) == len(unit.parts)
        and all(_is(token, part) for token, part in zip(parts, unit.parts, strict=True))
        and _is(tokens[-1], unit.joined)
    )


def _is(token: Token, word: Word) -> bool:
    return (token.form, token.term, token.cased) == (word.form, word.term, word.cased)
