"""The slow, obvious way to make a segment: one dictionary a table, one step an occurrence.

What the fast builder and every merge write is compared with what this writes, array by array.
"""

from __future__ import annotations

import itertools
import json
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from searcher.analysis import analyze, is_stemmed
from searcher.engine.bm25 import Bm25
from searcher.engine.embedded.building.words import MOST_VARIANTS, MOST_WIDTH
from searcher.engine.embedded.codec.schema import NAME_GAP
from searcher.engine.embedded.segment.layout import ArrayWriter, narrowest, smallest
from searcher.engine.embedded.segment.posting_lists import FAR_POSITIONS
from searcher.engine.embedded.segment.postings import BEST_DOCUMENTS, LONG_LIST, NONE
from searcher.records import ENTITY_TYPES, Document, PassageBounds

KINDS = ("source", "entity", "date")


def encoded(text: str) -> bytes:
    """A string as it stands in a file."""
    return text.encode("utf-8", "surrogatepass")


def write_bytes(file: ArrayWriter, name: str, pieces: Sequence[bytes]) -> None:
    """Byte strings, as `name.bytes` one after the other and `name.start`, one more than there are."""
    starts = [0, *itertools.accumulate(map(len, pieces))]
    file.write(f"{name}.start", smallest(starts[-1]), starts)
    file.write(f"{name}.bytes", "u1", np.frombuffer(b"".join(pieces), dtype=np.uint8))


def token_byte(start: int, end: int, before: int) -> int:
    """One byte that tells where a token stands: gap << 5 | length, 0 when that does not fit."""
    gap, length = start - before, end - start
    return gap << 5 | length if 0 <= gap < 8 and 0 < length < 32 else 0


def name_fields(document: Document) -> dict[str, list[str]]:
    """The names that each filter field of a document looks through, each once, in the order met."""
    names: dict[str, dict[str, None]] = {field: {} for field in ENTITY_TYPES}
    for mention in document.entities:
        names[mention.type][mention.name] = None
        names[mention.type][document.text[mention.start : mention.end]] = None
    return {
        "source": [document.source] if document.source else [],
        **{field: list(values) for field, values in names.items()},
        "author": list(document.authors),
        "speaker": [name for names in speaker_names(document).values() for name in names],
    }


def speaker_names(document: Document) -> dict[str, list[str]]:
    """The names of each speaker that a document quotes, in the order of the quotations."""
    speakers = dict.fromkeys(quote.speaker for quote in document.quotes if quote.speaker)
    return {
        speaker: list(dict.fromkeys(
            [speaker, *(document.text[m.start : m.end] for m in document.entities if m.name == speaker)]
        ))
        for speaker in speakers
    }  # fmt: skip


