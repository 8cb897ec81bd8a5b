"""What the package promises: the names it exports, that it is typed, and the README's example."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

import searcher

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
PUBLIC = {
    "Changes",
    "Context",
    "Document",
    "Entities",
    "Entity",
    "EntityMention",
    "Example",
    "Explanation",
    "FacetCount",
    "Hit",
    "Index",
    "Note",
    "Passage",
    "Quotation",
    "Quotations",
    "Quote",
    "Reading",
    "Related",
    "RelatedEntities",
    "Results",
    "SearcherError",
    "Settings",
    "Skipped",
    "Snippet",
    "Span",
    "Status",
    "Total",
    "__version__",
    "open_index",
}


def test_exported_names_are_the_promised_ones() -> None:
    """`__all__` is sorted, holds exactly the public names, and each of them can be had."""
    assert set(searcher.__all__) == PUBLIC
    assert searcher.__all__ == sorted(searcher.__all__)
    assert set(dir(searcher)) == PUBLIC
    for name in PUBLIC:
        assert getattr(searcher, name) is not None


def test_a_star_import_brings_the_public_names() -> None:
    """`from searcher import *` gives the names of `__all__` and no other."""
    names: dict[str, object] = {}
    exec("from searcher import *", names)
    assert set(names) - {"__builtins__"} == PUBLIC


def test_every_public_class_and_function_is_documented() -> None:
    """No public name is without a docstring, and none is a module."""
    for name in PUBLIC - {"__version__"}:
        assert getattr(searcher, name).__doc__, name


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A name that is not there fails as in any module."""
    with pytest.raises(AttributeError, match="module 'searcher' has no attribute 'Engine'"):
        searcher.Engine  # noqa: B018 - the attribute is what is tested


def test_the_package_is_typed() -> None:
    """The marker that tells type checkers so is beside the code."""
    assert (Path(searcher.__file__).parent / "py.typed").is_file()


def test_the_version_is_that_of_the_distribution() -> None:
    """`__version__` and the installed metadata agree."""
    try:
        assert version("searcher") == searcher.__version__
    except PackageNotFoundError:
        pytest.skip("run from a source tree, not installed")


@pytest.mark.skipif(not README.exists(), reason="this checkout has no README.md")
def test_the_example_of_the_readme_is_the_one_that_is_type_checked() -> None:
    """The first Python block of the README stands, word for word, in tests/typing/api.py."""
    block = re.search(r"^```python\n(.*?)^```", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert block is not None
    checked = (ROOT / "tests" / "typing" / "api.py").read_text(encoding="utf-8")
    assert block[1].strip() in checked


@pytest.mark.skipif(not README.exists(), reason="this checkout has no README.md")
def test_the_example_of_the_readme_runs(
    shipped_seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It prints hits with marks when it is run where the seeds are."""
    block = re.search(r"^```python\n(.*?)^```", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert block is not None
    (tmp_path / "seeds").symlink_to(shipped_seeds, target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    exec(compile(block[1], "README.md", "exec"), {})
    assert "<mark>" in capsys.readouterr().out
