"""The spaCy recogniser: names as a statistical model of spaCy sees them (extra `spacy`).

texts → EntityMentions

The model's labels are mapped to our three types, its spans are trimmed as ours are, and the document
pass of names.py gives the canonical names. spaCy is loaded when the recogniser is made, not before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from searcher.corpus.entities.names import Found, canonical, writings
from searcher.errors import RecogniserMissingError
from searcher.records import EntityMention, EntityType, Span

DEFAULT_MODEL = "en_core_web_sm"

# Labels of the OntoNotes scheme, which the English models use, and of the WikiNER one (PER, MISC …).
# What is missing here is no entity of ours: nationalities (NORP), dates, works, events, numbers.
_TYPE_OF_LABEL: dict[str, EntityType] = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
}
_UNUSED_PIPES = ("tagger", "parser", "attribute_ruler", "lemmatizer", "senter", "textcat")
_PIECE_CHARS = 200_000  # spaCy refuses texts of a million characters; memory grows with the piece
_LEADING = re.compile(r"(?:[\s\"'“”‘’(\[]|\b[Tt]he\s)+")
_TRAILING = re.compile(r"(?:['’]s|[\s\"'“”‘’)\],;:])+$")


class SpacyRecogniser:
    """Finds people, organisations and places with a model of spaCy."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self.name = f"spacy:{model}"
        try:
            import spacy
        except ImportError as exc:
            raise RecogniserMissingError(
                self.name, "spaCy is not installed. Install it: pip install 'searcher[spacy]'"
            ) from exc
        try:
            self._nlp: Any = spacy.load(model, exclude=list(_UNUSED_PIPES))
        except OSError as exc:
            raise RecogniserMissingError(
                self.name, f"spaCy has no model {model!r}. Install it: python -m spacy download {model}"
            ) from exc
        self.version = f"{spacy.__version__}/{self._nlp.meta.get('version', '')}"

    def tag(self, texts: Sequence[str]) -> list[tuple[EntityMention, ...]]:
        """Return the mentions of each text, sorted by start, not overlapping."""
        pieces = [(number, piece) for number, text in enumerate(texts) for piece in _pieces(text)]
        found: list[list[Found]] = [[] for _ in texts]
        contents = (texts[number][slice(*piece)] for number, piece in pieces)
        for (number, piece), doc in zip(pieces, self._nlp.pipe(contents), strict=True):
            found[number] += _found(texts[number], piece.start, doc)
        return [canonical(text, spans) for text, spans in zip(texts, found, strict=True)]


def _pieces(text: str) -> Iterator[Span]:
    """Yield spans that cover the text, cut at line ends where there are any."""
    start = 0
    while start < len(text):
        end = start + _PIECE_CHARS
        if end < len(text):
            end = text.rfind("\n", start, end) + 1 or end
        yield Span(start, min(end, len(text)))
        start = end


def _found(text: str, offset: int, doc: Any) -> Iterator[Found]:
    """Yield the entities of one piece that are of our types, trimmed, at offsets of the text."""
    for entity in doc.ents:
        kind = _TYPE_OF_LABEL.get(entity.label_)
        if kind is None:
            continue
        start, end = offset + entity.start_char, offset + entity.end_char
        if trailing := _TRAILING.search(text, start, end):
            end = trailing.start()
        if leading := _LEADING.match(text, start, end):
            start = leading.end()
        if start < end:
            yield start, end, writings[text[start:end], kind]
