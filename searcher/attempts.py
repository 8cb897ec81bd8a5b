"""Attempts: what is done for one article, which neither a fault nor a hang of it may make anyone else's.

article, some work → what the work gives, or Skipped with the reason. An attempt may take so much processor
time; waiting, and what other programs do, do not count. Where time cannot be limited (outside the main
thread, or on Windows) an attempt takes as long as it takes.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import TypeVar, TypeVarTuple

from searcher.config import ARTICLE_LIMIT_S
from searcher.records import Skipped

_TICKS = (
    10  # in the time of an attempt: a timer that ticks costs nothing between, one set anew each time does
)

_LOG = logging.getLogger(__name__)
_Given = TypeVarTuple("_Given")
_Made = TypeVar("_Made")


class _TookTooLong(BaseException):
    """Raised in the midst of an attempt; no Exception, so that what it interrupts does not go on with it."""


class Attempts:
    """Call it to attempt something; use it as a context manager, within which time is limited.

    A tick interrupts Python's own code and the matching of patterns, and is seen after a call of any other
    C code ends: those are kept short by what a page may hold.
    """

    def __init__(self) -> None:
        self._left: int | None = None  # ticks of the attempt that is under way

    def __call__(
        self, stage: str, path: str, work: Callable[[*_Given], _Made], *given: *_Given
    ) -> _Made | Skipped:
        """Do something for one article; a fault of ours, or too long a time, is reported as a skip."""
        try:
            self._left = _TICKS
            try:
                return work(*given)
            finally:
                self._left = None
        except _TookTooLong:
            _LOG.debug("%s %s took too long", stage, path, exc_info=True)
            return Skipped(path, f"{stage} took longer than {ARTICLE_LIMIT_S:g} s")
        except Exception as error:  # an article nobody thought of must not cost the thousand others
            _LOG.debug("%s %s failed", stage, path, exc_info=True)
            return Skipped(path, f"{stage} failed: {type(error).__name__}: {error}"[:300])

    def __enter__(self) -> Attempts:
        self._is_timed = (
            hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
        )
        if self._is_timed:
            # Ticks of the processor's time: nobody else uses this signal, and no waiting call is broken off.
            self._handler = signal.signal(signal.SIGVTALRM, self._tick)
            tick_s = ARTICLE_LIMIT_S / _TICKS
            self._timer = signal.setitimer(signal.ITIMER_VIRTUAL, tick_s, tick_s)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_timed:
            signal.setitimer(signal.ITIMER_VIRTUAL, *self._timer)
            signal.signal(signal.SIGVTALRM, self._handler)

    def _tick(self, number: int, frame: FrameType | None) -> None:
        """Count down; at the end interrupt, and again each tick, should the interruption be lost."""
        if self._left is not None:
            self._left -= 1
            if self._left < 0:
                raise _TookTooLong
