"""Worker processes change how fast articles are indexed, and nothing else."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from searcher import workers
from searcher.analysis.vocabulary import Vocabulary
from searcher.attempts import Attempts
from searcher.corpus.entities import Recogniser, load_recogniser
from searcher.corpus.passages import split_batch
from searcher.engine.embedded.engine import EmbeddedEngine
from searcher.engine.embedded.writer import EmbeddedWriter
from searcher.errors import IndexFolderError
from searcher.preparing import Prepared
from searcher.preparing import prepare as prepare_batch
from searcher.records import Document, EntityMention, RawDocument, Skipped
from searcher.workers import BATCH_ARTICLES, Indexed, Workers

NO_CHROME: frozenset[int] = frozenset()


def raw(number: int, content: str | None = None) -> RawDocument:
    """An article as a text seed holds it."""
    prose = f"Mayor Ivan Petrov opened the mill number {number} in Kyiv on Monday, officials said."
    content = f"News of mill {number}\n\n{prose}\n" if content is None else content
    return RawDocument(f"{number}.txt", f"{number}.txt", "text", content, f"hash{number}")


def prepare(
    raws: Sequence[RawDocument], chrome: frozenset[int], recogniser: Recogniser
) -> list[Prepared | Skipped]:
    """Prepare a batch with a vocabulary of its own."""
    return prepare_batch(raws, chrome, recogniser, Vocabulary()).outcomes


MANY = [raw(number, "" if number % 50 == 7 else None) for number in range(5 * BATCH_ARTICLES + 3)]


def index(folder: Path, raws: Sequence[RawDocument], processes: int) -> dict[str, Document | str]:
    """Index some articles: the document of each, or why it has none."""
    folder.mkdir()
    writer = EmbeddedWriter(folder, settings={})
    found: dict[str, Document | str] = {}
    with Workers("learned", writer.recipe(1 << 20), processes) as pool:
        outcomes = list(pool.index(raws, lambda: NO_CHROME))
        parts = pool.finish()
    writer.take(parts)
    writer.commit()
    assert sorted(item.doc_id for item, _ in outcomes) == sorted(item.doc_id for item in raws)
    sizes = {part.name: part.documents for part in parts}
    for item, outcome in outcomes:
        if isinstance(outcome, Indexed) and outcome.part in sizes:
            assert outcome.number < sizes[outcome.part]
            found[item.doc_id] = ""
        elif isinstance(outcome, Skipped):
            found[item.doc_id] = outcome.reason
    engine = EmbeddedEngine(folder)
    indexed = [doc_id for doc_id, reason in found.items() if not reason]
    for doc_id, document in zip(indexed, engine.documents(indexed), strict=True):
        assert document is not None
        found[doc_id] = document
    assert len(set(engine.doc_ids())) == len(indexed)
    return found


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document | str]:
    """What one process makes of many articles."""
    return index(tmp_path_factory.mktemp("alone") / "index", MANY, 1)


def test_index_gives_one_outcome_for_each_article(alone: dict[str, Document | str]) -> None:
    """Nothing is lost or doubled; what could not be indexed has its reason."""
    assert set(alone) == {item.doc_id for item in MANY}
    skipped = [doc_id for doc_id, found in alone.items() if isinstance(found, str)]
    assert len(skipped) == sum(not item.content for item in MANY)


def test_index_with_two_processes_gives_the_same(alone: dict[str, Document | str], tmp_path: Path) -> None:
    """The number of processes does not show in the index."""
    assert index(tmp_path / "index", MANY, 2) == alone


def test_index_when_a_worker_is_killed_tells_what_is_lost(
    alone: dict[str, Document | str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a killed worker still had to do is done by the parent; what it had not written is missed."""
    parent, work = os.getpid(), workers.prepare

    def killed(batch: Sequence[RawDocument], *given: object) -> object:
        if os.getpid() != parent and batch[0].doc_id == MANY[2 * BATCH_ARTICLES].doc_id:
            os.kill(os.getpid(), signal.SIGKILL)
        return work(batch, *given)  # type: ignore[arg-type] # handed through

    monkeypatch.setattr(workers, "prepare", killed)
    found = index(tmp_path / "index", MANY, 2)
    assert found.items() <= alone.items()
    assert MANY[2 * BATCH_ARTICLES].doc_id in found
    assert len(alone) - len(found) <= BATCH_ARTICLES


