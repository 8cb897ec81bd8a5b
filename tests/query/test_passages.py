from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from slow_results import passage_of, slow_scores

from searcher.engine.bm25 import Bm25
from searcher.query.passages import PassageScores, score_passages
from searcher.query.top_docs import PlaceTable
from searcher.records import PassageBounds, Place

BOUNDS = [PassageBounds(0, 10, 0, 10), PassageBounds(10, 20, 10, 10), PassageBounds(20, 30, 10, 20)]
Standing = Sequence[Sequence[Place]]


def table(documents: Sequence[tuple[Sequence[PassageBounds], Standing]]) -> PlaceTable:
    """Where matches stand in documents, as a table."""
    rows = sorted(
        (number, at, bounds[at].token_end - bounds[at].token_start, leaf, *place)
        for number, (bounds, matches) in enumerate(documents)
        for leaf, places in enumerate(matches)
        for place in places
        for at in [passage_of(bounds, place)]
    )
    begins = [row for row in range(len(rows)) if not row or rows[row][:2] != rows[row - 1][:2]]
    passages = np.array([(*rows[row][:3], row) for row in begins], np.int64).reshape(-1, 4).T
    leaf, first, last, weight = np.array([row[3:] for row in rows], float).reshape(-1, 4).T
    return PlaceTable(*passages, *(column.astype(np.int64) for column in (leaf, first, last)), weight)  # type: ignore[call-arg]


def scores(*places: Sequence[int | tuple[int, int]], idfs: Sequence[float] | None = None) -> list[float]:
    """Scores of three passages, of which the second has no word, for matches at some positions."""
    standing = [
        [Place(*place) if isinstance(place, tuple) else Place(place, place) for place in match]
        for match in places
    ]
    rows = table([(BOUNDS, standing)])
    found = score_passages(rows, 1, idfs or [1.0] * len(standing), Bm25(), 10.0)
    by_ordinal = dict(zip(rows.ordinal.tolist(), found.scores, strict=True))
    return [by_ordinal.get(ordinal, 0.0) for ordinal in range(3)]


def ranked(rows: PlaceTable, found: PassageScores, document: int, most: int = 1) -> list[int]:
    """The ordinals of a document's best passages."""
    return rows.ordinal[found.ranked(document, most)].tolist() if found.ranked(document, most) else []


def test_passage_without_a_match_scores_nothing() -> None:
    """A passage in which nothing stands scores 0."""
    assert scores([3], [4])[1:] == [0.0, 0.0]
    assert scores([], []) == [0.0, 0.0, 0.0]


def test_passage_scores_by_bm25() -> None:
    """One match scores its idf by the formula, on the passage's own length."""
    assert scores([3, 5], idfs=[2.0])[0] == pytest.approx(2 * Bm25().weight(2, 10, 10))


def test_weights_of_places_count() -> None:
    """Places that count less score less."""
    light = score_passages(table([(BOUNDS, [[Place(3, 3, 0.8)]])]), 1, [1.0], Bm25(), 10.0)
    assert 0 < light.best[0] < scores([3])[0]


def test_close_words_score_more() -> None:
    """Two words score more the closer they stand, and more in the order of the query."""
    side_by_side, apart, far = scores([3], [4])[0], scores([3], [6])[0], scores([0], [9])[0]
    swapped = scores([4], [3])[0]
    assert side_by_side > apart > far
    assert side_by_side > swapped > far


def test_closeness_skips_words_that_are_missing() -> None:
    """A word that the passage lacks does not part its neighbours in the query."""
    assert scores([3], [], [4])[0] == pytest.approx(scores([3], [4])[0])


def test_place_over_a_border_counts_where_it_begins() -> None:
    """A phrase that crosses into the next passage scores for the one it begins in."""
    assert scores([(9, 11)]) == [scores([(8, 9)])[0], 0.0, 0.0]
    assert scores([10])[2] > 0


def test_words_of_two_passages_are_not_close() -> None:
    """Side by side over the border of a passage is not side by side."""
    assert scores([9], [10]) == pytest.approx([scores([9])[0], 0.0, scores([10])[2]])


