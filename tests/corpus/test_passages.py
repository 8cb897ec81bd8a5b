"""Passages: where a text is cut."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.analysis import analyze
from searcher.corpus.passages import WISHED_TOKENS, split

SENTENCE = "The mayor of a small town said nothing at all on Tuesday. "
TEXTS = st.lists(
    st.sampled_from([SENTENCE, "Why? ", "self-made 20 000 ", "\n\n", "word " * 40, "— … "]), max_size=60
)


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
