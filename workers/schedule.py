"""What the sweep has done once a day, whichever sweep is first: the rates as files in object storage.

A process of its own does it, so that the sweep stays small and quick; it decides itself whether anything is left to do
(`sohoa rates export --daily`).
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Final

import structlog

from pipeline.domain.periods import VIETNAM

log = structlog.get_logger()

COMMAND: Final = (sys.executable, "-m", "pipeline.cli", "rates", "export", "--daily")
#: Seconds between two looks at the clock, and after an export that failed.
LOOK: Final = 20.0
AGAIN: Final = 600.0


def export_daily(at: time, over: threading.Event, *, command: Sequence[str] = COMMAND, again: float = AGAIN) -> None:
    """Export from a local time on, once a day, until ``over``; what failed is tried again."""
    done: date | None = None
    rest = 0.0
    while not over.wait(rest):
        now, rest = datetime.now(VIETNAM), LOOK
        if now.time() >= at and done != now.date():
            code = _run(command, over)
            if code == 0:
                done = now.date()
            elif not over.is_set():
                log.warning("export_failed", exit=code)
                rest = again


def _run(command: Sequence[str], over: threading.Event) -> int:
    """Run a command; its exit code. It is ended when all is ``over``."""
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:  # noqa: S603 (our own command)
        while process.poll() is None:
            if over.wait(0.5):
                process.terminate()
                break
    return process.returncode
