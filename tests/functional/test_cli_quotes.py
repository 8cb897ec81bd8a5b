"""Speakers on the command line and from Python: what is shown, listed, counted, and how it ends."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import searcher
from searcher.corpus.passages import split
from searcher.engine.embedded.writer import EmbeddedWriter
from searcher.identities import Correction
from searcher.records import Document, EntityMention, Quote, Span

Cli = Callable[..., Any]
LONG = " ".join(f"Tide {number} came in." for number in range(120))
TEXTS: dict[str, tuple[str | None, str, list[tuple[str | None, str]]]] = {
    "harbour": (
        "2024-02-16",
        "“The harbour is ours,” Ada Alder said. “We keep the harbour.” Nobody asked who kept the lamp.\n\n"
        "A spokesman of the harbour said: “No comment.”",
        [("Ada Alder", "The harbour is ours,"), ("Ada Alder", "We keep the harbour."),
         ("A spokesman", "No comment.")],
    ),
    "tides": ("2023-01-02", f"Ada Alder said: “{LONG}”", [("Ada Alder", LONG)]),
    "undated": (None, "“Lamps for all!” Ben Birch wrote of Ada Alder. “Who?” he was asked.",
                [("Ben Birch", "Lamps for all!"), (None, "Who?")]),
    "silent": ("2024-03-01", "Ada Alder looked at the harbour and said nothing.", []),
}  # fmt: skip


def article(doc_id: str, date: str | None, text: str, quotes: Sequence[tuple[str | None, str]]) -> Document:
    """An article of which the quotations are known."""
    mentions = [
        EntityMention(name, "person", text.index(name), text.index(name) + len(name))
        for name in ("Ada Alder", "Ben Birch")
        if name in text
    ]
    spans = [(text.index(words), text.index(words) + len(words), speaker) for speaker, words in quotes]
    cue = text.find("said")
    return Document(
        doc_id, f"{doc_id}.txt", text, headline=f"On {doc_id}", source="Wire", date=date,
        entities=tuple(mentions), passages=split(text, "en"),
        quotes=tuple(
            Quote(start, end, speaker, Span(*mentions[0][2:]), Span(cue, cue + 4) if cue >= 0 else None)
            for start, end, speaker in spans
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of those articles, as a build leaves it."""
    return index_of(tmp_path_factory.mktemp("quoted") / "index")


def index_of(folder: Path, *corrections: Correction) -> Path:
    """An index of those articles in a new folder."""
    folder.mkdir()
    writer = EmbeddedWriter(folder, settings={}, corrections=corrections)
    for doc_id, found in TEXTS.items():
        writer.add(article(doc_id, *found))
    writer.commit()
    return folder


@pytest.fixture
def quotes(cli: Cli, index: Path) -> Cli:
    """`searcher quotes` on that index."""
    return lambda *arguments: cli("quotes", "--no-refresh", "--index", index, *arguments)


@pytest.fixture
def search(cli: Cli, index: Path) -> Cli:
    """`searcher search` on that index."""
    return lambda *arguments: cli("search", "--no-refresh", "--index", index, *arguments)


def told(outcome: Any) -> list[dict[str, str]]:
    """The rows of a table."""
    return list(csv.DictReader(io.StringIO(outcome.out)))


# the list


def test_quotes_lists_newest_articles_first(quotes: Cli) -> None:
    """Each article with what the speaker says in it, the newest first, those without a date last."""
    outcome = quotes("--speaker", "alder", "harbour")
    assert outcome.status == 0
    assert outcome.out.splitlines() == [
        "On harbour",
        "Wire · 2024-02-16 · harbour.txt",
        "    Ada Alder: “The harbour is ours,”",
        "    Ada Alder: “We keep the harbour.”",
        "",
    ]
    assert outcome.err == "searcher: 2 quotations\n"
    assert [row["doc_id"] for row in told(quotes("--csv"))] == ["harbour"] * 3 + ["tides", "undated"]


@pytest.mark.parametrize(
    ("arguments", "starts"),
    [
        (["--speaker", "Alder"], ["The harbour", "We keep", "Tide 0"]),
        (["--speaker", "Alder", "--since", "2024"], ["The harbour", "We keep"]),
        (["--speaker", "Alder", "--until", "2023"], ["Tide 0"]),
        (["--speaker", "birch", "--speaker", "spokesman"], ["No comment", "Lamps"]),
        (["--speaker", "Alder", "-n", "1", "--offset", "1"], ["We keep"]),
        (["--source", "Wire", "comment"], ["No comment"]),
        (["--speaker", "Alder", '"keep the harbour"'], ["We keep"]),
        (["tide"], ["Tide 0"]),
        (["speaker:birch"], ["Lamps"]),
        (["speaker:(birch spokesman) -comment"], ["Lamps"]),
    ],
    ids=" ".join,
)
def test_quotes_can_be_narrowed(quotes: Cli, arguments: list[str], starts: list[str]) -> None:
    """By speaker, date, publisher and words; numbers are of quotations."""
    rows = told(quotes("--csv", *arguments))
    assert [row["text"].startswith(start) for row, start in zip(rows, starts, strict=True)] == [True] * len(
        rows
    )


