"""What holds for the tokens of any text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.analysis import Token, analyze, fold

# What news is written with, and what breaks tokenizers: a law must not depend on a lucky draw.
LETTERS = "aAbeEsStTuUéÉñøßıİμΆйЙёЁЖשלمحकิ新あが"
MARKS = "\u0301\u0308\u05b8\u064e\u093f\u3099"
SIGNS = "-‐‑&'’‘.,/_–—:;()“”@#$%😀\n\t"
SPACES = " \u00a0\u2009\u202f\u00ad\u200b\u200d\ufeff"
PIECES = [
    "U.S.",
    "’s",
    "'s",
    "'ll",
    "20,000",
    "1.5",
    " 000",
    "self-",
    "0's",
    "T-72",
    "i.e.",
    "NGOs",
    "ﱞ",
    "①",
]
texts = st.lists(st.sampled_from([*LETTERS, *"0123459", *MARKS, *SIGNS, *SPACES, *PIECES]), max_size=40).map(
    "".join
)
any_text = texts | st.text(max_size=60)
law = settings(max_examples=300, deadline=None)  # no deadline: the machine may be busy


def parts_of(tokens: list[Token]) -> list[Token]:
    """The tokens that are no joined forms."""
    return [token for token in tokens if token.position == token.last]


@law
@given(any_text)
def test_analyze_positions_have_no_gaps(text: str) -> None:
    """The words of a text have the positions 0, 1, 2 …, whatever vanishes between them."""
    parts = parts_of(analyze(text))
    assert [part.position for part in parts] == list(range(len(parts)))


@law
@given(any_text)
def test_analyze_offsets_lie_in_the_text_and_in_order(text: str) -> None:
    """No word is empty, none overlaps another, and none lies outside of the text."""
    end = 0
    for part in parts_of(analyze(text)):
        assert end <= part.start < part.end <= len(text)
        end = part.end


@law
@given(any_text)
def test_analyze_joined_form_is_made_of_its_parts(text: str) -> None:
    """A joined form spans several parts that are there before it, and is their forms put together."""
    tokens = analyze(text)
    for index, token in enumerate(tokens):
        if token.last > token.position:
            parts = parts_of(tokens[:index])[token.position : token.last + 1]
            assert len(parts) == token.last - token.position + 1
            assert (parts[0].start, parts[-1].end) == (token.start, token.end)
            signless = token.form.replace("-", "").replace("'", "")
            assert "".join(part.form for part in parts).startswith(signless)


@law
@given(any_text)
def test_analyze_forms_fit_an_index(text: str) -> None:
    """A form is 1 to 128 characters without white space, capitals or the signs that mark kinds of terms."""
    for token in analyze(text):
        assert 1 <= len(token.form) <= 128
        assert token.term
        assert not any(character.isspace() or character in "~|" for character in token.form)
        assert token.form == token.form.lower()
        assert token.cased is None or 2 <= len(token.cased) <= 5


@law
@given(texts)
def test_analyze_form_is_the_fold_of_its_text(text: str) -> None:
    """A word's form is its stretch of text, folded, without group marks, apostrophes and initials' stops."""
    for part in parts_of(analyze(text)):
        written = text[part.start : part.end]
        dropped = ",'’‘()" if part.form[0].isdigit() else ".,'’‘()"
        folded = fold("".join(c for c in written if not c.isspace() and c not in dropped))
        assert "".join(folded.split()) == part.form


@law
@given(any_text, any_text)
def test_analyze_space_divides(left: str, right: str) -> None:
    """Two texts with a space between them have the words of both, unless the space groups digits."""
    if left[-1:].isdigit() and right[:1].isdigit():
        return
    alone = analyze(left)
    positions, offset = len(parts_of(alone)), len(left) + 1
    moved = [
        token._replace(
            position=token.position + positions,
            last=token.last + positions,
            start=token.start + offset,
            end=token.end + offset,
        )
        for token in analyze(right)
    ]
    assert analyze(f"{left} {right}") == alone + moved


@law
@given(any_text)
def test_analyze_unstemmed_term_is_the_form(text: str) -> None:
    """In a language that is not stemmed the tokens are the same, with their forms as terms."""
    plain = analyze(text, "de")
    assert plain == [token._replace(term=token.form) for token in analyze(text)]


@law
@given(texts)
def test_analyze_normal_form_does_not_matter(text: str) -> None:
    """A text whose accents are written apart has the same words as one with them composed."""
    composed = analyze(unicodedata.normalize("NFC", text))
    apart = analyze(unicodedata.normalize("NFD", text))
    assert [token[:5] for token in composed] == [token[:5] for token in apart]


@law
@given(texts)
def test_analyze_form_is_found_by_itself(text: str) -> None:
    """Whoever types the form of a word, as a suggestion or a list of words would show it, finds the word."""
    for part in parts_of(analyze(text)):
        assert "".join(token.form for token in parts_of(analyze(part.form))) == part.form


@pytest.mark.parametrize(
    "piece",
    [
        *"aé新がก1 .'-&_\u0301\u200b\u0640\ufffd\x00",
        *["a-", "a'", "'s", "A.", "1,", "1.", "1,000", "1 000 ", "3-", "0's", "US "],
        *["a\u0301\u0327", "\u0301\u0327", "a\u200b", "-\u200b", "\u3000\u0301"],
    ],
    ids=ascii,
)
def test_analyze_hostile_text_ends(piece: str) -> None:
    """Fifty thousand of one sign, or of two in turn, are analysed like any other text."""
    for text in (piece * (50_000 // len(piece)), "a" + piece * (50_000 // len(piece)) + "b"):
        tokens = analyze(text)
        assert all(len(token.form) <= 128 for token in tokens)
