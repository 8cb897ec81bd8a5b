import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searcher.corpus.reader import read_seed
from searcher.records import RawDocument, Skipped

Read = Callable[[str, bytes | str], list[RawDocument | Skipped]]

GOOD = '{"id": "f1", "headline": "Ferry sails", "text": "The ferry sails again."}'


def lines(*values: object) -> str:
    """Return JSON lines; a string is a line as it stands."""
    return "".join(f"{value if isinstance(value, str) else json.dumps(value)}\n" for value in values)


def one(found: list[RawDocument | Skipped]) -> RawDocument:
    """Return the one article found."""
    (article,) = found
    assert isinstance(article, RawDocument), article
    return article


def test_json_line_gives_every_field(read: Read) -> None:
    """All fields of a line arrive, the text as given."""
    article = one(
        read(
            "a.jsonl",
            lines(
                {
                    "id": "f1",
                    "headline": " Ferry\n sails ",
                    "text": "The ferry\n\nsails again. ",
                    "source": "Island Post",
                    "date": "2022-09-03T10:00:00Z",
                    "url": "https://post.example/f1",
                    "authors": ["Ann Lee", {"name": "Bo Ek"}, "Ann Lee"],
                    "language": "en",
                    "likes": 7,
                }
            ),
        )
    )
    assert (article.doc_id, article.path, article.form) == ("f1", "a.jsonl", "article")
    assert (article.headline, article.content) == ("Ferry sails", "The ferry\n\nsails again. ")
    assert (article.source, article.date, article.url) == (
        "Island Post",
        "2022-09-03",
        "https://post.example/f1",
    )
    assert (article.authors, article.language) == (("Ann Lee", "Bo Ek"), "en")


@pytest.mark.parametrize("headline", ["headline", "title"])
@pytest.mark.parametrize("text", ["text", "body", "content"])
def test_json_other_names_of_fields_are_known(read: Read, headline: str, text: str) -> None:
    """Headline and text are known by their other names; the first that shows something counts."""
    article = one(read("a.jsonl", lines({headline: "Ferry", text: "It sails.", "id": 1})))
    assert (article.headline, article.content, article.doc_id) == ("Ferry", "It sails.", "1")
    assert (
        one(read("a.jsonl", lines({"text": " ", "body": None, "content": "It sails."}))).content
        == "It sails."
    )


def test_json_headline_alone_is_an_article(read: Read) -> None:
    """A headline without text is an article with empty content."""
    article = one(read("a.jsonl", lines({"title": "Ferry sails"})))
    assert (article.headline, article.content) == ("Ferry sails", "")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2022-09-03", "2022-09-03"), ("2022-09-03 and later", "2022-09-03"), (" 2022/9/3 ", "2022-09-03"),
        ("2022-09-03T23:59:59-11:00", "2022-09-03"), ("20220903T101500Z", "2022-09-03"),
        ("2022-W35-6", "2022-09-03"), ("Sat, 03 Sep 2022 08:15:00 +0300", "2022-09-03"),
        ("2022-02-30", None), ("2022-13-01", None), ("2022-09", None), ("yesterday", None), ("", None),
        ("x" * 9999, None), (", , ,", None), (1662200000, None), (2022.5, None), (None, None), (True, None),
        ([], None), ({"a": 1}, None),
    ],
)  # fmt: skip
def test_json_date_is_a_day_or_nothing(read: Read, written: Any, day: str | None) -> None:
    """A date is kept as its day when it is ISO or RFC, otherwise the article is undated."""
    assert one(read("a.jsonl", lines({"text": "It sails.", "date": written}))).date == day


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ("Ann Lee", ("Ann Lee",)), (["Ann  Lee\n", ""], ("Ann Lee",)), ({"name": "Bo"}, ("Bo",)),
        ([{"name": "Bo"}, {"n": 1}, 5, None, ["x"]], ("Bo",)), (None, ()), (5, ()), ([], ()),
    ],
)  # fmt: skip
def test_json_authors_are_names(read: Read, authors: Any, names: tuple[str, ...]) -> None:
    """Authors are one name or a list of names or objects; what is no name is passed over."""
    assert one(read("a.jsonl", lines({"text": "It sails.", "authors": authors}))).authors == names


