"""What a change bears on: names settled by their near ones alone, against all of them resolved whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.identities import Correction, Key, Pairs, Ties, Touched, neighbourhood, resolve
from searcher.records import ENTITY_TYPES

PEOPLE = ["Vladimir Putin", "Igor Putin", "IGOR PUTIN", "Putin", "PUTIN", "Vladimir", "Putin Igor Vladimir"]
OTHERS = [
    "ISW", "ÍSW", "isw", "ISW Inc", "Institute for the Study of War", "Institute Study War",
    "The Institute Study War", "Institute Study War Inc", "Institute Study War Co",
    "Institute for Soviet War",
]  # fmt: skip
NAMES = st.sampled_from(PEOPLE + OTHERS)
KEYS = st.one_of(
    st.tuples(st.sampled_from(PEOPLE), st.just("person")),
    st.tuples(st.sampled_from(OTHERS), st.just("organisation")),
    st.tuples(NAMES, st.sampled_from(ENTITY_TYPES)),
)
DOCUMENTS = st.sampled_from([1, 2, 3, 5, 9, 10, 30, 300])
COUNTS = st.dictionaries(KEYS, DOCUMENTS, min_size=3, max_size=10)
CHANGES = st.dictionaries(KEYS, st.one_of(st.just(0), DOCUMENTS), max_size=2)
CORRECTIONS = st.lists(
    st.one_of(
        st.builds(Correction, st.sampled_from(["merge", "rename"]), NAMES, NAMES, st.none()),
        st.builds(Correction, st.just("retype"), NAMES, st.sampled_from(ENTITY_TYPES), st.none()),
        st.builds(Correction, st.just("remove"), NAMES),
    ),
    max_size=3,
)


def ties_of_names(corrections: Sequence[Correction]) -> Ties:
    """Of the names that corrections speak of."""
    names = {name for each in corrections for name in (each.name, each.into)}
    return Ties.of([(name, kind) for name in names for kind in ENTITY_TYPES])


def check(
    before: Mapping[Key, int],
    after: Mapping[Key, int],
    corrections: tuple[Sequence[Correction], Sequence[Correction]],
    parts: int = 1,
) -> int:
    """Settle again what changed, compare with resolving whole, and tell how many were near."""
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    touched = Touched([Ties.of(list(changed)), *map(ties_of_names, corrections)])
    keys = list(after)
    tables = [keys[number::parts] for number in range(parts)]
    found = neighbourhood([Ties.of(table) for table in tables], touched)
    near, settled = (
        {
            key
            for table, own in zip(tables, chosen, strict=True)
            for key, one in zip(table, own, strict=True)
            if one
        }
        for chosen in (found.near, found.settled)
    )
    assert settled <= near
    shown = dict(resolve(before, corrections[0], joins).shown)
    for key in settled | changed:
        shown.pop(key, None)
    again = resolve({key: after[key] for key in near}, corrections[1], joins, settled)
    whole = resolve(after, corrections[1], joins)
    assert shown | again.shown == whole.shown
    assert again.idle == whole.idle
    return len(near)


def joins(pairs: Pairs) -> Pairs:
    """Some documents join some of them."""
    return [(short, long) for short, long in pairs if "Soviet" not in long[0]]


def changed_by(counts: Mapping[Key, int], changes: Mapping[Key, int]) -> dict[Key, int]:
    """Counts after some were set anew, 0 for none."""
    return {key: documents for key, documents in {**counts, **changes}.items() if documents}


@settings(max_examples=500, deadline=None)
@given(COUNTS, CHANGES, st.tuples(CORRECTIONS, CORRECTIONS), st.integers(1, 2))
def test_settling_again_is_as_resolving_whole(
    before: dict[Key, int],
    changes: dict[Key, int],
    corrections: tuple[list[Correction], list[Correction]],
    parts: int,
) -> None:
    """However counts and corrections change, what is near to the change tells all that becomes of it."""
    check(before, changed_by(before, changes), corrections, parts)


@pytest.mark.parametrize(
    ("before", "changes"),
    [
        pytest.param(
            {"Vladimir Putin": 3, "Igor Putin": 3, "Putin": 1}, {"Igor Putin": 0}, id="a rival goes"
        ),
        pytest.param({"Vladimir Putin": 3, "Putin": 1}, {"Igor Putin": 3}, id="a rival comes"),
        pytest.param({"Vladimir Putin": 3, "Putin": 1}, {"Putin": 30}, id="it stands alone too often"),
        pytest.param({"Vladimir Putin": 3, "Putin": 1}, {"Putin": 0}, id="it goes itself"),
    ],
)
def test_surnames_are_settled(before: dict[str, int], changes: dict[str, int]) -> None:
    """Whoever of a surname comes or goes, it is settled again."""
    people: list[dict[Key, int]] = [
        {(name, "person"): n for name, n in own.items()} for own in (before, changes)
    ]
    assert resolve(people[0]).shown != resolve(changed_by(*people)).shown
    check(people[0], changed_by(*people), ([], []))


def test_mistaken_types_settle_surnames() -> None:
    """An organisation of some documents becomes a person when enough others say so, and so a rival."""
    before: dict[Key, int] = {
        ("Vladimir Putin", "person"): 20, ("Putin", "person"): 1,
        ("Igor Putin", "person"): 4, ("Igor Putin", "organisation"): 40,
    }  # fmt: skip
    after = before | {("Igor Putin", "organisation"): 1}
    assert resolve(before).shown == {("Igor Putin", "person"): ("Igor Putin", "organisation")} | {
        ("Putin", "person"): ("Vladimir Putin", "person")
    }
    check(before, after, ([], []))
    check(after, before, ([], []))


@settings(deadline=None)
@given(COUNTS, CHANGES)
def test_one_code_for_several_settles_more(before: dict[Key, int], changes: dict[Key, int]) -> None:
    """Writings that are taken for the same make more to settle, and nothing wrong."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("searcher.identities.ties._CODES", 3)
        check(before, changed_by(before, changes), ([], []))


def test_few_are_near() -> None:
    """Of a large collection, a new article asks for the names that share a word that stands alone as well."""
    counts: dict[Key, int] = {(f"Some{number} Body{number % 50}", "person"): 2 for number in range(1000)}
    counts |= {("Body7", "person"): 1, ("Some9", "person"): 1}
    assert check(counts, counts | {("Some7 Body7", "person"): 3}, ([], [])) == 21


def test_nothing_known_touches_everything() -> None:
    """Before there is a former commit, all names are settled."""
    ties = Ties.of([("Putin", "person"), ("Wagner Inc", "organisation")])
    found = neighbourhood([ties], Touched(everything=True))
    assert np.array_equal(found.settled, [[True, True]])
    assert np.array_equal(found.near, [[True, True]])
