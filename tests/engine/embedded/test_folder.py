import os
import shutil
from pathlib import Path

import pytest
import whoosh.index
from articles import article
from disk import DiskIndex
from whoosh.fields import ID, Schema

from searcher.engine.embedded.commit.folder import claim_folder, is_index, seeds_of
from searcher.engine.embedded.commit.manifest import Manifest
from searcher.engine.embedded.writer import EmbeddedWriter
from searcher.errors import IndexFolderError


def build(folder: Path, settings: dict[str, object] | None = None) -> None:
    """Make an index of one document."""
    writer = EmbeddedWriter(folder, settings=settings or {})
    writer.add(article("a", "words"))
    writer.commit()


def test_claim_makes_a_missing_folder(tmp_path: Path) -> None:
    """A folder that is not there is made, with those above it, or refused when it should not be."""
    with pytest.raises(IndexFolderError, match="No such file or directory"):
        claim_folder(tmp_path / "a" / "b", make=False)
    claim_folder(tmp_path / "a" / "b", make=True)
    assert (tmp_path / "a" / "b").is_dir()


@pytest.mark.parametrize(
    "names",
    [
        [],
        [".gitignore"],
        [".DS_Store", "LOCK"],
        ["MAIN_0123456789abcdef.trm", "MAIN.tmp", "LOCK", "seeds.sqlite.draft"],
        ["MANIFEST.0.json.tmp"],
    ],
    ids=["empty", "gitignore", "lock", "killed build", "killed earlier"],
)
def test_claim_takes_what_could_be_ours(tmp_path: Path, names: list[str]) -> None:
    """An empty folder, one with a .gitignore, and one with the leftovers of a build may be used."""
    for name in names:
        (tmp_path / name).touch()
    claim_folder(tmp_path, make=True)


@pytest.mark.parametrize(
    "name", ["letter.txt", "MAIN_street.jpg", "MAIN_0123456789abcdef.jpg", "MANIFEST.json", "src"]
)
def test_claim_leaves_foreign_folders_alone(tmp_path: Path, name: str) -> None:
    """A folder with anything else in it is refused by that name."""
    (tmp_path / ".gitignore").touch()
    (tmp_path / name).touch()
    with pytest.raises(IndexFolderError, match=rf"it holds other things \({name}\)"):
        claim_folder(tmp_path, make=True)
    assert not is_index(tmp_path)


def test_claim_leaves_another_whoosh_index_alone(tmp_path: Path) -> None:
    """An index of Whoosh's that another program made is neither opened nor written into."""
    whoosh.index.create_in(str(tmp_path), Schema(key=ID))
    assert not is_index(tmp_path)
    with pytest.raises(IndexFolderError, match="it holds an index of another program"):
        claim_folder(tmp_path, make=True)


def test_claim_takes_an_index_with_things_beside_it(tmp_path: Path) -> None:
    """An index stays usable when something was put beside it, and what was is never deleted."""
    build(tmp_path)
    (tmp_path / "MAIN_street.jpg").write_text("a picture")
    (tmp_path / ".gitignore").write_text("*")
    claim_folder(tmp_path, make=True)
    build(tmp_path)
    assert (tmp_path / "MAIN_street.jpg").read_text() == "a picture"
    assert (tmp_path / ".gitignore").read_text() == "*"


def test_claim_takes_an_index_whose_manifest_is_damaged(tmp_path: Path) -> None:
    """A damaged index is still ours to rebuild."""
    build(tmp_path)
    (tmp_path / "MANIFEST.0.json").write_text("{")
    assert is_index(tmp_path)
    claim_folder(tmp_path, make=True)
    index = DiskIndex(tmp_path)
    index.writer(rebuild=True).commit()
    assert list(index.engine().doc_ids()) == []
    index.close()


def test_claim_says_that_a_file_is_in_the_way(tmp_path: Path) -> None:
    """A file of that name, or above it, is said to be one."""
    (tmp_path / "index").touch()
    for make in (True, False):
        with pytest.raises(IndexFolderError, match=r"there is a file of that name|it is not a folder"):
            claim_folder(tmp_path / "index", make=make)
        with pytest.raises(IndexFolderError):
            claim_folder(tmp_path / "index" / "below", make=make)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_unwritable_folder_is_a_fault_of_the_folder(tmp_path: Path) -> None:
    """A folder without the right to write cannot hold an index."""
    tmp_path.chmod(0o500)
    with pytest.raises(IndexFolderError, match="Permission denied"):
        build(tmp_path)


def test_vanished_folder_is_a_fault_of_the_folder(tmp_path: Path) -> None:
    """A folder that goes away during a build ends in an error of ours."""
    (tmp_path / "index").mkdir()
    writer = EmbeddedWriter(tmp_path / "index", settings={})
    writer.add(article("a", "words"))
    shutil.rmtree(tmp_path / "index")
    with pytest.raises(IndexFolderError, match=r"cannot be written to \(No such file or directory\)"):
        writer.commit()
    writer.cancel()


def test_seeds_of_are_those_recorded_wherever_the_index_is(tmp_path: Path) -> None:
    """The seeds are where they were, there or not, whatever lies beside a moved index."""
    old, new = tmp_path / "old", tmp_path / "new"
    (old / "index").mkdir(parents=True)
    (old / "seeds").mkdir()
    build(old / "index", {"seeds": str(old / "seeds")})
    assert seeds_of(old / "index") == old / "seeds"
    old.rename(new)
    assert seeds_of(new / "index") == old / "seeds"
    assert seeds_of(tmp_path) is None


def test_seeds_of_an_unfinished_rebuild_are_not_taken(tmp_path: Path) -> None:
    """The seeds are those of the commit, not of a build that was killed before its own."""
    build(tmp_path, {"seeds": "/committed"})
    Manifest(settings={"seeds": "/unfinished"}).write(tmp_path, 1)
    assert seeds_of(tmp_path) == Path("/committed")


@pytest.mark.parametrize("setting", [None, 7, {}, ["/seeds"]])
def test_seeds_of_a_strange_manifest(tmp_path: Path, setting: object) -> None:
    """A MANIFEST that says nothing sensible of its seeds says nothing."""
    build(tmp_path, {"seeds": setting})
    assert seeds_of(tmp_path) is None
