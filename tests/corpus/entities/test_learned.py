"""What the learned recogniser finds, through the public door."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.corpus.entities import Recogniser, group, load_recogniser
from searcher.records import ENTITY_TYPES


@pytest.fixture(scope="module")
def learned() -> Recogniser:
    """The default recogniser."""
    return load_recogniser()


def entities(recogniser: Recogniser, text: str) -> dict[str, str]:
    """Return canonical name → type of one text."""
    return {name: kind for name, kind, _ in group(recogniser.tag([text])[0])}


def written(recogniser: Recogniser, text: str) -> list[tuple[str, str]]:
    """Return (mention as written, canonical name), in order."""
    return [(text[m.start : m.end], m.name) for m in recogniser.tag([text])[0]]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("He met President Vladimir Putin there.", "Vladimir Putin", "person"),
        ("The region’s governor, Vyacheslav Gladkov, said so.", "Vyacheslav Gladkov", "person"),
        ("They saw Kursk region Governor Roman Starovoit.", "Roman Starovoit", "person"),
        ("They met Texas Gov. Greg Abbott on Monday.", "Greg Abbott", "person"),
        ("Reports say John F. Kennedy flew home.", "John F. Kennedy", "person"),
        ("A speech by Jeroen van der Veer was sent.", "Jeroen van der Veer", "person"),
        ("A speech by Bashar al-Assad was shown.", "Bashar al-Assad", "person"),
        ("They looked for Osama bin Laden.", "Osama bin Laden", "person"),
        ("They wrote to Charles de Gaulle.", "Charles de Gaulle", "person"),
        ("They wrote to François Hollande.", "François Hollande", "person"),
        ("Talks with Kim Jong-un failed.", "Kim Jong-un", "person"),
        ("Theresa May resigned.", "Theresa May", "person"),
        ("They heard Martin Luther King Jr. speak.", "Martin Luther King Jr", "person"),
        ("He fought in the Russian Volunteer Corps.", "Russian Volunteer Corps", "organisation"),
        ("He led the Freedom for Russia Legion.", "Freedom for Russia Legion", "organisation"),
        ("A paper of the Institute for the Study of War.", "Institute for the Study of War", "organisation"),
        ("He joined the Wagner Group early.", "Wagner Group", "organisation"),
        ("He asked the Ministry of Foreign Affairs.", "Ministry of Foreign Affairs", "organisation"),
        ("The Food and Drug Administration agreed.", "Food and Drug Administration", "organisation"),
        ("He bought Acme Widgets Ltd last year.", "Acme Widgets Ltd", "organisation"),
        ("A downgrade by Standard & Poor’s came.", "Standard & Poor’s", "organisation"),
        ("A spokesman of Bank of England Governor Mark Carney.", "Bank of England", "organisation"),
        ("They spoke at the UN on Friday.", "UN", "organisation"),
        ("A broadcaster, RTVI, listed them.", "RTVI", "organisation"),
        ("They fled to Bakhmut at night.", "Bakhmut", "place"),
        ("They fled to the Zelenov region at night.", "Zelenov", "place"),
        ("They went to Stavropol Krai by bus.", "Stavropol Krai", "place"),
        ("They crossed the Northern Caucasus on foot.", "Northern Caucasus", "place"),
        ("They camped at Lake Victoria.", "Lake Victoria", "place"),
        ("A senior U.S. official said no.", "US", "place"),
        ("Unfair, he said, are the US sanctions.", "US", "place"),
        ("A UK judge said no.", "UK", "place"),
        ("A Kyiv-based journalist wrote it.", "Kyiv", "place"),
        ("They flew from Kiev.", "Kiev", "place"),
        ("LONDON (Reuters) - The firm said it would sell.", "LONDON", "place"),
    ],
)
def test_tag_name_in_a_sentence_has_its_type(learned: Recogniser, text: str, name: str, kind: str) -> None:
    """A name told by its title, form or surroundings is found whole and typed."""
    assert entities(learned, text).get(name) == kind


@pytest.mark.parametrize(
    "text",
    [
        "We Chechens have no opportunity, and the Russians and Ukrainians know it.",
        "On Monday in May, and last Friday in September.",
        "However, nothing happened. Meanwhile, people slept. Yesterday it rained.",
        "Dear readers, support us. Sign up. Read more.",
        "STOP THE SALE NOW AND READ WHAT THEY DID",
        "He said IT WAS ALL OVER NOW FOREVER and left.",
        "The Syrian Civil War and World War II ended. He got the Nobel Peace Prize.",
        "He showed an armed Cybertruck to them.",
        "Владимир Путин посетил Грозный. 普京 访问. قال الرئيس",
        "all lower case from london to paris",
        "",
        "\n \n",
    ],
)
def test_tag_text_without_names_yields_nothing(learned: Recogniser, text: str) -> None:
    """Nationalities, the calendar, sentence starts, shouting, events and other scripts are no entities."""
    assert learned.tag([text]) == [()]


def test_tag_surname_belongs_to_the_full_name(learned: Recogniser) -> None:
    """A surname, possessive or not, in straight or curved quotes, is filed under the full name."""
    text = "“Vladimir Putin’s war,” said Ramzan Kadyrov. Putin's men met Kadyrov’s."
    assert written(learned, text) == [
        ("Vladimir Putin", "Vladimir Putin"),
        ("Ramzan Kadyrov", "Ramzan Kadyrov"),
        ("Putin", "Vladimir Putin"),
        ("Kadyrov", "Ramzan Kadyrov"),
    ]


def test_tag_first_word_of_a_company_is_the_company(learned: Recogniser) -> None:
    """A company is named again by its first word, also one that looks like a surname."""
    text = "Fairchild Semiconductor Corp cut jobs in Maine. Analysts said Fairchild had no choice."
    assert written(learned, text)[-1] == ("Fairchild", "Fairchild Semiconductor Corp")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A film by Dutch-born Anton Corbijn won.", {"Anton Corbijn": "person"}),
        ("They met Russian-born Oleg Petrov there.", {"Oleg Petrov": "person"}),
        ("Florida-based Falic Group bought it.", {"Florida": "place", "Falic Group": "organisation"}),
        (
            "St. Louis-based Emerson Electric fell.",
            {"St. Louis": "place", "Emerson Electric": "organisation"},
        ),
        ("Kremlin-backed Ramzan Kadyrov left.", {"Kremlin": "organisation", "Ramzan Kadyrov": "person"}),
    ],
)
def test_tag_compound_before_a_name_is_no_part_of_it(
    learned: Recogniser, text: str, found: dict[str, str]
) -> None:
    """Where somebody comes from is a name of its own, unless it is a nation."""
    assert entities(learned, text) == found


def test_tag_surname_of_a_founder_is_the_person(learned: Recogniser) -> None:
    """A company named after a person whom the text names in full leaves him his surname."""
    text = "Anna Lindqvist runs Lindqvist Holdings Ltd in Oslo. “We grow,” Lindqvist said."
    assert written(learned, text)[-1] == ("Lindqvist", "Anna Lindqvist")


def test_tag_full_name_after_the_surname_still_names_it(learned: Recogniser) -> None:
    """The fullest form counts wherever the document has it."""
    text = "Kadyrov wrote it. Later Ramzan Kadyrov spoke."
    assert written(learned, text)[0] == ("Kadyrov", "Ramzan Kadyrov")


def test_tag_particle_belongs_to_the_mention(learned: Recogniser) -> None:
    """A surname's small words are part of the mention, and its Arabic article may be dropped."""
    text = "Osama bin Laden met Bashar al-Assad. Then bin Laden left Assad."
    assert written(learned, text)[2:] == [("bin Laden", "Osama bin Laden"), ("Assad", "Bashar al-Assad")]


