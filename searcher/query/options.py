"""Options of a search as nodes: what a flag asks for is what the query language could have said."""

from __future__ import annotations

from collections.abc import Sequence

from searcher.query.attribution import attributed
from searcher.query.dates import OPEN, date_range, open_range
from searcher.query.groups import all_of, any_of
from searcher.query.lexer import QUOTES
from searcher.query.nodes import DateRange, Filter, FilterField, Node, Nothing, Word
from searcher.query.parser import Parsed, parse
from searcher.query.speakers import ANYBODY


def combine(
    parsed: Parsed,
    *,
    source: str | Sequence[str] = (),
    entity: str | Sequence[str] = (),
    speaker: str | Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
) -> Parsed:
    """A query narrowed by options; one without words becomes its options alone.

    Args:
        parsed: the query.
        source: any of these publishers; entity: all of these names; speaker: quotations of any of these.
        since: first date; until: last one, inclusive; each a year, a month or a day.

    Raises:
        ValueError: a date is none.
    """
    sources = (source,) if isinstance(source, str) else source
    entities = (entity,) if isinstance(entity, str) else entity
    speakers = (speaker,) if isinstance(speaker, str) else speaker
    if not any((sources, entities, speakers)) and since is None and until is None:
        return parsed
    required: list[Node | None] = [any_of(_named("source", value) for value in sources)]
    required += [_named("entities", value) for value in entities]
    required.append(any_of(_named("speaker", value) for value in speakers))
    for day in (since, until):
        if day is not None and date_range(day) is None:
            raise ValueError(f"{day!r} is no date such as 2022, 2022-09 or 2022-09-15")
    if since is not None or until is not None:
        required.append(DateRange(*(open_range(since or OPEN, until or OPEN) or (None, None))))
    if not any(required):
        return parsed
    if isinstance(parsed.node, Nothing):
        notes = tuple(note for note in parsed.notes if note.kind != "empty")
        return Parsed(all_of(required) or parsed.node, notes)
    narrowed = all_of([*required, parsed.node]) or parsed.node
    return Parsed(attributed(narrowed) if speakers else narrowed, parsed.notes)


def _named(field: FilterField, value: str) -> Node:
    """The filter for a name given as it is written, quotation marks and all; for "*" any name passes."""
    if value == "*":
        return Filter(field, ANYBODY)
    name = {"entities": "entity"}.get(field, field)
    plain = "".join(" " if character in QUOTES else character for character in value)
    node = parse(f'{name}:"{plain}"').node
    if isinstance(node, Filter):
        return node
    # No word in it: nothing has such a name, and the option is not forgotten for that.
    return Filter(field, Word("", "", exact=True, written=value))
