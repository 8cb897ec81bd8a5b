"""Feedback: what the first answers have in common becomes part of the question.

    node + its best documents → node with further words, each weighing what it says of those documents

Pseudo-relevance feedback in the manner of RM3 (Lavrenko & Croft, Relevance-Based Language Models, SIGIR
2001; Abdul-Jaleel et al., UMass at TREC 2004): the query is mixed with a model of the documents it found.
The weight of a word there is what it would score in them by BM25, rather than its share of their words, which
is mostly the share of common words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import Protocol

from searcher.analysis import analyze
from searcher.query.function_words import FUNCTION_WORDS, weight_of
from searcher.query.nodes import Boolean, Match, Node, Word, matches
from searcher.query.results import Results
from searcher.query.top_docs import TopDocs
from searcher.records import Document, Note, Span

FEEDBACK_DOCUMENTS = 20
"""Documents that are taken for good answers: the best ones."""

WORDS = 70
"""Words that are added, at most."""

ADDED = 0.35
"""What all added words count together, of what the words of the query count."""

COMMON = 0.3
"""Share of all documents beyond which a word tells nothing."""

_SHARED = 2  # documents that have to hold a word
_CANDIDATES = 500  # words whose idf is asked for
_SHORTEST = 3  # letters
_NAMED = 10  # words that the note tells


class Formula(Protocol):
    """What is needed of `searcher.engine.bm25.Bm25`."""

    def weight(self, freq: float, length: float, average: float) -> float:
        """The share of its idf that a word earns."""
        ...


class Stats(Protocol):
    """What is needed of `searcher.engine.base.CollectionStats`."""

    @property
    def documents(self) -> int:
        """How many there are."""
        ...

    @property
    def text_tokens(self) -> int:
        """The sum of their lengths."""
        ...


class Searchable(Protocol):
    """What is needed of an engine."""

    @property
    def formula(self) -> Formula:
        """The formula it scores by."""
        ...

    def search(self, query: Node, *, limit: int) -> TopDocs:
        """The best documents, and how many hold each match."""
        ...

    def stats(self) -> Stats:
        """What the collection is like."""
        ...


def expanded(node: Node, results: Results, engine: Searchable) -> tuple[Node, list[Note]]:
    """The node with the words that its answers share.

    Args:
        results: the first answers, `FEEDBACK_DOCUMENTS` of them.
        engine: is asked how frequent words are.

    Returns:
        the node with the words, all of them implied; a note that names the weightiest. Nothing is added when
        there is no word to add to, or nothing that the answers share.
    """
    hits = results.hits
    answers = [(hit.document, hit.score) for hit in hits]
    asked = [leaf for leaf in matches(node) if weight_of(leaf.unit) == 1.0]
    total = sum(score for _, score in answers)
    if not asked or total <= 0:
        return node, []
    stats = engine.stats()
    average = stats.text_tokens / max(stats.documents, 1)
    earned: defaultdict[str, float] = defaultdict(float)
    holders: Counter[str] = Counter()
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for document, score in answers:
        freqs, length = _frequencies(document, forms)
        for term, freq in freqs.items():
            earned[term] += score / total * engine.formula.weight(freq, length, average)
            holders[term] += 1
    by_weight = sorted(earned, key=lambda term: (-earned[term], term))
    shared = [term for term in by_weight if holders[term] >= _SHARED][:_CANDIDATES]
    words = [Word(forms[term].most_common(1)[0][0], term) for term in shared]
    found = engine.search(Boolean(should=tuple(map(Match, words))), limit=0)
    weights = {
        word: earned[word.term] * idf
        for word, idf, doc_freq in zip(words, found.idfs, found.doc_freqs, strict=True)
        if 0 < doc_freq <= max(COMMON * stats.documents, 10)
    }
    kept = Counter(weights).most_common(WORDS)
    whole = sum(weight for _, weight in kept)
    if not kept:
        return node, []
    boost = ADDED * sum(leaf.boost for leaf in asked)
    end = max(leaf.at.end for leaf in asked)
    implied = tuple(
        Match(word, None, boost * weight / whole, Span(end, end), implied=True) for word, weight in kept
    )
    named = ", ".join(word.form for word, _ in kept[:_NAMED])
    more = f" and {len(kept) - _NAMED} more" if len(kept) > _NAMED else ""
    return _with(node, implied), [Note("expanded", f"also looked for: {named}{more}", *node.at)]


def _frequencies(document: Document, forms: dict[str, Counter[str]]) -> tuple[Counter[str], int]:
    """How often each word stands in a document that may say what it is about, and how many words it has."""
    freqs: Counter[str] = Counter()
    length = 0
    for text in (document.headline or "", "" if document.is_headline_alone else document.text):
        for token in analyze(text, document.language):
            if token.position != token.last:
                continue  # the joined form of a compound
            length += 1
            form = token.form
            if len(form) >= _SHORTEST and not form.isdigit() and form not in FUNCTION_WORDS:
                freqs[token.term] += 1
                forms[token.term][form] += 1
    return freqs, length


def _with(node: Node, implied: tuple[Match, ...]) -> Node:
    if isinstance(node, Boolean):
        if node.should and not node.must:
            return replace(node, should=(*node.should, *implied))
        for number, child in enumerate(node.must):
            if isinstance(child, Boolean) and child.should and not child.must:
                must = list(node.must)
                must[number] = _with(child, implied)
                return replace(node, must=tuple(must))
        return replace(node, should=(*node.should, *implied))
    return Boolean(should=(node, *implied), at=node.at)
