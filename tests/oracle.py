"""The oracle: what an engine has to answer, worked out document by document in plain Python.

Every document is analysed, every node of the query is asked of every document, and the formula is
applied to what comes out. Nothing is indexed, so nothing can be indexed wrongly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from searcher.analysis import analyze
from searcher.engine.bm25 import Bm25
from searcher.query.function_words import weight_of
from searcher.query.nodes import Boolean, DateRange, Filter, Match, Near, Node, Word, matches
from searcher.query.places import UNCASED_WEIGHT, TextOccurrences, fitting, places, places_within
from searcher.records import ENTITY_TYPES, Document, Place, Quote


class Analysed:
    """A document with the words of its text and headline."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.is_stemmed = stemmed = document.language in (None, "en")
        is_headline_alone = document.text == document.headline
        texts = {"text": "" if is_headline_alone else document.text, "headline": document.headline or ""}
        tokens = {field: analyze(text, document.language) for field, text in texts.items()}
        self.lengths = {
            field: 1 + max((t.last for t in found), default=-1) for field, found in tokens.items()
        }
        self.occurrences = {field: TextOccurrences(found, stemmed=stemmed) for field, found in tokens.items()}

    def names(self, field: str) -> Iterator[str]:
        """The names that a filter on a field looks through."""
        document = self.document
        if field == "source":
            yield from [document.source] if document.source else []
        elif field == "author":
            yield from document.authors
        elif field == "speaker":
            yield from (name for quote in document.quotes for name in self.names_of(quote))
        else:
            for mention in document.entities:
                if field in ("entities", mention.type):
                    yield mention.name
                    yield document.text[mention.start : mention.end]

    def names_of(self, quote: Quote) -> Iterator[str]:
        """The names of the speaker of a quotation."""
        if quote.speaker is not None:
            yield quote.speaker
            for name, _, start, end in self.document.entities:
                if name == quote.speaker:
                    yield self.document.text[start:end]

    def said(self, leaf: Match) -> Sequence[Place]:
        """The places of a match in the quotations of its speakers, each read as a text of its own.

        Words near each other may be of several quotations; there the rule of `query.places` is taken.
        """
        document = self.document
        if document.text == document.headline:
            return ()
        words = analyze(document.text, document.language)
        span = {word.position: (word.start, word.end) for word in words if word.last == word.position}
        found: list[Place] = []
        stretches: list[tuple[int, int]] = []
        for quote in document.quotes:
            if not any(
                places(speaker, TextOccurrences(analyze(name), stemmed=False))
                for speaker in leaf.speakers
                for name in self.names_of(quote)
            ):
                continue
            inside = [at for at, (start, end) in span.items() if quote.start <= start and end <= quote.end]
            if inside:
                stretches.append((min(inside), max(inside) + 1))
            own = [word for word in words if word.position in inside and word.last in inside]
            found += places(leaf.unit, TextOccurrences(own, stemmed=self.is_stemmed))
        if isinstance(leaf.unit, Near):
            return places_within(leaf.unit, self.occurrences["text"], stretches)
        return found


class Oracle:
    """Answers over some documents."""

    def __init__(self, documents: Iterable[Document], formula: Bm25 | None = None) -> None:
        self.formula = formula or Bm25()
        self.documents = {document.doc_id: Analysed(document) for document in documents}
        count = max(len(self.documents), 1)
        self.average = {
            field: sum(analysed.lengths[field] for analysed in self.documents.values()) / count
            for field in ("text", "headline")
        }

    def search(self, query: Node, *, undated: bool = False) -> dict[str, float]:
        """Every matching document's score, by falling score, then doc_id."""
        self._idf_of = dict(zip(matches(query), self.idfs(query), strict=True))
        found = {
            doc_id: score
            for doc_id, analysed in self.documents.items()
            if (score := self._score(query, analysed, undated)) is not None
        }
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def doc_freqs(self, query: Node) -> tuple[int, ...]:
        """How many documents hold each scored match; of a word in capitals, how many hold it so."""
        return tuple(self._doc_freq(leaf) for leaf in matches(query))

    def idfs(self, query: Node) -> tuple[float, ...]:
        """What each scored match tells."""
        return tuple(map(self._idf, matches(query)))

    def _idf(self, leaf: Match) -> float:
        return self.formula.idf(len(self.documents), self._doc_freq(leaf)) * weight_of(leaf.unit)

    def _doc_freq(self, leaf: Match) -> int:
        standing = [
            [*self._places(leaf, analysed, "text"), *self._places(leaf, analysed, "headline")]
            for analysed in self.documents.values()
        ]
        preferred = sum(any(place.weight > UNCASED_WEIGHT for place in found) for found in standing)
        return preferred or sum(bool(found) for found in standing)

    def _places(self, leaf: Match, analysed: Analysed, field: str) -> Sequence[Place]:
        if leaf.field not in (None, field):
            return ()
        if leaf.speakers:
            return analysed.said(leaf) if field == "text" else ()
        return places(leaf.unit, analysed.occurrences[field])

    def _score(self, node: Node, analysed: Analysed, undated: bool) -> float | None:
        """The score of one document, None when it does not match."""
        match node:
            case Match():
                return self._score_match(node, analysed)
            case Filter():
                return 0.0 if self._passes(node, analysed) else None
            case DateRange():
                date = analysed.document.date
                if undated or date is None:
                    return 0.0 if undated and date is None else None
                return 0.0 if (node.first or date) <= date <= (node.last or date) else None
            case Boolean():
                if any(self._score(child, analysed, False) is not None for child in node.must_not):
                    return None
                required = [self._score(child, analysed, undated) for child in node.must]
                optional = [self._score(child, analysed, undated) for child in node.should]
                if None in required or (
                    optional and not required and not any(s is not None for s in optional)
                ):
                    return None
                return sum(score for score in required + optional if score is not None)
            case _:
                return None

    def _score_match(self, leaf: Match, analysed: Analysed) -> float | None:
        freq = length = average = 0.0
        for field, weight in (("text", 1.0), ("headline", self.formula.headline_weight)):
            if leaf.field in (None, field):
                freq += weight * sum(place.weight for place in self._places(leaf, analysed, field))
                length += weight * analysed.lengths[field]
                average += weight * self.average[field]
        if not freq:
            return None
        idf = self._idf(leaf) if leaf.implied else self._idf_of.get(leaf, 0.0)
        return idf * leaf.boost * self.formula.weight(freq, length, average)

    def _passes(self, node: Filter, analysed: Analysed) -> bool:
        if node.field in ("source", "author", "speaker", "entities", *ENTITY_TYPES):
            return any(
                places(node.unit, TextOccurrences(analyze(name), stemmed=False))
                for name in analysed.names(node.field)
            )
        key = getattr(analysed.document, node.field) or ""
        if isinstance(node.unit, Word):
            return bool(key) and key == node.unit.form
        return bool(key) and bool(fitting(node.unit, [key]))
