"""Articles for tests: documents as the pipeline would hand them to an engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from searcher.corpus.passages import split
from searcher.records import Document, EntityMention, EntityType, Quote


def article(
    doc_id: str,
    text: str = "",
    *,
    headline: str | None = None,
    source: str | None = None,
    date: str | None = None,
    language: str | None = None,
    authors: Sequence[str] = (),
    entities: Mapping[str, tuple[EntityType, Sequence[str]]] | None = None,
    quotes: Sequence[tuple[str | None, str]] = (),
) -> Document:
    """A document with passages; without a text it is its headline alone.

    Args:
        entities: canonical name → its type and the forms to be found in the text, each marked once.
        quotes: speaker and words of each quotation, to be found in the text.
    """
    text = text or headline or ""
    mentions = [
        EntityMention(name, kind, text.index(form), text.index(form) + len(form))
        for name, (kind, forms) in (entities or {}).items()
        for form in forms
    ]
    return Document(
        doc_id,
        f"{doc_id}.txt",
        text,
        headline=headline,
        source=source,
        date=date,
        language=language,
        authors=tuple(authors),
        entities=tuple(sorted(mentions, key=lambda mention: (mention.start, mention.name))),
        passages=split(text, language),
        quotes=tuple(sorted(
            Quote(text.index(words), text.index(words) + len(words), speaker) for speaker, words in quotes
        )),
    )  # fmt: skip
