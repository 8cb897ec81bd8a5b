"""Corrections: what people say of entities, as text that people can read and write.

    entities.toml ─▶ parse ─▶ Corrections, in the order of the file

The file is a list of tables, one a correction, applied from the first to the last:

    [[merge]]                      # Putin is Vladimir Putin
    name = "Putin"
    into = "Vladimir Putin"

    [[rename]]                     # shown under another name
    name = "Kiev"
    into = "Kyiv"

    [[retype]]                     # a person, an organisation or a place
    name = "Wagner"
    into = "organisation"

    [[remove]]                     # no entity at all
    name = "Telegram"
    type = "place"                 # optional everywhere: of several of one name, this one

Tables are read one by one, so that a fault is told by its line, and the order of unlike ones counts. A
correction that is added stands at the end, the text before it stays as it is; undoing takes the last table
out and leaves every comment that stands outside of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple, TypeAlias

from searcher.records import ENTITY_TYPES, EntityType

CorrectionKind: TypeAlias = Literal["merge", "rename", "retype", "remove"]
KINDS: tuple[CorrectionKind, ...] = ("merge", "rename", "retype", "remove")

_HEADER = re.compile(r"\s*\[\[")
_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")
_FIRST_LINES = """\
# What people say of the entities of this collection; applied from the first to the last.
# merge: the same as another one; rename: another name; retype: person, organisation or place; remove: none.
"""


class CorrectionSyntaxError(ValueError):
    """A file of corrections that cannot be read: what is wrong, and in which line."""

    def __init__(self, detail: str, line: int) -> None:
        self.detail, self.line = detail, line
        super().__init__(f"line {line}: {detail}")


class Correction(NamedTuple):
    """One thing that people say.

    Attributes:
        name: of the entity, as it is shown; type: which one of that name, None for all.
        into: the entity it is the same as, its other name, or its other type; "" for `remove`.
    """

    kind: CorrectionKind
    name: str
    into: str = ""
    type: EntityType | None = None

    def __str__(self) -> str:
        of_type = f" ({self.type})" if self.type else ""
        return f"{self.kind} {self.name}{of_type}" + (f" → {self.into}" if self.into else "")


def parse(text: str) -> tuple[Correction, ...]:
    """The corrections of a file.

    Raises:
        CorrectionSyntaxError: it is no TOML, or a table of it is no correction.
    """
    return tuple(_correction(first, table) for first, table in _tables(text))


def with_added(text: str, correction: Correction) -> str:
    """The text with one more correction at its end."""
    fields = [("name", correction.name), ("into", correction.into), ("type", correction.type or "")]
    lines = [f"{field} = {_quoted(value)}" for field, value in fields if value]
    before = text or _FIRST_LINES
    if not before.endswith("\n"):
        before += "\n"
    return f"{before}\n[[{correction.kind}]]\n" + "".join(f"{line}\n" for line in lines)


def without_last(text: str) -> tuple[str, Correction | None]:
    """The text without its last correction, and that; None when there is none.

    Raises:
        CorrectionSyntaxError: it cannot be read.
    """
    corrections = parse(text)
    if not corrections:
        return text, None
    lines = [line + "\n" for line in text.split("\n")]
    first = max(number for number, line in enumerate(lines) if _HEADER.match(line))
    beyond = 1 + max(number for number, line in enumerate(lines) if line.strip() and not _is_comment(line))
    if first and not lines[first - 1].strip():
        first -= 1
    return "".join((*lines[:first], *lines[beyond:]))[:-1], corrections[-1]


def _tables(text: str) -> Iterator[tuple[int, str]]:
    """The text from each header to the next, with the number of its first line; first what stands above."""
    first, table = 1, ""
    # As TOML has it: other characters that end a line elsewhere may stand in a name.
    for number, line in enumerate(text.split("\n"), 1):
        if _HEADER.match(line):
            yield from _checked(first, table)
            first, table = number, ""
        table += line + "\n"
    yield from _checked(first, table)


def _checked(first: int, table: str) -> Iterator[tuple[int, str]]:
    if any(line.strip() and not _is_comment(line) for line in table.split("\n")):
        yield first, table


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _correction(first: int, table: str) -> Correction:
    import tomllib  # not needed as long as nobody corrects anything

    try:
        read = tomllib.loads(table)
    except (ValueError, RecursionError) as error:
        at = _AT_LINE.search(str(error))
        line = int(at[1]) if at and at[1] else table.rstrip("\n").count("\n") + 1
        raise CorrectionSyntaxError(_AT_LINE.sub("", str(error)), first + line - 1) from error
    (kind, tables), *others = read.items()
    if kind not in KINDS or others or not isinstance(tables, list) or not isinstance(tables[0], dict):
        line = next(
            number for number, line in enumerate(table.split("\n")) if line.strip() and not _is_comment(line)
        )
        raise CorrectionSyntaxError(f"each correction begins with one of {_HEADERS}", first + line)
    return _checked_correction(first, kind, tables[0])


_HEADERS = ", ".join(f"[[{kind}]]" for kind in KINDS)


def _checked_correction(first: int, kind: CorrectionKind, fields: dict[str, Any]) -> Correction:
    """What a table says.

    Raises:
        CorrectionSyntaxError: a field is missing, unknown or cannot be.
    """
    wanted = ("name",) if kind == "remove" else ("name", "into")
    for field in wanted:
        if not isinstance(fields.get(field), str) or not fields[field].strip():
            raise CorrectionSyntaxError(f'[[{kind}]] needs {field} = "…"', first)
    for field in fields:
        if field not in (*wanted, "type"):
            raise CorrectionSyntaxError(
                f"[[{kind}]] has no field {field}; it has {', '.join((*wanted, 'type'))}", first
            )
    for field in ("type", *(["into"] if kind == "retype" else [])):
        if fields.get(field, "person") not in ENTITY_TYPES:
            raise CorrectionSyntaxError(
                f"{field} = {fields[field]!r}: one of {', '.join(ENTITY_TYPES)}", first
            )
    return Correction(kind, fields["name"], fields.get("into", ""), fields.get("type"))


def _quoted(value: str) -> str:
    """A TOML string: as JSON writes it, but that no control character may stand as it is."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
