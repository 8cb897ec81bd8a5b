"""Input made to be slow, or to be wrong."""

from __future__ import annotations

import time

import pytest

from searcher.corpus.entities import group, load_recogniser

SECONDS_PER_MB = 60  # far above what any of these takes (0.1–5 s); a quadratic step takes hours

SENTENCE = "On Monday Ramzan Kadyrov told the Institute for the Study of War (ISW) in Grozny “to wait. "
CASES = {
    "a paragraph of a megabyte": SENTENCE * 12_000,
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
    "brackets": "Wagner Group (WG/WG " * 10_000,
}


@pytest.mark.parametrize("text", CASES.values(), ids=CASES.keys())
def test_tag_hostile_text_takes_bounded_time(text: str) -> None:
    """The time grows with the length of a text and nothing else."""
    recogniser = load_recogniser()
    started = time.perf_counter()
    recogniser.tag([text])
    assert time.perf_counter() - started < SECONDS_PER_MB * max(1, len(text) / 1e6)


def test_tag_ten_thousand_mentions_are_one_entity() -> None:
    """Every mention is kept, under one name."""
    (mentions,) = load_recogniser().tag(["Ramzan Kadyrov spoke. " + CASES["one name ten thousand times"]])
    ((name, _, spans),) = group(mentions)
    assert (name, len(spans)) == ("Ramzan Kadyrov", 10_001)
