"""Who said what: one short text for each way in which an article says it."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.corpus.quotes import find_quotes
from searcher.records import EntityMention, EntityType, Quote

NAMES: dict[str, tuple[str, EntityType]] = {
    "Ramzan Kadyrov": ("Ramzan Kadyrov", "person"),
    "Kadyrov": ("Ramzan Kadyrov", "person"),
    "Vladimir Putin": ("Vladimir Putin", "person"),
    "Putin": ("Vladimir Putin", "person"),
    "Dmitry Peskov": ("Dmitry Peskov", "person"),
    "Anna Weber": ("Anna Weber", "person"),
    "ISW": ("Institute for the Study of War", "organisation"),
    "LifeNews": ("LifeNews", "organisation"),
    "Telegram": ("Telegram", "organisation"),
    "Kyiv": ("Kyiv", "place"),
}


def entities(text: str) -> list[EntityMention]:
    """The mentions of the names above in a text."""
    found: list[EntityMention] = []
    at = 0
    while at < len(text):
        name = next((name for name in NAMES if text.startswith(name, at)), None)
        if name:
            found.append(EntityMention(*NAMES[name], at, at + len(name)))
        at += len(name or "x")
    return found


def said(text: str) -> list[tuple[str, str | None]]:
    """What is quoted in a text, and by whom."""
    return [(text[quote.start : quote.end], quote.speaker) for quote in find_quotes(text, entities(text))]


@pytest.mark.parametrize(
    "text",
    [
        "“We are ready to go,” Kadyrov said.",
        "“We are ready to go,” said Kadyrov.",
        "“We are ready to go,” Kadyrov wrote on his Telegram channel.",
        "“We are ready to go,” according to Kadyrov.",
        "Kadyrov said: “We are ready to go,”",
        "In a statement, Kadyrov said “we are ready to go,” again.",
        "Kadyrov told Kremlin propaganda outlet LifeNews: “We are ready to go,”",
        "Kadyrov, speaking to LifeNews, said “we are ready to go,”",
        "Kadyrov was quoted as saying “we are ready to go,”",
        "Kadyrov said of Putin: “We are ready to go,”",
        "Kadyrov told Putin: “We are ready to go,”",
        "Kadyrov met Putin in Kyiv. “We are ready to go,” he said.",
        "« We are ready to go, » said Kadyrov.",
        "„We are ready to go“, sagte Kadyrov.",
        '"We are ready to go," said Kadyrov.',
        "''We are ready to go,'' said Kadyrov.",
        "``We are ready to go,'' said Kadyrov.",
        "‘We are ready to go,’ said Kadyrov.",
        "“We are ready to go!” Kadyrov shouted.",
    ],
)
def test_speaker_is_found_wherever_the_sentence_names_him(text: str) -> None:
    """The speaker is who the words of speech beside a quotation say."""
    ((words, speaker),) = said(text)
    assert words.strip(",!").lower() == "we are ready to go"
    assert speaker == "Ramzan Kadyrov"


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("“We go,” Kadyrov said. “Nobody stays here.”", ["Ramzan Kadyrov"] * 2),
        ("“We,” said Kadyrov, “are ready to go.”", ["Ramzan Kadyrov"] * 2),
        ("“We are ready,” Kadyrov said, adding: “And we go.”", ["Ramzan Kadyrov"] * 2),
        ("Kadyrov said: “We are ready.\n\n“Nobody stays here.”", ["Ramzan Kadyrov"] * 2),
        ("“We are ready to go,” Kadyrov said.\n\n“Nobody stays here.”", ["Ramzan Kadyrov"] * 2),
        ("Kadyrov said he was “extremely dissatisfied” with it.", ["Ramzan Kadyrov"]),
        ("Kadyrov stated, adding:\n\nWe are ready, and we go.", ["Ramzan Kadyrov"]),
        ("“It is so,” declared Dmitry Peskov, President Vladimir Putin’s spokesman.", ["Dmitry Peskov"]),
        ("“It is so,” said the spokesman, Dmitry Peskov.", ["Dmitry Peskov"]),
        ("Mrs. Anna Weber met Putin. “It is so,” she said.", ["Anna Weber"]),
        ("Kadyrov left. The ISW published a map. “It is so,” he said.", ["Ramzan Kadyrov"]),
        ("“It is so now,” the ISW said.", ["Institute for the Study of War"]),
        ("“It is so now,” a senior official in Kyiv said.", ["a senior official in Kyiv"]),
        ("“It is so now,” the ministry's press service said.", ["the ministry's press service"]),
        ("“It is so now,” police said.", ["police"]),
        ("“It is so now,” said a spokesman for Kadyrov.", ["a spokesman for Kadyrov"]),
        ("“He told us ‘we go’ and left,” Kadyrov said.", ["Ramzan Kadyrov"]),
        (  # what is read late is read in order
            "Kadyrov told Putin.\n\n“It is so now,” said Anna Weber.\n\n“We go now,” he said.",
            ["Anna Weber", "Ramzan Kadyrov"],
        ),
        (
            "“We go now,” Kadyrov said.\n\nHe left.\n\nIt rained.\n\n“It is so,” the man said.",
            ["Ramzan Kadyrov"] * 2,
        ),
        ("“Мы готовы идти,” заявил Kadyrov.", ["Ramzan Kadyrov"]),
    ],
)
def test_speakers_of_harder_sentences(text: str, speakers: list[str]) -> None:
    """Continued and split quotations, pronouns, roles and appositions lead to the speaker."""
    assert [speaker for _, speaker in said(text)] == speakers


@pytest.mark.parametrize(
    "text",
    [
        "The film “The Long Way Home” opens today.",
        "They were “patriotic” men.",
        "The soldiers’ boots were ‘new’ ones.",
    ],
)
def test_titles_and_single_words_are_no_quotations(text: str) -> None:
    """A few words between marks that nobody is said to have said are not a quotation."""
    assert said(text) == []


def test_unattributed_quotation_has_no_speaker() -> None:
    """Where the article does not say who speaks, nobody does."""
    assert said("The rain fell on Kyiv.\n\n“Nobody knows what it will bring us.”") == [
        ("Nobody knows what it will bring us.", None)
    ]


def test_mention_and_cue_are_the_words_that_tell() -> None:
    """A Quote says where the speaker is named, and by which word it is told."""
    text = "“We are ready,” Kadyrov said."
    (quote,) = find_quotes(text, entities(text))
    assert quote.mention is not None
    assert quote.cue is not None
    assert (text[slice(*quote.mention)], text[slice(*quote.cue)]) == ("Kadyrov", "said")


PIECES = [
    *("“", "”", '"', "‘", "’", "''", "«", "»", "„", "'s", "—", ",", ". ", ": ", "\n\n", " ", " "),
    *("Kadyrov", "said", "he", "the", "spokesman", "told", "of", "according", "to", "We", "go", "ꝖꝗX"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_text_gives_ordered_quotes_without_their_marks(text: str) -> None:
    """Quotes lie in the text, in order, without overlap or white space around; equal texts, equal quotes."""
    mentions = entities(text)
    quotes = find_quotes(text, mentions)
    assert quotes == find_quotes(text, mentions)
    end = 0
    for quote in quotes:
        assert end <= quote.start < quote.end <= len(text)
        end = quote.end
        assert text[quote.start : quote.end].strip() == text[quote.start : quote.end]
        for span in (quote.mention, quote.cue):
            assert span is None or 0 <= span.start < span.end <= len(text)


def test_sentence_may_end_with_a_pause() -> None:
    """A sentence that breaks off behind a name tells of nobody who speaks."""
    assert said("On tape Kadyrov,\n\n“Nobody stays here now.”") == [("Nobody stays here now.", None)]


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    """Whatever stands in a text, quotes are found or not, without an error."""
    assert all(isinstance(quote, Quote) for quote in find_quotes(text, ()))


HOSTILE = {
    "an open mark through a long paragraph": 'Kadyrov said "we go on ' * 20_000,
    "many quotes": "“We are here,” he said. " * 5_000,
    "quotes without sentences": '"We" ' * 20_000,
    "marks without words": '"a' * 50_000,
    "no sentence ends": "said the word " * 30_000 + '"we go" ',
    "apostrophes": '"' + "'" * 100_000,
    "single marks": "'a " * 50_000,
    "right to left": "قال كاديروف: “نحن هنا الآن” و " * 5_000,
    "paragraphs that stay open": '"Open here and go on.\n\n' * 5_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_take_bounded_time(text: str) -> None:
    """A text made to be slow takes no longer per character when it is four times as long."""

    def seconds(some: str) -> float:
        begun = time.process_time()
        find_quotes(some, ())
        return time.process_time() - begun

    find_quotes(text[:1000], ())
    assert seconds(text * 4) < 12 * seconds(text) + 0.5


NAMED = {
    "one name with pronouns": "Kadyrov met Kadyrov. “We are here,” he said. ",
    "one name in paragraphs": "Kadyrov met Kadyrov.\n\n“We are here now.”\n\nThe spokesman said so.\n\n",
    "one name with an office": "Spokesman Kadyrov left. “We go,” the spokesman said. ",
    "one name in one sentence": "Kadyrov met Kadyrov and ",
    "only quotes": "“We are here now.” ",
    "sentences nobody asks for": "“We go,” Kadyrov said.\n\nKadyrov left.\n\n",
}


@pytest.mark.parametrize("piece", NAMED.values(), ids=NAMED.keys())
def test_tens_of_thousands_of_mentions_take_bounded_time(piece: str) -> None:
    """A name or a quotation met again and again costs the same every time."""

    def seconds(some: str) -> float:
        mentions = [
            EntityMention("Ramzan Kadyrov", "person", *found.span()) for found in re.finditer("Kadyrov", some)
        ]
        begun = time.process_time()
        find_quotes(some, mentions)
        return time.process_time() - begun

    assert seconds(piece * 12_000) < 12 * seconds(piece * 3_000) + 0.5


def test_open_mark_ends_with_its_paragraph() -> None:
    """A quotation that is never closed does not reach into the next paragraph."""
    assert said("Kadyrov said: “We go on.\n\nThe rain fell.") == [("We go on.", "Ramzan Kadyrov")]
