"""Cleaner: what the journalist wrote, and what is known about it. RawDocument → Cleaned, or Skipped.

    RawDocument ─┬─ text ──▶ lines, rules, body ─────────┐
                 ├─ html ──▶ trafilatura, rules, metadata ├─▶ Draft ─▶ repeated lines ─▶ Cleaned
                 └─ article ▶ nothing dropped ────────────┘

Pure: no clock, no file, no state between calls; the same page gives the same result every time. What other
documents hold comes in as an argument. Every character of a text is either in the document or in `dropped`.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate, compress, repeat
from types import MappingProxyType
from typing import Final

from searcher.corpus.cleaner.authors import people
from searcher.corpus.cleaner.date import read_date
from searcher.corpus.cleaner.draft import Draft
from searcher.corpus.cleaner.language import detect, language_code
from searcher.corpus.cleaner.reasons import REASONS
from searcher.corpus.cleaner.repeated import CHROME_DOCUMENTS, line_hashes, repeated
from searcher.corpus.cleaner.unicode import normalise
from searcher.records import PARAGRAPH_BREAK, Cleaned, Document, Dropped, RawDocument, Skipped

__all__ = ["CHROME_DOCUMENTS", "REASONS", "clean"]

_NO_COUNTS: Final[Mapping[int, int]] = MappingProxyType({})


def clean(raw: RawDocument, line_counts: Mapping[int, int] = _NO_COUNTS) -> Cleaned | Skipped:
    """Keep what the journalist wrote and tell who published it, when, and who wrote it.

    Args:
        raw: one article as its seed holds it; what it states itself wins over any guess.
        line_counts: line hash → number of documents of its source that hold the line; those below
            CHROME_DOCUMENTS may be left out. The caller counts `Cleaned.lines`.

    Returns:
        The cleaned article, or Skipped when neither text nor headline is left.
    """
    if raw.form == "article":
        return _given(raw)
    draft = _read(raw)
    source = _source(raw, draft)
    reasons = list(draft.reasons)
    places = [i for i, reason in enumerate(reasons) if reason is None]
    kept = [draft.paragraphs[i] for i in places]
    hashes = line_hashes(source, kept)
    for position in repeated(kept, hashes, line_counts):
        reasons[places[position]] = "repeated"

    judged = list(zip([p[0] for p in draft.paragraphs], reasons, strict=True))
    texts = [text for text, reason in judged if reason is None]
    # There are many: each is made without the call of a constructor.
    dropped = map(tuple.__new__, repeat(Dropped), [pair for pair in judged if pair[1]])
    above = compress(accumulate((reason is None for reason in reasons), initial=0), reasons)
    document = _document(raw, texts, draft, source)
    if not document:
        return Skipped(raw.path, _nothing_left(draft))
    return Cleaned(document, tuple(dropped), tuple(dict.fromkeys(hashes)), tuple(above))


def _given(raw: RawDocument) -> Cleaned | Skipped:
    """A text given as the article: each of its lines is a paragraph, and none is judged."""
    texts = [line for line in normalise(raw.content).split("\n") if line]
    draft = Draft((), (), language=detect(raw.content))
    document = _document(raw, texts, draft, _source(raw, draft))
    return Cleaned(document) if document else Skipped(raw.path, _nothing_left(draft))


def _document(raw: RawDocument, texts: list[str], draft: Draft, source: str | None) -> Document | None:
    """Join what is left of a text with what is known about it; None if neither text nor headline is."""
    headline = _line(raw.headline) or draft.headline
    if not texts and not headline:
        return None
    return Document(
        doc_id=raw.doc_id,
        path=raw.path,
        text=PARAGRAPH_BREAK.join(texts),
        headline=headline,
        source=source,
        date=read_date(raw.date) or draft.date,
        url=raw.url or draft.url,
        language=language_code(raw.language) or draft.language,
        authors=tuple(filter(None, map(_line, raw.authors))) or people(draft.authors),
    )


def _source(raw: RawDocument, draft: Draft) -> str | None:
    if (given := _line(raw.source) or draft.source) or not raw.url:
        return given
    from searcher.corpus.cleaner.source import domain_name  # as `_read` loads what it needs

    return domain_name(raw.url)


def _read(raw: RawDocument) -> Draft:
    # The libraries of pages take most of a second to load, and a search never needs them; the rules for
    # text take a twentieth, which a refresh of JSON seeds would have to wait for.
    if raw.form == "text":
        from searcher.corpus.cleaner.text import read_text

        return read_text(raw.content)
    from searcher.corpus.cleaner.html import read_html

    return read_html(raw.content, raw.url)


def _line(text: str | None) -> str | None:
    """Normalise a given field to one line; an empty one is None."""
    return normalise(text).replace("\n", " ").strip() or None if text else None


def _nothing_left(draft: Draft) -> str:
    if not draft.paragraphs:
        return "no article text found: the page is empty"
    if len(draft.paragraphs) == 1:
        return "no article text found: its one paragraph looks like page furniture"
    return f"no article text found: all {len(draft.paragraphs)} paragraphs look like page furniture"
