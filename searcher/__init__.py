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

from searcher.config import Settings
from searcher.errors import SearcherError
from searcher.pipeline import Index, Status, open_index
from searcher.query.results import Hit, Results, Snippet
from searcher.records import Changes, Document, EntityMention, Note, Passage, Skipped, Span, Total

__version__ = "0.1.0"

__all__ = [
    "Changes",
    "Document",
    "EntityMention",
    "Hit",
    "Index",
    "Note",
    "Passage",
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
