"""Terms for Whoosh: a segment's dictionaries and postings behind the interfaces of Whoosh's readers.

Whoosh's `SegmentReader` asks a terms reader (here) and a per-document reader (`whoosh_documents`); a query
asks for matchers (`whoosh_matching`). They answer from the arrays, term by term, so every `whoosh.query` runs
on an index of ours as on any other. Our own searches do not come this way (see `executor`): it is for tools
made for Whoosh, and for comparing.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh.codec.base import FieldCursor, TermsReader
from whoosh.reading import TermInfo, TermNotFound

from searcher.engine.embedded.codec.documents import EmbeddedDocuments
from searcher.engine.embedded.codec.matching import ArrayMatcher, Occurrences
from searcher.engine.embedded.codec.schema import JOINED, KEY_FIELDS, NAME_FIELDS, SCORED_FIELDS, STEM
from searcher.engine.embedded.segment.layout import Array
from searcher.engine.embedded.segment.postings import SEPARATOR, Segment, key_prefixes

_STEM, _JOINED = STEM.encode(), JOINED.encode()


def occurrences(segment: Segment, field: str, term: bytes) -> Occurrences | None:
    """Where a term of a field stands; None when no document holds it."""
    if field in SCORED_FIELDS:
        return _word(segment, term, in_headline=field == "headline")
    if field == "doc_id":
        return _doc_id(segment, term)
    if field in NAME_FIELDS:
        return _name(segment, field, term)
    key = segment.keys.find(field.encode() + SEPARATOR + term)
    if key < 0:
        return None
    docs = segment.key_docs(key).astype(np.int64)
    return Occurrences(docs, np.arange(len(docs) + 1), np.zeros(len(docs), np.int64))


def _word(segment: Segment, term: bytes, *, in_headline: bool) -> Occurrences | None:
    """Occurrences of a form or, behind a tilde, a stem."""
    found: list[Array] = []
    if term.startswith(_STEM):
        group = segment.stems.find(term[len(_STEM) :])
        wanted: list[tuple[int, int | None]] = [(group, None)] if group >= 0 else []
    else:
        form = segment.forms.find(term)
        wanted = [(group, form) for group in segment.groups_of_form(form)] if form >= 0 else []
    for group, only in wanted:
        listed = segment.postings(group)
        kinds = segment.variant_kind[listed.variants.start : listed.variants.stop]
        chosen = (kinds & 1) == in_headline
        if only is not None:
            chosen &= segment.variant_form[listed.variants.start : listed.variants.stop] == only
        ordinals = np.zeros(listed.size, np.uint8) if listed.ordinals is None else listed.ordinals
        found.append(listed.places[chosen[ordinals]])
    places = np.sort(np.concatenate(found)).astype(np.int64) if found else np.empty(0, np.int64)
    docs = np.searchsorted(segment.base, places, "right") - 1
    field_starts = (segment.base if in_headline else segment.text_base).astype(np.int64)
    return _grouped(docs, places - field_starts[docs] if len(docs) else places)


def _name(segment: Segment, field: str, term: bytes) -> Occurrences | None:
    """Occurrences of a form in names, joined ones included."""
    keys: list[int] = []
    for prefix in key_prefixes(field):
        keys += (segment.keys.find(prefix + term), *segment.keys.beginning_with(prefix + term + _JOINED))
    listed = [segment.key_places(key) for key in keys if key >= 0]
    places = np.sort(np.concatenate(listed)).astype(np.int64) if listed else np.empty(0, np.int64)
    base = segment.arrays["doc.names_base"].astype(np.int64)
    docs = np.searchsorted(base, places, "right") - 1
    return _grouped(docs, places - base[docs])


def _doc_id(segment: Segment, term: bytes) -> Occurrences | None:
    docs = np.array(sorted(segment.docnums_of(term)), dtype=np.int64)
    return _grouped(docs, np.zeros(len(docs), np.int64))


def _grouped(docs: Array, positions: Array) -> Occurrences | None:
    if not len(docs):
        return None
    firsts = np.flatnonzero(np.concatenate(([True], docs[1:] != docs[:-1])))
    return Occurrences(docs[firsts], np.append(firsts, len(docs)), positions)


class EmbeddedTerms(TermsReader):  # type: ignore[misc] # Whoosh ships no types
    """The terms of a segment, field by field in alphabetical order."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._documents = EmbeddedDocuments(segment, None)

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return occurrences(self._segment, *term) is not None

    def indexed_field_names(self) -> list[str]:
        """Every field that has terms."""
        return sorted((*SCORED_FIELDS, *NAME_FIELDS, *KEY_FIELDS))

    def field_terms(self, field: str, first: bytes = b"") -> Iterator[bytes]:
        """The terms of a field from `first` on."""
        return (term for term in self._candidates(field, first) if (field, term) in self)

    def _candidates(self, field: str, first: bytes) -> Iterator[bytes]:
        segment = self._segment
        if field in SCORED_FIELDS:
            forms, stems = segment.forms, segment.stems
            after = first[len(_STEM) :] if first.startswith(_STEM) else b"" if first < _STEM else None
            begun = range(len(stems)) if after == b"" else range(stems.first_from(after or b""), len(stems))
            marked = (_STEM + stem for stem in stems.strings(begun)) if after is not None else iter(())
            return heapq.merge(forms.strings(range(forms.first_from(first), len(forms))), marked)
        if field == "doc_id":
            ids = sorted({segment.ids[number] for number in range(segment.count)})
            return iter(ids[bisect_left(ids, first) :])
        found = {
            key[len(prefix) :]
            for prefix in key_prefixes(field)
            for key in segment.keys.strings(segment.keys.beginning_with(prefix))
        }
        if field in NAME_FIELDS:
            found = {term.split(_JOINED)[0] for term in found}
        return iter(sorted(term for term in found if term >= first))

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Every term of every field."""
        return self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Every term from one on."""
        for field in self.indexed_field_names():
            if field >= fieldname:
                begun = prefix if field == fieldname else b""
                yield from ((field, term) for term in self.field_terms(field, begun))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Every term with its counts."""
        return self.items_from("", b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Every term from one on, with its counts."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """The counts of a term; TermNotFound when no document holds it."""
        return self._found(fieldname, text).info(
            lambda docnum: self._documents.doc_field_length(docnum, fieldname)
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """How often a term occurs."""
        found = occurrences(self._segment, fieldname, text)
        return 0.0 if found is None else float(len(found.positions))

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """How many documents hold a term, deleted ones included."""
        found = occurrences(self._segment, fieldname, text)
        return 0 if found is None else len(found.docs)

    def _found(self, fieldname: str, text: bytes) -> Occurrences:
        found = occurrences(self._segment, fieldname, text)
        if found is None:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return found

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        """The documents of a term, one after the other."""
        return ArrayMatcher(self._found(fieldname, text), (fieldname, text), format_, scorer)

    def cursor(self, fieldname: str, fieldobj: Any) -> TermCursor:
        """A position among the terms of a field."""
        return TermCursor(self, fieldname, fieldobj)

    def close(self) -> None:
        """The file is closed when nobody uses its arrays any more."""


class TermCursor(FieldCursor):  # type: ignore[misc] # Whoosh ships no types
    """A position among the terms of a field, as text."""

    def __init__(self, terms: EmbeddedTerms, field: str, fieldobj: Any) -> None:
        self._terms, self._field, self._fieldobj = terms, field, fieldobj
        self.first()

    def first(self) -> str | None:
        """Go to the first term."""
        return self.find(b"")

    def find(self, string: str | bytes) -> str | None:
        """Go to the first term not below one."""
        term = string if isinstance(string, bytes) else self._fieldobj.to_bytes(string)
        self._rest = self._terms.field_terms(self._field, term)
        return self.next()

    def next(self) -> str | None:
        """Go to the next term."""
        self._term = next(self._rest, None)
        return self.text()

    def text(self) -> str | None:
        """The term; None behind the last."""
        return None if self._term is None else self._fieldobj.from_bytes(self._term)

    def term_info(self) -> TermInfo | None:
        """Its counts."""
        return None if self._term is None else self._terms.term_info(self._field, self._term)

    def is_valid(self) -> bool:
        """Whether there is a term here."""
        return self._term is not None
