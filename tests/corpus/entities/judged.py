"""Names judged by hand in newswire, and what a recogniser finds in the same articles.

`tests/data/entities.json` holds 46 articles as offsets only, 28 of Reuters (1987) and 18 of the BBC (2004):
of the cleaned articles of a file of the shared news that have 700 to 3,000 characters, in its order, every
k-th from the middle of the first k on, k being their number divided by those chosen. They were marked without
sight of what any recogniser finds. Marked are people without titles, organisations (clubs named by their
town too), and places (countries even where they act); nationalities, events, works and products are not.

Compared are, an article at a time, the sets of (surface, type), whatever the case, white space, an article
before it or a possessive behind it; counts are summed over the articles.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from searcher.corpus.cleaner import clean
from searcher.corpus.entities import Recogniser
from searcher.corpus.reader import read_seed
from searcher.records import Cleaned, RawDocument

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared"
JUDGED = ROOT / "tests" / "data" / "entities.json"

Marked = Sequence[tuple[int, int, str]]  # start, end, type


class Figures(NamedTuple):
    """How many of the names of some texts are found, typed and with their types left aside."""

    texts: int
    names: int
    typed: float
    untyped: float
    precision: float
    recall: float


def newswire(path: str) -> Iterator[tuple[str, Marked]]:
    """The judged articles of one file, each with its marks."""
    judged = {one["id"]: one for one in json.loads(JUDGED.read_text(encoding="utf-8")) if one["path"] == path}
    for raw in read_seed(SHARED / "data" / "news", path):
        if isinstance(raw, RawDocument) and (one := judged.get(raw.doc_id)):
            cleaned = clean(raw)
            assert isinstance(cleaned, Cleaned)
            text = cleaned.document.text
            assert hashlib.sha256(text.encode()).hexdigest() == one["sha256"], raw.doc_id
            yield text, [(start, end, kind) for start, end, kind in one["entities"]]


def marked(path: Path, split: str) -> Iterator[tuple[str, Marked]]:
    """The texts of one split of a file of marked texts, with their marks."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            if one["split"] == split:
                yield one["text"], [(start, end, kind) for start, end, kind in one["entities"]]


def score(pairs: Sequence[tuple[str, Marked]], recogniser: Recogniser) -> Figures:
    """Compare what a recogniser finds in texts with their marks."""
    texts = [text for text, _ in pairs]
    found = [[(name.start, name.end, name.type) for name in names] for names in recogniser.tag(texts)]
    return compare(texts, [marks for _, marks in pairs], found)


def compare(texts: Sequence[str], judged: Iterable[Marked], found: Iterable[Marked]) -> Figures:
    """Compare what was found with what was judged; F1, and precision and recall of the typed names."""
    right = wrong = missed = 0
    right_untyped = either = 0
    for text, here, there in zip(texts, judged, found, strict=True):
        gold = {(_surface(text[start:end]), kind) for start, end, kind in here}
        names = {(_surface(text[start:end]), kind) for start, end, kind in there}
        right += len(gold & names)
        wrong += len(names - gold)
        missed += len(gold - names)
        plain, seen = {name for name, _ in gold}, {name for name, _ in names}
        right_untyped += len(plain & seen)
        either += len(plain) + len(seen)
    return Figures(
        texts=len(texts),
        names=right + missed,
        typed=2 * right / (2 * right + wrong + missed),
        untyped=2 * right_untyped / either,
        precision=right / (right + wrong),
        recall=right / (right + missed),
    )


def _surface(written: str) -> str:
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", written).casefold().replace("’", "'")).strip()
    plain = re.sub(r"^[^\w(]+|[^\w.)]+$", "", plain)
    return re.sub(r"^the ", "", re.sub(r"'s$|'$", "", plain)).rstrip(".").strip()
