"""The renderer for people of entities: a line for each, its example passages below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from searcher.records import Span
from searcher.ui.terminal import BOLD, DIM, Screen, plural
from searcher.ui.text import one_line

if TYPE_CHECKING:
    from searcher.query.naming import Example, RelatedEntities
    from searcher.records import Entity


def entity_lines(screen: Screen, found: Iterable[tuple[Entity, Iterable[Example]]]) -> Iterator[str]:
    """Entities by the number of articles that name them."""
    found = list(found)
    digits = _digits("articles", [entity.documents for entity, _ in found])
    if found:
        yield screen.styled(DIM, f"{'articles':>{digits}}")
    for entity, examples in found:
        more = f"{entity.type}, {plural(entity.mentions, 'mention')}"
        yield from _row(screen, entity.documents, digits, entity.name, more)
        yield from _examples(screen, examples, digits)


def related_lines(screen: Screen, found: RelatedEntities) -> Iterator[str]:
    """What shares passages with an entity, by how surprising that is, each with the number of passages."""
    entity = found.entity
    if entity is None:
        return
    counts = f"{plural(entity.documents, 'article')}, {plural(entity.mentions, 'mention')}"
    yield from _named(screen, entity.name, f"{entity.type}, {counts}", "")
    digits = _digits("passages", [other.shared for other in found])
    if found.related:
        yield screen.styled(DIM, f"{'passages':>{digits}}")
    for other in found:
        held = f"of {plural(other.passages, 'passage')}, in {plural(other.documents, 'article')}"
        yield from _row(screen, other.shared, digits, other.name, f"{other.type}, {held}")
        yield from _examples(screen, other.examples, digits)


def _digits(heading: str, counts: Iterable[int]) -> int:
    """Columns of numbers below a heading."""
    return max(len(heading), *(len(f"{count:,}") for count in counts), 0)


def _row(screen: Screen, count: int, digits: int, name: str, more: str) -> Iterator[str]:
    """A number, and behind it a name with what else is known of it."""
    number = f"{count:>{digits},}  "
    first, *others = _named(screen, name, more, " " * len(number))
    yield number + first[len(number) :]
    yield from others


def _named(screen: Screen, name: str, more: str, indent: str) -> Iterator[str]:
    name = one_line(name).strip()
    text = f"{name} · {more}"
    return screen.drawn(text, [(0, len(name), BOLD), (len(name), len(text), DIM)], indent)


def _examples(screen: Screen, examples: Iterable[Example], digits: int) -> Iterator[str]:
    """The sentences of passages that name what they are to show, each with where it is from."""
    indent = " " * (digits + 2)
    for document, passage, highlights, (start, end) in examples:
        marked = [
            Span(max(span.start, start) - start, min(span.end, end) - start)
            for span in highlights
            if start < span.end and span.start < end
        ]
        yield from screen.wrapped(passage.text[start:end], marked, indent)
        yield from screen.provenance(document, indent)
