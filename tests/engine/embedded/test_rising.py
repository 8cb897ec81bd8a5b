"""A rising sequence gives back the numbers that were written, however they are asked for."""

from __future__ import annotations

from itertools import accumulate, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searcher.engine.embedded.building.rising import RisingWriter
from searcher.engine.embedded.segment.layout import Arrays, ArrayWriter
from searcher.engine.embedded.segment.rising import Rising

STEPS = st.lists(st.sampled_from([0, 0, 1, 2, 100, 255, 256, 257, 1000]), min_size=1, max_size=40)


@given(STEPS, st.data())
def test_rising_gives_back_what_was_written(steps: list[int], data: st.DataObject) -> None:
    """One by one, as ranges, or by number: the numbers are those that were written in any pieces."""
    numbers = list(accumulate(steps))
    with TemporaryDirectory() as name:
        path = Path(name, "a.seg")
        cut = data.draw(st.integers(0, len(numbers)))
        with ArrayWriter(path) as file:
            writer = RisingWriter(file, "some", len(numbers), numbers[-1])
            for piece in (numbers[:cut], numbers[cut:]):
                writer.append(np.array(piece, np.int64))
        rising = Rising(Arrays(path), "some")
    assert len(rising) == len(numbers)
    assert [rising[at] for at in range(len(numbers))] == numbers
    assert rising.all().tolist() == numbers
    assert [rising.edges(at) for at in range(len(numbers) - 1)] == list(pairwise(numbers))
    first, beyond = sorted(data.draw(st.tuples(*[st.integers(0, len(numbers) - 1)] * 2)))
    assert rising.between(first, beyond + 1).tolist() == numbers[first : beyond + 1]
    at = data.draw(st.lists(st.integers(0, len(numbers) - 1)))
    assert rising.take(np.array(at, np.int64)).tolist() == [numbers[i] for i in at]
