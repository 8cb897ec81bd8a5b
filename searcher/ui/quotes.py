"""The command `searcher quotes`: who is quoted with which words, where and when."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from searcher.ui.console import FOUND, NOTHING, fail, is_coloured, manners, talk, write, write_raw
from searcher.ui.opening import open_ready
from searcher.ui.options import CONTEXT, colour_option, folder_options, refresh_option

if TYPE_CHECKING:
    from searcher.query.quotations import Quotation, Quotations
    from searcher.ui.terminal import Screen


@click.command(context_settings=CONTEXT)
@folder_options
@click.option("--speaker", multiple=True, metavar="S", help="Who says it; several mean any of them.")
@click.option("--source", multiple=True, metavar="S", help="Only this publisher; several mean any of them.")
@click.option("--since", metavar="D", help="From this year, month or day on, as 2022, 2022-09, 2022-09-15.")
@click.option("--until", metavar="D", help="Up to this year, month or day, inclusive.")
@click.option("-n", "--limit", type=click.IntRange(min=0), metavar="N", help="Quotations shown [all].")
@click.option(
    "--offset", type=click.IntRange(min=0), metavar="N", default=0, help="Quotations passed over first."
)
@refresh_option
@click.option("--json", "form", flag_value="json", help="One JSON object.")
@click.option("--csv", "form", flag_value="csv", help="A table of quotations.")
@colour_option
@click.argument("query", nargs=-1)
def quotes(
    query: tuple[str, ...],
    seeds: str | None,
    index: str | None,
    speaker: tuple[str, ...],
    no_refresh: bool,
    form: str | None,
    color: str,
    **options: Any,
) -> None:
    """List quotations, newest articles first.

    With words, only quotations that hold them. Without --speaker, whoever is named. Exit status: 0 found,
    1 nothing found, 2 error.

    \b
    Examples:
      searcher quotes --speaker Kadyrov
      searcher quotes --speaker Sorensen --since 2022-11 --csv face
    """
    with manners(), open_ready(seeds, index, refreshed=not no_refresh) as opened:
        try:
            found = opened.quotes(speaker or "*", " ".join(query), **options)
        except ValueError as error:  # a date that is none
            fail(str(error))
        if form == "json":
            from searcher.ui.quote_formats import quotations_json

            write([quotations_json(found)])
        elif form == "csv":
            from searcher.ui.quote_formats import quotations_csv

            write_raw([quotations_csv(found)])
        else:
            _write_for_people(found, colour=is_coloured(color))
        if form != "json":  # which holds them
            for message in dict.fromkeys(note.message for note in found.notes):
                talk(message)
        sys.exit(FOUND if found else NOTHING)


def _write_for_people(found: Quotations, *, colour: bool) -> None:
    from searcher.ui.terminal import Screen, plural

    screen = Screen(colour=colour)
    for _, of_article in groupby(found, key=lambda quotation: quotation.doc_id):
        write(["\n".join(_article(screen, of_article)) + "\n"])
    talk(f"{plural(len(found), 'quotation')}" if found else "nothing found")


def _article(screen: Screen, quotations: Iterable[Quotation]) -> Iterator[str]:
    """An article, and below it who says what there."""
    from searcher.ui.terminal import BOLD

    first, *others = quotations
    if first.headline:
        yield from screen.wrapped(first.headline, (), "", BOLD)
    yield from screen.provenance(first)
    for quotation in (first, *others):
        yield from screen.quoted(quotation.speaker, [(quotation.text, quotation.highlights)], "    ")
