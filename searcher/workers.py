"""Workers: the stages between reading and the commit, in as many processes as are wanted.

RawDocuments → prepared and indexed, batch by batch → parts that the writer takes. The parent reads and keeps
the books; a worker holds no lock, fills a part of the change, and ends when its parent does, however that
ends. What a worker that was killed had not written yet is told by its part missing from `finish`.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from itertools import chain, islice, starmap
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from operator import attrgetter
from queue import SimpleQueue
from types import TracebackType
from typing import Any, NamedTuple

from searcher.corpus.entities import Recogniser, load_recogniser
from searcher.engine.base import BuiltPart, PartRecipe
from searcher.preparing import Prepared, prepare
from searcher.records import RawDocument, Skipped

BATCH_ARTICLES = 256
BATCH_CHARS = 400_000
_PARALLEL_FROM_BATCHES = 2  # starting processes costs more than one batch of work
_PATIENCE_S = 10.0
_AHEAD = 3  # batches that wait in front of a worker, so that it never does

# As plain tuples articles, and what became of them, cross to another process several times as fast.
_FIELDS = attrgetter(*RawDocument.__slots__)

_LOG = logging.getLogger(__name__)


class Indexed(NamedTuple):
    """An article that stands in a part of the change.

    Attributes:
        part, number: where.
        lines: what to count across seeds.
        chrome: those of them that were known to be chrome when it was cleaned.
    """

    part: str
    number: int
    lines: tuple[int, ...]
    chrome: frozenset[int]


class _Work:
    """What one process does: prepare batches and fill a part with them."""

    def __init__(self, recogniser: Recogniser, recipe: PartRecipe) -> None:
        self._recogniser = recogniser
        self._part = recipe.begin()

    def index(self, raws: Sequence[RawDocument], chrome: frozenset[int]) -> list[Indexed | Skipped]:
        outcomes, tokens = prepare(raws, chrome, self._recogniser, self._part.vocabulary)
        documents = [outcome.document for outcome in outcomes if isinstance(outcome, Prepared)]
        part, number = self._part.add(documents, tokens)
        indexed: list[Indexed | Skipped] = []
        for outcome in outcomes:
            if isinstance(outcome, Skipped):
                indexed.append(outcome)
            else:
                indexed.append(Indexed(part, number, outcome.lines, outcome.chrome))
                number += 1
        return indexed

    def finish(self) -> list[BuiltPart]:
        return self._part.finish()


class Workers:
    """Processes that index; use it as a context manager, whose end stops them."""

    def __init__(self, recogniser: str, recipe: PartRecipe, processes: int) -> None:
        """Nothing is started yet.

        Args:
            recogniser: its name, as for `load_recogniser`.
            recipe: of the parts to fill.
            processes: 1 works in this process.
        """
        self._recogniser, self._recipe, self._processes = recogniser, recipe, processes
        self._own: _Work | None = None
        self._workers: list[_Worker] = []
        self._collects_garbage = False

    def index(
        self, raws: Iterable[RawDocument], chrome: Callable[[], frozenset[int]]
    ) -> Generator[tuple[RawDocument, Indexed | Skipped]]:
        """Prepare and index every article, keeping no more than a few batches at a time.

        Args:
            raws: read as they are needed.
            chrome: the lines known to be chrome so far; asked for each batch.

        Returns:
            each article with what became of it; batches come back in any order.

        Raises:
            RecogniserMissingError: the recogniser cannot be loaded.
            IndexFolderError: a part cannot be written.
        """
        batches = _batches(raws)
        first = list(islice(batches, _PARALLEL_FROM_BATCHES))
        if not first:
            return
        batches = chain(first, batches)
        if self._processes > 1 and len(first) == _PARALLEL_FROM_BATCHES and _can_start_workers():
            load_recogniser(self._recogniser)  # here, so that it is there after a fork, or the error is
            self._start()
            yield from self._deal(batches, chrome)
        else:
            for batch in batches:
                yield from self._index_here(batch, chrome())

    def finish(self) -> list[BuiltPart]:
        """Have every part written; the parts that hold what was indexed."""
        parts: list[BuiltPart] = []
        for worker in self._workers:
            worker.ask_to_finish()
        for worker in self._workers:
            parts += worker.receive()
        if self._own is not None:
            parts += self._own.finish()
        return parts

    def _index_here(
        self, batch: list[RawDocument], chrome: frozenset[int]
    ) -> Iterator[tuple[RawDocument, Indexed | Skipped]]:
        self._own = self._own or _Work(load_recogniser(self._recogniser), self._recipe)
        return zip(batch, self._own.index(batch, chrome), strict=True)

    def _start(self) -> None:
        context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        for _ in range(self._processes):
            self._workers.append(_Worker(context, self._workers, self._recogniser, self._recipe))

    def _deal(
        self, batches: Iterator[list[RawDocument]], chrome: Callable[[], frozenset[int]]
    ) -> Generator[tuple[RawDocument, Indexed | Skipped]]:
        """Give each batch to whoever has least to do, and collect."""
        for batch in batches:
            while (worker := self._least_busy()) is not None and len(worker.waiting) >= _AHEAD:
                yield from self._collect(chrome)
            if worker is None:
                yield from self._index_here(batch, chrome())
            else:
                worker.give(batch, chrome())
        while any(worker.waiting for worker in self._workers):
            yield from self._collect(chrome)

    def _least_busy(self) -> _Worker | None:
        alive = [worker for worker in self._workers if worker.is_alive]
        return min(alive, key=lambda worker: len(worker.waiting), default=None)

    def _collect(
        self, chrome: Callable[[], frozenset[int]]
    ) -> Generator[tuple[RawDocument, Indexed | Skipped]]:
        """What the workers have ready: a batch at least."""
        busy = {worker.connection: worker for worker in self._workers if worker.waiting}
        for connection in wait(list(busy)):
            worker = busy[connection]  # type: ignore[index] # only these connections were waited for
            outcomes = worker.receive()
            if worker.is_alive:
                yield from zip(worker.waiting.popleft(), map(_whole, outcomes), strict=True)
                continue
            _LOG.debug("a worker process was killed; its articles are indexed here")
            while worker.waiting:
                yield from self._index_here(worker.waiting.popleft(), chrome())

    def __enter__(self) -> Workers:
        # Nothing here refers to itself, and looking for what does takes a tenth of the time.
        self._collects_garbage = gc.isenabled()
        gc.disable()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._collects_garbage:
            gc.enable()
        for worker in self._workers:
            worker.connection.close()  # of all, so that they end at the same time
        for worker in self._workers:
            worker.stop()
        self._workers = []


class _Worker:
    """A process and the batches it has been given.

    Attributes:
        waiting: batches whose outcomes have not come back, oldest first.
        is_alive: False once the process was found to be gone.
    """

    def __init__(
        self, context: BaseContext, others: Sequence[_Worker], recogniser: str, recipe: PartRecipe
    ) -> None:
        self.waiting: deque[list[RawDocument]] = deque()
        self.is_alive = True
        self._chrome: frozenset[int] | None = None
        self.connection, theirs = context.Pipe()
        # A forked process has our ends of every pipe so far; with them open it would not see us end.
        ours = [self.connection, *(other.connection for other in others)]
        inherited = ours if context.get_start_method() == "fork" else []
        self._process: BaseProcess = context.Process(  # type: ignore[attr-defined] # every context has it
            target=_serve, args=(theirs, inherited, recogniser, recipe), daemon=True
        )
        with warnings.catch_warnings():
            # Python 3.12 counts the threads that numpy keeps, which forking does not harm.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process.start()
        theirs.close()

    def give(self, batch: list[RawDocument], chrome: frozenset[int]) -> None:
        """Have a batch indexed."""
        self.waiting.append(batch)
        self._send((list(map(_FIELDS, batch)), None if chrome is self._chrome else chrome))
        self._chrome = chrome

    def ask_to_finish(self) -> None:
        """Have its part written; what it has built in all is the answer."""
        self._send(None)

    def _send(self, message: object) -> None:
        if self.is_alive:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # told by `receive`
                self.connection.send(message)

    def receive(self) -> list[Any]:
        """The answer to the oldest message; nothing when the process is gone.

        Raises:
            IndexFolderError, or whatever made the process give up.
        """
        try:
            answer = self.connection.recv()
        except (EOFError, ConnectionResetError):
            self.is_alive = False
            return []
        if isinstance(answer, BaseException):
            raise answer
        return list(answer)

    def stop(self) -> None:
        """Wait for the end of the process, whose connection is closed; it ends finished or not."""
        self._process.join(_PATIENCE_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def _serve(
    connection: Connection, inherited: Sequence[Connection], recogniser: str, recipe: PartRecipe
) -> None:
    """What a worker process does until its parent closes the connection, or ends."""
    for other in inherited:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends us
    gc.disable()
    inbox: SimpleQueue[tuple[list[tuple[Any, ...]], frozenset[int] | None] | None] = SimpleQueue()
    threading.Thread(target=_receive, args=(connection, inbox), daemon=True).start()
    chrome: frozenset[int] = frozenset()
    try:
        work = _Work(load_recogniser(recogniser), recipe)
        while True:
            message = inbox.get()
            if message is None:
                connection.send(work.finish())
            else:
                batch, changed = message
                chrome = chrome if changed is None else changed
                outcomes = work.index(list(starmap(RawDocument, batch)), chrome)
                connection.send(list(map(_plain, outcomes)))
    except BaseException as error:
        connection.send(error)


def _plain(outcome: Indexed | Skipped) -> tuple[Any, ...] | Skipped:
    return outcome if isinstance(outcome, Skipped) else tuple(outcome)


def _whole(outcome: tuple[Any, ...] | Skipped) -> Indexed | Skipped:
    return outcome if isinstance(outcome, Skipped) else Indexed._make(outcome)


def _receive(connection: Connection, inbox: SimpleQueue[Any]) -> None:
    """Take in what the parent sends, whatever else is being done, and end with it.

    So neither side can wait for the other to read while both have too much to write.
    """
    try:
        while True:
            inbox.put(connection.recv())
    except (EOFError, OSError):
        os._exit(1)


def _can_start_workers() -> bool:
    """Whether processes can be started here.

    Forking is quick and works from any script, but only a process of one thread can be forked safely;
    elsewhere than on Linux a new interpreter is started.
    """
    return sys.platform != "linux" or threading.active_count() == 1


def _batches(raws: Iterable[RawDocument]) -> Iterator[list[RawDocument]]:
    batch: list[RawDocument] = []
    chars = 0
    for raw in raws:
        batch.append(raw)
        chars += len(raw.content)
        if len(batch) >= BATCH_ARTICLES or chars >= BATCH_CHARS:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch
