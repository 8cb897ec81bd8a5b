"""Saved pages that are broken, huge, or made to hurt: an article or a reason, in bounded time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.corpus.cleaner import clean
from searcher.corpus.reader import read_seed
from searcher.records import Cleaned, RawDocument, Skipped

from .test_html import BODY, LINKED, linked, page

PAGE = page(linked(LINKED) + "<script>if (a < b) { c = '</p>' }</script><style>p > a {}</style>").encode()
SENTENCE = "The harbour council voted on Monday to close the old lock, which has leaked for years. "
LONGEST_S = 20.0  # generous: each takes well below three seconds on one core of 2020


def outcomes(folder: Path, data: bytes) -> list[Cleaned | Skipped]:
    """Return what is made of a page of these bytes."""
    (folder / "a.html").write_bytes(data)
    return [clean(raw) if isinstance(raw, RawDocument) else raw for raw in read_seed(folder, "a.html")]


def cleaned(content: str) -> Cleaned:
    """Return the article of a page."""
    result = clean(RawDocument("a", "a", "html", content, ""))
    assert isinstance(result, Cleaned), result
    return result


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the examples of one test share."""
    return tmp_path_factory.mktemp("pages")


@settings(deadline=None)  # the first page loads what reads pages
@given(cut=st.integers(0, len(PAGE)))
def test_page_cut_anywhere_is_an_article_or_skipped(room: Path, cut: int) -> None:
    """A page whose end is missing is read as far as it goes, or has a reason."""
    (outcome,) = outcomes(room, PAGE[:cut])
    if isinstance(outcome, Cleaned):
        assert set(outcome.document.text) <= {*PAGE.decode(), "\n"}
    else:
        assert outcome.reason


@settings(deadline=None)  # the first page loads what reads pages
@given(flips=st.lists(st.tuples(st.integers(0, len(PAGE) - 1), st.integers(0, 255)), max_size=40))
def test_page_with_other_bytes_anywhere_is_an_article_or_skipped(
    room: Path, flips: list[tuple[int, int]]
) -> None:
    """Whatever bytes stand in a page, reading it raises nothing and gives one outcome, twice the same."""
    data = bytearray(PAGE)
    for at, byte in flips:
        data[at] = byte
    first = outcomes(room, bytes(data))
    assert len(first) == 1
    assert outcomes(room, bytes(data)) == first


PIECES = [
    "<", ">", "/", "p", "<p>", "</p>", "<div>", "</div>", "<article>", "<table><tr><td>", "<!--", "-->", "=",
    "<script>", "</script>", "<![CDATA[", "]]>", "&amp;", "&#0;", "&#xD800;", '"', "'", "<title>", "\0",
    "<svg><title>", "<template>", "<frameset>", "<html>", "<body>", "<meta charset=", "<a href=", SENTENCE,
    '<script type="application/ld+json">', '{"@type":"NewsArticle","headline":', "[", "{}", "\ufffe",
]  # fmt: skip
MARKUP = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@settings(deadline=None)  # the first page loads what reads pages
@given(content=MARKUP)
def test_any_markup_is_an_article_or_skipped(content: str) -> None:
    """No arrangement of tags, quotes and text makes the cleaner raise, and every line has its place."""
    outcome = clean(RawDocument("a", "a", "html", content, ""))
    if isinstance(outcome, Cleaned):
        kept = [text for text, reason in outcome.judged() if reason is None]
        assert "\n\n".join(kept) == outcome.document.text


def test_page_of_20_megabytes_is_skipped_with_its_size(tmp_path: Path) -> None:
    """A page of more text than any article has is skipped in a moment, and the reason says so."""
    started = time.process_time()
    (outcome,) = outcomes(tmp_path, (page() + f"<p>{SENTENCE}</p>" * (20_000_000 // len(SENTENCE))).encode())
    assert time.process_time() - started < LONGEST_S
    assert isinstance(outcome, Skipped)
    assert "million characters" in outcome.reason


def test_page_of_20_megabytes_of_pictures_is_an_article(tmp_path: Path) -> None:
    """Pictures inlined in a page do not count."""
    picture = f'<img src="data:image/png;base64,{"A" * 2_000_000}">'
    (outcome,) = outcomes(tmp_path, page(extra=picture * 10).encode())
    assert isinstance(outcome, Cleaned)
    assert outcome.document.text == "\n\n".join(BODY)


@pytest.mark.parametrize("tag", ["div", "span", "b", "blockquote", "ul><li", "table><tr><td", "font", "x-y"])
def test_page_nested_10_000_levels_deep_gives_its_text(tag: str) -> None:
    """Neither the depth at which the text stands nor what stands above it loses the article."""
    text = "".join(f"<p>{line}</p>" for line in BODY)
    document = cleaned(page(body=()).replace("</h1>", f"</h1>{f'<{tag}>' * 10_000}{text}")).document
    assert document.headline == "Council closes the leaking lock"
    assert all(line in document.text for line in BODY)


@pytest.mark.parametrize(
    "unit",
    [
        f"<p>{SENTENCE}</p>",
        f"<a href=/x>{SENTENCE[:20]}</a> ",
        f"<li>{SENTENCE[:30]}</li>",
        "<div>" * 20 + SENTENCE + "</div>" * 20,
        "<b>x",
        "<ul><li><ul><li>one two</ul>",
        f"<table><tr><td>{SENTENCE}",
        f"{SENTENCE}<br>",
        f"<h1>{SENTENCE[:60]}</h1>",
        f"<time>{SENTENCE[:20]}</time>",
        "<!--",
        "<![CDATA[",
        "<",
        "</p>",
        "&amp;",
        "<script>",
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Lock closes"}</script>',
        '<meta property="og:title" content="Lock closes for good">',
        '<meta name="author" content="Jane Roe and John Doe">',
    ],
)
def test_page_of_one_thing_repeated_takes_bounded_time(unit: str) -> None:
    """Two million characters of anything are read in a few seconds."""
    started = time.process_time()
    clean(RawDocument("a", "a", "html", page(extra=unit * (2_000_000 // len(unit))), ""))
    assert time.process_time() - started < LONGEST_S


@pytest.mark.parametrize("form", ["a{}=1 ", "a{} ", "a{}='>' ", 'a{}=""', "a{}/"])
def test_tag_of_many_attributes_takes_bounded_time(form: str) -> None:
    """A tag with 200,000 attributes, for which a parser needs minutes, costs those attributes only."""
    tag = f"<p {''.join(map(form.format, range(200_000)))}>"
    started = time.process_time()
    document = cleaned(page(extra=f"{tag}{SENTENCE}</p>")).document
    assert time.process_time() - started < LONGEST_S
    assert BODY[0] in document.text


def test_tag_with_a_long_attribute_keeps_its_page() -> None:
    """A picture or a text inside an attribute of a long page is no reason to lose what follows."""
    held = f'<p data-page="{"some words > here " * 30_000}" class="x">{SENTENCE}</p>'
    assert cleaned(page(extra=held)).document.text == "\n\n".join([*BODY, SENTENCE.strip()])
