import os
from pathlib import Path

import pytest

from searcher.corpus.reader import SeedFile, find_seeds
from searcher.errors import SeedsMissingError
from searcher.records import Skipped


def plant(folder: Path, *paths: str) -> Path:
    """Write a small file at each path below the folder; a path that ends in "/" is a folder."""
    for path in paths:
        place = folder / path
        (place if path.endswith("/") else place.parent).mkdir(parents=True, exist_ok=True)
        if not path.endswith("/"):
            place.write_text("The ferry sails again.\n")
    return folder


def seeds(folder: Path, *exclude: Path) -> list[str]:
    """Return the paths of the seeds found."""
    return [found.path for found in find_seeds(folder, exclude=exclude) if isinstance(found, SeedFile)]


def skipped(folder: Path) -> dict[str, str]:
    """Return path and reason of what was passed over."""
    return {found.path: found.reason for found in find_seeds(folder) if isinstance(found, Skipped)}


def test_find_seeds_file_has_path_size_and_time(tmp_path: Path) -> None:
    """A seed is known by its path with slashes, its size in bytes and its time in nanoseconds."""
    plant(tmp_path, "2022/may/ferry.txt")
    status = (tmp_path / "2022/may/ferry.txt").stat()
    assert list(find_seeds(tmp_path)) == [("2022/may/ferry.txt", status.st_size, status.st_mtime_ns)]


def test_find_seeds_nested_folders_are_ordered_as_whole_paths(tmp_path: Path) -> None:
    """Seeds come in the order of their whole paths, "-" and "." before "/", capitals before small letters."""
    paths = [
        "a/z.txt",
        "a-b/c.txt",
        "a.txt",
        "a.txt.gz",
        "a0.txt",
        "B.txt",
        "a/b/c.txt",
        "ä.txt",
        "a.txt-x/y.txt",
    ]
    plant(tmp_path, *paths)
    assert seeds(tmp_path) == sorted(paths)


@pytest.mark.parametrize(
    "name",
    ["a.txt", "a.md", "a.text", "a.html", "a.htm", "a.xhtml", "a.jsonl", "a.ndjson", "a.json", "a.TXT",
     "a.txt.gz", "a.JSONL.GZ", "a.gz", "article", "No war. Then yes", "x.1", "тихо", "a.b c"],
)  # fmt: skip
def test_find_seeds_known_suffix_or_none_is_seed(tmp_path: Path, name: str) -> None:
    """Text, HTML and JSON files, packed or not, and files without a suffix are seeds."""
    assert seeds(plant(tmp_path, name)) == [name]


@pytest.mark.parametrize("suffix", [".pdf", ".jpg", ".docx", ".tar.gz", ".mp4", ".webarchive"])
def test_find_seeds_unknown_suffix_is_skipped_by_name(tmp_path: Path, suffix: str) -> None:
    """A file of a kind that holds no text is listed, and the reason names its suffix."""
    plant(tmp_path, f"map{suffix}", "a.txt")
    assert seeds(tmp_path) == ["a.txt"]
    assert suffix in skipped(tmp_path)[f"map{suffix}"]


def test_find_seeds_hidden_files_and_folders_are_left_out(tmp_path: Path) -> None:
    """What begins with a dot is no seed and is not listed."""
    plant(tmp_path, ".note.txt", ".git/config", ".DS_Store", "a.txt", "b/.hidden/c.txt")
    assert seeds(tmp_path) == ["a.txt"]
    assert not skipped(tmp_path)


def test_find_seeds_hidden_root_is_walked(tmp_path: Path) -> None:
    """Only names below the seeds folder count: the folder itself may be hidden."""
    plant(tmp_path, ".archive/a.txt")
    assert seeds(tmp_path / ".archive") == ["a.txt"]


def test_find_seeds_folder_named_like_a_seed_is_listed_and_walked(tmp_path: Path) -> None:
    """A folder named x.txt is reported once, and its articles are found."""
    plant(tmp_path, "x.txt/y.txt", "x.txt-old.txt")
    assert seeds(tmp_path) == ["x.txt-old.txt", "x.txt/y.txt"]
    assert "folder" in skipped(tmp_path)["x.txt"]
    paths = [found.path for found in find_seeds(tmp_path)]
    assert paths == sorted(paths)


