"""Which words a text has: a table of strings in `words.txt`, then what the table cannot show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from searcher.analysis import Token, analyze


def shown(tokens: list[Token]) -> str:
    """Tokens as `words.txt` writes them; each word stands at the index that its position says."""
    words: list[str] = []
    for token in tokens:
        if token.last > token.position:
            words[token.position] = "{" + words[token.position]
            words[token.last] += f" = {token.form}}}"
        else:
            words.append(token.form + (f"/{token.cased}" if token.cased else ""))
    return " ".join(words)


def table() -> list[object]:
    """The rows of `words.txt` as parameters: text, expected; named by their heading."""
    rows: list[object] = []
    heading = ""
    for line in Path(__file__).with_name("words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line.removeprefix("# ")
        elif line:
            text, end = json.JSONDecoder().raw_decode(line)
            rows.append(pytest.param(text, line[end:].strip(), id=f"{heading}: {text!a}"))
    return rows


@pytest.mark.parametrize(("text", "expected"), table())
def test_analyze_row_gives_its_words(text: str, expected: str) -> None:
    """A text has the words, joined forms and case-kept forms that its row of the table shows."""
    assert shown(analyze(text)) == expected


def test_table_is_large_enough() -> None:
    """The table holds at least 300 strings, so a lost half of it is noticed."""
    assert len(table()) >= 300


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the “self-mobilization” drive", ["the", "self", "mobilization", "self-mobilization", "drive"]),
        ("Putin’s aide", ["Putin", "aide"]),
        ("O’Neill’s", ["O", "Neill", "O’Neill"]),
        ("women’s-rights", ["women", "rights", "women’s-rights"]),
        ("in the U.S. now", ["in", "the", "U.S.", "now"]),
        ("some 20\u00a0000 men", ["some", "20\u00a0000", "men"]),
        ("some 20 000 men", ["some", "20", "000", "20 000", "men"]),
        ("the 1990’s.", ["the", "1990’s"]),
        ("mobil\u00adization", ["mobil\u00adization"]),
        ("新华社 2022年", ["新", "华", "社", "2022", "年"]),
        ("cafe\u0301.", ["cafe\u0301"]),
    ],
)
def test_analyze_offsets_cut_out_what_a_reader_would_mark(text: str, expected: list[str]) -> None:
    """Start and end of each token cut its word out of the text: quotes, possessives and stops stay out."""
    assert [text[token.start : token.end] for token in analyze(text)] == expected


def test_analyze_compound_spans_its_parts() -> None:
    """A joined form follows its parts, and spans their positions and their code points."""
    assert analyze("a T-72 tank") == [
        Token("a", "a", None, 0, 0, 0, 1),
        Token("t", "t", None, 1, 1, 2, 3),
        Token("72", "72", None, 2, 2, 4, 6),
        Token("t72", "t72", None, 1, 2, 2, 6),
        Token("tank", "tank", None, 3, 3, 7, 11),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("self-mobilize", "self-mobilise"),
        ("self-mobilize", "selfmobilize"),
        ("self-mobilize", "selfmobilise"),
        ("self-mobilize", "Self-Mobilizing"),
        ("self-mobilize", "SELF-MOBILIZATION"),
        ("self-mobilize", "‘self\u2011mobilization’"),
        ("self-mobilize", "self\u2010mobil\u00adised"),
        ("self-mobilize", "self-mobilization’s"),
        ("e-mails", "email"),
        ("co-operation", "cooperate"),
        ("O’Brien", "obrien's"),
        ("R&D", "rd"),
        ("20 000", "20,000"),
        ("20\u202f000", "20000"),
        ("T-72s", "t72"),
        ("F-16's", "F16s"),
        ("U.S.", "us"),
        ("don’t", "DONT"),
        ("Zelensky’s", "ZELENSKY"),
        ("Élysée", "elysee"),
        ("1990’s", "1990s"),
    ],
)
def test_analyze_two_spellings_end_in_one_term(one: str, other: str) -> None:
    """The last token of both spellings, the joined form where there is one, has the same term."""
    assert analyze(one)[-1].term == analyze(other)[-1].term


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("self-mobilize", "mobilize"),
        ("won 3-2", "32"),
        ("2022-23", "202223"),
        ("she’ll", "shell"),
        ("I’d", "id"),
        ("we’re", "were"),
        ("1990s", "1990"),
        ("й", "и"),
        ("1.5", "15"),
        ("24/7", "247"),
        ("Moscow–Kyiv", "MoscowKyiv"),
    ],
)
def test_analyze_other_words_share_no_term(one: str, other: str) -> None:
    """No token of the one is what the other, written by itself, would be found by."""
    assert analyze(other)[-1].term not in {token.term for token in analyze(one)[-1:]}


@pytest.mark.parametrize("language", ["de", "fr", "ru", "zh"])
def test_analyze_other_language_is_not_stemmed(language: str) -> None:
    """Text in a language other than English keeps its forms as terms, joined forms included."""
    tokens = analyze("Nations-Organisation nations mobilised", language)
    assert [token.term for token in tokens] == [token.form for token in tokens]
    assert tokens[1].form == "organisation"


@pytest.mark.parametrize("language", ["en", None])
def test_analyze_english_and_unknown_text_is_stemmed(language: str | None) -> None:
    """English text, and text of no known language, has stems as terms."""
    assert [token.term for token in analyze("villages shelled", language)] == ["villag", "shell"]


@pytest.mark.parametrize("text", ["x" * 1000, "é" * 1000, "新-" + "x" * 500, "ﬃ" * 100, "1" * 300])
def test_analyze_endless_word_is_cut(text: str) -> None:
    """A "word" of hundreds of characters, which is encoded data, gets a form of 128, and keeps its span."""
    tokens = analyze(text)
    assert max(len(token.form) for token in tokens) == 128
    assert tokens[-1].end == len(text)


def test_analyze_long_chain_is_one_compound_after_the_other() -> None:
    """A chain of hundreds of hyphens is read as compounds of at most 16 parts, with no position lost."""
    tokens = analyze("-".join(["ab"] * 100))
    assert [token.position for token in tokens if token.position == token.last] == list(range(100))
    assert max(token.last - token.position for token in tokens) == 15
