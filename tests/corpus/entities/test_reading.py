"""Reading stretch by stretch finds what reading whole lines finds."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from searcher.corpus.entities import Recogniser, load_recogniser
from searcher.corpus.entities.lexicon import load_lexicon
from searcher.corpus.entities.lexing import lex, lex_plain
from searcher.records import EntityMention

NEWS = Path(__file__).resolve().parents[4] / "shared" / "data" / "news"
ARTICLES = 30

WORDS = (
    "Kadyrov kadyrov Ramzan Putin’s Putin's U.S. US J. al-Assad bin Laden d'Estaing x'Gov. the The of and "
    "for on & - , . “ ” ' ’ ( : ! said in In Ministry President Gov. GOV. Jan. No. ISW NATO Institute "
    "Study War (ISW) Jr. Jr Inc Co Kyiv-based US-China Russian Hope hope Running New York Rio de Janeiro "
    "St. John's Moody's Standard Poor's Bosnia Herzegovina Bank England Smith, Smith. 45, aged"
)
SENTENCES = st.lists(st.sampled_from([*WORDS.split(), " ", "\n", "\n. ", "“\n", "\u00a0"]), max_size=25)


@pytest.fixture(scope="module")
def rules() -> Recogniser:
    """The default recogniser."""
    return load_recogniser()


def read_whole(recogniser: Recogniser, text: str) -> tuple[EntityMention, ...]:
    """Return the mentions when no line is read by stretches: each ends in a character that is unusual."""
    lines = text.split("\n")
    (mentions,) = recogniser.tag(["\n".join(f"{line} ☃." for line in lines)])
    ends = []
    at = 0
    for line in lines:
        at += len(line) + 1
        ends.append(at)
    shifted = []
    for mention in mentions:
        line = next(n for n, end in enumerate(ends) if mention.start - 3 * n < end)
        shifted.append(mention._replace(start=mention.start - 3 * line, end=mention.end - 3 * line))
    return tuple(shifted)


def as_sentences(text: str) -> str:
    """Return the text with lines that end as sentences do, so that none is a title."""
    return "\n".join(f"{line} ." for line in text.split("\n"))


@settings(max_examples=200, deadline=None)
@given(SENTENCES.map(" ".join) | SENTENCES.map("".join))
@example("The former “\nDawson’s Creek\n” star left")
def test_tag_by_stretches_finds_what_whole_lines_do(text: str) -> None:
    """What is remembered of a stretch is what reading its line finds there."""
    recogniser = load_recogniser()
    text = as_sentences(text)
    assert recogniser.tag([text])[0] == read_whole(recogniser, text)


@pytest.mark.parametrize("name", ["bbc.jsonl", "reuters-21578.jsonl"])
def test_tag_news_by_stretches_finds_what_whole_lines_do(rules: Recogniser, name: str) -> None:
    """The same holds for news, title lines aside."""
    if not (NEWS / name).exists():
        pytest.skip("the news are not here")
    with (NEWS / name).open(encoding="utf-8") as lines:
        texts = [as_sentences(json.loads(line).get("text", "")) for line in islice(lines, ARTICLES)]
    assert rules.tag(texts) == [read_whole(rules, text) for text in texts]


def test_tag_known_names_are_found_whole(rules: Recogniser) -> None:
    """Every known place that is one word for the lexer is one for the stretches, whatever its gaps."""
    lexicon = load_lexicon()
    names = [name for name, letter in lexicon.names.items() if letter == "L" and not name.isalpha()]
    names = [name for name in names if lex(name, 0, len(name), lexicon) == [(0, len(name), "L")]]
    assert len(names) > 1000
    texts = ["\n".join(f"they flew to {name} ." for name in names[start::7]) for start in range(7)]
    assert rules.tag(texts) == [read_whole(rules, text) for text in texts]


@given(st.lists(st.sampled_from([*filter(str.isalpha, WORDS.split()), "Hong", "Kong", "A"]), min_size=1))
def test_lex_plain_finds_what_lex_does(words: list[str]) -> None:
    """Words with single spaces between them are found without an expression as they are with one."""
    lexicon = load_lexicon()
    text = " ".join(words)
    assert lex_plain(text, lexicon) == lex(text, 0, len(text), lexicon)


def test_lex_plain_finds_every_known_name() -> None:
    """The same for the names of the lexicon, each with a word before and after it."""
    lexicon = load_lexicon()
    names = [name for name in lexicon.names if name.isascii() and name.replace(" ", "").isalpha()]
    assert len(names) > 10_000
    for name in names:
        text = f"Mr {name} Kadyrov"
        assert lex_plain(text, lexicon) == lex(text, 0, len(text), lexicon)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("they went to Africa. Smith stayed .", {"Africa"}),
        ("they met in Sault Ste. Marie on time .", {"Sault Ste. Marie"}),
        ("they met in Paris\u2028London was far .", {"Paris", "London"}),
        ("a friend, Ivan Petrov (aged 45), left .", {"Ivan Petrov"}),
    ],
)
def test_tag_names_end_with_sentences_and_lines(rules: Recogniser, text: str, names: set[str]) -> None:
    """A full stop or the end of a line joins no two names, but where a known name has one inside."""
    assert {mention.name for mention in rules.tag([text])[0]} >= names