def build(path: Path, documents: Sequence[Document], formula: Bm25 | None = None) -> None:
    """Write a segment of some documents."""
    formula = formula or Bm25()
    base, text_base, token = [0], [], bytearray()
    found: defaultdict[tuple[int, str], list[tuple[int, tuple[str, int, str | None, bool]]]]
    found = defaultdict(list)  # (0, stem) or (1, form) → (position, variant)
    lengths = []
    keys: defaultdict[bytes, list[int]] = defaultdict(list)  # places
    key_docs: defaultdict[bytes, list[int]] = defaultdict(list)
    names_base, names_at = [0], 0
    quoted = []  # where the names of each quotation's speaker are, and its tokens
    for docnum, document in enumerate(documents):
        stemmed = is_stemmed(document.language)
        is_headline_alone = document.text == document.headline
        weighted = []
        for in_headline, text in (
            (True, document.headline or ""),
            (False, "" if is_headline_alone else document.text),
        ):
            if not in_headline:
                text_base.append(len(token))
            begin, before, length = len(token), 0, 0
            stem_at: dict[int, str] = {}
            for form, term, cased, position, last, start, end in analyze(text, document.language):
                # “run-s” reads as runs, whose stem its first part has as well: the joined form stands apart.
                is_twin = position < last and stem_at[position] == term
                stem_at.setdefault(position, term)
                group = (0, term) if stemmed and not is_twin else (1, form)
                found[group].append(
                    (begin + position, (form, min(last - position + 1, MOST_WIDTH), cased, in_headline))
                )
                if position == last:
                    token.append(token_byte(start, end, before))
                    before, length = end, length + 1
            token.append(0)
            weighted.append(length * (formula.headline_weight if in_headline else 1.0))
        lengths.append(sum(weighted))
        base.append(len(token))
        names_of = []
        for field, names in name_fields(document).items():
            for name in names:
                begin, width = names_at, 0
                for at in analyze(name):
                    suffix = f"|{at.last - at.position + 1}" if at.last > at.position else ""
                    key = encoded(f"{field}\0{at.form}{suffix}")
                    keys[key].append(names_at + at.position)
                    if field == "source" and docnum not in key_docs[key]:
                        key_docs[key].append(docnum)
                    width = max(width, at.last + 1)
                names_at += width + NAME_GAP if width else 0
                if field == "speaker":
                    names_of.append((begin - names_base[-1], begin + width - names_base[-1]))
            names_at += NAME_GAP
        names_base.append(names_at)
        where = {None: (0, 0)}
        for speaker, names in speaker_names(document).items():
            own, names_of = names_of[: len(names)], names_of[len(names) :]
            where[speaker] = own[0][0], own[-1][1] - own[0][0]
        words = [
            t
            for t in analyze("" if is_headline_alone else document.text, document.language)
            if t.last == t.position
        ]
        for quote in document.quotes:
            before = sum(word.start < quote.start for word in words)
            inside = sum(word.start >= quote.start and word.end <= quote.end for word in words)
            quoted.append((*where[quote.speaker], before, inside))
        for field, value in (("date", document.date or "-"), ("language", document.language),
                             ("path", document.path)):  # fmt: skip
            if value:
                key_docs[encoded(f"{field}\0{value}")].append(docnum)

    with ArrayWriter(path) as file:
        average = math.fsum(lengths) / len(documents) if documents else 0.0
        file.values = {
            "documents": len(documents),
            "average": average,
            "formula": [formula.k1, formula.b, formula.headline_weight, formula.length_cap],
        }
        file.write("doc.base", "u4", base)
        file.write("doc.text_base", "u4", text_base)
        file.write("token", "u1", np.frombuffer(bytes(token), np.uint8))
        _write_groups(file, found, base, lengths, average, formula)
        _write_keys(file, keys, key_docs, names_base)
        _write_documents(file, documents, text_base, quoted)


