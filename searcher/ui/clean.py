"""The command `searcher clean`: what the cleaner makes of files, without an index.

JSON lines for programs, the pages themselves with what was dropped struck out, or a table of sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from searcher.ui.console import fail, is_coloured, manners, talk, write
from searcher.ui.options import CONTEXT, colour_option

if TYPE_CHECKING:
    from searcher.records import Cleaned, Skipped


@click.command(context_settings=CONTEXT)
@click.option("--diff", is_flag=True, help="Show each page, dropped lines struck out, with the reason.")
@click.option("--report", "as_report", is_flag=True, help="A table of the sources: what was kept and found.")
@click.option("--json", "as_json", is_flag=True, help="With --report: one JSON object.")
@colour_option
@click.argument("path", nargs=-1, type=click.Path(path_type=Path))
def clean(diff: bool, as_report: bool, as_json: bool, color: str, path: tuple[Path, ...]) -> None:
    """Print what the cleaner makes of files and folders.

    One JSON object a line for each article; no index is needed. Skipped seeds are listed on stderr.

    \b
    Example:
      searcher clean seeds > cleaned.jsonl
      searcher clean --diff seeds | less -R
    """
    if diff and as_report:
        raise click.UsageError("--diff and --report do not go together")
    if as_json and not as_report:
        raise click.UsageError("--json goes with --report; without it the output is JSON lines")
    with manners():
        outcomes = _outcomes(path)
        if as_report:
            _write_report(outcomes, as_json)
        elif diff:
            from searcher.ui.cleaned import diff_lines
            from searcher.ui.terminal import Screen

            screen = Screen(colour=is_coloured(color))
            for cleaned in _articles(outcomes):
                write(diff_lines(cleaned, screen))
        else:
            from searcher.ui.formats import cleaned_json

            write(map(cleaned_json, _articles(outcomes)))


def _outcomes(given: tuple[Path, ...]) -> Iterator[Cleaned | Skipped]:
    """Clean the paths given, or else the seeds; say what is skipped."""
    from searcher.cleaning import clean_paths
    from searcher.records import Skipped
    from searcher.ui.environment import surroundings

    around = surroundings(None, None)
    paths = given or (around.first_seeds,)
    for wanted in paths:
        if not wanted.exists():
            fail(f"{wanted}: no such file or folder" + ("" if given else "; name some: searcher clean PATH…"))
    is_empty = True
    for outcome in clean_paths(paths, around.settings):
        is_empty = False
        if isinstance(outcome, Skipped):
            talk(f"skipped {outcome.path}: {outcome.reason}")
        yield outcome
    if is_empty:
        talk(f"{', '.join(map(str, paths))}: no article is there, and nothing that is read as one")


def _articles(outcomes: Iterable[Cleaned | Skipped]) -> Iterator[Cleaned]:
    from searcher.records import Cleaned

    return (outcome for outcome in outcomes if isinstance(outcome, Cleaned))


def _write_report(outcomes: Iterable[Cleaned | Skipped], as_json: bool) -> None:
    from searcher.corpus.report import report

    found = report(outcomes)
    if as_json:
        from searcher.ui.formats import report_json

        write([report_json(found)])
    else:
        from searcher.ui.cleaned import report_lines
        from searcher.ui.terminal import Screen

        write(report_lines(found, Screen(colour=False).width))
