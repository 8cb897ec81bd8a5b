"""The stored document: read from the arrays of its segment, each field when it is first asked for.

Ten hits are shown by headline and passage; the texts, the mentions and the rest of their documents stay in
the file until somebody wants them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from searcher.engine.embedded.commit.damage import DAMAGE
from searcher.engine.embedded.segment.postings import Segment
from searcher.errors import IndexCorruptError
from searcher.records import ENTITY_TYPES, Document, EntityMention, EntityType, PassageBounds, Quote, Span

_NOTHING = b"\xff"
_MENTION = ("entity", "begin", "length")
_QUOTE = ("speaker", "begin", "length", "mention.begin", "mention.length", "cue.begin", "cue.length")
_META = ("path", "source", "language", "authors")
"""Fields kept as JSON, in this order; behind them stands whether the document has passages."""


class StoredDocument(Document):
    """A document of a segment, equal to the one that was indexed.

    Reading a field of a damaged file raises IndexCorruptError.
    """

    __slots__ = ("_docnum", "_segment")

    _segment: Segment
    _docnum: int

    def __getattr__(self, name: str) -> Any:
        # Called for slots that are still empty.
        read = _READ.get(name)
        if read is None:
            raise AttributeError(name)
        try:
            value = read(self, self._segment, self._docnum)
        except DAMAGE as error:
            raise _corrupt(self._segment, error) from error
        _set(self, name, value)
        return value

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Document):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in _READ)

    __hash__ = Document.__hash__

    def __reduce__(self) -> Any:
        return Document, tuple(getattr(self, name) for name in Document.__match_args__)


_set = object.__setattr__  # the only way into a frozen value
_new = object.__new__
_set_segment, _set_docnum = (vars(StoredDocument)[name].__set__ for name in ("_segment", "_docnum"))
_set_id, _set_headline = (vars(Document)[name].__set__ for name in ("doc_id", "headline"))


def load_document(segment: Segment, docnum: int) -> StoredDocument:
    """A document of a segment; see `load_documents`."""
    (document,) = load_documents(segment, [docnum])
    return document


def load_documents(segment: Segment, docnums: Iterable[int]) -> list[StoredDocument]:
    """Documents of a segment; of their fields only those by which they are shown, id and headline, are read.

    Raises:
        IndexCorruptError: the file is damaged.
    """
    loaded = []
    try:
        id_of, headline_of = segment.ids.text, segment.headlines.__getitem__
        for docnum in docnums:
            document = _new(StoredDocument)
            _set_segment(document, segment)
            _set_docnum(document, docnum)
            _set_id(document, id_of(docnum))
            _set_headline(document, _optional(headline_of(docnum)))
            loaded.append(document)
    except DAMAGE as error:
        raise _corrupt(segment, error) from error
    return loaded


def _corrupt(segment: Segment, error: BaseException) -> IndexCorruptError:
    return IndexCorruptError(segment.folder, f"{type(error).__name__}: {error}")


def _doc_id(document: StoredDocument, segment: Segment, docnum: int) -> str:
    return segment.ids.text(docnum)


def _headline(document: StoredDocument, segment: Segment, docnum: int) -> str | None:
    return _optional(segment.headlines[docnum])


def _url(document: StoredDocument, segment: Segment, docnum: int) -> str | None:
    return _optional(segment.urls[docnum])


def _date(document: StoredDocument, segment: Segment, docnum: int) -> str | None:
    day = int(segment.arrays["doc.day"][docnum])
    return f"{day // 10000:04}-{day // 100 % 100:02}-{day % 100:02}" if day else None


def _text(document: StoredDocument, segment: Segment, docnum: int) -> str:
    return segment.texts.text(docnum)


def _meta(name: str) -> Callable[[StoredDocument, Segment, int], Any]:
    """How one of the fields that are kept as JSON is read: all at once."""

    def read(document: StoredDocument, segment: Segment, docnum: int) -> Any:
        values = _common(segment, docnum)
        found = dict(zip(_META, values[: len(_META)], strict=True))
        if found["path"] is None:
            found["path"] = document.doc_id
        authors = found["authors"]
        texts = [found["path"], *authors, *filter(None, (found[field] for field in _META[1:-1]))]
        if not (isinstance(authors, list) and all(isinstance(text, str) for text in texts)):
            raise ValueError("a stored document whose fields are no texts")
        found["authors"] = tuple(authors)
        for field, value in found.items():
            _set(document, field, value)
        return found[name]

    return read


def _common(segment: Segment, docnum: int) -> list[Any]:
    """What is kept as JSON of a document and of others."""
    values: list[Any] = json.loads(segment.metas[int(segment.arrays["doc.meta"][docnum])])
    return values


def _entities(document: StoredDocument, segment: Segment, docnum: int) -> tuple[EntityMention, ...]:
    arrays, names = segment.arrays, segment.values
    rows = slice(*segment.mention_start.edges(docnum))
    columns = [arrays[f"mention.{name}"][rows].tolist() for name in _MENTION]
    facets = arrays.view("facet.value")[segment.facet_start[docnum] :]
    identities = segment.identities
    shown: dict[int, tuple[str, EntityType] | None] = {}
    for entity in set(columns[0]):
        place, kind = divmod(entity, len(ENTITY_TYPES))
        own = names.text(facets[place]), ENTITY_TYPES[kind]
        number = facets[place] * len(ENTITY_TYPES) + kind
        shown[entity] = own if identities is None else identities.of(number, own)
    return tuple(
        EntityMention(as_what[0], as_what[1], begin, begin + length)
        for entity, begin, length in zip(*columns, strict=True)
        if (as_what := shown[entity]) is not None
    )


def _passages(document: StoredDocument, segment: Segment, docnum: int) -> tuple[PassageBounds, ...]:
    if not _common(segment, docnum)[len(_META)]:
        return ()
    arrays = segment.arrays
    start = arrays.view("passage.start")
    rows = slice(start[docnum], start[docnum + 1])
    begins = arrays["passage.begin"][rows].tolist()
    ends = [*begins[1:], len(document.text)]
    tokens = (arrays["passage.position"][rows].astype("i8") - int(segment.text_base[docnum])).tolist()
    lengths = arrays["passage.tokens"][rows].tolist()
    bounds = zip(begins, ends, tokens, lengths, strict=True)
    return tuple(PassageBounds(b, e, t, t + length) for b, e, t, length in bounds)


def _quotes(document: StoredDocument, segment: Segment, docnum: int) -> tuple[Quote, ...]:
    arrays = segment.arrays
    rows = slice(*segment.quote_start.edges(docnum))
    if rows.start == rows.stop:
        return ()
    columns = [arrays[f"quote.{name}"][rows].tolist() for name in _QUOTE]
    facets = arrays.view("facet.value")[segment.facet_start[docnum] :]
    speakers = {number: _speaker(segment, facets[number - 1]) for number in set(columns[0]) if number}
    return tuple(
        Quote(
            begin,
            begin + length,
            speakers.get(speaker),
            Span(mention, mention + mentioned) if mentioned else None,
            Span(cue, cue + cued) if cued else None,
        )
        for speaker, begin, length, mention, mentioned, cue, cued in zip(*columns, strict=True)
    )


def _speaker(segment: Segment, value: int) -> str | None:
    """As who a speaker is shown."""
    own, identities = segment.values.text(value), segment.identities
    if identities is None:
        return own
    shown = identities.of(value * len(ENTITY_TYPES), (own, ENTITY_TYPES[0]))
    return shown and shown[0]


def _optional(data: bytes) -> str | None:
    return None if data == _NOTHING else data.decode("utf-8", "surrogatepass")


_READ: dict[str, Callable[[StoredDocument, Segment, int], Any]] = {
    "doc_id": _doc_id,
    "headline": _headline,
    "text": _text,
    "date": _date,
    "url": _url,
    "entities": _entities,
    "passages": _passages,
    "quotes": _quotes,
    **{name: _meta(name) for name in _META},
}
