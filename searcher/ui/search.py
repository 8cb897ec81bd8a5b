"""The search command: `searcher search`, and `search` for short."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from searcher.config import DEFAULT_LIMIT
from searcher.ui.console import FOUND, NOTHING, fail, is_coloured, manners, talk, write, write_raw
from searcher.ui.opening import open_ready
from searcher.ui.options import (
    CONTEXT,
    Extras,
    colour_option,
    count_or_all,
    facet_size,
    folder_options,
    refresh_option,
    several,
)

if TYPE_CHECKING:
    from searcher.pipeline import Index
    from searcher.query.results import Results
    from searcher.records import Note

_MOST_NOTES = 10
_FORMS = {
    "count": "Only how many documents match.",
    "paths": "Only the paths of matching documents.",
    "json": "One JSON object.",
    "jsonl": "One JSON object a hit.",
    "csv": "A table of hits.",
}
_SHORT = {"count": ["-c"], "paths": ["-l"]}
_PEOPLE, _BATCH = "people", "batch"  # the forms that no option of their own asks for
_SHOWN_IN = {
    "explain": {_PEOPLE, "json", "jsonl"},
    "context": {_PEOPLE, "json", "jsonl"},
    "facets": {_PEOPLE, "json"},
    "facet": {_PEOPLE, "json"},
}

_count_options = several(
    click.option(
        "-n",
        "--limit",
        type=click.IntRange(min=0),
        metavar="N",
        default=DEFAULT_LIMIT,
        help=f"Documents shown [{DEFAULT_LIMIT}].",
    ),
    click.option(
        "--offset", type=click.IntRange(min=0), metavar="N", default=0, help="Documents passed over first."
    ),
    click.option(
        "--per-document",
        type=count_or_all,
        default="1",
        metavar="N",
        help="Passages of each document, or all of them.",
    ),
    click.option(
        "--context",
        type=click.IntRange(min=0),
        metavar="N",
        default=0,
        help="Sentences shown before and behind each passage.",
    ),
)
_filter_options = several(
    click.option(
        "--source", multiple=True, metavar="S", help="Only this publisher; several mean any of them."
    ),
    click.option("--entity", multiple=True, metavar="E", help="Only articles naming this; several mean all."),
    click.option(
        "--speaker", multiple=True, metavar="S", help="Only what this speaker says; several mean any of them."
    ),
    click.option(
        "--since", metavar="D", help="From this year, month or day on, as 2022, 2022-09, 2022-09-15."
    ),
    click.option("--until", metavar="D", help="Up to this year, month or day, inclusive."),
)
_reading_options = several(
    click.option(
        "--sort", type=click.Choice(["relevance", "newest", "oldest"]), default="relevance", help="Order."
    ),
    click.option("--all", "all_words", is_flag=True, help="Every word is required."),
    click.option("--literal", is_flag=True, help="Everything is plain words: no operators, no fields."),
    click.option("--expand", is_flag=True, help="Look for words as well that the best answers share."),
    click.option("--facets", is_flag=True, help="Count sources, entities and months over all matches."),
    click.option(
        "--facet",
        "named",
        type=facet_size,
        multiple=True,
        metavar="NAME[=N]",
        help="Count the first N of: source, entity, person, organisation, place, speaker, year, month, day.",
    ),
    click.option("--explain", is_flag=True, help="How the query was read, what scores are made of."),
)
_form_options = several(
    *(
        click.option(*_SHORT.get(form, []), f"--{form}", "form", flag_value=form, help=text)
        for form, text in _FORMS.items()
    )
)
_batch_options = several(
    click.option("--batch", metavar="FILE", help="Many queries, a line each: id<TAB>words."),
    click.option(
        "--format", "batch_format", type=click.Choice(["trec"]), default="trec", help="Output of --batch."
    ),
    click.option(
        "--syntax", is_flag=True, help="Lines of --batch are in the query language, not plain words."
    ),
)


@click.command(context_settings=CONTEXT)
@folder_options
@_count_options
@_filter_options
@_reading_options
@refresh_option
@_form_options
@_batch_options
@colour_option
@click.argument("query", nargs=-1)
def search(
    query: tuple[str, ...],
    seeds: str | None,
    index: str | None,
    no_refresh: bool,
    form: str | None,
    batch: str | None,
    batch_format: str,
    syntax: bool,
    color: str,
    facets: bool,
    named: tuple[tuple[str, int], ...],
    context: int,
    explain: bool,
    **options: Any,
) -> None:
    """Find passages: ranked, with what matched in colour.

    The index is built, or brought up to date, on the way. Exit status: 0 found, 1 nothing found, 2 error.

    \b
    Examples:
      search "self-mobilize"
      search '"Defense Ministry" -Syria' --sort newest
      search flood --source Severn --since 2024-02
      search Kursk --facet person=5 --facet month
      search -- -word
    """
    if not query and batch is None:
        raise click.UsageError('what to look for? For example: search "self-mobilize"')
    if batch is not None and (query or form):
        raise click.UsageError("--batch takes its queries from the file and prints TREC lines, nothing else")
    extras = Extras(context, explain)
    wanted = {"explain": explain, "context": context, "facets": facets, "facet": named}
    _refuse_unshown(form or (_PEOPLE if batch is None else _BATCH), wanted)
    with manners(), open_ready(seeds, index, refreshed=not no_refresh) as opened:
        if batch is not None:
            options["literal"] = options["literal"] or not syntax
            from searcher.ui.batch import search_batch

            sys.exit(search_batch(lambda words: _find(opened, words, options), batch))
        options["facets"] = _facets(named, facets or form == "json")
        results = _find(opened, " ".join(query), options)
        if form is None:
            _write_for_people(results, extras, colour=is_coloured(color))
        else:
            _WRITERS[form](results, extras)
        if form != "json":  # which holds them
            _talk_notes(results.notes)
        sys.exit(FOUND if results.total.value else NOTHING)


def _refuse_unshown(form: str, wanted: dict[str, object]) -> None:
    """Say so when something is asked for that a form of output has no place for."""
    for name, value in wanted.items():
        if value and form not in _SHOWN_IN[name]:
            raise click.UsageError(f"--{form} has no place for --{name}; --json has, and so has plain output")


def _facets(named: Iterable[tuple[str, int]], has_usual: bool) -> dict[str, int]:
    """Which facets to count, and how many values of each."""
    from searcher.query.facets import SHORT, usual

    return (usual(SHORT) if has_usual else {}) | dict(named)


def _find(index: Index, query: str, options: dict[str, Any]) -> Results:
    try:
        return index.search(query, **options)
    except ValueError as error:  # a date that is none, a facet that is not there
        fail(str(error))


# renderers


def _write_for_people(results: Results, extras: Extras, *, colour: bool) -> None:
    from searcher.ui.terminal import Screen

    screen = Screen(colour=colour)
    if extras.explain:
        write(screen.reading(results.reading))
    for hit in results.hits:
        write([screen.hit(hit, extras.context, results.explain(hit) if extras.explain else None)])
    write(screen.facets(results.facets))
    _talk_total(results, f" ({results.took_ms:.0f} ms)")


def _talk_total(results: Results, more: str = "") -> None:
    from searcher.ui.terminal import plural

    total = results.total.value
    shown = len({hit.document.doc_id for hit in results.hits})
    found = f"{plural(total, 'article')} found" if total else "nothing found"
    talk(found + (f", {shown:,} shown" if shown < total else "") + more)


def _write_count(results: Results, extras: Extras) -> None:
    write([str(results.total.value)])


def _write_paths(results: Results, extras: Extras) -> None:
    write_raw(dict.fromkeys(hit.document.path for hit in results.hits))
    _talk_if_more(results)


def _write_json(results: Results, extras: Extras) -> None:
    from searcher.ui.formats import results_json

    write([results_json(results, extras)])


def _write_jsonl(results: Results, extras: Extras) -> None:
    from searcher.ui.formats import results_jsonl

    write(results_jsonl(results, extras))
    _talk_if_more(results)


def _write_csv(results: Results, extras: Extras) -> None:
    from searcher.ui.formats import results_csv

    write_raw([results_csv(results).removesuffix("\n")])
    _talk_if_more(results)


def _talk_if_more(results: Results) -> None:
    """Say so when the list is not the whole answer."""
    if len({hit.document.doc_id for hit in results.hits}) < results.total.value:
        _talk_total(results)


_WRITERS: dict[str, Callable[[Results, Extras], None]] = {
    "count": _write_count,
    "paths": _write_paths,
    "json": _write_json,
    "jsonl": _write_jsonl,
    "csv": _write_csv,
}


def _talk_notes(notes: Iterable[Note]) -> None:
    messages = list(dict.fromkeys(note.message for note in notes))
    for message in messages[:_MOST_NOTES]:
        talk(message)
    if len(messages) > _MOST_NOTES:
        talk(f"and {len(messages) - _MOST_NOTES:,} more notes; --json has them all")
