"""Every highlight is exactly what matched, and every passage exactly a piece of its document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import searcher
from searcher.analysis import analyze
from searcher.query.hits import Hit

# Each query with the words and phrases that may be marked, in any form of them; None when a pattern decides.
QUERIES: dict[str, tuple[str, ...] | None] = {
    "self-mobilize": ("self-mobilize",),
    "selfmobilise": ("self-mobilize",),
    '"self mobilize"': ("self-mobilize",),
    "mobilization": ("mobilization",),
    "troops": ("troops",),
    "infantry Syria": ("infantry", "Syria"),
    "Kursk governor volunteers": ("Kursk", "governor", "volunteers"),
    "20000 troops": ("20,000", "troops"),
    '"20,000 troops"': ("20000 troops",),
    "Belgorod shelling villages": ("Belgorod", "shelling", "villages"),
    '"heavy shelling"': ("heavy shelling",),
    "Putin": ("Putin",),
    "Kadyrov AND Putin": ("Kadyrov", "Putin"),
    "Kadyrov NOT Putin": ("Kadyrov",),
    "+governor -flood": ("governor",),
    "headline:flood": ("flood",),
    "text:governor": ("governor",),
    '"of the"': ("of the",),
    '"to be"': ("to be",),
    "the": ("the",),
    "don't": ("don’t",),
    "US": ("US",),
    "us": ("us",),
    "café OR naïve": ("cafe", "naive"),
    "1,000": ("1000",),
    "2024": ("2024",),
    "councils houses": ("council", "house"),
    "recount ballots": ("recount", "ballot"),
    "signalman": ("signalman",),
    "festival nine princes": ("festival", "nine", "prince"),
    "homes w/9 flooded": ("home", "flood"),
    '"water level"~4': ("water", "level"),
    "hospital school bridge": ("hospital", "school", "bridge"),
    "“letter boxes”": ("letter box",),
    "Grozny OR Kyiv": ("Grozny", "Kyiv"),
    "entity:Kadyrov troops": ("troops",),
    "source:meridian": (),
    "date:2024": (),
    "flood~": None,
    "flo*": None,
    "f?ood": None,
    "entity:Kadyrov": None,
    "place:Kursk": None,
}
EXACT = {"=mobilization": {"mobilization"}, '="the governor"': {"the governor"}, "=Flooded": {"flooded"}}


def stems(words: str) -> str:
    """The stems of some words, run together: the same for every form of them, hyphens or not."""
    return "".join(token.term for token in analyze(words, "en") if token.last == token.position)


@pytest.fixture(scope="module")
def index(shipped_seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[searcher.Index]:
    """An index of the shipped seeds, elsewhere."""
    with searcher.open_index(tmp_path_factory.mktemp("shipped") / "index", seeds=shipped_seeds) as opened:
        opened.refresh()
        yield opened


def hits_of(index: searcher.Index, query: str) -> Iterator[Hit]:
    """Every hit of a query, every passage that holds a match."""
    return iter(index.search(query, limit=1000, per_document=100).hits)


@pytest.mark.parametrize("query", QUERIES)
def test_highlights_cut_out_are_the_words_that_matched(index: searcher.Index, query: str) -> None:
    """In passage and headline, each span is whole words, and none but what the query asks for."""
    phrases = QUERIES[query]
    allowed = None if phrases is None else {stems(phrase) for phrase in phrases}
    for hit in hits_of(index, query):
        for text, spans in (
            (hit.passage.text, hit.highlights),
            (hit.document.headline or "", hit.headline_highlights),
        ):
            ends = [0]
            for start, end in spans:
                assert ends[-1] <= start < end <= len(text), "spans are in order, apart and inside"
                ends.append(end)
                marked = text[start:end]
                assert marked == marked.strip()
                assert not (text[start - 1 : start].isalnum() and marked[0].isalnum()), "begins inside a word"
                assert not (text[end : end + 1].isalnum() and marked[-1].isalnum()), "ends inside a word"
                assert allowed is None or stems(marked) in allowed


@pytest.mark.parametrize("query", QUERIES)
def test_passages_are_pieces_of_the_stored_document(index: searcher.Index, query: str) -> None:
    """Cut out of the document's text by its offsets, a passage equals itself."""
    for hit in hits_of(index, query):
        stored = index.document(hit.document.doc_id)
        assert stored == hit.document
        assert stored.text[hit.passage.start : hit.passage.end] == hit.passage.text
        assert 0 <= hit.passage.ordinal < len(stored.passages)


@pytest.mark.parametrize("query", QUERIES)
def test_snippets_hold_their_passage_and_mark_it(index: searcher.Index, query: str) -> None:
    """Without its marks a snippet is the passage; with them each highlight stands between two."""
    for hit in hits_of(index, query):
        assert hit.snippet.text() == hit.passage.text
        marked = hit.snippet.marked("\x02", "\x03")
        assert marked.replace("\x02", "").replace("\x03", "") == hit.passage.text
        assert marked.count("\x02") == marked.count("\x03") == len(hit.highlights)
        assert hit.snippet.html().count("<mark>") == len(hit.highlights)


def test_most_of_these_queries_find_something(index: searcher.Index) -> None:
    """The queries above are not vacuous: nearly all of them have hits, and most of those have marks."""
    found = {query: list(hits_of(index, query)) for query in QUERIES}
    assert sum(bool(hits) for hits in found.values()) >= 0.85 * len(QUERIES)
    assert sum(any(hit.highlights for hit in hits) for hits in found.values()) >= 0.75 * len(QUERIES)


@pytest.mark.parametrize("query", EXACT)
def test_an_exact_query_marks_that_form_alone(index: searcher.Index, query: str) -> None:
    """Behind `=` no other ending is marked."""
    hits = list(hits_of(index, query))
    marked = {hit.passage.text[start:end].lower() for hit in hits for start, end in hit.highlights}
    assert marked <= EXACT[query]


def test_a_word_marks_every_place_where_it_stands(index: searcher.Index) -> None:
    """No occurrence of a searched word in a passage is left unmarked."""
    checked = 0
    for word in ("council", "flood", "governor", "troop", "village", "water"):
        for hit in hits_of(index, word):
            marked = {start for start, _ in hit.highlights}
            standing = {match.start() for match in re.finditer(rf"\b{word}s?\b", hit.passage.text.lower())}
            assert standing <= marked
            checked += len(standing)
    assert checked > 10
