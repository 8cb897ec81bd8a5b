"""Did you mean: the indexed word nearest to one that no document holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from searcher.analysis import analyze
from searcher.query.nodes import Compound, Near, Phrase, Unit, Word

_MORE_EDITS_ABOVE = (2, 4, 8)
"""Lengths of a word above which one more edit is allowed: none up to two letters, three above eight."""


def nearest(word: str, forms: Iterable[str]) -> str | None:
    """The form with the fewest edits to `word`, or None when all are too far away.

    Args:
        word: folded.
        forms: the folded surface forms of an index, in any order, repeats allowed.

    Among equals the one that begins alike wins, then the one as long, then the alphabet decides. Distance
    is optimal string alignment: a swap of neighbours is one edit.
    """
    # Loaded only when something was not found.
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    edits = sum(len(word) > length for length in _MORE_EDITS_ABOVE)
    if not edits:
        return None
    near = [
        form
        for form in set(forms)
        if abs(len(form) - len(word)) <= edits and form != word and not form.isdigit()
    ]
    found = process.extract(word, near, scorer=OSA.distance, score_cutoff=edits, limit=None)
    if not found:
        return None
    best = min(
        found, key=lambda item: (item[1], item[0][:1] != word[:1], abs(len(item[0]) - len(word)), item[0])
    )
    return str(best[0])


def written_form(form: str, texts: Iterable[str]) -> str:
    """How a form is written where it stands; the form itself when no text has it."""
    for text in texts:
        for token in analyze(text):
            if token.form == form:
                return text[token.start : token.end]
    return form


def words(unit: Unit) -> Iterator[Word]:
    """The words a unit is made of; of a compound its joined form."""
    if isinstance(unit, Word):
        yield unit
    elif isinstance(unit, Compound):
        yield unit.joined
    elif isinstance(unit, Phrase | Near):
        for element in unit.elements:
            yield from words(element)
