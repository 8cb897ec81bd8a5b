"""Scraped text: what stays, what goes and why, on pages of our own."""

from __future__ import annotations

import re
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.corpus.cleaner import CHROME_DOCUMENTS, REASONS, clean
from searcher.corpus.cleaner.unicode import normalise
from searcher.records import Cleaned, RawDocument, Skipped

from .conftest import Clean

BODY = (
    "The harbour council voted on Tuesday to close the old lock, which has leaked since the spring floods.",
    "Engineers said the gates could fail in the next storm, and that repairs would cost 12 million euros.",
    "Fishermen who moor above the lock asked for a temporary channel while the work goes on this winter.",
)
# A line among an article's, and the reason for which it goes.
CHROME = [
    ("Sign up for our free weekly newsletter", "newsletter"),
    ("Get the morning briefing in your inbox every day.", "newsletter"),
    ("By signing up you agree to our Terms of Use.", "newsletter"),
    ("A Message from The Harbour Post:", "donation"),
    ("Support The Harbour Post!", "donation"),
    ("Not ready to support today?", "donation"),
    ("Jane Roe / Harbour Picture Agency", "caption"),
    ("Photo by Jane Roe", "caption"),
    ("(Image credit: Jane Roe)", "caption"),
    ("Fishermen wait above the lock. Jane Roe/Harbour Pictures/Coast News Service", "caption"),
    ("Image 2 of 5", "caption"),
    ("By Jane Roe and John Doe", "byline"),
    ("Published 10:02 AM EST Nov 19, 2019", "byline"),
    ("4 min read", "byline"),
    ("About the author", "byline"),
    ("Share on Facebook", "share"),
    ("Follow us on Twitter and Instagram", "share"),
    ("Tweet", "share"),
    ("Read more: The winter storms that nobody saw coming", "related"),
    ("You may also like", "related"),
    ("© 2024 Harbour Post Ltd. All rights reserved.", "legal"),
    ("We use cookies to improve your experience on our site.", "legal"),
    ("This article may contain affiliate links.", "legal"),
    ("Please let us know if you're having issues with commenting.", "comments"),
    ("Leave a comment", "comments"),
    ("23 Comments", "comments"),
    ("Skip to main content", "navigation"),
    ("Filed under: harbours, floods", "navigation"),
    ("Story continues below", "promo"),
    ("Already a subscriber? Log in", "promo"),
    ("Teilen", "share"),
    ("Print · Save · Email", "share"),
    ("212 shares Tweet Pin Mail", "share"),
    ("Home › News › Harbour", "navigation"),
    ("News | Sport | What’s On | Jobs", "navigation"),
    ("ALSO IN THE POST: Ten walks along the coast", "related"),
    ("Fishermen wait above the lock. PICTURE: Jane Roe", "caption"),
    ("Keep The Harbour Post free to read", "donation"),
    ("Was this forwarded to you? Get your own", "newsletter"),
    ("Spotted a mistake? Write to us.", "legal"),
    ("Be kind, be brief, stay on topic.", "comments"),
    ("Lire aussi", "related"),
    ("Комментарии", "comments"),
]
# Lines that look like chrome and are the journalist's.
JOURNALISM = [
    "By Thursday, the water had risen by two metres.",
    "By then it was too late.",
    "“Please support our troops,” the mayor said.",
    "Photos of the breach spread through the town within the hour.",
    "Video from the scene shows two boats adrift.",
    "Text messages between the engineers show that they knew.",
    "Published in 1925, the first survey of the lock already warned of leaks.",
    "Subscriptions to the relief fund rose by a tenth.",
    "The Harbour Post reached out to the council for comment.",
    "Share prices of the builder fell sharply.",
    "The council is committed to providing shelter, it said.",
    "Contributing to the delay was a shortage of steel.",
    "He stated, adding:",
    "From the council's letter:",
    "Follow the money, he said.",
    "Why the old lock leaks",
    "[They] never asked us, she said.",
    "The fee is 1-1/4 pct while the port pays 3/8 pct.",
    "No comment, he said.",
]


def page(*lines: str) -> str:
    """Return an article with its headline and the given lines in its middle."""
    return "\n\n".join(["Council closes the leaking lock", BODY[0], BODY[1], *lines, BODY[2]])


@pytest.mark.parametrize(("line", "reason"), CHROME, ids=[line[:30] for line, _ in CHROME])
def test_clean_text_drops_a_line_of_chrome_with_its_reason(cleaned: Clean, line: str, reason: str) -> None:
    """A line of chrome amid an article goes, the article stays, and the reason is said."""
    result = cleaned(page(line))
    assert (line, reason) in result.dropped
    assert result.document.text == "\n\n".join(BODY)


