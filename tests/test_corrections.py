"""What people say of entities is kept beside the seeds, applied at once, and survives every rebuild."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import searcher
from searcher import Changes, Index, Settings
from searcher.engine.embedded.commit.lock import WriteLock
from searcher.errors import CorrectionsFileError, EntityMissingError, IndexLockedError, SeedsMissingError

ALONE = Settings(workers=1, lock_timeout_s=0.1)
NAMES = "entities.toml"
Cli = Callable[..., Any]


def article(where: str) -> str:
    """An article that names a man by his full name and by his last, and a city."""
    return (
        f"Talks on {where}\n\nPresident Vladimir Putin arrived in {where} on Monday for talks with "
        f"ministers, officials said.\n\nMr. Putin told reporters in {where} that the talks would go on for a "
        "week.\n"
    )


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A folder with three seeds."""
    folder = tmp_path / "seeds"
    folder.mkdir()
    for where in ("Moscow", "Berlin", "Paris"):
        (folder / f"{where}.txt").write_text(article(where))
    return folder


@pytest.fixture
def index(seeds: Path, tmp_path: Path) -> Iterator[Index]:
    """An index of them."""
    with searcher.open_index(tmp_path / "index", seeds, ALONE) as opened:
        opened.refresh()
        yield opened


def listed(index: Index) -> dict[tuple[str, str], int]:
    """The entities of an index, with how many articles name each."""
    return {(entity.name, entity.type): entity.documents for entity in index.entities.list(limit=None)}


def found(index: Index, query: str) -> list[str]:
    """The ids of the articles that a query finds."""
    return sorted(hit.document.doc_id for hit in index.search(query).hits)


def test_seeds_name_who_the_tests_are_about(index: Index) -> None:
    """The man and the cities are found in the first place."""
    assert listed(index)["Vladimir Putin", "person"] == 3
    assert listed(index)["Berlin", "place"] == 1


def test_rename_is_shown_counted_and_found_at_once(index: Index) -> None:
    """No seed is read for it, and an open result still shows what it showed."""
    before = index.search("entity:Putin")
    done = index.entities.rename("Vladimir Putin", "The President")
    assert (done.correction.name, done.correction.into, done.documents) == (
        "Vladimir Putin",
        "The President",
        3,
    )
    assert listed(index)["The President", "person"] == 3
    assert ("Vladimir Putin", "person") not in listed(index)
    results = index.search("talks", facets={"person": 9})
    assert {m.name for hit in results.hits for m in hit.document.entities if m.type == "person"} == {
        "The President"
    }
    assert results.facets["person"][0] == ("The President", 3)
    assert (
        found(index, 'entity:"The President"')
        == found(index, "person:Putin")
        == sorted(f"{where}.txt" for where in ("Moscow", "Berlin", "Paris"))
    )
    assert {m.name for hit in before.hits for m in hit.document.entities if m.type == "person"} == {
        "Vladimir Putin"
    }


def test_merge_counts_an_article_once(index: Index) -> None:
    """What was two is one, of the type of the one it is merged into."""
    index.entities.merge("Berlin", "Vladimir Putin")
    assert listed(index)["Vladimir Putin", "person"] == 3
    assert found(index, "person:Berlin") == ["Berlin.txt"]
    assert found(index, "place:Berlin") == []


def test_retype_and_remove_are_found_by_nothing_else(index: Index) -> None:
    """A city that is a person now is no place; what was removed is no entity, but still a word."""
    index.entities.retype("Paris", "person")
    index.entities.remove("Moscow")
    assert (listed(index)["Paris", "person"], found(index, "place:Paris")) == (1, [])
    assert found(index, "person:Paris") == ["Paris.txt"]
    assert found(index, "entity:Moscow") == []
    assert found(index, "Moscow") == ["Moscow.txt"]


def test_undo_takes_back_the_last(index: Index, seeds: Path) -> None:
    """One after the other, until there is none; what was listed before is listed again."""
    before = listed(index)
    index.entities.remove("Moscow")
    index.entities.remove("Paris")
    undone = index.entities.undo()
    assert undone is not None
    assert (undone.correction.name, undone.documents) == ("Paris", 1)
    assert ("Moscow", "place") not in listed(index)
    assert index.entities.undo() is not None
    assert listed(index) == before
    assert index.entities.undo() is None


