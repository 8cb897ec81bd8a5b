"""Identities of which most hold from the former commit: the same as worked out anew."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from named_articles import change, check_as_whole, correction, written

from searcher.engine.embedded.building import entity_table, former, shown
from searcher.engine.embedded.merging.policy import to_merge
from searcher.engine.embedded.writer import EmbeddedWriter
from searcher.identities import Correction
from searcher.records import Document, EntityMention

MERGES = {
    "as the policy says": to_merge,
    "none": lambda sizes: [],
    "all": lambda sizes: [list(range(len(sizes)))] if len(sizes) > 1 else [],
    "two": lambda sizes: [[0, 1]] if len(sizes) > 2 else [],
}
STEP = st.tuples(
    st.integers(0, 3),  # articles that come
    st.integers(0, 2),  # that go
    st.integers(0, 2),  # that are edited
    st.sampled_from([0, 0, 0, 1, -1]),  # corrections, or one undone
    st.sampled_from([*MERGES]),
)


@pytest.mark.parametrize("kept", [0, 1 << 12], ids=["with files of names", "without"])
@settings(max_examples=30, deadline=None)
@given(steps=st.lists(STEP, min_size=2, max_size=8), seed=st.integers(0, 1 << 30))
def test_commit_after_commit_is_as_one(
    steps: Sequence[tuple[int, int, int, int, str]], seed: int, kept: int
) -> None:
    """Through articles that come, go and are edited, merges and corrections, no byte differs."""
    chance = random.Random(seed)
    live: list[str] = []
    corrections: list[Correction] = []
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        patch.setattr(entity_table, "KEPT_ENTITIES", kept)
        change(folder, [], [])
        for number, (come, go, edited, corrected, merges) in enumerate(steps):
            patch.setattr("searcher.engine.embedded.writer.to_merge", MERGES[merges])
            added = [f"{number}.{more}" for more in range(come)]
            gone = chance.sample(live, min(go + edited, len(live)))
            again = gone[go:]
            if corrected > 0:
                corrections.append(correction(chance))
            del corrections[len(corrections) + min(corrected, 0) :]
            documents = [written(name, chance) for name in [*added, *again]]
            change(folder, documents, corrections, gone)
            live = [*(doc_id for doc_id in live if doc_id not in gone), *(d.doc_id for d in documents)]
            check_as_whole(folder, corrections)


def one_of(doc_id: str, *mentions: tuple[str, str]) -> Document:
    """An article with mentions, each a name of an organisation and what is written."""
    text, entities = "", []
    for name, surface in mentions:
        entities.append(EntityMention(name, "organisation", len(text), len(text) + len(surface)))
        text += f"{surface} "
    return Document(doc_id, doc_id, text.strip(), entities=tuple(entities))


def shown_names(folder: Path) -> list[str]:
    """As which something is shown."""
    (path,) = folder.glob("identities.*.arr")
    return [name for name, _ in former.Former.of(path, {}, [], {}).keys]


LONG = "Institute Study War"
JOINED = (one_of("a", (LONG, LONG), (LONG, "ISW")), one_of("b", (LONG, LONG)), one_of("c", ("ISW", "ISW")))


def test_acronym_is_parted_when_the_document_that_joined_it_is_edited(tmp_path: Path) -> None:
    """The names are counted as before, but none is written as the other any more."""
    change(tmp_path, JOINED, [])
    assert shown_names(tmp_path) == [LONG]
    change(tmp_path, [one_of("a", (LONG, LONG), (LONG, "Institute"))], [], ["a"])
    assert shown_names(tmp_path) == []
    check_as_whole(tmp_path, [])


def test_deleted_documents_join_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a document said that is deleted, though it still lies there, shows nothing."""
    monkeypatch.setattr("searcher.engine.embedded.writer.to_merge", lambda sizes: [])
    change(tmp_path, [*JOINED, one_of("d", (LONG, LONG))], [])
    change(tmp_path, [], [], ["a"])
    assert shown_names(tmp_path) == []


def test_any_mention_joins(tmp_path: Path) -> None:
    """Not the first one alone of as many letters as the acronym has."""
    change(tmp_path, [one_of("0", (LONG, "War")), *JOINED], [])
    assert shown_names(tmp_path) == [LONG]


def test_other_rules_settle_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another version of the evidence found does not hold any more."""
    monkeypatch.setattr("searcher.identities.evidence.PROMINENT_DOCUMENTS", 99)
    change(tmp_path, JOINED, [])
    assert shown_names(tmp_path) == []
    monkeypatch.undo()
    change(tmp_path, [], [])
    assert shown_names(tmp_path) == []  # as nothing tells that they are others
    for module in (former, shown, entity_table):
        monkeypatch.setattr(module, "RULES", -1)
    change(tmp_path, [], [])
    assert shown_names(tmp_path) == [LONG]


def test_identities_of_an_earlier_release_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that does not tell by which rules it was made is worked out anew at the next commit."""
    monkeypatch.setattr(shown, "RULES", None)
    change(tmp_path, JOINED, [])
    monkeypatch.undo()
    change(tmp_path, [one_of("d", ("ISW", "ISW"))], [])
    check_as_whole(tmp_path, [])


@pytest.fixture
def with_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index with a file of names beside its segment."""
    monkeypatch.setattr(entity_table, "KEPT_ENTITIES", 0)
    change(tmp_path, JOINED, [])
    return tmp_path


def test_names_go_with_their_segment(with_names: Path) -> None:
    """Every segment has one file of names, and a cancelled change leaves none."""
    change(with_names, [one_of("d", ("ISW", "ISW"))], [])
    (segment,) = with_names.glob("*.seg")
    assert [*with_names.glob("*.names")] == [segment.with_suffix(".names")]
    writer = EmbeddedWriter(with_names, settings={})
    writer.add(one_of("e", ("ISW", "ISW")))
    with pytest.raises(ZeroDivisionError):
        writer.commit(before=lambda generation: [][1 // 0])
    assert len([*with_names.glob("*.names")]) == 2
    writer.cancel()
    assert [*with_names.glob("*.names")] == [segment.with_suffix(".names")]


@pytest.mark.parametrize("damage", ["missing", "cut", "changed", "of other rules"])
def test_damaged_names_are_made_again(with_names: Path, damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is told of a file that can be made again."""
    (path,) = with_names.glob("*.names")
    good = path.read_bytes()
    match damage:
        case "missing":
            path.unlink()
        case "cut":
            path.write_bytes(good[:-9])
        case "changed":
            path.write_bytes(good[:64] + b"\xff" + good[65:])
        case "of other rules":
            monkeypatch.setattr(entity_table, "RULES", -1)
    monkeypatch.setattr("searcher.engine.embedded.writer.to_merge", lambda sizes: [])
    change(with_names, [one_of("d", ("ISW", "ISW"))], [])
    assert (path.read_bytes() == good) == (damage != "of other rules")
    check_as_whole(with_names, [])
