"""Options that several commands share, word for word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from searcher.config import DEFAULT_MEMORY_MB, MIN_MEMORY_MB

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

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