def test_unknown_name_is_told_with_those_near(index: Index, seeds: Path) -> None:
    """Nothing is written for a name that no article has."""
    with pytest.raises(EntityMissingError, match="Did you mean “Vladimir Putin”"):
        index.entities.remove("Vladimir Puttin")
    with pytest.raises(EntityMissingError):
        index.entities.merge("Moscow", "Nowhere")
    with pytest.raises(EntityMissingError):
        index.entities.remove("Moscow", type="person")
    assert not (seeds / NAMES).exists()


def test_name_is_written_as_it_is_shown(index: Index) -> None:
    """Case does not matter when it is clear who is meant."""
    assert index.entities.remove("moscow").correction.name == "Moscow"


def test_hand_edit_is_applied_by_the_next_refresh(index: Index, seeds: Path) -> None:
    """The file is the seeds' own; it is no article, and an edit of it reads none."""
    (seeds / NAMES).write_text('[[remove]]\nname = "Moscow"\n', encoding="utf-8-sig")
    assert index.status().up_to_date is False
    assert index.refresh() == Changes()
    assert ("Moscow", "place") not in listed(index)
    status = index.status()
    assert (status.up_to_date, status.seeds, status.skipped) == (True, 3, ())
    (seeds / NAMES).unlink()
    index.refresh()
    assert ("Moscow", "place") in listed(index)


def test_fault_in_the_file_is_told_with_its_line(index: Index, seeds: Path) -> None:
    """The last good corrections hold, through refreshes and rebuilds, until the file can be read."""
    index.entities.remove("Moscow")
    good = (seeds / NAMES).read_text()
    (seeds / NAMES).write_text(good + "[[remove]\n")
    where = f"line {good.count(chr(10)) + 1}"
    (warning,) = index.refresh().warnings
    assert where in warning
    assert index.status().notes == (warning,)
    with pytest.raises(CorrectionsFileError, match=where):
        index.entities.remove("Paris")
    with pytest.raises(CorrectionsFileError, match=where):
        index.entities.undo()
    (seeds / "Rome.txt").write_text(article("Rome"))
    assert index.refresh().warnings == index.refresh(rebuild=True).warnings == (warning,)
    assert ("Rome", "place") in listed(index)
    assert ("Moscow", "place") not in listed(index)
    (seeds / NAMES).write_bytes(b'[[remove]]\nname = "Par\xffis"\n')
    assert "line 2: it is not UTF-8" in index.refresh().warnings[0]


def test_idle_correction_is_listed(index: Index, seeds: Path) -> None:
    """A correction of a name that no article has is no fault; the status tells of it."""
    (seeds / NAMES).write_text('[[remove]]\nname = "Atlantis"\n')
    index.refresh()
    (note,) = index.status().notes
    assert "Atlantis" in note


def test_comments_and_other_corrections_stay(index: Index, seeds: Path) -> None:
    """What people wrote stands as they wrote it."""
    own = '# ours\r\n[[remove]]  # a city\r\nname = "Paris"\r\n\r\n# the end'
    (seeds / NAMES).write_bytes(own.encode())
    index.entities.remove("Moscow")
    assert (seeds / NAMES).read_bytes().startswith(own.encode())
    assert not {("Moscow", "place"), ("Paris", "place")} & listed(index).keys()
    index.entities.undo()
    assert (seeds / NAMES).read_bytes().decode().rstrip() == own


def test_corrections_need_the_seeds_folder(index: Index, seeds: Path) -> None:
    """Without seeds the index keeps what it has, and nothing can be written."""
    index.entities.remove("Moscow")
    shutil.rmtree(seeds)
    assert ("Moscow", "place") not in listed(index)
    with pytest.raises(SeedsMissingError):
        index.entities.undo()


def test_corrections_wait_for_other_writers(index: Index) -> None:
    """Two writers never mix; who waits in vain has written nothing."""
    lock = WriteLock(index.folder)
    lock.acquire(0)
    try:
        with pytest.raises(IndexLockedError):
            index.entities.remove("Moscow")
    finally:
        lock.release()
    assert ("Moscow", "place") in listed(index)


