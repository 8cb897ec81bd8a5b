"""An attempt ends: with what was wanted, or with the reason why not."""

from __future__ import annotations

import contextlib
import re
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import searcher
from searcher import Settings
from searcher.attempts import Attempts
from searcher.cleaning import clean_paths
from searcher.records import Cleaned, Skipped

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timers on this system")

HOSTILE = "hostile"
REASON = "cleaning took longer than 0.1 s"


def spin() -> None:
    """Compute without an end."""
    while True:
        pass


def swallow() -> None:
    """Compute without an end, and go on after whatever exception."""
    while True:
        with contextlib.suppress(Exception):
            spin()


def backtrack() -> None:
    """Match a pattern that takes for ever."""
    re.match("(a|a)*b", "a" * 60)


def lose() -> None:
    """Compute without an end first where nothing can be raised, then where it can."""

    class Lost:
        def __del__(self) -> None:
            spin()

    Lost()
    spin()


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Little patience."""
    monkeypatch.setattr("searcher.attempts.ARTICLE_LIMIT_S", 0.1)


@pytest.mark.parametrize("work", [spin, swallow, backtrack])
def test_attempt_that_does_not_end_is_skipped(work: Callable[[], None]) -> None:
    """Neither a loop, nor one that catches what is raised, nor a pattern holds up the rest."""
    with Attempts() as attempt:
        assert attempt("cleaning", "a.txt", work) == Skipped("a.txt", REASON)
        assert attempt("cleaning", "b.txt", lambda: "done") == "done"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # it is what is tested
def test_attempt_whose_interruption_is_lost_is_interrupted_again() -> None:
    """What is raised in a finalizer goes nowhere; the next tick raises it anew."""
    with Attempts() as attempt:
        assert attempt("cleaning", "a.txt", lose) == Skipped("a.txt", REASON)


def test_attempts_each_have_the_whole_time() -> None:
    """Many short attempts may take longer together, and so may what is done between them."""

    def work() -> str:
        until = time.process_time() + 0.04
        while time.process_time() < until:
            pass
        return "done"

    with Attempts() as attempt:
        assert [attempt("cleaning", "a.txt", work) for _ in range(5)] == ["done"] * 5
        for _ in range(5):
            work()


def test_attempt_that_waits_is_not_interrupted() -> None:
    """Time in which the processor does something else, as on a busy machine, does not count."""
    with Attempts() as attempt:
        assert attempt("cleaning", "a.txt", time.sleep, 0.3) is None


def test_attempts_leave_the_signal_as_it_was() -> None:
    """Whoever uses the library finds the timer and its handler as before, also after an error."""
    before = signal.getsignal(signal.SIGVTALRM)
    with pytest.raises(KeyboardInterrupt), Attempts() as attempt, Attempts():
        attempt("cleaning", "a.txt", signal.default_int_handler, signal.SIGINT, None)
    assert signal.getsignal(signal.SIGVTALRM) is before
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_attempts_outside_the_main_thread_are_not_timed() -> None:
    """Signals belong to the main thread; elsewhere an attempt is made without a limit."""
    found: list[object] = []

    def work() -> None:
        with Attempts() as attempt:
            found.append(attempt("cleaning", "a.txt", lambda: "done"))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == ["done"]


@pytest.fixture
def seeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Many articles, of which the cleaner does not come to an end with one."""
    from searcher.corpus.cleaner import clean

    def endless(raw: object, *given: object) -> object:
        if HOSTILE in raw.content:  # type: ignore[attr-defined] # a RawDocument
            spin()
        return clean(raw, *given)  # type: ignore[arg-type] # handed through

    monkeypatch.setattr("searcher.preparing.clean", endless)
    folder = tmp_path / "seeds"
    folder.mkdir()
    for number in range(300):
        prose = f"Mayor Ivan Petrov opened the mill number {number} in Kyiv on Monday, officials said."
        (folder / f"{number:03}.txt").write_text(f"News of mill {number}\n\n{prose}\n")
    (folder / "100.txt").write_text(HOSTILE)
    return folder


def test_clean_paths_skips_an_article_that_takes_too_long(seeds: Path) -> None:
    """`searcher clean` names it with the reason, and shows the others."""
    results = list(clean_paths([seeds / "099.txt", seeds / "100.txt", seeds / "101.txt"]))
    assert results[1] == Skipped("100.txt", REASON)
    assert [isinstance(item, Cleaned) for item in results] == [True, False, True]


@pytest.mark.parametrize(
    "workers",
    [
        1,
        pytest.param(
            2, marks=pytest.mark.skipif(sys.platform != "linux", reason="no patch survives a spawn")
        ),
    ],
)
def test_refresh_skips_an_article_that_takes_too_long(seeds: Path, tmp_path: Path, workers: int) -> None:
    """A build lists it with the reason, in this process as in another one, and indexes the others."""
    with searcher.open_index(tmp_path / "index", seeds, Settings(workers=workers)) as index:
        assert index.refresh().skipped == (Skipped("100.txt", REASON),)
        assert index.status().documents == 299
