"""The array tools that phrases, conjunctions and neighbourhoods are made of."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.engine.embedded.searching import rows
from searcher.engine.embedded.searching.occurrences import (
    FORM,
    STEM,
    Places,
    each_once,
    one_at_each_first,
    ranges,
)
from searcher.engine.embedded.searching.rows import common

numbers = st.sets(st.integers(0, 400), max_size=60)


@given(numbers, numbers, st.integers(1, 12))
def test_common_items_are_those_of_both_sets(one: set[int], other: set[int], times: int) -> None:
    """Where two ascending arrays share an item is found whatever their lengths and however much is shared."""
    left = np.array(sorted(one), np.uint32)
    right = np.array(sorted(number * times for number in other), np.uint32)
    mine, its = common(left, right)
    assert left[mine].tolist() == right[its].tolist() == sorted(set(left.tolist()) & set(right.tolist()))


@given(numbers, numbers, st.sampled_from([1, 3, 64, 1000]))
def test_common_items_of_long_arrays_are_those_of_both_sets(
    one: set[int], other: set[int], window: int
) -> None:
    """Marking items window by window finds the same, up to the last number there is."""
    top = np.iinfo(np.uint32).max - 400
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (
            ("_SHORT", -1),
            ("_LONG", -1),
            ("_FAR_SHORTER", 1000),
            ("_WINDOW", window),
            ("_SPARSE", 1000),
        ):
            patch.setattr(rows, name, value)
        for offset in (0, top):
            left, right = (np.array(sorted(items), np.uint32) + np.uint32(offset) for items in (one, other))
            mine, its = common(left, right)
            shared = [number + offset for number in sorted(one & other)]
            assert left[mine].tolist() == right[its].tolist() == shared


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 4)), max_size=20))
def test_ranges_are_put_in_a_row(asked: list[tuple[int, int]]) -> None:
    """Each range follows the one before it; empty ones leave nothing."""
    begin, count = (np.array(column, np.int64) for column in zip(*asked, strict=True)) if asked else (
        np.zeros(0, np.int64), np.zeros(0, np.int64)
    )  # fmt: skip
    assert ranges(begin, count).tolist() == [at + i for at, size in asked for i in range(size)]


def test_places_are_kept_once_by_their_greatest_weight() -> None:
    """Of equal places the heaviest is kept; of those that begin together the heaviest, else the shorter."""
    key = np.array([7 << 26 | 1, 3 << 26, 7 << 26, 3 << 26, 3 << 26 | 2], np.int64)
    weight = np.array([STEM, STEM, STEM, FORM, FORM], np.uint8)
    found = each_once(key, weight)
    assert list(zip(found.first.tolist(), found.last.tolist(), found.weight.tolist(), strict=True)) == [
        (3, 3, FORM),
        (3, 5, FORM),
        (7, 7, STEM),
        (7, 8, STEM),
    ]
    assert one_at_each_first(found).key.tolist() == [3 << 26, 7 << 26]
    longer = Places(np.array([3 << 26, 3 << 26 | 2], np.int64), np.array([STEM, FORM], np.uint8))
    assert one_at_each_first(longer).last.tolist() == [5]
