"""As what the entities of an index are shown, found and counted: against the same worked out in Python."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from named_articles import NAMED, OTHERS, change, check_as_whole, correction, written

from searcher.analysis import analyze
from searcher.engine.embedded.engine import EmbeddedEngine
from searcher.engine.embedded.writer import EmbeddedWriter
from searcher.errors import IndexCorruptError
from searcher.identities import Correction, Key, Pairs, resolve
from searcher.query.nodes import Filter, filters
from searcher.query.options import combine
from searcher.query.parser import parse
from searcher.query.places import TextOccurrences, places
from searcher.records import ENTITY_TYPES, Document, EntityMention

QUERIES = (
    "date:2022", "entity:Putin", 'entity:"Vladimir Putin"', "person:Putin", "org:Wagner", "person:Wagner",
    'entity:"Wagner Group"', 'person:"Somebody New"', "org:ISW", 'org:"Study of War"', "place:Tula",
    "entity:W*", "entity:He", "person:He", "org:He", "place:Moskow~", "speaker:Putin",
    'speaker:"Wagner Group"', "speaker:He", "speaker:Somebody", 'entity:("He Who" OR Tula)',
)  # fmt: skip
FACETS = ("entity", *ENTITY_TYPES, "speaker")


class Slow:
    """What an index of some documents has to answer, worked out document by document."""

    def __init__(self, documents: Sequence[Document], corrections: Sequence[Correction]) -> None:
        self.documents = documents
        keys = [{(m.name, m.type) for m in document.entities} for document in documents]
        self.counts = Counter(key for own in keys for key in own)
        self._ids: Mapping[Key, Key | None] = resolve(self.counts, corrections, self._joins).shown

    def _joins(self, pairs: Pairs) -> Pairs:
        used = {
            (m.name, m.type, document.text[m.start : m.end])
            for document in self.documents
            for m in document.entities
        }
        return [(short, long) for short, long in pairs if (*long, short[0]) in used]

    def _as(self, key: Key) -> Key | None:
        return self._ids.get(key, key)

    def shown(self, document: Document) -> Document:
        """A document with its entities and speakers as they are shown."""
        mentions = [(mention, self._as((mention.name, mention.type))) for mention in document.entities]
        entities = tuple(EntityMention(*to, m.start, m.end) for m, to in mentions if to is not None)
        quotes = tuple(quote._replace(speaker=self._speaker(quote.speaker)) for quote in document.quotes)
        return replace(document, entities=entities, quotes=quotes)

    def _speaker(self, name: str | None) -> str | None:
        key = next(((name, kind) for kind in ENTITY_TYPES if (name, kind) in self.counts), None)
        to = (name, None) if key is None else self._as(key)
        return to and to[0]

    def _names(self, document: Document, field: str) -> Iterator[str]:
        if field == "speaker":
            yield from self._names_of_speakers(document)
        for mention in document.entities:
            to = self._as((mention.name, mention.type))
            if to is not None and field in ("entities", to[1]):
                yield from (to[0], mention.name, document.text[mention.start : mention.end])

    def _names_of_speakers(self, document: Document) -> Iterator[str]:
        for quote in document.quotes:
            shown = self._speaker(quote.speaker)
            if shown is not None and quote.speaker is not None:
                yield from (shown, quote.speaker)
                for name, _, start, end in document.entities:
                    if name == quote.speaker:
                        yield document.text[start:end]

    def passes(self, document: Document, item: Filter) -> bool:
        """Whether a filter finds a document."""
        return any(
            places(item.unit, TextOccurrences(analyze(name), stemmed=False))
            for name in set(self._names(document, item.field))
        )

    def facet(self, found: Sequence[Document], facet: str) -> list[tuple[str, int]]:
        """What a facet counts over documents."""
        counter: Counter[str] = Counter()
        for document in map(self.shown, found):
            if facet == "speaker":
                counter.update({quote.speaker for quote in document.quotes if quote.speaker})
            else:
                counter.update({m.name for m in document.entities if facet in ("entity", m.type)})
        return sorted(counter.items(), key=lambda item: (-item[1], item[0]))[:20]


def check(folder: Path, documents: Sequence[Document], corrections: Sequence[Correction]) -> None:
    """Compare an index with what it has to answer."""
    check_as_whole(folder, corrections)
    slow, engine = Slow(documents, corrections), EmbeddedEngine(folder)
    shown = [slow.shown(document) for document in documents]
    assert engine.documents([document.doc_id for document in documents]) == shown
    listed = {(entity.name, entity.type): entity.documents for entity in engine.entities().ranked()}
    assert listed == Counter(key for own in shown for key in {(m.name, m.type) for m in own.entities})
    for query in QUERIES:
        node, _ = combine(parse(query))
        items = [item for item in filters(node) if isinstance(item, Filter)]
        want = [d for d in documents if not items or any(slow.passes(d, item) for item in items)]
        found = engine.search(node, limit=100, facets=dict.fromkeys(FACETS, 20))
        assert sorted(found.doc_ids) == sorted(d.doc_id for d in want), query
        assert found.facets is not None
        for facet in FACETS:
            assert list(found.facets[facet]) == slow.facet(want, facet), (query, facet)
    engine.close()


@pytest.mark.parametrize("seed", range(16))
def test_index_shows_finds_and_counts_by_identities(tmp_path: Path, seed: int) -> None:
    """Through additions, deletions, merged segments and corrections, all answers go by what is shown."""
    chance = random.Random(seed)
    documents = {document.doc_id: document for document in (written(n, chance) for n in range(24))}
    live: dict[str, Document] = {}
    corrections: list[Correction] = []
    for first in range(0, 24, 8):
        added = list(documents.values())[first : first + 8]
        gone = chance.sample(sorted(live), min(len(live), 2))
        corrections += [correction(chance) for _ in range(chance.randint(0, 2))]
        change(tmp_path, added, corrections, gone)
        live = {doc_id: d for doc_id, d in live.items() if doc_id not in gone}
        live |= {document.doc_id: document for document in added}
        check(tmp_path, list(live.values()), corrections)
    change(tmp_path, [], [])
    check(tmp_path, list(live.values()), [])


def test_identities_of_several_segments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one segment shows depends on the names of all."""
    monkeypatch.setattr("searcher.engine.embedded.writer.to_merge", lambda sizes: [])
    chance = random.Random(99)
    documents = [written(number, chance) for number in range(30)]
    corrections = [correction(chance) for _ in range(3)]
    for first in range(0, 30, 10):
        change(tmp_path, documents[first : first + 10], corrections)
    assert len(list(tmp_path.glob("*.seg"))) == 3
    check(tmp_path, documents, corrections)


