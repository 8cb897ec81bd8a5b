"""The command line: each command is one call of the library and one renderer.

stdout is data, stderr is talk. Exit 0 found, 1 nothing found, 2 error, as grep has it. What a command
does not need is not loaded: a search loads neither the cleaner nor what reads HTML.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from searcher.errors import (
    IndexFolderError,
    IndexLockedError,
    IndexMissingError,
    SearcherError,
    SeedsMissingError,
)

if TYPE_CHECKING:
    from searcher.pipeline import Index
    from searcher.query.results import Results
    from searcher.records import Changes, Note

FOUND, NOTHING, ERROR = 0, 1, 2

_Command = TypeVar("_Command", bound=Callable[..., Any])
_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def _options(*decorators: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    """Several options as one decorator, so that commands share them word for word."""

    def decorate(command: _Command) -> _Command:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate


_folder_options = _options(
    click.option("--seeds", metavar="DIR", help="Folder of articles [the index's own, or seeds]."),
    click.option("--index", metavar="DIR", help="Folder of the index [index]."),
)
_colour_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="When to colour matches; NO_COLOR is obeyed.",
)
_workers_option = click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help="Processes that clean articles [the cores]."
)


@contextmanager
def _errors_reported() -> Iterator[None]:
    """Say what went wrong in one line and exit 2; a closed pipe is not an error."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read has seen enough. The interpreter must not try to flush again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FOUND)
    except SearcherError as error:
        _fail(str(error))
    except KeyboardInterrupt:
        _fail("interrupted; nothing was changed")


def _fail(message: str) -> NoReturn:
    _talk(message)
    sys.exit(ERROR)


def _talk(message: str) -> None:
    from searcher.ui.terminal import printable

    click.echo(f"searcher: {printable(message)}", err=True)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        # A path that is not UTF-8 must not end the output.
        sys.stdout.write(line.encode("utf-8", "replace").decode("utf-8") + "\n")


def _is_coloured(choice: str) -> bool:
    if choice == "auto":
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return choice == "always"


def _open(seeds: str | None, index: str | None, workers: int | None = None, *, rebuild: bool = False) -> Index:
    """The index a command works on; one that is not there yet is begun from the seeds."""
    from searcher.pipeline import open_index
    from searcher.ui.environment import surroundings

    around = surroundings(seeds, index, workers)
    try:
        return open_index(around.index, around.seeds, around.settings, rebuild=rebuild)
    except IndexMissingError:
        if not around.seeds_or_default.is_dir():
            raise SeedsMissingError(around.seeds_or_default) from None
        return open_index(around.index, around.seeds_or_default, around.settings, rebuild=rebuild)


def _refresh(index: Index, *, rebuild: bool = False, wait_s: float | None = None) -> Changes:
    from searcher.ui.terminal import ProgressBar, changes_line

    bar = ProgressBar()
    try:
        changes = index.refresh(rebuild=rebuild, wait_s=wait_s, progress=bar)
    finally:
        bar.close()
    if changes or changes.skipped:
        done = changes_line(changes.added, changes.updated, changes.removed, len(changes.skipped))
        hint = " (searcher status lists what was skipped)" if changes.skipped else ""
        _talk(f"{index.folder}: {done}{hint}")
    return changes


# search


