"""searcher: full-text search for news collections.

seeds/ ──read──▶ RawDocument ──clean──▶ Document ──tag──▶ Document + EntityMentions
   └─ what changed since last time? (seed manifest)          │ split
                                                             ▼
index/ ◀──write── Document with passage boundaries (spans of its own text)
  │
"self-mobilize source:…" ──parse──▶ query nodes ──engine.search──▶ TopDocs (documents, scores)
                                                             │ passages scored, highlighted
                                                             ▼
                             Results: hits with passage, spans, document ──render──▶ terminal | JSON | CSV

>>> import searcher
>>> with searcher.open_index("index", seeds="seeds") as index:   # doctest: +SKIP
...     index.refresh()
...     for hit in index.search("self-mobilize").hits:
...         print(hit.rank, hit.document.headline, hit.snippet.html())
"""

from typing import TYPE_CHECKING

from searcher.config import Settings
from searcher.errors import SearcherError
from searcher.records import (
    Changes,
    Document,
    Entity,
    EntityMention,
    FacetCount,
    Note,
    Passage,
    Quote,
    Skipped,
    Span,
    Status,
    Total,
)

if TYPE_CHECKING:
    from searcher.entities import Entities
    from searcher.pipeline import Index, open_index
    from searcher.query.context import Context
    from searcher.query.explanation import Explanation
    from searcher.query.hits import Hit, Snippet
    from searcher.query.naming import Example, Related, RelatedEntities
    from searcher.query.quotations import Quotation, Quotations
    from searcher.query.reading import Reading
    from searcher.query.results import Results

__version__ = "0.1.0"

__all__ = [
    "Changes",
    "Context",
    "Document",
    "Entities",
    "Entity",
    "EntityMention",
    "Example",
    "Explanation",
    "FacetCount",
    "Hit",
    "Index",
    "Note",
    "Passage",
    "Quotation",
    "Quotations",
    "Quote",
    "Reading",
    "Related",
    "RelatedEntities",
    "Results",
    "SearcherError",
    "Settings",
    "Skipped",
    "Snippet",
    "Span",
    "Status",
    "Total",
    "__version__",
    "open_index",
]

# What opens an index brings Whoosh along; it is loaded when it is first named, so that `searcher --help`
# is there at once.
_LOADED_WHEN_NAMED = {
    "Context": "searcher.query.context",
    "Entities": "searcher.entities",
    "Example": "searcher.query.naming",
    "Explanation": "searcher.query.explanation",
    "Hit": "searcher.query.hits",
    "Index": "searcher.pipeline",
    "Quotation": "searcher.query.quotations",
    "Quotations": "searcher.query.quotations",
    "Reading": "searcher.query.reading",
    "Related": "searcher.query.naming",
    "RelatedEntities": "searcher.query.naming",
    "Results": "searcher.query.results",
    "Snippet": "searcher.query.hits",
    "open_index": "searcher.pipeline",
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name not in _LOADED_WHEN_NAMED:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_LOADED_WHEN_NAMED[name]), name)

    def __dir__() -> list[str]:
        return sorted(__all__)
