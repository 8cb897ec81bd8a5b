from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slow_results import slow_hits

from searcher.analysis import analyze
from searcher.corpus.passages import split
from searcher.engine.bm25 import Bm25
from searcher.query.hits import Hit, Snippet
from searcher.query.nodes import matches
from searcher.query.parser import parse
from searcher.query.results import RESCORED, Results
from searcher.query.text_standing import TextStanding
from searcher.query.top_docs import PlaceTable, Ranges, ShownPassage, Standing, TopDocs
from searcher.records import Document, EntityMention, Passage, PassageBounds, Place, Span, Total

FILLER = " ".join(f"Filling number {n} stands here." for n in range(40))
LONG = f"{FILLER}\n\nApples and pears.\n\n{FILLER}\n\nApples, apples, apples.\n\n{FILLER}"


def document(doc_id: str, text: str, headline: str | None = None) -> Document:
    """A document with passages."""
    return Document(doc_id, f"{doc_id}.txt", text, headline=headline, passages=split(text))


class Positions:
    """A Standing of an engine that keeps positions, and a list of what was asked of it."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self.asked: list[tuple[str, int]] = []

    def places(self, begin: int, end: int) -> PlaceTable:
        """See `Standing`."""
        self.asked.append(("places", begin))
        return self._standing.places(begin, end)

    def headline_places(self, document: int) -> Sequence[Sequence[Place]]:
        """See `Standing`."""
        self.asked.append(("headline_places", document))
        return self._standing.headline_places(document)

    def documents(self, documents: Sequence[int]) -> Sequence[Document]:
        """See `Standing`."""
        self.asked += [("document", document) for document in documents]
        return self._standing.documents(documents)

    def passages(self, wanted: Sequence[tuple[int, int]]) -> Sequence[ShownPassage]:
        """See `Standing`."""
        self.asked += [("passage", document) for document, _ in wanted]
        return self._standing.passages(wanted)

    def spans(
        self, documents: Sequence[int], shown: Sequence[ShownPassage], ranges: Sequence[Ranges]
    ) -> Sequence[tuple[Span, ...]]:
        """See `Standing`."""
        self.asked += [("spans", document) for document in documents]
        return self._standing.spans(documents, shown, ranges)

    def headline_spans(self, document: int, ranges: Ranges) -> tuple[Span, ...]:
        """See `Standing`."""
        return self._standing.headline_spans(document, ranges)


def results(
    query: str,
    documents: Sequence[Document],
    scores: Sequence[float],
    *,
    positions: bool = False,
    **options: Any,
) -> Results:
    """The results of an engine that found documents with scores, in that order."""
    node = parse(query).node
    leaves = tuple(matches(node))
    options = {"limit": 10, **options}
    size = max(options["limit"] + options.get("offset", 0), RESCORED)
    ids = [doc.doc_id for doc in documents[:size]]
    known = {doc.doc_id: doc for doc in documents}
    fetch = lambda doc_ids: [known.get(doc_id) for doc_id in doc_ids]  # noqa: E731 - the seam is a function
    top = TopDocs(
        list(scores[:size]),
        ids,
        Total(len(documents)),
        idfs=(1.0,) * len(leaves),
        doc_freqs=(1,) * len(leaves),
        standing=Positions(TextStanding(ids, leaves, fetch)) if positions else None,
    )
    return Results(query, node, top, fetch, Bm25(), **options)


def row(hit: Hit) -> tuple[int, str, float, int]:
    """What a hit is, in short."""
    return hit.rank, hit.document.doc_id, hit.score, hit.passage.ordinal


collections = st.lists(
    st.tuples(
        st.sampled_from(["apples", "no such word", "pears, apples", LONG]), st.sampled_from([1.0, 1.2, 2.0])
    ),
    max_size=130,
)


@given(collections, st.integers(0, 130), st.integers(0, 130), st.integers(1, 3), st.booleans())
def test_pages_are_cut_from_one_list(
    drawn: list[tuple[str, float]], limit: int, offset: int, per_document: int, by_relevance: bool
) -> None:
    """Any page is a part of the whole list, by documents; scores never rise with the rank."""
    drawn = sorted(drawn, key=lambda item: -item[1])
    documents = [document(f"d{n:03}", text) for n, (text, _) in enumerate(drawn)]
    scores = [score for _, score in drawn]
    options = {"per_document": per_document, "by_relevance": by_relevance}
    whole = results("apples pears", documents, scores, limit=130, **options)
    page = results("apples pears", documents, scores, limit=limit, offset=offset, **options)
    assert page.documents == whole.documents[offset : offset + limit]
    assert [row(hit) for hit in page.hits] == [
        row(hit) for hit in whole.hits if offset < hit.rank <= offset + limit
    ]
    assert len(whole.documents) == len(documents)
    if by_relevance:
        falling = [score for _, score in whole.documents]
        assert falling == sorted(falling, reverse=True)
    else:
        assert whole.documents == [(doc.doc_id, score) for doc, score in zip(documents, scores, strict=True)]


MENTIONED = "Ann Lee met the US troops. Apples for us, said Lee. "
TEXTS = (
    "apples",
    "no such word",
    "pears, apples",
    LONG,
    MENTIONED,
    f"{MENTIONED}{FILLER} {MENTIONED}",
    f"The US left. {FILLER}\n\nFor us, apples and for us pears.",
    f"{FILLER}\n\nGreen apples\n\nand pears in the US. {FILLER}",
    "“Apples” & <pears>; self-mobilization of apples",
    "They told us apples",
    f"{FILLER} Then there were green. Apples and pears for us, and more. {FILLER}",
    "",
)
HEADLINES = (None, "", "Apples and pears for US", "Lee", *TEXTS[:3])
QUERIES = (
    "apples", "apples pears", "pears apples stands", '"apples and pears"', "US", "us apples", "US OR pears^3",
    "headline:apples", "text:apples lee", "app* fill*", "self-mobilize", "apples w/4 pears", "+apples -pears",
    '"green apples"', "then there were green apples and",
    "entity:lee", "entity:lee apples", "source:nobody", "-apples", "",
)  # fmt: skip


@st.composite
def articles(draw: st.DrawFn) -> Document:
    """An article that may have a headline, passages and mentions."""
    text, headline = draw(st.sampled_from(TEXTS)), draw(st.sampled_from(HEADLINES))
    mentions = [
        EntityMention("Ann Lee", "person", at, at + len(form))
        for form in ("Ann Lee", "Lee")
        if (at := text.rfind(form)) >= 0
    ]
    return Document(
        "", "a.txt", text,
        headline=headline,
        language=draw(st.sampled_from(["en", "de", None])),
        entities=tuple(mentions),
        passages=split(text) if draw(st.booleans()) else (),
    )  # fmt: skip


@given(
    st.lists(st.tuples(articles(), st.sampled_from([0.5, 1.0, 1.25, 2.0])), max_size=6),
    st.integers(0, 60),
    st.sampled_from(QUERIES),
    st.booleans(),
    st.fixed_dictionaries(
        {
            "limit": st.integers(0, 8),
            "offset": st.integers(0, 3) | st.integers(45, 60),
            "per_document": st.integers(1, 3),
            "by_relevance": st.booleans(),
        }
    ),
)
def test_hits_are_those_of_the_slow_way(
    drawn: list[tuple[Document, float]], more: int, query: str, positions: bool, options: dict[str, Any]
) -> None:
    """With and without positions, hits are those that are found one document after the other."""
    drawn = sorted(drawn + [(document("", "apples"), 0.25)] * more, key=lambda item: -item[1])
    documents = [
        Document(f"{n:02}", *(getattr(doc, name) for name in Document.__match_args__[1:]))
        for n, (doc, _) in enumerate(drawn)
    ]
    scores = [score for _, score in drawn]
    answer = results(query, documents, scores, positions=positions, **options)
    slow = slow_hits(answer.node, documents, scores, answer.top.idfs, Bm25(), **options)
    assert [row(hit) for hit in answer.hits] == [
        (hit.rank, hit.document.doc_id, pytest.approx(hit.score, abs=1e-9), hit.passage.ordinal)
        for hit in slow
    ]
    for hit, expected in zip(answer.hits, slow, strict=True):
        assert hit.passage == expected.passage
        assert hit.headline_highlights == expected.headline_highlights
        assert hit.highlights == expected.highlights
        assert hit.document == expected.document
    ids = list(dict.fromkeys(hit.document.doc_id for hit in answer.hits))
    assert [doc_id for doc_id, _ in answer.documents] == ids


def test_passages_of_a_document_follow_each_other() -> None:
    """More passages of a document stand right behind its best, share its rank, and all of them match."""
    answer = results("apples", [document("a", LONG), document("b", "Apples.")], [1, 1], per_document=9)
    best, second, other = answer.hits
    assert [(hit.rank, hit.document.doc_id) for hit in answer.hits] in (
        [(1, "a"), (1, "a"), (2, "b")], [(1, "b"), (2, "a"), (2, "a")],
    )  # fmt: skip
    for hit in (best, second, other):
        assert all(hit.passage.text[start:end].lower() == "apples" for start, end in hit.highlights)
        assert hit.highlights
    assert len(results("apples", [document("a", LONG)], [1], per_document=1).hits) == 1


def test_best_passage_is_shown() -> None:
    """The passage that answers best is shown, cut from the text by its offsets."""
    (hit,) = results("apples", [document("a", LONG)], [1]).hits
    assert "Apples, apples, apples." in hit.passage.text
    assert LONG[hit.passage.start : hit.passage.end] == hit.passage.text
    (hit,) = results("apples pears", [document("a", LONG)], [1]).hits
    assert "Apples and pears." in hit.passage.text


def test_best_passage_lifts_its_document() -> None:
    """Of documents that score alike the one with the better passage comes first."""
    scattered = f"Apples. {FILLER} Pears. {FILLER}"
    together = f"{FILLER} {FILLER} Apples and pears. {FILLER}"
    answer = results("apples pears", [document("a", scattered), document("b", together)], [1, 1])
    assert [hit.document.doc_id for hit in answer.hits] == ["b", "a"]
    assert answer.hits[0].score > answer.hits[1].score > 1


def test_equal_scores_are_ordered_by_id(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents that score alike in the end stand by their ids, also where the engine's scores differ."""
    monkeypatch.setattr("searcher.query.results.PASSAGE_WEIGHT", 1.0)
    (alone,) = results("apples", [document("b", "apples")], [1]).hits
    documents = [document("d", "no such word"), *(document(name, "apples") for name in "abc")]
    answer = results("apples", documents, [alone.score / 2, 1, 1, 1])  # without a place it counts twice
    assert {hit.score for hit in answer.hits} == {alone.score}
    assert [hit.document.doc_id for hit in answer.hits] == ["a", "b", "c", "d"]


