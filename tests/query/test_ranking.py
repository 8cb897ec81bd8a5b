"""What comes first: function words, words in a row, feedback, long reports; through the public door."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import searcher
from searcher.query.function_words import FUNCTION_WEIGHT, weight_of
from searcher.query.nodes import Boolean, Match, Phrase, Word, matches
from searcher.query.parser import parse
from searcher.query.widening import RUN_WORDS, widen

Built = Callable[..., searcher.Index]


@pytest.fixture
def index_of(tmp_path: Path) -> Built:
    """Builds an index of texts by id."""

    def build(texts: Mapping[str, str] | None = None, **named: str) -> searcher.Index:
        seeds = tmp_path / "seeds"
        seeds.mkdir()
        lines = [json.dumps({"id": name, "text": text}) for name, text in {**(texts or {}), **named}.items()]
        (seeds / "all.jsonl").write_text("\n".join(lines), encoding="utf-8")
        index = searcher.open_index(tmp_path / "index", seeds)
        index.refresh()
        return index

    return build


def found(index: searcher.Index, query: str, **options: bool) -> list[str]:
    """The ids of the documents found, in order."""
    return [doc_id for doc_id, _ in index.search(query, **options).documents]  # type: ignore[arg-type]


def test_a_question_is_about_its_other_words(index_of: Built) -> None:
    """The words that hold a question together do not outweigh what it is about."""
    index = index_of(
        about="A pipeline broke.",
        chat="What is there, and what was there? About the what and the there, about all there is.",
        more="Nothing to see.",
    )
    assert found(index, "what was there about the pipeline")[0] == "about"


def test_function_words_are_words(index_of: Built) -> None:
    """Alone, in phrases and behind an equals sign they are searched for like any other."""
    index = index_of(whole="To be, or not to be.", other="To bee or not.", none="Nothing.")
    assert found(index, "be") == ["whole"]
    assert found(index, '"to be or not to be"') == ["whole"]
    assert found(index, "=the =of =whole") == []


@pytest.mark.parametrize(
    ("written", "weight"),
    [("the", FUNCTION_WEIGHT), ("THE who", FUNCTION_WEIGHT), ("US", 1.0), ("=us", 1.0), ("may", 1.0)],
)
def test_words_that_mean_something_weigh_in_full(written: str, weight: float) -> None:
    """Names in capitals, words asked for as written, and words that are nouns too keep their weight."""
    leaf = next(matches(parse(written).node))
    expected = 1.0 if leaf.unit == Word("the", "the", cased="THE") else weight
    assert weight_of(leaf.unit) == expected


def test_words_in_a_row_bring_their_article(index_of: Built) -> None:
    """Five words typed as they stand in an article bring it, though others hold all of them more often."""
    words = "one of the first of the"
    apart = {f"apart{n}": "First, the one. Of one the first, of the. One first. " * (n + 1) for n in range(3)}
    index = index_of(apart, quoted=f"It was {words} many. " + "Something else was said there at length. " * 9)
    assert found(index, words)[0] == "quoted"
    assert found(index, f"{words} nowhere")[0] != "quoted"


def test_what_is_implied_is_not_reported(index_of: Built) -> None:
    """A row of words leaves the query, the total and the notes as they are without it."""
    index = index_of(a="Five words stand here apart.", b="Here.", c="Words apart stand here: five.")
    results = index.search("five words stand here apart")
    forms = [leaf.unit.form for leaf in matches(results.node)]  # type: ignore[union-attr]
    assert " ".join(forms) == "five words stand here apart"
    assert results.total.value == 3
    assert results.notes == ()
    assert len(results.top.doc_freqs) == 5


def test_only_plain_words_imply_a_row() -> None:
    """Phrases, fields, boosts, required words and short queries imply nothing."""
    plain = "a b c d e"
    assert len(plain.split()) == RUN_WORDS
    wide = widen(parse(plain).node)
    assert isinstance(wide, Boolean)
    assert isinstance(wide.should[-1], Match)
    assert wide.should[-1].implied
    assert isinstance(wide.should[-1].unit, Phrase)
    inner = parse(f"{plain} source:x").node
    assert widen(inner) != inner
    for query in (
        "a b c d",
        'a b c d "e f"',
        "a b c d text:e",
        "a b c d e^2",
        "+a +b +c +d +e",
        "a b c d e*",
    ):
        node = parse(query).node
        assert widen(node) == node


def test_a_long_query_counts_what_it_repeats(index_of: Built) -> None:
    """In a page of words each is one match, of that weight; a short query stays as it was typed."""
    text = " ".join(["oil"] * 60 + ["prices"] * 9 + ["rose"])
    index = index_of(a="Oil prices rose.", b="Rose gardens.", c="Oil.")
    results = index.search(text)
    assert [(leaf.unit.form, leaf.boost) for leaf in matches(results.node)] == [  # type: ignore[union-attr]
        ("oil", 60.0), ("prices", 9.0), ("rose", 1.0),
    ]  # fmt: skip
    assert results.documents[0][0] == "a"
    assert len(list(matches(index.search("oil oil prices").node))) == 3
    short = index.search("oil " * 60)
    assert index.search("oil " * 70).documents[0][1] == pytest.approx(short.documents[0][1] * 70 / 60)


REEF = {
    "asked": "The reef is bleached.",
    "near1": "The reef and its corals suffer; polyps die in warm water.",
    "near2": "A reef of corals: polyps and algae in warm water, bleached.",
    "near3": "Corals of the reef lose algae when polyps starve.",
    "unasked": "Polyps and algae: how corals live.",
    "other": "Prices rose.",
    "more": "The election was close.",
}


def test_expansion_finds_what_shares_the_words_of_the_answers(index_of: Built) -> None:
    """With feedback an article is found that shares words with the answers alone; a note names them."""
    index = index_of(REEF)
    assert "unasked" not in found(index, "reef")
    results = index.search("reef", expand=True)
    assert "unasked" in [doc_id for doc_id, _ in results.documents]
    (note,) = [note for note in results.notes if note.kind == "expanded"]
    assert "corals" in note.message
    assert "polyps" in note.message
    assert not any(word in note.message for word in ("the", " its", "prices"))
    assert [leaf.unit.form for leaf in matches(results.node)] == ["reef"]  # type: ignore[union-attr]


@pytest.mark.parametrize("query", ["", "nowhere", "source:nobody", "-reef", "the"])
def test_nothing_is_added_to_what_finds_or_says_nothing(index_of: Built, query: str) -> None:
    """Without answers, or without a word that means something, feedback adds nothing."""
    index = index_of(REEF)
    results = index.search(query, expand=True)
    assert [note for note in results.notes if note.kind == "expanded"] == []
    assert results.documents == index.search(query).documents


def test_expansion_keeps_to_what_is_required(index_of: Built) -> None:
    """What was required stays required, what was excluded excluded."""
    index = index_of(REEF)
    for query in ("+reef warm", "+reef +corals"):
        assert set(found(index, query, expand=True)) == set(found(index, query))
    assert not {"asked", "near2"} & set(found(index, "reef -bleached", expand=True))


TOPICS = ("harbour", "orchard", "glacier", "tunnel", "festival", "archive")


def test_one_perfect_page_of_a_long_report_wins(index_of: Built) -> None:
    """A page that answers is found and shown, though the report around it has two hundred others."""
    filler = [
        f"Chapter {n} reports on spending, staff and plans of the {n}th office in some detail. " * 6
        for n in range(200)
    ]
    texts = {
        f"short{n}": f"Notes on the {TOPICS[n % 6]} and other things, number {n}. Spending rose."
        for n in range(60)
    }
    for number, topic in enumerate(TOPICS):
        page = f"The collapse of the {topic} wall was caused by frost. Frost in the wall had been seen."
        pages = [*filler[: 30 * number], page, *filler[30 * number :]]
        texts[f"report{number}"] = "\n\n".join(pages)
    index = index_of(texts)
    for number, topic in enumerate(TOPICS):
        hit = index.search(f"{topic} wall collapse frost").hits[0]
        assert hit.document.doc_id == f"report{number}"
        assert f"collapse of the {topic} wall" in hit.passage.text