@pytest.mark.parametrize("line", JOURNALISM)
def test_clean_text_keeps_what_only_looks_like_chrome(cleaned: Clean, line: str) -> None:
    """A sentence that begins as chrome does, but is the journalist's, stays."""
    assert line in cleaned(page(line)).document.text


def test_clean_text_donation_letter_goes_whole(cleaned: Clean) -> None:
    """A letter goes from its opener to its last button, though its paragraphs are fluent prose."""
    letter = [
        "A Message from The Harbour Post:",
        "Dear readers,",
        "Our reporters were banned from the quay last week, and we were told that we would be sued.",
        "The Harbour Post has no owner and takes no money from the port. It lives on 4,100 people.",
        "We, the journalists of The Harbour Post, will not be silenced. But we need your help.",
        "Once",
        "Monthly",
        "Remind me later.",
    ]
    result = cleaned("\n".join(["Council closes the leaking lock", *BODY, *letter]))
    assert result.document.text == "\n\n".join(BODY)
    assert {reason for _, reason in result.dropped} == {"headline", "donation"}
    assert result.document.source == "The Harbour Post"


def test_clean_text_menu_around_the_article_goes(cleaned: Clean) -> None:
    """The menu above and the links below an article are not its text."""
    menu = ["Home", "News", "Sport", "Weather", "Town hall", "Log in", "Search"]
    tail = ["Most read", "Ten walks along the coast", "The baker who never sleeps", "Comments", "Great read!"]
    title = "Council closes the leaking lock"
    result = cleaned("\n".join([f"{title} - The Harbour Post", *menu, title, "By Jane Roe", *BODY, *tail]))
    assert result.document.text == "\n\n".join(BODY)
    assert result.document.headline == title
    assert result.document.source == "The Harbour Post"
    assert result.document.authors == ("Jane Roe",)


def test_clean_text_joins_sentences_broken_at_links(cleaned: Clean) -> None:
    """A sentence that the scraper broke at its links is one paragraph again."""
    broken = "The council said that\nthe old lock\n, built in 1911, would be closed before the winter."
    text = cleaned("\n".join(["Council closes the leaking lock", broken, *BODY])).document.text
    assert "The council said that the old lock, built in 1911, would be closed before the winter." in text


def test_clean_text_unwraps_lines_of_fixed_width(cleaned: Clean) -> None:
    """Lines wrapped at a fixed width are joined into the paragraphs they were."""
    paragraphs = [" ".join(BODY), " ".join(reversed(BODY)), BODY[1]]
    wrapped = "\n\n".join(textwrap.fill(text, 72) for text in paragraphs)
    assert cleaned(wrapped).document.text == "\n\n".join(paragraphs)


def test_clean_text_titles_of_like_length_are_not_joined(cleaned: Clean) -> None:
    """Lines that are alike in length by chance, each with room for more, are paragraphs of their own."""
    titles = [f"Harbour walk number {number} leads along the dike and the mole" for number in range(10, 20)]
    assert cleaned("\n".join(titles)).document.text.split("\n\n") == titles


def test_clean_text_first_sentence_is_no_headline(cleaned: Clean) -> None:
    """A text that begins with a sentence has no headline."""
    assert cleaned("\n".join(BODY)).document.headline is None


def test_clean_text_date_is_the_bylines_never_the_captions(cleaned: Clean) -> None:
    """The line that is nothing but a date dates the article; a caption's date does not."""
    caption = "Fishermen wait on May 19, 2023. Jane Roe/Harbour Pictures"
    assert cleaned(page(caption)).document.date is None
    dated = "\n\n".join(["Council closes the leaking lock", "Published Nov 19, 2019", caption, *BODY])
    assert cleaned(dated).document.date == "2019-11-19"


def test_clean_text_cited_paper_is_not_the_source(cleaned: Clean) -> None:
    """A paper that others quote did not publish the article."""
    cited = "A senior official told The Harbour Post that, according to Coast Weekly, the lock is safe."
    assert cleaned(page(cited)).document.source is None


def test_clean_text_logo_confirms_a_name_with_another_sign(cleaned: Clean) -> None:
    """A line that is nothing but a name names the publisher only if the page says more of it."""
    bio = "Jane Roe is a senior editor at Coast Weekly."
    menu = ["News", "Sport", "Weather", "Log in", "Search", "Sign in"]
    lines = [*menu, "Council closes the leaking lock", *BODY, "About the author", bio]
    assert cleaned("\n".join(["Coast Weekly", *lines])).document.source == "Coast Weekly"
    assert cleaned("\n".join(["Harbour Daily", *lines])).document.source is None