def test_json_source_may_be_an_object(read: Read) -> None:
    """A source is a name, or an object with one; anything else is not given."""
    assert one(read("a.jsonl", lines({"text": "x", "source": {"id": 3, "name": "Post"}}))).source == "Post"
    assert one(read("a.jsonl", lines({"text": "x", "source": 5, "url": [], "language": {}}))).source is None


def test_json_lines_without_ids_are_named_by_content(read: Read, tmp_path: Path) -> None:
    """The doc_id of an article without an id is path#hash, and does not depend on its neighbours."""
    first, second = read("a.jsonl", lines({"text": "One."}, {"text": "Two."}))
    assert isinstance(first, RawDocument)
    assert isinstance(second, RawDocument)
    assert first.doc_id == f"a.jsonl#{first.content_hash[:12]}"
    assert one(read("a.jsonl", lines({"text": "Two."}))).doc_id == second.doc_id


@pytest.mark.parametrize("changed", ["headline", "text", "source", "date", "url", "language", "authors"])
def test_json_content_hash_covers_every_field(read: Read, changed: str) -> None:
    """A change of any field changes the content hash; another id does not."""
    article = dict.fromkeys(["headline", "text", "source", "url", "language", "authors"], "Ferry")
    article["date"] = "2022-09-03"
    before = one(read("a.jsonl", lines(article | {"id": 1})))
    assert one(read("a.jsonl", lines(article | {"id": 2}))).content_hash == before.content_hash
    other = one(read("a.jsonl", lines(article | {"id": 1, changed: "2022-09-04"})))
    assert other.content_hash != before.content_hash
    without = one(read("a.jsonl", lines({key: value for key, value in article.items() if key != changed})))
    assert without.content_hash != before.content_hash


def test_json_lines_id_used_twice_skips_the_second(read: Read) -> None:
    """The first article with an id stays; the second is reported with both line numbers."""
    first, second, third = read(
        "a.jsonl", lines({"id": 7, "text": "One."}, {"id": "7", "text": "Two."}, GOOD)
    )
    assert isinstance(first, RawDocument)
    assert isinstance(third, RawDocument)
    assert first.content == "One."
    assert second == Skipped("a.jsonl", "line 2: the id '7' is already used by line 1")


def test_json_lines_same_article_twice_skips_the_second(read: Read) -> None:
    """An article without an id that comes twice is kept once."""
    _, second = read("a.jsonl", lines({"text": "One."}, {"text": "One."}))
    assert second == Skipped("a.jsonl", "line 2: the same article as line 1")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"text": "broken', "broken JSON"),
        ("no JSON", "broken JSON"),
        ("[]", "not an object but a list"),
        ("5", "not an object but a number"),
        ("null", "not an object but null"),
        ('"text"', "not an object but a string"),
        ("NaN", "not an object but a number"),
        ("{}", "neither text nor headline"),
        ('{"text": "", "headline": " "}', "neither text nor headline"),
        ('{"text": 5}', '"text" is not a string but a number'),
        ('{"text": ["a"]}', '"text" is not a string but a list'),
        ('{"headline": {"a": 1}, "text": "x"}', '"headline" is not a string but an object'),
        ('{"text": "x", "id": [1]}', '"id" is neither'),
        ('{"text": "x", "id": true}', '"id" is neither'),
        ('{"text": "x", "id": NaN}', '"id" is neither'),
        ('{"text": "x", "id": 1e999}', '"id" is neither'),
        ('{"text": "x", "id": ' + "9" * 400 + "}", '"id" is longer'),
        ('{"text": "x", "id": ' + "9" * 5000 + "}", "too many digits"),
        ('{"a":' * 100_000 + "1" + "}" * 100_000, "nested too deeply"),
        ("[" * 100_000, "nested too deeply"),
        ('{"text": "' + "\\u0001\\u0002" * 50 + '"}', "binary"),
        ('{"text": "' + "x" * 3_000_000 + '"}', "one line of 3 million"),
        ("x" * 17_000_000, "longer than 16 MB"),
    ],
    ids=range(23),
)
def test_json_lines_bad_line_7_is_skipped_and_the_rest_is_read(read: Read, line: str, said: str) -> None:
    """A line that is no article is reported by its number and briefly; its neighbours are read."""
    others = [{"text": f"Report {n}."} for n in range(8)]
    found = read("corpus.jsonl", lines(*others[:6], line, *others[6:]))
    (bad,) = [value for value in found if isinstance(value, Skipped)]
    assert found.index(bad) == 6
    assert len(found) == 9
    assert bad.path == "corpus.jsonl"
    assert bad.reason.startswith("line 7: ")
    assert said in bad.reason
    assert len(bad.reason) < 120


