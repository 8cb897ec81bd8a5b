"""Worker processes change how fast articles are prepared, and nothing else."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from searcher import workers
from searcher.corpus.entities import load_recogniser
from searcher.records import EntityMention, RawDocument, Skipped
from searcher.workers import BATCH_ARTICLES, Prepared, attempt, prepare, prepare_all

NO_CHROME: frozenset[int] = frozenset()


def raw(number: int, content: str | None = None) -> RawDocument:
    """An article as a text seed holds it."""
    prose = f"Mayor Ivan Petrov opened the mill number {number} in Kyiv on Monday, officials said."
    content = f"News of mill {number}\n\n{prose}\n" if content is None else content
    return RawDocument(f"{number}.txt", f"{number}.txt", "text", content, f"hash{number}")


def run(raws: Sequence[RawDocument], processes: int) -> list[tuple[RawDocument, Prepared | Skipped]]:
    """Prepare some articles."""
    return list(prepare_all(raws, lambda: NO_CHROME, "rules", processes))


MANY = [raw(number, "" if number % 50 == 7 else None) for number in range(5 * BATCH_ARTICLES + 3)]


@pytest.fixture(scope="module")
def alone() -> list[tuple[RawDocument, Prepared | Skipped]]:
    """What one process makes of many articles."""
    return run(MANY, 1)


def test_prepare_all_gives_one_result_for_each_article_in_order(
    alone: list[tuple[RawDocument, Prepared | Skipped]],
) -> None:
    """Nothing is lost, doubled or moved."""
    assert [item for item, _ in alone] == MANY
    assert sum(isinstance(result, Skipped) for _, result in alone) == sum(not item.content for item in MANY)


def test_prepare_all_with_two_processes_gives_the_same(
    alone: list[tuple[RawDocument, Prepared | Skipped]],
) -> None:
    """The number of processes does not show in the results."""
    assert run(MANY, 2) == alone


def test_prepare_all_when_a_worker_is_killed_loses_nothing(
    alone: list[tuple[RawDocument, Prepared | Skipped]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a killed worker had to do is done by the parent."""
    parent, work = os.getpid(), workers.prepare

    def killed(batch: Sequence[RawDocument], *given: object) -> object:
        if os.getpid() != parent and batch[0].doc_id == MANY[2 * BATCH_ARTICLES].doc_id:
            os.kill(os.getpid(), signal.SIGKILL)
        return work(batch, *given)  # type: ignore[arg-type] # handed through

    monkeypatch.setattr(workers, "prepare", killed)
    assert run(MANY, 2) == alone


def test_prepare_all_beside_other_threads_starts_no_process(
    alone: list[tuple[RawDocument, Prepared | Skipped]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process of several threads is not forked: a lock that one of them holds would stay locked."""
    monkeypatch.setattr(workers, "ProcessPoolExecutor", None)
    monkeypatch.setattr("sys.platform", "linux")
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert run(MANY, 2) == alone
    finally:
        done.set()
        other.join()


def test_prepare_all_left_early_ends_its_processes() -> None:
    """Whoever stops reading leaves no process behind."""
    import multiprocessing

    results = prepare_all(MANY, lambda: NO_CHROME, "rules", 2)
    next(results)
    assert multiprocessing.active_children()
    results.close()
    assert not multiprocessing.active_children()


def test_prepare_all_reads_no_more_than_it_needs() -> None:
    """Articles are read as they are needed: no stage holds the whole archive."""
    read = 0

    def reading() -> Iterator[RawDocument]:
        nonlocal read
        for item in MANY * 4:
            read += 1
            yield item

    results = prepare_all(reading(), lambda: NO_CHROME, "rules", 1)
    next(results)
    results.close()
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


@pytest.mark.parametrize("fault", [KeyboardInterrupt, SystemExit])
def test_attempt_lets_an_interruption_through(fault: type[BaseException]) -> None:
    """Only faults are caught: who interrupts a build ends it."""

    def interrupted() -> None:
        raise fault

    with pytest.raises(fault):
        attempt("cleaning", "a.txt", interrupted)


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