def test_nothing_is_read_before_it_is_asked_for() -> None:
    """The order needs places alone; a value of a hit is read once, when it or one beside it is looked at."""
    documents = [document(f"{number:02}", LONG, "Apples") for number in range(12)]
    answer = results("apples", documents, range(12, 0, -1), limit=12, positions=True)
    standing = answer.top.standing
    assert isinstance(standing, Positions)
    assert answer.total.value == 12
    assert standing.asked == []
    first, second = answer.hits[:2]
    assert (first.rank, second.rank) == (1, 2)
    assert first.score > second.score
    assert answer.documents[0] == ("00", first.score)
    assert standing.asked == [("places", 0)]
    beside = range(10)
    for hit in (first, second):
        assert hit.document.headline == "Apples"
        assert standing.asked[1:] == [("document", number) for number in beside]
    for hit in (first, second):
        assert hit.snippet.html().count("<mark>") == 3
        assert standing.asked[11:] == [(what, number) for what in ("passage", "spans") for number in beside]


def test_pages_by_date_are_not_scored_before_they_are_looked_at() -> None:
    """In an order by date, passages are chosen for the documents of the page alone."""
    documents = [document(f"{n}", LONG) for n in range(9)]
    answer = results("apples", documents, [1] * 9, positions=True, by_relevance=False, offset=4, limit=2)
    standing = answer.top.standing
    assert isinstance(standing, Positions)
    assert answer.documents == [("4", 1), ("5", 1)]
    first, _ = answer.hits
    assert standing.asked == []
    assert first.passage.ordinal > 0
    assert standing.asked == [("places", 4), ("passage", 4), ("passage", 5)]