def test_commit_has_one_file_of_identities(tmp_path: Path) -> None:
    """Those of earlier commits go with them, and a cancelled change leaves none."""
    document = written(0, random.Random(0))
    change(tmp_path, [document], [])
    change(tmp_path, [], [Correction("remove", "Moscow")])
    assert [path.name for path in tmp_path.glob("identities.*")] == ["identities.1.arr"]
    writer = EmbeddedWriter(tmp_path, settings={})
    writer.add(written(1, random.Random(1)))
    with pytest.raises(RuntimeError):
        writer.commit(before=_fail)
    writer.cancel()
    assert [path.name for path in tmp_path.glob("identities.*")] == ["identities.1.arr"]


def _fail(generation: int) -> None:
    raise RuntimeError(generation)


@pytest.mark.parametrize("damage", ["missing", "cut", "other"])
def test_damaged_identities_are_told(tmp_path: Path, damage: str) -> None:
    """An index whose identities are lost says so, and what to run."""
    change(tmp_path, [written(0, random.Random(0))], [])
    path = tmp_path / "identities.0.arr"
    if damage == "missing":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:-9])
    else:
        other = tmp_path / "other"
        other.mkdir()
        change(other, [written(0, random.Random(0))], [])
        path.write_bytes((other / "identities.0.arr").read_bytes())
    with pytest.raises(IndexCorruptError, match="identities"):
        EmbeddedEngine(tmp_path)


def test_open_engine_shows_its_own_commit(tmp_path: Path) -> None:
    """A correction changes nothing for who has the index open."""
    document = written(0, random.Random(0))
    change(tmp_path, [document], [])
    before = EmbeddedEngine(tmp_path)
    change(tmp_path, [], [Correction("rename", name, "Nobody") for name, _ in NAMED + OTHERS])
    after = EmbeddedEngine(tmp_path).documents([document.doc_id])[0]
    assert before.documents([document.doc_id]) == [document]
    assert after is not None
    assert {mention.name for mention in after.entities} == {"Nobody"}
