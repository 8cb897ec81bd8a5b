"""Rule: what a paragraph looks like that is not the journalist's. Paragraph → what it is instead.

The patterns here are those for which capitals tell; those that know a line by its words are `openers`.
No rule names a publisher or a person, and none can backtrack far: every repeat is bounded. A pattern is
asked after a plain look for what it cannot match without: most lines do not hold it.
"""

from __future__ import annotations

import re
from typing import Final

_NAME: Final = r"[^\W\d_a-zß-öø-ÿа-я][\w.'’-]{0,24}"
_PARTICLE: Final = r"(?:and|&|und|et|y|e|de|del|di|da|van|von|der|den|la|le|bin|al|for|in|with|of|the|,)"
# Capitals tell "By Jane Doe and John Roe" from "By then".
_BYLINE: Final = re.compile(
    rf"(?i:by|von|par|por|di|door|av|от|автор):? {_NAME}(?:,? (?:{_NAME}|{_PARTICLE})){{0,10}}"
    r"(?:\W{0,3}$| ?[|•·] | - )"
)
CAPITAL: Final = "A-ZÀ-ÖØ-ÞА-Я"
_CAPITALISED: Final = rf"[{CAPITAL}][\w.'’-]{{0,24}}"
_SHORT_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
DATED_BYLINE: Final = re.compile(
    rf"(?:By|BY) {_CAPITALISED}(?:,? (?:(?:and|for|of|the) )?{_CAPITALISED}){{0,6}}[ ,|•·–—-]{{1,4}}"
    r"(?:(?:Published|Updated|Posted|On|ON|on)(?: on)?:? )?"
    rf"(?:{_SHORT_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_SHORT_MONTH},? \d{{4}}"
    r"|\d{1,2}/\d{1,2}/\d{2,4})"
    r"(?:,? (?:(?:at|AT) )?\d{1,2}[:.]\d\d(?: ?[AaPp]\.?[Mm]\b\.?)?(?: [A-Z]{2,4}\b)?)?"
)
"""A writer's name with the date, and maybe the hour, behind it."""
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
_CREDIT_TAIL: Final = re.compile(
    rf"[.…!?\"”)] \(?{_CREDITED}(?: ?/ ?{_CREDITED}){{1,6}}\)?$"
    rf"|\({_CREDITED}(?: ?/ ?{_CREDITED}){{1,4}}\)$"
    rf"|\((?:{_CREDITED} via {_CREDITED}|{_CREDITED} Images)\)\.?$"
    r"|\((?i:photo|image|picture|credit|courtesy|illustration|handout|©|foto|фото)\b[^()]{0,80}\)\.?$"
    r"|\b(?i:photo|image|picture|credit|courtesy|screenshot|handout|foto|фото)(?: by| credit| courtesy of|:)"
    r" [^.]{1,60}$"
    r"|©[^.]{1,60}$"
)
_PICTURED: Final = re.compile(
    r"\((?:L|R|C|left|right|center|centre|pictured|above|top|bottom|file photo|file)\)"
)
_BELOW_CAPTION: Final = re.compile(
    r"\((?:Image|Photo|Picture)\b|(?:Image|Photo|Picture)(?: credit| by|:)", re.I
)
_LETTER: Final = re.compile(r"dear (?:readers?|friends?|supporters?|subscribers?)\b[^.]{0,20}$")
_CREDIT_WORDS: Final = 14
_CREDIT_CHARACTERS: Final = 160
_AGENCY_ENDS: Final = tuple(
    agency + bracket
    for agency in ("Images", "Photo", "Photos", "Pictures", "Photography", "Photographer", "Stock")
    for bracket in ("", ")")
)
BYLINE_BEGINNINGS: Final = frozenset(
    word[:3]
    for name in (
        "by",
        "von",
        "par",
        "por",
        "di",
        "dı",
        "door",
        "av",
        "от",
        "автор",
    )  # "dı": re.I takes it for "di"
    for word in (name + " ", name + ":")
)
"""The first three characters of a byline, folded, without EMPHASIS around it."""
EMPHASIS: Final = "*_"
CREDIT_MARKS: Final = frozenset("/|:()©".encode())
"""The bytes of which a credit has one, if it has none of the words below."""
# What a credit without marks cannot do without, folded.
CREDIT_HELD: Final = (
    " by ", " via ", " credit ", " courtesy of ", " images", " photo", " pictures", " stock",
)  # fmt: skip


def is_byline(text: str) -> bool:
    """Tell whether a short line names the writer after a word such as "By", and maybe the day."""
    line = text.lstrip(EMPHASIS)
    return _BYLINE.match(line) is not None or DATED_BYLINE.fullmatch(line) is not None


def _may_credit(text: str) -> bool:
    """Tell, fast, whether a text has a word that a credit without marks cannot do without."""
    if " by " in text or " via " in text or " credit " in text or " courtesy of " in text:
        return True
    return text.endswith(_AGENCY_ENDS) and " " in text


def is_credit(line: str) -> bool:
    """Tell whether a short line is nothing but a picture's credit ("A. Name / Some Agency")."""
    if line.count(" ") >= _CREDIT_WORDS:
        return False
    return ("/" in line or "|" in line or _may_credit(line)) and _CREDIT.fullmatch(line) is not None


def ends_in_credit(text: str) -> bool:
    """Tell whether a paragraph ends in a picture's credit."""
    marked = "/" in text or "©" in text or text[-1] == ")" or text[-2:] == ")."
    if not marked and (text[-1] == "." or not (": " in text or _may_credit(text))):
        return False
    tail = text[-_CREDIT_CHARACTERS:]
    return _CREDIT_TAIL.search(tail if marked else tail.rpartition(".")[2]) is not None


def is_pictured(text: str) -> bool:
    """Tell whether a paragraph holds a word in brackets that only captions use ("(left)")."""
    return "(" in text and _PICTURED.search(text) is not None


def ends_caption(line: str) -> bool:
    """Tell whether a credit is of the kind that stands below a caption, not in a gallery."""
    return _BELOW_CAPTION.match(line) is not None or is_credit(line)


def opens_letter(key: str) -> bool:
    """Tell whether a letter of the paper to its readers begins here."""
    return key.startswith("dear ") and _LETTER.match(key) is not None