def test_quotes_json_tells_where_the_words_stand(quotes: Cli, index: Path) -> None:
    """Positions are those in the article's text, highlights those in the words."""
    (one, other) = quotes("--speaker", "Alder", "--json", "harbour").json["quotes"]
    assert list(one) == ["speaker", "text", "source", "date", "headline", "doc_id", "path", "start", "end",
                         "highlights"]  # fmt: skip
    text = TEXTS["harbour"][1]
    for quote in (one, other):
        assert text[quote["start"] : quote["end"]] == quote["text"]
        assert [quote["text"][start:end] for start, end in quote["highlights"]] == ["harbour"]
    assert quotes("--speaker", "Alder", "--json").json["quotes"][0]["highlights"] == []
    with searcher.open_index(index) as opened:
        assert [quote.text for quote in opened.quotes("Alder", "harbour")] == [one["text"], other["text"]]
        assert len(opened.quotes(limit=2)) == 2
        assert opened.quotes()[-1].speaker == "Ben Birch"
        with pytest.raises(ValueError, match="out of range"):
            opened.quotes(limit=-1)


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["--speaker", "Aldor"], 1, "no article quotes “Aldor”. Did you mean “Alder”?"),
        (["--speaker", "Alder", "lamp"], 1, "“Alder” is quoted, but never with “lamp”"),
        (["nobody"], 1, "nobody is quoted with “nobody”"),
        (["--speaker", "", "lamp"], 1, "no article quotes “”"),
        (["--since", "soon"], 2, "'soon' is no date such as 2022, 2022-09 or 2022-09-15"),
    ],
)
def test_quotes_says_why_nothing_is_found(
    quotes: Cli, arguments: list[str], status: int, message: str
) -> None:
    """Exit status 1 when nothing was found, 2 for an error, and a message either way."""
    outcome = quotes(*arguments)
    assert (outcome.status, outcome.out) == (status, "")
    assert message in outcome.err


# the search


def test_search_shows_who_says_it(search: Cli) -> None:
    """Beside a speaker a passage is what the speaker says in it, behind the name."""
    outcome = search("speaker:Alder", "harbour")
    assert outcome.out.splitlines()[:3] == [
        " 1. On harbour",
        "    Wire · 2024-02-16 · harbour.txt",
        "    Ada Alder: “The harbour is ours,” … “We keep the harbour.”",
    ]
    assert "1 article found" in outcome.err
    shown = search("--speaker", "Alder", "harbour", "--color", "always").out
    assert "\x1b[1mAda Alder:\x1b[0m “The \x1b[1;31mharbour\x1b[0m is ours,”" in shown
    assert "Nobody asked who kept the lamp." in search("speaker:Alder", "harbour", "--context", "1").out


def test_search_shows_the_part_of_a_long_quotation(search: Cli) -> None:
    """Where a quotation goes on beyond the passage, dots say so."""
    out = search("speaker:Alder", "60").out
    assert "    Ada Alder: “… Tide" in out
    assert out.rstrip().endswith("…”")


def test_search_json_has_the_quotations_of_each_passage(search: Cli, index: Path) -> None:
    """Whoever is asked for, each hit tells the quotations that its passage holds, by positions in it."""
    (hit,) = search("lamp", "source:Wire", "--json", "-n", "1").json["hits"]
    passage = hit["passage"]["text"]
    assert [passage[quote["start"] : quote["end"]] for quote in hit["quotes"]] == [
        words for _, words in TEXTS[hit["document"]["doc_id"]][2]
    ]
    assert list(hit["quotes"][0]) == ["speaker", "speaker_mention", "start", "end", "cue"]
    with searcher.open_index(index) as opened:
        (first, *_) = opened.search("speaker:Alder 60").hits
        (quote,) = first.quotes
        assert (quote.start, quote.end, quote.mention, quote.cue) == (0, len(first.passage.text), None, None)
        assert first.quoted == first.quotes
        assert opened.search("harbour").hits[0].quoted == ()


def test_search_counts_speakers(search: Cli) -> None:
    """The facet speaker counts articles by who is quoted in them."""
    found = search("--facet", "speaker=2", "--json", "Alder").json["facets"]["speaker"]
    assert found == [{"value": "Ada Alder", "count": 2}, {"value": "A spokesman", "count": 1}]


def test_corrected_speakers_are_found_under_both_names(cli: Cli, tmp_path: Path) -> None:
    """A speaker that people renamed is shown so, and found by the name in the article as well."""
    outcomes = said_under(cli, tmp_path / "one", Correction("rename", "Ada Alder", "Ada Ashdown"))
    for name in ("Ashdown", "Alder"):
        assert [row["speaker"] for row in outcomes(name)] == ["Ada Ashdown"] * 3
        assert [row["text"] for row in outcomes(name, "keep")] == ["We keep the harbour."]
    outcomes = said_under(cli, tmp_path / "two", Correction("merge", "Ada Alder", "Ben Birch"))
    assert [row["speaker"] for row in outcomes("Birch")] == ["Ben Birch"] * 4


def test_removed_speakers_say_nothing(cli: Cli, tmp_path: Path) -> None:
    """A name that people took away from the entities is no speaker either."""
    outcomes = said_under(cli, tmp_path / "one", Correction("remove", "Ada Alder"))
    assert outcomes("Alder") == []
    assert [row["speaker"] for row in outcomes("*")] == ["A spokesman", "Ben Birch"]


def said_under(cli: Cli, folder: Path, correction: Correction) -> Callable[..., list[dict[str, str]]]:
    """What `searcher quotes` lists of a speaker under a correction."""
    index_of(folder, correction)
    return lambda speaker, *words: told(
        cli("quotes", "--no-refresh", "--index", folder, "--csv", "--speaker", speaker, *words)
    )
