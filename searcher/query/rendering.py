"""Rendering: query nodes → the text of a query that is read as them, always written the same way.

    Kadyrov NEAR/5 =Infantry      →  kadyrov w/5 =infantry
    +a b -c source:"The Sun"      →  +a +source:"the sun" b -c

It shows a reader how a query was understood: words as they are looked for, every field and every group
spelled out. `parse(render(node)).node == node` for all nodes that the parser makes, as long as the groups in
them are not nested deeper than `lexer.MAX_DEPTH`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from searcher.query.dates import OPEN, date_range
from searcher.query.groups import Item, all_of, any_of, neighbours
from searcher.query.lexer import FIELDS
from searcher.query.nodes import (
    Boolean,
    Compound,
    DateRange,
    Filter,
    Fuzzy,
    Match,
    Near,
    Node,
    Phrase,
    Prefix,
    Unit,
    Wildcard,
    Word,
    children,
)
from searcher.query.spelling import spell, spell_form
from searcher.query.units import is_shouting
from searcher.query.values import KEY_FIELDS

_NAMES = {field: name for name, field in reversed(FIELDS.items())}  # the first name of each field
_REST_OF_NUMBER = re.compile(r"\d{3}(?!\d)[^~^*?]*")


def render(node: Node) -> str:
    """The query that asks for a node; "" for `Nothing`.

    >>> from searcher.query.parser import parse
    >>> render(parse("(source:CNN Kadyrov NEAR/5 infantry) OR fight*^2").node)
    '(source:cnn AND (kadyrov w/5 infantry)) OR fight*^2'
    """
    text = _group(node) if isinstance(node, Boolean) else _operand(node)
    if isinstance(node, Match) and text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    if isinstance(node, Match):  # beside others it is the filter that tells the speakers
        text = " ".join([*(_filter(Filter("speaker", unit)) for unit in node.speakers), text])
    if is_shouting(text):  # then capitals say nothing; a possessive has the same word, and small letters
        cased = next((spell(word) for word in _words(node) if word.cased), None)
        if cased:
            text = re.sub(rf"(?<!\w){re.escape(cased)}(?!\w)", f"{cased}'s", text, count=1)
    return text


def _operand(node: Node, values: bool = False) -> str:
    """A node as it can stand beside others."""
    match node:
        case Match():
            return _match(node)
        case Filter():
            return _filter(node)
        case DateRange():
            return _days(node)
        case Boolean():
            return f"({_group(node, values)})"
        case _:
            return ""


def _group(node: Boolean, values: bool = False) -> str:
    """The nodes of a group, in the first of some ways of writing that means it.

    Args:
        values: whether it stands among the values of a filter, where neighbours are joined otherwise.
    """
    must, should, must_not = (
        [_operand(child, values) for child in group] for group in (node.must, node.should, node.must_not)
    )
    excluded = [f"NOT {text}" for text in must_not]
    if not should:
        return " ".join([" AND ".join(must), *excluded] if must else excluded)
    if not must and not must_not and not all(isinstance(child, Match) for child in node.should):
        return " OR ".join(should)
    items: list[Item] = [(child, "+") for child in node.must]
    items += [(child, "") for child in node.should]
    items += [(child, "-") for child in node.must_not]
    if values or neighbours(items) == node:
        return _in_a_row([*(f"+{text}" for text in must), *should, *(f"-{text}" for text in must_not)])
    if not must and all_of([any_of(node.should)], node.must_not) == node:
        return " ".join([f"({' OR '.join(should)})", *excluded])
    # Only among values is one filter merely wanted and another required; which field they are of is all one,
    # as each names its own.
    return f"source:({_group(node, values=True)})"


def _in_a_row(texts: Sequence[str]) -> str:
    """Neighbours; three digits behind a number would be read as the rest of it, as in 20 000."""
    row: list[str] = []
    for text in texts:
        is_rest = row and row[-1][-1].isdigit() and _REST_OF_NUMBER.fullmatch(text)
        row.append(f'"{text}"' if is_rest else text)
    return " ".join(row)


def _match(node: Match) -> str:
    field = f"{node.field}:" if node.field else ""
    boost = "" if node.boost == 1.0 else "^" + f"{node.boost:.6f}".rstrip("0").rstrip(".")
    unit = node.unit
    return f"{field}{_near(unit) if isinstance(unit, Near) else _unit(unit)}{boost}"


def _near(unit: Near) -> str:
    """Units near each other, as w/5 between them, in parentheses."""
    return f"({f' w/{unit.distance} '.join(map(_unit, unit.elements))})"


def _filter(node: Filter) -> str:
    unit = node.unit
    if node.field in KEY_FIELDS:  # as typed
        value = f'"{unit.form if isinstance(unit, Word) else unit.pattern}"'  # type: ignore[union-attr] # a key has one of both
    else:
        value = _unit(unit).removeprefix("=")  # names are looked for by form in any case
    return f"{_NAMES[node.field]}:{value}"


def _days(node: DateRange) -> str:
    """A date filter, as the year, month or day that it is, or as a range."""
    first, last = node.first, node.last
    if first is not None and last is not None:
        for typed in (first[:4], first[:7], first):
            if date_range(typed) == (first, last):
                return f"date:{typed}"
    return f"date:[{first or OPEN} TO {last or OPEN}]"


def _unit(unit: Unit) -> str:
    match unit:
        case Phrase():
            return _quoted(unit.elements)
        case Near():
            return f"{_quoted(unit.elements)}~{unit.distance}"
        case _:
            return f"{'=' if _is_exact(unit) else ''}{_bare(unit)}"


def _quoted(elements: Sequence[Unit]) -> str:
    texts = [_bare(element) for element in elements]
    is_plain = not any(mark in text for text in texts for mark in "*?~")  # else each is read for itself
    row = texts[0]
    for text in texts[1:]:
        are_numbers = is_plain and row[-1].isdigit() and text[0].isdigit()
        row += ("/" if are_numbers else " ") + text  # see _in_a_row
    return f'{"=" if any(map(_is_exact, elements)) else ""}"{row}"'


def _bare(unit: Unit) -> str:
    """A unit that may stand in quotation marks, without the = before it."""
    match unit:
        case Word() | Compound():
            return spell(unit)
        case Prefix():
            return f"{unit.form}*"
        case Wildcard():
            return unit.pattern
        case Fuzzy():
            first = f"/{unit.prefix_length}" if unit.prefix_length else ""
            return f"{spell_form(unit)}~{unit.edits}{first}"
        case _:
            return _unit(unit)


def _is_exact(unit: Unit) -> bool:
    word = unit.joined if isinstance(unit, Compound) else unit
    return isinstance(word, Word) and word.exact


def _words(item: Node | Unit) -> Iterator[Word]:
    """Every word of a node, excluded ones too."""
    match item:
        case Word():
            yield item
        case Compound():
            yield from item.parts
        case Phrase() | Near():
            for element in item.elements:
                yield from _words(element)
        case Match() | Filter():
            yield from _words(item.unit)
        case Boolean():
            for child in children(item):
                yield from _words(child)