@click.command(context_settings=_CONTEXT)
@_folder_options
@click.option("-n", "--limit", type=click.IntRange(min=0), default=10, show_default=True, help="Documents shown.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Documents passed over first.")
@click.option("--source", multiple=True, metavar="S", help="Only this publisher; several mean any of them.")
@click.option("--entity", multiple=True, metavar="E", help="Only articles naming this; several mean all.")
@click.option("--since", metavar="D", help="From this year, month or day on, as 2022, 2022-09, 2022-09-15.")
@click.option("--until", metavar="D", help="Up to this year, month or day, inclusive.")
@click.option("--sort", type=click.Choice(["relevance", "newest", "oldest"]), default="relevance", help="Order.")
@click.option("--per-document", type=click.IntRange(min=1), default=1, metavar="N", help="Passages of each document.")
@click.option("--all", "all_words", is_flag=True, help="Every word is required.")
@click.option("--literal", is_flag=True, help="Everything is plain words: no operators, no fields.")
@click.option("--facets", is_flag=True, help="Count sources, entities and months over all matches.")
@click.option("--no-refresh", is_flag=True, help="Answer from the index as it is.")
@click.option("-c", "--count", "form", flag_value="count", help="Only how many documents match.")
@click.option("-l", "--paths", "form", flag_value="paths", help="Only the paths of matching documents.")
@click.option("--json", "form", flag_value="json", help="One JSON object.")
@click.option("--jsonl", "form", flag_value="jsonl", help="One JSON object a hit.")
@click.option("--csv", "form", flag_value="csv", help="A table of hits.")
@click.option("--batch", type=click.Path(), metavar="FILE", help="Many queries, a line each: id<TAB>words.")
@click.option("--format", "batch_format", type=click.Choice(["trec"]), default="trec", help="Output of --batch.")
@click.option("--syntax", is_flag=True, help="Lines of --batch are in the query language, not plain words.")
@_colour_option
@click.argument("query", nargs=-1)
@click.pass_context
def search(context: click.Context, query: tuple[str, ...], **options: Any) -> None:
    """Find passages: ranked, with what matched in colour.

    The index is built, or brought up to date, on the way. Exit status: 0 found, 1 nothing found, 2 error.

    \b
    Examples:
      search "self-mobilize"
      search '"Moscow Times" -mobilization' --since 2022-09
      search -- -word
    """
    if not query and options["batch"] is None:
        raise click.UsageError('what to look for? For example: search "self-mobilize"', context)
    with _errors_reported():
        index = _open(options["seeds"], options["index"])
        with index:
            if not options["no_refresh"]:
                _refresh_if_possible(index)
            elif not index.is_built:
                raise IndexMissingError(index.folder)
            if options["batch"] is not None:
                sys.exit(_search_batch(index, options))
            sys.exit(_search_once(index, " ".join(query), options))


def _refresh_if_possible(index: Index) -> None:
    """Bring the index up to date; if that cannot be, say why and answer from what is there."""
    try:
        _refresh(index, wait_s=0.0)
    except (SeedsMissingError, IndexLockedError, IndexFolderError) as error:
        if not index.is_built:
            raise
        _talk(f"answering from the index as it is: {error}")


def _search_once(index: Index, query: str, options: dict[str, Any]) -> int:
    form = options["form"]
    try:
        results = index.search(
            query,
            limit=options["limit"],
            offset=options["offset"],
            source=options["source"],
            entity=options["entity"],
            since=options["since"],
            until=options["until"],
            sort=options["sort"],
            per_document=options["per_document"],
            all_words=options["all_words"],
            literal=options["literal"],
            facets=options["facets"] or form == "json",
        )
    except ValueError as error:  # a date that is none
        _fail(str(error))
    if form == "count":
        _print([str(results.total.value)])
    elif form == "paths":
        _print(dict.fromkeys(hit.document.path for hit in results.hits))
    elif form in ("json", "jsonl", "csv"):
        _print_for_programs(results, form)
    else:
        _print_for_people(results, colour=_is_coloured(options["color"]))
    if form != "json":
        _talk_notes(results.notes)
    return FOUND if results.total.value else NOTHING


def _print_for_programs(results: Results, form: str) -> None:
    from searcher.ui import formats

    if form == "json":
        _print([formats.results_json(results)])
    elif form == "jsonl":
        _print(formats.results_jsonl(results))
    else:
        _print([formats.results_csv(results).removesuffix("\n")])


def _print_for_people(results: Results, *, colour: bool) -> None:
    from searcher.ui.terminal import Screen

    screen = Screen(colour=colour)
    _print(screen.hit(hit) for hit in results.hits)
    _print(screen.facets(results.facets))
    sys.stdout.flush()
    total = results.total.value
    shown = len({hit.document.doc_id for hit in results.hits})
    found = f"{total:,} article{'' if total == 1 else 's'}" if total else "nothing"
    _talk(f"{found} found" + (f", {shown} shown" if shown < total else "") + f" ({results.took_ms:.0f} ms)")


def _talk_notes(notes: Iterable[Note]) -> None:
    for note in notes:
        _talk(note.message)


def _search_batch(index: Index, options: dict[str, Any]) -> int:
    """Run a file of queries and print a run; exit 1 when none of them found anything."""
    from searcher.ui.formats import trec_lines

    try:
        text = Path(options["batch"]).read_bytes().decode("utf-8-sig", "replace")
    except OSError as error:
        _fail(f"{options['batch']}: {error.strerror}")
    found = NOTHING
    for number, line in enumerate(text.split("\n"), 1):
        topic, tab, words = line.rstrip("\r").partition("\t")
        if not line.strip():
            continue
        if not tab or not topic.strip():
            _talk(f"{options['batch']}: line {number} is not id<TAB>words and is left out")
            continue
        results = index.search(words, limit=options["limit"], literal=not options["syntax"])
        if results.documents:
            found = FOUND
        _print(trec_lines(topic.strip(), results.documents))
    return found