def test_total_is_counted_when_it_is_read() -> None:
    """An engine that knows a lower bound is asked for the exact total once somebody reads it."""
    counted: list[int] = []
    count: Callable[[], int] = lambda: counted.append(1) or 7  # type: ignore[func-returns-value] # noqa: E731
    top = TopDocs([1.0], ["a"], Total(3, "gte"), idfs=(1.0,), count=count)
    answer = Results(
        "a", parse("a").node, top, lambda ids: [document("a", "a") for _ in ids], Bm25(), limit=1
    )
    assert len(answer.hits) == 1
    assert not counted
    assert answer.total == answer.total == Total(7)
    assert counted == [1]


def test_notes_are_made_once_when_asked_for() -> None:
    """Notes may take a while: nobody who does not read them waits."""
    made: list[int] = []
    answer = results("apples", [], [], notes=lambda: [made.append(1)])
    assert not made
    assert answer.notes == answer.notes
    assert made == [1]


@pytest.mark.parametrize("by_relevance", [True, False])
def test_document_that_is_gone_is_left_out(by_relevance: bool) -> None:
    """A document deleted since an engine without positions found it is not shown, the others are."""
    node = parse("apples").node
    top = TopDocs([2.0, 1.0], ["gone", "a"], Total(2), idfs=(1.0,))
    known = {"a": document("a", "apples")}
    fetch = lambda ids: [known.get(doc_id) for doc_id in ids]  # noqa: E731 - the seam is a function
    answer = Results("apples", node, top, fetch, Bm25(), limit=2, by_relevance=by_relevance)
    assert [(hit.rank, hit.document.doc_id) for hit in answer.hits] == [(1, "a")]


