"""The date of a saved page, in the ways pages state one."""

# ruff: noqa: E501 # a page a line is easier to read

from __future__ import annotations

import pytest

from .conftest import Clean
from .test_html import linked
from .test_text import BODY

DAY = "2019-11-18"
HEADLINE = "Council closes the leaking lock"


def page(head: str = "", above: str = "", below: str = "", url: str = "", footer: str = "") -> str:
    """Return a page without any date but those given."""
    paragraphs = "".join(f"<p>{text}</p>" for text in BODY)
    canonical = f'<link rel="canonical" href="{url}">' if url else ""
    return (
        f'<!doctype html><html lang="en"><head><title>{HEADLINE}</title>{canonical}{head}</head><body>'
        f"<article><h1>{HEADLINE}</h1>{above}{paragraphs}</article>{below}<footer>{footer}</footer></body></html>"
    )


def article(**stated: object) -> str:
    """Return the JSON-LD of a news article."""
    return linked({"@type": "NewsArticle", **stated})


def meta(name: str, value: str, kind: str = "name") -> str:
    """Return a meta tag."""
    return f'<meta {kind}="{name}" content="{value}">'


STATED = {
    "published_time": meta("article:published_time", "2019-11-18T01:00:00Z", "property"),
    "og published": meta("og:article:published_time", "2019-11-18", "property"),
    "dublin core": meta("dc.date", DAY),
    "dublin core, capitals": meta("DC.date.issued", DAY),
    "dublin core, colon": meta("dcterms:created", DAY),
    "parsely": meta("parsely-pub-date", "2019-11-18T10:00:00Z"),
    "sailthru": meta("sailthru.date", "Mon, 18 Nov 2019 15:00:00 -0500"),
    "cxense": meta("cXenseParse:recs:publishtime", "2019-11-18T15:00:00Z"),
    "citation": meta("citation_publication_date", "2019/11/18"),
    "microdata meta": meta("datePublished", DAY, "itemprop"),
    "compact": meta("publish-date", "20191118"),
    "compact with hour": meta("date", "20191118T233000Z"),
    "compact with seconds": meta("pubdate", "20191118233000"),
    "seconds": meta("pubdate", "1574118000"),
    "milliseconds": meta("pubdate", "1574118000000"),
    "words": meta("pubdate", "November 18, 2019"),
    "program": meta("pubdate", "Mon Nov 18 15:00:00 EST 2019"),
    "browser": meta("pubdate", "Mon Nov 18 2019 15:00:00 GMT-0500 (EST)"),
    "dashes": meta("pubdate", "18-11-2019 15:00"),
    "dashes with name": meta("pubdate", "18-Nov-2019"),
    "graph": linked({"@graph": [{"@type": "WebPage"}, {"@type": ["Thing", "NewsArticle"], "datePublished": DAY}]}),
    "type as address": linked({"@type": "http://schema.org/NewsArticle", "datePublished": DAY}),
    "web page": linked({"@graph": [{"@type": "WebPage", "datePublished": "2019-11-18T08:00:00+00:00"}]}),
    "number in json": article(datePublished=1574118000),
    "local": article(datePublished="2019-11-18T23:30:00-0500"),
    "wrapped": article(datePublished=DAY).replace(">{", ">//<![CDATA[\n{").replace("}<", "}\n//]]><"),
    "created": article(dateCreated=DAY),
    "no date, then one": article(datePublished="0001-01-01T00:00:00") + meta("date", DAY),
    "epoch, then one": article(datePublished="1970-01-01T00:00:00Z") + meta("date", DAY),
    "never, then one": article(datePublished="2099-12-31") + meta("date", DAY),
    "future, then one": article(datePublished="2031-11-18", dateModified=DAY) + meta("date", DAY),
    "modified later": article(dateModified="2019-12-24T10:00:00Z", datePublished=DAY),
    "modified meta first": meta("article:modified_time", "2019-12-24", "property") + meta("dc.date", DAY),
    "scheduled": meta("article:modified_time", "2019-11-10", "property") + meta("article:published_time", DAY, "property"),
    "only modified": article(dateModified=DAY),
    "of the page among others": linked(
        [
            {"@type": "NewsArticle", "headline": "Another day, another lock", "datePublished": "2018-01-02"},
            {"@type": "NewsArticle", "headline": HEADLINE, "datePublished": DAY},
        ]
    ),
    "below other json": linked({"@type": "BreadcrumbList", "itemListElement": []}) + article(datePublished=DAY),
}  # fmt: skip


@pytest.mark.parametrize("head", STATED.values(), ids=STATED)
def test_date_stated_to_machines(cleaned: Clean, head: str) -> None:
    """The day of publication is found in whatever way a page states it."""
    assert cleaned(page(head), "html").document.date == DAY


