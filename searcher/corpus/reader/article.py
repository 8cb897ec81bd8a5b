"""An article: one JSON object of a seed.

    (where, JSON value | Fault) … ─▶ RawDocument of form "article" | Skipped, one for one

`headline` (or `title`), `text` (or `body`, `content`); optional `id` (or `_id`), `source date url authors
language`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from searcher.corpus.reader.digest import digest_fields
from searcher.corpus.reader.fields import date, line, names, sound
from searcher.corpus.reader.prose import flaw, is_blank
from searcher.corpus.reader.seed import Unreadable
from searcher.records import RawDocument, Skipped

HEADLINE_KEYS = ("headline", "title")
TEXT_KEYS = ("text", "body", "content")
MAX_ID_CHARS = 300  # chosen: an id is typed, printed and linked to; addresses fit
HASH_DIGITS = 12  # DESIGN.md: path#digits
SHOWN_CHARS = 60  # of an id, in a reason

TYPE_NAMES = {str: "a string", bool: "true or false", int: "a number", float: "a number",
              list: "a list", dict: "an object", type(None): "null"}  # fmt: skip


class Entry(NamedTuple):
    """One value of a seed: what it is ("line", "article"), its number from 1, the value or what is wrong."""

    kind: str
    number: int
    value: object
    fault: str | None = None


def _none_is_taken(doc_id: str) -> bool:
    return False


def read_entries(
    path: str, entries: Iterable[Entry], is_taken: Callable[[str], bool] = _none_is_taken
) -> Iterator[RawDocument | Skipped]:
    """Make a document of each entry of a many-article seed, or say why there is none.

    `is_taken` tells of the ids of articles that come before the entries.
    """
    taken: dict[str, int] = {}
    for entry in entries:
        try:
            if entry.fault:
                raise Unreadable(entry.fault)
            document = read_article(path, entry.value, many=True)
            if first := taken.get(document.doc_id):
                raise Unreadable(_twice(document, f"{entry.kind} {first}"))
            if is_taken(document.doc_id):
                raise Unreadable(_twice(document, f"an earlier {entry.kind}"))
            taken[document.doc_id] = entry.number
        except Unreadable as exc:
            yield Skipped(path, f"{entry.kind} {entry.number}: {exc}")
        else:
            yield document


def read_article(path: str, value: object, *, many: bool) -> RawDocument:
    """Make a document of one JSON value.

    Args:
        path: of its seed; the doc_id of an article without an id that is alone in its seed.
        value: as the JSON parser gives it.
        many: whether the seed may hold others; then the content hash tells them apart.

    Raises:
        Unreadable: the value is no article.
    """
    if not isinstance(value, dict):
        raise Unreadable(f"not an object but {TYPE_NAMES[type(value)]}")
    headline = _first(value, HEADLINE_KEYS)
    text = _first(value, TEXT_KEYS)
    if not headline and not text:
        raise Unreadable("neither text nor headline")
    for part in (headline, text):
        if part and (reason := flaw(part)):
            raise Unreadable(reason)
    given_id = _id(value.get("id")) or _other_id(value.get("_id"))
    content = sound(text)
    fields = (
        " ".join(sound(headline).split()) or None,
        line(value.get("source")),
        date(value.get("date")),
        line(value.get("url")),
        line(value.get("language")),
        names(value.get("authors")),
    )
    digest = digest_fields("article", content, *fields)
    doc_id = given_id or (f"{path}#{digest[:HASH_DIGITS]}" if many else path)
    return RawDocument(doc_id, path, "article", content, digest, *fields)


def _first(value: dict[str, object], keys: tuple[str, ...]) -> str:
    """Return the first string among the keys that shows something, "" if none is given."""
    for key in keys:
        found = value.get(key)
        if found is None:
            continue
        if not isinstance(found, str):
            raise Unreadable(f'"{key}" is not a string but {TYPE_NAMES[type(found)]}')
        if not is_blank(found):
            return found
    return ""


def _id(value: object) -> str | None:
    """Return an id as a string; None if there is none."""
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # 12.0, as spreadsheets export numbers
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Unreadable(f'"id" is neither a string nor a whole number but {TYPE_NAMES[type(value)]}')
    written = str(value)
    if len(written) > MAX_ID_CHARS:
        raise Unreadable(f'"id" is longer than {MAX_ID_CHARS} characters')
    return line(written)


def _other_id(value: object) -> str | None:
    """Return BEIR's `_id` as a string; None where it is something else, such as a database's object."""
    return _id(value) if isinstance(value, str | int) and not isinstance(value, bool) else None


def _twice(document: RawDocument, first: str) -> str:
    if "#" in document.doc_id and document.doc_id.startswith(document.path):
        return f"the same article as {first}"
    shown = document.doc_id[:SHOWN_CHARS]
    return f"the id {shown!r} is already used by {first}"
