"""Reading what was added to JSON lines gives what reading them anew gives."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searcher.corpus.reader import file_hash, find_rest, read_seed
from searcher.corpus.reader.rest import Rest
from searcher.corpus.reader.seed import BLOCK_BYTES
from searcher.records import RawDocument, Skipped

NAME = "news.jsonl"
LONG = json.dumps({"id": "long", "text": "Once more, the same words. " * (BLOCK_BYTES // 25)}) + "\n"


def rest_of(folder: Path, before: bytes, after: bytes, name: str = NAME) -> Rest | None:
    """Write a seed, change it, and look for its rest."""
    (folder / name).write_bytes(before)
    taken = {raw.doc_id for raw in read_seed(folder, name) if isinstance(raw, RawDocument)}
    digest = file_hash(folder, name)
    (folder / name).write_bytes(after)
    return find_rest(folder, name, len(before), digest, taken.__contains__)


article = st.builds(
    lambda name, text: json.dumps({"id": name, "text": text}, ensure_ascii=False),
    st.one_of(st.none(), st.integers(0, 9)),
    st.sampled_from(["A storm.", "Žižek said “no”.", "北京"]),
)
line = st.one_of(article, st.sampled_from(["", "  ", "{", "[1]", "null", "\ufeff"]))
lines = st.lists(line, max_size=6).map(lambda some: "".join(f"{one}\n" for one in some))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=lines, added=lines, end=st.sampled_from(["", "{}", '{"text": "No line feed"}']))
def test_rest_gives_what_the_whole_gives(tmp_path: Path, before: str, added: str, end: str) -> None:
    """Articles, skips and line numbers are those of the whole; a line's fellow of old has no number."""
    old, new = (LONG + before).encode(), (LONG + before + added + end).encode()
    rest = rest_of(tmp_path, old, new)
    whole = list(read_seed(tmp_path, NAME))
    assert (rest is None) == (old == new)
    if rest:
        (tmp_path / "old.jsonl").write_bytes(old)
        first = sum(1 for _ in read_seed(tmp_path, "old.jsonl"))
        found = list(read_seed(tmp_path, NAME, rest))
        assert len(found) == len(whole) - first
        for part, same in zip(found, whole[first:], strict=True):
            if isinstance(part, Skipped) and "an earlier line" in part.reason:
                assert isinstance(same, Skipped)
                assert same.reason.startswith(part.reason.partition("an earlier")[0])
            else:
                assert part == same
        assert rest.hash == file_hash(tmp_path, NAME)


OLD = LONG.encode()
MORE = b'{"text": "More"}\n'


@pytest.mark.parametrize(
    ("before", "after", "name"),
    [
        (OLD, OLD, NAME),
        (OLD, OLD[:-1], NAME),
        (OLD, MORE + OLD, NAME),
        (OLD, OLD.replace(b"Once", b"ONCE", 1) + MORE, NAME),
        (OLD[:-1], OLD + MORE, NAME),
        (MORE, MORE + MORE, NAME),
        (OLD, OLD + '{"text": "café"}\n'.encode("latin-1"), NAME),
        (OLD, OLD + MORE + b"\xc3", NAME),
        (LONG.encode("utf-16"), LONG.encode("utf-16") + MORE.decode().encode("utf-16-le"), NAME),
        (b"\xef\xbb\xbf" + OLD, b"\xef\xbb\xbf" + OLD + MORE, NAME),
        (gzip.compress(OLD), gzip.compress(OLD) + gzip.compress(MORE), "news.jsonl.gz"),
        (b"Said: \n" + b"words\n" * BLOCK_BYTES, b"Said: \n" + b"words\n" * BLOCK_BYTES + MORE, "news.txt"),
        (b"\0" * BLOCK_BYTES + b"\n", b"\0" * BLOCK_BYTES + b"\n" + MORE, NAME),
    ],
    ids=[
        "as it was", "shorter", "added in front", "edited", "last line went on", "short", "another encoding",
        "half a character", "utf-16", "byte order mark", "packed", "no lines", "no text",
    ],
)  # fmt: skip
def test_rest_of_a_seed_that_did_not_just_grow_is_none(
    tmp_path: Path, before: bytes, after: bytes, name: str
) -> None:
    """Whatever else was done to a seed, or is in it, the whole is to be read."""
    assert rest_of(tmp_path, before, after, name) is None


def test_rest_of_a_seed_that_is_gone_or_was_unreadable_is_none(tmp_path: Path) -> None:
    """What cannot be compared has no rest."""
    assert find_rest(tmp_path, NAME, BLOCK_BYTES, "00", bool) is None
    (tmp_path / NAME).write_bytes(OLD)
    assert find_rest(tmp_path, NAME, BLOCK_BYTES, None, bool) is None


def test_rest_of_blank_lines_holds_nothing(tmp_path: Path) -> None:
    """A seed whose rest holds no article is not one without articles."""
    rest = rest_of(tmp_path, OLD, OLD + b"\n \n")
    assert rest is not None
    assert list(read_seed(tmp_path, NAME, rest)) == []
