"""Report: what the cleaner made of a collection, source by source. Cleaned, Skipped → Report.

One pass in bounded memory: of each source some numbers, and of dropped lines those that keep coming back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from searcher.corpus.cleaner.walls import WALLS, Wall, suspected_wall
from searcher.records import Cleaned, Dropped, Skipped

FREQUENT_LINES: Final = 3
SUSPECTS: Final = 5
# Different dropped lines that are counted at a time; with more, the rarest go (lossy counting, Manku and
# Motwani, VLDB 2002), so a count may be too small by what its line had when it went.
_LINES_MAX: Final = 50_000
_LINE_CHARACTERS: Final = 200


class FrequentLine(NamedTuple):
    """A dropped line, why it was dropped, and in how many articles of its source."""

    text: str
    reason: str
    articles: int


class Suspect(NamedTuple):
    """An article that seems to have been saved behind a wall."""

    path: str
    wall: Wall


@dataclass(slots=True)
class SourceReport:
    """What became of one source's articles.

    Attributes:
        source: the publisher's name, or None for the articles without one.
        kept_characters, dropped_characters: of text, white space between paragraphs not counted.
        without_headline, without_date: articles that have none.
        walls: articles suspected behind each wall; `suspects` names the first of them.
        frequent: the dropped lines that stand in most articles, at least two; most frequent first.
    """

    source: str | None
    articles: int = 0
    kept_characters: int = 0
    dropped_characters: int = 0
    without_headline: int = 0
    without_date: int = 0
    walls: dict[Wall, int] = field(default_factory=lambda: dict.fromkeys(WALLS, 0))
    suspects: list[Suspect] = field(default_factory=list)
    frequent: list[FrequentLine] = field(default_factory=list)

    @property
    def kept_share(self) -> float | None:
        """The part of the characters that was kept, from 0 to 1; None when there were none."""
        whole = self.kept_characters + self.dropped_characters
        return self.kept_characters / whole if whole else None

    def count(self, cleaned: Cleaned) -> None:
        """Count one article in."""
        document = cleaned.document
        self.articles += 1
        self.kept_characters += sum(end - start for start, end in cleaned.paragraphs)
        self.dropped_characters += sum(len(dropped.text) for dropped in cleaned.dropped)
        self.without_headline += document.headline is None
        self.without_date += document.date is None
        wall = suspected_wall(cleaned)
        if wall:
            self.walls[wall] += 1
            if len(self.suspects) < SUSPECTS:
                self.suspects.append(Suspect(document.path, wall))


class Report(NamedTuple):
    """What became of a collection: its sources, most articles first, and how many seeds were skipped."""

    sources: tuple[SourceReport, ...]
    skipped: int


def report(outcomes: Iterable[Cleaned | Skipped]) -> Report:
    """Take stock of what the cleaner made of some articles."""
    sources: dict[str | None, SourceReport] = {}
    lines: Counter[tuple[str | None, Dropped]] = Counter()
    skipped = 0
    for outcome in outcomes:
        if isinstance(outcome, Skipped):
            skipped += 1
            continue
        name = outcome.document.source
        sources.setdefault(name, SourceReport(name)).count(outcome)
        lines.update(
            dict.fromkeys(
                (name, Dropped(text[:_LINE_CHARACTERS], why)) for text, why in outcome.dropped
            ).keys()
        )
        if len(lines) > _LINES_MAX:
            lines = _without_rarest(lines)
    often = [
        (name, FrequentLine(*line, articles)) for (name, line), articles in lines.items() if articles > 1
    ]
    for name, line in sorted(often, key=lambda pair: _rank(pair[1])):
        if len(sources[name].frequent) < FREQUENT_LINES:
            sources[name].frequent.append(line)
    ordered = sorted(sources.values(), key=lambda one: (-one.articles, one.source or ""))
    return Report(tuple(ordered), skipped)


def _rank(line: FrequentLine) -> tuple[int, int, str]:
    """Order by articles, then by length: of lines as frequent, the longest are most worth a look."""
    return -line.articles, -len(line.text), line.text


def _without_rarest(
    lines: Counter[tuple[str | None, Dropped]],
) -> Counter[tuple[str | None, Dropped]]:
    """Return the more frequent half."""
    return Counter(dict(lines.most_common(_LINES_MAX // 2)))
