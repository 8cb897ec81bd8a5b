import pytest

from searcher.query.nodes import Match
from searcher.query.parser import parse
from searcher.query.suggest import nearest, words, written_form

FORMS = ["zelensky", "kadyrov", "troops", "troop", "iran", "iraq", "20000", "self", "us", "a"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("zelenskyy", "zelensky"),
        ("zelenksy", "zelensky"),  # neighbours swapped: one edit
        ("selensky", "zelensky"),
        ("kadirov", "kadyrov"),
        ("iram", "iran"),
        ("irap", "iran"),  # as near as iraq, and first by the alphabet
        ("trops", "troops"),
        ("ux", None),
        ("x", None),
        ("20001", None),
        ("completely", None),
        ("", None),
    ],
)
def test_nearest_word(word: str, expected: str | None) -> None:
    """The nearest word has the fewest edits, no more than its length allows, and is no number."""
    assert nearest(word, FORMS) == expected


def test_equals_go_by_length_before_alphabet() -> None:
    """Of two words one edit away, the one with as many letters is more likely to be meant."""
    assert nearest("cocao", ["coca", "cocoa"]) == "cocoa"


def test_equals_go_by_first_letter_then_alphabet() -> None:
    """Among words equally near, one that begins alike is taken, then the first by the alphabet."""
    assert nearest("irax", ["xrax", "iraq", "iran"]) == "iran"


def test_word_itself_is_no_suggestion() -> None:
    """A word is never offered instead of itself."""
    assert nearest("troops", ["troops"]) is None
    assert nearest("troops", []) is None


def test_written_form_is_as_the_text_has_it() -> None:
    """A form is given as it is first written, points, capitals and hyphens included."""
    texts = ["the U.S. and", "Self-mobilized US"]
    assert written_form("us", texts) == "U.S."
    assert written_form("selfmobilized", texts) == "Self-mobilized"
    assert written_form("nothing", texts) == "nothing"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("word", "word"),
        ("self-made", "selfmade"),
        ('"two words"', "two words"),
        ('"a b"~3', "a b"),
        ("pre*", ""),
    ],
)
def test_words_of_a_unit(query: str, expected: str) -> None:
    """A unit's words are those to look for one by one: of a compound the joined form, of a pattern none."""
    node = parse(query).node
    (leaf,) = node.should if hasattr(node, "should") else (node,)
    assert isinstance(leaf, Match)
    assert " ".join(word.form for word in words(leaf.unit)) == expected
