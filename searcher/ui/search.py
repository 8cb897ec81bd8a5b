"""The search command: `searcher search`, and `search` for short."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from searcher.config import DEFAULT_LIMIT
from searcher.ui.console import FOUND, NOTHING, fail, is_coloured, manners, talk, write, write_raw
from searcher.ui.opening import open_built, open_or_begin, refresh_if_possible
from searcher.ui.options import CONTEXT, colour_option, folder_options, several

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
        type=click.IntRange(min=1),
        default=1,
        metavar="N",
        help="Passages of each document.",
    ),
)
_filter_options = several(
    click.option(
        "--source", multiple=True, metavar="S", help="Only this publisher; several mean any of them."
    ),
    click.option("--entity", multiple=True, metavar="E", help="Only articles naming this; several mean all."),
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
    click.option("--facets", is_flag=True, help="Count sources, entities and months over all matches."),
    click.option("--no-refresh", is_flag=True, help="Answer from the index as it is."),
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
    **options: Any,
) -> None:
    """Find passages: ranked, with what matched in colour.

    The index is built, or brought up to date, on the way. Exit status: 0 found, 1 nothing found, 2 error.

    \b
    Examples:
      search "self-mobilize"
      search '"Defense Ministry" -Syria' --sort newest
      search flood --source Severn --since 2024-02
      search -- -word
    """
    if not query and batch is None:
        raise click.UsageError('what to look for? For example: search "self-mobilize"')
    if batch is not None and (query or form):
        raise click.UsageError("--batch takes its queries from the file and prints TREC lines, nothing else")
    with manners(), (open_built if no_refresh else open_or_begin)(seeds, index) as opened:
        if not no_refresh:
            refresh_if_possible(opened)
        if batch is not None:
            options["literal"] = options["literal"] or not syntax
            sys.exit(_search_batch(opened, batch, options))
        options["facets"] = options["facets"] or form == "json"
        results = _find(opened, " ".join(query), options)
        if form is None:
            _write_for_people(results, colour=is_coloured(color))
        else:
            _WRITERS[form](results)
        if form != "json":  # which holds them
            _talk_notes(results.notes)
        sys.exit(FOUND if results.total.value else NOTHING)


def _find(index: Index, query: str, options: dict[str, Any]) -> Results:
    try:
        return index.search(query, **options)
    except ValueError as error:  # a date that is none
        fail(str(error))


# renderers


def _write_for_people(results: Results, *, colour: bool) -> None:
    from searcher.ui.terminal import Screen

    screen = Screen(colour=colour)
    write(screen.hit(hit) for hit in results.hits)
    write(screen.facets(results.facets))
    _talk_total(results, f" ({results.took_ms:.0f} ms)")


def _talk_total(results: Results, more: str = "") -> None:
    from searcher.ui.terminal import plural

    total = results.total.value
    shown = len({hit.document.doc_id for hit in results.hits})
    found = f"{plural(total, 'article')} found" if total else "nothing found"
    talk(found + (f", {shown:,} shown" if shown < total else "") + more)


def _write_count(results: Results) -> None:
    write([str(results.total.value)])


def _write_paths(results: Results) -> None:
    write_raw(dict.fromkeys(hit.document.path for hit in results.hits))
    _talk_if_more(results)


def _write_json(results: Results) -> None:
    from searcher.ui.formats import results_json

    write([results_json(results)])


def _write_jsonl(results: Results) -> None:
    from searcher.ui.formats import results_jsonl

    write(results_jsonl(results))
    _talk_if_more(results)


def _write_csv(results: Results) -> None:
    from searcher.ui.formats import results_csv

    write_raw([results_csv(results).removesuffix("\n")])
    _talk_if_more(results)


def _talk_if_more(results: Results) -> None:
    """Say so when the list is not the whole answer."""
    if len({hit.document.doc_id for hit in results.hits}) < results.total.value:
        _talk_total(results)


_WRITERS: dict[str, Callable[[Results], None]] = {
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


# batches


def _search_batch(index: Index, file: str, options: dict[str, Any]) -> int:
    """Run a file of queries and print a run; NOTHING when none of them found anything."""
    from searcher.ui.formats import trec_lines

    try:
        text = Path(file).read_bytes().decode("utf-8-sig", "replace")
    except OSError as error:
        fail(f"{file}: {error.strerror}")
    found = NOTHING
    for number, line in enumerate(text.split("\n"), 1):
        topic, tab, words = line.rstrip("\r").partition("\t")
        if not line.strip():
            continue
        if not tab or not topic.strip():
            talk(f"{file}: line {number} is not id<TAB>words and is left out")
            continue
        results = _find(index, words, options)
        if results.documents:
            found = FOUND
        write(trec_lines(topic.strip(), results.documents))
    return found
