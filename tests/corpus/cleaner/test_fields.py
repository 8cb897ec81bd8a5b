"""What is known about an article: date, language, authors, publisher, headline."""

from __future__ import annotations

import pytest

from searcher.corpus.cleaner.authors import bio_author, byline_authors, people
from searcher.corpus.cleaner.date import is_dateline, read_date
from searcher.corpus.cleaner.headline import without_site
from searcher.corpus.cleaner.language import detect, language_code
from searcher.corpus.cleaner.source import domain_name, publisher
from searcher.corpus.cleaner.tables import read_rows


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019-11-18T22:05:36Z", "2019-11-18"),
        ("2019-11-18T23:59:00-08:00", "2019-11-18"),
        ("Published 10:02 AM EST Nov 19, 2019", "2019-11-19"),
        ("19 November 2019", "2019-11-19"),
        ("20th Nov. 2019", "2019-11-20"),
        ("19. März 2024", "2024-03-19"),
        ("1er juillet 2020", "2020-07-01"),
        ("5 de mayo de 2021", "2021-05-05"),
        ("24 сентября 2018", "2018-09-24"),
        ("24.09.2018", "2018-09-24"),
        ("2018年9月24日", "2018-09-24"),
        ("11/18/19 11:04 PM", "2019-11-18"),
        ("18/11/2019", "2019-11-18"),
        ("03/04/2020", None),
        ("0001-01-01T00:00:00Z", None),
        ("1066-10-14", None),
        ("2019-02-30", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_read_date_table(text: str | None, expected: str | None) -> None:
    """A date is read as the page writes it; one of two readings, or an impossible one, is not read."""
    assert read_date(text) == expected


@pytest.mark.parametrize("row", read_rows("months.txt"), ids=lambda row: row[0])
def test_read_date_knows_each_name_of_a_month_before_and_behind_its_day(row: list[str]) -> None:
    """“May 5, 2020”, “May. 5th 2020”, “5 May 2020” and “May 5 10:02:11 2020” are the same day."""
    for name in row[1].split():
        day = f"2020-{int(row[0]):02}-05"
        for text in (f"{name} 5, 2020", f"on {name}. 5th 2020", f"5 {name} 2020", f"{name} 5 10:02:11 2020"):
            assert (text, read_date(text)) == (text, day)
            assert read_date(text.title()) == day


def test_is_dateline_is_a_date_and_nothing_else() -> None:
    """A line with a date and a place is no dateline."""
    assert is_dateline("Updated Tuesday, Nov 19, 2019 at 10:28 am EST")
    assert is_dateline("November 19, 2019 / 12:21 AM / Updated 14 hours ago")
    assert not is_dateline("Oct. 10, 2019 – Harbour Pavilion, Houston")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The council voted on Tuesday to close the lock, which has leaked since the floods. ", "en"),
        ("Der Rat hat am Dienstag beschlossen, die alte Schleuse zu schließen, die nicht hält. ", "de"),
        ("Le conseil a voté mardi la fermeture de la vieille écluse, qui fuit depuis les crues. ", "fr"),
        ("El consejo votó el martes a favor de cerrar la vieja esclusa, que pierde agua. ", "es"),
        ("Совет во вторник решил закрыть старый шлюз, и это не стало новостью для города. ", "ru"),
        ("Рада у вівторок вирішила закрити старий шлюз, але це не стало новиною для міста. ", "uk"),
        ("市議会は火曜日、春の洪水以来水漏れが続く古い水門を閉鎖することを決めた。", "ja"),
        ("too few words", None),
        ("Xyzzy plugh frobnitz. " * 10, None),
    ],
)  # fmt: skip
def test_detect_language(text: str, expected: str | None) -> None:
    """A language is told by its small words or its script, and not guessed from little."""
    assert detect(text * 2) == expected


def test_language_code_of_tags() -> None:
    """Tags come in many forms; only the language is taken."""
    assert [language_code(tag) for tag in ("en-GB", "pt_BR", "DE", "english", None)] == [
        "en",
        "pt",
        "de",
        None,
        None,
    ]


def test_byline_names_people_only() -> None:
    """Roles and papers in a byline are no authors."""
    assert byline_authors("By Jane Roe and JOHN DOE, Staff Writer") == ("Jane Roe", "John Doe")
    assert byline_authors("By Staff Reports") == ()
    assert bio_author("Jane Roe is an editor at The Harbour Post.") == "Jane Roe"
    assert people(["https://example.org/jane", "Jane Roe", "Jane Roe"]) == ("Jane Roe",)


def test_publisher_is_who_owns_the_domain() -> None:
    """Platform, section and agency names give way to the one that goes with the domain."""
    assert publisher(["Associated Press", "The Harbour Post"], [], "harbourpost.com") == "The Harbour Post"
    assert publisher(["U.S."], ["Lock closed - Coast Weekly"], "coastweekly.com") == "Coast Weekly"
    assert publisher(["The Wide Shore Journal"], [], "wsj.example") == "The Wide Shore Journal"
    assert publisher([], [], None) is None


def test_domain_name_keeps_the_registered_part() -> None:
    """Subdomains go, two-part endings stay."""
    assert domain_name("https://www.news.example.co.uk/a") == "example.co.uk"
    assert domain_name("http://[bad") is None


@pytest.mark.parametrize(
    ("title", "site", "others", "expected"),
    [
        ("Lock closed | The Harbour Post", "Harbour Post", [], "Lock closed"),
        ("The Harbour Post: Lock closed", "The Harbour Post", [], "The Harbour Post: Lock closed"),
        ("Lock closed | News | Harbour", None, ["Lock closed"], "Lock closed"),
        ("Fight on - Chirac", "The Harbour Post", [], "Fight on - Chirac"),
    ],
)
def test_without_site_cuts_only_the_sites_name(
    title: str, site: str | None, others: list[str], expected: str
) -> None:
    """A dash inside a headline is no reason to cut it."""
    assert without_site(title, site, others)[0] == expected
