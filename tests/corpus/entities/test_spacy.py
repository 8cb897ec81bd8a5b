"""The spaCy recogniser, with a small module in the place of spaCy."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from types import ModuleType, SimpleNamespace

import pytest

from searcher.corpus.entities import load_recogniser
from searcher.errors import RecogniserMissingError
from searcher.records import EntityMention

LABELS = {"Ramzan Kadyrov": "PERSON", "Kadyrov’s": "PERSON", "Chechen": "NORP", "Grozny": "GPE"}
LABELS |= {"the Institute for the Study of War": "ORG", "ISW": "ORG", "Monday": "DATE", "“Grozny": "GPE"}


class FakeModel:
    """Finds the words of a table, as a model's entities."""

    def __init__(self) -> None:
        self.meta = {"version": "9.1"}
        self.longest = 0

    def pipe(self, texts: Iterable[str]) -> Iterator[SimpleNamespace]:
        """Yield one document a text."""
        for text in texts:
            self.longest = max(self.longest, len(text))
            found = re.finditer("|".join(sorted(LABELS, key=len, reverse=True)), text)
            yield SimpleNamespace(
                ents=[
                    SimpleNamespace(label_=LABELS[m[0]], start_char=m.start(), end_char=m.end())
                    for m in found
                ]
            )


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> FakeModel:
    """A spaCy that has one model, en_core_web_sm."""
    fake = FakeModel()

    def load(name: str, *, exclude: list[str]) -> FakeModel:
        if name != "en_core_web_sm":
            raise OSError(f"[E050] Can't find model '{name}'.")
        return fake

    module = ModuleType("spacy")
    module.load = load  # type: ignore[attr-defined]  # a module made by hand
    module.__version__ = "3.8.0"
    monkeypatch.setitem(sys.modules, "spacy", module)
    return fake


@pytest.mark.usefixtures("model")
def test_tag_maps_labels_and_merges_names() -> None:
    """People, organisations and places come under canonical names; nationalities and dates are left out."""
    text = (
        "On Monday Chechen leader Ramzan Kadyrov told the Institute for the Study of War (ISW). "
        "Kadyrov’s “Grozny” men."
    )
    (mentions,) = load_recogniser("spacy").tag([text])
    assert [(text[m.start : m.end], m.name, m.type) for m in mentions] == [
        ("Ramzan Kadyrov", "Ramzan Kadyrov", "person"),
        ("Institute for the Study of War", "Institute for the Study of War", "organisation"),
        ("ISW", "Institute for the Study of War", "organisation"),
        ("Kadyrov", "Ramzan Kadyrov", "person"),
        ("Grozny", "Grozny", "place"),
    ]


def test_tag_long_text_is_read_in_pieces(model: FakeModel) -> None:
    """No piece is longer than spaCy accepts, and offsets are those of the whole text."""
    text = "Nothing.\n" * 100_000 + "Grozny"
    assert load_recogniser("spacy:en_core_web_sm").tag([text, ""]) == [
        (EntityMention("Grozny", "place", 900_000, 900_006),),
        (),
    ]
    assert model.longest < 1_000_000


@pytest.mark.usefixtures("model")
def test_recogniser_tells_its_name_and_version() -> None:
    """Another model, or another version of it, is another recogniser."""
    recogniser = load_recogniser("spacy")
    assert (recogniser.name, recogniser.version) == ("spacy:en_core_web_sm", "3.8.0/9.1")


@pytest.mark.usefixtures("model")
def test_load_without_the_model_says_what_to_install() -> None:
    """A model that is not there is an error that names the command."""
    with pytest.raises(RecogniserMissingError, match="python -m spacy download xx_none"):
        load_recogniser("spacy:xx_none")


def test_load_without_spacy_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, the error names it."""
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(RecogniserMissingError, match=r"searcher\[spacy\]"):
        load_recogniser("spacy")


@pytest.mark.parametrize("name", ["", "magic", "rules", "learned:fast"])
def test_load_unknown_recogniser_is_an_error(name: str) -> None:
    """A name that is none of ours is an error that lists them."""
    with pytest.raises(RecogniserMissingError, match="learned"):
        load_recogniser(name)
