"""Renderers of an evaluation: a table for people, JSON for programs.

What the JSON holds is a contract, see docs/evaluation.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from searcher.relevance.choosing import queries
from searcher.relevance.comparing import changes, compare
from searcher.relevance.judging import Qrels, Run, judge
from searcher.relevance.measures import MEASURES
from searcher.relevance.topics import Topics
from searcher.ui.text import printable

SCHEMA_VERSION = 1
MOST_CHANGED = 10
"""Queries shown of those that changed: what one looks into before the next change."""

_MAX_ID = 24  # columns of an id, in a table
_MAX_WORDS = 60  # characters of a query, in a table
_CELL = 9  # columns: two blanks, a sign, four digits behind the point
_LEAST_P = 0.001  # below it 20,000 draws tell no more than that
_FIRST = next(iter(MEASURES))


class Report:
    """A run that was judged, maybe beside a baseline."""

    def __init__(
        self, topics: Topics, qrels: Qrels, run: Run, baseline: Run | None, notes: Sequence[str]
    ) -> None:
        """Judge.

        Args:
            topics: those to judge; each has a relevant document.
            notes: what should be said besides.
        """
        self._topics = topics
        self._judged = judge(topics, qrels, run)
        self._baseline = None if baseline is None else judge(topics, qrels, baseline)
        self._compared = None if self._baseline is None else compare(self._baseline, self._judged)
        self.notes = (
            *notes,
            *_unanswered(topics, run, ""),
            *_unanswered(topics, baseline, " in the baseline"),
        )

    # for people

    def table(self, *, per_query: bool) -> Iterator[str]:
        """Lines: each query if asked for, the means, the comparison, what changed most."""
        ids = [_short(topic, _MAX_ID) for topic in self._topics] if per_query else []
        self._label = max(map(len, [*ids, "difference", f"mean of {len(self._topics):,}"]))
        yield self._row("", [f"{name:>{_CELL}}" for name in MEASURES])
        for name, values in zip(ids, self._judged.topics.values() if per_query else (), strict=True):
            yield self._numbers(name, values)
        yield self._numbers(f"mean of {len(self._topics):,}", self._judged.means)
        yield from self._comparison()
        yield from self._changed()

    def _comparison(self) -> Iterator[str]:
        if self._baseline is None or self._compared is None:
            return
        found = self._compared.values()
        yield self._numbers("baseline", self._baseline.means)
        yield self._row("difference", [f"{one.difference:+{_CELL}.4f}" for one in found])
        yield self._row("p", [f"{_chance(one.p):>{_CELL}}" for one in found])
        for name in ("wins", "ties", "losses"):
            yield self._row(name, [f"{getattr(one, name):{_CELL},}" for one in found])

    def _changed(self) -> Iterator[str]:
        if self._baseline is None:
            return
        changed = [change for change in changes(self._baseline, self._judged, _FIRST) if change.is_one]
        if not changed:
            return
        yield ""
        yield f"{queries(len(changed))} changed in {_FIRST}" + (
            f", most of all these {MOST_CHANGED}" if len(changed) > MOST_CHANGED else ""
        )
        for topic, before, after in changed[:MOST_CHANGED]:
            words = _short(self._topics[topic], _MAX_WORDS)
            numbers = f"{before:{_CELL}.4f}{after:{_CELL}.4f}{after - before:+{_CELL}.4f}"
            yield f"{_short(topic, _MAX_ID):{self._label}}{numbers}  {words}".rstrip()

    def _numbers(self, name: str, values: Mapping[str, float]) -> str:
        return self._row(name, [f"{values[measure]:{_CELL}.4f}" for measure in MEASURES])

    def _row(self, name: str, cells: Sequence[str]) -> str:
        return f"{name:{self._label}}" + "".join(cells)

    # for programs

    def json(self) -> str:
        """One object, on several lines."""
        whole = {
            "schema_version": SCHEMA_VERSION,
            "notes": self.notes,
            "means": self._judged.means,
            "baseline": self._baseline
            and {
                "means": self._baseline.means,
                "compared": {name: one._asdict() for name, one in (self._compared or {}).items()},
            },
            "topics": [
                {
                    "topic": topic,
                    "query": self._topics[topic],
                    "measures": values,
                    "baseline": self._baseline and self._baseline.topics[topic],
                }
                for topic, values in self._judged.topics.items()
            ],
        }
        return json.dumps(_rounded(whole), indent=2)  # ASCII: no query can steer a terminal


def _unanswered(topics: Topics, run: Run | None, where: str) -> list[str]:
    count = 0 if run is None else sum(not run.get(topic) for topic in topics)
    return [f"{queries(count)} without any document{where}: counted as 0"] if count else []


def _chance(p: float) -> str:
    return f"{p:.4f}" if p >= _LEAST_P else f"<{_LEAST_P}"


def _short(text: str, most: int) -> str:
    text = printable(text)
    return text if len(text) <= most else text[: most - 1] + "…"


def _rounded(value: object) -> object:
    """The same with six digits behind the point of every fraction."""
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, Mapping):
        return {key: _rounded(item) for key, item in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, list | tuple) else value
