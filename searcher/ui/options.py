"""Options that several commands share, word for word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple, TypeVar

import click

from searcher.config import DEFAULT_MEMORY_MB, MIN_MEMORY_MB

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

_MOST_DIGITS = 12  # what is more than there are articles


class Extras(NamedTuple):
    """What is shown of an answer besides its hits.

    Attributes:
        context: sentences before and behind each passage.
        explain: whether to show how the query was read and what scores are made of.
    """

    context: int = 0
    explain: bool = False


def count_or_all(typed: str) -> int | Literal["all"]:
    """A number from 1 on, or "all"."""
    return "all" if typed == "all" else _count(typed, "a number from 1 on, or all")


def facet_size(typed: str) -> tuple[str, int]:
    """A facet and how many of its values: NAME=N, or NAME for the usual number; any name will do."""
    from searcher.query.facets import DEFAULT_SIZES  # not needed for help

    name, given, number = typed.partition("=")
    return name, _count(number, f"{name}=N, N from 1 on") if given else DEFAULT_SIZES.get(name, 1)


def _count(typed: str, wanted: str) -> int:
    if typed.isascii() and typed.isdigit() and int(typed[:_MOST_DIGITS]) > 0:
        return int(typed[:_MOST_DIGITS])
    raise click.BadParameter(f"{typed!r} is not {wanted}")


_Command = TypeVar("_Command", bound=Callable[..., Any])


def several(*decorators: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    """Decorators as one, in the order in which they would be written."""

    def decorate(command: _Command) -> _Command:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate


folder_options = several(
    click.option("--seeds", metavar="DIR", help="Folder of articles [the index's own, or seeds]."),
    click.option("--index", metavar="DIR", help="Folder of the index [index]."),
)
refresh_option = click.option("--no-refresh", is_flag=True, help="Answer from the index as it is.")
colour_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="When to colour matches; NO_COLOR is obeyed by auto.",
)
work_options = several(
    click.option(
        "--workers",
        type=click.IntRange(min=1),
        metavar="N",
        help="Processes that read and index [the cores].",
    ),
    click.option(
        "--memory",
        type=click.IntRange(min=MIN_MEMORY_MB),
        metavar="MB",
        help=f"What they may take together, roughly [{DEFAULT_MEMORY_MB}].",
    ),
)
