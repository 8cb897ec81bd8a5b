"""Saved pages."""

from __future__ import annotations

import json
import logging

import pytest

from searcher.corpus.cleaner import clean
from searcher.records import RawDocument, Skipped

from .conftest import Clean
from .test_repeated import BACKGROUND
from .test_text import BODY

TITLE = "Council closes the leaking lock"
LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "The Harbour Post"},
        {
            "@type": ["NewsArticle"],
            "headline": TITLE,
            "datePublished": "2019-11-18T23:30:00-08:00",
            "dateModified": "2019-11-21T08:00:00Z",
            "publisher": {"@type": "Organization", "name": "The Harbour Post"},
            "author": [
                {"@type": "Person", "name": "Jane Roe"},
                {"@type": "Organization", "name": "Desk One"},
            ],
        },
    ],
}


def page(head: str = "", body: tuple[str, ...] = BODY, extra: str = "") -> str:
    """Return a saved page with a menu, an article and links."""
    paragraphs = "".join(f"<p>{text}</p>" for text in body)
    return (
        f'<!doctype html><html lang="en-GB"><head><title>{TITLE} | The Harbour Post</title>{head}</head>'
        "<body><nav><a href=/>Home</a><a href=/news>News</a></nav>"
        f"<article><h1>{TITLE}</h1>{paragraphs}{extra}</article>"
        "<aside><a href=/x>Ten walks along the coast</a></aside>"
        "<footer>© 2024 The Harbour Post</footer></body></html>"
    )


def linked(value: object) -> str:
    """Return a JSON-LD script."""
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def test_clean_html_finds_body_and_metadata(cleaned: Clean) -> None:
    """The body is the article's paragraphs; JSON-LD tells headline, publisher, local date and people."""
    document = cleaned(page(linked(LINKED)), "html").document
    assert document.text == "\n\n".join(BODY)
    assert (document.headline, document.source) == (TITLE, "The Harbour Post")
    assert (document.date, document.authors, document.language) == ("2019-11-18", ("Jane Roe",), "en")


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ('<meta property="article:published_time" content="2020-02-03T01:00:00Z">', "2020-02-03"),
        ('<meta name="pubdate" content="3 February 2020">', "2020-02-03"),
        (linked({"@type": "NewsArticle", "datePublished": "0001-01-01T00:00:00Z"}), None),
        (linked({"@type": "NewsArticle", "datePublished": "2020-02-03"}).replace('"}', '",}'), "2020-02-03"),
        ('<script type="application/ld+json">{broken</script>', None),
        ("", None),
    ],
)
def test_clean_html_date_sources(cleaned: Clean, head: str, date: str | None) -> None:
    """The date is the stated day of publication; a placeholder or broken data is no date."""
    assert cleaned(page(head), "html").document.date == date


def test_clean_html_judges_paragraphs_as_text_does(cleaned: Clean) -> None:
    """Chrome inside the article element goes, with its reason."""
    prompt = "Sign up for our free weekly newsletter"
    result = cleaned(page(body=(BODY[0], BODY[1], prompt, BODY[2])), "html")
    assert result.document.text == "\n\n".join(BODY)


def test_clean_html_publisher_over_platform(cleaned: Clean) -> None:
    """The name that goes with the page's own address is the publisher."""
    head = (
        '<link rel="canonical" href="https://www.harbourpost.com/a">'
        '<meta property="og:site_name" content="SuperBlogs">'
        + linked({"@type": "WebSite", "name": "Harbour Post"})
    )
    assert cleaned(page(head), "html").document.source == "Harbour Post"


def test_clean_html_takes_stated_article_when_the_page_holds_less(cleaned: Clean) -> None:
    """A page that shows only a teaser, but states the article in JSON-LD, gives the article."""
    article = "\n\n".join([*BODY, BACKGROUND])
    head = linked({"@type": "NewsArticle", "articleBody": article})
    assert cleaned(page(head, body=(BODY[0][:60],)), "html").document.text == article


def test_clean_html_gives_the_same_text_on_every_call(cleaned: Clean) -> None:
    """No state is shared between calls: the tenth copy of a page reads as the first."""
    first = cleaned(page(), "html")
    assert all(cleaned(page(), "html") == first for _ in range(9))


def test_clean_html_is_silent(cleaned: Clean, caplog: pytest.LogCaptureFixture) -> None:
    """The libraries' complaints about a page reach nobody, and the root logger is not touched."""
    level = logging.getLogger().level
    cleaned("<p>just some words, and nothing else at all here", "html")
    assert not [record for record in caplog.records if record.name.startswith("trafilatura")]
    assert logging.getLogger().level == level


@pytest.mark.parametrize("content", ["", "<html></html>", "<!-- -->", "<script>var a = 1</script>", "\0"])
def test_clean_html_without_text_is_skipped(content: str) -> None:
    """A page that holds nothing is skipped, not an error."""
    assert isinstance(clean(RawDocument("a.html", "a.html", "html", content, "")), Skipped)


@pytest.mark.parametrize(
    "content",
    [
        "<div>" * 10_000 + f"<p>{BODY[0]}</p>",
        "<table><tr><td>" * 3_000 + f"<p>{BODY[0]}</p>",
        f"<p {'a=1 ' * 20_000}>{BODY[0]}</p>",
        linked(LINKED)[:-9] + "[" * 50_000 + f"</script><p>{BODY[0]}</p>",
        f"<title>{'a - ' * 20_000}</title><p>{BODY[0]}</p>",
        f"<article><p>{BODY[0]}<p>{BODY[1]}<div></p></span></article",
    ],
    ids=["deep", "tables", "attributes", "json", "title", "broken"],
)
def test_clean_html_survives_hostile_pages(cleaned: Clean, content: str) -> None:
    """Nesting without end, broken markup and huge tags cost no crash, and the sentence is found."""
    assert BODY[0] in cleaned(content, "html").document.text
