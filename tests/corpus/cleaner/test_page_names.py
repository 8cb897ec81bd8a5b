"""The headline and the publisher of a saved page, in the ways pages state them."""

# ruff: noqa: E501 # a page a line is easier to read

from __future__ import annotations

import pytest

from .conftest import Clean
from .test_html import linked
from .test_page_dates import meta
from .test_text import BODY

HEADLINE = "Council closes the leaking lock"
SITE = "The Harbour Post"
URL = "https://www.harbourpost.example/news/1"


def page(head: str = "", title: str = HEADLINE, h1: str = f"<h1>{HEADLINE}</h1>", rest: str = "") -> str:
    """Return a page that names neither itself nor its maker but as given."""
    paragraphs = "".join(f"<p>{text}</p>" for text in BODY)
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>{head}</head><body>'
        f"<article>{h1}{paragraphs}</article>{rest}</body></html>"
    )


def og(name: str, value: str) -> str:
    """Return an Open Graph tag."""
    return meta(f"og:{name}", value, "property")


def article(**stated: object) -> str:
    """Return the JSON-LD of a news article."""
    return linked({"@type": "NewsArticle", **stated})


PIPES = "Lock | Stock: what the council closed"
HEADLINES = {
    "title with site": page(title=f"{HEADLINE} | {SITE}", head=og("site_name", SITE)),
    "title with section and site": page(title=f"{HEADLINE} - News - {SITE}", head=og("site_name", SITE)),
    "title with site in front": page(title=f"{SITE} » {HEADLINE}", head=og("site_name", SITE), h1=""),
    "title alone": page(h1=""),
    "title with known site, no h1": page(title=f"{HEADLINE} — {SITE}", head=og("site_name", SITE), h1=""),
    "og with site": page(head=og("title", f"{HEADLINE} – {SITE}"), title="x", h1=f"<h1>{HEADLINE}</h1>"),
    "og alone": page(head=og("title", HEADLINE), title=SITE, h1=""),
    "twitter": page(head=meta("twitter:title", HEADLINE), title=SITE, h1=""),
    "dublin core": page(head=meta("DC.title", HEADLINE), title=SITE, h1=""),
    "parsely": page(head=meta("parsely-title", HEADLINE), title=SITE, h1=""),
    "sailthru": page(head=meta("sailthru.title", HEADLINE), title=SITE, h1=""),
    "microdata": page(h1=f'<div itemprop="headline">{HEADLINE}</div>', title=SITE),
    "rdfa": page(h1=f'<div property="schema:headline">{HEADLINE}</div>', title=SITE),
    "linked": page(head=article(headline=HEADLINE), title=SITE, h1=""),
    "linked with markup": page(head=article(headline="Council closes the <em>leaking</em> lock"), title=SITE, h1=""),
    "linked twice escaped": page(head=article(headline="Council closes the leaking&nbsp;lock"), title=SITE, h1=""),
    "logo is the h1": page(h1=f'<h1><a href="/">{SITE}</a></h1><h2>{HEADLINE}</h2>', head=og("site_name", SITE)),
    "logo is the h1, no site": page(h1=f"<h1>{SITE}</h1><h2>{HEADLINE}</h2>", title=f"{HEADLINE} | {SITE}"),
    "logo is an image in h1": page(h1=f'<h1><img alt="{SITE}"></h1><h2>{HEADLINE}</h2>'),
    "two h1": page(h1=f"<h1>Ten walks along the coast</h1><h1>{HEADLINE}</h1>", title=f"{HEADLINE} - {SITE}"),
    "hidden h1": page(h1=f'<h1 class="sr-only">{SITE}: news from the coast</h1><h1>{HEADLINE}</h1>'),
    "section h1": page(h1=f"<h1>News</h1><h2>{HEADLINE}</h2>", head=og("title", HEADLINE)),
    "subject h1": page(h1=f"<h1>The leaking lock</h1><h2>{HEADLINE}</h2>", head=og("title", HEADLINE)),
    "subject h1, long title": page(h1="<h1>Leaking locks</h1>", head=og("title", HEADLINE)),
    "h1 of other lists": page(h1=f"<h1>{HEADLINE}</h1><h1>More from the coast</h1>", head=og("title", HEADLINE)),
    "shown over shared": page(head=og("title", "The lock is closed, and it leaks: what the council says")
                              + article(headline="Why the council closes a lock that is leaking")),
    "cut": page(head=article(headline="Council closes the leaking…")),
    "og is the site": page(head=og("title", SITE) + og("site_name", SITE)),
    "among others": page(head=linked([{"@type": "NewsArticle", "headline": "Ten walks along the coast"},
                                      {"@type": "NewsArticle", "headline": HEADLINE}])),
}  # fmt: skip


@pytest.mark.parametrize("content", HEADLINES.values(), ids=HEADLINES)
def test_headline_of_a_page(cleaned: Clean, content: str) -> None:
    """The headline is what the page calls its article, without the site's name."""
    assert cleaned(content, "html").document.headline == HEADLINE


