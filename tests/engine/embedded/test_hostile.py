"""A stranger's index: files made to run code when they are read."""

from __future__ import annotations

import contextlib
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from disk import DiskIndex
from slow_builder import write_bytes
from whoosh.index import TOC

from searcher.engine.embedded.codec.codec import EmbeddedSegment, fresh_name, stored_segment
from searcher.engine.embedded.codec.schema import make_schema
from searcher.engine.embedded.commit import unpickling
from searcher.engine.embedded.commit.reading import open_commit
from searcher.engine.embedded.commit.storage import IndexStorage
from searcher.engine.embedded.segment.layout import Arrays, ArrayWriter
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
    engine.documents(top.doc_ids)
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
    bomb = pickle.dumps(bombs(marker)[kind], 2)
    with monkeypatch.context() as patch:
        patch.setattr("whoosh.index.pickle", SimpleNamespace(dumps=lambda schema, protocol: bomb))
        write_toc(index, commit.toc.segments)
    assert bomb in only(index, "_MAIN_*.toc").read_bytes()
    use(index)
    assert not marker.exists()


def hostile_segments() -> dict[str, object]:
    """Lists of segments that are not what a segment of ours is."""
    good = EmbeddedSegment(fresh_name(), 2)

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
            return EmbeddedSegment, (good.segid, 2)

    return {
        "is no segment": [Outside(fresh_name(), 2)],
        "0 documents is no segment": [Deleted(fresh_name(), 2)],
        "has no further state": [Shadowed(fresh_name(), 2)],
        "EmbeddedSegment, which no index of ours holds": [Bare()],
        "lists what is no segment": ["MAIN_0123456789abcdef"],
        "TypeError": 7,
        r"MAIN_\w+\.seg is missing": [good],
    }


@pytest.mark.parametrize("why", hostile_segments())
def test_hostile_segment_is_refused(index: DiskIndex, marker: Path, why: str) -> None:
    """A segment that leads out of the folder, shadows a method or is none at all is refused."""
    write_toc(index, hostile_segments()[why])
    assert_refused(index, marker, why)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["meta", "text", "id", "headline", "name", "value", "key", "form", "stem"])
def test_hostile_strings_are_data_only(index: DiskIndex, marker: Path, kind: str, name: str) -> None:
    """A pickle in place of what a segment stores is text that is none: nothing runs it."""
    bomb = pickle.dumps(bombs(marker)[kind], 2)
    for path in index.folder.glob("*.seg"):
        old = Arrays(path)
        with ArrayWriter(path.with_suffix(".new")) as file:
            file.values = dict(old.values)
            for array in old.names():
                if array == f"{name}.start":
                    write_bytes(file, name, [bomb] * (len(old[array]) - 1))
                elif array != f"{name}.bytes":
                    file.write(array, old[array].dtype.str[1:], old[array])
        path.with_suffix(".new").replace(path)
    with contextlib.suppress(IndexCorruptError):
        use(index)
    assert not marker.exists()


def test_unpickler_keeps_nothing_a_pickle_sets(marker: Path) -> None:
    """A pickle cannot set attributes where they would stay for the rest of the process."""
    poison = (
        b"csearcher.engine.embedded.codec.codec\nstored_segment\n"  # what is allowed …
        b"(NX\x0b\x00\x00\x00__globals__K\x01dt"  # … given a state with an attribute of its own
        b"b."
    )
    with pytest.raises((unpickling.UnpicklingError, AttributeError, TypeError, IndexError)):
        unpickling.loads(b"\x80\x02" + poison)
    for name in ("EmbeddedSegment", "EmbeddedCodec", "os", "re.purge"):
        with pytest.raises(unpickling.UnpicklingError, match="which no index of ours holds"):
            unpickling.loads(b"\x80\x02csearcher.engine.embedded.codec.codec\n" + name.encode() + b"\n.")


def test_unpickler_looks_up_no_codec() -> None:
    """The spelling of bytes in old pickles cannot choose a codec."""
    assert unpickling.loads(pickle.dumps(b"\xff\0", 2)) == b"\xff\0"
    assert unpickling.loads(b"\x80\x02c_codecs\nencode\nX\x01\x00\x00\x00aX\x03\x00\x00\x00zip\x86R.") == b"a"
