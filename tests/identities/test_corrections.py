"""Corrections as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.identities import KINDS, Correction, CorrectionSyntaxError, parse, with_added, without_last
from searcher.records import ENTITY_TYPES

WRITTEN = """\
# ours
[[merge]]
name = "Putin"
into = "Vladimir Putin"  # as the collection shows

# no person
[[remove]]
name = 'Telegram'
type = "place"
"""


def test_parse_reads_tables_in_order() -> None:
    """Corrections of different kinds come in the order in which they stand."""
    assert parse(WRITTEN) == (
        Correction("merge", "Putin", "Vladimir Putin"),
        Correction("remove", "Telegram", type="place"),
    )


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n", "\n# a\n# b"])
def test_parse_nothing(text: str) -> None:
    """A file without tables has no corrections."""
    assert parse(text) == ()


@pytest.mark.parametrize(
    ("text", "line", "detail"),
    [
        ('[[merge]]\nname = "a"\n', 1, "needs into"),
        ('\n\n[[remove]]\nname = ""\n', 3, "needs name"),
        ('[[remove]]\nname = "a\n', 2, ""),
        ('[[remove]]\nname = "a"\n\n[[join]]\nname = "b"\n', 4, "begins with one of"),
        ('[[remove]]\nname = "a"\nname = "b"\n', 3, ""),
        ('[[remove]]\nname = "a"\ninto = "b"\n', 1, "no field into"),
        ('# x\nname = "a"\n', 2, "begins with one of"),
        ('[remove]\nname = "a"\n', 1, "begins with one of"),
        ('[[retype]]\nname = "a"\ninto = "thing"\n', 1, "one of person, organisation, place"),
        ('[[remove]]\nname = "a"\ntype = "thing"\n', 1, "one of person, organisation, place"),
        ('[[remove]]\nname = "a"\n[[rename\n', 3, ""),
        ('[[remove]]\nname = 3\n', 1, "needs name"),
        ('[[remove]]\nname = """\n[[remove]]\n"""\n', 2, ""),
        ("remove = [" + "[" * 5000, 1, ""),
    ],
)  # fmt: skip
def test_parse_tells_the_line_of_a_fault(text: str, line: int, detail: str) -> None:
    """What cannot be read is told with its line."""
    with pytest.raises(CorrectionSyntaxError) as caught:
        parse(text)
    assert caught.value.line == line
    assert detail in caught.value.detail


def test_without_last_keeps_every_comment_outside() -> None:
    """Undoing takes the last table out, and leaves what else people wrote."""
    text, last = without_last(WRITTEN + "# the end\n")
    assert last == Correction("remove", "Telegram", type="place")
    assert text == WRITTEN.partition("[[remove]]")[0] + "# the end\n"
    assert without_last("# nothing\n") == ("# nothing\n", None)


@given(
    st.sampled_from(["", WRITTEN, "# no end of line", WRITTEN.replace("\n", "\r\n")]),
    st.sampled_from(KINDS),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip),
    st.sampled_from([None, *ENTITY_TYPES]),
)
def test_added_correction_is_read_again_and_undone(text: str, kind: str, name: str, type: str | None) -> None:
    """Whatever its names are, a correction is read as it was written, behind a text that stays as it is."""
    into = "" if kind == "remove" else "person" if kind == "retype" else name[::-1]
    correction = Correction(kind, name, into, type)
    added = with_added(text, correction)
    assert added.startswith(text)
    assert parse(added) == (*parse(text), correction)
    undone, last = without_last(added)
    assert last == correction
    assert parse(undone) == parse(text)
    if text:
        assert undone.rstrip("\n") == text.rstrip("\n")
