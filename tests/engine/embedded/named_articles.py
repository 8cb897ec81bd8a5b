"""Articles in tests that name people, organisations and places, and what may be said of these."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from searcher.engine.embedded.building.former import Former
from searcher.engine.embedded.building.identities import write_identities
from searcher.engine.embedded.commit.reading import open_commit
from searcher.engine.embedded.commit.storage import IndexStorage
from searcher.engine.embedded.writer import EmbeddedWriter
from searcher.identities import Correction, Key
from searcher.records import ENTITY_TYPES, Document, EntityMention, Quote

NAMED: list[Key] = [
    ("Vladimir Putin", "person"), ("Putin", "person"), ("Igor Putin", "person"), ("Putin", "organisation"),
    ("Wagner", "person"), ("Wagner", "organisation"), ("Wagner Group", "organisation"),
    ("The Wagner Group", "organisation"), ("Moscow", "place"), ("MOSCOW", "place"),
    ("ISW", "organisation"), ("Institute for the Study of War", "organisation"),
    ("Boeing", "organisation"), ("Boeing Co", "organisation"), ("Tula", "place"), ("Tula", "person"),
]  # fmt: skip
OTHERS: list[Key] = [(f"Village {number}", "place") for number in range(120)]  # numbers above one byte


def written(number: int, chance: random.Random) -> Document:
    """An article that names some of them, under their names and others, and quotes some."""
    text, mentions, quotes = "", [], []
    for name, kind in [*chance.sample(NAMED, chance.randint(1, 5)), *chance.sample(OTHERS, 8)]:
        for surface in chance.sample([name, name.split()[-1], "He Who"], chance.randint(1, 2)):
            text += "There "
            mentions.append(EntityMention(name, kind, len(text), len(text) + len(surface)))
            text += f"{surface} said: “no”. "
            if chance.random() < 0.3:
                quotes.append(Quote(len(text) - 5, len(text) - 3, name))
    return Document(
        f"a{number}", f"a{number}", text.strip(), date="2022-09-15", entities=(*mentions,), quotes=(*quotes,)
    )


def correction(chance: random.Random) -> Correction:
    """Something that people may say."""
    names = [*(name for name, _ in NAMED), "Somebody New"]
    name, into = chance.choice(names), chance.choice(names)
    kind = chance.choice([None, None, "person", "organisation"])
    return chance.choice(
        [
            Correction("merge", name, into, kind),
            Correction("rename", name, into, kind),
            Correction("retype", name, chance.choice(ENTITY_TYPES), kind),
            Correction("remove", name, type=kind),
        ]
    )


def change(
    folder: Path, documents: Sequence[Document], corrections: Sequence[Correction], gone: Sequence[str] = ()
) -> None:
    """Commit a change."""
    writer = EmbeddedWriter(folder, settings={}, corrections=corrections)
    writer.delete(gone)
    for document in documents:
        writer.add(document)
    writer.commit()


def check_as_whole(folder: Path, corrections: Sequence[Correction]) -> None:
    """Compare the identities of a commit with those worked out as if nothing were known of the one before."""
    commit = open_commit(folder, IndexStorage(str(folder)))
    segments = {
        listed.segid: segment for listed, segment in zip(commit.toc.segments, commit.segments, strict=True)
    }
    (path,) = folder.glob("identities.*.arr")
    whole = folder / "whole"
    write_identities(whole, segments, corrections, Former())
    assert path.read_bytes() == whole.read_bytes()
    whole.unlink()
