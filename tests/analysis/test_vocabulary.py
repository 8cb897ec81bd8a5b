"""The vocabulary gives many texts at once what `analyze`, the referee, gives each."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import weakref
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.analysis import analyze, chunks, keys
from searcher.analysis.vocabulary import Vocabulary, token_bytes

NEWS = Path(__file__).parents[3] / "shared" / "data" / "news" / "bbc.jsonl"

LETTERS = "aAbeEsStTuUéÉßıİΆйЙЖשלمحकิ新あがｶﾞ"
MARKS = "\u0301\u0308\u05b8\u064e\u093f\u3099"
SIGNS = "-‐‑&'’‘ʼ`´′.,/_–—―:;()[]{}<>|=+*^~\\\"“”„‟†‡•…‹›«»!?@#$%£😀\ud800\x00\x7f"
SPACES = "   \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029\u00a0\u2009\u202f\u3000\u00ad\u200b\ufeff"
PIECES = [
    *("U.S.", "’s", "'s", "'ll", "20,000", "1.5", " 000", "\u00a0000", " 000,", "20 000", "1 000 000 0000"),
    *("self-", "0's", "T-72", "i.e.", "NGOs", "word, ", "word. ", "“Word” ", "x" * 60, "新" * 50, "ab-" * 20),
]
TEXTS = st.lists(st.sampled_from([*LETTERS, *"0123459", *MARKS, *SIGNS, *SPACES, *PIECES]), max_size=30).map(
    "".join
) | st.text(max_size=40)
BATCHES = st.lists(st.tuples(TEXTS, st.booleans()), max_size=6)

kept = Vocabulary()


def check(vocabulary: Vocabulary, texts: Sequence[str], stemmed: Sequence[bool]) -> None:
    """Hold every array of a batch to the referee."""
    tokens = vocabulary.analyze_batch(texts, stemmed)
    words = [vocabulary.words[number] for number in tokens.word.tolist()]
    at = 0
    for i, (text, stems) in enumerate(zip(texts, stemmed, strict=True)):
        expected = analyze(text, "en" if stems else "de")
        own = slice(*tokens.offsets[i : i + 2].tolist())
        assert words[own] == [(t.form, t.term, t.cased, t.last - t.position + 1, stems) for t in expected]
        assert tokens.position[own].tolist() == [token.position for token in expected]
        parts = [(token.start, token.end) for token in expected if token.last == token.position]
        beyond = at + int(tokens.lengths[i])
        assert (
            list(zip(tokens.start[at:beyond].tolist(), tokens.end[at:beyond].tolist(), strict=True)) == parts
        )
        at = beyond
    assert len(tokens.offsets) == len(texts) + 1
    assert (len(tokens.word), len(tokens.start)) == (tokens.offsets[-1], at)
    assert [array.dtype.name for array in tokens] == ["int32", "int32", "int64", "int32", "int32", "int32"]


@settings(max_examples=200, deadline=None)
@given(BATCHES)
def test_analyze_batch_equals_analyze(batch: list[tuple[str, bool]]) -> None:
    """The tokens of any texts are those of each alone, also when most chunks have been met before."""
    check(kept, [text for text, _ in batch], [stemmed for _, stemmed in batch])


@settings(max_examples=50, deadline=None)
@given(BATCHES, BATCHES)
def test_analyze_batch_anew_equals_analyze(
    one: list[tuple[str, bool]], other: list[tuple[str, bool]]
) -> None:
    """What was met in an earlier batch, or not, makes no difference."""
    vocabulary = Vocabulary()
    for batch in (one, other):
        check(vocabulary, [text for text, _ in batch], [stemmed for _, stemmed in batch])


@pytest.mark.parametrize(
    "text",
    [
        "some 20 000 men",
        "364 655 825 1040 Sugar",
        "1 000 000 000 000 000 000 000",
        "20\n000 and 20\t000 and 20  000",
        "12 000. 12 000, 12 000.5 12 000x (12 000)",
        ".12 000 ,12 000 1.2 000 a12 000 -12 000 é1 000",
        "APR7 6698B",
    ],
)
def test_analyze_batch_groups_digits_over_a_plain_space(text: str) -> None:
    """Digits are grouped over one plain space, and over no other white space, as in a single text."""
    check(Vocabulary(), [text, text, ""], [True, False, True])


def test_analyze_batch_groups_no_digits_over_two_texts() -> None:
    """A number that ends a text is not grouped with one that begins the next."""
    check(Vocabulary(), ["some 20", "000 men", "20 ", " 000"], [True] * 4)


def test_analyze_batch_every_white_space_divides_as_in_one_text() -> None:
    """Each kind of white space between and around words moves them as it should."""
    texts = [f"{space}ab{space}{space}cd-ef{space}" for space in SPACES]
    check(Vocabulary(), texts, [True] * len(texts))


@pytest.mark.parametrize("texts", [[], [""], ["", "", ""], [" "], ["", "a", ""]], ids=ascii)
def test_analyze_batch_texts_without_words(texts: list[str]) -> None:
    """No texts, empty texts and white space are a batch like any other."""
    check(Vocabulary(), texts, [True] * len(texts))
    assert len(token_bytes(Vocabulary().analyze_batch(texts, [True] * len(texts)))) == "".join(texts).count(
        "a"
    )


def test_analyze_batch_full_table_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table emptied between batches gives the same tokens, and words keep their numbers."""
    monkeypatch.setattr(chunks, "MOST_CHUNKS", 3)
    vocabulary = Vocabulary()
    for text in ("one two, three", "two three-four “two” U.S.", "one two, three"):
        before = list(vocabulary.words)
        check(vocabulary, [text], [True])
        assert vocabulary.words[: len(before)] == before
    assert len(set(vocabulary.words)) == len(vocabulary.words)


