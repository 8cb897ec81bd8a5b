"""Held text: plain text that a pattern cannot match without. Lines of a page → which patterns to try on each.

Patterns that may match anywhere in a line are slow, and most match nothing on a page. What they hold is
looked for in the whole page at once, and a pattern is tried only on the lines where it stands.
"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate


class HeldTexts:
    """What some patterns hold; a pattern is known by its place.

    Args:
        held: of each pattern, in order, the texts of which whatever it matches holds one, folded as
            `unicode.key` folds.
    """

    def __init__(self, held: Iterable[Iterable[str]]) -> None:
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for place, texts in enumerate(held):
            for text in texts:
                self._places[text].append(place)

    def lines(self, keys: Sequence[str]) -> dict[int, list[int]]:
        """Return the places of the patterns that may match, in order, for each line that may match any.

        Args:
            keys: `unicode.key` of each line of a page.
        """
        page = "\n".join(keys)
        found: defaultdict[int, set[int]] = defaultdict(set)
        starts: list[int] = []
        for text, places in self._places.items():
            if text in page:
                starts = starts or list(accumulate([len(key) + 1 for key in keys], initial=0))
                for line in _lines_with(text, page, starts):
                    found[line].update(places)
        return {line: sorted(found[line]) for line in sorted(found)}


def _lines_with(text: str, page: str, starts: Sequence[int]) -> Iterator[int]:
    """Find the lines that hold a text; `starts` has where each line begins, and the end."""
    at = page.find(text)
    while at >= 0:
        line = bisect(starts, at) - 1
        yield line
        at = page.find(text, starts[line + 1])
