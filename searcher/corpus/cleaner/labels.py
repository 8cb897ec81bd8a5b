"""Label: a whole short line that is always chrome. Line → its reason, by the table in `labels.txt`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from searcher.corpus.cleaner.marks import DIGITS
from searcher.corpus.cleaner.reasons import Reason
from searcher.corpus.cleaner.tables import label_table

LABELS: Final = label_table("labels.txt")
"""The labels as they stand, without counters and marks around them, and what each is."""

_SHARE_WORDS: Final = frozenset(label for label, reason in LABELS.items() if reason == "share")
_SHARE_BEGINNINGS: Final = frozenset(f"{word} "[:3] for word in _SHARE_WORDS)
_EDGE_CHARACTERS: Final = 12
_LONGEST: Final = max(map(len, LABELS)) + _EDGE_CHARACTERS
_EDGES: Final = re.compile(rf"^[\W\d_]{{1,{_EDGE_CHARACTERS}}}|[\W\d_]{{1,{_EDGE_CHARACTERS}}}$")
_WORDLESS: Final = re.compile(r"[\W\d_]{0,39}[^\w.]|[\d_]{1,20}")


_COMMON_EDGES: Final = " .,:;!?'\"()[]|*-+>0123456789"
_SIGNS: Final = re.compile("[·•›»→]")
_PARTS: Final = re.compile(r" ?[|·•›»→] ?| / |: ")
_PART_CHARACTERS: Final = 30
_MENU_PARTS_MIN: Final = 4
_LIST_CHARACTERS: Final = 200


def may_be_labels(keys: Sequence[str], marks: Sequence[bytes]) -> list[int]:
    """Return which lines may be a label with something around it, or a row of labels.

    Args:
        keys: `unicode.key` of each line, not empty.
        marks: `marks.marks_of` them.
    """
    return [
        i
        for i, key in enumerate(keys)
        if len(key) <= _LIST_CHARACTERS
        and (
            not key[0].isalpha()
            or (len(key) <= _LONGEST and not key[-1].isalpha())
            or marks[i].strip(DIGITS)
            or key[:3] in _SHARE_BEGINNINGS
        )
    ]


def label_reason(key: str) -> Reason | None:
    """Return what a line (as `unicode.key` folds it) is when it is a label, or a row of them, else None.

    A line of nothing but digits and marks is a counter, a price or a divider (unless a full stop ends it).
    """
    known = LABELS.get(key)
    if known or len(key) > _LIST_CHARACTERS:
        return known
    is_wordy = key[:1].isalpha()
    if not (is_wordy and key[-1].isalpha()) and len(key) <= _LONGEST:
        own = "navigation" if _WORDLESS.fullmatch(key) else LABELS.get(_without_edges(key))
        if own:
            return own
    first, space, _ = key.partition(" ")
    if space and (first in _SHARE_WORDS or (not is_wordy and first.isdigit())) and _all_share(key):
        return "share"
    if ": " in key or " / " in key or "|" in key or (not key.isascii() and _SIGNS.search(key)):
        return _row_reason(_PARTS.split(key))
    return None


def _without_edges(key: str) -> str:
    core = key.strip(_COMMON_EDGES)
    return core if core[:1].isalpha() and core[-1:].isalpha() else _EDGES.sub("", key)


def _all_share(key: str) -> bool:
    """Tell whether a line is a few share buttons and their counters."""
    words = [word for word in key.split() if not word.isdigit()]
    return 0 < len(words) < _MENU_PARTS_MIN + 2 and _SHARE_WORDS.issuperset(words)


def _row_reason(parts: list[str]) -> Reason | None:
    """Return what a row of buttons is ("Print · Share · Save"), or of menu items ("News | Sport | Jobs")."""
    if len(parts) < 2 or max(map(len, parts)) > _PART_CHARACTERS:
        return None
    known = [reason for part in parts if (reason := LABELS.get(_without_edges(part)))]
    if 2 * len(known) > len(parts):
        return known[-1]
    path = LABELS.get(parts[0]) == "navigation" and len(parts) > 2
    return "navigation" if path or len(parts) >= _MENU_PARTS_MIN else None
