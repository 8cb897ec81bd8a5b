"""Masks: which documents of a segment pass a node of the query, one bool for each.

They answer what needs no scores: filters, dates, exclusions, how many documents match.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from searcher.engine.embedded.searching.entity_filter import ENTITY_FIELDS, among, naming
from searcher.engine.embedded.searching.form_table import Codes, fitting
from searcher.engine.embedded.searching.name_space import NameSpace
from searcher.engine.embedded.searching.quotations import quoted_by
from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.postings import SEPARATOR, Segment
from searcher.query.nodes import Boolean, DateRange, Filter, Fuzzy, Match, Node, Prefix, Wildcard, Word
from searcher.query.places import literal_prefix


def mask(segment: Segment, node: Node, held: Callable[[Match], Array], *, undated: bool = False) -> Array:
    """The documents that match a node, deleted ones maybe among them.

    Args:
        held: gives the documents that hold a match.
        undated: take date ranges to be met by the documents without a date, and by no other.

    Returns:
        bool of shape (documents,), the caller's own.
    """
    match node:
        case Match():
            return among(segment, held(node))
        case Filter():
            return _filtered(segment, node)
        case DateRange():
            return _dated(segment, node, undated)
        case Boolean():
            if node.must:
                found = all_pass(mask(segment, child, held, undated=undated) for child in node.must)
            elif node.should:
                found = np.zeros(segment.count, dtype=bool)
                for child in node.should:
                    found |= mask(segment, child, held, undated=undated)
            else:
                found = np.ones(segment.count, dtype=bool)
            for child in node.must_not:
                found &= ~mask(segment, child, held)
            return found
        case _:
            return np.zeros(segment.count, dtype=bool)


def all_pass(masks: Iterable[Array]) -> Array:
    """The documents of every mask; the first is changed."""
    first, *others = masks
    for other in others:
        first &= other
    return first


def _dated(segment: Segment, node: DateRange, undated: bool) -> Array:
    day = segment.arrays["doc.day"]
    found: Array = day == 0 if undated else day > 0
    if not undated and node.first:
        found &= day >= _day(node.first)
    if not undated and node.last:
        found &= day <= _day(node.last)
    return found


def _day(date: str) -> int:
    return int(date.replace("-", ""))


def _filtered(segment: Segment, node: Filter) -> Array:
    if node.field == "doc_id":
        return among(segment, np.array(_of_ids(segment, node), dtype=np.int64))
    if node.field in ("language", "path"):
        docs = [segment.key_docs(key) for key in _keys(segment, node)]
        return among(segment, np.concatenate(docs) if docs else np.zeros(0, np.int64))
    if node.field in ENTITY_FIELDS:
        return naming(segment, node.field, node.unit)
    if node.field == "speaker":
        return among(segment, quoted_by(segment, (node.unit,))[0])
    return among(segment, NameSpace(segment, node.field).docs(node.unit))


def _of_ids(segment: Segment, node: Filter) -> list[int]:
    unit = node.unit
    if isinstance(unit, Word):
        docnum = segment.docnum(unit.written or unit.form)
        return [docnum] if docnum >= 0 else []
    if not isinstance(unit, Prefix | Wildcard | Fuzzy):
        return []
    found: list[int] = fitting(
        unit, Codes.of(segment.arrays["id.bytes"], segment.arrays["id.start"])
    ).tolist()
    return found


def _keys(segment: Segment, node: Filter) -> list[int]:
    """The keys of a field without positions that a filter asks for."""
    unit, keys = node.unit, segment.keys
    field = node.field.encode() + SEPARATOR
    if isinstance(unit, Word):
        wanted = unit.form if node.field == "language" else unit.written or unit.form
        key = keys.find(field + wanted.encode("utf-8", "surrogatepass"))
        return [key] if key >= 0 else []
    if not isinstance(unit, Prefix | Wildcard | Fuzzy):
        return []
    numbers = keys.beginning_with(field + literal_prefix(unit).encode("utf-8", "surrogatepass"))
    if not numbers:
        return []
    start = segment.arrays["key.start"][numbers.start : numbers.stop + 1]
    codes, begin, end = Codes.of(segment.arrays["key.bytes"], start)
    found: list[int] = (numbers.start + fitting(unit, Codes(codes, begin + len(field), end))).tolist()
    return found
