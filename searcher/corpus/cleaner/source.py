"""Source: who published an article, by the words the publisher uses of itself. Text → a name, or None.

A paper that is only cited never speaks for itself: it signs no letters, holds no copyright and asks nobody
to subscribe. Each such sign is worth points; a name needs enough of them, and more than any other.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from searcher.corpus.cleaner.headline import folded
from searcher.corpus.cleaner.paragraphs import Paragraph
from searcher.corpus.cleaner.reasons import Reason
from searcher.corpus.cleaner.signs import SIGN_CHARACTERS, SIGNS, name_in
from searcher.corpus.cleaner.tables import read_rows

_POINTS_MIN: Final = 3
_TITLE_POINTS: Final = 5
# A line that is nothing but the name, as a logo is, says something only of a name with another sign.
_LOGO_POINTS: Final = 1
_SITE_PARTS: Final = re.compile(r" [|–—•·-] ")
_LABEL_MIN: Final = 3
_NAME_WORDS_MAX: Final = 5
_ADDRESS: Final = re.compile(r"[\w-]{1,60}(?:\.[\w-]{1,20}){1,3}")
_NOT_NAMES: Final = re.compile(
    r"(?:all|this|our|your|the author|privacy|terms|cookies?|rights|images?|we|us|me|he|she|it|they|i|you)\b"
    r"|\d+$",
    re.I,
)
_COMPANY: Final = re.compile(
    r"[.,]? (?:All|Alle|Tous|Todos|Tutti|Все)(?: rights?(?: reserved)?| rechte| droits| derechos)?$"
    r"|,? (?:Inc|LLC|Ltd|GmbH|AG|Corp|Co|Limited|Corporation|S\.A)\.?$",
    re.I,
)
_DOMAIN_ENDS: Final = frozenset(
    ("com", "org", "net", "info", "news", "co", "gov", "edu", "ac", "tv", "io", "media", "online")
)


def find_source(
    paragraphs: Sequence[Paragraph], reasons: Sequence[Reason | None], title_site: str | None = None
) -> str | None:
    """Return the publisher by its own words, in the form it uses most, or None when unsure.

    Args:
        paragraphs, reasons: a text and why its paragraphs are dropped; letters and notes speak for the
            publisher, what the journalist wrote hardly ever does.
        title_site: the site's name as the page's title has it.
    """
    points: Counter[str] = Counter()
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def count(name: str, worth: int) -> None:
        name = _COMPANY.sub("", name.strip(" .,-")).strip(" .,-")
        same = folded(name).removeprefix("the ")
        if same and not _NOT_NAMES.match(name):
            points[same] += worth
            forms[same][name] += 1

    if title_site:
        count(title_site, _TITLE_POINTS)
    for name, worth in _signs(paragraphs, reasons):
        count(name, worth)
    if points:
        lines = {p.key for p in paragraphs}
        logos = [name for name in points if f"the {name}" in lines or name in lines]
        points.update(dict.fromkeys(logos, _LOGO_POINTS))
    most = max(points.values(), default=0)
    best = max((name for name in points if points[name] == most), key=len, default="")
    # Two publishers with as many points: neither is sure. A name and its longer form are one.
    if most < _POINTS_MIN or any(points[name] == most and not best.startswith(name) for name in points):
        return None
    return max(forms[best].items(), key=lambda item: (item[1], len(item[0]), item[0]))[0]


def _signs(paragraphs: Sequence[Paragraph], reasons: Sequence[Reason | None]) -> Iterable[tuple[str, int]]:
    """Find the names that a text gives signs for, and their points."""
    for i in [i for i, paragraph in enumerate(paragraphs) if paragraph.signs]:
        paragraph = paragraphs[i]
        if not (reasons[i] or " for " in paragraph.key or "mail" in paragraph.key):
            continue
        head = paragraph.text[:SIGN_CHARACTERS]
        for place in paragraph.signs:
            if (reasons[i] or SIGNS[place].anywhere) and (name := name_in(head, place)):
                yield name, SIGNS[place].points


def domain_name(url: str | None) -> str | None:
    """Return the registered part of a URL's host ("www.example.co.uk" → "example.co.uk"), or None."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return None
    parts = host.split(".")
    if len(parts) < 2 or parts[-1].isdigit():
        return None
    keep = 3 if len(parts) > 2 and parts[-2] in _DOMAIN_ENDS and len(parts[-1]) == 2 else 2
    return ".".join(parts[-keep:])


def publisher(stated: Iterable[str], titles: Iterable[str], domain: str | None) -> str | None:
    """Return the first of the names a page states that goes with its domain, else the first that is one.

    Pages also state their platform, their section or the agency of the text; the domain is the publisher's.

    Args:
        stated: names that are meant as the publisher's, the most deliberate first.
        titles: page titles, whose first or last part may be the name.
        domain: from `domain_name`.
    """
    kinds = _no_publishers()
    names = [part for name in stated if (part := _own_name(name)) and kinds.get(folded(part)) != "platform"]
    splits = [_SITE_PARTS.split(title) for title in titles]
    parts = [part.strip() for split in splits for part in split[:0:-1]]
    parts += [
        split[0].strip() for split in splits if len(split) > 1 and split[0].count(" ") < _NAME_WORDS_MAX
    ]
    label = folded((domain or "").split(".")[0]).replace(" ", "")
    fitting = [name for name in names + parts if _goes_with(name, label)]
    written = (
        name for name in fitting if not _ADDRESS.fullmatch(name)
    )  # "Harbour Post", not "harbourpost.com"
    named = (name for name in names if folded(name) not in kinds)
    return next(written, fitting[0] if fitting else next(named, None))


def _own_name(name: str) -> str:
    """Return the name without what follows it: a motto, what kind of company it is."""
    first = _SITE_PARTS.split(name)[0].strip()
    return "" if "://" in first else _COMPANY.sub("", first).removeprefix("www.")


@cache
def _no_publishers() -> dict[str, str]:
    """Return the names of platforms and of parts of a site, folded, with which of both they are."""
    return {name.strip(): kind for kind, names in read_rows("platforms.txt") for name in names.split("|")}


def _goes_with(name: str, label: str) -> bool:
    """Tell whether a domain's first label abbreviates the name, or holds it."""
    squeezed = folded(name).removeprefix("the ").replace(" ", "")
    if len(label) < _LABEL_MIN or not squeezed:
        return False
    if squeezed != label and folded(name) in _no_publishers():
        return False
    if label in squeezed or (squeezed in label and len(squeezed) >= _LABEL_MIN):
        return True
    letters = iter(squeezed)
    return label[0] in {word[0] for word in folded(name).split()} and all(
        letter in letters for letter in label
    )
