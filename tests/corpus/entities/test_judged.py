"""Names judged by hand in newswire: 508 in 46 articles."""

import importlib.util
import sys
from pathlib import Path

import pytest

from searcher.corpus.entities import load_recogniser

_SPEC = importlib.util.spec_from_file_location("judged_names", Path(__file__).with_name("judged.py"))
assert _SPEC is not None
assert _SPEC.loader is not None
judged = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = judged
_SPEC.loader.exec_module(judged)


@pytest.mark.skipif(not judged.SHARED.exists(), reason="the shared articles are not there")
@pytest.mark.parametrize(
    ("path", "names", "least"), [("reuters-21578.jsonl", 292, 0.75), ("bbc.jsonl", 216, 0.83)]
)
def test_names_of_judged_newswire_are_found(path: str, names: int, least: float) -> None:
    """The names of articles nobody trained on are found with their types, well above three in four."""
    figures = judged.score(list(judged.newswire(path)), load_recogniser())
    assert figures.names == names
    assert figures.typed >= least, figures
