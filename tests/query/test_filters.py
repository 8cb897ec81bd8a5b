import pytest

from searcher.query.filters import mentions_of
from searcher.query.parser import parse
from searcher.records import Document, EntityMention

TEXT = "Ann Lee of Leeds met Putin. Lee asked Putin about CNN."
DOCUMENT = Document(
    "a",
    "a.txt",
    TEXT,
    entities=(
        EntityMention("Ann Lee", "person", 0, 7),
        EntityMention("Leeds", "place", 11, 16),
        EntityMention("Vladimir Putin", "person", 21, 26),
        EntityMention("Ann Lee", "person", 28, 31),
        EntityMention("Vladimir Putin", "person", 38, 43),
        EntityMention("CNN", "organisation", 50, 53),
    ),
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("entity:lee", ["Ann Lee", "Lee"]),
        ("person:ann", ["Ann Lee", "Lee"]),
        ('entity:"vladimir putin"', ["Putin", "Putin"]),
        ("place:lee*", ["Leeds"]),
        ("org:cnn OR place:leeds", ["Leeds", "CNN"]),
        ("entity:lee entity:cnn", ["Ann Lee", "Lee", "CNN"]),
        ("place:lee", []),
        ("-entity:lee", []),
        ("source:lee", []),
        ("lee", []),
    ],
)
def test_mentions_of_what_is_filtered_by(query: str, expected: list[str]) -> None:
    """All mentions of the entities a query filters by are found, whichever form it named."""
    assert [TEXT[start:end] for start, end in mentions_of(parse(query).node, DOCUMENT)] == expected
