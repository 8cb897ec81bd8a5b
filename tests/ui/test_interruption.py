from __future__ import annotations

import signal
from contextlib import suppress

from searcher.ui.console import interruption


def test_an_interrupt_that_nobody_catches_is_remembered() -> None:
    """Ctrl-C raises and sets the event, and afterwards means what it meant before."""
    before = signal.getsignal(signal.SIGINT)
    with interruption() as stop:
        assert not stop.is_set()
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        assert stop.is_set()
    assert signal.getsignal(signal.SIGINT) is before
