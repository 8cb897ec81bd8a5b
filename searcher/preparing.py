"""Preparing: RawDocuments → clean → tag → quote → split → Documents with their tokens, a batch at a time.

A stage that fails on an article, or takes too long, costs that article, which is then `Skipped`, never the
build.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from searcher.analysis import is_stemmed
from searcher.analysis.vocabulary import TokenArrays, Vocabulary
from searcher.attempts import Attempts
from searcher.corpus.cleaner import CHROME_DOCUMENTS, clean
from searcher.corpus.entities import Recogniser
from searcher.corpus.passages import split, split_batch
from searcher.corpus.quotes import find_quotes
from searcher.engine.base import indexed_texts
from searcher.records import Cleaned, Document, EntityMention, Quote, RawDocument, Skipped

_LOG = logging.getLogger(__name__)


class Prepared(NamedTuple):
    """An article ready to be indexed.

    Attributes:
        document: whole but for its final doc_id.
        lines: what to count across seeds.
        chrome: those of them that were known to be chrome when it was cleaned.
    """

    document: Document
    lines: tuple[int, ...]
    chrome: frozenset[int]


class Batch(NamedTuple):
    """Some articles, prepared.

    Attributes:
        outcomes: one for each article, in order.
        tokens: of the headline and the text of each document among them, by turns (no text where it is
            the headline again).
    """

    outcomes: list[Prepared | Skipped]
    tokens: TokenArrays


class _Tagged(NamedTuple):
    """A clean article, its entities and its quotes."""

    cleaned: Cleaned
    entities: tuple[EntityMention, ...]
    quotes: tuple[Quote, ...]


def prepare(
    raws: Sequence[RawDocument], chrome: frozenset[int], recogniser: Recogniser, vocabulary: Vocabulary
) -> Batch:
    """Clean, tag, analyse and split some articles.

    Args:
        raws: articles in any form, about a hundred.
        chrome: hashes of the lines that repetition across seeds showed to be chrome.
        recogniser: of entities; it sees the whole batch at once.
        vocabulary: that numbers the words.
    """
    counts = dict.fromkeys(chrome, CHROME_DOCUMENTS)
    with Attempts() as attempt:
        cleaned = [_with_text(attempt("cleaning", raw.path, clean_article, raw, counts)) for raw in raws]
    tagged = _tag(cleaned, recogniser)
    try:
        return _split(tagged, chrome, vocabulary)
    except Exception:  # it is one article's, which is found by splitting one by one
        _LOG.debug("splitting a batch failed", exc_info=True)
        attempt = Attempts()
        found = [
            item
            if isinstance(item, Skipped)
            else attempt("splitting", item.cleaned.document.path, _split, [item], chrome, vocabulary)
            for item in tagged
        ]
        kept = [one if isinstance(one, Skipped) else item for item, one in zip(tagged, found, strict=True)]
        return _split(kept, chrome, vocabulary)


def clean_article(raw: RawDocument, counts: Mapping[int, int]) -> Cleaned | Skipped:
    """Clean an article, but never skip it for what other documents hold as well: `clean`, with that rule."""
    cleaned = clean(raw, counts)
    if isinstance(cleaned, Skipped) and counts:
        cleaned = clean(raw)
    return cleaned


def _with_text(cleaned: Cleaned | Skipped) -> Cleaned | Skipped:
    """An article that is a headline alone has that as its text: it is its one passage."""
    if isinstance(cleaned, Skipped) or cleaned.document.text:
        return cleaned
    return replace(cleaned, document=replace(cleaned.document, text=cleaned.document.headline or ""))


def _tag(cleaned: list[Cleaned | Skipped], recogniser: Recogniser) -> list[_Tagged | Skipped]:
    """Find every article its entities and its quotes."""
    texts = [item.document.text for item in cleaned if isinstance(item, Cleaned)]
    try:
        entities = recogniser.tag(texts)
        found = iter(list(zip(entities, map(find_quotes, texts, entities), strict=True)))
    except Exception:  # it is one article's, which is found by tagging one by one
        _LOG.debug("tagging a batch failed", exc_info=True)
        attempt = Attempts()
        return [
            item
            if isinstance(item, Skipped)
            else attempt("tagging", item.document.path, _tag_one, item, recogniser)
            for item in cleaned
        ]
    return [item if isinstance(item, Skipped) else _Tagged(item, *next(found)) for item in cleaned]


def _tag_one(item: Cleaned, recogniser: Recogniser) -> _Tagged:
    (entities,) = recogniser.tag([item.document.text])
    return _Tagged(item, entities, find_quotes(item.document.text, entities))


def _split(tagged: Sequence[_Tagged | Skipped], chrome: frozenset[int], vocabulary: Vocabulary) -> Batch:
    """Give every article its tokens and its passages."""
    documents = [item.cleaned.document for item in tagged if isinstance(item, _Tagged)]
    texts = indexed_texts(documents)
    stemmed = [kind for document in documents for kind in [is_stemmed(document.language)] * 2]
    tokens = vocabulary.analyze_batch(texts, stemmed)
    found = iter(split_batch(texts, tokens)[1::2])  # headlines and texts take turns
    outcomes: list[Prepared | Skipped] = []
    for item in tagged:
        if isinstance(item, Skipped):
            outcomes.append(item)
            continue
        document, lines = item.cleaned.document, item.cleaned.lines
        passages = next(found) or split(document.text, document.language)
        document = replace(document, entities=item.entities, quotes=item.quotes, passages=passages)
        outcomes.append(Prepared(document, lines, chrome.intersection(lines)))
    return Batch(outcomes, tokens)
