from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.analysis import fold


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Élysée", "elysee"),
        ("Zelenský", "Zelensky"),
        ("Łukasz Łódź", "lukasz lodz"),
        ("Ærø", "aero"),
        ("Straße", "STRASSE"),
        ("İstanbul", "istanbul"),
        ("Diyarbakır", "DIYARBAKIR"),
        ("Erdoğan", "erdogan"),
        ("Đặng", "dang"),
        ("ΑΘΉΝΑ", "αθηνα"),
        ("ὁδός", "οδοσ"),
        ("ΚΥΙΒ", "κυιβ"),
        ("ЗЕЛЕНСЬКИЙ", "зеленський"),
        ("Ｔｏｋｙｏ", "tokyo"),
        ("ﬁﬂ", "fifl"),
        ("ｶﾞｽ", "ガス"),
        ("שָׁלוֹם", "שלום"),
        ("مُحَمَّدٌ", "محمد"),
        ("محـــمد", "محمد"),
        ("mobil\u00adize\u200b", "mobilize"),
        ("The Moscow Times", "the moscow times"),
    ],
)
def test_fold_same_word_to_a_reader_is_the_same(written: str, typed: str) -> None:
    """A word as a newspaper prints it folds to what a reader without its keys would type."""
    assert fold(written) == fold(typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("й", "и"),
        ("ё", "е"),
        ("ї", "і"),
        ("が", "か"),
        ("آ", "ا"),
        ("أ", "ا"),
        ("ड़", "ड"),
        ("é", "a"),
        ("1⁄2", "12"),
    ],
)
def test_fold_letters_of_their_own_stay(one: str, other: str) -> None:
    """What is a letter of its own in its script is not folded to another one."""
    assert fold(one) != fold(other)


def test_fold_twice_changes_nothing_for_any_character() -> None:
    """The fold of a character folds to itself, for every one of the first two planes of Unicode."""
    characters = [chr(code) for code in range(0x20000) if not 0xD800 <= code < 0xE000]
    assert [c for c in characters if fold(fold(c)) != fold(c)] == []


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30))
def test_fold_twice_changes_nothing(text: str) -> None:
    """The fold of a text folds to itself."""
    assert fold(fold(text)) == fold(text)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30))
def test_fold_normal_form_does_not_matter(text: str) -> None:
    """Composed or taken apart, a text folds to the same."""
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))
