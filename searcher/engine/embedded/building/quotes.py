"""The quotations of the documents of a segment: Documents, tokens → columns (see `postings`, QUOTES)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from searcher.analysis.vocabulary import TokenArrays
from searcher.engine.embedded.building.blobs import from_zero, lengths
from searcher.engine.embedded.building.rising import write_rising
from searcher.engine.embedded.building.words import Interner
from searcher.engine.embedded.segment.layout import Array, ArrayWriter
from searcher.query.speakers import names_of
from searcher.records import Document, Span

_NOWHERE = Span(0, 0)
_TEXT_BITS = 32


@dataclass(frozen=True, slots=True)
class QuoteColumns:
    """The q quotations of n documents, whose speakers have s names.

    Attributes:
        quotes, names: shape (n,), how many quotations, and names of speakers, each document has.
        name: shape (s,), numbers of strings, those of one speaker of a document together.
        speaker: shape (q,), numbers of strings, -1 for none.
        row: shape (q, 8), see `_row`; token, tokens: shape (q,), the first token counted from the text's.
    """

    quotes: Array
    names: Array
    name: Array
    speaker: Array
    row: Array
    token: Array
    tokens: Array

    @classmethod
    def of(cls, documents: Sequence[Document], tokens: TokenArrays | None, strings: Interner) -> QuoteColumns:
        """The columns of some documents; `tokens`: of the headline and the text of each, by turns."""
        speakers: list[str | None] = []
        rows: list[tuple[int, ...]] = []
        names: list[list[str]] = []
        for document in documents:
            own: list[str] = []
            names.append(own)
            if not document.quotes:
                continue
            quoted = [quote.speaker for quote in document.quotes]
            speakers += quoted
            where: dict[str | None, tuple[int, int]] = {None: (0, 0)}
            named = names_of(document, [speaker for speaker in quoted if speaker is not None])
            for speaker, forms in named.items():
                where[speaker] = len(own), len(own) + len(forms)
                own += forms
            rows += [
                (*where[speaker], start, end, *(mention or _NOWHERE), *(cue or _NOWHERE))
                for start, end, speaker, mention, cue in document.quotes
            ]
        quotes = lengths([document.quotes for document in documents])
        row = np.array(rows, np.uint32).reshape(-1, 8)
        token, beyond = _tokens(np.repeat(np.arange(len(quotes)), quotes), row[:, 2], row[:, 3], tokens)
        return cls(
            quotes=quotes,
            names=lengths(names),
            name=strings.numbers([name for own in names for name in own]),
            speaker=strings.of_each(speakers),
            row=row,
            token=token.astype(np.uint32),
            tokens=np.maximum(beyond - token, 0).astype(np.uint32),
        )

    @classmethod
    def join(cls, several: Sequence[QuoteColumns]) -> QuoteColumns:
        """The columns of several batches as one."""
        return cls(*(np.concatenate([getattr(one, each.name) for one in several]) for each in fields(cls)))

    @property
    def nbytes(self) -> int:
        """Memory that they take."""
        return sum(getattr(self, each.name).nbytes for each in fields(self))

    @property
    def holder(self) -> Array:
        """The document of each quotation."""
        return np.repeat(np.arange(len(self.quotes)), self.quotes)

    def write(self, file: ArrayWriter, speaker: Array, begin: Array, end: Array) -> None:
        """Write them.

        Args:
            speaker: shape (q,), as in the file.
            begin, end: shape (s,), where each name of a speaker begins and ends in the space of names,
                counted from the names of its document.
        """
        first, beyond = (from_zero(self.names)[self.holder] + self.row[:, column] for column in (0, 1))
        is_attributed = self.speaker >= 0
        name, names = np.zeros((2, len(first)), np.int64)
        name[is_attributed] = begin[first[is_attributed]]
        names[is_attributed] = end[beyond[is_attributed] - 1] - name[is_attributed]
        write_rising(file, "quote.start", from_zero(self.quotes))
        file.write_narrow("quote.speaker", speaker)
        file.write_narrow("quote.name", name)
        file.write_narrow("quote.names", names)
        file.write_narrow("quote.token", self.token)
        file.write_narrow("quote.tokens", self.tokens)
        for column, of in ((2, "quote"), (4, "quote.mention"), (6, "quote.cue")):
            start = self.row[:, column]
            file.write_narrow(f"{of}.begin", start)
            file.write_narrow(f"{of}.length", self.row[:, column + 1] - start)


def _tokens(document: Array, start: Array, end: Array, tokens: TokenArrays | None) -> tuple[Array, Array]:
    """The first of the tokens that lie in each stretch of a text, and the one behind the last of them."""
    if tokens is None or not len(start):
        return start.astype(np.int64), start.astype(np.int64)
    text = np.repeat(np.arange(len(tokens.lengths)), tokens.lengths) << _TEXT_BITS
    own = (2 * document + 1) << _TEXT_BITS
    before = from_zero(tokens.lengths)[2 * document + 1]
    first = (text | tokens.start).searchsorted(own | start) - before
    beyond = (text | tokens.end).searchsorted(own | end, "right") - before
    return first, beyond
