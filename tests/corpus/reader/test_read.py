import gzip
import hashlib
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from searcher.corpus.reader import file_hash, find_seeds, read_seed
from searcher.records import RawDocument, Skipped

Read = Callable[[str, bytes | str], list[RawDocument | Skipped]]

TEXT = "Ferry sails again\n\nThe ferry to the island sails again after a month in dock.\n"
PAGE = f"<!DOCTYPE html>\n<html><head><title>Ferry</title></head><body><p>{TEXT}</p></body></html>\n"
NOISE = random.Random(7).randbytes(5000)
PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0"


def reason(found: list[RawDocument | Skipped]) -> str:
    """Return the reason of the one thing that was skipped."""
    (skipped,) = found
    assert isinstance(skipped, Skipped), skipped
    return skipped.reason


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.txt", TEXT, "text"),
        ("a.md", TEXT, "text"),
        ("a.text", TEXT, "text"),
        ("a.html", PAGE, "html"),
        ("a.htm", "<p>no head</p>", "html"),
        ("a.XHTML", PAGE, "html"),
        ("a", TEXT, "text"),
        ("a", PAGE, "html"),
        ("a", f"<?xml version='1.0'?><!-- saved <a> -->\n<!-- twice --><HTML>{TEXT}</HTML>", "html"),
        ("a", "[Our reporter writes] from the island {twice}", "text"),
        ("a.txt", PAGE, "html"),
        ("a.html", TEXT, "text"),
    ],
)
def test_read_seed_form_follows_suffix_and_content(read: Read, name: str, content: str, form: str) -> None:
    """The suffix proposes text or page; a page saved as .txt, a text saved as .html are told apart."""
    (article,) = read(name, content)
    assert isinstance(article, RawDocument)
    assert (article.doc_id, article.path, article.form, article.content) == (name, name, form, content)
    assert article.headline is article.source is article.date is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", TEXT),
        ("a.html", PAGE),
        ("a.json", '{"text":"x"}'),
        ("a.jsonl", '{"text":"x"}\n'),
        ("a", TEXT),
    ],
)
def test_read_seed_packed_file_reads_as_the_plain_one(read: Read, name: str, content: str) -> None:
    """A .gz holds what it holds unpacked, with the same content hash."""
    (plain,) = read(name, content)
    (packed,) = read(f"{name}.gz", gzip.compress(content.encode()))
    assert isinstance(plain, RawDocument)
    assert isinstance(packed, RawDocument)
    assert (packed.form, packed.content, packed.content_hash) == (
        plain.form,
        plain.content,
        plain.content_hash,
    )
    assert packed.doc_id.startswith(f"{name}.gz")


def test_read_seed_page_stored_compressed_is_unpacked(read: Read) -> None:
    """A page saved as the server sent it, compressed under a plain name, is read."""
    (article,) = read("a.html", gzip.compress(PAGE.encode()))
    assert isinstance(article, RawDocument)
    assert article.content == PAGE


def test_read_seed_path_below_a_folder_is_the_doc_id(tmp_path: Path) -> None:
    """The doc_id of a file with one article is its path below the seeds folder."""
    (tmp_path / "2022").mkdir()
    (tmp_path / "2022/ferry.txt").write_text(TEXT)
    (article,) = read_seed(tmp_path, "2022/ferry.txt")
    assert isinstance(article, RawDocument)
    assert article.doc_id == article.path == "2022/ferry.txt"


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json", "a.jsonl", "a", "a.txt.gz"])
@pytest.mark.parametrize("content", [b"", b" \n\t\r\n ", "\ufeff\u00a0\u200b\n".encode()])
def test_read_seed_empty_file_is_skipped(read: Read, name: str, content: bytes) -> None:
    """A file without a visible character holds no article, whatever its suffix."""
    found = reason(read(name, gzip.compress(content) if name.endswith("gz") and content else content))
    assert "empty" in found or "white space" in found or "no article" in found or "broken JSON" in found


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.json", "a.jsonl", "a", "a.gz"])
@pytest.mark.parametrize(
    "junk", [NOISE, PICTURE, b"\0" * 500, bytes(range(256)) * 9], ids=["noise", "picture", "zeros", "all"]
)
def test_read_seed_binary_is_skipped_once(read: Read, name: str, junk: bytes) -> None:
    """Binary data is one skipped file under any suffix, with a reason that says so."""
    assert "binary" in reason(read(name, gzip.compress(junk) if name == "a.gz" else junk))


@pytest.mark.parametrize(("start", "kind"), [(b"%PDF-1.7\n", "PDF"), (rb"{\rtf1 Hello", "RTF")])
def test_read_seed_document_of_another_kind_is_skipped(read: Read, start: bytes, kind: str) -> None:
    """A PDF or RTF document under a wrong name is told by its first bytes."""
    assert kind in reason(read("a.txt", start + TEXT.encode()))