def test_index_beside_other_threads_starts_no_process(
    alone: dict[str, Document | str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process of several threads is not forked: a lock that one of them holds would stay locked."""
    monkeypatch.setattr(workers, "_Worker", None)
    monkeypatch.setattr("sys.platform", "linux")
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert index(tmp_path / "index", MANY, 2) == alone
    finally:
        done.set()
        other.join()


def test_index_left_early_ends_its_processes(tmp_path: Path) -> None:
    """Whoever stops indexing leaves no process behind."""
    writer = EmbeddedWriter(tmp_path, settings={})
    with Workers("learned", writer.recipe(1 << 20), 2) as pool:
        next(pool.index(MANY, lambda: NO_CHROME))
        assert multiprocessing.active_children()
    assert not multiprocessing.active_children()


def test_index_where_a_part_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    """A fault of a worker that is none of an article's ends the change with the same error."""
    writer = EmbeddedWriter(tmp_path, settings={})
    recipe = writer.recipe(1)
    tmp_path.rmdir()
    with Workers("learned", recipe, 2) as pool, pytest.raises(IndexFolderError, match="cannot be written"):
        list(pool.index(MANY, lambda: NO_CHROME))


def test_index_reads_no_more_than_it_needs(tmp_path: Path) -> None:
    """Articles are read as they are needed: no stage holds the whole archive."""
    read = 0

    def reading() -> Iterator[RawDocument]:
        nonlocal read
        for item in MANY * 4:
            read += 1
            yield item

    with Workers("learned", EmbeddedWriter(tmp_path, settings={}).recipe(1 << 20), 1) as pool:
        next(pool.index(reading(), lambda: NO_CHROME))
    assert read <= 2 * BATCH_ARTICLES


def test_prepare_headline_alone_makes_it_the_text() -> None:
    """An article without text has one passage, its headline."""
    item = RawDocument("x", "a.jsonl", "article", "", "hash", headline="Ivan Petrov opens a mill")
    (prepared,) = prepare([item], NO_CHROME, load_recogniser())
    assert isinstance(prepared, Prepared)
    assert prepared.document.text == prepared.document.headline == item.headline
    assert len(prepared.document.passages) == 1


class Faulty:
    """A recogniser that fails on one text."""

    name = version = "faulty"

    def tag(self, texts: Sequence[str]) -> list[tuple[EntityMention, ...]]:
        """No mentions, or an error."""
        if any("number 1 " in text for text in texts):
            raise IndexError("pop from an empty list")
        return [() for _ in texts]


def test_prepare_with_a_recogniser_that_fails_on_one_article_skips_that_one() -> None:
    """A fault is found and told where it is; the other articles of its batch are tagged."""
    results = prepare([raw(0), raw(1), raw(2)], NO_CHROME, Faulty())
    assert [isinstance(result, Prepared) for result in results] == [True, False, True]
    assert results[1] == Skipped("1.txt", "tagging failed: IndexError: pop from an empty list")


def test_prepare_with_an_article_that_cannot_be_split_skips_that_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A fault in cutting a text into words or passages costs its article, not the batch."""

    def faulty(texts: Sequence[str], tokens: object) -> object:
        if any("number 1 " in text for text in texts):
            raise ValueError("no end in sight")
        return split_batch(texts, tokens)  # type: ignore[arg-type] # handed through

    monkeypatch.setattr("searcher.preparing.split_batch", faulty)
    results = prepare([raw(0), raw(1), raw(2)], NO_CHROME, load_recogniser())
    assert [isinstance(result, Prepared) for result in results] == [True, False, True]
    assert results[1] == Skipped("1.txt", "splitting failed: ValueError: no end in sight")


@pytest.mark.parametrize("fault", [KeyboardInterrupt, SystemExit])
def test_attempt_lets_an_interruption_through(fault: type[BaseException]) -> None:
    """Only faults are caught: who interrupts a build ends it."""

    def interrupted() -> None:
        raise fault

    with pytest.raises(fault):
        Attempts()("cleaning", "a.txt", interrupted)


def test_prepare_reports_the_chrome_an_article_was_cleaned_of(tmp_path: Path) -> None:
    """Which of an article's lines were known to be chrome is told with it."""
    line = "Follow our channel for all the news of the day"
    item = raw(0, raw(0).content + f"\n{line}\n")
    recogniser = load_recogniser()
    (before,) = prepare([item], NO_CHROME, recogniser)
    assert isinstance(before, Prepared)
    assert line in before.document.text
    (after,) = prepare([item], frozenset({before.lines[-1], 99}), recogniser)
    assert isinstance(after, Prepared)
    assert line not in after.document.text
    assert (before.chrome, after.chrome) == (NO_CHROME, {before.lines[-1]})
    assert after.lines == before.lines