def test_find_seeds_excluded_folder_is_not_entered_by_any_name(tmp_path: Path) -> None:
    """A folder to exclude is recognised through links and dots; one that does not exist is no matter."""
    plant(tmp_path, "index/words.txt", "a.txt", "deep/index/b.txt")
    (tmp_path / "link").symlink_to("index")
    assert seeds(tmp_path, tmp_path / "deep/../link", tmp_path / "nowhere") == ["a.txt", "deep/index/b.txt"]


def test_find_seeds_index_folder_is_left_out(tmp_path: Path) -> None:
    """A folder that holds a MANIFEST.*.json is an index, not seeds."""
    plant(tmp_path, "old/MANIFEST.12.json", "old/words.txt", "a.txt")
    assert seeds(tmp_path) == ["a.txt"]
    assert not skipped(tmp_path)


@pytest.mark.parametrize(("page", "folder"), [("War.html", "War_files"), ("War.HTM", "War.files")])
def test_find_seeds_asset_folder_of_saved_page_is_left_out(tmp_path: Path, page: str, folder: str) -> None:
    """The pictures and scripts that a browser saved beside a page are no seeds."""
    plant(tmp_path, page, f"{folder}/frame.html", "case_files/a.txt")
    assert seeds(tmp_path) == [page, "case_files/a.txt"]
    assert not skipped(tmp_path)


def test_find_seeds_file_named_like_asset_folder_is_seed(tmp_path: Path) -> None:
    """Only a folder can be the assets of a page."""
    plant(tmp_path, "War.html", "War_files")
    assert seeds(tmp_path) == ["War.html", "War_files"]


def test_find_seeds_links_are_followed_once(tmp_path: Path) -> None:
    """Linked files and folders are read; a real folder is entered once, so that loops end."""
    root = plant(tmp_path / "seeds", "a/b.txt")
    plant(tmp_path / "other", "c.txt", "d.txt")
    (root / "c.txt").symlink_to(tmp_path / "other/c.txt")
    (root / "linked").symlink_to(tmp_path / "other")
    (root / "again").symlink_to(tmp_path / "other")
    (root / "a/loop").symlink_to(root)
    (root / "a/self").symlink_to(".")
    assert seeds(root) == ["a/b.txt", "again/c.txt", "again/d.txt", "c.txt"]
    assert not skipped(root)


def test_find_seeds_broken_links_are_skipped(tmp_path: Path) -> None:
    """A link to nothing, or to itself, is listed."""
    (tmp_path / "gone.txt").symlink_to("nowhere.txt")
    (tmp_path / "me.txt").symlink_to("me.txt")
    assert skipped(tmp_path)["gone.txt"] == "a link to nothing"
    assert "link" in skipped(tmp_path)["me.txt"]


def test_find_seeds_pipe_is_skipped(tmp_path: Path) -> None:
    """A named pipe is listed, and never opened."""
    os.mkfifo(tmp_path / "pipe.txt")
    assert "pipe" in skipped(tmp_path)["pipe.txt"]


