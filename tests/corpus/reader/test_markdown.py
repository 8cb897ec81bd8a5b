"""Markdown: what of it is text."""

from pathlib import Path

import pytest

from searcher.corpus.reader import read_seed
from searcher.corpus.reader.markdown import plain
from searcher.records import RawDocument, Skipped


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        ("# Head", "Head"),
        ("### Sub ###", "Sub"),
        ("#hashtag stays", "#hashtag stays"),
        ("a **bold** and *soft* word", "a bold and soft word"),
        ("__bold__ _soft_ snake_case_name 2 * 3 * 4", "bold soft snake_case_name 2 * 3 * 4"),
        ("[the list](https://a.example/b)", "the list"),
        ('[the list](https://a.example/b "Title")', "the list"),
        ("![A drill hall](hall.jpg)", "Image: A drill hall"),
        ("![](pixel.gif)", ""),
        ("> quoted\n>> twice", "quoted\ntwice"),
        ("Head\n====\n\n---\n\n* * *\nText", "Head\n\n\n\n\n\nText"),
        ("* one\n+ two\n- three", "• one\n• two\n- three"),
        ("`code` and ``more``", "code and more"),
        (r"5 \* 3 and \_so\_ on", "5 * 3 and _so_ on"),
        ("~~gone~~ <https://a.example>", "gone https://a.example"),
        ("He paid $5*, not $6*.", "He paid $5, not $6."),
    ],
)
def test_plain_marks_are_undone(marked: str, wanted: str) -> None:
    """A mark of Markdown leaves the words it marks; what only looks like one stays."""
    assert plain(marked) == wanted


def test_read_seed_markdown_gives_a_text(tmp_path: Path) -> None:
    """A .md file is one article, read without its marks."""
    (tmp_path / "a.md").write_text("# Head\n\nSome **text** of a story.\n", encoding="utf-8")
    (raw,) = read_seed(tmp_path, "a.md")
    assert isinstance(raw, RawDocument)
    assert (raw.form, raw.content) == ("text", "Head\n\nSome text of a story.\n")


def test_read_seed_marks_alone_are_no_article(tmp_path: Path) -> None:
    """A .md file that is nothing but marks is skipped with a reason."""
    (tmp_path / "a.md").write_text("> \n---\n", encoding="utf-8")
    assert list(read_seed(tmp_path, "a.md")) == [Skipped("a.md", "Markdown marks, and no words")]


@pytest.mark.parametrize("unit", ["*", "**", "_", "[", "](", "`", "#", ">", "~~", "\\", "![a](", "- "])
def test_plain_long_lines_take_little_time(unit: str) -> None:
    """A line of 100,000 marks is undone like any other."""
    assert len(plain(unit * (100_000 // len(unit)))) <= 100_001
