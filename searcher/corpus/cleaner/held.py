"""Held text: plain text that a pattern cannot match without. Lines of a page → which patterns to try on each.

Patterns that may match anywhere in a line are slow, and most match nothing on a page. What they hold is
looked for in the whole page at once, and a pattern is tried only on the lines where it stands.

A text is known by four of its bytes in a row, its gram. A table tells of every gram of a page at once, by
its hash, which text it may be of: that takes as long for a hundred texts as for one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

_GRAM_BYTES: Final = 4
# Multiplicative hashing (Knuth, TAOCP vol. 3, 6.4): the upper bits of the product are mixed best.
_MULTIPLIER: Final = np.uint32(2654435761)
_HASH_BITS: Final = 15
_SHIFT: Final = np.uint32(32 - _HASH_BITS)
# A text's gram is the one of the rarest letters: these are in the order of English prose, commonest first.
_COMMON: Final = " etaoinsrhldcumfpgwybvkxjqz"


class HeldTexts:
    """What some patterns hold; a pattern is known by its place.

    Args:
        held: of each pattern, in order, the texts of which whatever it matches holds one, folded as
            `unicode.key` folds. At most 255 texts.
    """

    def __init__(self, held: Iterable[Iterable[str]]) -> None:
        self._places: defaultdict[bytes, list[int]] = defaultdict(list)
        for place, texts in enumerate(held):
            for text in texts:
                self._places[text.encode()].append(place)
        self._short = [text for text in self._places if len(text) < _GRAM_BYTES]
        # What a gram's hash stands for: nothing (0), or the number of texts and of where in them it is.
        self._number = np.zeros(1 << _HASH_BITS, np.uint8)
        self._texts: list[list[tuple[bytes, int]]] = [[]]
        for encoded in self._places:
            if len(encoded) >= _GRAM_BYTES:
                self._add(encoded, _gram_at(encoded))

    def _add(self, text: bytes, at: int) -> None:
        place = _gram_hashes(text)[at]
        if not self._number[place]:
            self._number[place] = len(self._texts)
            self._texts.append([])
        self._texts[self._number[place]].append((text, at))

    def lines(self, page: bytes) -> dict[int, list[int]]:
        """Return the places of the patterns that may match, in order, for each line that may match any.

        Args:
            page: `unicode.key` of each line of a page, in UTF-8, with an end of line between them.
        """
        hits = [hit for text in self._short if text in page for hit in _all(text, page)]
        if len(page) >= _GRAM_BYTES:
            numbers = self._number.take(_gram_hashes(page))
            grams = (numbers != 0).nonzero()[0]
            hits += [
                (gram - at, text)
                for gram, number in zip(grams.tolist(), numbers[grams].tolist(), strict=True)
                for text, at in self._texts[number]
                if gram >= at and page.startswith(text, gram - at)
            ]
        if not hits:
            return {}
        found: defaultdict[int, set[int]] = defaultdict(set)
        line_ends = (np.frombuffer(page, np.uint8) == ord("\n")).nonzero()[0]
        lines = line_ends.searchsorted([at for at, _ in hits])
        for line, text in set(zip(lines.tolist(), [text for _, text in hits], strict=True)):
            found[line].update(self._places[text])
        return {line: sorted(found[line]) for line in sorted(found)}


def _gram_hashes(text: bytes) -> NDArray[np.uint32]:
    """Return the hash of each gram of a text, shape (len(text) - 3,), in order."""
    grams = np.ndarray((len(text) - _GRAM_BYTES + 1,), "<u4", text, strides=(1,))
    return grams * _MULTIPLIER >> _SHIFT


def _gram_at(text: bytes) -> int:
    """Return where in a text its rarest gram begins."""
    rarity = [_COMMON.find(chr(byte)) % 256 for byte in text]
    return max(range(len(text) - _GRAM_BYTES + 1), key=lambda at: sum(rarity[at : at + _GRAM_BYTES]))


def _all(text: bytes, page: bytes) -> Iterable[tuple[int, bytes]]:
    """Find where a text stands first in each line."""
    at = page.find(text)
    while at >= 0:
        yield at, text
        line_end = page.find(b"\n", at)
        at = page.find(text, line_end) if line_end >= 0 else -1
