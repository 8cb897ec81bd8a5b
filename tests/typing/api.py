"""Type-checked, never run: what users of the library write, the README's example first."""

from __future__ import annotations

from typing import assert_type

import searcher

with searcher.open_index("index", seeds="seeds") as index:
    index.refresh()  # reads only what changed since the last time
    results = index.search('"self-mobilize" -Alderbourne', limit=5)
    print(results.total.value, "articles", [note.message for note in results.notes])
    for hit in results.hits:
        print(hit.rank, round(hit.score, 2), hit.document.headline, hit.document.source, hit.document.date)
        print(hit.snippet.html())  # the passage, escaped, with what matched inside <mark>

assert_type(index, searcher.Index)
assert_type(results, searcher.Results)

settings = searcher.Settings(recogniser="learned", workers=2)
try:
    with searcher.open_index("index", settings=settings) as opened:
        changes: searcher.Changes = opened.refresh(rebuild=True, wait_s=5.0)
        skipped: tuple[searcher.Skipped, ...] = changes.skipped
        status: searcher.Status = opened.status()
        assert_type(status.up_to_date, bool | None)

        found = opened.search(
            "shelling", limit=5, offset=5, source="Newsweek", entity=["Kursk"], since="2022-09", facets=True
        )
        total: searcher.Total = found.total
        notes: tuple[searcher.Note, ...] = found.notes
        for first in found.hits:
            assert_type(first, searcher.Hit)
            passage: searcher.Passage = first.passage
            spans: tuple[searcher.Span, ...] = first.highlights
            snippet: searcher.Snippet = first.snippet
            words = [passage.text[start:end] for start, end in spans]
            context: searcher.Context = first.context(sentences=2)
            before, after = context
            explanation: searcher.Explanation = found.explain(first)
            total_of_parts: float = sum(part.value for part in explanation.parts)
            spoken: tuple[searcher.Quote, ...] = first.quotes + first.quoted
            names: set[str] = {mention.name for mention in first.document.entities}

        counted = opened.search("shelling", per_document="all", facets={"person": 5, "month": 12})
        persons: tuple[searcher.FacetCount, ...] = counted.facets["person"]
        reading: searcher.Reading = counted.reading
        articles: dict[str, int] = {term.text: term.articles for term in reading.terms}

        listed: tuple[searcher.Entity, ...] = opened.entities.list("person", prefix="k", limit=5)
        related: searcher.RelatedEntities = opened.entities.related("Ramzan Kadyrov", examples=2)
        together: dict[str, int] = {other.name: other.shared for other in related}
        marked: list[str] = [example.snippet.html() for example in opened.entities.examples("Kursk")]

        said: searcher.Quotations = opened.quotes("Kadyrov", "infantry", since="2022", limit=5)
        who: list[tuple[str, str | None, str]] = [(one.speaker, one.date, one.text) for one in said]

        document: searcher.Document | None = opened.document("003_b067b17ba719c470.txt")
        if document is not None:
            assert_type(opened.mark(document, "self-mobilize").text, tuple[searcher.Span, ...])
except searcher.SearcherError as error:
    print(error)