def crossed(query: str, text: str, border: int, tokens: int) -> str:
    """What is shown of an article of two passages, marked."""
    end = len(analyze(text))
    bounds = (PassageBounds(0, border, 0, tokens), PassageBounds(border, len(text), tokens, end))
    (hit,) = results(query, [Document("a", "a.txt", text, passages=bounds)], [1]).hits
    return hit.snippet.marked("[", "]")


CROSSED = "The first. The last word\n\nfollows here. The end."


def test_phrase_over_a_border_is_shown_whole() -> None:
    """A phrase that goes on in the next passage brings the sentence there with it, from either side."""
    assert crossed('"word follows"', CROSSED, 26, 5) == "The first. The last [word\n\nfollows] here."
    assert (
        crossed('"word follows" here end', CROSSED, 26, 5) == "The last [word\n\nfollows] [here]. The [end]."
    )


def test_words_in_a_row_over_a_border_are_shown_whole() -> None:
    """Many words that go on in the next passage bring the sentence there with them; a few words do not."""
    whole = "The first. [The] [last] [word]\n\n[follows] [here]."
    assert crossed("the last word follows here", CROSSED.replace("first", "1st"), 24, 5) == whole.replace(
        "The first", "[The] 1st"
    )
    assert crossed("last word follows", CROSSED, 26, 5) == "The first. The [last] [word]"