# the other commands


@click.group(context_settings=_CONTEXT)
@click.version_option(package_name="searcher", message="%(prog)s %(version)s")
def main() -> None:
    """Full-text search for news collections.

    \b
    Example:
      searcher index --seeds articles/ && search "self-mobilize"
    """


main.add_command(search)


@main.command()
@_folder_options
@click.option("--rebuild", is_flag=True, help="Read every seed again, whatever is there.")
@_workers_option
def index(seeds: str | None, index: str | None, rebuild: bool, workers: int | None) -> None:
    """Build the index, or bring it up to date.

    \b
    Example:
      searcher index --seeds articles/ --index /tmp/index
    """
    with _errors_reported(), _open(seeds, index, workers, rebuild=rebuild) as opened:
        changes = _refresh(opened)
        if not changes and not changes.skipped:
            _talk(f"{opened.folder}: up to date")


@main.command()
@_folder_options
@_workers_option
def watch(seeds: str | None, index: str | None, workers: int | None) -> None:
    """Follow the seeds: bring the index up to date whenever they change, until interrupted.

    \b
    Example:
      searcher watch --seeds articles/
    """
    with _errors_reported(), _open(seeds, index, workers) as opened:
        from searcher.watching import follow

        _refresh(opened)
        _talk(f"following {opened.seeds}; Ctrl-C ends it")
        for changed in follow(opened):
            if isinstance(changed, SearcherError):
                _talk(str(changed))
            elif changed:
                _refresh_line(opened, changed)


def _refresh_line(index: Index, changes: Changes) -> None:
    from searcher.ui.terminal import changes_line

    _talk(f"{index.folder}: " + changes_line(changes.added, changes.updated, changes.removed, len(changes.skipped)))


@main.command()
@_folder_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@_colour_option
def status(seeds: str | None, index: str | None, as_json: bool, color: str) -> None:
    """Say what is in the index, what was skipped, and whether the seeds have changed.

    \b
    Example:
      searcher status --json
    """
    with _errors_reported():
        from searcher.ui.environment import surroundings

        opened = _open(seeds, index)
        if not opened.is_built:
            raise IndexMissingError(surroundings(seeds, index).index)
        with opened:
            found = opened.status()
        if as_json:
            from searcher.ui.formats import status_json

            _print([status_json(found)])
        else:
            from searcher.ui.terminal import Screen

            _print(Screen(colour=_is_coloured(color)).status(found))


@main.command()
@_folder_options
@_colour_option
@click.argument("doc_id")
@click.argument("query", nargs=-1)
def show(seeds: str | None, index: str | None, color: str, doc_id: str, query: tuple[str, ...]) -> None:
    """Print a cleaned article, with what a query matches in colour.

    \b
    Example:
      searcher show 003_980d49f22d5af38a.txt "self-mobilize"
    """
    with _errors_reported():
        from searcher.ui.terminal import Screen

        with _open(seeds, index) as opened:
            document = opened.document(doc_id)
            if document is None:
                _talk(f"no article has the id {doc_id!r}; search -l QUERY lists paths, --json ids")
                sys.exit(NOTHING)
            marked = opened.mark(document, " ".join(query))
        _print(Screen(colour=_is_coloured(color)).article(document, marked))


@main.command()
@click.argument("path", nargs=-1, type=click.Path(path_type=Path))
def clean(path: tuple[Path, ...]) -> None:
    """Print what the cleaner makes of files and folders, as JSON lines; no index is needed.

    Skipped seeds are listed on stderr.

    \b
    Example:
      searcher clean seeds/ > cleaned.jsonl
    """
    with _errors_reported():
        from searcher.cleaning import clean_paths
        from searcher.records import Skipped
        from searcher.ui.environment import surroundings
        from searcher.ui.formats import cleaned_json

        around = surroundings(None, None)
        paths = path or (around.seeds_or_default,)
        for wanted in paths:
            if not wanted.exists():
                _fail(f"{wanted}: no such file or folder")
        for cleaned in clean_paths(paths, around.settings):
            if isinstance(cleaned, Skipped):
                _talk(f"skipped {cleaned.path}: {cleaned.reason}")
            else:
                _print([cleaned_json(cleaned)])


def search_main() -> None:
    """The short door: `search` is `searcher search`."""
    search(prog_name="search")