@pytest.mark.parametrize(("name", "value"), [("_MOST_KEYS", 4), ("_PROBES", 1), ("_MIX", np.uint64(0))])
def test_analyze_batch_keys_without_room(monkeypatch: pytest.MonkeyPatch, name: str, value: object) -> None:
    """A table of keys that is full, or has no free place for some, makes no difference."""
    monkeypatch.setattr(keys, name, value)
    vocabulary = Vocabulary()
    for text in ("one two, three four five six", "six seven “two” U.S. ten", "one two, three seven ten"):
        check(vocabulary, [text, text], [True, False])


@pytest.mark.parametrize("letter", ["a", "é", "新", "😀"], ids=ascii)
def test_analyze_batch_chunks_of_every_length(letter: str) -> None:
    """Chunks that differ in their length alone are told apart, in stemmed text and in other."""
    text = " ".join(letter * length for length in range(1, 60))
    vocabulary = Vocabulary()
    for _ in range(2):
        check(vocabulary, [text, text, text], [True, False, True])


def test_analyze_batch_words_differ_by_stemming() -> None:
    """A form met in stemmed and in other text is two words, and its own term in the other."""
    vocabulary = Vocabulary()
    vocabulary.analyze_batch(["villages", "villages"], [True, False])
    assert vocabulary.words == [
        ("villages", "villag", None, 1, True),
        ("villages", "villages", None, 1, False),
    ]


def test_analyze_batch_asks_for_as_many_flags_as_texts() -> None:
    """A batch whose texts and flags do not match is refused."""
    with pytest.raises(ValueError, match="2 texts, but 1"):
        Vocabulary().analyze_batch(["a", "b"], [True])


@settings(max_examples=50, deadline=None)
@given(BATCHES)
def test_token_bytes_lead_to_every_word(batch: list[tuple[str, bool]]) -> None:
    """Each byte holds the gap before a word and its length, and is 0 just when they do not fit."""
    tokens = kept.analyze_batch([text for text, _ in batch], [stemmed for _, stemmed in batch])
    packed = token_bytes(tokens)
    assert packed.dtype == np.uint8
    first = 0
    for length in tokens.lengths.tolist():
        before = 0
        for i in range(first, first + length):
            gap, size = int(tokens.start[i]) - before, int(tokens.end[i] - tokens.start[i])
            assert divmod(int(packed[i]), 32) == ((gap, size) if gap <= 7 and size <= 31 else (0, 0))
            before = int(tokens.end[i])
        first += length
    assert first == len(packed)


@pytest.mark.parametrize(
    "piece", ["a", "1 000 ", "000 ", "新", "新 ", "-", "a-", "“", " ", "\u0301", "a,"], ids=ascii
)
def test_analyze_batch_hostile_text_ends(piece: str) -> None:
    """Twenty thousand of one sign, or of a few in turn, are analysed as by the referee."""
    check(Vocabulary(), [piece * (20_000 // len(piece))], [True])


@pytest.mark.skipif(not NEWS.exists(), reason="the shared articles are not there")
def test_analyze_batch_news() -> None:
    """Real articles in batches have the tokens that each has alone."""
    with NEWS.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line, _ in zip(lines, range(120), strict=False)]
    vocabulary = Vocabulary()
    for first in range(0, len(texts), 40):
        batch = texts[first : first + 40]
        check(vocabulary, batch, [i % 3 > 0 for i in range(len(batch))])


def test_vocabulary_goes_with_its_last_user() -> None:
    """What a vocabulary holds is free at once, also while the garbage collector rests."""
    vocabulary = Vocabulary()
    vocabulary.analyze_batch(["one two"], [True])
    table = weakref.ref(vocabulary._table)
    gc.disable()
    try:
        del vocabulary
        assert table() is None
    finally:
        gc.enable()


def test_analyze_alone_needs_no_arrays() -> None:
    """Who analyses a query does not pay for loading numpy."""
    code = (
        "import sys, searcher.analysis; searcher.analysis.analyze('a b'); assert 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