def test_find_seeds_name_without_utf8_is_skipped_and_printable(tmp_path: Path) -> None:
    """A name in another encoding is listed with its bytes written out, file or folder."""
    try:
        (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("x")
        (tmp_path / os.fsdecode(b"\xe9t\xe9.txt")).mkdir()
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    found = skipped(tmp_path)
    assert set(found) == {r"caf\xe9.txt", r"\xe9t\xe9.txt"}
    assert all("UTF-8" in reason for reason in found.values())
    assert all(path.encode() for path in found)


def test_find_seeds_unreadable_folder_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that may not be listed is reported, and the walk goes on."""
    plant(tmp_path, "closed/a.txt", "open/b.txt")
    really = os.open

    def refuse(place: str, flags: int, *rest: int, **named: int) -> int:
        if str(place).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return really(place, flags, *rest, **named)

    monkeypatch.setattr(os, "open", refuse)
    assert seeds(tmp_path) == ["open/b.txt"]
    assert skipped(tmp_path) == {"closed": "folder cannot be read: Permission denied"}


def test_find_seeds_missing_folder_raises(tmp_path: Path) -> None:
    """A seeds folder that is not there, or is a file, is an error at once, not an empty walk."""
    with pytest.raises(SeedsMissingError):
        find_seeds(tmp_path / "nowhere")
    with pytest.raises(SeedsMissingError):
        find_seeds(plant(tmp_path, "a.txt") / "a.txt")


def test_find_seeds_very_deep_folders_are_walked(tmp_path: Path) -> None:
    """Folders nested deeper than Python calls may be are no trouble."""
    depth = 1050
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        for _ in range(depth):
            Path("d").mkdir()
            os.chdir("d")
        Path("a.txt").write_text("x")
        found = seeds(tmp_path)
    finally:
        Path("a.txt").unlink(missing_ok=True)
        while Path.cwd() != tmp_path:  # by hand: not every version of shutil.rmtree goes that deep
            os.chdir("..")
            Path("d").rmdir()
        os.chdir(here)
    assert found == ["d/" * depth + "a.txt"]


@pytest.mark.parametrize(
    ("patterns", "left"),
    [
        ("*.md\n", ["a.txt", "b/c.txt", "b/deep/e.txt"]),
        ("b/\n", ["a.txt", "x.md"]),
        ("/c.txt\n# a note\n\n", ["a.txt", "b/c.txt", "b/d.md", "b/deep/e.txt", "x.md"]),
        ("*\n!a.txt\n", ["a.txt"]),
        ("b/**/e.txt\n", ["a.txt", "b/c.txt", "b/d.md", "x.md"]),
        ("\ufeffa.txt\r\nx.md\r\n", ["b/c.txt", "b/d.md", "b/deep/e.txt"]),
    ],
)
def test_find_seeds_ignore_patterns_leave_out(tmp_path: Path, patterns: str, left: list[str]) -> None:
    """Patterns of .searcherignore work as in git, and what they name is not listed."""
    plant(tmp_path, "a.txt", "x.md", "b/c.txt", "b/d.md", "b/deep/e.txt")
    (tmp_path / ".searcherignore").write_text(patterns)
    assert seeds(tmp_path) == left
    assert not skipped(tmp_path)


def test_find_seeds_deeper_ignore_file_has_the_last_word(tmp_path: Path) -> None:
    """A folder's own .searcherignore holds for it alone, and overrules those above."""
    plant(tmp_path, "a.md", "b/a.md", "b/n.txt", "c/n.txt")
    (tmp_path / ".searcherignore").write_text("*.md\n")
    (tmp_path / "b/.searcherignore").write_text("!a.md\n/n.txt\n")
    assert seeds(tmp_path) == ["b/a.md", "c/n.txt"]


def test_find_seeds_ignored_strangers_are_not_listed(tmp_path: Path) -> None:
    """Pictures and broken links that a pattern names are left out silently too."""
    plant(tmp_path, "a.txt", "b.jpg", "odd.txt/c.txt")
    (tmp_path / "gone.txt").symlink_to("nowhere")
    (tmp_path / ".searcherignore").write_text("*.jpg\ngone.txt\nodd.txt\n")
    assert seeds(tmp_path) == ["a.txt"]
    assert not skipped(tmp_path)


def test_find_seeds_bad_ignore_pattern_is_listed_and_the_rest_holds(tmp_path: Path) -> None:
    """A line that is no pattern is reported with its number."""
    plant(tmp_path, "a.txt", "b.txt")
    (tmp_path / ".searcherignore").write_text("b.txt\n!\n")
    assert seeds(tmp_path) == ["a.txt"]
    assert "line 2" in skipped(tmp_path)[".searcherignore"]


def test_find_seeds_ignore_file_that_is_a_folder_is_reported(tmp_path: Path) -> None:
    """A .searcherignore that cannot be read is listed and leaves out nothing."""
    plant(tmp_path, "a.txt", ".searcherignore/")
    assert seeds(tmp_path) == ["a.txt"]
    assert "cannot be read" in skipped(tmp_path)[".searcherignore"]
