"""The normal form of a text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.corpus.cleaner.unicode import key, normalise


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("cafe\u0301", "café"),
        ("self\u00admobilize", "selfmobilize"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("left\u202eright\u2066", "leftright"),
        ("20\u00a0000 troops", "20\u00a0000 troops"),
        ("20\u202f000", "20\u202f000"),
        ("20\u2009000", "20\u2009000"),
        ("20\u00a0 000", "20 000"),
        ("Mr\u00a0Smith", "Mr Smith"),
        ("in\u00a02022", "in 2022"),
        ("a \t  b", "a b"),
        ("  a  \r\n b\rc\u2028d", "a\nb\nc\nd"),
        ("lost \ufffd byte", "lost \ufffd byte"),
        ("“quotes” – and — dashes…", "“quotes” – and — dashes…"),
        ("bell\x07 nul\x00", "bell nul"),
        ("lone\ud800", "lone"),
        ("e\u200b\u0301", "é"),
        ("", ""),
    ],
)
def test_normalise_table(raw: str, expected: str) -> None:
    """Invisible characters go, white space is plain but inside numbers, marks stay."""
    assert normalise(raw) == expected


@given(st.text())
def test_normalise_is_idempotent_and_nfc(text: str) -> None:
    """A normalised text is in its last form."""
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


def test_key_folds_case_and_marks() -> None:
    """Lines that differ in case, quotes or dashes only have one key."""
    assert key("“Don’t” — STOP") == key('"don\'t" - stop')
