"""The stages between reading and writing, in as many processes as are wanted.

RawDocument → clean → tag → split → Prepared. The parent reads and writes; between the two, batches of
articles go to worker processes and come back in order. A worker holds no lock, keeps no state but its
recogniser, and ends when its parent does, however that ends.

A stage that fails on an article costs that article, which is then `Skipped`, never the build.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from itertools import chain, islice
from multiprocessing.connection import Connection
from typing import NamedTuple, TypeVar, TypeVarTuple

from searcher.corpus.cleaner import CHROME_DOCUMENTS, clean
from searcher.corpus.entities import Recogniser, load_recogniser
from searcher.corpus.passages import split
from searcher.records import Cleaned, Document, EntityMention, RawDocument, Skipped

BATCH_ARTICLES = 64
BATCH_CHARS = 400_000
_PARALLEL_FROM_BATCHES = 2  # starting processes costs more than one batch of work

_LOG = logging.getLogger(__name__)
_Given = TypeVarTuple("_Given")
_Made = TypeVar("_Made")


class Prepared(NamedTuple):
    """An article ready to be indexed.

    Attributes:
        document: whole but for its final doc_id.
        lines: what to count across seeds.
        chrome: those of them that were known to be chrome when it was cleaned.
    """

    document: Document
    lines: tuple[int, ...]
    chrome: frozenset[int]


def prepare(
    batch: Sequence[RawDocument], chrome: frozenset[int], recogniser: Recogniser
) -> list[Prepared | Skipped]:
    """Clean, tag and split some articles.

    Args:
        batch: articles in any form.
        chrome: hashes of the lines that repetition across seeds showed to be chrome.
        recogniser: of entities; it sees the whole batch at once.

    Returns:
        one result for each article, in order.
    """
    counts = dict.fromkeys(chrome, CHROME_DOCUMENTS)
    cleaned = [attempt("cleaning", raw.path, clean_article, raw, counts) for raw in batch]
    texts = [_text(item.document) for item in cleaned if isinstance(item, Cleaned)]
    try:
        tagged: Iterator[tuple[EntityMention, ...] | None] = iter(recogniser.tag(texts))
    except Exception:  # it is one article's, which is found below
        _LOG.debug("tagging a batch failed", exc_info=True)
        tagged = iter([None] * len(texts))
    return [
        item
        if isinstance(item, Skipped)
        else attempt("tagging", item.document.path, _finish, item, next(tagged), chrome, recogniser)
        for item in cleaned
    ]


def clean_article(raw: RawDocument, counts: Mapping[int, int]) -> Cleaned | Skipped:
    """Clean an article, but never skip it for what other documents hold as well: `clean`, with that rule."""
    cleaned = clean(raw, counts)
    if isinstance(cleaned, Skipped) and counts:
        cleaned = clean(raw)
    return cleaned


def _text(document: Document) -> str:
    """Its text; of an article that is a headline alone, that: it is its one passage."""
    return document.text or document.headline or ""


def _finish(
    cleaned: Cleaned,
    entities: tuple[EntityMention, ...] | None,
    chrome: frozenset[int],
    recogniser: Recogniser,
) -> Prepared:
    document = replace(cleaned.document, text=_text(cleaned.document))
    if entities is None:
        (entities,) = recogniser.tag([document.text])
    passages = split(document.text, document.language)
    document = replace(document, entities=entities, passages=passages)
    return Prepared(document, cleaned.lines, chrome.intersection(cleaned.lines))


def attempt(stage: str, path: str, work: Callable[[*_Given], _Made], *given: *_Given) -> _Made | Skipped:
    """Do something for one article; a fault of ours is reported as a skip."""
    try:
        return work(*given)
    except Exception as error:  # an article nobody thought of must not cost the thousand others
        _LOG.debug("%s %s failed", stage, path, exc_info=True)
        return Skipped(path, f"{stage} failed: {type(error).__name__}: {error}"[:300])


def prepare_all(
    raws: Iterable[RawDocument], chrome: Callable[[], frozenset[int]], recogniser: str, processes: int
) -> Generator[tuple[RawDocument, Prepared | Skipped]]:
    """Prepare every article, in order, keeping no more than a few batches at a time.

    Args:
        raws: read as they are needed.
        chrome: the lines known to be chrome so far; asked for each batch.
        recogniser: its name, as for `load_recogniser`.
        processes: 1 works in this process.

    Raises:
        RecogniserMissingError: the recogniser cannot be loaded.
    """
    batches = _batches(raws)
    first = list(islice(batches, _PARALLEL_FROM_BATCHES))
    if not first:
        return
    batches = chain(first, batches)
    own = load_recogniser(recogniser)
    if processes == 1 or len(first) < _PARALLEL_FROM_BATCHES or not _can_start_workers():
        for batch in batches:
            yield from zip(batch, prepare(batch, chrome(), own), strict=True)
        return
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    ours, theirs = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(processes, context, _start_worker, (ours, theirs, recogniser))
    try:
        waiting: deque[tuple[list[RawDocument], frozenset[int], Future[list[Prepared | Skipped]]]] = deque()
        for batch in batches:
            known = chrome()
            waiting.append((batch, known, _submit(pool, batch, known)))
            if len(waiting) > 2 * processes:
                yield from _collect(*waiting.popleft(), own)
        while waiting:
            yield from _collect(*waiting.popleft(), own)
    finally:
        pool.shutdown(cancel_futures=True)
        ours.close()
        theirs.close()


def _can_start_workers() -> bool:
    """Whether processes can be started here.

    Forking is quick and works from any script, but only a process of one thread can be forked safely;
    elsewhere than on Linux a new interpreter is started.
    """
    return sys.platform != "linux" or threading.active_count() == 1


def _submit(
    pool: ProcessPoolExecutor, batch: list[RawDocument], chrome: frozenset[int]
) -> Future[list[Prepared | Skipped]]:
    try:
        with warnings.catch_warnings():
            # Python 3.12 counts the threads that numpy keeps, which forking does not harm.
            warnings.simplefilter("ignore", DeprecationWarning)
            return pool.submit(_work, batch, chrome)
    except BrokenProcessPool as error:
        failed: Future[list[Prepared | Skipped]] = Future()
        failed.set_exception(error)
        return failed


def _collect(
    batch: list[RawDocument],
    chrome: frozenset[int],
    future: Future[list[Prepared | Skipped]],
    own: Recogniser,
) -> Iterator[tuple[RawDocument, Prepared | Skipped]]:
    try:
        results = future.result()
    except BrokenProcessPool:
        _LOG.debug("a worker process was killed; its articles are prepared here")
        results = prepare(batch, chrome, own)
    return zip(batch, results, strict=True)


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


_recogniser: Recogniser


def _start_worker(ours: Connection, theirs: Connection, recogniser: str) -> None:
    """Begin a worker process: load what it needs, and end with the parent.

    Args:
        ours: the end of a pipe that nobody writes into; it closes with the last `theirs`.
        theirs: the other end, which the parent alone is to keep open.
        recogniser: the name of the recogniser.
    """
    global _recogniser
    theirs.close()
    threading.Thread(target=_end_with_parent, args=(ours,), daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends us
    _recogniser = load_recogniser(recogniser)


def _end_with_parent(ours: Connection) -> None:
    ours.poll(None)
    os._exit(1)


def _work(batch: list[RawDocument], chrome: frozenset[int]) -> list[Prepared | Skipped]:
    return prepare(batch, chrome, _recogniser)
