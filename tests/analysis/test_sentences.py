from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.analysis import first_sentence, sentences
from searcher.analysis.sentences import next_word, sentence_end, sentence_ends


def cut(text: str) -> list[str]:
    """The sentences of a text, as text."""
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "marked",
    [
        "The bridge fell.| Nobody was hurt.",
        "Was it shelled?| Yes!| Twice…| He left.",
        "“We stay.”| He sat down.",
        "(They had left.)| The door was open.",
        "„Wir bleiben.“| Dann ging er.",
        "“Why?” she asked.| “Go!” he said.",
        "He said no.| Then he left.",
        "Mr. Smith met Dr. Jones and Gen. Mark A. Brown.| They spoke.",
        "J.K. Rowling met J. K. Jerome.| Both smiled.",
        "The U.S. Army left.| Others came.",
        "He lives in the U.S.| The army does not.",
        "It opens at 9 a.m. Tuesday.| Bring a book.",
        "It closes at 5 p.m.| The guard goes home.",
        "Acme Inc. Chief Executive Ann Lee spoke.| Acme Inc.| The firm fell.",
        "See No. 5 and fig. 3.| They differ.",
        "It weighs 1.5 tonnes.| 20 men carried it in 2022.| 30 watched.",
        "On Sept. 21 they met.| In Oct. 2022 they parted.",
        "The site example.com was down.| It is back.",
        "First line| second line|  third.| Fourth",
        "Он ушёл, т.е. Иван ушёл.| Потом пришёл.",
        "今天好。|明天呢？|「是。」|好",
        "वह गया।| वह आया।",
        "¿Qué pasa?| ¡Nada!| – Vale.",
        "wait… and see.| OK",
        "Standard & Poor’s.| First came plan b.| Moscow waited.",
        "No stop at the end",
    ],
)
def test_sentences_end_where_a_reader_would_stop(marked: str) -> None:
    """A text is cut at the bars, and nowhere else."""
    pieces = [piece.strip() for piece in marked.split("|")]
    text = marked.replace("line| ", "line\n").replace("|", "")
    assert cut(text) == pieces


@pytest.mark.parametrize("text", ["", " \n\t ", "\n\n"])
def test_sentences_empty_text_has_none(text: str) -> None:
    """White space alone is no sentence."""
    assert sentences(text) == []
    assert first_sentence(text) == ""


def test_first_sentence_leaves_out_the_rest() -> None:
    """The first sentence of a text stands for its headline, without the white space around it."""
    assert first_sentence("\n The bridge fell. Nobody was hurt.") == "The bridge fell."


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="aB1.!? \n”“)(。", max_size=60))
def test_sentences_cover_the_text(text: str) -> None:
    """Sentences follow each other, and nothing but white space lies between or around them."""
    end = 0
    for start, next_end in sentences(text):
        assert text[end:start].strip() == ""
        assert text[start:next_end].strip() == text[start:next_end] != ""
        end = next_end
    assert text[end:].strip() == ""


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="aBMr1.!?… \n”“)(。", max_size=60))
def test_sentence_ends_are_those_found_one_by_one(text: str) -> None:
    """One pass over a text finds the end of each of its sentences, wherever that begins."""
    ends = list(sentence_ends(text, 0))
    start = next_word(text, 0)
    while start < len(text):
        end = sentence_end(text, start)
        assert min(found for found in ends if found > start) == end
        start = next_word(text, end)


@pytest.mark.parametrize(
    "piece", ["a", ".", ". ", '."', ".\n", "A. ", "\n", " ", "“", "a.a", "…”", "。", "(", "Mr. "], ids=ascii
)
def test_sentences_hostile_text_ends(piece: str) -> None:
    """Hundreds of thousands of one sign, or of a few in turn, are cut like any other text."""
    for text in (piece * 100_000, f"A.{piece * 100_000}", f"A. {piece * 100_000}b"):
        assert sum(end - start for start, end in sentences(text)) <= len(text)
