"""Those that cleaning.py compares: each turns a page, as a string, into its article.

    EXTRACTORS  name → function that loads it and returns a call: page → Found
    long_lines  the baseline for scraped text: its long lines that end as sentences do

Each is called as its documentation shows, with its defaults unless said otherwise. trafilatura is asked for
its text alone, as that is what it is timed for; what it says about a page is asked of `Extractor.about`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from searcher.corpus.cleaner import clean
from searcher.records import Cleaned, RawDocument


class Found(NamedTuple):
    """What is found of an article; None where nothing is, or where nobody looks for it."""

    text: str
    headline: str | None = None
    publisher: str | None = None
    date: str | None = None


class Extractor(NamedTuple):
    """A way to read a page.

    Attributes:
        read: what is timed.
        about: what says headline, publisher and date, where `read` does not; None where nothing does.
        package: the name of its distribution.
    """

    read: Callable[[str], Found]
    about: Callable[[str], Found] | None
    package: str


def searcher() -> Extractor:
    """Ours: text, headline, publisher, date, writers, language, and a reason for each dropped line."""

    def read(page: str) -> Found:
        cleaned = clean(RawDocument("page", "page", "html", page, ""))
        if not isinstance(cleaned, Cleaned):
            return Found("")
        document = cleaned.document
        return Found(document.text, document.headline, document.source, document.date)

    return Extractor(read, read, "searcher")


def trafilatura() -> Extractor:
    """With favor_precision and without comments, its best settings for news."""
    from trafilatura import bare_extraction, extract

    def read(page: str) -> Found:
        return Found(extract(page, favor_precision=True, include_comments=False) or "")

    def about(page: str) -> Found:
        found = bare_extraction(page, favor_precision=True, with_metadata=True)
        return Found("", found.title, found.sitename, found.date) if found else Found("")

    return Extractor(read, about, "trafilatura")


def readability() -> Extractor:
    """readability-lxml: the article's part of the page, whose text is then taken block by block."""
    from lxml.html import fromstring
    from readability import Document

    def read(page: str) -> Found:
        document = Document(page)
        return Found("\n".join(fromstring(document.summary()).itertext()), document.short_title())

    return Extractor(read, read, "readability-lxml")


def resiliparse() -> Extractor:
    """With main_content; it is written in C++ and looks for text alone."""
    from resiliparse.extract.html2text import extract_plain_text

    return Extractor(lambda page: Found(extract_plain_text(page, main_content=True)), None, "Resiliparse")


def newspaper() -> Extractor:
    """newspaper4k, without fetching the pictures of the page."""
    from newspaper import Article

    def read(page: str) -> Found:
        article = Article("https://example.org/", fetch_images=False)
        article.download(input_html=page)
        article.parse()
        date = f"{article.publish_date:%Y-%m-%d}" if article.publish_date else None
        return Found(article.text, article.title, article.meta_site_name or None, date)

    return Extractor(read, read, "newspaper4k")


def beautiful_soup() -> Extractor:
    """The baseline: the text of all <p>, and the page's <title>."""
    from bs4 import BeautifulSoup

    def read(page: str) -> Found:
        soup = BeautifulSoup(page, "lxml")
        title = soup.title.get_text() if soup.title else None
        return Found("\n".join(paragraph.get_text() for paragraph in soup.find_all("p")), title)

    return Extractor(read, read, "beautifulsoup4")


EXTRACTORS: dict[str, Callable[[], Extractor]] = {
    "searcher": searcher,
    "trafilatura": trafilatura,
    "readability": readability,
    "resiliparse": resiliparse,
    "newspaper": newspaper,
    "BeautifulSoup": beautiful_soup,
}


def long_lines(text: str) -> Found:
    """The baseline for scraped text: lines of 80 characters or more that end as a sentence does."""
    lines = (line.strip() for line in text.splitlines())
    return Found("\n".join(line for line in lines if len(line) >= 80 and line[-1] in ".!?…\"”’'»)"))
