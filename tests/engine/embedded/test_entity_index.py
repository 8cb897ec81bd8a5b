"""Entities of the embedded engine: the arrays tell what counting passage by passage tells."""

from __future__ import annotations

from pathlib import Path

import pytest
from articles import article
from fake_entities import FakeEntities
from hypothesis import given
from hypothesis import strategies as st
from searching import searcher_of
from test_oracle import relaxed

from searcher.engine.embedded.engine import EmbeddedEngine
from searcher.engine.embedded.writer import EmbeddedWriter
from searcher.identities import Correction
from searcher.records import ENTITY_TYPES, Document, Entity, EntityMention, PassageBounds

NAMES = ("Ada", "ADA", "Ada Alder", "Élodie d’Arc", "Путин", "新华社", "O'Brien", "Q" * 300, "a b")

mentions = st.tuples(st.sampled_from(NAMES), st.sampled_from(ENTITY_TYPES), st.integers(0, 99))
dates = st.sampled_from([None, "2022-09-24", "2024-01-01"])
kinds = st.tuples(st.lists(mentions, max_size=12), st.sets(st.integers(1, 99), max_size=4), dates)


def document(number: int, drawn: tuple[list[EntityMention], set[int], str | None]) -> Document:
    """An article of a hundred characters, cut into passages somewhere, with some mentions in it."""
    named, cuts, date = drawn
    begins = [0, *sorted(cuts)]
    bounds = [PassageBounds(*at, *at) for at in zip(begins, [*begins[1:], 100], strict=True)]
    entities = sorted(
        (EntityMention(name, kind, start, min(start + 3, 100)) for name, kind, start in dict.fromkeys(named)),
        key=lambda mention: mention.start,
    )
    return Document(
        f"d{number:02}", "d", "x" * 100, date=date, entities=tuple(entities), passages=tuple(bounds)
    )


@relaxed
@given(st.lists(kinds, max_size=25), st.lists(kinds, max_size=4), st.integers(1, 3), st.integers(0, 5))
def test_arrays_tell_what_counting_tells(
    tmp_path_factory: pytest.TempPathFactory,
    drawn: list[tuple[list[EntityMention], set[int], str | None]],
    gone: list[tuple[list[EntityMention], set[int], str | None]],
    segments: int,
    limit: int,
) -> None:
    """Ranks, associations and passages are those of the slow way, over segments and deleted documents."""
    documents = [document(number, one) for number, one in enumerate(drawn)]
    dead = [document(50 + number, one) for number, one in enumerate(gone)]
    folder = tmp_path_factory.mktemp("index")
    found = searcher_of(folder, documents, segments=segments, dead=dead).entities
    expected = FakeEntities(documents)
    every = expected.ranked()
    assert found.ranked() == every
    for kind in (None, *ENTITY_TYPES):
        for prefix in ("", "ad", "d'", "新", "путин", "社"):
            assert found.count(type=kind, prefix=prefix) == expected.count(type=kind, prefix=prefix)
            wanted = {"type": kind, "prefix": prefix, "limit": limit, "offset": 1}
            assert found.ranked(**wanted) == expected.ranked(**wanted)  # type: ignore[arg-type] # as they are
    for name, own, *_ in every:
        assert found.named(name) == expected.named(name)
        assert found.passages([(name, own)], limit) == expected.passages([(name, own)], limit)
        pair = [(name, own), (every[0].name, every[0].type)]
        assert found.passages(pair, limit) == expected.passages(pair, limit)
        for other in (None, "person"):
            told = found.associated(name, own, other=other, limit=limit)  # type: ignore[arg-type] # one of them
            right = expected.associated(name, own, other=other, limit=limit)  # type: ignore[arg-type]
            assert [one[:5] for one in told] == [one[:5] for one in right]
            assert [one.score for one in told] == pytest.approx([one.score for one in right])


def naming(doc_id: str, *names: str) -> Document:
    """An article of one passage that names some people."""
    return article(doc_id, " met ".join([*names, "nobody"]), entities={n: ("person", [n]) for n in names})


def test_entities_are_counted_as_they_are_shown(tmp_path: Path) -> None:
    """What is merged counts once a document, what is removed not at all; other names still find it."""
    writer = EmbeddedWriter(
        tmp_path,
        settings={},
        corrections=[
            Correction("merge", "Ada Birch", "Ada Alder"),
            Correction("remove", "Oak Elm"),
            Correction("retype", "Cy Cedar", "organisation"),
            Correction("rename", "Dee Dogwood", "Dee Fir"),
        ],
    )
    for number in range(6):
        writer.add(naming(f"both{number}", "Ada Alder", "Ada Birch", "Cy Cedar", "Oak Elm"))
        writer.add(naming(f"other{number}", "Dee Dogwood"))
    writer.commit()
    entities = EmbeddedEngine(tmp_path).entities()
    assert entities.ranked() == [
        Entity("Ada Alder", "person", 6, 12),
        Entity("Cy Cedar", "organisation", 6, 6),
        Entity("Dee Fir", "person", 6, 6),
    ]
    assert entities.named("Ada Birch") == [Entity("Ada Alder", "person", 6, 12)]
    assert entities.named("Dee Dogwood") == [Entity("Dee Fir", "person", 6, 6)]
    assert entities.named("Oak Elm") == []
    (other,) = entities.associated("Ada Alder", "person")
    assert other[:5] == ("Cy Cedar", "organisation", 6, 6, 6)
    assert entities.passages([("Ada Alder", "person"), ("Cy Cedar", "organisation")], 1) == [("both0", 0)]
