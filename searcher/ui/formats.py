"""Renderers for programs: JSON, JSON lines, CSV. (TREC runs are written by `searcher.relevance.runs`.)

The JSON forms carry `schema_version`; what they hold is a contract, see the README.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from searcher.corpus.entities import group
from searcher.query.hits import Hit
from searcher.query.results import Results
from searcher.records import Cleaned, Document, FacetCount, Quote, Span, Status
from searcher.ui.options import Extras

if TYPE_CHECKING:
    from searcher.corpus.report import Report
    from searcher.query.explanation import Explanation
    from searcher.query.reading import Reading

_NO_EXTRAS = Extras()
SCHEMA_VERSION = 1
# What JSON may hold as it is, but a terminal or a line-wise reader should not meet.
_STEERING = re.compile(r"[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
CSV_COLUMNS = ("rank", "score", "doc_id", "headline", "source", "date", "path", "passage")


def results_json(results: Results, extras: Extras = _NO_EXTRAS) -> str:
    """A whole answer as one JSON object."""
    return dump(
        {
            "schema_version": SCHEMA_VERSION,
            "query": results.query,
            "total": {"value": results.total.value, "relation": results.total.relation},
            "took_ms": round(results.took_ms, 3),
            "notes": [note._asdict() for note in results.notes],
            "hits": [_hit(hit, results, extras) for hit in results.hits],
            "facets": {name: _counts(counts) for name, counts in results.facets.items()},
            **({"reading": _reading(results.reading)} if extras.explain else {}),
        },
        indent=2,
    )


def results_jsonl(results: Results, extras: Extras = _NO_EXTRAS) -> Iterator[str]:
    """One JSON object a hit."""
    return (dump({"schema_version": SCHEMA_VERSION, **_hit(hit, results, extras)}) for hit in results.hits)


def results_csv(results: Results) -> str:
    """A table of hits with a line of names; ends with a line end."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for hit in results.hits:
        document = hit.document
        writer.writerow(
            (
                hit.rank,
                _score(hit.score),
                document.doc_id,
                document.headline,
                document.source,
                document.date,
                document.path,
                hit.passage.text,
            )
        )
    return buffer.getvalue()


def cleaned_json(cleaned: Cleaned) -> str:
    """What the cleaner made of one article."""
    document = cleaned.document
    return dump(
        {
            "schema_version": SCHEMA_VERSION,
            "doc_id": document.doc_id,
            "path": document.path,
            "headline": document.headline,
            "source": document.source,
            "date": document.date,
            "authors": document.authors,
            "language": document.language,
            "text": document.text,
            "paragraphs": [document.text[start:end] for start, end in cleaned.paragraphs],
            "dropped": [dropped._asdict() for dropped in cleaned.dropped],
            "entities": [
                {"name": name, "type": kind, "mentions": spans}
                for name, kind, spans in group(document.entities)
            ],
            "quotes": [_quote(quote, document.text) for quote in document.quotes],
        }
    )


def _quote(quote: Quote, text: str) -> dict[str, Any]:
    """A quote of a text, of a document or of a passage."""
    return {
        "speaker": quote.speaker,
        "speaker_mention": quote.mention,
        "start": quote.start,
        "end": quote.end,
        "cue": text[slice(*quote.cue)] if quote.cue else None,
    }


def report_json(report: Report) -> str:
    """What became of the articles of each source, on one line."""
    sources = [
        {
            "source": each.source,
            "articles": each.articles,
            "kept_characters": each.kept_characters,
            "dropped_characters": each.dropped_characters,
            "kept_share": None if each.kept_share is None else round(each.kept_share, 4),
            "without_headline": each.without_headline,
            "without_date": each.without_date,
            "paywalls": each.walls["paywall"],
            "cookie_walls": each.walls["cookie wall"],
            "suspects": [suspect._asdict() for suspect in each.suspects],
            "frequent": [line._asdict() for line in each.frequent],
        }
        for each in report.sources
    ]
    return dump({"schema_version": SCHEMA_VERSION, "sources": sources, "skipped": report.skipped})


def status_json(status: Status) -> str:
    """What is in an index."""
    return dump(
        {
            "schema_version": SCHEMA_VERSION,
            "documents": status.documents,
            "seeds": status.seeds,
            "skipped": [{"path": skipped.path, "reason": skipped.reason} for skipped in status.skipped],
            "index_bytes": status.index_bytes,
            "built_at": status.built_at,
            "up_to_date": status.up_to_date,
        },
        indent=2,
    )


def _hit(hit: Hit, results: Results, extras: Extras) -> dict[str, Any]:
    passage = hit.passage
    return {
        "rank": hit.rank,
        "score": _score(hit.score),
        "document": _document(hit.document, hit.headline_highlights),
        "passage": {
            "ordinal": passage.ordinal,
            "start": passage.start,
            "end": passage.end,
            "text": passage.text,
            **(hit.context(extras.context)._asdict() if extras.context else {}),
        },
        "highlights": hit.highlights,
        "quotes": [_quote(quote, passage.text) for quote in hit.quotes],
        **({"explanation": _explanation(results.explain(hit))} if extras.explain else {}),
    }


def _counts(counts: Iterable[FacetCount]) -> list[dict[str, Any]]:
    return [{"value": value, "count": count} for value, count in counts]


def _explanation(explanation: Explanation) -> dict[str, Any]:
    value, what, parts = explanation
    return {"value": round(value, 9), "what": what, "parts": list(map(_explanation, parts))}


def _reading(reading: Reading) -> dict[str, Any]:
    """How a query was read."""
    terms = [
        {
            "text": term.text,
            "articles": term.articles,
            "idf": _score(term.idf),
            "is_implied": term.is_implied,
            "patterns": [{**forms._asdict(), "most": _counts(forms.most)} for forms in term.patterns],
        }
        for term in reading.terms
    ]
    return {"query": reading.query, "terms": terms}


def _document(document: Document, headline_highlights: Sequence[Span]) -> dict[str, Any]:
    return {
        "doc_id": document.doc_id,
        "headline": document.headline,
        "headline_highlights": headline_highlights,
        "source": document.source,
        "date": document.date,
        "path": document.path,
        "url": document.url,
        "authors": document.authors,
        "entities": [{"name": name, "type": kind} for name, kind, _ in group(document.entities)],
    }


def _score(score: float) -> float:
    return round(score, 6)


def dump(data: dict[str, Any], indent: int | None = None) -> str:
    """JSON in which nothing could steer a terminal or end a line of it."""
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    return _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
