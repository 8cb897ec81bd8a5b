"""The command as a process of its own: pipes that close, interrupts, terminals, encodings."""

from __future__ import annotations

import json
import os
import pty
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., list[str]]


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, with what it writes."""
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def shell(line: str) -> subprocess.CompletedProcess[str]:
    """Run a line as bash does, which is told to report the first command's status."""
    return run(["bash", "-c", f"{line}; exit ${{PIPESTATUS[0]}}"])


@pytest.mark.parametrize("reader", ["head -0", "head -1"])
@pytest.mark.parametrize("form", [[], ["--json"], ["-l"]], ids=" ".join)
def test_a_closed_pipe_is_not_an_error(process: Command, built: Path, reader: str, form: list[str]) -> None:
    """When the reader has seen enough, a search ends quietly and well."""
    command = process("search", "--no-refresh", "--index", built, "-n", "100", *form, "the")
    done = shell(f"{shlex.join(command)} | {reader}")
    assert done.returncode == 0
    assert "Error" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_closed_pipe_for_both_streams_is_not_an_error(process: Command, built: Path) -> None:
    """The same holds when talk goes down the pipe as well."""
    command = process("search", "--no-refresh", "--index", built, "the")
    assert shell(f"{shlex.join(command)} 2>&1 | head -0").returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_an_error_in_one_line(process: Command, built: Path) -> None:
    """What cannot be written is said, with status 2."""
    done = shell(f"{shlex.join(process('search', '--no-refresh', '--index', built, 'the'))} > /dev/full")
    assert done.returncode == 2
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_encoding_of_the_output_will_do(
    process: Command, built: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    """Characters that the output's encoding lacks are replaced; the search does not fail."""
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    command = process("search", "--no-refresh", "--index", built, "灯台守 “gulls” Lindhølm")
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


def on_a_terminal(command: list[str], columns: int = 80) -> tuple[int, str]:
    """Run a command with a terminal for stdout and stderr; its status and what the terminal was sent."""
    parent, child = pty.openpty()
    environment = {**os.environ, "TERM": os.environ.get("TERM", "xterm"), "COLUMNS": str(columns)}
    with subprocess.Popen(command, stdin=child, stdout=child, stderr=child, env=environment) as running:
        os.close(child)
        sent = b""
        while True:
            try:
                block = os.read(parent, 65536)
            except OSError:  # how Linux says that the other end is closed
                break
            if not block:
                break
            sent += block
        status = running.wait(60)
    os.close(parent)
    return status, sent.decode("utf-8").replace("\r\n", "\n")


def test_matches_are_coloured_on_a_terminal(
    process: Command, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal what matched is in colour, unless NO_COLOR, a dumb terminal or an option forbids."""
    search = process("search", "--no-refresh", "--index", built, "barley")
    assert "\x1b[1;31mbarley\x1b[0m" in on_a_terminal(search)[1]
    assert "\x1b" not in on_a_terminal([*search, "--color", "never"])[1]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in on_a_terminal(search)[1]
    assert "\x1b[1;31mbarley\x1b[0m" in on_a_terminal([*search, "--color", "always"])[1]
    monkeypatch.setenv("NO_COLOR", "")
    assert "\x1b[1;31mbarley\x1b[0m" in on_a_terminal(search)[1]
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in on_a_terminal(search)[1]


def test_what_steers_never_reaches_a_terminal(process: Command, surroundings: Path) -> None:
    """Escape sequences in paths, headlines, texts and queries arrive as harmless signs."""
    (surroundings / "seeds").mkdir()
    steer = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e"
    seed = dict.fromkeys(("id", "headline", "text", "source", "authors"), f"Kite {steer} over the bay")
    (surroundings / "seeds" / f"kite{steer}.jsonl").write_text(json.dumps(seed), encoding="utf-8")
    for form in ([], ["-l"], ["--json"], ["--jsonl"], ["--csv"]):
        status, sent = on_a_terminal(process("search", *form, "--color", "never", f"kite {steer} zzzyx"))
        assert status == 0
        assert all(sign.isprintable() or sign == "\n" for sign in sent)


def test_watch_follows_until_interrupted(process: Command, tiny_seeds: Path, surroundings: Path) -> None:
    """`watch` brings the index up to date when a seed changes, and Ctrl-C is its normal end."""
    shutil.copytree(tiny_seeds, "seeds")
    command = process("watch")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        said = [running.stderr.readline(), running.stderr.readline()]
        assert said[0].startswith("searcher: index: 12 articles added")
        assert said[1].endswith("seeds; Ctrl-C ends it\n")
        time.sleep(0.5)  # the watch begins after it is announced
        Path("seeds/kite.txt").write_text("Kites\n\nA kite flew over the bay.", encoding="utf-8")
        assert running.stderr.readline() == "searcher: index: 1 article added\n"
        running.send_signal(signal.SIGINT)
        try:
            out, err = running.communicate(timeout=30)
        finally:
            running.kill()  # or a failure would wait for it without an end
    assert (running.returncode, out) == (0, "")
    assert "Traceback" not in err
    assert err.startswith("searcher: no longer following")


def test_an_interrupted_build_leaves_no_traceback(process: Command, surroundings: Path) -> None:
    """Ctrl-C during a build is status 2 and one line; the next search builds the index."""
    Path("seeds").mkdir()
    for number in range(200):
        text = f"Bulletin {number}\n\n" + f"The harbour office counted {number} boats today. " * 30
        Path(f"seeds/{number}.txt").write_text(text, encoding="utf-8")
    with subprocess.Popen(process("index", "--workers", "1"), stderr=subprocess.PIPE, text=True) as running:
        while not Path("index/LOCK").exists() and running.poll() is None:
            time.sleep(0.02)
        time.sleep(0.3)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=30)
    assert running.returncode == 2
    assert err == "searcher: interrupted\n"
    done = run(process("search", "-c", "boats"))
    assert (done.returncode, done.stdout) == (0, "200\n")
