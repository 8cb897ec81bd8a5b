"""The trainer: what it packs is what crfsuite learned, and the same data give the same bytes."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import pytest

from searcher.corpus.entities.learned import LearnedRecogniser
from searcher.corpus.entities.model.weights import LABELS, Weights

FOLDER = Path(__file__).resolve().parents[3] / "training"


@pytest.fixture(scope="module")
def trainer() -> Any:
    """The modules of the trainer, by name."""
    pytest.importorskip("pycrfsuite", reason="extra training")
    if not FOLDER.exists():
        pytest.skip("not in a checkout")
    sys.path.insert(0, str(FOLDER))
    yield lambda name: import_module(name)
    sys.path.remove(str(FOLDER))


@pytest.fixture(scope="module")
def trained(trainer: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any, Any]:
    """A small model of crfsuite, with the runs it was trained on and their labels."""
    own = list(trainer("marked").read_own(FOLDER / "own" / "general.txt"))[:30]
    names, random = trainer("names").load_names(), Random(1)
    articles = own + [trainer("variants").varied(article, names, random) for article in own]
    features, labels = trainer("crf").sequences(articles)
    path = tmp_path_factory.mktemp("model") / "model.crfsuite"
    trainer("crf").train(features, labels, path, {"c1": 0.5, "c2": 0.3, "max_iterations": 40})
    return path, articles, (features, labels)


def test_packed_model_labels_as_crfsuite_does(trainer: Any, trained: tuple[Path, Any, Any]) -> None:
    """Decoded by numpy from whole numbers, nearly every run has the labels that crfsuite gives it."""
    import pycrfsuite

    path, articles, (features, _) = trained
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    expected = [label for run in features for label in tagger.tag(run)]
    recogniser = LearnedRecogniser(Weights(trainer("crf").pack(path)))
    labels, _, _ = recogniser.label([article.text for article in articles])
    found = [LABELS[label] for label in labels.tolist()]
    same = sum(a == b for a, b in zip(found, expected, strict=True))
    assert same / len(expected) > 0.99


def test_trainer_is_reproducible(trainer: Any, trained: tuple[Path, Any, Any], tmp_path: Path) -> None:
    """Trained twice, the packed model has the same bytes."""
    path, _, (features, labels) = trained
    again = tmp_path / "again.crfsuite"
    trainer("crf").train(features, labels, again, {"c1": 0.5, "c2": 0.3, "max_iterations": 40})
    assert trainer("crf").pack(again) == trainer("crf").pack(path)


def test_own_texts_are_marked_in_place(trainer: Any, tmp_path: Path) -> None:
    """Marks become entities of the plain text; articles are parted by a line, comments left out."""
    path = tmp_path / "own.txt"
    path.write_text("# ours\n{p:Ada} of {o:Acme & Co}\n---\n{l:Grozny}, in March.\n", "utf-8")
    first, second = trainer("marked").read_own(path)
    assert (first.text, first.entities) == (
        "Ada of Acme & Co\n",
        ((0, 3, "person"), (7, 16, "organisation")),
    )
    assert (second.text, second.entities) == ("Grozny, in March.\n", ((0, 6, "place"),))


def test_own_text_with_a_stray_brace_is_an_error(trainer: Any, tmp_path: Path) -> None:
    """What looks like a mark and is none is named, with the words around it."""
    path = tmp_path / "own.txt"
    path.write_text("He saw {x:Ada} there.\n", "utf-8")
    with pytest.raises(ValueError, match=r"He saw \{x:Ada\}"):
        list(trainer("marked").read_own(path))


def test_shipped_own_texts_can_be_read(trainer: Any) -> None:
    """Every article of training/own has its marks, none empty, each at a word's edge."""
    paths = sorted((FOLDER / "own").glob("*.txt"))
    articles = [article for path in paths for article in trainer("marked").read_own(path)]
    assert sum(len(article.entities) for article in articles) > 10_000
    for article in articles:
        for start, end, _ in article.entities:
            assert article.text[start:end].strip() == article.text[start:end] != ""
            assert not article.text[start - 1 : start].isalnum()
            assert not article.text[end : end + 1].isalnum()
