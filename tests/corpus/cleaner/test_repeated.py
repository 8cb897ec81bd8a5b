"""Lines that other documents hold too."""

from __future__ import annotations

from collections import Counter

from searcher.corpus.cleaner import CHROME_DOCUMENTS

from .conftest import Clean
from .test_text import BODY

SLOGAN = "The voice of the coast since 1911."
BACKGROUND = (
    "The lock was built before the first war to keep the tide out of the lower town, and has since been "
    "closed only twice, in 1953 and in 1987, when storms broke the dikes along the whole northern shore."
)
ARTICLE = "\n\n".join(["Council closes the leaking lock", *BODY])


def counts(cleaned: Clean, *lines: str, number: int = CHROME_DOCUMENTS) -> dict[int, int]:
    """Return line counts that say each of the lines is in so many documents."""
    return {hashed: number for line in lines for hashed in cleaned(line, "text").lines}


def test_clean_repeated_short_line_goes(cleaned: Clean) -> None:
    """A short line that enough documents hold is chrome; one document fewer, and it stays."""
    content = ARTICLE + "\n\n" + SLOGAN
    assert (SLOGAN, "repeated") in cleaned(content, counts=counts(cleaned, SLOGAN)).dropped
    fewer = counts(cleaned, SLOGAN, number=CHROME_DOCUMENTS - 1)
    assert SLOGAN in cleaned(content, counts=fewer).document.text


def test_clean_repeated_background_inside_the_article_stays(cleaned: Clean) -> None:
    """A long paragraph amid an article's own prose is an agency's background, not chrome."""
    known = counts(cleaned, BACKGROUND)
    inside = "\n\n".join([BODY[0], BACKGROUND, *BODY[1:]])
    assert BACKGROUND in cleaned(inside, counts=known).document.text
    below = "\n\n".join([*BODY, BACKGROUND])
    assert BACKGROUND not in cleaned(below, counts=known).document.text


def test_clean_copy_of_another_article_stays_whole(cleaned: Clean) -> None:
    """A document made mostly of lines that others hold is a copy: nothing of it goes."""
    known = dict.fromkeys(cleaned(ARTICLE).lines, 9)
    assert cleaned(ARTICLE, counts=known) == cleaned(ARTICLE)


def test_clean_lines_do_not_depend_on_counts(cleaned: Clean) -> None:
    """The hashes to count are those the rules alone kept, signed 64-bit and the same in every run."""
    content = ARTICLE + "\n\n" + SLOGAN
    before = cleaned(content).lines
    assert cleaned(content, counts=counts(cleaned, SLOGAN)).lines == before
    assert len(before) == len(BODY) + 1
    assert all(-(2**63) <= line < 2**63 for line in before)


def test_clean_lines_ignore_case_and_marks(cleaned: Clean) -> None:
    """One line in capitals, or with other quotes, is still the same line."""
    assert cleaned("“It’s over,” he said.").lines == cleaned('"IT\'S OVER," HE SAID.').lines


def test_clean_story_of_an_agency_stays_in_every_paper(cleaned: Clean) -> None:
    """Lines count for their own source: what many papers print is nobody's chrome, one paper's slogan is."""
    quote = "“Nobody told us anything,” he said."
    content = "\n\n".join([*BODY, quote])
    known = Counter(
        line for paper in ("Post", "Mail", "Echo", "Star") for line in cleaned(content, source=paper).lines
    )
    assert max(known.values()) == 1
    known.update(cleaned(quote, source="Mail").lines * (CHROME_DOCUMENTS - 1))
    assert quote in cleaned(content, source="Post", counts=known).document.text
    assert (quote, "repeated") in cleaned(content, source="Mail", counts=known).dropped


def test_clean_lines_ignore_how_a_source_is_written(cleaned: Clean) -> None:
    """A source in capitals, or with other quotes, is still the same source; none is one of its own."""
    assert (
        cleaned(SLOGAN, source="The People’s Post").lines == cleaned(SLOGAN, source="THE PEOPLE'S POST").lines
    )
    assert cleaned(SLOGAN, source="Post").lines != cleaned(SLOGAN).lines
