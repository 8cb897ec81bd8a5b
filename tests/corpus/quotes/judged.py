"""Quotations judged by hand, and what the extraction makes of the same articles.

`tests/data/quotes.json` holds 35 articles as offsets only: the five given seeds, and 30 of the shared news,
15 of each file, chosen before any output was seen: of the articles with at least three double quotation
marks, in the order of the file, every k-th from the middle of the first k on, k being their number divided
by 15. Of each quotation: start, end, speaker, and start and end of the name, role or pronoun that tells it
(null where it stands far away). `optional` are words of which people may differ whether they quote; they
count neither as missing nor as too many.

A speaker is right who has the same words as the judged one, articles and case aside, or whose words are a
part of it or the other way round ("Gerstner" for "Louis Gerstner Jr", "the spokesman" for "a company
spokesman").
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from searcher.corpus.cleaner import clean
from searcher.corpus.entities import load_recogniser
from searcher.corpus.quotes import find_quotes
from searcher.corpus.reader import read_seed
from searcher.records import Cleaned, Document, Quote, RawDocument

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared"
JUDGED = ROOT / "tests" / "data" / "quotes.json"
_ARTICLES = frozenset(("the", "a", "an"))
_SAME = 0.8  # of the longer of two spans


class Figures(NamedTuple):
    """What share of the quotations is found, attributed, and attributed to the right speaker."""

    articles: int
    judged: int
    found: float
    precise: float
    attributed: float
    right: float


def articles() -> Iterator[tuple[Document, dict[str, Any]]]:
    """The judged articles as documents, each with its judgements."""
    judged = {(one["path"], one["id"]): one for one in json.loads(JUDGED.read_text(encoding="utf-8"))}
    recogniser = load_recogniser()
    for folder in (SHARED / "seeds", SHARED / "data" / "news"):
        for path in sorted({path for path, _ in judged if (folder / path).exists()}):
            for raw in read_seed(folder, path):
                if isinstance(raw, RawDocument) and (one := judged.get((path, raw.doc_id))):
                    cleaned = clean(raw)
                    assert isinstance(cleaned, Cleaned)
                    text = cleaned.document.text
                    assert hashlib.sha256(text.encode()).hexdigest() == one["sha256"], path
                    (entities,) = recogniser.tag([text])
                    quotes = find_quotes(text, entities)
                    yield replace(cleaned.document, entities=entities, quotes=quotes), one


def measure() -> Figures:
    """Compare all judged articles."""
    count = total = found = attributed = right = given = precise = 0
    for document, one in articles():
        count += 1
        judged = [(start, end, speaker) for start, end, speaker, *_ in one["quotes"]]
        optional = [(start, end) for start, end, *_ in one["optional"]]
        total += len(judged)
        for start, end, speaker in judged:
            quote = next((quote for quote in document.quotes if _same(quote, start, end)), None)
            found += quote is not None
            if quote is not None and quote.speaker is not None:
                attributed += 1
                right += speaker is not None and is_same(speaker, quote.speaker)
        given += len(document.quotes)
        spans = [(start, end) for start, end, _ in judged] + optional
        precise += sum(any(_same(quote, *span) for span in spans) for quote in document.quotes)
    return Figures(count, total, found / total, precise / given, attributed / total, right / attributed)


def is_same(judged: str, found: str) -> bool:
    """Whether two ways to name a speaker name one."""
    one, other = (set(re.findall(r"\w+", name.lower())) - _ARTICLES for name in (judged, found))
    return bool(one) and bool(other) and (one <= other or other <= one)


def _same(quote: Quote, start: int, end: int) -> bool:
    shared = min(quote.end, end) - max(quote.start, start)
    return shared >= _SAME * max(quote.end - quote.start, end - start)
