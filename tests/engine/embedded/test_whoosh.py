"""Whoosh's own queries, on a segment of ours and on one of its stock codec: the same documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slow_builder import build, name_fields
from whoosh import query as wq
from whoosh.codec.whoosh3 import W3Codec
from whoosh.fields import FieldType, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.index import TOC, open_dir
from whoosh.qparser import MultifieldParser
from whoosh.query import spans

from searcher.analysis import analyze, is_stemmed
from searcher.engine.embedded.codec.codec import EmbeddedSegment
from searcher.engine.embedded.codec.schema import (
    INDEX_NAME,
    KEY_FIELDS,
    NAME_FIELDS,
    SCORED_FIELDS,
    Positions,
    make_schema,
)
from searcher.engine.embedded.commit.storage import IndexStorage
from searcher.records import ENTITY_TYPES, Document, EntityMention


class _Given(FieldType):  # type: ignore[misc] # Whoosh ships no types
    """A field of Whoosh's that is given its terms with their positions."""

    def __init__(self, analyzer: Any) -> None:
        super().__init__(format=Positions(), analyzer=analyzer, scorable=False)

    def index(self, value: dict[str, list[int]], **options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, positions in value.items():
            data = b"".join(position.to_bytes(4, "little") for position in sorted(set(positions)))
            count = len(data) // 4
            yield term.encode("utf-8", "surrogatepass"), count, float(count), data


def _terms(document: Document, field: str) -> dict[str, list[int]]:
    """The terms of a field of a document, worked out token by token."""
    found: dict[str, list[int]] = {}
    if field in SCORED_FIELDS:
        alone = field == "text" and document.text == document.headline
        text = "" if alone else getattr(document, field) or ""
        for token in analyze(text, document.language):
            found.setdefault(token.form, []).append(token.position)
            if is_stemmed(document.language):
                found.setdefault(f"~{token.term}", []).append(token.position)
    elif field in NAME_FIELDS:
        base = 0
        for own in ENTITY_TYPES if field == "entities" else (field,):
            for name in name_fields(document)[own]:
                tokens = analyze(name)
                for token in tokens:
                    found.setdefault(token.form, []).append(base + token.position)
                base += 100 + max((token.last + 1 for token in tokens), default=-100)
            base += 100
    else:
        key = getattr(document, field) or ("-" if field == "date" else "")
        if key:
            found[key] = [0]
    return found


class Both:
    """The same documents in an index of ours and in one of Whoosh's stock codec."""

    def __init__(self, folder: Path, documents: Sequence[Document], deleted: Sequence[int] = ()) -> None:
        name = "0123456789abcdef"
        build(folder / f"{INDEX_NAME}_{name}.seg", documents)
        segment = EmbeddedSegment(name, len(documents), deleted)
        TOC(make_schema(), [segment], 0).write(IndexStorage(str(folder)), INDEX_NAME)
        self.ours = open_dir(str(folder), indexname=INDEX_NAME).searcher()
        fields = {
            name: _Given(make_schema()[name].analyzer) for name in (*SCORED_FIELDS, *NAME_FIELDS, *KEY_FIELDS)
        }
        stock = RamStorage().create_index(Schema(**fields))
        writer = stock.writer(codec=W3Codec())
        for document in documents:
            writer.add_document(**{field: _terms(document, field) for field in fields})
        writer.commit()
        writer = stock.writer(codec=W3Codec())
        for docnum in deleted:
            writer.delete_document(docnum)
        writer.commit(merge=False)
        self.stock = stock.searcher()

    def docs(self, query: wq.Query) -> list[int]:
        """The documents of a query, which both have to give."""
        ours, stock = (sorted(query.docs(searcher)) for searcher in (self.ours, self.stock))
        assert ours == stock, query
        return ours


WORDS = (
    "troops",
    "troop",
    "march",
    "marched",
    "self-mobilize",
    "selfmobilize",
    "US",
    "us",
    "Łódź",
    "the",
    "20,000",
)
TEXTS = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    """A few documents of a few words."""
    made = []
    for number in range(draw(st.integers(1, 12))):
        text, headline = draw(TEXTS), draw(st.none() | TEXTS)
        name = draw(st.sampled_from(("Ann Fox", "Moscow Times", "Ray")))
        mentions = (EntityMention(name, "person", 0, min(len(text), 6)),) if text else ()
        made.append(
            Document(
                doc_id=f"d{number:02}",
                path="a.txt" if number % 2 else "b.txt",
                text=text,
                headline=headline,
                source=draw(st.sampled_from((None, "Moscow Times", "Newsweek"))),
                date=draw(st.sampled_from((None, "2022-09-24", "2015-01-02"))),
                language=draw(st.sampled_from((None, "en", "de"))),
                authors=draw(st.sampled_from(((), ("Ann Fox", "Ray Bo")))),
                entities=mentions,
            )
        )
    return made


def term(text: str, field: str = "text") -> wq.Term:
    """A query for one term."""
    return wq.Term(field, text)


QUERIES: tuple[wq.Query, ...] = (
    term("troops"), term("~troop"), term("selfmobilize"), term("~selfmobil"), term("nowhere"),
    term("us"), term("lodz", "headline"), term("20000"), term("moscow", "source"), term("fox", "author"),
    term("ann", "person"), term("ann", "entities"), term("2022-09-24", "date"), term("-", "date"),
    term("en", "language"), term("a.txt", "path"), term("d00", "doc_id"),
    wq.And([term("~troop"), term("~march")]), wq.Or([term("us"), term("the"), term("troops", "headline")]),
    wq.Not(term("the")), wq.AndNot(term("the"), term("us")), wq.AndMaybe(term("the"), term("us")),
    wq.Require(term("the"), term("us")), wq.Otherwise(term("nowhere"), term("us")),
    wq.DisjunctionMax([term("us"), term("march")]), wq.ConstantScoreQuery(term("us"), 2.0),
    wq.Phrase("text", ["self", "mobilize"]), wq.Phrase("text", ["the", "us"], slop=3),
    wq.Phrase("source", ["moscow", "times"]), wq.Phrase("author", ["fox", "ray"], slop=2),
    wq.Sequence([term("self"), wq.Or([term("mobilize"), term("us")])]),
    wq.Ordered([term("the"), term("us")]), wq.Prefix("text", "troo"), wq.Prefix("source", "m"),
    wq.Wildcard("text", "m*ch?d"), wq.Wildcard("text", "*s"), wq.Regex("text", "tr[ou]+p.*"),
    wq.FuzzyTerm("text", "trops", maxdist=1), wq.FuzzyTerm("text", "marsh", maxdist=2, prefixlength=2),
    wq.Variations("text", "march"), wq.TermRange("text", "m", "t"), wq.TermRange("date", "2015", "2016"),
    wq.TermRange("text", None, "self", endexcl=True), wq.Every(), wq.Every("headline"), wq.Every("source"),
    wq.NullQuery, wq.And([wq.Every(), wq.Not(term("us"))]),
    spans.SpanFirst(term("us"), limit=2), spans.SpanNear(term("the"), term("us"), slop=4, ordered=False),
    spans.SpanNear2([term("self"), term("mobilize")], slop=1), spans.SpanOr([term("us"), term("the")]),
    spans.SpanNot(term("self"), term("march")), spans.SpanContains(term("self"), term("self")),
    spans.SpanBefore(term("the"), term("us")), spans.SpanCondition(term("the"), term("us")),
)  # fmt: skip


@settings(max_examples=10, deadline=None)
@given(made=documents(), data=st.data())
def test_every_query_of_whoosh_finds_the_same_documents(
    tmp_path_factory: pytest.TempPathFactory, made: list[Document], data: st.DataObject
) -> None:
    """Terms, booleans, phrases, spans, patterns, ranges: our codec and the stock one agree."""
    deleted = data.draw(st.sets(st.integers(0, len(made) - 1), max_size=len(made) - 1))
    both = Both(tmp_path_factory.mktemp("index"), made, sorted(deleted))
    for query in QUERIES:
        both.docs(query)


@settings(max_examples=10, deadline=None)
@given(made=documents())
def test_readers_agree_on_terms_and_their_counts(
    tmp_path_factory: pytest.TempPathFactory, made: list[Document]
) -> None:
    """Dictionaries, document frequencies, occurrences and positions are the same, term by term."""
    both = Both(tmp_path_factory.mktemp("index"), made)
    ours, stock = both.ours.reader(), both.stock.reader()
    assert list(ours.all_terms()) == list(stock.all_terms())
    for field, text in stock.all_terms():
        assert ours.doc_frequency(field, text) == stock.doc_frequency(field, text)
        assert ours.frequency(field, text) == stock.frequency(field, text)
        mine, other = ours.postings(field, text), stock.postings(field, text)
        while other.is_active():
            places, expected = mine.value_as("positions"), other.value_as("positions")
            if field in NAME_FIELDS:  # ours are counted through all fields of names
                places, expected = ([at - listed[0] for at in listed] for listed in (places, expected))
            assert (mine.id(), places) == (other.id(), expected)
            mine.next()
            other.next()
        assert not mine.is_active()
        info, known = ours.term_info(field, text), stock.term_info(field, text)
        assert (info.min_id(), info.max_id(), info.max_weight()) == (
            known.min_id(),
            known.max_id(),
            known.max_weight(),
        )


def test_whoosh_opens_parses_scores_and_fetches(tmp_path: Path) -> None:
    """An index of ours is opened by Whoosh alone: its parser, its BM25F, its sorting, its stored fields."""
    made = [
        Document("a", "a.txt", "Troops marched on.", "On the march", "Moscow Times", "2022-09-24"),
        Document("b", "b.txt", "The troops, the troops!", None, "Newsweek", "2015-01-02"),
    ]
    searcher = Both(tmp_path, made).ours
    parser = MultifieldParser(["text", "headline"], searcher.schema)
    assert [hit["doc_id"] for hit in searcher.search(parser.parse("troops"))] == ["b", "a"]
    assert [hit["headline"] for hit in searcher.search(parser.parse("MARCH*"))] == ["On the march"]
    assert [hit["doc_id"] for hit in searcher.search(wq.Every(), sortedby="day")] == ["b", "a"]
    assert searcher.document(doc_id="b")["source"] == "Newsweek"
    assert searcher.search(parser.parse('"troops marched"'))[0]["text"] == made[0].text