def test_read_seed_single_stray_zero_is_replaced(read: Read) -> None:
    """One zero byte does not make a text binary; it cannot be stored, and becomes U+FFFD."""
    (article,) = read("a.txt", TEXT.replace("again", "ag\0in", 1))
    assert isinstance(article, RawDocument)
    assert "ag\ufffdin" in article.content


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("a.txt", b"x"),
        ("a.txt", b"word "),
        ("a.html", b"x"),
        ("a.jsonl", b"x"),
        ("a.json", b"x"),
        ("b.html", b"x"),
    ],
)
def test_read_seed_50_mb_line_is_skipped(read: Read, name: str, unit: bytes) -> None:
    """One line of fifty megabytes is no article, and neither crashes nor hangs."""
    start = b"<html><p>" if name == "b.html" else b""
    found = reason(read(name, start + unit * (50_000_000 // len(unit))))
    assert len(found) < 120


def test_read_seed_long_text_of_many_lines_is_read(read: Read) -> None:
    """Length alone does not make a file suspect: a report of ten megabytes is an article."""
    text = "The ferry sails again, said the harbour master.\r" * 200_000
    (article,) = read("a.txt", text)
    assert isinstance(article, RawDocument)
    assert len(article.content) == len(text)


def test_read_seed_page_with_inlined_pictures_is_read(read: Read) -> None:
    """A page saved in one file keeps its words; what it inlines does not count against it."""
    page = PAGE.replace("</p>", "</p><img src='data:image/png;base64," + "QUJD" * 4_000_000 + "'>")
    (article,) = read("a.html", page)
    assert isinstance(article, RawDocument)
    assert "after a month in dock" in article.content


def test_read_seed_decompression_bomb_is_skipped(read: Read) -> None:
    """A small file that unpacks to a hundred megabytes is given up on, text or JSON lines."""
    bomb = gzip.compress(b" " * 100_000_000)
    for name in ("a.txt.gz", "a.html.gz", "a.jsonl.gz"):
        assert "MB" in reason(read(name, bomb)[-1:])


@pytest.mark.parametrize(
    "data",
    [b"not gzip at all", gzip.compress(TEXT.encode())[:-12], gzip.compress(NOISE)[:40] + b"\xff" * 60],
    ids=["plain", "truncated", "damaged"],
)
def test_read_seed_broken_gzip_is_skipped(read: Read, data: bytes) -> None:
    """A .gz that is none, or ends too early, is skipped with that reason."""
    assert "gzip" in reason(read("a.txt.gz", data))


def test_read_seed_truncated_gzip_of_json_lines_keeps_what_came_before(read: Read) -> None:
    """The whole lines before the damage are articles; the damage is reported once."""
    lines = "".join(f'{{"id": {n}, "text": "Report number {n * 7919} of the day"}}\n' for n in range(30_000))
    *articles, last = read("a.jsonl.gz", gzip.compress(lines.encode())[:-30_000])
    assert len(articles) > 1000
    assert all(isinstance(article, RawDocument) for article in articles)
    assert isinstance(last, Skipped)
    assert "gzip" in last.reason


def test_read_seed_removed_file_is_skipped(tmp_path: Path) -> None:
    """A file that vanished after it was listed is no error."""
    assert "gone" in reason(list(read_seed(tmp_path, "a.txt")))


def test_read_seed_forbidden_file_is_skipped(tmp_path: Path) -> None:
    """A file that may not be read is skipped with that reason, and has no hash."""
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.txt").chmod(0)
    if os.access(tmp_path / "a.txt", os.R_OK):
        pytest.skip("the superuser may read everything")
    assert "Permission denied" in reason(list(read_seed(tmp_path, "a.txt")))
    assert file_hash(tmp_path, "a.txt") is None


def test_read_seed_no_file_is_skipped(tmp_path: Path) -> None:
    """A folder or a pipe is not opened."""
    (tmp_path / "a.txt").mkdir()
    os.mkfifo(tmp_path / "b.txt")
    for name in ("a.txt", "b.txt"):
        assert reason(list(read_seed(tmp_path, name))) == "not a file"
        assert file_hash(tmp_path, name) is None


def test_content_hash_is_stable_and_tells_articles_apart(read: Read) -> None:
    """Equal content has an equal hash in every run and under every name; other content has another."""
    first, second, third = (
        read(*seed)[0] for seed in (("a.txt", "Ferry"), ("b.md", "Ferry"), ("a.txt", "Fery"))
    )
    assert isinstance(first, RawDocument)
    assert isinstance(second, RawDocument)
    assert isinstance(third, RawDocument)
    assert first.content_hash == second.content_hash != third.content_hash
    assert first.content_hash == "155e3a61d7e39359dca80af77926c010"


def test_file_hash_is_blake2b_of_the_bytes(tmp_path: Path) -> None:
    """A file's hash is that of its bytes on disk, None when it is not there."""
    (tmp_path / "a.gz").write_bytes(NOISE * 100)
    assert file_hash(tmp_path, "a.gz") == hashlib.blake2b(NOISE * 100, digest_size=16).hexdigest()
    assert file_hash(tmp_path, "b.gz") is None


def test_read_seed_given_articles_are_read_whole() -> None:
    """Every seed that comes with the project's shared folder is one text without replaced characters."""
    folder = Path(__file__).parents[4] / "shared/seeds"
    if not folder.is_dir():
        pytest.skip("the shared seeds are not here")
    for seed in find_seeds(folder):
        (article,) = read_seed(folder, seed.path)
        assert isinstance(article, RawDocument)
        assert article.form == "text"
        assert article.content == (folder / seed.path).read_bytes().decode()
        assert "\ufffd" not in article.content
