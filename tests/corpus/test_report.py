"""The report of a collection: what was kept of each source, and what seems to be a wall."""

from __future__ import annotations

import pytest

from searcher.corpus import report as module
from searcher.corpus.cleaner.walls import suspected_wall
from searcher.corpus.report import report
from searcher.records import Cleaned, Document, Dropped, Skipped

SENTENCE = "The harbour council voted on Monday to close the old lock."


def article(*dropped: str, text: str = SENTENCE, source: str | None = "Post", path: str = "a") -> Cleaned:
    """Return an article of which some lines were dropped, all below its text."""
    lines = tuple(Dropped(line, "promo") for line in dropped)
    return Cleaned(Document(path, path, text, source=source), lines, (), (1,) * len(lines))


@pytest.mark.parametrize(
    ("line", "wall"),
    [
        ("Subscribe to continue reading", "paywall"),
        ("Already a subscriber? Log in", "paywall"),
        ("This article is exclusively for our subscribers", "paywall"),
        ("You have 2 free articles left this month", "paywall"),
        ("Diesen Artikel jetzt freischalten", "paywall"),
        ("Article réservé aux abonnés", "paywall"),
        ("We use cookies to improve your experience", "cookie wall"),
        ("Accept all cookies", "cookie wall"),
        ("Alle akzeptieren", "cookie wall"),
        ("Follow us for all the news of the day", None),
        ("The council subscribed to the plan, and members continued to read it", None),
    ],
)
def test_wall_is_known_by_what_it_says(line: str, wall: str | None) -> None:
    """A short article below or above such a line was saved behind a wall."""
    assert suspected_wall(article(line)) == wall
    assert suspected_wall(article(text=f"{SENTENCE}\n\n{line}")) == wall


def test_wall_is_not_suspected_where_there_is_an_article() -> None:
    """A prompt to subscribe or a banner about cookies beside a whole article says nothing."""
    whole = "\n\n".join([SENTENCE] * 20)
    assert suspected_wall(article("Subscribe to continue reading", "Accept all cookies", text=whole)) is None


def test_report_orders_sources_by_articles_and_counts_what_was_skipped() -> None:
    """Sources with most articles come first, those without a name among them; a skip is counted."""
    found = report([article(source="B"), article(source=None), article(source=None), Skipped("x", "empty")])
    assert [(each.source, each.articles) for each in found.sources] == [(None, 2), ("B", 1)]
    assert found.skipped == 1


def test_report_counts_a_line_once_an_article() -> None:
    """A dropped line that stands twice in one article is in one article."""
    (source,) = report([article("Buy", "Buy"), article("Buy")]).sources
    assert [(line.text, line.articles) for line in source.frequent] == [("Buy", 2)]


def test_report_keeps_frequent_lines_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines that never return are forgotten in time; those that do are counted to the end."""
    monkeypatch.setattr(module, "_LINES_MAX", 10)
    (source,) = report(article("Buy", f"only here {number}") for number in range(100)).sources
    assert [(line.text, line.articles) for line in source.frequent] == [("Buy", 100)]


def test_report_of_an_article_without_any_text_has_no_share() -> None:
    """No share is given where there was nothing to keep."""
    (source,) = report([Cleaned(Document("a", "a", "", headline="Lock closes"))]).sources
    assert source.kept_share is None
