"""Which forms of a pattern are looked for when very many fit it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from articles import article
from oracle import Oracle
from searching import searcher_of

from searcher.analysis import analyze
from searcher.engine.embedded.searching import expansion
from searcher.engine.embedded.searching.executor import Searcher
from searcher.engine.embedded.searching.expansion import level
from searcher.query.nodes import Fuzzy, Match, Prefix, Wildcard, Word
from searcher.query.parser import parse
from searcher.query.top_docs import TopDocs
from searcher.records import Document

FORMS = [f"ba{letter}{other}o" for letter in "bcdfg" for other in "klmnp"]


def corpus() -> list[Document]:
    """Articles in which the first forms are frequent and the last are in one of them."""
    documents = [
        article(f"d{n:03}", " ".join(form for at, form in enumerate(FORMS) if n % (at + 1) == 0))
        for n in range(60)
    ]
    return [*documents, article("fr", "babko babkos", language="fr"), article("none", "nothing of it")]


@pytest.fixture
def documents(monkeypatch: pytest.MonkeyPatch) -> list[Document]:
    """The articles, with a cap that they reach."""
    monkeypatch.setattr(expansion, "MAX_FORMS", 7)
    return corpus()


def most_frequent(documents: list[Document], beginning: str, count: int) -> set[str]:
    """The forms with that beginning whose stems most documents hold."""
    stem_of: dict[str, str] = {}
    holders: Counter[str] = Counter()
    for document in documents:
        tokens = analyze(document.text, document.language)
        stem_of |= {token.form: token.term for token in tokens if token.form.startswith(beginning)}
        holders.update({token.term for token in tokens})
    return set(sorted(stem_of, key=lambda form: (-holders[stem_of[form]], form))[:count])


def search(searcher: Searcher, query: str) -> TopDocs:
    """Search for a query as typed."""
    return searcher.search(parse(query).node, limit=200)


@pytest.mark.parametrize("segments", [1, 2, 5])
def test_capped_pattern_finds_the_most_frequent_forms(
    tmp_path: Path, documents: list[Document], segments: int
) -> None:
    """Of a pattern with too many forms the most frequent are looked for, however the index is divided."""
    top = search(searcher_of(tmp_path, documents, segments=segments), "ba*")

    kept = most_frequent(documents, "ba", 7)
    expected = {
        document.doc_id
        for document in documents
        if kept & {token.form for token in analyze(document.text, document.language)}
    }
    assert set(top.doc_ids) == expected
    assert [tuple(item) for item in top.expansions] == [(Prefix("ba"), len(FORMS) + 1, 7)]


def test_pattern_within_the_cap_is_taken_whole_and_not_reported(
    tmp_path: Path, documents: list[Document]
) -> None:
    """What fits few forms finds all that the oracle finds, and nothing is said of it."""
    searcher = searcher_of(tmp_path, documents, segments=2)
    for query in ("bab*", "ba?ko", "*lo", "babko~1/4", '"bab* babl?"', "bab* w/2 babmo", "babko -bac*"):
        top = search(searcher, query)
        assert set(top.doc_ids) == set(Oracle(documents).search(parse(query).node))
        assert not top.expansions


@pytest.mark.parametrize(
    ("query", "pattern"),
    [
        ('"ba* babl*"', Prefix("ba")),
        ("ba?*o w/3 babko", Wildcard("ba?*o")),
        ("babko -ba*", Prefix("ba")),
        ("bacco~2", Fuzzy("bacco", 2)),
        ("headline:ba* babko", Prefix("ba")),
    ],
)
def test_capped_pattern_is_reported_wherever_it_stands(
    tmp_path: Path, documents: list[Document], query: str, pattern: Prefix | Wildcard | Fuzzy
) -> None:
    """A cap is reported of a pattern in a phrase, near another word, excluded, or in one field."""
    top = search(searcher_of(tmp_path, documents), query)

    assert [(item.pattern, item.taken) for item in top.expansions] == [(pattern, 7)]


def test_patterns_share_what_may_be_read(
    tmp_path: Path, documents: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The more patterns there are, the fewer forms of each are looked for, but one always is."""
    monkeypatch.setattr(expansion, "FEWEST_WORDS", 60)
    searcher = searcher_of(tmp_path, documents)

    (one,) = search(searcher, "bab*").expansions
    shared = search(searcher, "bab* ba?ko").expansions
    assert one.fitting == shared[0].fitting == 6
    assert one.taken >= shared[0].taken
    assert [item.taken for item in search(searcher, "babk* babl* babm* babn* babp*").expansions] == [1]


def test_pattern_that_fits_little_leaves_its_share_to_others() -> None:
    """What one pattern does not need, others may read; those that need too much are cut alike."""
    assert level([5, 3, 2], 10) == 5
    assert level([50, 3, 2], 10) == 5
    assert level([50, 40, 2], 10) == 4
    assert level([], 10) == 0


def test_capped_pattern_is_the_same_when_asked_again(tmp_path: Path, documents: list[Document]) -> None:
    """What is kept from one search does not change the next."""
    searcher = searcher_of(tmp_path, documents, segments=3)
    first, again = search(searcher, "ba*"), search(searcher, "ba*")

    assert list(first.doc_ids) == list(again.doc_ids)
    assert first.expansions == again.expansions


def test_single_word_is_never_expanded(tmp_path: Path, documents: list[Document]) -> None:
    """A query without patterns reports no expansion."""
    searcher = searcher_of(tmp_path, documents)

    assert not searcher.search(Match(Word("babko", "babko")), limit=10).expansions
