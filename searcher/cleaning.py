"""Cleaning without an index: what the stages make of some seeds, to look at.

paths → read, clean, tag, quote → Cleaned with entities and quotes, or Skipped. Lines are counted over the
paths given, as a build counts them over its seeds; so the seeds are read twice, and eight bytes are kept of
each line.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from searcher.attempts import Attempts
from searcher.config import Settings
from searcher.corpus.cleaner import CHROME_DOCUMENTS
from searcher.corpus.entities import Recogniser, load_recogniser
from searcher.corpus.quotes import find_quotes
from searcher.corpus.reader import SeedFile, find_seeds, read_seed
from searcher.preparing import clean_article
from searcher.records import Cleaned, RawDocument, Skipped


def clean_paths(paths: Sequence[Path], settings: Settings | None = None) -> Iterator[Cleaned | Skipped]:
    """Clean the seeds at some paths, files or folders, in order.

    Args:
        paths: a path below a folder is given below that folder, a file by its name.
        settings: which recogniser tags.

    Raises:
        RecogniserMissingError: the recogniser cannot be loaded.
    """
    recogniser = load_recogniser((settings or Settings()).recogniser)
    with Attempts() as attempt:
        counts = _counts(paths, attempt)
        for raw in _read(paths):
            if isinstance(raw, RawDocument):
                yield attempt("cleaning", raw.path, _clean_and_tag, raw, counts, recogniser)
            else:
                yield raw


def _counts(paths: Sequence[Path], attempt: Attempts) -> dict[int, int]:
    """Count the lines of some seeds: line hash → documents, of lines in enough of them to be chrome."""
    lines = array("q")  # one after the other: a mapping of all would take twenty times the memory
    for raw in _read(paths):
        if isinstance(raw, RawDocument) and raw.form != "article":
            cleaned = attempt("cleaning", raw.path, clean_article, raw, {})
            if isinstance(cleaned, Cleaned):
                lines.extend(cleaned.lines)
    hashes, documents = np.unique(np.asarray(lines), return_counts=True)
    often = documents >= CHROME_DOCUMENTS
    return dict(zip(hashes[often].tolist(), documents[often].tolist(), strict=True))


def _clean_and_tag(raw: RawDocument, counts: Mapping[int, int], recogniser: Recogniser) -> Cleaned | Skipped:
    cleaned = clean_article(raw, counts)
    if isinstance(cleaned, Skipped):
        return cleaned
    text = cleaned.document.text
    (entities,) = recogniser.tag([text])
    document = replace(cleaned.document, entities=entities, quotes=find_quotes(text, entities))
    return replace(cleaned, document=document)


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
