"""As what the names of a collection are shown."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.identities import Correction, Counts, Key, resolve
from searcher.records import ENTITY_TYPES

PUTIN: Key = ("Vladimir Putin", "person")
BARE: Key = ("Putin", "person")
ISW: Key = ("ISW", "organisation")
INSTITUTE: Key = ("Institute for the Study of War", "organisation")


def as_people(**documents: int) -> dict[Key, int]:
    """People by name ("_" for a blank), with how many documents carry each."""
    return {(name.replace("_", " "), "person"): count for name, count in documents.items()}


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        pytest.param({PUTIN: 2, BARE: 1}, {BARE: PUTIN}, id="one person of the surname"),
        pytest.param({PUTIN: 1, BARE: 1}, {}, id="a single document shows nothing"),
        pytest.param(as_people(Smith=4, John_Smith=3, Anna_Smith=2), {}, id="two Smiths stay apart"),
        pytest.param({PUTIN: 9, BARE: 3, ("Igor Putin", "person"): 1}, {BARE: PUTIN}, id="one is no rival"),
        pytest.param(as_people(Baker=3, James_Baker=213, Howard_Baker=21), {}, id="a rival in office"),
        pytest.param(
            as_people(Charles=5, Ray_Charles=18, Charles_Clarke=9), {}, id="a first name is no surname"
        ),
        pytest.param(as_people(Salomon=16, Robert_Salomon=4), {}, id="a word far more frequent alone"),
        pytest.param(
            as_people(MOSCOW=1) | {("The Élysée", "place"): 2, ("Elysee", "place"): 1},
            {("Elysee", "place"): ("The Élysée", "place")},
            id="accents and the article",
        ),
        pytest.param(
            {("E.F. Hutton", "person"): 3, ("E. F. Hutton", "person"): 2},
            {("E. F. Hutton", "person"): ("E.F. Hutton", "person")},
            id="dots of initials",
        ),
        pytest.param(
            {("NATO", "organisation"): 2, ("Nato", "organisation"): 2},
            {("NATO", "organisation"): ("Nato", "organisation")},
            id="capitals give way when both are as frequent",
        ),
        pytest.param(
            {("Boeing", "organisation"): 2, ("Boeing Co.", "organisation"): 5},
            {("Boeing", "organisation"): ("Boeing Co.", "organisation")},
            id="a company with and without its legal form",
        ),
        pytest.param(
            {("Gas", "organisation"): 2, ("Gas Corp", "organisation"): 5, ("Gas Ltd", "organisation"): 1},
            {},
            id="two companies of different legal forms stay apart",
        ),
        pytest.param(
            {("Tula", "place"): 9, ("Tula", "person"): 1},
            {("Tula", "person"): ("Tula", "place")},
            id="nearly all say a place",
        ),
        pytest.param({("Tula", "place"): 3, ("Tula", "person"): 1}, {}, id="too few say a place"),
        pytest.param({ISW: 2, INSTITUTE: 3}, {}, id="an acronym that no document spells out"),
    ],
)
def test_evidence(counts: Counts, shown: dict[Key, Key]) -> None:
    """Names are joined where the collection shows that they are one thing, and only there."""
    assert resolve(counts).shown == shown


def test_acronym_that_a_document_joins_is_its_long_form() -> None:
    """ISW is the Institute for the Study of War when a document uses both for one thing."""
    asked: list[tuple[Key, Key]] = []

    def joins(pairs):
        asked.extend(pairs)
        return pairs

    assert resolve({ISW: 2, INSTITUTE: 3}, joins=joins).shown == {ISW: INSTITUTE}
    assert asked == [(ISW, INSTITUTE)]


@pytest.mark.parametrize(
    ("corrections", "shown"),
    [
        pytest.param([Correction("merge", "Wagner", "PMC")], {("Wagner", "person"): ("PMC", "organisation")},
                     id="merge takes the type of the other"),
        pytest.param([Correction("rename", "Wagner", "PMC")], {("Wagner", "person"): ("PMC", "person")},
                     id="rename keeps the type"),
        pytest.param([Correction("retype", "Wagner", "organisation")],
                     {("Wagner", "person"): ("Wagner", "organisation")}, id="retype"),
        pytest.param([Correction("remove", "Wagner")], {("Wagner", "person"): None}, id="remove"),
        pytest.param([Correction("remove", "Wagner", type="place")], {}, id="another type is not meant"),
        pytest.param([Correction("rename", "Wagner", "A"), Correction("rename", "A", "B")],
                     {("Wagner", "person"): ("B", "person")}, id="in order"),
        pytest.param([Correction("rename", "Wagner", "A"), Correction("rename", "PMC", "Wagner"),
                      Correction("rename", "A", "PMC")],
                     {("Wagner", "person"): ("PMC", "person"),
                      ("PMC", "organisation"): ("Wagner", "organisation")},
                     id="two change their names"),
        pytest.param([Correction("rename", "Wagner", "A"), Correction("rename", "A", "Wagner")], {},
                     id="there and back"),
    ],
)  # fmt: skip
def test_corrections(corrections: list[Correction], shown: dict[Key, Key | None]) -> None:
    """Corrections are applied one after the other to what is shown by then."""
    found = resolve({("Wagner", "person"): 2, ("PMC", "organisation"): 3}, corrections)
    assert found.shown == shown


def test_correction_takes_along_what_the_evidence_joined() -> None:
    """Whoever is shown as the merged entity goes with it."""
    found = resolve({PUTIN: 3, BARE: 1}, [Correction("rename", "Vladimir Putin", "V. V. Putin")])
    assert set(found.shown.values()) == {("V. V. Putin", "person")}
    assert found.shown.keys() == {PUTIN, BARE}


def test_correction_parts_what_the_evidence_joined() -> None:
    """A name that only the evidence shows as another one can be corrected by itself."""
    counts = {PUTIN: 30, BARE: 1, ("Igor Putin", "person"): 1}
    assert resolve(counts).shown == {BARE: PUTIN}
    found = resolve(counts, [Correction("merge", "Putin", "Igor Putin")])
    assert found.shown == {BARE: ("Igor Putin", "person")}


def test_correction_of_unknown_name_is_told() -> None:
    """A correction that concerns nothing is no error; it is listed."""
    idle = Correction("remove", "Nobody")
    assert resolve({PUTIN: 1}, [idle, Correction("remove", "Vladimir Putin")]).idle == (idle,)


WORDS = [
    "Putin",
    "PUTIN",
    "Vladimir",
    "Igor",
    "ISW",
    "Institute for Soviet War",
    "Wagner",
    "Wagner Co",
    "The",
    "É",
]
NAMES = st.builds(" ".join, st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))
KEYS = st.tuples(NAMES, st.sampled_from(ENTITY_TYPES))
COUNTS = st.dictionaries(KEYS, st.integers(1, 40), max_size=12)
CORRECTIONS = st.lists(
    st.one_of(
        st.builds(Correction, st.sampled_from(["merge", "rename"]), NAMES, NAMES, st.none()),
        st.builds(Correction, st.just("retype"), NAMES, st.sampled_from(ENTITY_TYPES), st.none()),
        st.builds(Correction, st.just("remove"), NAMES),
    ),
    max_size=4,
)


@given(COUNTS, CORRECTIONS, st.integers())
def test_order_of_counts_does_not_matter(
    counts: dict[Key, int], corrections: list[Correction], seed: int
) -> None:
    """The same counts in another order give the same identities."""
    items = list(counts.items())
    random.Random(seed).shuffle(items)
    assert resolve(dict(items), corrections, joins=set) == resolve(counts, corrections, joins=set)


@given(COUNTS)
def test_evidence_is_one_hop(counts: dict[Key, int]) -> None:
    """What a name is shown as is shown as it stands: there are no chains and no circles."""
    shown = resolve(counts, joins=set).shown
    assert shown.keys() <= counts.keys()
    assert not set(shown.values()) & shown.keys()


@given(COUNTS, CORRECTIONS)
def test_removed_and_changed_names_alone_are_listed(
    counts: dict[Key, int], corrections: list[Correction]
) -> None:
    """Every listed name is one of the collection and is shown otherwise than it stands."""
    found = resolve(counts, corrections)
    assert all(key in counts and key != to for key, to in found.shown.items())
