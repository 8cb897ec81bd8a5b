"""A stranger's index: files made to run code when they are read."""

from __future__ import annotations

import os
import pickle
import struct
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from articles import article
from disk import DiskIndex
from whoosh.filedb.filetables import OrderedHashReader, OrderedHashWriter
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC

from searcher.engine.embedded import unpickling
from searcher.engine.embedded.codec import EmbeddedCodec, EmbeddedSegment, stored_segment
from searcher.engine.embedded.reading import open_commit
from searcher.engine.embedded.schema import make_schema
from searcher.engine.embedded.storage import IndexStorage
from searcher.errors import IndexCorruptError
from searcher.query.parser import parse


class Call:
    """Pickles as a call of a function."""

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        self.call = (function, arguments)

    def __reduce__(self) -> Any:
        return self.call


def bombs(marker: Path) -> dict[str, Call]:
    """Objects that leave a marker file when they are unpickled without care."""
    return {
        "system": Call(os.system, f"touch {marker}"),
        "eval": Call(eval, f"open({str(marker)!r}, 'w').close()"),
        "mkdir": Call(os.mkdir, str(marker)),
    }


KINDS = ("system", "eval", "mkdir")


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    """A file that must not appear."""
    return tmp_path / "marker"


def use(index: DiskIndex) -> None:
    """Do everything that reads an index: open, search, fetch, change, merge."""
    engine = index.engine()
    top = engine.search(parse("troops OR sent OR source:newsweek OR x*").node, limit=9, facets={"source": 1})
    engine.documents([found.doc_id for found in top.documents])
    list(engine.forms())
    list(engine.doc_ids())
    writer = index.writer()
    try:
        writer.delete(["b", "c"])  # of three: what is left of their segment is merged
        writer.commit()
    except BaseException:
        writer.cancel()
        raise


def assert_refused(index: DiskIndex, marker: Path, why: str = "") -> None:
    """Using the index ends in the error that says what to do, and ran nothing."""
    pattern = rf"cannot be read: .*{why}.*Rebuild: searcher index --rebuild"
    with pytest.raises(IndexCorruptError, match=pattern):
        use(index)
    assert not marker.exists()


def only(index: DiskIndex, pattern: str) -> Path:
    """The one file of that name, or the first of several."""
    return sorted(index.folder.glob(pattern))[0]


