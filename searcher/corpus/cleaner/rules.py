"""Rule: what a paragraph looks like that is not the journalist's. Paragraph → what it is instead.

The openers are data (`openers.txt`, one row a rule); the patterns here are those for which capitals tell.
No rule names a publisher or a person, and none can backtrack far: every repeat is bounded.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from searcher.corpus.cleaner.reasons import Reason
from searcher.corpus.cleaner.tables import opener_table

_ROWS: Final = opener_table("openers.txt")
_LONGEST_OPENER: Final = max(row.most_words for row in _ROWS)
_OPENER_CHARACTERS: Final = 400
_BULLETS: Final = "•●▪◦‣·*_#-|>»( "

_NAME: Final = r"[^\W\d_a-zß-öø-ÿа-я][\w.'’-]{0,24}"
_PARTICLE: Final = r"(?:and|&|und|et|y|e|de|del|di|da|van|von|der|den|la|le|bin|al|for|in|with|of|the|,)"
# Capitals tell "By Jane Doe and John Roe" from "By then".
BYLINE: Final = re.compile(
    rf"(?i:by|von|par|por|di|door|av|от|автор):? {_NAME}(?:,? (?:{_NAME}|{_PARTICLE})){{0,10}}"
    r"(?:\W{0,3}$| ?[|•·] | - )"
)
# A note about the writer, by how it begins: a name, a verb, a trade.
BIO: Final = re.compile(
    rf"(?:{_NAME} ){{2,4}}(?:is|was|has been|covers|writes|has written|joined|reports|works|also writes)\b"
    r".{0,160}?\b(?:editor|reporter|writer|correspondent|journalist|columnist|author|producer|freelancer?"
    r"|contributor|blogger|covers|covering|writes for|reports on|writes about|intern|photographer"
    r"|follow (?:him|her|them)|fellow at)\b"
    rf"|(?:{_NAME} ){{2,4}}(?:covers|writes about|reports on|reports from|writes for)\b"
)
# What follows a publisher's name when it speaks of itself.
MISSION: Final = re.compile(
    r" (?:is|are|remains) (?:committed|dedicated|devoted) to\b| (?:strives|aims|exists) to\b"
    r"| (?:belongs to|has no owner|takes no money|lives on|relies on|depends on)\b"
    r"| is (?:a |an )?(?:member of|non-?profit|independent|reader-|published by|produced by|owned by|part of)"
    r"|, we (?:are|believe|strive)\b"
    r"| (?:cover|magazine|app|newsletters?|subscription|membership|voices)\b(?!.*[.!?]$)"
)

# Pictures, by their credit: the whole of a short line, the end of a caption; and a word only captions use.
_CREDITED: Final = rf"{_NAME}(?: (?:{_NAME}|of|the|and|&|de|for|via)){{0,6}}"
_CREDIT: Final = re.compile(
    rf"\(?(?:© ?|\(c\) ?)?(?:{_CREDITED}(?: ?[/|] ?{_CREDITED}){{1,5}}"  # A. Name / Some Agency
    rf"|{_CREDITED} via {_CREDITED}"
    rf"|{_CREDITED} (?:Images|Photos?|Pictures|Photography|Photographer|Stock))\)?"
)
CREDIT_TAIL: Final = re.compile(
    rf"[.…!?\"”)] \(?{_CREDITED}(?: ?/ ?{_CREDITED}){{1,6}}\)?$"
    rf"|\({_CREDITED}(?: ?/ ?{_CREDITED}){{1,4}}\)$"
    rf"|\((?:{_CREDITED} via {_CREDITED}|{_CREDITED} Images)\)\.?$"
    r"|\((?i:photo|image|picture|credit|courtesy|illustration|handout|©|foto|фото)\b[^()]{0,80}\)\.?$"
    r"|\b(?i:photo|image|picture|credit|courtesy|screenshot|handout|foto|фото)(?: by| credit| courtesy of|:)"
    r" [^.]{1,60}$"
    r"|©[^.]{1,60}$"
)
PICTURED: Final = re.compile(
    r"\((?:L|R|C|left|right|center|centre|pictured|above|top|bottom|file photo|file)\)"
)
_BELOW_CAPTION: Final = re.compile(
    r"\((?:Image|Photo|Picture)\b|(?:Image|Photo|Picture)(?: credit| by|:)", re.I
)
_CREDIT_WORDS: Final = 14


def opener_reason(key: str, words: int) -> Reason | None:
    """Return what a paragraph is by its beginning (`key` as `unicode.key` folds it), or None."""
    if words > _LONGEST_OPENER:
        return None
    head = key[:_OPENER_CHARACTERS].lstrip(_BULLETS)
    if _any_opener().match(head):
        for row in _ROWS:
            if words <= row.most_words and _compiled(row.pattern).match(head):
                return row.reason
    return None


@cache
def _any_opener() -> re.Pattern[str]:
    # A tenth of a second to compile: not on import, which every command pays for.
    return re.compile("|".join(f"(?:{row.pattern})" for row in _ROWS))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def is_credit(line: str) -> bool:
    """Tell whether a short line is nothing but a picture's credit ("A. Name / Some Agency")."""
    return line.count(" ") < _CREDIT_WORDS and _CREDIT.fullmatch(line) is not None


def ends_caption(line: str) -> bool:
    """Tell whether a credit is of the kind that stands below a caption, not in a gallery."""
    return _BELOW_CAPTION.match(line) is not None or is_credit(line)
