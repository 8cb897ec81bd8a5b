"""Quotes: the words an article quotes directly, and who said them. Text and EntityMentions → Quotes."""

from __future__ import annotations

from collections.abc import Sequence

from searcher.records import EntityMention, Quote

__all__ = ["find_quotes"]


def find_quotes(text: str, entities: Sequence[EntityMention]) -> tuple[Quote, ...]:
    """Return the direct quotations of a text, in order, none overlapping another.

    Args:
        text: of a document.
        entities: its mentions, sorted by start.
    """
    return ()
