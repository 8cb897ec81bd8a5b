"""The documents of a segment, column by column: Documents → what is stored (see `postings`, DOCUMENTS).

A batch of documents becomes a few arrays at once; what comes again and again (names, sources, paths) is held
as numbers of strings.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import chain
from typing import Any

import numpy as np

from searcher.analysis.vocabulary import TokenArrays
from searcher.engine.embedded.building.blobs import Blob, from_zero, lengths, utf8_size
from searcher.engine.embedded.building.names import (
    AUTHOR,
    LABEL_FIELDS,
    NAME_FIELDS,
    SPEAKER,
    Named,
    Stretches,
)
from searcher.engine.embedded.building.quotes import QuoteColumns
from searcher.engine.embedded.building.rising import write_rising
from searcher.engine.embedded.building.words import Interner
from searcher.engine.embedded.segment.kinds import ENTITY_KIND, SPEAKER_KIND, VALUE_KINDS
from searcher.engine.embedded.segment.layout import Array, ArrayWriter
from searcher.records import ENTITY_TYPES, Document, PassageBounds

NOTHING = b"\xff"
"""What a headline or URL is that is not there: no byte of any UTF-8."""

NO_DATE = "-"
_TYPES = {name: number for number, name in enumerate(ENTITY_TYPES)}
_quoted = json.encoder.encode_basestring


@dataclass(frozen=True, slots=True)
class Columns:
    """What is stored of n documents with m mentions, p passages and a authors.

    Attributes:
        id, headline, text, url: a byte string for each document.
        meta: shape (n,), numbers of strings; day: shape (n,), as in the file.
        source, date, month, language, path: shape (n,), numbers of strings, -1 for none.
        authors, mentions, passages: shape (n,), how many of each a document has.
        author: shape (a,); name, surface: shape (m,); numbers of strings.
        type, begin, end: shape (m,); code points of mentions.
        passage_begin, passage_byte, first_token, tokens: shape (p,); the first token counted from the text's.
        quoted: their quotations.
    """

    id: Blob
    headline: Blob
    text: Blob
    url: Blob
    meta: Array
    day: Array
    source: Array
    date: Array
    month: Array
    language: Array
    path: Array
    authors: Array
    author: Array
    mentions: Array
    name: Array
    surface: Array
    type: Array
    begin: Array
    end: Array
    passages: Array
    passage_begin: Array
    passage_byte: Array
    first_token: Array
    tokens: Array
    quoted: QuoteColumns

    @classmethod
    def of(
        cls, documents: Sequence[Document], strings: Interner, tokens: TokenArrays | None = None
    ) -> Columns:
        """The columns of some documents; `tokens`: of the headline and the text of each, by turns."""
        texts = [document.text for document in documents]
        text = Blob.of(texts)
        mentions = [document.entities for document in documents]
        name, kind, begin, end = (
            zip(*chain.from_iterable(mentions), strict=True) if any(mentions) else ((), (), (), ())
        )
        surface = [
            text[first:beyond]
            for text, found in zip(texts, mentions, strict=True)
            for _, _, first, beyond in found
        ]
        bounds = [d.passages or (PassageBounds(0, len(d.text), 0, len(d.text)),) for d in documents]
        passages = lengths(bounds)
        passage = np.array(list(chain.from_iterable(bounds)), np.int64).reshape(-1, 4)
        return cls(
            id=Blob.of([document.doc_id for document in documents]),
            headline=_optional([document.headline for document in documents]),
            text=text,
            url=_optional([document.url for document in documents]),
            meta=strings.numbers(list(map(_meta, documents))),
            day=np.array([int(d.date.replace("-", "")) if d.date else 0 for d in documents], np.uint32),
            source=strings.of_each([d.source for d in documents]),
            date=strings.of_each([d.date or NO_DATE for d in documents]),
            month=strings.of_each([d.date and d.date[:7] for d in documents]),
            language=strings.of_each([d.language for d in documents]),
            path=strings.of_each([d.path for d in documents]),
            authors=lengths([document.authors for document in documents]),
            author=strings.numbers([author for document in documents for author in document.authors]),
            mentions=lengths(mentions),
            name=strings.numbers(name),
            surface=strings.numbers(surface),
            type=np.fromiter(map(_TYPES.__getitem__, kind), np.uint8, len(kind)),
            begin=np.array(begin, np.uint32),
            end=np.array(end, np.uint32),
            passages=passages,
            passage_begin=passage[:, 0].astype(np.uint32),
            passage_byte=_bytes_before(
                text, texts, np.repeat(np.arange(len(texts)), passages), passage[:, 0]
            ),
            first_token=passage[:, 2].astype(np.uint32),
            tokens=(passage[:, 3] - passage[:, 2]).astype(np.uint32),
            quoted=QuoteColumns.of(documents, tokens, strings),
        )

    @classmethod
    def join(cls, several: Sequence[Columns]) -> Columns:
        """The columns of several batches as one."""
        return cls(*(_joined([getattr(columns, each.name) for columns in several]) for each in fields(cls)))

    @property
    def nbytes(self) -> int:
        """Memory that they take."""
        return sum(getattr(self, each.name).nbytes for each in fields(self))

    def names(self) -> Named:
        """What the fields of names hold, in the order met: of an entity each name once a document."""
        mentioned = np.repeat(np.arange(len(self.mentions)), self.mentions * 2)
        value = np.stack((self.name, self.surface), axis=1).ravel()
        field = 1 + np.repeat(self.type, 2).astype(np.int64)
        of_type = _first_met(mentioned * len(NAME_FIELDS) + field, value)
        sourced = np.flatnonzero(self.source >= 0)
        by = np.repeat(np.arange(len(self.authors)), self.authors)
        spoken = np.repeat(np.arange(len(self.authors)), self.quoted.names)
        doc = np.concatenate((sourced, mentioned[of_type], by, spoken))
        fields = np.concatenate((
            np.zeros_like(sourced), field[of_type], np.full_like(by, AUTHOR), np.full_like(spoken, SPEAKER)
        ))  # fmt: skip
        values = np.concatenate((self.source[sourced], value[of_type], self.author, self.quoted.name))
        order = np.argsort(doc * len(NAME_FIELDS) + fields, kind="stable")
        return Named(*(column[order].astype(np.int32) for column in (doc, fields, values)))

    def labels(self) -> Named:
        """What the fields of labels hold."""
        values = np.stack([getattr(self, field) for field in LABEL_FIELDS], axis=1)
        doc, field = np.nonzero(values >= 0)
        return Named(doc, field, values[doc, field])

    def write(self, file: ArrayWriter, text_base: Array, strings: Interner, spoken: Stretches) -> None:
        """Write all but the keys.

        Args:
            text_base: shape (n,), the position of each document's text.
            strings: what the numbers are numbers of.
            spoken: of the names of speakers, see `write_names`.
        """
        ids = self.id.strings()
        file.write("id.order", "u4", sorted(range(len(ids)), key=ids.__getitem__))
        for name in ("id", "headline", "text"):
            getattr(self, name).write(file, name)
        write_rising(file, "url.start", from_zero(self.url.sizes))
        self.url.write_bytes(file, "url")
        meta_rank, metas = strings.ranked(self.meta)
        Blob.of(metas).write(file, "meta")
        file.write_narrow("doc.meta", meta_rank[self.meta])
        file.write("doc.day", "u4", self.day)
        write_rising(file, "mention.start", from_zero(self.mentions))
        entities, speakers = self._write_facets(file, strings)
        file.write_narrow("mention.entity", entities * len(ENTITY_TYPES) + self.type)
        file.write_narrow("mention.begin", self.begin)
        file.write_narrow("mention.length", self.end - self.begin)
        file.write("passage.start", "u4", from_zero(self.passages))
        file.write("passage.position", "u4", np.repeat(text_base, self.passages) + self.first_token)
        file.write_narrow("passage.tokens", self.tokens)
        file.write_narrow("passage.begin", self.passage_begin)
        file.write_narrow("passage.byte", self.passage_byte)
        self.quoted.write(file, speakers, *spoken)

    def _write_facets(self, file: ArrayWriter, strings: Interner) -> tuple[Array, Array]:
        """Write what facets count.

        Returns:
            for each mention the number of its name among the values of its document, and for each quotation
            1 + that of its speaker, 0 where there is none.
        """
        count = len(self.day)
        mentioned, quoted = np.repeat(np.arange(count), self.mentions), self.quoted.holder
        docs = np.concatenate((np.arange(count), mentioned, np.arange(count), quoted))
        kinds = np.repeat(VALUE_KINDS, (count, len(mentioned), count, len(quoted)))
        speaker = self.quoted.speaker
        string = np.concatenate((self.source, self.name, self.month, speaker)).astype(np.int64)
        is_held = string >= 0
        docs, kinds, string = docs[is_held], kinds[is_held], string[is_held]
        rank, in_order = strings.ranked(string)
        is_value = np.zeros((len(VALUE_KINDS), len(in_order)), np.bool_)
        is_value[kinds, rank[string]] = True
        values = np.argwhere(is_value)
        number = np.cumsum(is_value).reshape(is_value.shape) - 1
        once = docs << 32 | number[kinds, rank[string]]
        once.sort()
        once = once[np.diff(once, prepend=-1) > 0]
        Blob.of([in_order[at] for at in values[:, 1].tolist()]).write(file, "value")
        file.write("value.kind", "u1", values[:, 0])
        starts = from_zero(np.bincount(once >> 32, minlength=count))
        write_rising(file, "facet.start", starts)
        file.write_narrow("facet.value", once & 0xFFFFFFFF)

        def among(holder: Array, kind: int, strings: Array) -> Array:
            numbers: Array = once.searchsorted(holder << 32 | number[kind, rank[strings]]) - starts[holder]
            return numbers

        is_attributed = speaker >= 0
        speakers = np.zeros(len(speaker), np.int64)
        speakers[is_attributed] = 1 + among(quoted[is_attributed], SPEAKER_KIND, speaker[is_attributed])
        return among(mentioned, ENTITY_KIND, self.name), speakers


def _joined(parts: list[Any]) -> Any:
    """Parts of a column as one."""
    if isinstance(parts[0], Blob | QuoteColumns):
        return type(parts[0]).join(parts)
    return np.concatenate(parts)


def _optional(values: list[str | None]) -> Blob:
    """Strings, NOTHING where there is none."""
    blob = Blob.of([value or "" for value in values])
    if None not in values:
        return blob
    strings = [
        NOTHING if value is None else string for value, string in zip(values, blob.strings(), strict=True)
    ]
    return Blob((b"".join(strings),), lengths(strings))


def _meta(document: Document) -> str:
    """What a document is likely to have in common with others: JSON."""
    d = document
    path = None if d.path == d.doc_id else d.path
    fields = ["null" if value is None else _quoted(value) for value in (path, d.source, d.language)]
    authors = ",".join(map(_quoted, d.authors))
    return f"[{','.join(fields)},[{authors}],{'true' if d.passages else 'false'}]"


def _bytes_before(text: Blob, texts: list[str], which: Array, code_point: Array) -> Array:
    """The byte of each text at which a code point of it begins.

    Args:
        which: the number of the text, ascending; code_point: ascending in each text.
    """
    byte = code_point.astype(np.uint32)
    rows = np.flatnonzero((text.sizes != lengths(texts))[which])  # in the others a character is a byte
    last, at, size = -1, 0, 0
    places = rows.tolist(), which[rows].tolist(), code_point[rows].tolist()
    for row, number, until in zip(*places, strict=True):
        if number != last:
            last, at, size = number, 0, 0
        size += utf8_size(texts[number][at:until])
        at = until
        byte[row] = size
    return byte


def _first_met(holder: Array, value: Array) -> Array:
    """Where each pair of two columns is met first, ascending."""
    first: Array = np.unique(holder.astype(np.int64) << 32 | value, return_index=True)[1]
    first.sort()
    return first
