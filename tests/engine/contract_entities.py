"""The contract on entities: who is named where, and with whom."""

from __future__ import annotations

import pytest
from articles import article
from asking import NEWS, AnyIndex, build, change
from fake_entities import FakeEntities

from searcher.records import Document, Entity, EntityType


def naming(doc_id: str, *names: str, type: EntityType = "person", **more: str) -> Document:
    """An article of one passage that names some people, or others."""
    text = " met ".join([*names, "nobody"])
    return article(doc_id, text, entities={name: (type, [name]) for name in names}, **more)  # type: ignore[arg-type] # only a date


PAIRS = (
    *(naming(f"pair{n}", "Ada Alder", "Ben Birch") for n in range(4)),
    *(naming(f"other{n}", f"Somebody {n}", "Cy Cedar") for n in range(8)),
    naming("mixed", "Ada Alder", "Cy Cedar", date="2024-01-01"),
)


class EntityContract:
    """Every test is a sentence about `searcher.engine.base.EntityIndex`."""

    def test_entities_are_ranked_by_documents(self, index: AnyIndex) -> None:
        """Who is named in most documents comes first, with the number of mentions beside it."""
        engine = build(index, *PAIRS)
        assert engine.entities().ranked(limit=3) == [
            Entity("Cy Cedar", "person", 9, 9),
            Entity("Ada Alder", "person", 5, 5),
            Entity("Ben Birch", "person", 4, 4),
        ]
        assert engine.entities().ranked(limit=1, offset=2) == [Entity("Ben Birch", "person", 4, 4)]
        assert engine.entities().count() == 11

    def test_entities_of_one_name_and_two_types_are_two(self, index: AnyIndex) -> None:
        """Washington the man and Washington the city are counted apart, and found under one name."""
        entities = build(
            index,
            naming("a", "Washington"),
            naming("b", "Washington", type="place"),
            naming("c", "Washington", type="place"),
        ).entities()
        both = [Entity("Washington", "place", 2, 2), Entity("Washington", "person", 1, 1)]
        assert entities.named("Washington") == entities.named("WASHINGTON") == both
        assert entities.ranked(type="person") == both[1:]

    @pytest.mark.parametrize("prefix", ["élo", "ELO", "elodie d", "d'a", "d’arc", "arc ", "  elodie  d"])
    def test_prefix_begins_some_word_of_the_name(self, index: AnyIndex, prefix: str) -> None:
        """A prefix is folded, begins any word of a name, and may go on into the next words."""
        entities = build(index, naming("a", "Élodie d’Arc", "Someone")).entities()
        assert [entity.name for entity in entities.ranked(prefix=prefix)] == ["Élodie d’Arc"]
        assert entities.count(prefix=prefix) == 1

    @pytest.mark.parametrize("prefix", ["lodie", "arcs", ".*", "\n", "one"])
    def test_prefix_within_a_word_finds_nobody(self, index: AnyIndex, prefix: str) -> None:
        """What stands in the middle of a word is no prefix, nor is a pattern; blanks alone ask for all."""
        entities = build(index, naming("a", "Élodie d’Arc", "Someone")).entities()
        assert entities.count(prefix=prefix) == (2 if prefix == "\n" else 0)

    def test_names_that_share_passages_are_associated(self, index: AnyIndex) -> None:
        """Names that stand together more often than chance would have it are told, with the counts."""
        entities = build(index, *PAIRS).entities()
        (found,) = entities.associated("Ada Alder", "person")
        assert found[:5] == ("Ben Birch", "person", 4, 4, 4)
        assert found.score == pytest.approx(11.04, abs=0.01)
        assert entities.associated("Ada Alder", "person", other="place") == []
        assert entities.associated("Ada Alder", "person", limit=0) == []
        assert entities.associated("Ada Alder", "place") == entities.associated("Nobody", "person") == []

    def test_what_meets_by_chance_is_not_associated(self, index: AnyIndex) -> None:
        """Two names that every passage holds are met by no surprise."""
        entities = build(index, *(naming(f"d{n}", "Ada Alder", "Ben Birch") for n in range(40))).entities()
        assert entities.associated("Ada Alder", "person") == []

    def test_passages_hold_every_name(self, index: AnyIndex) -> None:
        """The passages told of several names hold all of them, newer ones first, then by id."""
        entities = build(index, *PAIRS).entities()
        assert entities.passages([("Ada Alder", "person")], 3) == [("mixed", 0), ("pair0", 0), ("pair1", 0)]
        assert entities.passages([("Ada Alder", "person"), ("Cy Cedar", "person")], 3) == [("mixed", 0)]
        assert entities.passages([("Ben Birch", "person"), ("Cy Cedar", "person")], 3) == []
        assert entities.passages([("Nobody", "person")], 3) == entities.passages([], 3) == []
        assert entities.passages([("Ada Alder", "person")], 0) == []

    def test_entities_of_deleted_documents_are_gone(self, index: AnyIndex) -> None:
        """Nobody is counted in a document that was deleted, or as it was before it was edited."""
        change(index, *PAIRS)
        change(index, naming("mixed", "Dee Dogwood"), deleted=("mixed", "pair0"))
        entities = index.engine().entities()
        assert entities.named("Ada Alder") == [Entity("Ada Alder", "person", 3, 3)]
        assert entities.named("Dee Dogwood") == [Entity("Dee Dogwood", "person", 1, 1)]
        assert entities.passages([("Ada Alder", "person")], 9) == [(f"pair{n}", 0) for n in (1, 2, 3)]

    def test_entities_of_several_commits_are_those_of_one(self, index: AnyIndex) -> None:
        """However the documents were committed, everything is told as if at once."""
        for document in (*PAIRS, *NEWS):
            change(index, document)
        found, expected = index.engine().entities(), FakeEntities([*PAIRS, *NEWS])
        assert found.ranked() == expected.ranked()
        for name, kind, *_ in expected.ranked():
            assert found.passages([(name, kind)], 9) == expected.passages([(name, kind)], 9)

    def test_empty_index_names_nobody(self, index: AnyIndex) -> None:
        """Without documents, or with documents that name nobody, there are no entities."""
        for documents in ((), (article("a", "Nobody is named."),)):
            entities = build(index, *documents).entities()
            assert (entities.count(), entities.ranked(), entities.ranked(prefix="x")) == (0, [], [])
            assert entities.named("x") == entities.named("") == []
            assert entities.associated("x", "person") == entities.passages([("x", "person")], 1) == []