SHOWN = {
    "time": '<time datetime="2019-11-18T15:00:00-05:00">an hour ago</time>',
    "time in words": "<time>Monday 18 November 2019</time>",
    "time of a comment first": '<div class="comments"><time datetime="2019-11-30">30.11.</time></div>'
    '<time datetime="2019-11-18">18.11.</time>',
    "updated first": '<time class="updated" datetime="2019-11-30"></time>'
    '<time class="entry-date published" datetime="2019-11-18"></time>',
    "microdata": '<span itemprop="datePublished" content="2019-11-18">Monday</span>',
    "microdata scope": '<div itemscope itemtype="http://schema.org/NewsArticle">'
    '<div itemprop="comment" itemscope itemtype="http://schema.org/Comment">'
    '<span itemprop="datePublished">2019-11-30</span></div>'
    '<span itemprop="datePublished">2019-11-18</span></div>',
    "rdfa": '<span property="schema:datePublished" content="2019-11-18T10:00:00+02:00">18/11</span>',
    "rdfa drupal": '<span property="dc:date dc:created" content="2019-11-18T10:00:00+02:00">18/11</span>',
    "byline": "<div>By Jane Roe, 18 November 2019</div>",
    "alone": "<div>Nov. 18, 2019, 3:45 p.m. ET</div>",
    "published and updated": "<div>Published 18 Nov 2019 | Updated 30 Nov 2019</div>",
    "american": "<div>11/18/2019</div>",
    "european": "<div>18/11/2019</div>",
    "german": "<div>18. November 2019, 15:45 Uhr</div>",
    "french": "<div>Publié le 18 novembre 2019 à 15h45</div>",
    "spanish": "<div>18 de noviembre de 2019</div>",
    "portuguese": "<div>18 de novembro de 2019</div>",
    "italian": "<div>18 novembre 2019</div>",
    "polish": "<div>18 listopada 2019</div>",
    "russian": "<div>18 ноября 2019, 15:45</div>",
    "ukrainian": "<div>18 листопада 2019</div>",
    "dutch": "<div>18 november 2019</div>",
    "czech": "<div>18. listopadu 2019</div>",
    "swedish": "<div>Publicerad 18 november 2019</div>",
    "japanese": "<div>2019年11月18日</div>",
    "korean": "<div>2019년 11월 18일</div>",
    "spaced dots": "<div>18. 11. 2019</div>",
}


@pytest.mark.parametrize("above", SHOWN.values(), ids=SHOWN)
def test_date_shown_to_readers(cleaned: Clean, above: str) -> None:
    """Where a page states no day, the one it shows above its article counts, in whatever language."""
    assert cleaned(page(above=above), "html").document.date == DAY


@pytest.mark.parametrize(
    "url",
    [
        "https://post.example/2019/11/18/lock-closed",
        "https://post.example/news/2019-11-18/lock-closed",
        "https://post.example/news/20191118/lock",
        "https://post.example/2019/11/18/",
        "https://post.example/lock_closed_2019_11_18.html",
    ],
)
def test_date_in_the_address(cleaned: Clean, url: str) -> None:
    """The day that a page's address holds is the day of publication."""
    assert cleaned(page(url=url), "html").document.date == DAY


def test_date_of_another_article_is_not_the_pages_own(cleaned: Clean) -> None:
    """What stands in a list of other articles has its own date, also when that comes first."""
    other = '<article><a href="/x">Ten walks</a><time datetime="2019-12-01">1 Dec</time></article>'
    content = page(above='<time datetime="2019-11-18">18 Nov</time>').replace("<body>", f"<body>{other}")
    assert cleaned(content, "html").document.date == DAY
    assert cleaned(page(below=f"<aside>{other}</aside>"), "html").document.date is None


def test_date_below_a_headline_that_is_not_the_first(cleaned: Clean) -> None:
    """Where the logo is the <h1>, the time beside the second heading is the article's."""
    content = page(above='<time datetime="2019-11-18">18 Nov</time>').replace("h1>", "h2>")
    logo = "<header><h1>The Harbour Post</h1></header>"
    assert cleaned(content.replace("<body>", f"<body>{logo}"), "html").document.date == DAY


def test_date_is_the_local_one_that_the_page_shows(cleaned: Clean) -> None:
    """A moment of universal time in the night is the evening before, if the page shows that day."""
    head = article(datePublished="2019-11-19T03:30:00Z")
    assert cleaned(page(head, "<div>Nov. 18, 2019, 10:30 p.m. EST</div>"), "html").document.date == DAY
    assert cleaned(page(head, "<div>Nov. 16, 2019</div>"), "html").document.date == "2019-11-19"
    assert cleaned(page(head), "html").document.date == "2019-11-19"


@pytest.mark.parametrize(
    "head",
    [
        article(datePublished="0001-01-01T00:00:00Z"),
        article(datePublished="1970-01-01T00:00:00Z"),
        article(datePublished="2099-01-01"),
        article(datePublished="soon"),
        article(datePublished=["2019"]),
        meta("date", "0"),
        meta("date", "99999999999999999"),
        meta("date", "20199999"),
    ],
)
def test_date_that_is_none_is_not_stated(cleaned: Clean, head: str) -> None:
    """What programs write when they do not know the day is no date."""
    assert cleaned(page(head), "html").document.date is None