@pytest.mark.parametrize("head", ["", og("title", PIPES), article(headline=PIPES)])
def test_headline_keeps_its_own_pipes(cleaned: Clean, head: str) -> None:
    """A pipe or a colon inside the headline is no reason to cut it."""
    content = page(head + og("site_name", SITE), title=f"{PIPES} | {SITE}", h1=f"<h1>{PIPES}</h1>")
    assert cleaned(content, "html").document.headline == PIPES


PUBLISHERS = {
    "linked publisher": page(article(publisher={"@type": "Organization", "name": SITE})),
    "linked publisher is a string": page(article(publisher=SITE)),
    "linked publisher is a list": page(article(publisher=[{"@type": "Organization", "name": SITE}])),
    "linked publisher by id": page(
        linked(
            {
                "@graph": [
                    {"@type": "Article", "publisher": {"@id": "#org"}},
                    {"@type": "Organization", "@id": "#org", "name": SITE},
                    {"@type": "Organization", "@id": "#other", "name": "Coast Agency"},
                ]
            }
        )
    ),
    "linked organisation": page(linked({"@type": "NewsMediaOrganization", "name": SITE})),
    "linked site": page(linked({"@type": "WebSite", "name": SITE})),
    "linked company": page(article(publisher={"name": f"{SITE} Ltd."})),
    "og": page(og("site_name", SITE)),
    "og with motto": page(og("site_name", f"{SITE} | News from the coast")),
    "og of a platform": page(og("site_name", "WordPress.com") + meta("application-name", SITE)),
    "og of a platform, title": page(og("site_name", "Blogger"), title=f"{HEADLINE} | {SITE}"),
    "og says home": page(og("site_name", "Home"), title=f"{HEADLINE} - {SITE}"),
    "og says facebook": page(og("site_name", "Facebook") + linked({"@type": "Organization", "name": SITE})),
    "og is a section": page(og("site_name", "Politics"), title=f"{HEADLINE} | Politics | {SITE}"),
    "og is the domain": page(
        og("site_name", "harbourpost.example") + f'<link rel="canonical" href="{URL}">',
        title=f"{HEADLINE} | {SITE}",
    ),
    "og is the agency": page(
        og("site_name", "Coast Agency") + f'<link rel="canonical" href="{URL}">', title=f"{HEADLINE} | {SITE}"
    ),
    "title in front": page(
        og("site_name", "Coast Agency") + f'<link rel="canonical" href="{URL}">', title=f"{SITE} | {HEADLINE}"
    ),
    "application": page(meta("application-name", SITE)),
    "apple": page(meta("apple-mobile-web-app-title", SITE)),
    "dublin core": page(meta("DC.publisher", SITE)),
    "microdata": page(
        rest='<div itemscope itemtype="http://schema.org/NewsArticle"><div itemprop="publisher" itemscope '
        f'itemtype="http://schema.org/Organization"><meta itemprop="name" content="{SITE}"></div></div>'
    ),
    "title": page(title=f"{HEADLINE} | {SITE}"),
    "title with section": page(title=f"{HEADLINE} » News » {SITE}"),
    "footer": page(rest=f"<footer>© 2019 {SITE} Ltd</footer>"),
    "footer in words": page(rest=f"<footer><p>Copyright 2019 by {SITE}. All rights reserved.</p></footer>"),
    "footer of a div": page(rest=f"<div>© {SITE} 2019</div>"),
    "copyright tag": page(meta("copyright", f"© 2019 {SITE}")),
    "logo": page(rest=f'<div><a href="/" class="logo"><img src="l.svg" alt="{SITE}"></a></div>'),
    "logo in words": page(rest=f'<a href="/"><img class="site-logo" src="l.svg" alt="{SITE} logo"></a>'),
    "logo and footer": page(rest=f'<img id="logo" alt="{SITE}"><footer>© 2019 {SITE}</footer>'),
}


@pytest.mark.parametrize("content", PUBLISHERS.values(), ids=PUBLISHERS)
def test_publisher_of_a_page(cleaned: Clean, content: str) -> None:
    """The publisher is whom the page names as its maker: never a platform, a section or an agency."""
    assert cleaned(content, "html").document.source == SITE


def test_publisher_by_its_account(cleaned: Clean) -> None:
    """The account that a page is tweeted by names its publisher, where nothing else does."""
    assert cleaned(page(meta("twitter:site", "@HarbourPost")), "html").document.source == "Harbour Post"


def test_publisher_by_its_address(cleaned: Clean) -> None:
    """Where a page names nobody, its address does."""
    head = f'<link rel="canonical" href="{URL}">'
    assert cleaned(page(head), "html").document.source == "harbourpost.example"


def test_authors_by_id(cleaned: Clean) -> None:
    """A writer that an article names by id is looked up; an organisation is no writer."""
    graph = [
        {"@type": "Article", "headline": HEADLINE, "author": [{"@id": "#jane"}, {"@id": "#org"}]},
        {"@type": "Person", "@id": "#jane", "name": "Jane Roe"},
        {"@type": "Organization", "@id": "#org", "name": "Coast Agency"},
    ]
    assert cleaned(page(linked({"@graph": graph})), "html").document.authors == ("Jane Roe",)
