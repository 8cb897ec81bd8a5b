"""Headline: what the article is called on its page. Lines or titles → a headline, or None.

A page's title carries the site's name before or behind (“Headline | News | Site”); a text has its headline
above the prose, under a menu or a banner, and often once more in the browser title on its first line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from searcher.corpus.cleaner.date import read_date
from searcher.corpus.cleaner.paragraphs import Paragraph, word_count
from searcher.corpus.cleaner.reasons import Reason
from searcher.corpus.cleaner.unicode import key

_SEPARATOR: Final = re.compile(r" ?(?<![|¦»·•›])[|¦»·•›]+ | [-–—:/]{1,2} | :: ?")
_NOT_WORDS: Final = re.compile(r"[\W_]+")
_OUTER_MARKS: Final = "\"'([{<-•*>#| "
_WORDS: Final = range(3, 36)
_REPEAT_WORDS_MIN: Final = 4
_PROSE_WORDS_MIN: Final = 10
# Longer titles are no titles; the bound keeps the work on a hostile one small.
_TITLE_CHARACTERS_MAX: Final = 400
_FIRST_LINES: Final = 4
# A menu may stand between the headline and the prose (author, date, share buttons), not much more.
_LINES_ABOVE_BODY: Final = 12


def folded(text: str) -> str:
    """Return the letters and digits of a line, folded: equal for a headline however it is punctuated."""
    return _NOT_WORDS.sub(" ", key(text)).strip()


def without_site(title: str, site: str | None = None, others: Sequence[str] = ()) -> tuple[str, str | None]:
    """Split a page title into the headline and the site's name.

    Args:
        title: as in <title> or on the first line of a text.
        site: the site's name, where known.
        others: lines or titles of the same page that hold the headline alone, if anything does.

    Returns:
        (headline, site name as the title has it or None). Without a sure cut the title stays whole.
    """
    title = title[:_TITLE_CHARACTERS_MAX]
    known = {folded(other) for other in others}
    site_key = folded(site) if site else ""
    cuts = list(_SEPARATOR.finditer(title))
    for cut in cuts:
        before, after = title[: cut.start()].strip(), title[cut.end() :].strip()
        if before and folded(before) in known:
            return before, title[cuts[-1].end() :].strip() or None
        if after and folded(after) in known and len(after) > len(before):
            return after, before or None
    for cut in cuts:
        before, after = title[: cut.start()].strip(), title[cut.end() :].strip()
        if site_key and before and _names_site(folded(after), site_key):
            return before, after
        if site_key and after and _names_site(folded(before), site_key):
            return after, before
    return title.strip(), None


def _names_site(part: str, site: str) -> bool:
    """Tell whether part of a title is the site's name, or begins or ends with it."""
    part, site = (name.removeprefix("the ").replace(" ", "") for name in (part, site))
    return bool(part) and (part == site or (len(site) > 3 and (part.startswith(site) or part.endswith(site))))


def repeats(paragraph: Paragraph, headline: str) -> bool:
    """Tell whether the paragraph is the headline again, or its beginning (`headline` is `folded`)."""
    if paragraph.words > _WORDS.stop or paragraph.key.lstrip(_OUTER_MARKS)[:1] != headline[:1]:
        return False
    own = folded(paragraph.text)
    return bool(own) and (
        own == headline or (paragraph.words >= _REPEAT_WORDS_MIN and headline.startswith(own + " "))
    )


def find_title(paragraphs: Sequence[Paragraph]) -> tuple[str, str | None] | None:
    """Return headline and site from a page title on the first line: sure if the headline stands again."""
    if not paragraphs or paragraphs[0].words > _WORDS.stop:
        return None
    first = paragraphs[0].text
    whole = folded(first)
    # Only a line that is as long as a part of the title, and has its words, can be that part again.
    parts = {folded(part) for part in _SEPARATOR.split(first[:_TITLE_CHARACTERS_MAX])} - {""}
    shortest = min(map(len, parts), default=0)
    long_enough = [p for p in paragraphs[1:] if len(p.key) >= shortest]
    lines: list[str] = []
    for part in parts:
        words = sorted(part.split(" "), key=len, reverse=True)  # the longest is the rarest
        lines += [
            p.text
            for p in long_enough
            if words[0] in p.key and len(part) <= len(p.key) and all(word in p.key for word in words)
        ]
    lines = [line for line in dict.fromkeys(lines) if 2 <= word_count(line) <= _WORDS.stop]
    headline, site = without_site(first, None, lines)
    if site or whole in {folded(line) for line in lines}:
        return headline, site
    return None


def find_headline(
    paragraphs: Sequence[Paragraph], reasons: Sequence[Reason | None], body: range
) -> int | None:
    """Return the position of the line above (or on top of) the body that is its headline.

    The nearest line that could be one wins, the first line of all before the others when it is near.
    """
    first_prose = next((i for i in body if reasons[i] is None and _is_prose(paragraphs[i])), None)
    if first_prose is None:
        first_prose = body.start if body else len(paragraphs)
    near = [i for i in range(first_prose) if i < _FIRST_LINES or i >= first_prose - _LINES_ABOVE_BODY]
    candidates = [i for i in near if reasons[i] in (None, "headline") and could_be_headline(paragraphs[i])]
    if not candidates:
        return None
    return (
        candidates[0]
        if candidates[0] < _FIRST_LINES
        else max(candidates, key=lambda i: (min(paragraphs[i].words, 6), i))
    )


def _is_prose(paragraph: Paragraph) -> bool:
    return paragraph.words >= (_PROSE_WORDS_MIN if paragraph.final else 2 * _PROSE_WORDS_MIN)


def could_be_headline(paragraph: Paragraph) -> bool:
    """Tell whether a line has a headline's shape: some words, no full stop."""
    text = paragraph.text
    stopped = text[-1] in ".:;," and not text.endswith(("...", "U.S.", "U.N.", "U.K."))
    return paragraph.words in _WORDS and not stopped and text[0] not in "•*-–—([" and read_date(text) is None