@pytest.mark.parametrize(
    "text",
    [
        "The Institute for the Study of War (ISW) wrote it. ISW added more.",
        "The Institute for the Study of War wrote it. The ISW added more.",
    ],
    ids=["in brackets", "initials"],
)
def test_tag_acronym_belongs_to_the_long_form(learned: Recogniser, text: str) -> None:
    """An acronym that the text explains, or that fits the initials, is filed under the long form."""
    assert set(entities(learned, text)) == {"Institute for the Study of War"}


def test_tag_acronym_not_of_the_text_stays_itself(learned: Recogniser) -> None:
    """Nothing outside the document gives an acronym its long form."""
    assert written(learned, "They spoke at the UN today.") == [("UN", "UN")]


def test_tag_dotted_and_plain_initials_are_one_entity(learned: Recogniser) -> None:
    """U.S. and US are the same place."""
    assert entities(learned, "The U.S. army came. Then US troops left.") == {"US": "place"}


def test_tag_headline_has_the_names_of_the_text(learned: Recogniser) -> None:
    """In a line set like a title only what the text names, or anyone knows, is an entity."""
    text = "Chechen Leader Offers to Help Putin\n\nRamzan Kadyrov will help Vladimir Putin, he said."
    assert written(learned, text)[0] == ("Putin", "Vladimir Putin")
    assert set(entities(learned, text)) == {"Vladimir Putin", "Ramzan Kadyrov"}


