"""Entities: the people, organisations and places an article names, and where.

text of a Document → EntityMentions → distinct entities

A Recogniser finds them; the rest of searcher knows only this seam. "learned" needs nothing but the
package; "spacy" a model of spaCy. Importing this module loads neither. The flow of the learned one:

    model/: labels of words → trimming, particles → document pass (voting, leaning) → names
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from searcher.corpus.entities.names import group
from searcher.errors import RecogniserMissingError
from searcher.records import EntityMention

__all__ = ["Recogniser", "group", "load_recogniser"]


class Recogniser(Protocol):
    """Finds the entities of texts.

    Attributes:
        name: what `load_recogniser` was asked for.
        version: changes whenever the same text may get other entities.
    """

    name: str
    version: str

    def tag(self, texts: Sequence[str]) -> list[tuple[EntityMention, ...]]:
        """Return the mentions of each text, sorted by start, not overlapping."""
        ...


def load_recogniser(name: str = "learned") -> Recogniser:
    """Return the recogniser of that name.

    Args:
        name: "learned", "spacy" (its small English model) or "spacy:MODEL".

    Raises:
        RecogniserMissingError: no such recogniser, or what it needs is not installed.
    """
    kind, _, model = name.partition(":")
    if kind == "learned" and not model:
        from searcher.corpus.entities.learned import LearnedRecogniser

        return LearnedRecogniser()
    if kind == "spacy":
        from searcher.corpus.entities.spacy_recogniser import SpacyRecogniser

        return SpacyRecogniser(model) if model else SpacyRecogniser()
    raise RecogniserMissingError(name, 'there is none of that name. Choose "learned" or "spacy:MODEL"')
