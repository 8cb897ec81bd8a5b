"""The console: stdout is data, stderr is talk, and a command ends with 0, 1 or 2.

0 found, 1 nothing found, 2 error, as grep has it. A closed pipe is not an error: whoever read has seen
enough.
"""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NoReturn

from searcher.errors import SearcherError
from searcher.ui.text import harmless, printable

FOUND, NOTHING, ERROR = 0, 1, 2
_LONGEST_TALK = 500  # characters: a message may quote a query of any length


@contextmanager
def manners() -> Iterator[None]:
    """Around what a command does: whatever goes wrong is said in one line, never as a traceback."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # What the terminal's encoding lacks, or a file name that is no text, must not end the output.
        sys.stdout.reconfigure(errors="replace")
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        _let_go_of_stdout()
        sys.exit(FOUND)
    except SearcherError as error:
        fail(str(error))
    except KeyboardInterrupt:
        fail("interrupted")
    except OSError as error:  # a full disk, a name too long for any file
        _let_go_of_stdout()
        fail(f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error))


@contextmanager
def interruption() -> Iterator[threading.Event]:
    """An event that Ctrl-C sets while it raises KeyboardInterrupt.

    What is raised where nobody can catch it, as in a finalizer, is lost; the event is not.
    """
    stop = threading.Event()

    def interrupt(number: int, frame: FrameType | None) -> None:
        stop.set()
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def _let_go_of_stdout() -> None:
    """Keep the interpreter from flushing again, at its end, what could not be written."""
    with suppress(OSError, ValueError):  # not a real file: nothing is flushed
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def fail(message: str) -> NoReturn:
    """Say what went wrong and end."""
    talk(message)
    sys.exit(ERROR)


def talk(message: str) -> None:
    """Say something to the reader, beside the data."""
    message = printable(message)
    if len(message) > _LONGEST_TALK:
        message = f"{message[: _LONGEST_TALK // 2]} … {message[-_LONGEST_TALK // 2 :]}"
    sys.stdout.flush()  # in the order in which things happened, when both go to one place
    print(f"searcher: {message}", file=sys.stderr)


def write(lines: Iterable[str]) -> None:
    """Write lines of data that are already harmless."""
    for line in lines:
        sys.stdout.write(f"{line}\n")


def write_raw(lines: Iterable[str]) -> None:
    """Write lines as they are, for programs; on a terminal, where they could do harm, harmless."""
    write(map(harmless, lines) if sys.stdout.isatty() else lines)


def can_write(text: str) -> bool:
    """Whether the encoding of stdout has these characters."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def is_coloured(choice: str) -> bool:
    """Whether to write colours, for "auto", "always" or "never"; NO_COLOR as on no-color.org."""
    if choice == "auto":
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return choice == "always"
