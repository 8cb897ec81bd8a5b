"""The numbers of decision 0001: run it with each Whoosh, `ENV/bin/python -W ignore 0001.py`, alternating."""

import os
import pickle
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from whoosh import versionstring
from whoosh.fields import ID, NUMERIC, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.index import TOC, create_in, open_dir
from whoosh.query import And, NumericRange, Term

VALUES = (
    0, 1, 2, 3, 5, 7, 8, 15, 16, 17, 100, 126, 127, 128, 129, 255, 256, 257, 1000, 4095, 4096,
    20220901, 20220915, 20220930, 2**31 - 1,
)  # fmt: skip


def milliseconds(work: Callable[[], object], times: int) -> float:
    """The median processor time of some work."""
    taken = []
    for _ in range(times):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return statistics.median(taken) * 1000


def speed() -> None:
    """Index and search 2,000 documents of random words."""
    rng = random.Random(1)
    words = [f"w{i}" for i in range(20_000)]
    weights = [1 / (i + 1) for i in range(20_000)]
    texts = [" ".join(rng.choices(words, weights, k=200)) for _ in range(2000)]
    folder = tempfile.mkdtemp()
    begun = time.process_time()
    with create_in(folder, Schema(doc_id=ID(stored=True), text=TEXT)).writer() as writer:
        for number, text in enumerate(texts):
            writer.add_document(doc_id=str(number), text=text)
    print(f"{sum(map(len, texts)) / 1e6:.1f} MB indexed in {time.process_time() - begun:.1f} s")
    both = And([Term("text", "w50"), Term("text", "w300")])
    opened = milliseconds(lambda: len(open_dir(folder).searcher().search(both, limit=10)), 7)
    searcher = open_dir(folder).searcher()
    common = milliseconds(lambda: len(searcher.search(Term("text", "w3"), limit=10)), 50)
    print(f"open and search two words {opened:.1f} ms, one common word {common:.1f} ms")


def ranges(signed: bool) -> None:
    """Count the ranges of numbers that find the wrong documents."""
    index = RamStorage().create_index(Schema(day=NUMERIC(stored=True, signed=signed)))
    writer = index.writer()
    for value in VALUES:
        writer.add_document(day=value)
    writer.commit()
    searcher = index.searcher()
    ends = (None, *VALUES)
    asked = every = wrong = raised = 0
    for low, high in ((low, high) for low in ends for high in ends if (low, high) != (None, None)):
        if low is not None and high is not None and low > high:
            continue
        for above, below in ((False, False), (False, True), (True, False), (True, True)):
            right = {
                value
                for value in VALUES
                if (low is None or low + above <= value) and (high is None or value <= high - below)
            }
            asked += 1
            try:
                hits = searcher.search(NumericRange("day", low, high, above, below), limit=None)
            except Exception:  # whatever it is, it is no answer
                raised += 1
                continue
            found = {hit["day"] for hit in hits}
            wrong += found != right
            every += found != right and len(found) == len(VALUES)
    print(f"signed={signed}: of {asked} ranges {wrong} wrong, {every} find every document, {raised} raise")


class Hostile:
    """What makes a folder when it is unpickled."""

    mark = ""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (self.mark,)


def trust() -> None:
    """See whether opening an index runs what its TOC pickles."""
    folder = tempfile.mkdtemp()
    index = create_in(folder, Schema(text=TEXT))
    toc = TOC.read(index.storage, "MAIN")
    toc.segments = [Hostile()]
    toc.generation += 1
    Hostile.mark = f"{folder}/ran"
    toc.write(index.storage, "MAIN")
    try:
        open_dir(folder)
    except (AttributeError, pickle.UnpicklingError) as error:
        print(f"opening it: {error!r}")
    print("hostile TOC", "ran" if Path(Hostile.mark).exists() else "did not run")


if __name__ == "__main__":
    print("Whoosh", versionstring())
    speed()
    ranges(signed=True)
    ranges(signed=False)
    trust()
