"""The commands that correct entities: what people say of them, kept beside the seeds and applied at once."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from searcher.errors import EntityMissingError
from searcher.records import ENTITY_TYPES, EntityType
from searcher.ui.console import NOTHING, manners, talk, write, write_raw
from searcher.ui.opening import open_built
from searcher.ui.options import CONTEXT, folder_options, several

if TYPE_CHECKING:
    from searcher.corrections import Corrected
    from searcher.entities import Entities

_name = click.argument("name")
_type_option = click.option(
    "--type", "type_", type=click.Choice(ENTITY_TYPES), help="Of several of that name, the one of this type."
)
_json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object.")
_options = several(folder_options, _type_option, _json_option)


@click.command(context_settings=CONTEXT)
@_options
@_name
@click.argument("into")
def merge(
    seeds: str | None, index: str | None, type_: EntityType | None, as_json: bool, name: str, into: str
) -> None:
    """Show NAME as INTO: both are the same.

    INTO is the name of another entity; its type is kept.

    \b
    Example:
      searcher entities merge "North Caucasus" Caucasus
    """
    _correct(seeds, index, as_json, lambda known: known.merge(name, into, type_))


@click.command(context_settings=CONTEXT)
@_options
@_name
@click.argument("into")
def rename(
    seeds: str | None, index: str | None, type_: EntityType | None, as_json: bool, name: str, into: str
) -> None:
    """Show NAME as INTO: another name for it.

    \b
    Example:
      searcher entities rename Kyiv Kiev
    """
    _correct(seeds, index, as_json, lambda known: known.rename(name, into, type_))


@click.command(context_settings=CONTEXT)
@_options
@_name
@click.argument("into", metavar="TYPE", type=click.Choice(ENTITY_TYPES))
def retype(
    seeds: str | None,
    index: str | None,
    type_: EntityType | None,
    as_json: bool,
    name: str,
    into: EntityType,
) -> None:
    """Show NAME as a person, an organisation or a place.

    \b
    Example:
      searcher entities retype Kremlin place
    """
    _correct(seeds, index, as_json, lambda known: known.retype(name, into, type_))


@click.command(context_settings=CONTEXT)
@_options
@_name
def remove(seeds: str | None, index: str | None, type_: EntityType | None, as_json: bool, name: str) -> None:
    """Show NAME no more: it is no person, organisation or place.

    \b
    Example:
      searcher entities remove Telegram
    """
    _correct(seeds, index, as_json, lambda known: known.remove(name, type_))


@click.command(context_settings=CONTEXT)
@folder_options
@_json_option
def undo(seeds: str | None, index: str | None, as_json: bool) -> None:
    """Take back the last correction.

    \b
    Example:
      searcher entities undo
    """
    _correct(seeds, index, as_json, lambda known: known.undo(), undone="undone: ")


CORRECTIONS = (merge, rename, retype, remove, undo)
"""The commands of this module; they stand behind `searcher entities`."""


def _correct(
    seeds: str | None,
    index: str | None,
    as_json: bool,
    change: Callable[[Entities], Corrected | None],
    *,
    undone: str = "",
) -> None:
    """Make a change and tell of it."""
    from searcher.ui.formats import SCHEMA_VERSION, dump
    from searcher.ui.terminal import plural
    from searcher.ui.text import printable

    with manners(), open_built(seeds, index) as opened:
        try:
            corrected = change(opened.entities)
        except EntityMissingError as error:
            talk(str(error))
            sys.exit(NOTHING)
        if corrected is None:
            talk("there is no correction to undo")
            sys.exit(NOTHING)
        correction, documents = corrected
        if as_json:
            fields = {
                "schema_version": SCHEMA_VERSION,
                "undone": bool(undone),
                **correction._asdict(),
                "documents": documents,
            }
            write_raw([dump(fields)])
        else:
            write([printable(f"{undone}{correction} ({plural(documents, 'article')})")])
