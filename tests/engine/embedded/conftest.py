from collections.abc import Iterator
from pathlib import Path

import pytest
from articles import article
from disk import DiskIndex

ARTICLES = (
    article(
        "a",
        "Troops were sent to Syria. " * 40,
        headline="Troops",
        source="Newsweek",
        date="2022-09-24",
        entities={"Syria": ("place", ["Syria"])},
    ),
    article("b", "Self-mobilized troops stayed.", language="en", authors=["Ann Lee"]),
    article("c", "Nobody was sent."),
    article("d", "Everything else."),
)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[DiskIndex]:
    """An index of two commits: a and a deleted document, then b, c and d."""
    index = DiskIndex(tmp_path / "index")
    index.folder.mkdir()
    for added, deleted in (((ARTICLES[0], article("gone", "Troops")), ()), (ARTICLES[1:], ("gone",))):
        writer = index.writer()
        writer.delete(deleted)
        for document in added:
            writer.add(document)
        writer.commit()
    yield index
    index.close()
