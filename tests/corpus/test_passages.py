"""Passages: where a text is cut."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.analysis import Token, analyze, sentences
from searcher.analysis.vocabulary import Vocabulary
from searcher.corpus.passages import WISHED_TOKENS, split, split_batch
from searcher.records import PassageBounds

NEWS = Path(__file__).parents[3] / "shared" / "data" / "news" / "bbc.jsonl"

SENTENCE = "The mayor of a small town said nothing at all on Tuesday. "
TEXTS = st.lists(
    st.sampled_from([SENTENCE, "Why? ", "self-made 20 000 ", "\n\n", "word " * 40, "— … "]), max_size=60
)
LONG_TEXTS = st.lists(
    st.sampled_from(
        [
            *(
                SENTENCE,
                SENTENCE * 5,
                "Why? ",
                "self-made 20 000 ",
                "word " * 29,
                "word " * 60,
                "word " * 190,
            ),
            *(". ", "— … ", "\n", "\n\n", "\n\n  ", " \n", "\n — \n", "Mr. ", "他说。", "他" * 100, "۔ "),
        ]
    ),
    max_size=40,
).map("".join)


def split_slowly(text: str) -> tuple[PassageBounds, ...]:
    """The referee: every sentence of an English text, or part of one, may begin a passage."""
    if not text:
        return ()
    tokens = [token for token in analyze(text) if token.last == token.position]
    starts = [token.start for token in tokens]
    cuts: list[int] = []
    begun = 0
    for start, end in pieces(text, tokens):
        first, beyond = bisect_left(starts, start), bisect_left(starts, end)
        is_paragraph = "\n" in text[max(0, start - 2) : start]
        is_late = first > begun and beyond - begun > WISHED_TOKENS * 1.5
        if is_late or first - begun >= WISHED_TOKENS * (0.75 if is_paragraph else 1):
            cuts.append(start)
            begun = first
    if cuts and len(tokens) - begun < WISHED_TOKENS / 4:
        last = cuts.pop()
        previous = cuts[-1] if cuts else 0
        if len(tokens) - bisect_left(starts, previous) > WISHED_TOKENS * 3:
            cuts.append(last)
    return tuple(
        PassageBounds(start, end, bisect_left(starts, start), bisect_left(starts, end))
        for start, end in pairwise([0, *cuts, len(text)])
    )


def pieces(text: str, tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """Sentences, and parts of those that alone would be too long a passage."""
    starts = [token.start for token in tokens]
    for start, end in sentences(text):
        first, beyond = bisect_left(starts, start), bisect_left(starts, end)
        at = start
        if beyond - first > WISHED_TOKENS * 1.5:
            for cut in range(first + WISHED_TOKENS, beyond - WISHED_TOKENS // 4, WISHED_TOKENS):
                yield at, starts[cut]
                at = starts[cut]
        yield at, end


def check_batch(texts: list[str]) -> None:
    """Hold `split` and `split_batch` to the referee."""
    passages = split_batch(texts, Vocabulary().analyze_batch(texts, [True] * len(texts)))
    for i, text in enumerate(texts):
        expected = split_slowly(text)
        assert split(text) == expected
        assert passages[i] == expected
    assert len(passages) == len(texts)


def lengths(text: str) -> list[int]:
    """Tokens of each passage."""
    return [bound.token_end - bound.token_start for bound in split(text)]


@given(TEXTS.map("".join) | st.text(max_size=400))
def test_split_covers_the_text_in_order(text: str) -> None:
    """Passages follow each other without gap or overlap, in code points and in token positions."""
    bounds = split(text)
    assert bool(bounds) == bool(text)
    if bounds:
        assert (bounds[0].start, bounds[0].token_start) == (0, 0)
        positions = max((token.last for token in analyze(text)), default=-1) + 1
        assert (bounds[-1].end, bounds[-1].token_end) == (len(text), positions)
    for one, other in pairwise(bounds):
        assert (one.end, one.token_end) == (other.start, other.token_start)
        assert one.start < one.end


@settings(deadline=None)
@given(st.lists(LONG_TEXTS | TEXTS.map("".join) | st.text(max_size=50), max_size=4))
def test_split_batch_equals_the_referee(texts: list[str]) -> None:
    """One text or many, a text is cut where looking at every one of its sentences would cut it."""
    check_batch(texts)


@pytest.mark.parametrize("size", [29, 30, 89, 90, 91, 119, 120, 121, 149, 150, 151, 180, 181, 240, 361])
@pytest.mark.parametrize("end", [". The ", ".\n\n", "\n", " "])
def test_split_batch_lengths_at_each_limit(size: int, end: str) -> None:
    """Sentences and paragraphs just below, at and above each limit of length are cut as by the referee."""
    texts = [("a " * size + "b" + end) * times + "c " * rest for times in (1, 2, 3) for rest in (0, 29, 31)]
    check_batch(["", *texts, ""])


@pytest.mark.skipif(not NEWS.exists(), reason="the shared articles are not there")
def test_split_batch_news() -> None:
    """Real articles are cut as by the referee."""
    with NEWS.open(encoding="utf-8") as lines:
        check_batch([json.loads(line)["text"] for line, _ in zip(lines, range(60), strict=False)])


@pytest.mark.parametrize(
    "piece", ["a. ", "Mr. ", "word ", "\n", ". ", "a\n", "a? " * 89 + "b " * 2000], ids=len
)
def test_split_hostile_text_ends(piece: str) -> None:
    """A hundred thousand signs of one kind are cut like any other text."""
    text = piece * (100_000 // len(piece))
    assert split(text)[-1].end == len(text)


@given(TEXTS.map("".join))
def test_split_passage_analysed_alone_has_its_tokens(text: str) -> None:
    """The words of a passage are those its document has there, so that it can be marked alone."""
    whole = [token.form for token in analyze(text) if token.last == token.position]
    for bound in split(text):
        alone = [
            token.form for token in analyze(text[bound.start : bound.end]) if token.last == token.position
        ]
        assert alone == whole[bound.token_start : bound.token_end]


def test_split_short_text_yields_one_passage() -> None:
    """A text below the wished length stays whole."""
    assert len(split(SENTENCE * 3)) == 1


def test_split_long_text_is_cut_at_sentences() -> None:
    """Every passage of a long paragraph begins with a sentence and is near the wished length."""
    text = SENTENCE * 100
    assert all(text[bound.start :].startswith("The mayor") for bound in split(text))
    assert all(WISHED_TOKENS * 0.75 <= length <= WISHED_TOKENS * 1.5 for length in lengths(text))


def test_split_prefers_the_end_of_a_paragraph() -> None:
    """A paragraph that ends a little before the wished length ends the passage."""
    text = SENTENCE * 8 + "\n\n" + SENTENCE * 8
    assert [text[bound.start :][:3] for bound in split(text)] == ["The", "The"]
    assert lengths(text) == [96, 96]


def test_split_endless_sentence_is_cut_inside() -> None:
    """A sentence far too long for a passage is cut between words."""
    assert max(lengths("word " * 5_000)) <= WISHED_TOKENS * 1.5


def test_split_short_rest_joins_the_passage_before() -> None:
    """A last sentence does not stand alone."""
    assert min(lengths(SENTENCE * 11)) > 30


@pytest.mark.parametrize("text", ["", " ", "\n\n", "—", "x", "\u0301"])
def test_split_text_without_words(text: str) -> None:
    """A text with hardly anything in it has one passage, an empty one none."""
    assert len(split(text)) == (1 if text else 0)
