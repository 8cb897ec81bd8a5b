"""Damaged files: cut short, or with a byte that is another."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from disk import DiskIndex

from searcher.engine.bm25 import Bm25
from searcher.errors import IndexCorruptError, SearcherError
from searcher.query.parser import parse
from searcher.query.results import Results

SEED = 20220924
SLOW_S = 5.0  # nothing here takes a tenth of it; a loop led astray takes forever


def damaged(data: bytes, chance: random.Random) -> Iterator[bytes]:
    """Versions of a file: emptied, cut short, lengthened, overwritten, with flipped bits."""
    yield b""
    yield data[:-1]
    yield data[: len(data) // 2]
    yield data + b"\0" * 9
    yield bytes(len(data))
    yield b"\xff" * len(data)
    for count in (1, 1, 5):
        flipped = bytearray(data)
        for _ in range(count if data else 0):
            flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        yield bytes(flipped)


def use(index: DiskIndex) -> None:
    """Read all there is and write a little."""
    engine = index.engine()
    for text in ("troops OR sent OR source:newsweek OR x* date:2022", "place:syria", '-"troops stayed"'):
        node = parse(text).node
        top = engine.search(node, limit=9, facets={"source": 1, "entity": 1, "date": 1})
        for hit in Results(text, node, top, engine.documents, Bm25(), limit=9).hits:
            assert hash(hit.document) is not None  # reads every field
            assert hit.snippet.html() is not None
    list(engine.forms())
    list(engine.doc_ids())
    for name, kind, *_ in engine.entities().ranked(limit=9):
        engine.entities().passages([(name, kind)], 9)
    engine.stats()
    writer = index.writer()
    try:
        writer.delete(["b", "c"])
        writer.commit()
    except BaseException:
        writer.cancel()
        raise


def test_damaged_files_never_give_a_traceback(index: DiskIndex, tmp_path: Path) -> None:
    """Whatever a file of an index is turned into, it answers or ends in an error of ours, at once."""
    chance = random.Random(SEED)
    refused = 0
    kinds = {path.name.partition(".")[2]: path for path in sorted(index.folder.iterdir())}
    for path in kinds.values():
        for number, data in enumerate(damaged(path.read_bytes(), chance)):
            copy = DiskIndex(tmp_path / "copy")
            shutil.copytree(index.folder, copy.folder)
            (copy.folder / path.name).write_bytes(data)
            begun = time.monotonic()
            try:
                use(copy)
            except SearcherError:
                refused += 1
            except Exception as error:
                raise AssertionError(f"{path.name}, version {number}, seed {SEED}") from error
            assert time.monotonic() - begun < SLOW_S, f"{path.name}, version {number}, seed {SEED}"
            copy.close()
            shutil.rmtree(copy.folder)
    assert refused > 20


def test_missing_files_are_named(index: DiskIndex, tmp_path: Path) -> None:
    """An index with a file missing says which, and what to run."""
    for path in sorted(index.folder.iterdir()):
        if path.suffix == ".toc":
            continue  # without it there is no commit
        copy = DiskIndex(tmp_path / "copy")
        shutil.copytree(index.folder, copy.folder)
        (copy.folder / path.name).unlink()
        with pytest.raises(IndexCorruptError, match=rf"{path.name} is missing\. Rebuild: searcher index"):
            copy.engine()
        shutil.rmtree(copy.folder)