def test_json_lines_blank_lines_count_but_are_no_articles(read: Read) -> None:
    """Empty lines are passed over, and the numbers of the others are those an editor shows."""
    found = read("a.jsonl", "\ufeff\n \r\n\t\n" + GOOD + "\r\n\n{")
    assert isinstance(found[0], RawDocument)
    assert isinstance(found[1], Skipped)
    assert found[1].reason.startswith("line 6: ")
    assert len(found) == 2


def test_json_lone_surrogate_and_zero_are_replaced(read: Read) -> None:
    """Characters that cannot be stored become U+FFFD in every field; a pair is its character."""
    line = (
        r'{"id": "a\ud800", "headline": "b\udfff", "text": "c\ud83d\ude00\ud800d\u0000", "source": "e\udc00"}'
    )
    article = one(read("a.jsonl", line))
    assert (article.doc_id, article.headline, article.source) == ("a\ufffd", "b\ufffd", "e\ufffd")
    assert article.content == "c😀\ufffdd\ufffd"


def test_json_raw_control_characters_in_strings_are_read(read: Read) -> None:
    """A tab written as itself inside a string is read, though the standard wants it escaped."""
    assert one(read("a.jsonl", '{"text": "The\tferry sails."}')).content == "The\tferry sails."


def test_json_whole_number_ids_are_written_plainly(read: Read) -> None:
    """An id of 12 and one of 12.0 are both "12"."""
    assert one(read("a.jsonl", '{"id": 12.0, "text": "x"}')).doc_id == "12"
    assert one(read("a.jsonl", '{"id": 12, "text": "x"}')).doc_id == "12"
    assert one(read("a.jsonl", '{"id": " ", "text": "x"}')).doc_id.startswith("a.jsonl#")


@pytest.mark.parametrize(
    "codec", ["utf-16", "utf-16-le", "utf-32-be", "utf-8-sig", "cp1251", "iso2022_jp", "shift_jis"]
)
def test_json_lines_in_other_encodings_are_read(read: Read, codec: str) -> None:
    """JSON lines are decoded as texts are, also when they are longer than one block."""
    word = (
        "日本の記事。" if codec in {"iso2022_jp", "shift_jis"} else "Губернатор сообщил, что дома построят. "
    )
    texts = [f"{word * 20}{n}" for n in range(900)]
    content = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)
    found = read("a.jsonl", content.encode(codec))
    assert [article.content for article in found if isinstance(article, RawDocument)] == texts


def test_json_lines_wrong_byte_costs_one_character(read: Read) -> None:
    """A wrong byte in one line is replaced there, and no line is lost."""
    first, second = read(
        "a.jsonl", '{"text": "Жители '.encode() + b"\xff" + 'села"}\n{"text": "Дома"}\n'.encode()
    )
    assert isinstance(first, RawDocument)
    assert isinstance(second, RawDocument)
    assert (first.content, second.content) == ("Жители \ufffdсела", "Дома")


def test_json_id_may_be_written_as_beir_does(read: Read) -> None:
    """`_id` is read where there is no `id`; an object in it, as databases write, is no id and no fault."""
    first, second, third = read(
        "a.jsonl",
        lines({"_id": "MED-10", "text": "One."}, {"_id": 7, "id": "f2", "text": "Two."},
              {"_id": {"$oid": "63"}, "text": "Three."}),
    )  # fmt: skip
    assert isinstance(third, RawDocument)
    assert [article.doc_id for article in (first, second) if isinstance(article, RawDocument)] == [
        "MED-10",
        "f2",
    ]
    assert third.doc_id.startswith("a.jsonl#")


