"""Every pattern that reads pages and texts answers in bounded time, whatever a line holds."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from functools import _lru_cache_wrapper
from types import ModuleType
from typing import Any

import pytest

from searcher.attempts import Attempts
from searcher.corpus import cleaner, reader

SIZE = 100_000
LONGEST_S = 2.0  # generous: the slowest takes a quarter of a second on one core of 2020
UNITS = ["a", "A", " ", "1", ".", ",", "Ab ", "a, ", '"', "(", "\n", "- ", "a b ", "http://"]
OWN_TEXTS = {"_ATOM"}  # reads the patterns that we ship, never a page
Pattern = re.Pattern[Any]


def modules() -> Iterator[ModuleType]:
    """Yield the modules that read seeds and clean them."""
    for package in (cleaner, reader):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(module.name)


def all_patterns() -> dict[str, tuple[Pattern, bool]]:
    """Return every pattern the modules hold, by where, and whether it is looked for at each place of a line.

    Those in tables count as such; those of openers.txt and phrases.txt, which are not, have a test of their
    own (test_hostile.py).
    """
    source = "\n".join(map(inspect.getsource, modules()))
    found: dict[str, tuple[Pattern, bool]] = {}
    for module in modules():
        short = module.__name__.rpartition(".")[2]
        for name, value in list(vars(module).items()):
            if isinstance(value, re.Pattern):
                if name not in OWN_TEXTS:
                    found[f"{short}.{name}"] = (
                        value,
                        bool(re.search(rf"\b{name}\.(?!match|fullmatch)", source)),
                    )
                continue
            made_here = isinstance(value, _lru_cache_wrapper) and value.__module__ == module.__name__
            if made_here and not inspect.signature(value).parameters:
                value = value()
            for number, pattern in enumerate(held(value, set())):
                found[f"{short}.{name} {number}"] = pattern, True
    return found


def held(value: object, seen: set[int]) -> Iterator[Pattern]:
    """Yield the patterns in a value."""
    if isinstance(value, re.Pattern):
        yield value
    elif id(value) not in seen:
        seen.add(id(value))
        inside: Any = ()
        if isinstance(value, dict):
            inside = value.values()
        elif isinstance(value, list | tuple | set | frozenset):
            inside = value
        elif type(value).__module__.startswith("searcher."):
            inside = [getattr(value, name, None) for name in getattr(value, "__slots__", None) or vars(value)]
        for each in inside:
            yield from held(each, seen)


def literals(pattern: Pattern) -> list[str]:
    """Return the texts a pattern names, in its order: what it cannot be indifferent to."""
    source = pattern.pattern.decode("latin-1") if isinstance(pattern.pattern, bytes) else pattern.pattern
    named = re.findall(r"\\[A-Za-z]\w{0,4}|[^\W\d_]+|[^\\\w\s]|[\w ]+", source)
    return list(dict.fromkeys(text for text in named if not text.startswith("\\")))


PATTERNS = all_patterns()


@pytest.mark.parametrize("name", PATTERNS)
def test_pattern_takes_bounded_time(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred thousand characters of anything a pattern could stumble over are matched in a moment."""
    monkeypatch.setattr("searcher.attempts.ARTICLE_LIMIT_S", LONGEST_S)
    pattern, is_looked_for = PATTERNS[name]
    own = literals(pattern)
    longest = sorted(own, key=len)[-3:]
    with Attempts() as attempt:
        for unit in dict.fromkeys([*UNITS, *own[:6], *longest, *(f"{text} " for text in longest)]):
            line = (longest[-1:] or [""])[0] + unit * (SIZE // len(unit)) + "\x01"
            text = line.encode() if isinstance(pattern.pattern, bytes) else line
            outcome = attempt("matching", unit[:20], exhaust, pattern, text, is_looked_for)
            assert outcome is None, outcome


def exhaust(pattern: Pattern, text: Any, is_looked_for: bool) -> None:
    """Match as the modules do."""
    pattern.match(text)
    pattern.fullmatch(text)
    for _ in pattern.finditer(text) if is_looked_for else ():
        pass
