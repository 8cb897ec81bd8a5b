"""A rule: the patterns of one `.searcherignore`, in gitignore style, for the folder that holds it.

    .searcherignore ─▶ Rule;   (rules from the seeds folder down, path) ─▶ left out or not

The deepest file that has something to say about a path decides, as in git. pathspec is imported only
once such a file is met.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILE = ".searcherignore"


class Rule(NamedTuple):
    """Patterns, and how many characters of a path lead to the folder they speak about."""

    start: int
    spec: GitIgnoreSpec


def read_rule(file: str, start: int) -> tuple[Rule, list[str]]:
    """Read an ignore file; patterns that cannot be understood are left out and named.

    Args:
        file: where it is.
        start: length of the path of its folder below the seeds folder, closing "/" included.

    Returns:
        The rule, and one sentence for each line that is no pattern.

    Raises:
        OSError: the file cannot be read.
    """
    from pathlib import Path

    from pathspec import GitIgnoreSpec

    lines = Path(file).read_bytes().decode("utf-8-sig", "replace").splitlines()
    faults = []
    for number, line in enumerate(lines, start=1):
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError:  # pathspec's pattern errors are ValueErrors
            faults.append(f"line {number}: not a gitignore pattern")
            lines[number - 1] = ""
    return Rule(start, GitIgnoreSpec.from_lines(lines)), faults


def is_ignored(rules: Sequence[Rule], path: str) -> bool:
    """Tell whether the rules leave a path out; a folder's path ends with "/"."""
    for rule in reversed(rules):
        verdict = rule.spec.check_file(path[rule.start :]).include
        if verdict is not None:
            return verdict
    return False
