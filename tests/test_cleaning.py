"""Cleaning without an index shows what a build would make of the same seeds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searcher
from searcher import Settings
from searcher.cleaning import clean_paths
from searcher.records import Cleaned, Skipped

LINE = "Follow our channel for all the news of the day"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """Three texts that share a line, a file of two articles, and an empty file."""
    folder = tmp_path / "seeds"
    folder.mkdir()
    for number in range(3):
        prose = f"Mayor Ivan Petrov opened the mill number {number} in Kyiv on Monday, officials said."
        (folder / f"{number}.txt").write_text(f"News of mill {number}\n\n{prose}\n\n{LINE}\n")
    (folder / "many.jsonl").write_text(
        '{"id": "x", "headline": "First", "text": "One mill."}\n{"id": "y", "headline": "Second"}\n'
    )
    (folder / "empty.txt").write_text("")
    return folder


def test_clean_paths_of_a_folder_gives_what_a_build_indexes(seeds: Path, tmp_path: Path) -> None:
    """Text, headline, entities and what was dropped are those of the index, in the order of the paths."""
    results = list(clean_paths([seeds]))
    cleaned = [item for item in results if isinstance(item, Cleaned)]
    assert [item.document.doc_id for item in cleaned] == ["0.txt", "1.txt", "2.txt", "x", "y"]
    assert [item for item in results if isinstance(item, Skipped)] == [Skipped("empty.txt", "an empty file")]
    assert all((LINE, "repeated") in item.dropped for item in cleaned[:3])
    with searcher.open_index(tmp_path / "index", seeds, Settings(workers=1)) as index:
        for item in cleaned[:4]:
            indexed = index.document(item.document.doc_id)
            assert indexed is not None
            assert (indexed.text, indexed.headline, indexed.entities) == (
                item.document.text,
                item.document.headline,
                item.document.entities,
            )


def test_clean_paths_of_files_names_them_by_themselves(seeds: Path) -> None:
    """A file given alone is called by its name; what it alone repeats is not chrome."""
    (cleaned,) = clean_paths([seeds / "1.txt"])
    assert isinstance(cleaned, Cleaned)
    assert cleaned.document.path == "1.txt"
    assert LINE in cleaned.document.text


def test_clean_paths_with_a_fault_goes_on(seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An article that cleaning fails on is skipped, the others are shown."""
    from searcher.corpus.cleaner import clean

    def faulty(raw: Any, *given: Any) -> Any:
        if raw.path == "1.txt":
            raise ZeroDivisionError("no words")
        return clean(raw, *given)

    monkeypatch.setattr("searcher.preparing.clean", faulty)
    results = list(clean_paths([seeds]))
    assert Skipped("1.txt", "cleaning failed: ZeroDivisionError: no words") in results
    assert sum(isinstance(item, Cleaned) for item in results) == 4


SITES = {
    f"{site}{number}.html": f"<title>Mill {number}</title><meta property=og:site_name content={site}>"
    f"<article><p>{f'Mayor Ivan Petrov opened mill {number} in Kyiv on Monday, officials said. ' * 3}</p>"
    f"<p>{LINE}s of {site if number % 2 else 'us all'}.</p></article>"
    for site in ("Post", "Mail")
    for number in range(5)
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of two sites; some lines stand in two of each, some in three."""
    folder = tmp_path_factory.mktemp("pages")
    for name, content in SITES.items():
        (folder / name).write_text(content)
    return folder


@settings(deadline=None, max_examples=10)  # each reads ten pages twice
@given(order=st.permutations(sorted(SITES)))
def test_clean_paths_in_any_order_keeps_the_same(pages: Path, order: list[str]) -> None:
    """What is kept of an article depends on which others there are, not on when they come."""

    def kept(paths: list[Path]) -> dict[str, str]:
        found = clean_paths(paths)
        return {item.document.path: item.document.text for item in found if isinstance(item, Cleaned)}

    whole = kept([pages])
    assert len(whole) == len(SITES)
    assert sum(LINE in text for text in whole.values()) == 4  # those that stand in two pages of a site
    assert kept([pages / name for name in order]) == whole
