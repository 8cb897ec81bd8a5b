"""Draft: what one seed says, read in its own form, before the collection has its say.

Text and HTML are read by different modules into this one noun: every paragraph with its reason (None is
kept), and what the seed tells about itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from searcher.corpus.cleaner.reasons import Reason

if TYPE_CHECKING:
    from searcher.corpus.cleaner.paragraphs import Paragraph


@dataclass(frozen=True, slots=True)
class Draft:
    """One seed, judged by the rules alone.

    Attributes:
        paragraphs: in the seed's order, nothing left out.
        reasons: why each is dropped, or None; same order.
        headline, source, date, url, language, authors: what the seed tells of itself; None where it does not.
    """

    paragraphs: Sequence[Paragraph]
    reasons: Sequence[Reason | None]
    headline: str | None = None
    source: str | None = None
    date: str | None = None
    url: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
