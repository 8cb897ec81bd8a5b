from hypothesis import given
from hypothesis import strategies as st

from searcher.analysis import analyze
from searcher.query.highlight import highlight, merge, worth_marking
from searcher.query.places import UNCASED_WEIGHT
from searcher.records import Place, Span

TEXT = "The U.S.-led ‘self-mobilization’ of 20,000 men’s troops."


def words(text: str, *spans: Span) -> list[str]:
    """The words a highlight covers."""
    return [text[start:end] for start, end in spans]


def test_spans_are_the_words_as_written() -> None:
    """A span covers the word with its own points and commas, without quotation marks and possessive."""
    places = [Place(position, position) for position in range(9)]
    assert words(TEXT, *highlight(TEXT, None, places)) == [
        "The", "U.S.", "led", "self", "mobilization", "of", "20,000", "men", "troops",
    ]  # fmt: skip


def test_compound_and_phrase_are_one_span() -> None:
    """A place of several words is one span, with what stands between them."""
    assert words(TEXT, *highlight(TEXT, None, [Place(3, 4)])) == ["self-mobilization"]
    assert words(TEXT, *highlight(TEXT, None, [Place(1, 5)])) == ["U.S.-led ‘self-mobilization’ of"]


def test_overlapping_places_are_one_span() -> None:
    """Places that overlap are marked once, those that only touch apart."""
    assert words(TEXT, *highlight(TEXT, None, [Place(3, 4), Place(4, 5), Place(3, 3)])) == [
        "self-mobilization’ of"
    ]
    assert merge([Span(4, 6), Span(0, 2), Span(2, 4), Span(1, 2)]) == (Span(0, 2), Span(2, 4), Span(4, 6))


def test_places_outside_are_left_out() -> None:
    """Of a phrase over the border of a passage the part inside is marked, of others nothing."""
    text = "three four five"
    places = [Place(0, 1), Place(2, 3), Place(5, 8), Place(8, 9)]
    assert words(text, *highlight(text, None, places, first_token=3)) == ["three", "five"]


def test_small_letters_are_not_marked_beside_capitals() -> None:
    """Where US stands in capitals, “us” is not marked; where it does not, it is."""
    small, capital = Place(0, 0, UNCASED_WEIGHT), Place(3, 3)
    assert worth_marking([small, capital]) == [capital]
    assert worth_marking([small]) == [small]
    assert worth_marking([]) == []


@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5)), max_size=5),
    st.integers(0, 9),
)
def test_spans_are_ordered_and_inside(text: str, runs: list[tuple[int, int]], first: int) -> None:
    """Spans of any text are in order, apart, inside it, and begin and end with a word."""
    spans = highlight(text, None, [Place(at, at + more) for at, more in runs], first)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    starts = {token.start for token in analyze(text)}
    ends = {token.end for token in analyze(text)}
    assert all(start in starts and end in ends and start < end for start, end in spans)
