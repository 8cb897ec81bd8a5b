"""Lexemes: the pieces a typed query is made of. Query text → lexemes in order, and notes.

    +"free press" source:CNN (a OR b)^2
    sign phrase   field chunk open words OR words close suffix

After `lex`, parentheses are balanced and not nested too deeply, and `AND OR NOT` stand where they can
work; what did not has become a word or vanished, with a note. Every lexeme is a span of the query.
One regular expression reads it all in one pass: possessive repeats keep it linear.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from searcher.records import Note

Kind = Literal[
    "words", "chunk", "phrase", "open", "close", "field", "dates", "sign", "exact", "suffix", "near",
    "AND", "OR", "NOT", "end",
]  # fmt: skip

FIELDS = {
    "text": "text",
    "headline": "headline",
    "source": "source",
    "entity": "entities",
    "entities": "entities",
    "person": "person",
    "org": "organisation",
    "organisation": "organisation",
    "organization": "organisation",
    "place": "place",
    "speaker": "speaker",
    "language": "language",
    "author": "author",
    "path": "path",
    "doc_id": "doc_id",
    "date": "date",
    "since": "since",
    "until": "until",
}
"""Each name that can be typed before a colon, and the field it means."""

MAX_DEPTH = 32
"""Parentheses nested deeper group nothing: no reader needs them, and no recursion may end the program."""

QUOTES = '"“”„‟«»＂'
"""Marks that open or close a phrase. Single ones never do: they are apostrophes too often."""


_new = tuple.__new__


class Lexeme(NamedTuple):
    """One piece of a query: text[start:end], and what it is.

    `words` is a run of plain words with the spaces between them; a `chunk` is a single piece that has
    something special in it; a `suffix` (^2, ~5) follows a phrase or a closing parenthesis.
    """

    kind: Kind
    start: int
    end: int


_IN = rf"[^\s(){QUOTES}]"  # a character inside a chunk
_END = rf"(?!{_IN})"
_BEGIN = r"(?<![^\s(])"
_LETTER = r"[^\W_]"  # or a digit
_OPERATOR = r"AND|OR|NOT|&&"
_NEAR = r"(?:[wW]|NEAR)/[0-9]{1,4}"
_PLAIN = rf"(?!(?:{_OPERATOR}|{_NEAR}){_END}){_LETTER}[^\s(){QUOTES}:*?~^]*+{_END}"
# A quotation inside a quotation: its first mark looks like an opening one.
_INNER = rf"""{_BEGIN}(?:“[^{QUOTES}]*+”|„[^{QUOTES}]*+[“”]|«[^{QUOTES}]*+»|["＂][^{QUOTES}]*+["＂])"""
# What can begin with the same character stands in the order in which it is tried; what cannot, the
# frequent first. A field is looked for only where some letters end in a colon.
_LEXEME = re.compile(
    rf"\s*+(?:{_BEGIN}(?P<words>{_PLAIN}(?:\s+{_PLAIN})*+)"
    rf"|{_BEGIN}(?P<sign>[+-])(?=[{QUOTES}(]|(?![+-]){_IN}*?{_LETTER})"
    rf"|(?<!\w)(?P<phrase>[{QUOTES}](?:[^{QUOTES}]++|{_INNER})*+[{QUOTES}])"
    r"|(?P<open>\()|(?P<close>\))"
    rf"|(?<!{_IN})(?:(?P<operator>{_OPERATOR})|(?P<near>{_NEAR})){_END}"
    r"|(?P<dates>(?ai:date):\[[^][()]{0,80}\])"
    rf"|(?=[a-zA-Z_]++:)(?P<field>(?ai:{'|'.join(FIELDS)}):)(?=[^\s)])"
    rf"|(?P<exact>=)(?=[{QUOTES}(]|(?!=){_IN}*?{_LETTER})"
    rf"|(?<=[{QUOTES})])(?:(?P<suffix>[~^]{_IN}*+)|(?P<skip>[.,;:!?…]++){_END})"
    rf"|(?P<quote>[{QUOTES}])"
    rf"|(?P<junk>(?:[^\w\s(){QUOTES}]|_)++){_END}"
    rf"|(?P<chunk>{_IN}++))"
)

_NOT_LEXEMES = frozenset({"skip", "quote", "junk", "operator"})  # as they stand
_OPERATORS: dict[str, Kind] = {"AND": "AND", "&&": "AND", "OR": "OR", "NOT": "NOT"}
_OPERANDS_BEGIN = frozenset({"words", "chunk", "phrase", "open", "field", "dates", "sign", "exact", "near"})
_OPERANDS_END = frozenset({"words", "chunk", "phrase", "close", "dates", "suffix", "near"})


def lex(text: str) -> tuple[list[Lexeme], list[Note]]:
    """Cut a query into lexemes, and say what had to be read otherwise than it was typed.

    Returns:
        lexemes in order, without overlap, with balanced parentheses; notes with code points in `text`.
    """
    lexemes: list[Lexeme] = []
    notes: list[Note] = []
    shape: set[str | None] = set()
    for match in _LEXEME.finditer(text, 0, len(text.rstrip())):
        kind = match.lastgroup
        start, end = match.span(match.lastindex)  # type: ignore[arg-type] # one group always takes part
        if kind in _NOT_LEXEMES:
            if kind == "operator":
                shape.add("operator")
                lexemes.append(Lexeme(_OPERATORS[match["operator"]], start, end))
            elif kind == "quote":
                message = "this quotation mark has no partner: left out"
                notes.append(Note("unclosed-quote", message, start, end))
            elif kind == "junk":
                notes.append(_junk(text, start, end))
        else:
            shape.add(kind)
            lexemes.append(_new(Lexeme, (kind, start, end)))
    if "close" in shape or "open" in shape:
        lexemes = _balanced(lexemes, notes)
    if "operator" in shape:
        _demote_lone_operators(text, lexemes, notes)
    return lexemes, notes


def shown(text: str) -> str:
    """A piece of a query as a message shows it: in quotes, on one line, not too long."""
    line = "".join(character if character.isprintable() else " " for character in text[:41])
    return f"“{line if len(text) <= 40 else line[:40] + '…'}”"


def _junk(text: str, start: int, end: int) -> Note:
    piece = text[start:end]
    message = f"{shown(piece)} has no letters or digits: left out"
    if piece == "-":
        message = "“-” with a space after it is a dash: left out. To exclude a word write -word"
    return Note("ignored", message, start, end)


def _balanced(lexemes: list[Lexeme], notes: list[Note]) -> list[Lexeme]:
    """The lexemes without the parentheses that have no partner or are nested too deeply."""
    opened: list[int] = []
    paired: set[int] = set()
    for i, lexeme in enumerate(lexemes):
        if lexeme.kind == "open":
            opened.append(i)
        elif lexeme.kind == "close" and opened:
            paired |= {opened.pop(), i}
    kept: list[Lexeme] = []
    too_deep: Lexeme | None = None
    depth = 0
    for i, lexeme in enumerate(lexemes):
        if lexeme.kind not in ("open", "close"):
            kept.append(lexeme)
        elif i not in paired:
            message = "this parenthesis has no partner: left out"
            notes.append(Note("unbalanced-parenthesis", message, lexeme.start, lexeme.end))
        else:
            depth += lexeme.kind == "open"
            if depth <= MAX_DEPTH:
                kept.append(lexeme)
            else:
                too_deep = too_deep or lexeme
            depth -= lexeme.kind == "close"
    if too_deep:
        message = f"parentheses are followed {MAX_DEPTH} deep: the inner ones are left out"
        notes.append(Note("too-deep", message, too_deep.start, too_deep.end))
    return kept


def _demote_lone_operators(text: str, lexemes: list[Lexeme], notes: list[Note]) -> None:
    """Make words of the operators that have nothing to join or to exclude."""
    next_begins = False  # from the right: what follows is settled when an operator is looked at
    for i in range(len(lexemes) - 1, -1, -1):
        kind, start, end = lexemes[i]
        if kind in ("AND", "OR", "NOT"):
            works = next_begins and (kind == "NOT" or (i > 0 and lexemes[i - 1].kind in _OPERANDS_END))
            if not works:
                lexemes[i] = Lexeme("words", start, end)
                read = "left out" if kind == "AND" and text[start] == "&" else "read as a word"
                message = f"{shown(text[start:end])} has nothing to work on here: {read}"
                notes.append(Note("lone-operator", message, start, end))
            next_begins = kind == "NOT" or not works
        else:
            next_begins = kind in _OPERANDS_BEGIN
