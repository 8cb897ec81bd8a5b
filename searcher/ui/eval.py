"""The eval command: how good is the order, for queries whose answers somebody judged?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from searcher.ui.console import FOUND, NOTHING, fail, manners, talk, write
from searcher.ui.opening import open_ready
from searcher.ui.options import CONTEXT, folder_options, refresh_option, several

if TYPE_CHECKING:
    from searcher.pipeline import Index
    from searcher.relevance.choosing import Chosen
    from searcher.relevance.judging import Qrels, Run
    from searcher.relevance.topics import Topics

_FILE = click.Path(path_type=Path)
_file_options = several(
    click.option(
        "--queries",
        type=_FILE,
        metavar="FILE",
        help="id<TAB>words a line; or BEIR's queries.jsonl, TREC topics.",
    ),
    click.option(
        "--qrels",
        type=_FILE,
        metavar="FILE",
        required=True,
        help="Judgments: topic, document, grade; or TREC's.",
    ),
    click.option("--run", type=_FILE, metavar="FILE", help="Judge this TREC run; no index is searched."),
    click.option("--run-out", type=_FILE, metavar="FILE", help="Save what is found as a TREC run."),
    click.option("--baseline", type=_FILE, metavar="FILE", help="Compare with this saved run."),
)


@click.command(name="eval", context_settings=CONTEXT)
@_file_options
@folder_options
@click.option("--syntax", is_flag=True, help="Queries are in the query language, not plain words.")
@click.option("--expand", is_flag=True, help="Look for words as well that the best answers share.")
@refresh_option
@click.option("-q", "--per-query", is_flag=True, help="Every query, too, not the means alone.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def evaluate(
    queries: Path | None,
    qrels: Path,
    run: Path | None,
    run_out: Path | None,
    baseline: Path | None,
    seeds: str | None,
    index: str | None,
    syntax: bool,
    expand: bool,
    no_refresh: bool,
    per_query: bool,
    as_json: bool,
) -> None:
    """Measure the order of what is found, by judged queries.

    nDCG@10, AP, RR, P@5 and R@100, of 1000 documents a query; beside a saved run, what of the difference may
    be chance, and which queries changed most.

    \b
    Examples:
      searcher eval --queries queries.tsv --qrels qrels.tsv --run-out before.run
      searcher eval --queries queries.tsv --qrels qrels.tsv --baseline before.run
    """
    if run is None and queries is None:
        raise click.UsageError("what to search for? Name a file: --queries FILE, or a saved run: --run FILE")
    if run is not None and run_out is not None:
        raise click.UsageError("--run-out saves what is found in an index, and --run searches none")
    with manners():
        from searcher.relevance.qrels import read_qrels
        from searcher.relevance.runs import read_run
        from searcher.relevance.topics import read_topics
        from searcher.ui.measures import Report

        judgments = read_qrels(qrels)
        asked = read_topics(queries) if queries else dict.fromkeys(judgments, "")
        chosen = _chosen(asked, queries or qrels, judgments, qrels)
        before = read_run(baseline) if baseline else None
        notes = list(chosen.notes)
        if run is not None:
            found = read_run(run)
        else:
            assert queries is not None  # or there were nothing to search for
            with open_ready(seeds, index, refreshed=not no_refresh) as opened:
                _warn_of_seeds(opened, queries)
                found = _search(
                    opened, asked if run_out else chosen.topics, literal=not syntax, expand=expand
                )
                notes += _missing(opened, chosen, judgments)
            if run_out:
                _save(found, run_out)
        report = Report(chosen.topics, judgments, found, before, notes)
        if as_json:
            write([report.json()])
        else:
            write(report.table(per_query=per_query))
            for note in report.notes:
                talk(note)
        sys.exit(FOUND if any(found.get(topic) for topic in chosen.topics) else NOTHING)


def _chosen(topics: Topics, queries: Path, judgments: Qrels, qrels: Path) -> Chosen:
    """The topics to judge; without one there is nothing to measure."""
    from searcher.relevance.choosing import choose

    chosen = choose(topics, judgments)
    if chosen.topics:
        return chosen
    if topics.keys() & judgments.keys():
        fail(f"{qrels}: no document is judged relevant for any of the queries")
    fail(
        f"{qrels}: it judges none of the queries: their ids are such as {next(iter(topics))!r} in {queries},"
        f" and {next(iter(judgments))!r} here"
    )


def _search(index: Index, topics: Topics, *, literal: bool, expand: bool) -> Run:
    from searcher.relevance.judging import DEPTH
    from searcher.relevance.runs import ask

    def search(words: str) -> list[tuple[str, float]]:
        return index.search(words, limit=DEPTH, literal=literal, expand=expand).documents

    return ask(search, topics)


def _save(run: Run, file: Path) -> None:
    from searcher.relevance.runs import run_lines

    with file.open("w", encoding="utf-8", newline="\n") as out:
        for topic, found in run.items():
            out.writelines(f"{line}\n" for line in run_lines(topic, found.items()))


def _missing(index: Index, chosen: Chosen, judgments: Qrels) -> list[str]:
    """A note on judged documents that the index does not have."""
    from searcher.relevance.choosing import count_missing
    from searcher.ui.terminal import plural

    count = count_missing(chosen.topics, judgments, lambda doc_id: index.document(doc_id) is not None)
    there = "is" if count == 1 else "are"
    return [f"{plural(count, 'judged document')} {there} not in the index"] if count else []


def _warn_of_seeds(index: Index, queries: Path) -> None:
    """Queries that lie among the seeds in a form that is read as articles would be found themselves."""
    from searcher.corpus.reader.suffixes import is_seed_name

    if index.seeds and is_seed_name(queries.name) and queries.resolve().is_relative_to(index.seeds.resolve()):
        talk(f"{queries} lies among the seeds: its queries are searched as articles. Move it elsewhere")
