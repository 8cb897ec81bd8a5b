"""The words of a segment: word numbers of a vocabulary → variants, and the groups they stand in.

Tokens are held as *rows*, a number each: word << 2 | stands apart << 1 | in the headline. Only when a segment
is written do the rows that occur become variants (see `segment.postings`): sorted, numbered,
and gathered in groups. That costs a little for each distinct word, and nothing for its occurrences.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import count
from typing import NamedTuple

import numpy as np

from searcher.analysis.vocabulary import TokenArrays, Vocabulary
from searcher.engine.embedded.building.blobs import Blob, from_zero
from searcher.engine.embedded.segment.layout import Array, ArrayWriter
from searcher.engine.embedded.segment.postings import NONE

MOST_WIDTH = 255
"""Positions that a joined form is said to span at most; whoever looks for more has a text of another kind."""

MOST_VARIANTS = 1 << 16
"""Variants of one group: their ordinals are two bytes. Natural words have a dozen."""

_HEADLINE, _APART, _WORD_SHIFT = 1, 2, 2


class Interner(dict[str, int]):
    """Numbers strings in the order in which they are met: `interner[string]`, `interner.strings[number]`."""

    def __init__(self) -> None:
        super().__init__()
        self.strings: list[str] = []
        self._order: Array = np.zeros(0, np.int32)

    def __missing__(self, string: str) -> int:
        number = self[string] = len(self.strings)
        self.strings.append(string)
        return number

    def numbers(self, strings: Sequence[str]) -> Array:
        """The numbers of several strings: int32, shape (n,)."""
        new = [string for string in dict.fromkeys(strings) if string not in self]
        self.update(zip(new, count(len(self.strings)), strict=False))
        self.strings += new
        return np.fromiter(map(self.__getitem__, strings), np.int32, len(strings))

    def of_each(self, strings: Sequence[str | None]) -> Array:
        """The numbers of several strings, -1 where one is empty or there is none: int32, shape (n,)."""
        return np.array([self[string] if string else -1 for string in strings], np.int32)

    def ranked(self, used: Array) -> tuple[Array, list[str]]:
        """Strings in order.

        Args:
            used: the numbers of some strings, each once or more.

        Returns:
            the rank of each used number among the used (int32, by number), and the strings by rank.
        """
        is_used = np.zeros(len(self.strings), np.bool_)
        is_used[used] = True
        order = self._sorted()
        order = order[is_used[order]]
        rank = np.zeros(len(self.strings), np.int32)
        rank[order] = np.arange(len(order))
        return rank, list(map(self.strings.__getitem__, order.tolist()))

    def _sorted(self) -> Array:
        """All numbers in the order of their strings: by code points, as their UTF-8 is by bytes."""
        if len(self._order) < len(self.strings):
            order = [*self._order.tolist(), *range(len(self._order), len(self.strings))]
            order.sort(key=self.strings.__getitem__)  # those sorted before are a run
            self._order = np.array(order, np.int32)
        return self._order


class Forms(NamedTuple):
    """Ways in which words occur, column by column: the variants of a segment, before they are in order.

    Attributes:
        stem: shape (m,), rank of the stem that an occurrence is listed under, -1 for its own form.
        form: rank of the form; cased: rank + 1 of the form in capitals, 0 for none.
        kind: width << 1 | in the headline.
    """

    stem: Array
    form: Array
    cased: Array
    kind: Array


class Variants(NamedTuple):
    """The variants of a segment, in the order of their groups.

    Attributes:
        number: shape (m,), for each of the given Forms, its variant; equal forms are one variant.
        group: shape (v,), the group of each variant; ordinal: its number in its group.
        form, cased, kind: as in Forms.
        start: shape (g + 1,), where the variants of each group begin.
        plain: ranks of the forms that have a group of their own, ascending.
    """

    number: Array
    group: Array
    ordinal: Array
    form: Array
    cased: Array
    kind: Array
    start: Array
    plain: Array

    @classmethod
    def of(cls, forms: Forms, stems: int) -> Variants:
        """Order the variants of a segment with so many stems, and number them.

        A group of more than MOST_VARIANTS, which takes a text made for it (all accents on all letters of
        a word in capitals), forgets its capitals.
        """
        plain, place = np.unique(forms.form[forms.stem < 0], return_inverse=True)
        group = forms.stem.astype(np.int64)
        group[forms.stem < 0] = stems + place
        cased = forms.cased
        while True:
            order = np.lexsort((cased, forms.kind & 1, forms.kind >> 1, forms.form, group))
            columns = [column[order] for column in (group, forms.form, forms.kind, cased)]
            is_new = np.ones(len(order), np.bool_)
            is_new[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
            first = np.flatnonzero(is_new)
            group_of, form_of, kind_of, cased_of = (column[first] for column in columns)
            counts = np.bincount(group_of, minlength=stems + len(plain))
            full = (counts > MOST_VARIANTS)[group] & (cased > 0)
            if not full.any():
                break
            cased = np.where(full, 0, cased)
        number = np.empty(len(order), np.int64)
        number[order] = np.cumsum(is_new) - 1
        start = from_zero(counts)
        ordinal = np.arange(len(first)) - start[group_of]
        return cls(number, group_of, ordinal, form_of, cased_of, kind_of, start, plain)

    def write(self, file: ArrayWriter, stems: Blob, forms: Blob, cased: Blob) -> None:
        """Write the arrays of words, those of occurrences left out; the strings are in order."""
        form_group = np.full(len(forms.sizes), NONE, np.uint32)
        is_stemmed = self.group < len(stems.sizes)
        form_group[self.form[is_stemmed]] = self.group[is_stemmed]
        capital = np.flatnonzero(self.cased)
        for name, strings in (("stem", stems), ("form", forms), ("cased", cased)):
            strings.write(file, name)
        file.write("form.group", "u4", form_group)
        file.write("plain.form", "u4", self.plain)
        file.write("variant.form", "u4", self.form)
        file.write_narrow("variant.kind", self.kind)
        file.write("capital.variant", "u4", capital)
        file.write("capital.form", "u4", self.cased[capital] - 1)


class WordTable:
    """What an index has to know of each word of a vocabulary, in arrays that grow with it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.strings = Interner()
        self._form, self._term, self._cased, self._width = array("i"), array("i"), array("i"), array("i")
        self._is_stemmed = array("b")

    def grow(self) -> None:
        """Take in the words that the vocabulary met since."""
        words = self.vocabulary.words[len(self._form) :]
        if not words:
            return
        form, term, cased, width, stemmed = zip(*words, strict=True)
        self._form.frombytes(self.strings.numbers(form).tobytes())
        self._term.frombytes(self.strings.numbers(term).tobytes())
        self._cased.frombytes(self.strings.of_each(cased).tobytes())
        self._width.extend(width)
        self._is_stemmed.extend(stemmed)

    @property
    def rows_beyond(self) -> int:
        """A number above every row."""
        return len(self._form) << _WORD_SHIFT

    def width(self, words: Array) -> Array:
        """The positions each word spans, 1 unless it is a joined form."""
        return np.frombuffer(self._width, np.int32)[words] if len(words) else np.empty(0, np.int32)

    def form(self, words: Array) -> Array:
        """The form of each word, a number in `strings`."""
        return np.frombuffer(self._form, np.int32)[words] if len(words) else np.empty(0, np.int32)

    def rows(self, tokens: TokenArrays) -> tuple[Array, Array]:
        """The rows of analysed headlines and texts, by turns.

        A joined form whose stem is that of its own first part (“run-s”) stands apart, or one group would
        be twice in a place; in text that is not stemmed it is its first part once more, and left out.

        Returns:
            rows, uint32, in the order of `tokens.word`, and which tokens they are of (bool, by token).
        """
        self.grow()
        word = tokens.word
        kept = np.ones(len(word), np.bool_)
        rows = word.astype(np.uint32) << _WORD_SHIFT
        in_headline = np.arange(len(tokens.lengths)) & 1 == 0
        rows |= np.repeat(in_headline.astype(np.uint32) * _HEADLINE, np.diff(tokens.offsets))
        width = self.width(word)
        joined = np.flatnonzero(width > 1)
        if len(joined):
            term = np.frombuffer(self._term, np.int32)
            first = joined - width[joined]  # its parts stand before it
            twins = joined[term[word[joined]] == term[word[first]]]
            is_stemmed = np.frombuffer(self._is_stemmed, np.int8)[word[twins]] > 0
            rows[twins] |= _APART
            kept[twins[~is_stemmed]] = False
        return rows[kept], kept

    def write(self, file: ArrayWriter, used: Array) -> Variants:
        """Write the words of a segment.

        Args:
            used: the rows that occur, ascending, each once.

        Returns:
            the variants of the segment; `number` is in the order of `used`.
        """
        words = (used >> _WORD_SHIFT).astype(np.int64)
        form, term, cased, width, stemmed = (
            np.array(column)[words] if len(words) else np.empty(0, np.int32)
            for column in (self._form, self._term, self._cased, self._width, self._is_stemmed)
        )
        is_plain = (stemmed == 0) | (used & _APART > 0)
        has_capitals = cased >= 0
        stem_rank, stems = self.strings.ranked(term[~is_plain])
        form_rank, forms = self.strings.ranked(form)
        cased_rank, in_capitals = self.strings.ranked(cased[has_capitals])
        variants = Variants.of(
            Forms(
                stem=np.where(is_plain, -1, stem_rank[term]),
                form=form_rank[form],
                cased=np.where(has_capitals, cased_rank[cased] + 1, 0),
                kind=np.minimum(width, MOST_WIDTH) << 1 | (used & _HEADLINE).astype(np.int32),
            ),
            len(stems),
        )
        variants.write(file, Blob.of(stems), Blob.of(forms), Blob.of(in_capitals))
        return variants
