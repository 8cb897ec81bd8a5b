"""Passages in which entities are named, and what is said of names."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from searcher.query.naming import example, missing_note, near_names, type_notes
from searcher.records import Document, Entity, EntityMention, EntityType, PassageBounds, Span

TEXT = "Ada rose. Ben sat down, and he stayed there.\n\nThen Ada met Ben. Cy left Ada. \n\nBen slept."
ADA, BEN, CY = (("Ada Alder", "person"), ("Ben Birch", "person"), ("Cy Cedar", "person"))
FORMS: dict[str, tuple[str, EntityType]] = {"Ada": ADA, "Ben": BEN, "Cy": CY}  # type: ignore[dict-item]


def document() -> Document:
    """An article of two passages, the second beginning with the last paragraph."""
    mentions = [
        EntityMention(*name, at, at + len(form))
        for form, name in FORMS.items()
        for at in range(len(TEXT))
        if TEXT.startswith(form, at)
    ]
    cut = TEXT.index("Ben slept")
    passages = (PassageBounds(0, cut, 0, 17), PassageBounds(cut, len(TEXT), 17, 19))
    return Document(
        "d", "d", TEXT, entities=tuple(sorted(mentions, key=lambda m: m.start)), passages=passages
    )


@pytest.mark.parametrize(
    ("names", "focus"),
    [
        ([ADA], "Ada rose."),
        ([BEN], "Then Ada met Ben."),
        ([ADA, BEN], "Then Ada met Ben."),
        ([ADA, CY], "Cy left Ada."),
        ([BEN, CY], "Then Ada met Ben. Cy left Ada."),
    ],
    ids=lambda value: value if isinstance(value, str) else "+".join(name for name, _ in value),
)
def test_example_marks_names_and_tells_the_sentences_that_hold_all(
    names: Sequence[tuple[str, EntityType]], focus: str
) -> None:
    """Every mention in the passage is marked; the focus is the shortest run of sentences with all names."""
    found = example(document(), 0, names)
    passage = found.passage
    assert TEXT[passage.start : passage.end] == passage.text == found.snippet.text()
    assert {passage.text[start:end] for start, end in found.highlights} == {
        name[:3].strip() for name, _ in names
    }
    assert len(found.highlights) == sum(passage.text.count(name.split()[0]) for name, _ in names)
    assert passage.text[slice(*found.focus)] == focus


def test_example_of_a_later_passage_counts_from_there() -> None:
    """Highlights are positions in the passage, not in the article."""
    found = example(document(), 1, [BEN])  # type: ignore[list-item]
    assert found.snippet.marked("[", "]") == "[Ben] slept."
    assert found.passage.ordinal == 1


def test_example_of_an_article_that_was_not_split_is_all_of_it() -> None:
    """An article without passages is one."""
    whole = Document("d", "d", "Ada met Ben.", entities=(EntityMention("Ada", "person", 0, 3),))
    assert example(whole, 0, [("Ada", "person")]).highlights == (Span(0, 3),)


class Names:
    """Entities in some order."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def ranked(self, *, prefix: str = "", limit: int | None = None) -> list[Entity]:
        """Those that have the prefix in them."""
        fitting = [name for name in self.names if prefix.casefold() in name.casefold()]
        return [Entity(name, "person", 1, 1) for name in fitting[:limit]]


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("Kadyrov", ["Ramzan Kadyrov", "Akhmad Kadyrov"]),
        ("Kadirov", ["Ramzan Kadyrov", "Akhmad Kadyrov"]),
        ("Ramsan Kadirov", ["Ramzan Kadyrov"]),
        ("ANGELA MERKLE", ["Angela Merkel"]),
        ("Xyzzyx", []),
        ("zz", []),
        ("Kadyrov " * 5000, []),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else None,
)
def test_near_names_share_words_or_letters(asked: str, offered: list[str]) -> None:
    """Names that have the words are offered, or the one that is spelled most alike."""
    known = Names("Ramzan Kadyrov", "Akhmad Kadyrov", "Angela Merkel", "Berlin")
    assert near_names(asked, known) == offered


def test_notes_tell_which_was_meant() -> None:
    """Of a name that entities of several types have, the note names the type chosen, and the others."""
    city, man, ship = (
        Entity("Lincoln", "place", 1200, 9),
        Entity("Lincoln", "person", 1, 1),
        Entity("Lincoln", "organisation", 3, 3),
    )
    (note,) = type_notes("Lincoln", city, [city, ship, man])
    assert note.message == (
        "“Lincoln” is read as a place (1,200 articles); it is also an organisation (3) and a person (1)"
    )
    assert list(type_notes("Lincoln", city, [city])) == []
    assert missing_note("Lincoln", "person", [city], Names()).message == (
        "no article names “Lincoln” as a person, but as a place"
    )
    assert missing_note("Linkoln", None, [], Names("Lincoln")).message == (
        "no article names “Linkoln”. Did you mean “Lincoln”?"
    )