def write_toc(index: DiskIndex, segments: object) -> None:
    """Replace what the newest table of contents lists."""
    path = only(index, "_MAIN_*.toc")
    path.unlink()
    TOC(make_schema(), segments, int(path.stem.rpartition("_")[2])).write(
        IndexStorage(str(index.folder)), "MAIN"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_bombs_go_off_without_care(marker: Path, kind: str) -> None:
    """What the tests below plant does run when it is unpickled as Whoosh would."""
    pickle.loads(pickle.dumps(bombs(marker)[kind], 2))
    assert marker.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_toc_runs_nothing(index: DiskIndex, marker: Path, kind: str) -> None:
    """A table of contents that calls a function is refused before the call."""
    write_toc(index, bombs(marker)[kind])
    assert_refused(index, marker)


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_schema_is_not_read(
    index: DiskIndex, marker: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The schema in the table of contents is skipped: ours is known."""
    commit = open_commit(index.folder, IndexStorage(str(index.folder)))
    commit.close()
    bomb = pickle.dumps(bombs(marker)[kind], 2)
    with monkeypatch.context() as patch:
        patch.setattr("whoosh.index.pickle", SimpleNamespace(dumps=lambda schema, protocol: bomb))
        write_toc(index, commit.toc.segments)
    assert bomb in only(index, "_MAIN_*.toc").read_bytes()
    use(index)
    assert not marker.exists()


def hostile_segments() -> dict[str, object]:
    """Lists of segments that are not what a segment of ours is."""
    good = EmbeddedSegment(EmbeddedCodec(), "MAIN", 2)

    class Outside(EmbeddedSegment):
        def __reduce__(self) -> Any:
            return stored_segment, ("../../../etc/passwd", 2, ())

    class Shadowed(EmbeddedSegment):
        def __reduce__(self) -> Any:
            return stored_segment, (good.segid, 2, ()), {"codec": stored_segment, "compound": True}

    class Deleted(EmbeddedSegment):
        def __reduce__(self) -> Any:
            return stored_segment, (good.segid, 0, (-1, 7))

    class Bare:
        def __reduce__(self) -> Any:
            return EmbeddedSegment, (EmbeddedCodec(), "MAIN", 2, good.segid)

    return {
        "is no segment": [Outside(EmbeddedCodec(), "MAIN")],
        "0 documents is no segment": [Deleted(EmbeddedCodec(), "MAIN")],
        "has no further state": [Shadowed(EmbeddedCodec(), "MAIN")],
        "EmbeddedSegment, which no index of ours holds": [Bare()],
        "lists what is no segment": ["MAIN_0123456789abcdef"],
        "TypeError": 7,
        r"MAIN_\w+\.(trm|pst) is missing": [good],
    }


@pytest.mark.parametrize("why", hostile_segments())
def test_hostile_segment_is_refused(index: DiskIndex, marker: Path, why: str) -> None:
    """A segment that leads out of the folder, shadows a method or is none at all is refused."""
    write_toc(index, hostile_segments()[why])
    assert_refused(index, marker, why)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fields", [6, 3], ids=["description", "data"])
def test_hostile_postings_block_runs_nothing(
    index: DiskIndex, marker: Path, kind: str, fields: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A postings block that calls a function, in its description or its data, is refused."""
    bomb = bombs(marker)[kind]

    def dumps(block: tuple[object, ...], protocol: int) -> bytes:
        return pickle.dumps(bomb if len(block) == fields else block, protocol)

    with monkeypatch.context() as patch:
        patch.setattr("whoosh.codec.whoosh3.dumps", dumps)
        writer = index.writer(rebuild=True)
        writer.add(article("a", "troops"))
        writer.commit()
    assert pickle.dumps(bomb, 2) in only(index, "*.pst").read_bytes()
    assert_refused(index, marker)


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_inlined_postings_run_nothing(index: DiskIndex, marker: Path, kind: str) -> None:
    """Whoosh would unpickle postings inside the dictionary; ours has none and reads none."""
    for path in index.folder.glob("*.trm"):
        old = OrderedHashReader(StructFile(path.open("rb")), path.stat().st_size)
        items = list(old.items())
        extras = old.extras
        old.close()
        writer = OrderedHashWriter(StructFile(path.open("wb")))
        writer.extras.update(fieldmap=extras["fieldmap"])
        for key, value in items:
            writer.add(key, b"\x01" + value[1:-12] + pickle.dumps(bombs(marker)[kind], 2))
        writer.close()
    assert_refused(index, marker)


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_dictionary_extras_run_nothing(index: DiskIndex, marker: Path, kind: str) -> None:
    """The description of the dictionary is a pickle too, and passes the allow-list."""
    for path in index.folder.glob("*.trm"):
        writer = OrderedHashWriter(StructFile(path.open("wb")))
        writer.extras["fieldmap"] = bombs(marker)[kind]
        writer.close()
    assert_refused(index, marker)


def write_column(index: DiskIndex, name: str, value: bytes) -> None:
    """Give every document of every segment a value, in the format of Whoosh's columns of bytes."""
    commit = open_commit(index.folder, IndexStorage(str(index.folder)))
    commit.close()
    for segment in commit.toc.segments:
        lengths = [len(value)] * segment.doc_count_all()
        data = value * len(lengths) + struct.pack(f"!{len(lengths)}i", *lengths) + b"i"
        (index.folder / segment.make_filename(f".{name}.col")).write_bytes(data)


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_stored_fields_are_never_read(index: DiskIndex, marker: Path, kind: str) -> None:
    """Whoosh's own stored fields are pickles: nothing reads them, not even a merge."""
    write_column(index, "_stored", pickle.dumps(bombs(marker)[kind], 2))
    use(index)
    assert not marker.exists()


@pytest.mark.parametrize("column", ["stored", "facets"])
def test_hostile_column_is_data_only(index: DiskIndex, marker: Path, column: str) -> None:
    """Columns of ours hold JSON: a pickle in one is damage."""
    write_column(index, column, pickle.dumps(bombs(marker)["system"], 2))
    assert_refused(index, marker)


def test_unpickler_keeps_nothing_a_pickle_sets(marker: Path) -> None:
    """A pickle cannot set attributes where they would stay for the rest of the process."""
    poison = (
        b"csearcher.engine.embedded.codec\nstored_segment\n"  # what is allowed …
        b"(NX\x0b\x00\x00\x00__globals__K\x01dt"  # … given a state with an attribute of its own
        b"b."
    )
    with pytest.raises((unpickling.UnpicklingError, AttributeError, TypeError, IndexError)):
        unpickling.loads(b"\x80\x02" + poison)
    for name in ("EmbeddedSegment", "EmbeddedCodec", "os", "re.purge"):
        with pytest.raises(unpickling.UnpicklingError, match="which no index of ours holds"):
            unpickling.loads(b"\x80\x02csearcher.engine.embedded.codec\n" + name.encode() + b"\n.")


def test_unpickler_looks_up_no_codec() -> None:
    """The spelling of bytes in old pickles cannot choose a codec."""
    assert unpickling.loads(pickle.dumps(b"\xff\0", 2)) == b"\xff\0"
    assert unpickling.loads(b"\x80\x02c_codecs\nencode\nX\x01\x00\x00\x00aX\x03\x00\x00\x00zip\x86R.") == b"a"