def test_clean_text_headline_is_cut_at_the_publishers_name(cleaned: Clean) -> None:
    """A title that stands only once loses the site's name when the page says elsewhere who publishes it."""
    result = cleaned(
        "\n".join(
            [
                "Council closes the lock | The Harbour Post",
                *BODY,
                "© 2024 The Harbour Post. All rights reserved.",
            ]
        )
    )
    assert (result.document.headline, result.document.source) == (
        "Council closes the lock",
        "The Harbour Post",
    )


def test_clean_text_links_amid_an_article_do_not_end_it(cleaned: Clean) -> None:
    """A block of links to other articles interrupts an article, however many lines it has."""
    menu = ["Home", "News", "Sport", "Weather", "Town hall", "Log in", "Search"]
    links = ["Read more", "Related articles", "You may also like", "Most read", "Recommended", "Trending now"]
    above = [f"{first} {second}" for first, second in zip(BODY, BODY[::-1], strict=True)]
    below = [f"{line} So it was said in the harbour, twice, and then once more." for line in BODY]
    lines = [*menu, "Council closes the leaking lock", *above, *links, *below, *menu]
    assert cleaned("\n".join(lines)).document.text == "\n\n".join([*above, *below])


def test_clean_text_line_with_a_date_is_not_joined_to_the_one_above(cleaned: Clean) -> None:
    """A date below a headline stays a line of its own, though a sentence goes on below it."""
    lines = ["Council closes the leaking lock", "11/19/2019", "by Jane Roe", *BODY]
    document = cleaned("\n".join(lines)).document
    assert (document.headline, document.date) == ("Council closes the leaking lock", "2019-11-19")


def test_clean_text_of_chrome_alone_is_skipped() -> None:
    """A page without a sentence of an article is skipped, with the reason."""
    result = clean(RawDocument("a.txt", "a.txt", "text", "Share\nTweet\nLog in\n", ""))
    assert isinstance(result, Skipped)
    assert result.reason.startswith("no article text found")


def test_clean_given_article_is_never_cut_down(cleaned: Clean) -> None:
    """A text given as the article keeps every line, whatever it looks like, and counts no lines."""
    content = "SHARE\n\nSign up for our newsletter\n\n" + BODY[0]
    result = cleaned(content, "article", headline="A  given\u00a0headline", date="19 November 2019")
    assert result.document.text == content
    assert (result.dropped, result.lines) == ((), ())
    assert result.document.headline == "A given headline"
    assert result.document.date == "2019-11-19"


def test_clean_given_headline_without_text_is_an_article(cleaned: Clean) -> None:
    """A headline alone is enough."""
    result = cleaned("", "article", headline="Council closes the lock")
    assert (result.document.text, result.paragraphs) == ("", ())


def test_clean_given_fields_win_over_guesses(cleaned: Clean) -> None:
    """What the seed states is taken; what it does not state is guessed."""
    result = cleaned(page(), headline="Given", source="Coast Weekly", authors=("J. R.",), language="en-GB")
    document = result.document
    assert (document.headline, document.source, document.authors, document.language) == (
        "Given",
        "Coast Weekly",
        ("J. R.",),
        "en",
    )


def squeezed(text: str) -> str:
    """Return a text without its white space."""
    return re.sub(r"\s", "", text)


LINES = st.lists(
    st.sampled_from([*BODY, *JOURNALISM, *(line for line, _ in CHROME), "", "a", "Ünïcode “quotes” …"]),
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(lines=LINES, counts=st.booleans())
def test_clean_text_accounts_for_every_character(lines: list[str], counts: bool) -> None:
    """Every character of a text is in the document or in what was dropped, and spans cut the text exactly."""
    content = "\n".join(lines)
    raw = RawDocument("a.txt", "a.txt", "text", content, "")
    result = clean(raw)
    if counts and isinstance(result, Cleaned):
        again = clean(raw, dict.fromkeys(result.lines[::2], CHROME_DOCUMENTS))
        assert isinstance(again, Skipped) or again.lines == result.lines
        result = again
    if isinstance(result, Skipped):
        return
    text = result.document.text
    pieces = [text[start:end] for start, end in result.paragraphs]
    assert "\n\n".join(pieces) == text
    assert all(reason in REASONS for _, reason in result.dropped)
    found = sorted(squeezed("".join(pieces) + "".join(line for line, _ in result.dropped)))
    assert found == sorted(squeezed(normalise(content)))


@settings(max_examples=100, deadline=None)
@given(content=st.text(max_size=400))
def test_clean_any_text_gives_the_same_result_twice(content: str) -> None:
    """The cleaner has no memory: the same text gives the same result."""
    raw = RawDocument("a.txt", "a.txt", "text", content, "")
    assert clean(raw) == clean(raw)
