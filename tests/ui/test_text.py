"""Text for a terminal: what it is cut into fits, loses nothing, and steers nothing."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.ui.text import harmless, lines_of, one_line, printable, width_of

STEERING = [chr(code) for code in (*range(9), *range(11, 32), *range(127, 160))] + list(
    "\u2028\u202e\u2066\ud800"
)
TEXTS = st.text(
    st.sampled_from("ab é\u0301灯。台）한🙂\u00a0\u3000\u200b\n\t\x1b-—’"), max_size=80
) | st.text(max_size=80)


@pytest.mark.parametrize("sign", STEERING, ids=ascii)
def test_steering_characters_are_replaced_one_by_one(sign: str) -> None:
    """Controls, marks of direction and halves of surrogate pairs leave a sign where they stood."""
    assert harmless(f"a{sign}b") == "a\ufffdb"


def test_letters_of_every_script_are_kept() -> None:
    """Nothing that is written is harmed."""
    text = "Zażółć — “naïve” 灯台守 한국 עברית عربي 👩‍👩‍👧 a\u00a0b"
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("lamp", 4),
        ("naïve", 5),
        ("nai\u0308ve", 5),
        ("灯台守", 6),
        ("ｆｕｌｌ", 8),
        ("한국", 4),
        ("🙂", 2),
        ("a\u200bb", 2),
        ("—…“”", 4),
    ],
)
def test_width_is_counted_in_columns(text: str, columns: int) -> None:
    """East Asian characters take two columns, combining and invisible ones none."""
    assert width_of(text) == columns


def cut(text: str, columns: int) -> list[str]:
    """The lines of a text."""
    return [one_line(text[start:end]) for start, end in lines_of(text, columns)]


def test_words_are_kept_whole_where_they_fit() -> None:
    """A line ends between words, as late as it can."""
    assert cut("the lamp was lit at dusk", 8) == ["the lamp", "was lit", "at dusk"]


def test_a_word_wider_than_a_line_is_cut() -> None:
    """An address without a blank takes as many lines as it needs, and what follows goes on behind it."""
    assert cut("see https://wire.example/2 now", 10) == ["see", "https://wi", "re.example", "/2 now"]


def test_text_without_blanks_is_cut_between_characters() -> None:
    """Japanese fills its lines, and a line does not begin with the full stop of the one before."""
    assert cut("灯台守が引退した。鍵は渡された。", 8) == ["灯台守が", "引退し", "た。鍵は", "渡され", "た。"]


def test_paragraphs_are_parted_by_one_empty_line() -> None:
    """A line feed ends a line; several are one empty line; none begins or ends the text."""
    assert cut("\n\none\ntwo\n\n\n\nthree\n", 20) == ["one", "two", "", "three"]


def test_blanks_of_every_kind_are_one_blank() -> None:
    """Tabs and wide blanks do not make a line ragged, and a no-break space does not break."""
    assert cut("a \t\u3000 b", 20) == ["a b"]
    assert cut("about 20\u00a0000 men", 10) == ["about", "20 000 men"]


@given(TEXTS, st.integers(2, 40))
def test_no_line_is_too_wide(text: str, columns: int) -> None:
    """Whatever the text, each line fits."""
    assert all(width_of(line) <= columns for line in cut(harmless(text), columns) if len(line) > 1)


@given(TEXTS, st.integers(2, 40))
def test_no_character_is_lost_or_moved(text: str, columns: int) -> None:
    """Lines are in order, apart, and hold all that is not white space."""
    spans = list(lines_of(text, columns))
    assert all(before.end <= after.start for before, after in pairwise(spans))
    kept = "".join("".join(text[start:end].split()) for start, end in spans)
    assert kept == "".join(text.split())


def test_a_long_text_takes_a_short_time() -> None:
    """A million characters without a blank are cut without going back over them."""
    assert len(list(lines_of("a" * 1_000_000, 100))) == 10_000
