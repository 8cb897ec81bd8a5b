"""The entities commands: who and what the articles name, and who is named together with whom."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from searcher.config import DEFAULT_LIMIT, LISTED_ENTITIES
from searcher.records import ENTITY_TYPES, EntityType
from searcher.ui.console import FOUND, NOTHING, is_coloured, manners, talk, write, write_raw
from searcher.ui.opening import open_ready
from searcher.ui.options import CONTEXT, colour_option, folder_options, refresh_option, several

if TYPE_CHECKING:
    from searcher.entities import Entities
    from searcher.records import Entity
    from searcher.ui.entity_formats import Listed

_type_option = click.option("--type", "type_", type=click.Choice(ENTITY_TYPES), help="Only this type.")
_form_options = several(
    click.option("--json", "form", flag_value="json", help="One JSON object."),
    click.option("--csv", "form", flag_value="csv", help="A table."),
)


_Command = TypeVar("_Command", bound=Callable[..., Any])


def _limit_option(default: int) -> Callable[[_Command], _Command]:
    return click.option(
        "-n",
        "--limit",
        type=click.IntRange(min=0),
        metavar="N",
        default=default,
        help=f"Names shown [{default}].",
    )


def _examples_option(default: int) -> Callable[[_Command], _Command]:
    return click.option(
        "--examples",
        type=click.IntRange(min=0),
        metavar="N",
        default=default,
        help=f"Example passages of each [{default}].",
    )


class _Group(click.Group):
    """A group that says where to look for a name that was taken for a command."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """See click."""
        if self.get_command(ctx, args[0]) is None:
            hint = "searcher entities --prefix finds names, searcher entities related who is named with one"
            ctx.fail(f"no command {args[0]!r}: {hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=_Group, invoke_without_command=True, context_settings=CONTEXT)
@folder_options
@_type_option
@click.option("--prefix", metavar="P", default="", help="Only names of which some word begins so.")
@_limit_option(LISTED_ENTITIES)
@click.option("--offset", type=click.IntRange(min=0), metavar="N", default=0, help="Names passed over first.")
@_examples_option(0)
@refresh_option
@_form_options
@colour_option
@click.pass_context
def entities(
    context: click.Context,
    seeds: str | None,
    index: str | None,
    type_: EntityType | None,
    prefix: str,
    limit: int,
    offset: int,
    examples: int,
    no_refresh: bool,
    form: str | None,
    color: str,
) -> None:
    """List the people, organisations and places that articles name.

    Those come first that most articles name. Exit status: 0 found, 1 nothing found, 2 error.

    \b
    Examples:
      searcher entities --type person -n 5
      searcher entities --prefix mos --examples 1
      searcher entities related "Vladimir Putin" --type person
    """
    if context.invoked_subcommand is not None:
        _refuse_options_before(context)
        return
    if form == "csv" and examples:
        raise click.UsageError("--csv has no place for --examples; --json has, and so has plain output")
    with manners(), open_ready(seeds, index, refreshed=not no_refresh) as opened:
        known = opened.entities
        total = known.count(type_, prefix=prefix)
        found = [
            (entity, _examples(known, entity, examples))
            for entity in known.list(type_, prefix=prefix, limit=limit, offset=offset)
        ]
        _write_list(total, found, form, colour=is_coloured(color))
        sys.exit(FOUND if total else NOTHING)


def _refuse_options_before(context: click.Context) -> None:
    """An option of the list is none of a command; it stands behind that."""
    for parameter in context.command.params:
        source = context.get_parameter_source(str(parameter.name))
        if source is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError(
                f"{parameter.opts[-1]} stands before {context.invoked_subcommand}; put it behind"
            )


def _examples(known: Entities, entity: Entity, count: int) -> Any:
    return known.examples(entity.name, type=entity.type, limit=count) if count else ()


def _write_list(total: int, found: list[Listed], form: str | None, *, colour: bool) -> None:
    from searcher.ui.terminal import Screen, plural

    if form == "json":
        from searcher.ui.entity_formats import entities_json

        write([entities_json(total, found)])
        return
    if form == "csv":
        from searcher.ui.entity_formats import entities_csv

        write_raw([entities_csv(entity for entity, _ in found)])
    else:
        from searcher.ui.named import entity_lines

        write(entity_lines(Screen(colour=colour), found))
    if form is None or len(found) < total:
        shown = f", {len(found):,} shown" if len(found) < total else ""
        talk(f"{plural(total, 'name')} found{shown}" if total else "nothing found")


@entities.command()
@folder_options
@_type_option
@_limit_option(DEFAULT_LIMIT)
@_examples_option(1)
@refresh_option
@_form_options
@colour_option
@click.argument("name")
@click.pass_context
def related(
    context: click.Context,
    name: str,
    seeds: str | None,
    index: str | None,
    type_: EntityType | None,
    limit: int,
    examples: int,
    no_refresh: bool,
    form: str | None,
    color: str,
) -> None:
    """Tell who and what shares passages with a name.

    More often than chance would have it, that is: the least likely come first, by the log-likelihood ratio
    (Dunning, 1993) over all passages; there are two passages at least, and p < .001. --type says which is
    meant of several that have the name.

    \b
    Example:
      searcher entities related "Vladimir Putin" -n 5
    """
    is_asked = context.get_parameter_source("examples") is click.core.ParameterSource.COMMANDLINE
    if form == "csv" and is_asked and examples:
        raise click.UsageError("--csv has no place for --examples; --json has, and so has plain output")
    with manners(), open_ready(seeds, index, refreshed=not no_refresh) as opened:
        wanted = 0 if form == "csv" or not limit else examples
        found = opened.entities.related(name, type=type_, limit=max(limit, 1), examples=wanted)
        status = FOUND if found.related else NOTHING  # with -n 0, too
        found = replace(found, related=found.related[:limit])
        if form == "json":  # which holds the notes
            from searcher.ui.entity_formats import related_json

            write([related_json(name, found)])
        elif form == "csv":
            from searcher.ui.entity_formats import related_csv

            write_raw([related_csv(found)])
        else:
            from searcher.ui.named import related_lines
            from searcher.ui.terminal import Screen

            write(related_lines(Screen(colour=is_coloured(color)), found))
        if form != "json":
            for note in found.notes:
                talk(note.message)
            if found.entity is not None and status == NOTHING:
                talk(f"nobody and nothing shares passages with “{found.entity.name}” beyond chance")
        sys.exit(status)
