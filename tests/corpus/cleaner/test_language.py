"""The language of a text: the fast count against the obvious one."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.corpus.cleaner.language import detect, language_code
from searcher.corpus.cleaner.tables import read_rows

SMALL_WORDS = {language: set(words.split()) for language, words in read_rows("languages.txt")}
SCRIPTS = {"ja": ("\u3040-\u30ff", 0.1), "ko": ("\uac00-\ud7af", 0.3), "zh": ("\u4e00-\u9fff", 0.3),
           "he": ("\u0590-\u05ff", 0.3), "el": ("\u0370-\u03ff", 0.3),
           "th": ("\u0e00-\u0e7f", 0.3)}  # fmt: skip


def obvious(text: str) -> str | None:
    """Count the small words of each language, one by one."""
    words = re.findall(r"[^\W\d_]+", text[:3000].lower())
    letters = "".join(words)
    for language, (script, share) in SCRIPTS.items():
        if len(letters) >= 30 and len(re.findall(f"[{script}]", letters)) >= share * len(letters):
            return language
    counts = Counter({name: sum(word in small for word in words) for name, small in SMALL_WORDS.items()})
    (best, count), (_, second) = counts.most_common(2)
    return best if len(words) >= 20 and count >= 0.12 * len(words) and count >= 1.25 * second else None


small = st.sampled_from(sorted(set().union(*SMALL_WORDS.values())))
# letters that grow when they are made small, that only look like letters, of scripts of their own
odd = st.sampled_from(
    [
        "don’t",
        "U.S.",
        "ǅ",
        "İstanbul",
        "ſo",
        "½x",
        "2²a",
        "ªº",
        "µm",
        "Œuvre",
        "ÿŸ",
        "_in_",
        "x1y",
        "€5",
        "\x85",
    ]
)
script = st.sampled_from(["こんにちは", "漢字", "한국어", "שלום", "ไทย", "καλημέρα", "правда"])
sentence = st.lists(small, min_size=1, max_size=4).flatmap(
    lambda few: st.lists(
        st.one_of(st.sampled_from(few), small, odd, script, st.text(max_size=5)), max_size=60
    )
)


@given(sentence, st.sampled_from([" ", "\n", "-", "'", "\u00a0"]), st.booleans())
def test_detect_counts_as_the_obvious_way_does(words: list[str], space: str, capitals: bool) -> None:
    """Words are told apart and counted alike, whatever script, case and marks they are written with."""
    text = space.join(words)
    text = text.upper() if capitals else text
    assert detect(text) == obvious(text)


def test_detect_a_single_odd_character_changes_nothing() -> None:
    """An English text is English with any character of the first planes in it."""
    for code in [*range(0x250), *range(0x2000, 0x2100), 0x1F600, 0xD800]:
        text = f"The end of the war{chr(code)}and {chr(code)} of it, " * 4
        assert detect(text) == obvious(text) == "en", hex(code)


@pytest.mark.parametrize(
    ("tag", "code"), [("en-GB", "en"), ("pt_BR", "pt"), (" DE ", "de"), ("english", None), (None, None)]
)
def test_language_code_is_the_first_part_of_a_tag(tag: str | None, code: str | None) -> None:
    """What pages write as their language is reduced to a code."""
    assert language_code(tag) == code
