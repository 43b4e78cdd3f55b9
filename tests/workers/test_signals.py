"""A process that is told to stop stops, at whatever moment it is told."""

from __future__ import annotations

import signal
import threading

from workers import main


def test_a_signal_in_the_middle_of_waiting_is_heard():
    over = threading.Event()
    before = signal.signal(signal.SIGUSR1, lambda *_: main._soon(over.set))
    try:
        # Where ``Event.wait`` holds its lock: a handler that asked for it here would wait for ever.
        with over._cond:
            signal.raise_signal(signal.SIGUSR1)
    finally:
        signal.signal(signal.SIGUSR1, before)

    assert over.wait(10)