def test_entity_of_corrections_file_in_a_folder_below_is_a_seed_of_no_kind(index: Index, seeds: Path) -> None:
    """Only the file at the top of the seeds folder is the one."""
    (seeds / "more").mkdir()
    (seeds / "more" / NAMES).write_text('[[remove]]\nname = "Moscow"\n')
    assert [skipped.path for skipped in index.refresh().skipped] in ([], [f"more/{NAMES}"])
    assert ("Moscow", "place") in listed(index)


@pytest.mark.parametrize("seed", range(3))
def test_refreshed_index_is_the_rebuilt_one(seeds: Path, tmp_path: Path, seed: int) -> None:
    """However seeds and corrections came one after the other, a rebuilt index lists and shows the same."""
    chance = random.Random(seed)
    places = ["Moscow", "Berlin", "Paris", "Rome", "Vienna", "London"]
    with searcher.open_index(tmp_path / "index", seeds, ALONE) as index:
        for _ in range(8):
            index.refresh()
            names = [name for name, _ in listed(index)]
            step = chance.randrange(6)
            if step == 0:
                index.entities.merge(*chance.choices(names, k=2))
            elif step == 1:
                index.entities.rename(chance.choice(names), "Somebody")
            elif step == 2:
                index.entities.retype(
                    chance.choice(names), chance.choice(["person", "organisation", "place"])
                )
            elif step == 3:
                index.entities.undo()
            elif step == 4:
                (seeds / f"{chance.choice(places)}.txt").write_text(article(chance.choice(places)))
            else:
                (seeds / f"{places[0]}.txt").unlink(missing_ok=True)
        index.refresh()
        with searcher.open_index(tmp_path / "again", seeds, ALONE) as again:
            again.refresh()
            assert listed(index) == listed(again)
            for query in ("talks", "entity:Putin", "entity:Somebody", "person:Moscow", "place:Berlin"):
                one, other = (sorted(i.search(query, limit=99).hits, key=_id) for i in (index, again))
                assert [hit.document for hit in one] == [hit.document for hit in other], query


def _id(hit: searcher.Hit) -> str:
    return hit.document.doc_id


# the command line


def test_commands_correct_and_tell(cli: Cli, seeds: Path, tmp_path: Path) -> None:
    """Each command says what it did and how many articles it is about; with --json for programs."""
    at = ("--index", tmp_path / "index")
    assert cli("index", "--seeds", seeds, *at, "--workers", 1).status == 0
    done = cli("entities", "rename", "Vladimir Putin", "V. Putin", *at)
    assert (done.status, done.out) == (0, "rename Vladimir Putin → V. Putin (3 articles)\n")
    done = cli("entities", "merge", "Berlin", "Paris", *at, "--json")
    assert done.json == {
        "schema_version": 1, "undone": False, "kind": "merge", "name": "Berlin", "into": "Paris",
        "type": None, "documents": 1,
    }  # fmt: skip
    assert cli("entities", "retype", "Moscow", "organisation", "--type", "place", *at).status == 0
    assert cli("entities", "remove", "Moscow", *at).out == "remove Moscow (1 article)\n"
    assert cli("entities", "undo", *at).out == "undone: remove Moscow (1 article)\n"
    names = [entity["name"] for entity in cli("entities", "--json", *at).json["entities"]]
    assert "V. Putin" in names
    assert "Berlin" not in names


def test_commands_end_as_grep_does(cli: Cli, seeds: Path, tmp_path: Path) -> None:
    """0 done, 1 no such name or nothing to undo, 2 a file that cannot be read."""
    at = ("--index", tmp_path / "index")
    cli("index", "--seeds", seeds, *at, "--workers", 1)
    missing = cli("entities", "remove", "Vladimir Puttin", *at)
    assert (missing.status, missing.out) == (1, "")
    assert "Did you mean “Vladimir Putin”" in missing.err
    assert cli("entities", "undo", *at).status == 1
    (seeds / NAMES).write_text("[[remove]]\nnam = 1\n")
    broken = cli("entities", "remove", "Moscow", *at)
    assert broken.status == 2
    assert f"{NAMES}, line 1" in broken.err
    search = cli("search", "talks", *at)
    assert search.status == 0
    assert f"{NAMES}, line 1" in search.err
    assert cli("entities", "retype", "Moscow", "thing", *at).status == 2