def test_tag_headline_in_capitals_finds_the_names_of_the_text(learned: Recogniser) -> None:
    """A name in capitals is filed under the name of the text."""
    text = "KADYROV OFFERS TO HELP\n\nRamzan Kadyrov will help, he said."
    assert written(learned, text)[0] == ("KADYROV", "Ramzan Kadyrov")


def test_tag_a_place_and_a_person_of_one_name_stay_apart(learned: Recogniser) -> None:
    """A first name does not swallow the city that the text is in."""
    found = entities(learned, "Paris Hilton flew to Paris. In Paris it rained.")
    assert found == {"Paris Hilton": "person", "Paris": "place"}


def test_tag_each_text_by_itself(learned: Recogniser) -> None:
    """A text has the same entities alone and in any batch."""
    texts = ["Ramzan Kadyrov spoke.", "Kadyrov said so.", "Nothing here.", "Ramzan Kadyrov spoke."]
    assert learned.tag(texts) == [learned.tag([text])[0] for text in texts]


def test_group_lists_entities_in_order_of_first_mention(learned: Recogniser) -> None:
    """A document's entities are its distinct names, each with all its spans."""
    text = "Putin met Ramzan Kadyrov. Vladimir Putin left."
    names = [
        (name, [text[slice(*span)] for span in spans]) for name, _, spans in group(learned.tag([text])[0])
    ]
    assert names == [("Vladimir Putin", ["Putin", "Vladimir Putin"]), ("Ramzan Kadyrov", ["Ramzan Kadyrov"])]


MARKS = "“”‘’\"'().,;:-—&/ \n\u00a0\u2028éßİ路\u0301"
WORDS = (
    "Kadyrov Ramzan Putin’s U.S. al-Assad bin Laden the of and for said in Ministry President Gov. ISW "
    "NATO THE WAR Institute Study War (ISW) Jr. Inc J. x Ünal 1999"
)
PIECES = st.sampled_from([*MARKS, *WORDS.split()])


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map(" ".join) | st.lists(PIECES, max_size=40).map("".join) | st.text())
def test_tag_any_text_gives_sorted_spans_of_it(text: str) -> None:
    """Mentions lie in the text, in order, apart; they begin and end with a letter, digit or full stop."""
    (mentions,) = load_recogniser().tag([text])
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end <= len(text)
        assert mention.name
        assert mention.type in ENTITY_TYPES
        assert text[mention.start].isalnum()
        assert text[mention.end - 1].isalnum() or text[mention.end - 1] in ".!"
        end = mention.end
