"""Cleaning without an index: what the stages make of some seeds, to look at.

paths → read, clean, tag → Cleaned with entities, or Skipped. Lines are counted over the paths given, as a
build counts them over its seeds; so the seeds are read twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from searcher.config import Settings
from searcher.corpus.entities import Recogniser, load_recogniser
from searcher.corpus.reader import SeedFile, find_seeds, read_seed
from searcher.preparing import attempt, clean_article
from searcher.records import Cleaned, RawDocument, Skipped


def clean_paths(paths: Sequence[Path], settings: Settings | None = None) -> Iterator[Cleaned | Skipped]:
    """Clean the seeds at some paths, files or folders, in order.

    Args:
        paths: a path below a folder is given below that folder, a file by its name.
        settings: which recogniser tags.

    Raises:
        RecogniserMissingError: the recogniser cannot be loaded.
    """
    counts: Counter[int] = Counter()
    for raw in _read(paths):
        if isinstance(raw, RawDocument) and raw.form != "article":
            cleaned = attempt("cleaning", raw.path, clean_article, raw, {})
            if isinstance(cleaned, Cleaned):
                counts.update(cleaned.lines)
    recogniser = load_recogniser((settings or Settings()).recogniser)
    for raw in _read(paths):
        if isinstance(raw, RawDocument):
            yield attempt("cleaning", raw.path, _clean_and_tag, raw, counts, recogniser)
        else:
            yield raw


def _clean_and_tag(raw: RawDocument, counts: Counter[int], recogniser: Recogniser) -> Cleaned | Skipped:
    cleaned = clean_article(raw, counts)
    if isinstance(cleaned, Skipped):
        return cleaned
    (entities,) = recogniser.tag([cleaned.document.text])
    return replace(cleaned, document=replace(cleaned.document, entities=entities))


def _read(paths: Sequence[Path]) -> Iterator[RawDocument | Skipped]:
    for path in paths:
        if path.is_dir():
            for found in find_seeds(path):
                if isinstance(found, SeedFile):
                    yield from read_seed(path, found.path)
                else:
                    yield found
        else:
            yield from read_seed(path.parent, path.name)
