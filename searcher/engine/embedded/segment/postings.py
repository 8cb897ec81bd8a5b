"""One segment of an index, read: the arrays of its file, and what they mean.

A segment holds documents numbered from 0 (docnums never leave the engine) in one file `<segment>.seg`, whose
layout is told in `layout`. Strings are UTF-8 (lone surrogates allowed), each table
of them two arrays (`strings`). Below, n is the number of documents, deleted ones included.

BODY: text and headline share one space of positions, so that one list of positions answers for both.
    doc.base        n+1   position where the headline of a document begins; the last is the end of the space
    doc.text_base   n     position where its text begins: base + tokens of the headline + 1
                          (base of the next document = text_base + tokens of the text + 1: a free position
                          stands behind every headline and every text, so no phrase crosses)
    token           P     one byte a position, for highlights: gap << 5 | length. The gap is counted from the
                          end of the token before (from 0 at the first), in code points; 0 where it does not
                          fit, and at free positions
Occurrences are listed by *group*: all forms of one stem, or one form of text that is not stemmed. In a group
the *variants* tell the occurrences apart: which form, as a word or as a joined form (of some width), in which
capitals, in text or headline.
    stem.*                sorted stems; stem number s is group s
    form.*                sorted surface forms, joined ones included
    form.group      F     group of its occurrences in stemmed text (of its stem), NONE if there are none
    plain.form            forms, ascending, that occur unstemmed: in text of another language, or joined forms
                          of the stem that their own first part has (“run-s”). Their groups follow the stems'
    group.posting.*    G+1   where the documents of a group begin in posting.*, a rising sequence (`rising`)
    group.variant.*    G+1   where its variants begin in variant.*, rising as well
    group.ordinal.*    G+1   where its bytes begin in `ordinal`, rising: none for one variant; one byte a
                             position up to 256 variants; else two, little-endian
    group.bound        G     255ths: no document of the group weighs more (see "Bounds")
    posting.doc        D     documents, ascending in each group; as long.best of the narrowest dtype that
                             holds all docnums, which a `PostingList` widens: others may count on uint32
    posting.start.*    D+1   where the positions of each of these documents begin in `position`, rising
    position                 u2, the low half of positions counted from doc.base of their document; ascending
                             for each document of a group, at most one of a group in a place
    far.position             which items of `position` have a high half, ascending: those more than 65,535
                             positions behind the beginning of a very long document; far.high: theirs, u2
    ordinal               number of the variant in its group, for each position
    variant.form          number of the form
    variant.kind          width << 1 | in the headline (width 1 for a word, of a joined form its positions)
    capital.variant       the variants, ascending, that are words in capitals ("US"), and capital.form: the
    cased.*               number of each in cased.*, the sorted forms in capitals
Long lists only (LONG_LIST postings and more), for pruning:
    long.group            their groups, ascending
    long.bound            one byte a posting, 255ths, from long.start (one more than there are lists)
    long.best             BEST_DOCUMENTS docnums a list: of the highest weights, best first

NAMES: source, person, organisation, place, author and speaker have positions, date, language and path have
none (a date field holds "-" for undated documents). What is asked of entities is answered by the three types
of them. The names of a speaker are the canonical one and the forms that the document has of it.
    key.*                 sorted keys: field, 0 byte, form; joined forms are marked "form|width"
    key.posting.*   K+1   where the documents of a key begin in key.doc, rising; of the fields with positions
                          only keys of source have any there: others are where the positions are
    key.position.*  K+1   where its positions begin in key.place, rising
    key.doc               documents, ascending in each key
    key.place             positions in a space of their own
    doc.names_base  n+1   where the names of a document begin there; between two names, and between two
                          fields, there are NAME_GAP free positions

DOCUMENTS
    id.*            n     doc_id;        id.order  n  docnums by ascending doc_id
    headline.*      n     headline, the byte 255 for none
    text.*          n     text
    url.*           n     URL, the byte 255 for none; url.start is rising
    meta.*                sorted JSON of path (null for the doc_id), source, language, authors, and whether
                          there are passages: once for all documents that have it in common
    doc.meta        n     number of it
    doc.day         n     date as yyyymmdd, 0 for none
    mention.start.* n+1   where the mentions of a document begin in mention.*, rising
    mention.entity        3 × the number of the canonical name among the facet values of the document + its
                          type: 0 person, 1 organisation, 2 place
    mention.begin         code point where it begins; mention.length: how many it has
    facet.start.*   n+1   where the facet values of a document begin in facet.value, ascending; rising
    facet.value           numbers of values
    value.*               values, those of a kind ascending; value.kind: 0 source, 1 entity, 2 month,
                          3 speaker
    passage.start   n+1   where the passages of a document begin in passage.*; at least one each
    passage.position      position in the body where the passage begins (text_base + its first token)
    passage.tokens        its length in tokens
    passage.begin         code point in the text where it begins
    passage.byte          byte of the text where it begins

QUOTES
    quote.start.*   n+1   where the quotations of a document begin in quote.*, rising; in order of the text
    quote.speaker         1 + the number of the speaker among the facet values of the document, 0 for none
    quote.name            where the names of its speaker begin, counted from doc.names_base; quote.names: how
                          many positions they take, 0 without a speaker. Those of one speaker of a document
                          stand together
    quote.token           the first of the tokens that lie in it, counted from the text's first;
                          quote.tokens: how many they are
    quote.begin           code point in the text where it begins; quote.length: how many it has
    quote.mention.*       begin and length of what names the speaker, length 0 for none; quote.cue.*: of the
                          words of speech

Of the narrowest dtype that holds them are doc.meta, variant.kind, facet.value and, but for their starts and
passage.position, mention.*, passage.* and quote.*.

Bounds. The weight of a document in a group is that of `Bm25.weight` with every occurrence counted in full
(headline_weight for one in the headline) and the segment's own average length. values["average"] is that
average, values["formula"] the parameters. Under another average the bounds hold when multiplied by
max(1, average now / average then); under other parameters they are not used.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from searcher.engine.embedded.segment.identities import SegmentIdentities
from searcher.engine.embedded.segment.keys import Keys
from searcher.engine.embedded.segment.layout import Array, Arrays
from searcher.engine.embedded.segment.posting_lists import PostingList, PostingLists
from searcher.engine.embedded.segment.rising import Rising
from searcher.engine.embedded.segment.strings import Dictionary, Strings
from searcher.records import ENTITY_TYPES

NONE = 0xFFFFFFFF
LONG_LIST = 512
BEST_DOCUMENTS = 128
SEPARATOR = b"\0"
QUOTE_COLUMNS = (
    "speaker", "name", "names", "token", "tokens", "begin", "length",
    "mention.begin", "mention.length", "cue.begin", "cue.length",
)  # fmt: skip


def key_prefixes(field: str) -> list[bytes]:
    """What the keys of a field begin with; those of entities are those of each type."""
    fields = ENTITY_TYPES if field == "entities" else (field,)
    return [field.encode() + SEPARATOR for field in fields]


class Segment(Keys):
    """The documents of one segment; see the picture above.

    Attributes:
        count: documents, deleted ones included; live: without them.
        folder: of the index.
        deleted: docnums, ascending; alive: for each document, None when none is deleted.
        identities: as what its entities are shown in a commit; None for as they stand, or outside of one.
    """

    def __init__(self, arrays: Arrays, deleted: Sequence[int] = ()) -> None:
        super().__init__(arrays)
        self.folder = arrays.path.parent
        self.count = int(arrays.values["documents"])
        self.deleted: Array = np.array(sorted(deleted), dtype=np.int64)
        self.live = self.count - len(self.deleted)
        self.lists = PostingLists(arrays)
        self.base = arrays["doc.base"]
        self.text_base = arrays["doc.text_base"]
        self.identities: SegmentIdentities | None = None

    @cached_property
    def alive(self) -> Array | None:
        """True for each live document, by docnum; None when all are."""
        if not len(self.deleted):
            return None
        alive = np.ones(self.count, dtype=bool)
        alive[self.deleted] = False
        return alive

    # words

    @cached_property
    def stems(self) -> Dictionary:
        """Stems; their numbers are groups."""
        return Dictionary(self.arrays, "stem")

    @cached_property
    def forms(self) -> Dictionary:
        """Surface forms, joined ones included."""
        return Dictionary(self.arrays, "form")

    @cached_property
    def cased(self) -> Dictionary:
        """Forms in capitals."""
        return Dictionary(self.arrays, "cased")

    @cached_property
    def _form_group(self) -> memoryview:
        return self.arrays.view("form.group")

    @cached_property
    def _plain_form(self) -> Array:
        return self.arrays["plain.form"]

    def groups_of_form(self, form: int) -> list[int]:
        """The groups in which a form may occur: that of its stem, and that of unstemmed text."""
        group = self._form_group[form]
        groups = [] if group == NONE else [group]
        if len(self._plain_form):
            at = int(self._plain_form.searchsorted(form))
            if at < len(self._plain_form) and self._plain_form[at] == form:
                groups.append(len(self.stems) + at)
        return groups

    @cached_property
    def variant_form(self) -> Array:
        """The form of each variant."""
        return self.arrays["variant.form"]

    @cached_property
    def variant_kind(self) -> Array:
        """width << 1 | in the headline, of each variant."""
        return self.arrays["variant.kind"]

    def variants_in_capitals(self, variants: range, cased: int) -> list[int]:
        """Those of a group's variants that are words in these capitals (a number in `cased`)."""
        capital = self.arrays["capital.variant"]
        first, beyond = capital.searchsorted((variants.start, variants.stop))
        own = self.arrays["capital.form"][first:beyond] == cased
        return [int(variant) for variant in capital[first:beyond][own]]

    def postings(self, group: int) -> PostingList:
        """The occurrences of a group."""
        return self.lists[group]

    @cached_property
    def _long(self) -> dict[int, int]:
        return {int(group): i for i, group in enumerate(self.arrays["long.group"])}

    def bounds(self, group: int) -> Array | None:
        """255ths, one for each posting of a long list, that its document's weight does not exceed."""
        at = self._long.get(group)
        if at is None:
            return None
        start = self.arrays.view("long.start")
        return self.arrays["long.bound"][start[at] : start[at + 1]]

    def best_documents(self, group: int) -> Array | None:
        """The documents of the highest weights of a long list, best first; uint32."""
        at = self._long.get(group)
        if at is None:
            return None
        best = self.arrays["long.best"][at * BEST_DOCUMENTS : (at + 1) * BEST_DOCUMENTS]
        return best.astype(np.uint32, copy=False)

    # documents

    @cached_property
    def mention_start(self) -> Rising:
        """Where the mentions of each document begin."""
        return Rising(self.arrays, "mention.start")

    @cached_property
    def quote_start(self) -> Rising:
        """Where the quotations of each document begin."""
        return Rising(self.arrays, "quote.start")

    @cached_property
    def facet_start(self) -> Rising:
        """Where the facet values of each document begin."""
        return Rising(self.arrays, "facet.start")

    @cached_property
    def ids(self) -> Strings:
        """The doc_id of each document."""
        return Strings(self.arrays, "id")

    @cached_property
    def headlines(self) -> Strings:
        """The headline of each document."""
        return Strings(self.arrays, "headline")

    @cached_property
    def texts(self) -> Strings:
        """The text of each document."""
        return Strings(self.arrays, "text")

    @cached_property
    def metas(self) -> Strings:
        """What documents have in common, as JSON, by `doc.meta`."""
        return Strings(self.arrays, "meta")

    @cached_property
    def urls(self) -> Strings:
        """The URL of each document."""
        return Strings(self.arrays, "url", Rising(self.arrays, "url.start"))

    @cached_property
    def values(self) -> Strings:
        """The values of facets; the canonical names of mentions are among them."""
        return Strings(self.arrays, "value")

    def doc_id(self, docnum: int) -> str:
        """The id of a document; a file name that is not UTF-8 has surrogates in it."""
        return self.ids.text(docnum)

    def docnum(self, doc_id: str) -> int:
        """The live document of an id, -1 when there is none."""
        for docnum in self.docnums_of(doc_id.encode("utf-8", "surrogatepass")):
            if self.alive is None or self.alive[docnum]:
                return docnum
        return -1

    def docnums_of(self, key: bytes) -> Iterator[int]:
        """The documents of an id, deleted ones included: an edited document may come back as another."""
        order, ids = self.arrays.view("id.order"), self.ids
        at = bisect_left(order, key, key=ids.__getitem__)
        while at < self.count and ids[order[at]] == key:
            yield int(order[at])
            at += 1
