"""Remembering: a Remembered is what a pure function gave, to be looked up the next time.

function, key → its value

A dict that fills itself: a look-up of a known key costs no call of Python. What was not asked for since
half of it was new is forgotten, so it is bounded, and what is often asked for stays.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Remembered(dict[Key, Value], Generic[Key, Value]):
    """The values of a function without side effects; remembered[key] is function(key)."""

    def __init__(self, function: Callable[[Key], Value], most: int) -> None:
        """Remember at most `most` values of `function`, of which half may be old ones."""
        self._function = function
        self._most_new = most // 2
        self._old: dict[Key, Value] = {}

    def __missing__(self, key: Key) -> Value:
        if len(self) >= self._most_new:
            self._old = dict(self)
            self.clear()
        old = self._old  # one look, for another thread may change it
        value = self[key] = old[key] if key in old else self._function(key)
        return value