def _write_groups(file, found, base, lengths, average, formula):  # type: ignore[no-untyped-def]
    groups = sorted(found, key=lambda group: (group[0], encoded(group[1])))
    stems = [key for kind, key in groups if kind == 0]
    forms = sorted({encoded(v[0]) for listed in found.values() for _, v in listed})
    form_number = {form: number for number, form in enumerate(forms)}
    cased = sorted({encoded(v[2]) for listed in found.values() for _, v in listed if v[2]})
    cased_number = {form: number for number, form in enumerate(cased)}
    form_group = [NONE] * len(forms)
    starts = {name: [0] for name in ("posting", "variant", "ordinal")}
    bounds, docs, position_start, positions, ordinals = [], [], [0], [], b""
    variant_form, variant_kind, capital_variant, capital_form = [], [], [], []
    long_group, long_start, long_bound, long_best = [], [0], [], []
    for group in groups:
        # Forms are cut at a length: a word and a joined form may then be one, and the word is kept.
        placed = {}
        for position, variant in sorted(found[group], key=lambda item: (item[0], item[1][1])):
            placed.setdefault(position, variant)
        if len(set(placed.values())) > MOST_VARIANTS:
            placed = {at: (form, width, None, where) for at, (form, width, _, where) in placed.items()}
        kept = sorted(
            set(placed.values()),
            key=lambda v: (form_number[encoded(v[0])], v[1], v[3], encoded(v[2] or "")),
        )
        number = {variant: i for i, variant in enumerate(kept)}
        by_doc = Counter(int(np.searchsorted(base, at, "right")) - 1 for at in placed)
        headlines = Counter(
            int(np.searchsorted(base, at, "right")) - 1 for at, variant in placed.items() if variant[3]
        )
        weights = {
            doc: formula.weight(
                count - headlines[doc] + formula.headline_weight * headlines[doc], lengths[doc], average
            )
            for doc, count in by_doc.items()
        }
        docs += sorted(by_doc)
        position_start += itertools.accumulate(
            (by_doc[doc] for doc in sorted(by_doc)), initial=position_start.pop()
        )
        positions += [at - base[int(np.searchsorted(base, at, "right")) - 1] for at in sorted(placed)]
        if len(kept) > 1:
            dtype = "<u1" if len(kept) <= 256 else "<u2"
            ordinals += np.array([number[placed[at]] for at in sorted(placed)], dtype).tobytes()
        for variant in kept:
            form, width, capitals, in_headline = variant
            if group[0] == 0:
                form_group[form_number[encoded(form)]] = len(bounds)
            if capitals:
                capital_variant.append(len(variant_form))
                capital_form.append(cased_number[encoded(capitals)])
            variant_form.append(form_number[encoded(form)])
            variant_kind.append(width << 1 | in_headline)
        if len(by_doc) >= LONG_LIST:
            long_group.append(len(bounds))
            long_bound += [up(weights[doc]) for doc in sorted(by_doc)]
            long_start.append(len(long_bound))
            long_best += sorted(weights, key=lambda doc: (-weights[doc], doc))[:BEST_DOCUMENTS]
        bounds.append(up(max(weights.values())))
        for name, size in (("posting", len(docs)),
                           ("variant", len(variant_form)), ("ordinal", len(ordinals))):  # fmt: skip
            starts[name].append(size)
    write_bytes(file, "stem", [encoded(key) for key in stems])
    write_bytes(file, "form", forms)
    write_bytes(file, "cased", cased)
    file.write("form.group", "u4", form_group)
    file.write("plain.form", "u4", [form_number[encoded(key)] for kind, key in groups if kind == 1])
    for name, values in starts.items():
        _write_rising(file, f"group.{name}", values)
    file.write("group.bound", "u1", bounds)
    docnum = narrowest(max(len(lengths) - 1, 0))
    file.write("posting.doc", docnum, docs)
    _write_rising(file, "posting.start", position_start)
    far = [number for number, position in enumerate(positions) if position >= FAR_POSITIONS]
    file.write("position", "u2", [position % FAR_POSITIONS for position in positions])
    file.write("far.position", smallest(len(positions)), far)
    file.write("far.high", "u2", [positions[number] // FAR_POSITIONS for number in far])
    file.write("ordinal", "u1", np.frombuffer(ordinals, np.uint8))
    file.write("variant.form", "u4", variant_form)
    _write_narrow(file, "variant.kind", variant_kind)
    file.write("capital.variant", "u4", capital_variant)
    file.write("capital.form", "u4", capital_form)
    file.write("long.group", "u4", long_group)
    file.write("long.start", smallest(long_start[-1]), long_start)
    file.write("long.bound", "u1", long_bound)
    file.write("long.best", docnum, long_best)


def up(weight: float) -> int:
    """A weight in 255ths, never below it."""
    return min(255, int(np.ceil(np.float32(weight * 255) + np.float32(1e-3))))


def _write_keys(file, keys, key_docs, names_base):  # type: ignore[no-untyped-def]
    docs, places, doc_start, place_start = [], [], [0], [0]
    for key in sorted(keys.keys() | key_docs.keys()):
        docs += key_docs.get(key, [])
        places += sorted(keys.get(key, []))
        doc_start.append(len(docs))
        place_start.append(len(places))
    write_bytes(file, "key", sorted(keys.keys() | key_docs.keys()))
    _write_rising(file, "key.posting", doc_start)
    _write_rising(file, "key.position", place_start)
    file.write("key.doc", "u4", docs)
    file.write("key.place", smallest(names_base[-1]), places)
    file.write("doc.names_base", smallest(names_base[-1]), names_base)


def _write_documents(file, documents, text_base, quoted):  # type: ignore[no-untyped-def]
    ids = [encoded(document.doc_id) for document in documents]
    write_bytes(file, "id", ids)
    file.write("id.order", "u4", sorted(range(len(ids)), key=lambda docnum: (ids[docnum], docnum)))
    write_bytes(file, "headline", [b"\xff" if d.headline is None else encoded(d.headline) for d in documents])
    write_bytes(file, "text", [encoded(d.text) for d in documents])
    urls = [b"\xff" if d.url is None else encoded(d.url) for d in documents]
    _write_rising(file, "url.start", [0, *itertools.accumulate(map(len, urls))])
    file.write("url.bytes", "u1", np.frombuffer(b"".join(urls), np.uint8))
    metas = [
        encoded(json.dumps(
            [None if d.path == d.doc_id else d.path, d.source, d.language, list(d.authors), bool(d.passages)],
            ensure_ascii=False, separators=(",", ":"),
        ))
        for d in documents
    ]  # fmt: skip
    write_bytes(file, "meta", sorted(set(metas)))
    _write_narrow(file, "doc.meta", [sorted(set(metas)).index(meta) for meta in metas])
    file.write("doc.day", "u4", [int(d.date.replace("-", "")) if d.date else 0 for d in documents])

    facets = [
        sorted(
            {(0, encoded(d.source))} if d.source else set()
        ) + sorted({(1, encoded(m.name)) for m in d.entities})
        + ([(2, encoded(d.date[:7]))] if d.date else [])
        + sorted({(3, encoded(q.speaker)) for q in d.quotes if q.speaker})
        for d in documents
    ]  # fmt: skip
    values = sorted({value for listed in facets for value in listed})
    write_bytes(file, "value", [value for _, value in values])
    file.write("value.kind", "u1", [kind for kind, _ in values])
    _write_rising(file, "facet.start", [0, *itertools.accumulate(map(len, facets))])
    _write_narrow(file, "facet.value", [values.index(value) for listed in facets for value in listed])

    mentions = [m for d in documents for m in d.entities]
    _write_rising(file, "mention.start", [0, *itertools.accumulate(len(d.entities) for d in documents)])
    entities = [
        len(ENTITY_TYPES) * listed.index((1, encoded(m.name))) + ENTITY_TYPES.index(m.type)
        for listed, d in zip(facets, documents, strict=True)
        for m in d.entities
    ]
    _write_narrow(file, "mention.entity", entities)
    _write_narrow(file, "mention.begin", [m.start for m in mentions])
    _write_narrow(file, "mention.length", [m.end - m.start for m in mentions])

    _write_rising(file, "quote.start", [0, *itertools.accumulate(len(d.quotes) for d in documents)])
    speakers = [
        1 + listed.index((3, encoded(q.speaker))) if q.speaker else 0
        for listed, d in zip(facets, documents, strict=True)
        for q in d.quotes
    ]
    _write_narrow(file, "quote.speaker", speakers)
    for column, name in enumerate(("name", "names", "token", "tokens")):
        _write_narrow(file, f"quote.{name}", [row[column] for row in quoted])
    quotes = [q for d in documents for q in d.quotes]
    for name, spans in (("quote", [(q.start, q.end) for q in quotes]),
                        ("quote.mention", [q.mention or (0, 0) for q in quotes]),
                        ("quote.cue", [q.cue or (0, 0) for q in quotes])):  # fmt: skip
        _write_narrow(file, f"{name}.begin", [start for start, _ in spans])
        _write_narrow(file, f"{name}.length", [end - start for start, end in spans])

    bounds = [d.passages or (PassageBounds(0, len(d.text), 0, len(d.text)),) for d in documents]
    flat = [(n, b) for n, listed in enumerate(bounds) for b in listed]
    file.write("passage.start", "u4", np.cumsum([0] + [len(listed) for listed in bounds]))
    file.write("passage.position", "u4", [text_base[n] + b.token_start for n, b in flat])
    _write_narrow(file, "passage.tokens", [b.token_end - b.token_start for _, b in flat])
    _write_narrow(file, "passage.begin", [b.start for _, b in flat])
    _write_narrow(file, "passage.byte", [len(encoded(documents[n].text[: b.start])) for n, b in flat])


def _write_rising(file, name, numbers):  # type: ignore[no-untyped-def]
    file.write(f"{name}.low", "u1", [number % 256 for number in numbers])
    pages = [
        next(at for at, number in enumerate(numbers) if number >= begin)
        for begin in range(0, numbers[-1] + 1, 256)
    ]
    file.write(f"{name}.page", smallest(len(numbers)), pages)


def _write_narrow(file, name, values):  # type: ignore[no-untyped-def]
    file.write(name, narrowest(max(values, default=0)), values)
