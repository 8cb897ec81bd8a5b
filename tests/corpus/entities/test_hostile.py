"""Input made to be slow, or to be wrong."""

from __future__ import annotations

import time

import pytest

from searcher.corpus.entities import group, load_recogniser

SECONDS_PER_MB = 60  # far above what any of these takes (0.1–5 s); a quadratic step takes hours

SENTENCE = "On Monday Ramzan Kadyrov told the Institute for the Study of War (ISW) in Grozny “to wait. "
CASES = {
    "a paragraph of five megabytes": SENTENCE * 54_000,
    "no sentence ends": SENTENCE.replace(".", "") * 5_000,
    "all capitals": SENTENCE.upper() * 5_000,
    "shouts without end": "AB CD EFG HI JK ij " * 20_000,
    "no capitals": SENTENCE.lower() * 5_000,
    "one name ten thousand times": "Kadyrov said so. " * 10_000,
    "ten thousand names": " ".join(
        f"Mr Abc{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{i} left." for i in range(10_000)
    ),
    "unbalanced quotes": 'said “‘"(Kadyrov ' * 20_000,
    "a run of capitals": "Alpha " * 50_000,
    "a run of connectors": "Ministry of the Food and " * 20_000,
    "one word": "A" * 500_000,
    "hyphens": "Ab-" * 100_000,
    "apostrophes": "O'" * 100_000,
    "initials": "A. " * 50_000,
    "dots": "A." * 100_000,
    "particles": "Jan " + "van der " * 50_000,
    "white space": " " * 500_000 + "\n" * 500_000,
    "right to left": "قال رئيس الوزراء " * 20_000,
    "right to left among names": "قال رئيس الوزراء Kadyrov لـ Grozny، " * 10_000,
    "no two words alike": " ".join(f"Q{i:x}z w{i:x}," for i in range(20_000)),
    "a line for each word": "Kadyrov\n" * 50_000,
    "zeros": "Kadyrov\0 a\0b said. " * 10_000,
    "lone surrogates": "Kadyrov \ud800 said \udfff. " * 10_000,
    "spaces of all kinds": "Ramzan\u2009Kadyrov \u2028 \t said.\r\n\u00a0 " * 10_000,
    "brackets": "Wagner Group (WG/WG " * 10_000,
}


@pytest.mark.parametrize("text", CASES.values(), ids=CASES.keys())
def test_tag_hostile_text_takes_bounded_time(text: str) -> None:
    """The time grows with the length of a text and nothing else, and mentions lie in it, in order, apart."""
    recogniser = load_recogniser()
    started = time.perf_counter()
    (mentions,) = recogniser.tag([text])
    assert time.perf_counter() - started < SECONDS_PER_MB * max(1, len(text) / 1e6)
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end


@pytest.mark.parametrize("case", ["no sentence ends", "unbalanced quotes", "one name ten thousand times"])
def test_tag_hostile_text_has_its_names(case: str) -> None:
    """Every time a text says it, a name is found."""
    text = CASES[case]
    (mentions,) = load_recogniser().tag([text])
    found = [text[mention.start : mention.end] for mention in mentions]
    assert sum(name.endswith("Kadyrov") for name in found) == text.count("Kadyrov")


@pytest.mark.parametrize("case", ["no capitals", "right to left", "white space", "dots"])
def test_tag_hostile_text_without_names_has_none(case: str) -> None:
    """What only looks long is no name."""
    assert load_recogniser().tag([CASES[case]]) == [()]


def test_tag_no_texts_yields_nothing() -> None:
    """A batch may be empty, and so may its texts."""
    recogniser = load_recogniser()
    assert recogniser.tag([]) == []
    assert recogniser.tag(["", " ", "\n"]) == [(), (), ()]


def test_tag_ten_thousand_mentions_are_one_entity() -> None:
    """Every mention is kept, under one name."""
    (mentions,) = load_recogniser().tag(["Ramzan Kadyrov spoke. " + CASES["one name ten thousand times"]])
    ((name, _, spans),) = group(mentions)
    assert (name, len(spans)) == ("Ramzan Kadyrov", 10_001)
