"""What the cleaner's tests share: a page in, a cleaned article out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from searcher.corpus.cleaner import clean
from searcher.records import Cleaned, RawDocument, SeedForm

Clean = Callable[..., Cleaned]


@pytest.fixture
def cleaned() -> Clean:
    """Return a function that cleans some content and expects an article."""

    def run(
        content: str, form: SeedForm = "text", counts: Mapping[int, int] | None = None, **given: object
    ) -> Cleaned:
        raw = RawDocument("a.txt", "a.txt", form, content, "", **given)  # type: ignore[arg-type] # any field
        result = clean(raw, counts or {})
        assert isinstance(result, Cleaned), result
        return result

    return run
