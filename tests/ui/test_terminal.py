"""The terminal's renderer: aligned, never too wide, matches in colour, progress only when it is due."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import Any

import pytest

import searcher
from searcher.records import Document, Passage, Span
from searcher.ui import terminal
from searcher.ui.terminal import ProgressBar, Screen, changes_line, size
from searcher.ui.text import width_of

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
LONG = "The lamp of Skerry Point was lit for the last time on Friday evening. " * 6


def hit(
    rank: int = 1, headline: str | None = "A lamp goes out", text: str = LONG, **fields: Any
) -> searcher.Hit:
    """A hit with the word “lamp” marked wherever it stands."""
    spans = [tuple(Span(*m.span()) for m in re.finditer("lamp", part or "")) for part in (text, headline)]
    document = Document("a", fields.pop("path", "a.txt"), text, headline, **fields)
    return searcher.Hit(rank, 1.0, document, Passage(0, 0, len(text), text), *spans)


@pytest.mark.parametrize("width", [20, 40, 80, 100])
@pytest.mark.parametrize("rank", [1, 10, 100, 12345])
@pytest.mark.parametrize(
    "text",
    [LONG, "灯台守が引退した。" * 30, "https://wire.example/" + "a" * 300],
    ids=["english", "japanese", "address"],
)
def test_no_line_is_wider_than_the_screen(width: int, rank: int, text: str) -> None:
    """Headline, provenance and passage are wrapped alike, and what follows the rank is aligned with it."""
    drawn = Screen(colour=False, width=width).hit(
        hit(rank, text=text, headline=text, path="archive/" + "b" * 90)
    )
    lines = drawn.splitlines()
    assert all(width_of(line) <= width for line in lines)
    indent = " " * (max(len(str(rank)), 2) + 2)
    assert all(line.startswith(indent) for line in lines[1:] if line)


def test_a_screen_is_never_wider_than_can_be_read() -> None:
    """On a very wide terminal lines end where a reader's eye still finds the next."""
    lines = Screen(colour=False, width=300).hit(hit()).splitlines()
    assert max(map(len, lines)) <= 100


def test_a_hit_is_rank_headline_provenance_passage() -> None:
    """The first line has rank and headline, the second source, date and path, as far as they are known."""
    drawn = Screen(colour=False, width=80).hit(
        hit(text="The lamp is out.", source="Maren Courier", date="2023-06-03")
    )
    assert drawn == " 1. A lamp goes out\n    Maren Courier · 2023-06-03 · a.txt\n    The lamp is out.\n"
    assert Screen(colour=False, width=80).hit(hit(text="The lamp is out.")).splitlines()[1] == "    a.txt"


def test_a_text_without_headline_shows_its_first_sentence_in_its_place() -> None:
    """Where there is no headline the first sentence stands, unmarked, as far as it fits one line."""
    drawn = Screen(colour=True, width=80).hit(hit(headline=None, text="The lamp is out. It was old."))
    assert drawn.splitlines()[0] == " 1. The lamp is out."
    drawn = Screen(colour=False, width=30).hit(hit(headline=None, text="The lamp, which was old, is out."))
    assert drawn.splitlines()[:2] == [" 1. The lamp, which was old…", "    a.txt"]


def test_an_article_that_is_its_headline_is_shown_once() -> None:
    """A headline alone is not repeated as its own passage."""
    drawn = Screen(colour=False, width=80).hit(hit(text="A lamp goes out"))
    assert drawn == " 1. A lamp goes out\n    a.txt\n"


@pytest.mark.parametrize("width", [20, 33, 80])
def test_colours_mark_what_matched_and_nothing_else(width: int) -> None:
    """Without its colours a screen is as one without; with them exactly the matches are red."""
    drawn, plain = (Screen(colour=colour, width=width).hit(hit()) for colour in (True, False))
    assert ESCAPES.sub("", drawn) == plain
    assert "\x1b" not in plain
    assert re.findall(r"\x1b\[1;31m(.*?)\x1b\[0m", drawn) == ["lamp"] * (1 + LONG.count("lamp"))
    for line in drawn.splitlines():
        assert len(re.findall(r"\x1b\[[1-9]", line)) == line.count("\x1b[0m"), (
            "no colour runs over a line's end"
        )


def test_a_phrase_over_two_lines_is_marked_on_both() -> None:
    """A highlight that is broken begins again on the next line."""
    text = "one two three four five six"
    article = Document("a", "a.txt", text)
    drawn = Screen(colour=True, width=20).hit(
        searcher.Hit(1, 1.0, article, Passage(0, 0, 27, text), (Span(4, 23),))
    )
    assert re.findall(r"\x1b\[1;31m(.*?)\x1b\[0m", drawn) == ["two three", "four five"]


def test_facets_are_aligned() -> None:
    """Counts stand in a column, whatever their length."""
    counts = {"source": (terminal.FacetCount("Wire", 1200), terminal.FacetCount("Courier", 7)), "date": ()}
    assert list(Screen(colour=False).facets(counts)) == ["source", "    1,200  Wire", "        7  Courier"]


