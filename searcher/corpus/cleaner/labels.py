"""Label: a whole short line that is always chrome. Line → its reason, by the table in `labels.txt`."""

from __future__ import annotations

import re
from typing import Final

from searcher.corpus.cleaner.reasons import Reason
from searcher.corpus.cleaner.tables import label_table

_REASONS: Final = label_table("labels.txt")
_EDGE_CHARACTERS: Final = 12
_LONGEST: Final = max(map(len, _REASONS)) + _EDGE_CHARACTERS
_EDGES: Final = re.compile(rf"^[\W\d_]{{1,{_EDGE_CHARACTERS}}}|[\W\d_]{{1,{_EDGE_CHARACTERS}}}$")
_WORDLESS: Final = re.compile(r"[\W\d_]{0,39}[^\w.]|[\d_]{1,20}")


def label_reason(key: str) -> Reason | None:
    """Return what a line (as `unicode.key` folds it) is when it is a label, else None.

    A line of nothing but digits and marks is a counter, a price or a divider (unless a full stop ends it).
    """
    if len(key) > _LONGEST:
        return None
    if _WORDLESS.fullmatch(key):
        return "navigation"
    return _REASONS.get(key) or _REASONS.get(_EDGES.sub("", key))
