from collections.abc import Iterator
from pathlib import Path

import pytest

from searcher.engine.embedded.engine import EmbeddedEngine
from searcher.engine.embedded.searching import expansion
from searcher.engine.embedded.writer import EmbeddedWriter
from searcher.query.diagnosis import MAX_GUESSES, diagnose
from searcher.query.parser import parse
from searcher.records import Document, EntityMention, Note

TEXT = "Zelensky spoke of self-mobilized troops and of a long war."


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedEngine]:
    """An index of two documents; a third one, of which one word was nobody else's, is deleted."""
    folder: Path = tmp_path_factory.mktemp("index")
    mention = EntityMention("Volodymyr Zelensky", "person", 0, 8)
    for added, deleted in (
        ([Document("gone", "gone.txt", "Trops")], []),
        (
            [
                Document("a", "a.txt", TEXT, "War", "The Moscow Times", "2022-09-24", entities=(mention,)),
                Document("b", "b.txt", "Nothing of the troops.", source="Newsweek"),
            ],
            ["gone"],
        ),
    ):
        writer = EmbeddedWriter(folder, settings={})
        writer.delete(deleted)
        for document in added:
            writer.add(document)
        writer.commit()
    engine = EmbeddedEngine(folder)
    yield engine
    engine.close()


def notes(engine: EmbeddedEngine, query: str) -> list[Note]:
    """The notes on a query's answer."""
    node = parse(query).node
    return diagnose(node, engine.search(node, limit=1), engine)


ROWS = [
    ("Zelenskyy", "missing-word", "no article has “Zelenskyy”. Did you mean “Zelensky”?"),
    ("selfmobilised", "", ""),
    ("self-immobilized", "missing-word", "no article has “self-immobilized”. Did you mean “self-mobilized”?"),
    ("troops blablabla", "missing-word", "no article has “blablabla”"),
    ("headline:troops", "missing-word", "no headline has “troops”"),
    ('"troops war"', "missing-phrase", "no article has this phrase, though the words are there"),
    ('"war spoke"~2', "missing-near", "no article has these words so close together, though they are there"),
    ("xyz*", "missing-pattern", "no article has a word that fits this pattern"),
    ("source:newsweak", "empty-filter", "no article has the source “newsweak”. Did you mean “Newsweek”?"),
    ('source:"Moskow News"', "empty-filter", "no article has the source “Moskow News”"),
    ("source:moskow", "empty-filter", "no article has the source “moskow”. Did you mean “Moscow”?"),
    ("entity:Zelenskyy", "empty-filter", "no article has the entity “Zelenskyy”. Did you mean “Zelensky”?"),
    ("place:Zelensky", "empty-filter", "no article has the place “Zelensky”"),
    ("author:Lee", "empty-filter", "no article has the author “Lee”"),
    ("date:1999 entity:zelensky", "empty-filter", "no article has a date in this range"),
    ("source:newsweek entity:Zelensky", "no-match", "no article matches all of this together"),
    ("source:newsweek Zelensky", "no-match", "no article matches all of this together"),
    ("troops date:2022", "undated", "1 article is left out for having no date"),
    ("trups", "missing-word", "no article has “trups”. Did you mean “troops”?"),  # not the deleted “Trops”
]


@pytest.mark.parametrize(("query", "kind", "message"), ROWS, ids=[row[0] for row in ROWS])
def test_note_on(engine: EmbeddedEngine, query: str, kind: str, message: str) -> None:
    """What was not found is named, with the nearest that was, as the articles write it."""
    found = notes(engine, query)
    assert [(note.kind, note.message) for note in found] == ([(kind, message)] if kind else [])


def test_notes_point_at_their_words(engine: EmbeddedEngine) -> None:
    """Each missing word has a note of its own, at its place in the query."""
    query = "troops nosuch OR neither"
    assert [query[note.start : note.end] for note in notes(engine, query)] == ["nosuch", "neither"]


def test_answered_query_has_no_notes(engine: EmbeddedEngine) -> None:
    """A query that finds what it asks for needs no word."""
    assert notes(engine, "troops -nosuch") == []


def test_empty_index_is_explained(tmp_path: Path) -> None:
    """Without any article every word is missing, and none is offered."""
    EmbeddedWriter(tmp_path, settings={}).commit()
    empty = EmbeddedEngine(tmp_path)
    assert [note.message for note in notes(empty, "word source:x")] == [
        "no article has “word”",
        "no article has the source “x”",
    ]
    empty.close()


def test_nearest_word_is_sought_for_the_first_missing_words_alone(engine: EmbeddedEngine) -> None:
    """Every missing word is named; for what the later ones may have been meant to be nobody waits."""
    missing = notes(engine, " ".join(f"zelensky{letter}" for letter in "abcdefgh"))

    assert len(missing) == 8
    assert [("Did you mean" in note.message) for note in missing] == [True] * MAX_GUESSES + [False] * 3


def test_pattern_that_was_capped_is_named_with_its_forms(
    engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A note tells how many words fit a pattern, how many were taken, and where in the query it stands."""
    monkeypatch.setattr(expansion, "MAX_FORMS", 2)

    assert notes(engine, "war *o*") == [
        Note("expansion", "“*o*” fits 7 words: only the most frequent 2 are looked for", 4, 7)
    ]