@pytest.mark.parametrize("positions", [True, False])
def test_small_letters_are_marked_where_no_capitals_are(positions: bool) -> None:
    """Where an article has US in capitals anywhere, its “us” is not marked; where it has not, it is."""
    both = f"For us and us.\n\n{FILLER}\n\nThe US left us.\n\n{FILLER}\n\nThey told us."
    answer = results(
        "US", [document("a", both), document("b", "for us")], [2, 1], positions=positions, per_document=9
    )
    marked = [[hit.passage.text[start:end] for start, end in hit.highlights] for hit in answer.hits]
    assert [hit.rank for hit in answer.hits] == [1, 1, 1, 2]
    assert marked == [["US"], [], [], ["us"]]


def test_headline_alone_is_marked_in_both() -> None:
    """An article that is its headline alone shows it as its passage, marked once in each."""
    (hit,) = results("apples", [document("a", "Apples fall", "Apples fall")], [1]).hits
    assert hit.highlights == hit.headline_highlights == (Span(0, 6),)


def test_document_without_passages_is_one() -> None:
    """A document that came without bounds is shown whole."""
    (hit,) = results("apples", [Document("a", "a.txt", "no apples")], [1]).hits
    assert (hit.passage.text, hit.highlights) == ("no apples", (Span(3, 9),))


def test_entity_filter_shows_every_mention_in_its_passage() -> None:
    """A filter alone shows the passage of the first mention, with the mentions in it marked."""
    text = f"{FILLER}\n\nAnn Lee met him. Lee left.\n\n{FILLER}"
    mentions = tuple(
        EntityMention("Ann Lee", "person", text.index(form), text.index(form) + len(form))
        for form in ("Ann Lee", "Lee left"[:3] + " left")
    )
    doc = Document("a", "a.txt", text, entities=mentions, passages=split(text))
    (hit,) = results("entity:lee", [doc], [0]).hits
    assert [hit.passage.text[start:end] for start, end in hit.highlights] == ["Ann Lee", "Lee left"]


def test_hits_are_values() -> None:
    """A hit that was found equals one that is written out, however it is copied, and does not change."""
    doc = document("a", "Some apples.", "Apples")
    (hit,) = results("apples", [doc], [1]).hits
    score = hit.score
    written = Hit(1, score, doc, Passage(0, 0, 12, "Some apples."), (Span(5, 11),), (Span(0, 6),))
    assert hit == written == pickle.loads(pickle.dumps(hit))
    assert hash(hit) == hash(written)
    assert hit != Hit(2, score, doc, hit.passage, hit.highlights)
    assert hit != "a hit"
    assert "Some apples." in repr(hit)
    with pytest.raises(AttributeError):
        hit.rank = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        hit.nothing  # type: ignore[attr-defined] # noqa: B018 - reading it is the test


def test_snippet_escapes_and_marks() -> None:
    """A snippet for HTML is escaped, with its marks outside of the escapes."""
    snippet = Snippet("a <b> & c", (Span(2, 5), Span(8, 9)))
    assert snippet.html() == "a <mark>&lt;b&gt;</mark> &amp; <mark>c</mark>"
    assert snippet.text() == "a <b> & c"
    assert snippet.marked("[", "]") == "a [<b>] & [c]"
    assert Snippet('it\'s "so"', (Span(0, 4),)).html() == "<mark>it&#x27;s</mark> &quot;so&quot;"
    assert Snippet("plain", ()).html() == "plain"


@given(st.text("ab &<>\"'"), st.lists(st.integers(0, 12), unique=True, max_size=6).map(sorted))
def test_snippet_is_escaped_piece_by_piece(passage: str, cuts: list[int]) -> None:
    """Whatever is in a passage, its HTML is each piece escaped, every second inside a mark."""
    spans = tuple(Span(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False))
    expected, at = "", 0
    for begin, end in spans:
        expected += f"{escape(passage[at:begin])}<mark>{escape(passage[begin:end])}</mark>"
        at = end
    assert Snippet(passage, spans).html() == expected + escape(passage[at:])
