"""Blocks of a page that a scraper joined are parted, and names with a capital inside are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.corpus.cleaner import clean
from searcher.corpus.cleaner.gluing import unglued
from searcher.records import Cleaned, RawDocument


@pytest.mark.parametrize(
    "parts",
    [
        ("The minister refused to comment.", "The company said nothing."),
        ("“We are ready for it.”", "Officials said nothing of the kind."),
        ("Soldiers in the square. Jo Roe/AP/Getty Images", "Governors back the call"),
        ("Updated 12 May 2022, 5:34 am", "Governors back the call"),
        ("Published on May 12, 2022", "Governors back the call"),
        ("Home", "News", "Business", "World", "Technology", "Science", "Health"),
    ],
)
def test_blocks_joined_without_a_space_are_parted(parts: tuple[str, ...]) -> None:
    """What ends, and what begins with a capital right behind it, are two blocks."""
    assert unglued("".join(parts)).split("\n") == list(parts)


@pytest.mark.parametrize(
    "line",
    [
        "He told LifeNews that YouTube, WhatsApp and TikTok had nothing to do with it at all this year.",
        "The U.S.Army and J.K.Rowling wrote to One.Tel, Amazon.Com and www.example.org/Home.Page today.",
        "The Zafi.D virus spread with an iPhone that McDonald had bought.",
        "By then on May 5, 2022 the governors of the regions had taken up the call for volunteers.",
    ],
)
def test_names_with_capitals_inside_are_left_whole(line: str) -> None:
    """A few capitals behind small letters or full stops are names, not joints."""
    assert unglued(line) == line


def test_a_byline_put_before_the_text_is_parted_from_it() -> None:
    """The writer's name and the date are the page's; the first sentence behind them is the journalist's."""
    text = "The governors of the far regions took up the call of the council for more volunteers on Monday."
    line = f"By Jane Roe and John Doe Sept. 27, 2022 10:15 AM EDT {text}"
    assert unglued(line).split("\n") == [line.removesuffix(" " + text), text]
    cleaned = clean(RawDocument("a", "a.txt", "text", f"Governors take up the call\n{line}\n{text}", "0"))
    assert isinstance(cleaned, Cleaned)
    assert cleaned.document.text.startswith("The governors")
    assert cleaned.document.date == "2022-09-27"
    assert cleaned.document.authors == ("Jane Roe", "John Doe")


@given(
    st.lists(st.sampled_from([*"aAbB.!?)”0 \n", "By Al Ro, May 5, 2022 ", "News", "AP Images"])).map("".join)
)
def test_nothing_is_lost_but_spaces(text: str) -> None:
    """Whatever is parted, the characters stay and their order does."""
    kept = unglued(text)
    assert kept.replace("\n", "").replace(" ", "") == text.replace("\n", "").replace(" ", "")
    assert unglued(kept) == kept
