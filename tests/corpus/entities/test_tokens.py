"""Tokens cover a text, and runs are words with capitals and what may join them."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searcher.corpus.entities.lexicon import load_lexicon
from searcher.corpus.entities.model.forms import ABBREVIATION, Form, form
from searcher.corpus.entities.model.tokens import find_runs, tokenize
from searcher.corpus.entities.model.vocabulary import Vocabulary

VOCABULARY = Vocabulary(load_lexicon(), 1000)


def runs_of(*texts: str) -> list[str]:
    """Return what the runs of texts look like."""
    tokens = tokenize(texts, VOCABULARY)
    runs = find_runs(tokens)
    whole = "".join(texts)
    numbers = tokens.numbers[runs.positions]
    starts = tokens.starts[runs.positions]
    ends = starts + VOCABULARY.columns.chars[numbers]
    stops = [*runs.first[1:].tolist(), len(starts)] if len(starts) else []
    return [whole[starts[low] : ends[high - 1]] for low, high in zip(runs.first.tolist(), stops, strict=True)]


def slowly(text: str) -> list[tuple[Form, int, bool]]:
    """Return form, start and whether a line ends after it of each token of a text, the obvious way."""
    lexicon = load_lexicon()
    tokens = [(form("", lexicon), 0, True)]
    before = ""
    for match in re.finditer(r"\w+(?:['’&.‐‑-]\w+)*\s*|[^\w\s]+\s*|\s+", text):
        piece = match[0]
        word = piece.rstrip()
        ends = re.search(r"[\n\r\u2028\u2029]", piece[len(word) :]) is not None
        known = form(before.rstrip(), lexicon)
        is_short = known.flags & ABBREVIATION and known.chars == len(before)
        if not (is_short and piece in (".", ". ", ".\u00a0")) and (word or not ends):
            tokens.append((form(word, lexicon), match.start(), ends))
        before = piece
    return tokens


SIGNS = "aZ9.'’-&(_é路\u0301 \n\t\r\u00a0\u2028\u2009\x1c\0"
PIECES = st.sampled_from((*SIGNS, "Gov.", "U.S.", "J.", "  ", " \n", "\r\n", "Grozny’s"))


@example(["J. Gov.\nU.S.  Gov. ", " J.", "J.\u00a0x Gov.\u2028"])
@given(st.lists(st.lists(PIECES).map("".join) | st.text(), max_size=4))
def test_tokenize_many_texts_is_cutting_each(texts: list[str]) -> None:
    """Looking up chunks gives the tokens of the regular expression, where they start, and the line ends."""
    vocabulary = Vocabulary(load_lexicon(), 1000)
    tokens = tokenize(texts, vocabulary)
    known = vocabulary.take_forms()
    forms = [known[number] for number in tokens.numbers.tolist()]
    rows = list(zip(forms, tokens.starts.tolist(), tokens.ends.tolist(), strict=True))
    for number, text in enumerate(texts):
        low, high = tokens.bounds[number : number + 2].tolist()
        offset = int(tokens.text_starts[number])
        found = [(word, start - offset, ends) for word, start, ends in rows[low:high]]
        assert found == slowly(text)
    assert tokens.numbers[tokens.bounds[-1] :].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("he met Ramzan Kadyrov’s men in Grozny today", ["Ramzan Kadyrov", "Grozny"]),
        ("the Institute for the Study of War (ISW) said", ["Institute for the Study of War", "ISW"]),
        ("Gov. Greg Abbott of the U.S. Senate left", ["Gov. Greg Abbott of the U.S. Senate"]),
        ("one line\nof Grozny\nMoscow", ["Grozny", "Moscow"]),
        ("the US-led Army and of the al-Assad men", ["US-led Army and of the al-Assad"]),
        ("nothing at all", []),
    ],
)
def test_find_runs_joins_capitals(text: str, runs: list[str]) -> None:
    """Small words and marks join capitals on one line; possessives and tails of compounds stay outside."""
    assert runs_of(text) == runs


def test_vocabulary_forgets() -> None:
    """What is forgotten is learned again."""
    vocabulary = Vocabulary(load_lexicon(), 3)
    tokenize(["Kadyrov spoke in Grozny"], vocabulary)
    assert vocabulary.is_full
    vocabulary.forget()
    assert len(vocabulary) == 1
    assert tokenize(["Kadyrov spoke"], vocabulary).numbers.tolist() == [0, 1, 2, 0, 0]
