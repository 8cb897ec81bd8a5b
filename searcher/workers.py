"""The stages between reading and writing, in as many processes as are wanted.

RawDocument → clean → tag → split → Prepared. The parent reads and writes; between the two, batches of
articles go to worker processes and come back in order. A worker holds no lock, keeps no state but its
recogniser, and ends when its parent does.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from searcher.corpus.cleaner import CHROME_DOCUMENTS, clean
from searcher.corpus.entities import Recogniser, load_recogniser
from searcher.corpus.passages import split
from searcher.records import Document, RawDocument, Skipped

BATCH_ARTICLES = 64
BATCH_CHARS = 400_000
_PARALLEL_FROM_BATCHES = 2  # starting processes costs more than one batch of work
_PARENT_POLL_S = 1.0


class Prepared(NamedTuple):
    """An article ready to be indexed: its document, whole, and the lines to count across seeds."""

    document: Document
    lines: tuple[int, ...]


def prepare(
    batch: list[RawDocument], chrome: frozenset[int], recogniser: Recogniser
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
    results: list[Prepared | Skipped] = []
    for raw in batch:
        cleaned = clean(raw, counts)
        if isinstance(cleaned, Skipped):
            results.append(cleaned)
            continue
        document = cleaned.document
        if not document.text:  # an article that is a headline alone: that is its one passage
            document = replace(document, text=document.headline or "")
        results.append(Prepared(document, cleaned.lines))
    texts = [item.document.text for item in results if isinstance(item, Prepared)]
    tagged = iter(recogniser.tag(texts))
    return [
        item
        if isinstance(item, Skipped)
        else item._replace(
            document=replace(
                item.document,
                entities=next(tagged),
                passages=split(item.document.text, item.document.language),
            )
        )
        for item in results
    ]


def prepare_all(
    raws: Iterable[RawDocument], chrome: frozenset[int], recogniser: str, processes: int
) -> Iterator[tuple[RawDocument, Prepared | Skipped]]:
    """Prepare every article, in order, keeping no more than a few batches at a time.

    Args:
        raws: read as they are needed.
        chrome: as for `prepare`.
        recogniser: its name, as for `load_recogniser`.
        processes: 1 works in this process.

    Raises:
        RecogniserMissingError: the recogniser cannot be loaded.
    """
    own = load_recogniser(recogniser)
    batches = _batches(raws)
    first = list(islice(batches, _PARALLEL_FROM_BATCHES))
    if processes == 1 or len(first) < _PARALLEL_FROM_BATCHES:
        for batch in _chain(first, batches):
            yield from zip(batch, prepare(batch, chrome, own), strict=True)
        return
    # Forking is quick and works from any script; elsewhere than on Linux it is not safe.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    with ProcessPoolExecutor(processes, context, _start_worker, (os.getpid(), recogniser)) as pool:
        waiting: deque[tuple[list[RawDocument], Future[list[Prepared | Skipped]]]] = deque()
        for batch in _chain(first, batches):
            waiting.append((batch, _submit(pool, batch, chrome)))
            if len(waiting) > 2 * processes:
                yield from _collect(*waiting.popleft(), chrome, own)
        while waiting:
            yield from _collect(*waiting.popleft(), chrome, own)


def _submit(
    pool: ProcessPoolExecutor, batch: list[RawDocument], chrome: frozenset[int]
) -> Future[list[Prepared | Skipped]]:
    try:
        return pool.submit(_work, batch, chrome)
    except BrokenProcessPool as error:
        failed: Future[list[Prepared | Skipped]] = Future()
        failed.set_exception(error)
        return failed


def _collect(
    batch: list[RawDocument],
    future: Future[list[Prepared | Skipped]],
    chrome: frozenset[int],
    own: Recogniser,
) -> Iterator[tuple[RawDocument, Prepared | Skipped]]:
    try:
        results = future.result()
    except BrokenProcessPool:
        results = prepare(batch, chrome, own)  # a worker was killed; its work is done here
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


def _chain(first: list[list[RawDocument]], rest: Iterator[list[RawDocument]]) -> Iterator[list[RawDocument]]:
    yield from first
    yield from rest


_recogniser: Recogniser


def _start_worker(parent: int, recogniser: str) -> None:
    """Begin a worker process: load what it needs, and end with the parent, however that ends."""
    global _recogniser
    _recogniser = load_recogniser(recogniser)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_PARENT_POLL_S)
    os._exit(1)


def _work(batch: list[RawDocument], chrome: frozenset[int]) -> list[Prepared | Skipped]:
    return prepare(batch, chrome, _recogniser)