def test_periods_are_bars() -> None:
    """Facets of dates are drawn as bars over the width of the screen, with their gaps."""
    counts = {"month": (terminal.FacetCount("2023-11", 1), terminal.FacetCount("2024-01", 2))}
    drawn = list(Screen(colour=False, width=40).facets(counts))
    assert drawn == [
        "month",
        "    1  2023-11  " + "█" * 12,
        "    0  2023-12",
        "    2  2024-01  " + "█" * 24,
    ]


def test_bars_are_plain_where_there_are_no_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """An encoding without blocks, as in some pipes, gets bars of number signs."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    (_, line) = Screen(colour=False, width=24).facets({"year": (terminal.FacetCount("2023", 1),)})
    assert line == "    1  2023  ###########"


def test_context_is_faint_and_flows_into_its_passage() -> None:
    """What stands around a passage is drawn with it, in the style of what matters less."""
    text = "It was old. The lamp is out. Nobody saw it.\n\nThe end."
    shown = searcher.Hit(
        1, 1.0, Document("a", "a.txt", text), Passage(0, 12, 28, "The lamp is out."), (Span(4, 8),)
    )
    assert Screen(colour=False, width=80).hit(shown, 2).splitlines()[2:] == [
        "    It was old. The lamp is out. Nobody saw it.",
        "",
        "    The end.",
    ]
    drawn = Screen(colour=True, width=80).hit(shown, 1)
    assert (
        "    \x1b[2mIt was old. \x1b[0mThe \x1b[1;31mlamp\x1b[0m is out.\x1b[2m Nobody saw it.\x1b[0m"
        in drawn
    )


def test_an_explanation_follows_its_passage() -> None:
    """The tree of a score is drawn below the passage, further in with each step."""
    tree = searcher.Explanation(1.5, "score: sum of", (searcher.Explanation(1.5, "“lamp”"),))
    drawn = Screen(colour=False, width=80).hit(hit(text="The lamp is out."), explanation=tree)
    assert drawn.splitlines()[2:] == [
        "    The lamp is out.",
        "",
        "    1.5000  score: sum of",
        "      1.5000  “lamp”",
    ]


def test_status_names_what_was_skipped() -> None:
    """Each skipped seed has its line, and a hostile name in it does no harm."""
    status = searcher.Status(
        1, 2, (searcher.Skipped("a\x1b[2J.txt", "empty"),), 1_500_000, "now", None, Path("s"), ("n",)
    )
    drawn = "\n".join(Screen(colour=False, width=40).status(status))
    assert "1 article from 2 seeds, seeds are missing" in drawn
    assert "on disk  1.5 MB" in drawn
    assert "    a\ufffd[2J.txt: empty" in drawn


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((0, 0, 0, 0), "nothing changed"),
        ((1, 0, 0, 0), "1 article added"),
        ((1200, 1, 0, 0), "1,200 articles added, 1 updated"),
        ((0, 0, 11, 2), "11 articles removed, 2 skipped"),
        ((0, 0, 0, 1), "1 skipped"),
    ],
)
def test_what_a_refresh_did_is_said_in_words(counts: tuple[int, int, int, int], words: str) -> None:
    """Only what happened is mentioned."""
    assert changes_line(*counts) == words


def test_sizes_are_in_words() -> None:
    """Small ones in kilobytes."""
    assert [size(count) for count in (0, 1234, 999_999, 5_000_000_000)] == [
        "0.0 kB",
        "1.2 kB",
        "1,000.0 kB",
        "5,000.0 MB",
    ]


class Stream(io.StringIO):
    """A stream that says it is a terminal, or not."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        """Whether it is one."""
        return self.terminal


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, to be set."""
    now = [100.0]
    monkeypatch.setattr(terminal.time, "monotonic", lambda: now[0])
    return now


@pytest.mark.parametrize(
    ("on_terminal", "seconds", "drawn"), [(True, 0.9, False), (True, 1.1, True), (False, 9, False)]
)
def test_progress_is_drawn_on_a_terminal_after_a_second(
    clock: list[float], on_terminal: bool, seconds: float, drawn: bool
) -> None:
    """A quick build, or one off a terminal, draws nothing."""
    stream = Stream(terminal=on_terminal)
    bar = ProgressBar(stream)
    clock[0] += seconds
    bar(5_000_000, 10_000_000)
    bar.close()
    assert bool(stream.getvalue()) is drawn
    if drawn:
        assert "50% of 10.0 MB" in stream.getvalue()
        assert stream.getvalue().endswith("\r\x1b[K")


@pytest.mark.parametrize("columns", [15, 40, 80])
def test_progress_stays_on_one_line(
    clock: list[float], monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    """However narrow the terminal, the bar can be overwritten."""
    monkeypatch.setenv("COLUMNS", str(columns))
    stream = Stream(terminal=True)
    bar = ProgressBar(stream)
    clock[0] += 2
    for done in (0, 50_000, 123_456_789):
        bar(done, 123_456_789)
    drawn = [line for line in stream.getvalue().split("\r\x1b[K") if line]
    assert len(drawn) == 3
    assert all(len(line) < max(columns, 26) for line in drawn)


def test_progress_of_nothing_is_all_of_it(clock: list[float]) -> None:
    """Seeds of no bytes are done at once."""
    stream = Stream(terminal=True)
    bar = ProgressBar(stream)
    clock[0] += 2
    bar(0, 0)
    assert "100%" in stream.getvalue()