def test_json_file_with_one_article_has_its_path_as_doc_id(read: Read) -> None:
    """A .json of one article has its id or else the path; it may be written over many lines."""
    assert one(read("a.json", json.dumps({"text": "x"}, indent=1))).doc_id == "a.json"
    assert one(read("a.json", '{"text": "x", "id": "f1"}')).doc_id == "f1"
    assert one(read("a", '{"text": "x"}')).doc_id == "a"


@pytest.mark.parametrize("shape", ["[{}]", '{{"articles": [{}]}}'])
def test_json_file_with_many_articles_is_read_one_by_one(read: Read, shape: str) -> None:
    """A list, or an object with one, gives its articles and reports the others by number."""
    found = read("a.json", shape.format(f'{GOOD}, 5, {{"text": "x"}}, {GOOD}'))
    assert [type(value) for value in found] == [RawDocument, Skipped, RawDocument, Skipped]
    assert found[1] == Skipped("a.json", "article 2: not an object but a number")
    assert found[3] == Skipped("a.json", "article 4: the id 'f1' is already used by article 1")
    assert isinstance(found[2], RawDocument)
    assert found[2].doc_id == f"a.json#{found[2].content_hash[:12]}"


@pytest.mark.parametrize("name", ["a.json", "a"])
def test_json_lines_under_another_name_are_lines(read: Read, name: str) -> None:
    """A .json file, or one without a suffix, that holds one object a line is read as lines."""
    found = read(name, lines(GOOD, {"text": "x"}, "{"))
    assert [type(value) for value in found] == [RawDocument, RawDocument, Skipped]


@pytest.mark.parametrize(
    "content", ["[]", '{"articles": []}', "{", "5", '{"a": 1}', "[[]]", "[" * 100_000, "{} {}"]
)
def test_json_file_without_article_is_skipped(read: Read, content: str) -> None:
    """A .json that is broken, empty or something else is one skipped file."""
    (found,) = read("a.json", content)
    assert isinstance(found, Skipped)
    assert len(found.reason) < 120


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.binary(max_size=60),
            st.sampled_from(
                [b"", b" ", b"{}", b"[]", GOOD.encode(), b'{"text": "\\ud800"}', b"\xef\xbb\xbf", b"\0"]
            ),
            st.dictionaries(
                st.sampled_from(["id", "text", "headline", "date", "authors", "source", "url", "body", "x"]),
                st.recursive(
                    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.just("name"), inner),
                    max_leaves=5,
                ),
            ).map(lambda value: json.dumps(value).encode()),
        ).map(lambda line: line.replace(b"\n", b" ")),
        max_size=8,
    )
)
def test_json_lines_any_bytes_give_document_or_reason(tmp_path: Path, found_lines: list[bytes]) -> None:
    """Whatever the bytes, nothing is raised, and every line that is not blank is accounted for."""
    # the first line fixes the encoding, so that what follows cannot pass for UTF-16 or for binary data
    data = b"\n".join([json.dumps({"text": "The ferry sails. " * 500}).encode(), *found_lines])
    (tmp_path / "a.jsonl").write_bytes(data)
    found = list(read_seed(tmp_path, "a.jsonl"))
    filled = [number for number, line in enumerate(data.split(b"\n"), start=1) if _shows(line)]
    assert len(found) == len(filled)
    for number, value in zip(filled, found, strict=True):
        if isinstance(value, Skipped):
            assert value.reason.startswith(f"line {number}: ")
        else:
            assert value.doc_id.encode()
            assert value.content.encode() or value.headline
    ids = [value.doc_id for value in found if isinstance(value, RawDocument)]
    assert len(ids) == len(set(ids))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["a.txt", "a.html", "a.json", "a.jsonl", "a", "a.txt.gz", "a.md"]),
    st.binary(max_size=300),
)
def test_read_seed_any_bytes_never_raise(tmp_path: Path, name: str, data: bytes) -> None:
    """Whatever a file holds, at least one document or reason comes out of it, and no exception."""
    (tmp_path / name).write_bytes(data)
    found = list(read_seed(tmp_path, name))
    assert found
    for value in found:
        if isinstance(value, RawDocument):
            assert value.content.encode() or value.headline


def _shows(line: bytes) -> bool:
    return bool(line.decode("utf-8", "replace").strip().lstrip("\ufeff"))