def test_best_passages_of_a_document_come_first() -> None:
    """Passages are chosen by score, then by number; without any match none is."""
    many = [PassageBounds(n, n + 1, 10 * n, 10 * n + 10) for n in range(4)]
    rows = table([(many, [[Place(11, 11), Place(20, 20), Place(25, 25), Place(31, 31)]]), (many, [[]])])
    found = score_passages(rows, 3, [1.0], Bm25(), 10.0)
    assert [ranked(rows, found, 0, most) for most in (1, 2, 3, 9)] == [[2], [2, 1], [2, 1, 3], [2, 1, 3]]
    assert found.ranked(1) == found.ranked(1, 5) == found.ranked(2) == []
    assert found.best == [max(found.scores), 0.0, 0.0]


def test_passage_that_scores_nothing_is_not_preferred() -> None:
    """Where every match weighs nothing, no passage is better than others."""
    found = score_passages(table([(BOUNDS, [[Place(15, 15)]])]), 1, [0.0], Bm25(), 10.0)
    assert found.ranked(0) == found.ranked(0, 2) == []


def test_passages_that_score_nothing_do_not_follow() -> None:
    """Behind the best passage of a document only those stand that score as well."""
    rows = table([(BOUNDS, [[Place(1, 1)], [Place(12, 12)]])])
    assert ranked(rows, score_passages(rows, 1, [0.0, 2.0], Bm25(), 10.0), 0, 3) == [2]


drawn_bounds = st.lists(st.integers(0, 9), min_size=1, max_size=4)
drawn_places = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 3), st.sampled_from([1.0, 0.8, 0.1])), max_size=12
)


@st.composite
def collections(draw: st.DrawFn) -> tuple[list[tuple[list[PassageBounds], list[list[Place]]]], list[float]]:
    """Some documents in passages, and the idfs of the matches that stand in them."""
    idfs = draw(st.lists(st.sampled_from([0.0, 0.5, 2.0, 7.25]), min_size=1, max_size=4))
    documents = []
    for lengths in draw(st.lists(drawn_bounds, max_size=4)):
        ends = np.cumsum([0, *lengths]).tolist()
        bounds = [PassageBounds(*ends[n : n + 2], *ends[n : n + 2]) for n in range(len(lengths))]
        places = [
            [Place(*row) for row in sorted({first: (first, first + more, weight)
             for first, more, weight in draw(drawn_places)}.values())] for _ in idfs
        ]  # fmt: skip
        documents.append((bounds, places))
    return documents, idfs


@given(collections())
def test_all_at_once_is_document_by_document(
    drawn: tuple[list[tuple[list[PassageBounds], list[list[Place]]]], list[float]],
) -> None:
    """Every passage scores as it does on its own."""
    documents, idfs = drawn
    rows = table(documents)
    found = score_passages(rows, len(documents), idfs, Bm25(), 8.0)
    assert len(found.best) == len(documents)
    assert found.starts == [int((rows.document < number).sum()) for number in range(len(documents) + 1)]
    passages = zip(rows.document.tolist(), rows.ordinal.tolist(), strict=True)
    by_passage = dict(zip(passages, found.scores, strict=True))
    for number, (bounds, places) in enumerate(documents):
        slow = slow_scores(bounds, places, idfs, Bm25(), 8.0)
        fast = [by_passage.get((number, ordinal), 0.0) for ordinal in range(len(bounds))]
        assert fast == pytest.approx(slow, abs=1e-9)
        assert found.best[number] == pytest.approx(max(slow), abs=1e-9)
        best = ranked(rows, found, number)
        assert slow[best[0]] == pytest.approx(max(slow), abs=1e-9) if best else max(slow) == 0


def test_equal_passages_score_alike_wherever_they_stand() -> None:
    """Equal passages of a table have equal scores, to the last bit, and those they have alone."""
    places = [[Place(1, 1, 0.8), Place(5, 5, 0.8), Place(7, 7)], [Place(2, 3, 0.1), Place(6, 6)]]
    documents = [(BOUNDS, places)] * 40
    found = score_passages(table(documents), 40, [1.3, 0.7], Bm25(), 10.0)
    alone = score_passages(table(documents[:1]), 1, [1.3, 0.7], Bm25(), 10.0)
    assert {*found.best} == {found.best[0]}
    assert found.best[0] == pytest.approx(alone.best[0], abs=1e-12)


def test_many_words_and_passages_are_quick() -> None:
    """The cost is that of the places, not of every word in every passage."""
    bounds = [PassageBounds(n, n + 1, n, n + 1) for n in range(5000)]
    found = score_passages(
        table([(bounds, [[Place(n, n)] for n in range(5000)])]), 1, [1.0] * 5000, Bm25(), 1.0
    )
    assert len(found.scores) == 5000
    assert min(found.scores) > 0
