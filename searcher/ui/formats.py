"""Renderers for programs: JSON, JSON lines, CSV, TREC.

The JSON forms carry `schema_version`; what they hold is a contract, see the README.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from searcher.corpus.entities import group
from searcher.pipeline import Status
from searcher.query.hits import Hit
from searcher.query.results import Results
from searcher.records import Cleaned, Document, Span

SCHEMA_VERSION = 1
RUN_NAME = "searcher"
# What JSON may hold as it is, but a terminal or a line-wise reader should not meet.
_STEERING = re.compile(r"[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_BREAKING = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]")
CSV_COLUMNS = ("rank", "score", "doc_id", "headline", "source", "date", "path", "passage")


def results_json(results: Results) -> str:
    """A whole answer as one JSON object."""
    return _dump(
        {
            "schema_version": SCHEMA_VERSION,
            "query": results.query,
            "total": {"value": results.total.value, "relation": results.total.relation},
            "took_ms": round(results.took_ms, 3),
            "notes": [note._asdict() for note in results.notes],
            "hits": [_hit(hit) for hit in results.hits],
            "facets": {
                name: [{"value": value, "count": count} for value, count in counts]
                for name, counts in results.facets.items()
            },
        },
        indent=2,
    )


def results_jsonl(results: Results) -> Iterator[str]:
    """One JSON object a hit."""
    return (_dump({"schema_version": SCHEMA_VERSION, **_hit(hit)}) for hit in results.hits)


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


def trec_lines(query_id: str, documents: Iterable[tuple[str, float]]) -> Iterator[str]:
    """One line a document, as trec_eval reads them.

    Args:
        query_id: of the topic; white space in it, and in ids of documents, is percent-encoded.
        documents: (doc_id, score), best first.
    """
    topic = _word(query_id)
    for rank, (doc_id, score) in enumerate(documents, 1):
        yield f"{topic} Q0 {_word(doc_id)} {rank} {score:.6f} {RUN_NAME}"


def _word(text: str) -> str:
    """An id as one word of a TREC line: white space and controls are written %20 and so on."""
    return _BREAKING.sub(lambda match: quote(match[0], safe="", errors="replace"), text)


def cleaned_json(cleaned: Cleaned) -> str:
    """What the cleaner made of one article."""
    document = cleaned.document
    return _dump(
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
        }
    )


def status_json(status: Status) -> str:
    """What is in an index."""
    return _dump(
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


def _hit(hit: Hit) -> dict[str, Any]:
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
        },
        "highlights": hit.highlights,
    }


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


def _dump(data: dict[str, Any], indent: int | None = None) -> str:
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    return _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
