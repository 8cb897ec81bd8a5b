from collections.abc import Sequence

import pytest

from searcher.engine.bm25 import Bm25
from searcher.query.passages import score_passages
from searcher.records import PassageBounds, Place

BOUNDS = [PassageBounds(0, 10, 0, 10), PassageBounds(10, 20, 10, 10), PassageBounds(20, 30, 10, 20)]


def scores(*places: Sequence[int | tuple[int, int]], idfs: Sequence[float] | None = None) -> list[float]:
    """Scores of three passages, of which the second has no word, for matches at some positions."""
    standing = [
        [Place(*place) if isinstance(place, tuple) else Place(place, place) for place in match]
        for match in places
    ]
    return score_passages(BOUNDS, standing, idfs or [1.0] * len(standing), Bm25(), 10.0)


def test_passage_without_a_match_scores_nothing() -> None:
    """A passage in which nothing stands scores 0."""
    assert scores([3], [4])[1:] == [0.0, 0.0]
    assert scores([], []) == [0.0, 0.0, 0.0]


def test_passage_scores_by_bm25() -> None:
    """One match scores its idf by the formula, on the passage's own length."""
    assert scores([3, 5], idfs=[2.0])[0] == pytest.approx(2 * Bm25().weight(2, 10, 10))


def test_weights_of_places_count() -> None:
    """Places that count less score less."""
    light = score_passages(BOUNDS, [[Place(3, 3, 0.8)]], [1.0], Bm25(), 10.0)
    assert 0 < light[0] < scores([3])[0]


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


def test_many_words_and_passages_are_quick() -> None:
    """The cost is that of the places, not of every word in every passage."""
    bounds = [PassageBounds(n, n + 1, n, n + 1) for n in range(5000)]
    found = score_passages(bounds, [[Place(n, n)] for n in range(5000)], [1.0] * 5000, Bm25(), 1.0)
    assert len(found) == 5000
    assert min(found) > 0
