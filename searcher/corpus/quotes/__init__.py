"""Quotes: the words an article quotes directly, and who said them. Text and EntityMentions → Quotes.

marks.py finds what stands between quotation marks, sentences.py turns the sentences around it into shapes,
subjects.py reads in them who speaks, referents.py whom a pronoun or a role means, attributing.py joins it
all. The words of speech are in cues.txt.
"""

from __future__ import annotations

from collections.abc import Sequence

from searcher.corpus.quotes.attributing import attribute
from searcher.corpus.quotes.marks import find_quoted
from searcher.corpus.quotes.words import load_words
from searcher.records import EntityMention, Quote

__all__ = ["find_quotes"]


def find_quotes(text: str, entities: Sequence[EntityMention]) -> tuple[Quote, ...]:
    """Return the direct quotations of a text, in order, none overlapping another.

    A quotation is what somebody is said to have said or written, in his or her own words: at least a clause,
    or fewer words in a sentence that names who says them. Words without a speaker of which this is not clear
    (titles, words at arm's length) are none. Any text can be given; the cost is linear in its length.

    Args:
        text: of a document.
        entities: its mentions, sorted by start.
    """
    quoted = find_quoted(text, load_words().speech)
    return tuple(attribute(text, entities, quoted)) if quoted else ()
