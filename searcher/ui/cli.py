"""The command line: each command is one call of the library and one renderer.

stdout is data, stderr is talk. Exit 0 found, 1 nothing found, 2 error, as grep has it. What a command
does not need is not loaded: a search loads neither the cleaner nor what reads HTML, and help loads
nothing at all.
"""

from __future__ import annotations

import contextlib
import sys

import click

from searcher import __version__
from searcher.errors import SearcherError
from searcher.ui.clean import clean
from searcher.ui.console import NOTHING, interruption, is_coloured, manners, talk, write
from searcher.ui.corrections import CORRECTIONS
from searcher.ui.entities import entities
from searcher.ui.eval import evaluate
from searcher.ui.opening import open_built, open_or_begin, refresh, talk_changes
from searcher.ui.options import CONTEXT, colour_option, folder_options, work_options
from searcher.ui.quotes import quotes
from searcher.ui.search import search


@click.group(context_settings=CONTEXT)
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Full-text search for news collections.

    \b
    Example:
      searcher index --seeds seeds && searcher search "self-mobilize"
    """


main.add_command(search)
main.add_command(quotes)
main.add_command(evaluate)
main.add_command(clean)
main.add_command(entities)
for _command in CORRECTIONS:
    entities.add_command(_command)


def search_main() -> None:
    """The short door: `search` is `searcher search`."""
    search(prog_name="search")


@main.command()
@folder_options
@click.option("--rebuild", is_flag=True, help="Read every seed again, whatever is there.")
@work_options
def index(
    seeds: str | None, index: str | None, rebuild: bool, workers: int | None, memory: int | None
) -> None:
    """Build the index, or bring it up to date.

    \b
    Example:
      searcher index --seeds seeds --index index
    """
    with manners(), open_or_begin(seeds, index, workers, memory, rebuild=rebuild) as opened:
        if not refresh(opened):
            from searcher.ui.terminal import plural

            found = opened.status()
            skipped = (
                f", {len(found.skipped):,} skipped (searcher status lists what)" if found.skipped else ""
            )
            talk(f"{opened.folder}: up to date, {plural(found.documents, 'article')}{skipped}")


@main.command()
@folder_options
@work_options
def watch(seeds: str | None, index: str | None, workers: int | None, memory: int | None) -> None:
    """Keep the index up to date until Ctrl-C.

    It follows the seeds and reads again what changes.

    \b
    Example:
      searcher watch --seeds seeds
    """
    with manners(), open_or_begin(seeds, index, workers, memory) as opened:
        from searcher.watching import follow

        refresh(opened)
        talk(f"following {opened.seeds}; Ctrl-C ends it")
        with interruption() as stop, contextlib.suppress(KeyboardInterrupt):
            for changed in follow(opened, stop):
                if isinstance(changed, SearcherError):
                    talk(str(changed))
                    continue
                if changed or changed.skipped:
                    talk_changes(opened, changed)
                for warning in changed.warnings:
                    talk(warning)
        talk(f"no longer following {opened.seeds}")


@main.command()
@folder_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@colour_option
def status(seeds: str | None, index: str | None, as_json: bool, color: str) -> None:
    """Say what is in the index and what was skipped.

    It tells whether the seeds have changed since, too, and builds nothing.

    \b
    Example:
      searcher status --json
    """
    with manners(), open_built(seeds, index) as opened:
        found = opened.status()
        if as_json:
            from searcher.ui.formats import status_json

            write([status_json(found)])
        else:
            from searcher.ui.terminal import Screen

            write(Screen(colour=is_coloured(color)).status(found))


@main.command()
@folder_options
@colour_option
@click.argument("doc_id")
@click.argument("query", nargs=-1)
def show(seeds: str | None, index: str | None, color: str, doc_id: str, query: tuple[str, ...]) -> None:
    """Print an article, what a query matches in colour.

    \b
    Example:
      searcher show 003_b067b17ba719c470.txt "self-mobilize"
    """
    with manners(), open_or_begin(seeds, index) as opened:
        from searcher.ui.terminal import Screen

        if not opened.is_built:
            refresh(opened)
        document = opened.document(doc_id)
        if document is None:
            talk(f"no article has the id {doc_id!r}; search --jsonl tells ids")
            sys.exit(NOTHING)
        marked = opened.mark(document, " ".join(query))
        write(Screen(colour=is_coloured(color)).article(document, marked))
